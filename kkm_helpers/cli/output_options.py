"""The options of a command about what it gives: `--out`, `--force`, `--json`, declared once; and the writing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers.cli.declare import option
from kkm_helpers.cli.output import tell
from kkm_helpers.errors import KkmError
from kkm_helpers.files import check_may_write
from kkm_helpers.language import Language, choose, format_number

if TYPE_CHECKING:
    import pandas as pd

FORCE_OPTION = option(
    "--force", is_flag=True, de="Überschreibt eine vorhandene Datei.", en="Overwrites a file that is there."
)
JSON_OPTION = option("--json", "as_json", is_flag=True, de="Gibt ein JSON-Objekt aus.", en="Prints one JSON object.")


def out_option(de: str, en: str, *, required: bool = False) -> Callable[[Any], Any]:
    """Add `--out`, the file for a table, to a command; the words say what stands in it."""
    return option(
        "--out", metavar="FILE", required=required, de=f"{de} (.csv oder .xlsx).", en=f"{en} (.csv or .xlsx)."
    )


def check_out(out: str | None, *, force: bool, sources: Iterable[str | Path | None] = ()) -> None:
    """Refuse a file that must not be written, before any time is spent on reading.

    Raises:
        KkmError: it is there and `force` is not set, or it is one of the lists that are read.
    """
    if out is None:
        return
    check_may_write(Path(out), force=force)
    for source in sources:
        if source is not None and Path(source).exists() and Path(out).exists() and Path(out).samefile(source):
            raise KkmError(
                f"{out} ist die Kundenliste selbst. Bitte einen anderen Namen wählen; sie bleibt unverändert.",
                f"{out} is the customer list itself. Please choose another name; the list stays as it is.",
            )


def check_table_out(out: str | None, *, force: bool, sources: Iterable[str | Path | None] = ()) -> None:
    """Refuse a file that no table can be written to, as `check_out` does; another ending is told here too."""
    if out is not None:
        from kkm_helpers.customers.tables import check_ending

        check_ending(Path(out))
    check_out(out, force=force, sources=sources)


def write_out(
    table: pd.DataFrame,
    out: str,
    language: Language,
    *,
    force: bool,
    de: str = "Kunden",
    en: str = "customers",
    sheet: str | None = None,
) -> None:
    """Write a table and tell how many of what are in it."""
    from kkm_helpers.customers.tables import write_table

    named = {} if sheet is None else {"sheet": sheet}
    write_table(table, Path(out), language=language, force=force, **named)
    count = format_number(len(table), 0, language)
    tell(choose(language, f"{out}: {count} {de} geschrieben.", f"{out}: {count} {en} written."))
