"""The mapping: what a user says about a file in place of any guess, read from and written to YAML."""

from __future__ import annotations

import difflib
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers.customers.columns import FIRST_YEAR, column_of, header_words, year_header
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.files import write_whole

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import ImportReport

_CHOICES: dict[str, tuple[str, ...]] = {
    "number_format": ("german", "english", "swiss", "plain"),
    "dates": ("day_first", "month_first"),
    "blank_revenue": ("unknown", "zero"),
}


@dataclass(frozen=True)
class Mapping:
    """What is said about a file; None and empty mean: find out.

    Attributes:
        encoding: for instance "cp1252".
        delimiter: one character.
        sheet: name of the worksheet.
        header_row: line of the header, from 1 (the upper one of two).
        number_format: "german", "english", "swiss" or "plain", for all columns.
        dates: "day_first" or "month_first".
        units: column (canonical or header) -> factor its numbers are multiplied with.
        columns: canonical name -> header in the file, a list of headers to add up, or None: do not use this column.
        blank_revenue: "unknown" (the default) or "zero": what an empty revenue cell means.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    number_format: str | None = None
    dates: str | None = None
    units: AnyMapping[str, float] = field(default_factory=dict)
    columns: AnyMapping[str, str | tuple[str, ...] | None] = field(default_factory=dict)
    blank_revenue: str | None = None

    @classmethod
    def load(cls, path: str | Path) -> Mapping:
        """Return the mapping in a YAML file.

        Raises:
            CustomerListError: the file is missing, no YAML, or holds something a mapping has not.
        """
        import yaml

        try:
            values = yaml.safe_load(Path(path).read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CustomerListError(
                f"Die Zuordnungsdatei „{path}“ ist nicht lesbar. Bitte den Pfad prüfen.",
                f"The mapping file “{path}” cannot be read. Please check the path.",
            ) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            cause = " ".join(str(error).split())
            raise CustomerListError(
                f"Die Zuordnungsdatei „{path}“ ist kein gültiges YAML: {cause}",
                f"The mapping file “{path}” is no valid YAML: {cause}",
            ) from error
        return cls.of(values or {})

    @classmethod
    def of(cls, values: Any) -> Mapping:  # noqa: ANN401 - whatever a YAML file holds
        """Return the mapping that a plain dictionary describes.

        Raises:
            CustomerListError: a key or a value that a mapping has not.
        """
        if not isinstance(values, AnyMapping):
            raise _bad("", values, "eine Liste von Schlüsseln und Werten", "a list of keys and values")
        known = [each.name for each in fields(cls)]
        for key in values:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1, cutoff=0)[0]
                raise CustomerListError(
                    f"Die Zuordnung kennt „{key}“ nicht. Gemeint ist vielleicht „{near}“. Möglich sind: "
                    f"{', '.join(known)}.",
                    f"The mapping does not know “{key}”. Perhaps “{near}” is meant. Possible are: {', '.join(known)}.",
                )
        checked: dict[str, Any] = {key: _CHECKS[key](key, value) for key, value in values.items() if value is not None}
        return cls(**checked)

    def write(self, path: str | Path, *, force: bool = False) -> None:
        """Write the mapping as YAML, whole or not at all.

        Raises:
            KkmError: the file exists and `force` is not set, or it cannot be written.
        """
        write_whole(Path(path), self.as_yaml().encode(), force=force)

    def plain(self) -> dict[str, Any]:
        """Return the mapping as plain data, without what it does not say: what `of` takes."""
        plain = {key: value for key, value in asdict(self).items() if value not in (None, {})}
        if self.columns:
            plain["columns"] = {k: list(v) if isinstance(v, tuple) else v for k, v in self.columns.items()}
        return plain

    def as_yaml(self) -> str:
        """Return the mapping as the text of a YAML file."""
        import yaml

        return str(yaml.safe_dump(self.plain(), allow_unicode=True, sort_keys=False))


def guessed_mapping(report: ImportReport) -> Mapping:
    """Return what was recognised in a file as a mapping, for the user to correct and to keep."""
    return Mapping(
        encoding=report.encoding,
        delimiter=report.delimiter,
        sheet=report.sheet,
        header_row=report.header_line,
        number_format=report.number_format,
        dates=report.dates,
        units={
            name: unit.factor
            for name, unit in report.units.items()
            if unit.where in ("header", "title", "mapping") and unit.factor != 1
        },
        columns={
            name: tuple(header.split(" + ")) if " + " in header else header for name, header in report.columns.items()
        },
    )


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _bad(key, value, "ein Text", "a text")
    return value


def _delimiter(key: str, value: object) -> str:
    text = {"tab": "\t", "\\t": "\t"}.get(str(value), value)
    if not isinstance(text, str) or len(text) != 1 or text in '"\r\n':
        raise _bad(key, value, "ein einzelnes Zeichen wie ; oder „tab“", "a single character such as ; or “tab”")
    return text


def _line(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _bad(key, value, "eine Zeilennummer ab 1", "a line number from 1")
    return value


def _choice(key: str, value: object) -> str:
    if value not in _CHOICES[key]:
        options = ", ".join(_CHOICES[key])
        raise _bad(key, value, f"eines von: {options}", f"one of: {options}")
    return str(value)


def _units(key: str, value: object) -> dict[str, float]:
    if not isinstance(value, AnyMapping):
        raise _bad(key, value, "Spalte: Faktor", "column: factor")
    for factor in value.values():
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor > 0:
            raise _bad(key, factor, "ein Faktor über 0", "a factor above 0")
    return {str(name): float(factor) for name, factor in value.items()}


def _columns(key: str, value: object) -> dict[str, str | tuple[str, ...] | None]:
    if not isinstance(value, AnyMapping):
        raise _bad(key, value, "Spalte: Überschrift in der Datei", "column: header in the file")
    columns: dict[str, str | tuple[str, ...] | None] = {}
    for name, header in value.items():
        canonical = canonical_name(str(name))
        if isinstance(header, list | tuple):
            columns[canonical] = tuple(str(each) for each in header)
        else:
            columns[canonical] = None if header is None else str(header)
    return columns


def canonical_name(name: str) -> str:
    """Return `name` if it is canonical.

    Raises:
        CustomerListError: it is none; the message names the nearest.
    """
    try:
        return column_of(name).name
    except KeyError:
        from kkm_helpers.customers.columns import COLUMN_BY_NAME

        year = year_header(header_words(name))
        options = [*COLUMN_BY_NAME, f"revenue_{year.year if year and year.year > FIRST_YEAR else 2024}"]
        near = options[-1] if year else difflib.get_close_matches(name, options, n=1, cutoff=0)[0]
        raise CustomerListError(
            f"Die Zuordnung nennt die Spalte „{name}“, die es nicht gibt. Gemeint ist vielleicht „{near}“.",
            f"The mapping names the column “{name}”, which does not exist. Perhaps “{near}” is meant.",
        ) from None


def _bad(key: str, value: object, de: str, en: str) -> CustomerListError:
    return CustomerListError(
        f"In der Zuordnung steht bei „{key}“ der Wert {value!r}; dort gehört hin: {de}.",
        f"The mapping has the value {value!r} for “{key}”; what belongs there: {en}.",
    )


_CHECKS = {
    "encoding": _text,
    "delimiter": _delimiter,
    "sheet": _text,
    "header_row": _line,
    "number_format": _choice,
    "dates": _choice,
    "units": _units,
    "columns": _columns,
    "blank_revenue": _choice,
}
