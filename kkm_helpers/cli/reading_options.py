"""How commands read customer lists: the options they share, declared once, and the reading itself."""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kkm_helpers.cli.declare import Misuse, invocation_of, option
from kkm_helpers.language import Language, choose, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.scenario import Scenario

PATIENCE = 1.0  # seconds of silence before a user wonders
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kMG]?B)?", re.ASCII | re.IGNORECASE)
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


class Size(click.ParamType):  # type: ignore[type-arg]  # newer click only
    """A number of bytes: 500MB, 2 GB, 1.5GB; a number alone is bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Return the number of bytes."""
        match = _SIZE.fullmatch(str(value).strip())
        if match is None or not (size := round(float(match[1].replace(",", ".")) * _BYTES[(match[2] or "B").upper()])):
            self.fail(
                choose(
                    invocation_of(ctx).language,
                    f"{value!r} ist keine Größe wie 500MB oder 2GB",
                    f"{value!r} is not a size such as 500MB or 2GB",
                ),
                param,
                ctx,
            )
        return size


_OPTIONS = (
    option(
        "--mapping",
        metavar="FILE",
        de="Zuordnung (YAML); sie geht vor jede Vermutung über die Datei.",
        en="Mapping (YAML); it overrides any guess about the file.",
    ),
    option("--sheet", metavar="NAME", de="Tabellenblatt einer Arbeitsmappe.", en="Sheet of a workbook."),
    option(
        "--strict",
        is_flag=True,
        de="Bricht ab, wenn eine Zelle nicht lesbar ist oder eine Kontrollsumme nicht stimmt.",
        en="Fails where a cell cannot be read or a control total does not match.",
    ),
    option(
        "--crm",
        metavar="FILE",
        de="Zweite Liste (Besuche, Betreuer), verbunden über die Kundennummer.",
        en="Second list (visits, reps), joined by customer number.",
    ),
    option(
        "--source",
        metavar="URL",
        de="Datenbank statt der Datei, als SQLAlchemy-Adresse ohne Kennwort: sqlite:///erp.db.",
        en="Database in place of the file, as SQLAlchemy address without password: sqlite:///erp.db.",
    ),
    option("--query", metavar="FILE", de="Datei mit der Abfrage (SQL).", en="File with the query (SQL)."),
    option("--table", metavar="NAME", de="Tabelle statt einer Abfrage.", en="Table in place of a query."),
    option(
        "--size-limit",
        type=Size(),
        metavar="SIZE",
        de="Größte Liste, entpackt gemessen, zum Beispiel 500MB; Vorgabe 1GB.",
        en="Largest list, measured when unpacked, for example 500MB; default 1GB.",
    ),
)


@dataclass(frozen=True)
class ReadingOptions:
    """What the command line, or the scenario in its place, says about reading; None where neither does."""

    mapping: str | Path | Mapping[str, Any] | None = None
    sheet: str | None = None
    strict: bool = False
    crm: str | Path | None = None
    source: str | None = None
    query: str | None = None
    table: str | None = None
    size_limit: int | None = None


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the reading options to a command; it gets them together, as `reading`."""

    @functools.wraps(function)
    def gathered(**given: Any) -> Any:  # noqa: ANN401 - whatever click passes
        own = {each.name: given.pop(each.name) for each in fields(ReadingOptions)}
        return function(reading=ReadingOptions(**own), **given)

    declared: Callable[..., Any] = gathered
    for add in reversed(_OPTIONS):
        declared = add(declared)
    return declared


class Argument(click.Argument):
    """An argument with a description in German and English."""

    def __init__(self, declarations: Sequence[str], *, de: str, en: str, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(declarations, **settings)
        self.de, self.en = de, en

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return what the argument is called and what it is."""
        return self.metavar or self.human_readable_name, choose(invocation_of(ctx).language, self.de, self.en)


def file_argument(
    name: str = "file",
    de: str = "Kundenliste (CSV, TXT, XLSX, XLS, ODS oder Parquet).",
    en: str = "Customer list (CSV, TXT, XLSX, XLS, ODS or Parquet).",
    *,
    required: bool = False,
) -> Callable[[Any], Any]:
    """Add a customer list as argument; one that is not required may be a database instead."""
    return click.argument(name, cls=Argument, metavar=name.upper(), de=de, en=en, required=required)


def read_list(
    file: str | None,
    options: ReadingOptions,
    language: Language,
    scenario: Scenario | None = None,
) -> CustomerList:
    """Return the customer list that the command line names; what it leaves out is taken from the scenario.

    Raises:
        Misuse: no list is named, or more than one.
        KkmError: the list cannot be read.
    """
    if scenario is not None:
        file, options = _with_scenario(file, options, scenario)
    if (file is None) == (options.source is None):
        raise Misuse(
            "Bitte genau eines angeben: eine Kundenliste (FILE), oder --source mit --query oder --table.",
            "Please give exactly one of these: a customer list (FILE), or --source with --query or --table.",
        )
    if options.source is None and (options.query is not None or options.table is not None):
        raise Misuse(
            "--query und --table brauchen eine Datenbank: --source URL.", "--query and --table need --source URL."
        )
    from kkm_helpers.customers.reading import SIZE_LIMIT, read_customers

    with progress_line(language) as progress:
        return read_customers(
            file,
            mapping=options.mapping,
            sheet=options.sheet,
            strict=options.strict,
            crm=options.crm,
            source=options.source,
            query=None if options.query is None else Path(options.query),
            table=options.table,
            language=language,
            size_limit=SIZE_LIMIT if options.size_limit is None else options.size_limit,
            progress=progress,
        )


def _with_scenario(file: str | None, options: ReadingOptions, scenario: Scenario) -> tuple[str | None, ReadingOptions]:
    listed = scenario.customers_file
    if file is None and options.source is None and listed is not None:
        file = str(listed)
    return file, replace(
        options,
        mapping=options.mapping if options.mapping is not None else scenario.mapping,
        crm=options.crm if options.crm is not None else scenario.crm_file,
    )


@contextmanager
def progress_line(language: Language, patience: float = PATIENCE) -> Iterator[Callable[[int], None]]:
    """Give a function that shows the line reached, once it takes longer than `patience` [s] and on a terminal only."""
    stream = sys.stderr
    started, shown = time.monotonic(), False

    def show(line: int) -> None:
        nonlocal shown
        if stream.isatty() and time.monotonic() - started >= patience:
            count = format_number(line, 0, language)
            stream.write(choose(language, f"\rZeile {count} gelesen …", f"\rLine {count} read …"))
            stream.flush()
            shown = True

    try:
        yield show
    finally:
        if shown:
            stream.write("\r\x1b[K")
            stream.flush()
