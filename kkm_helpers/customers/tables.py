"""Tables for people and for the CRM: CSV that opens right in Excel, or XLSX; nothing in them can run as a formula.

CSV is UTF-8 with BOM: semicolon, decimal comma and dd.mm.yyyy in German, comma, point and ISO dates in English. In
both formats numbers are numbers. A text that a spreadsheet could take for a formula gets an apostrophe in front in CSV;
in XLSX it stays as it is and is marked as text the way Excel's own apostrophe does.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kkm_helpers.errors import KkmError
from kkm_helpers.files import written_whole
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

YES_NO = {"de": ("ja", "nein"), "en": ("yes", "no")}
DATE_FORMATS = {"de": "%d.%m.%Y", "en": "%Y-%m-%d"}

# What makes a spreadsheet think of a formula; wide forms count in some languages, blanks in front are cut by some.
_FORMULA_START = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)*")
_DECIMALS = 10  # sheds 0.30000000000000004, keeps every cent and every share

_SHEET_ROWS, _SHEET_COLUMNS, _CELL_LENGTH = 1_048_576, 16_384, 32_767
_EXACT_INTEGERS = 2**53  # beyond it a float no longer holds every whole number
_FIRST_SHEET_YEAR = 1900  # earlier days are texts in a sheet, it has no number for them


def write_table(
    table: pd.DataFrame, path: Path | str, *, language: Language = "de", force: bool = False, sheet: str = "Kunden"
) -> Path:
    """Write `table` to `path`, whole or not at all, as CSV or XLSX by the file's ending.

    Args:
        table: columns of numbers, dates, booleans and texts; unknown values become empty cells.
        path: file to write; ends in .csv or .xlsx.
        language: how numbers, dates and yes/no are written.
        force: overwrite an existing file.
        sheet: name of the sheet of an XLSX.

    Raises:
        KkmError: the ending is another, the file exists, the folder does not, the file cannot be written, or the table
            does not fit into a sheet.
    """
    target = Path(path)
    check_ending(target)
    write: Callable[[pd.DataFrame, Path, Language, str], None]
    write = _write_csv if target.suffix.lower() == ".csv" else _write_xlsx
    with written_whole(target, force=force) as draft:
        write(table, draft, language, sheet)
    return target


def table_bytes(table: pd.DataFrame, ending: str, *, language: Language = "de", sheet: str = "Kunden") -> bytes:
    """Return `table` as `write_table` would write it, without any file on a disk.

    Args:
        table: as for `write_table`.
        ending: ".csv" or ".xlsx".
        language: how numbers, dates and yes/no are written.
        sheet: name of the sheet of an XLSX.

    Raises:
        KkmError: the ending is another, or the table does not fit into a sheet.
    """
    check_ending(Path(f"-{ending}"))
    content = io.BytesIO()
    if ending == ".xlsx":
        _write_xlsx(table, content, language, sheet)
    else:
        with io.TextIOWrapper(content, "utf-8-sig", newline="") as text:
            write_csv_rows(table, text, language)
            text.flush()
            return content.getvalue()
    return content.getvalue()


def check_ending(path: Path) -> None:
    """Refuse a file whose ending says that it is neither CSV nor XLSX.

    Raises:
        KkmError: the ending is another.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise KkmError(
            f"{path.name}: Die Endung {path.suffix or '(keine)'} ist nicht möglich; bitte .csv oder .xlsx angeben.",
            f"{path.name}: the ending {path.suffix or '(none)'} is not possible; please give .csv or .xlsx.",
        )


def is_formula_like(text: str) -> bool:
    """Return whether a spreadsheet could take `text` for a formula; a plain negative number is none."""
    if text[:1].isalnum():  # nearly every text, and far quicker than a pattern
        return False
    return _FORMULA_START.match(text) is not None and _NEGATIVE_NUMBER.fullmatch(text) is None


def guarded(text: str) -> str:
    """Return `text` so that it cannot run as a formula when a CSV is opened in a spreadsheet."""
    return f"'{text}" if is_formula_like(text) else text


def unguarded(text: str) -> str:
    """Return `text` as it was before it was guarded."""
    return text[1:] if text[:1] == "'" and is_formula_like(text[1:]) else text


def _write_csv(table: pd.DataFrame, path: Path, language: Language, _sheet: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv_rows(table, file, language)


def write_csv_rows(table: pd.DataFrame, file: IO[str], language: Language, *, header: bool = True) -> None:
    """Write the rows of `table` as `write_table` does, into a file that is open: a long table may come in parts.

    Args:
        table: as for `write_table`.
        file: opened for text in UTF-8 with BOM, without any translation of line ends.
        language: how numbers, dates and yes/no are written.
        header: write the names of the columns first.
    """
    columns = [_csv_column(table.iloc[:, position], language) for position in range(table.shape[1])]
    texts = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=table.index)
    texts.columns = pd.Index([guarded(str(name)) for name in table.columns])
    texts.to_csv(file, sep=choose(language, ";", ","), index=False, header=header, lineterminator="\r\n")


def _csv_column(column: pd.Series[Any], language: Language) -> pd.Series[Any]:
    """Return a column as CSV holds it: texts guarded, whole numbers without decimals, dates and yes/no as written."""
    kind = _kind(column)
    if kind == "number":
        numbers = pd.Series(column.to_numpy(np.float64, na_value=np.nan), index=column.index).round(_DECIMALS)
        known = numbers.dropna()
        # 2.0 visits read like a measurement.
        whole = bool((known == known.round()).all()) and bool(known.abs().lt(_EXACT_INTEGERS).all())
        return numbers.astype("Int64") if whole else _decimal_texts(numbers, language)
    if kind == "date":
        days: pd.Series[Any] = column.dt.strftime(DATE_FORMATS[language])
        return days
    return pd.Series([_cell_text(value, language) for value in column], index=column.index, dtype=object)


def _decimal_texts(numbers: pd.Series[Any], language: Language) -> pd.Series[Any]:
    """Return numbers as text; pandas' own writing takes three times as long where the decimal sign is a comma."""
    texts = ";".join(map(repr, numbers.tolist())).replace(".", choose(language, ",", ".")).split(";")
    return pd.Series(texts if len(numbers) else [], index=numbers.index, dtype=object).where(numbers.notna(), "")


def _kind(column: pd.Series[Any]) -> str:
    if pd.api.types.is_bool_dtype(column.dtype):
        return "mixed"
    if pd.api.types.is_numeric_dtype(column.dtype):
        return "number"
    return "date" if pd.api.types.is_datetime64_any_dtype(column.dtype) else "mixed"


def _is_unknown(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _cell_text(value: Any, language: Language) -> str:  # noqa: ANN401 - whatever a cell holds
    """Return one cell of a mixed column for CSV; numbers in it stay numbers."""
    if isinstance(value, str):
        return guarded(value)
    if _is_unknown(value):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return YES_NO[language][0 if value else 1]
    if isinstance(value, (int, float, np.integer, np.floating)):
        return str(round(value, _DECIMALS)).replace(".", choose(language, ",", "."))
    if hasattr(value, "strftime"):
        return str(value.strftime(DATE_FORMATS[language]))
    return guarded(str(value))


def _write_xlsx(table: pd.DataFrame, file: Path | IO[bytes], language: Language, sheet: str) -> None:
    import xlsxwriter

    _check_fits(table)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # What goes to no disk leaves no parts of it there either.
    in_memory = not isinstance(file, Path)
    with xlsxwriter.Workbook(file if in_memory else str(file), {**options, "in_memory": in_memory}) as book:
        page = book.add_worksheet(sheet)
        header = book.add_format({"bold": True, "bottom": 1})
        quoted = book.add_format({"quote_prefix": True})
        date_format = choose(language, "dd.mm.yyyy", "yyyy-mm-dd")
        dated = book.add_format({"num_format": date_format})
        for position, name in enumerate(map(str, table.columns)):
            page.write_string(0, position, name, header)
            _write_cells(page, position, table.iloc[:, position], language, quoted, dated)
            page.set_column(position, position, _width(name, table.iloc[:, position]))
        page.freeze_panes(1, 1)
        if len(table) and table.shape[1]:
            page.autofilter(0, 0, len(table), table.shape[1] - 1)


def _write_cells(
    page: Worksheet, position: int, column: pd.Series[Any], language: Language, quoted: Format, dated: Format
) -> None:
    for row, value in enumerate(column.tolist(), start=1):
        if _is_unknown(value) or value == "":
            continue
        if isinstance(value, bool):
            page.write_string(row, position, YES_NO[language][0 if value else 1])
        elif isinstance(value, (int, float)):
            if np.isfinite(value):
                page.write_number(row, position, round(value, _DECIMALS))
        elif hasattr(value, "strftime") and value.year >= _FIRST_SHEET_YEAR:
            page.write_datetime(row, position, value, dated)
        else:
            text = value if isinstance(value, str) else _cell_text(value, language)
            page.write_string(row, position, text, quoted if is_formula_like(text) else None)


def _check_fits(table: pd.DataFrame) -> None:
    rows, columns = table.shape
    if rows >= _SHEET_ROWS or columns > _SHEET_COLUMNS:
        raise KkmError(
            f"Die Tabelle ({rows} Zeilen, {columns} Spalten) passt nicht auf ein Excel-Blatt. Bitte eine .csv "
            "schreiben.",
            f"The table ({rows} rows, {columns} columns) does not fit into an Excel sheet. Please write a .csv.",
        )
    for name in table.columns[[_kind(table.iloc[:, place]) == "mixed" for place in range(columns)]]:
        too_long = table[name].map(lambda value: isinstance(value, str) and len(value) > _CELL_LENGTH)
        if np.asarray(too_long, dtype=bool).any():
            raise KkmError(
                f"Spalte {name}: Ein Text ist länger als die {_CELL_LENGTH} Zeichen einer Excel-Zelle. Bitte als .csv "
                "schreiben.",
                f"Column {name}: a text is longer than the {_CELL_LENGTH} characters of an Excel cell. Please write a "
                ".csv.",
            )


def _width(name: str, column: pd.Series[Any]) -> int:
    seen = [len(name), *(len(str(value)) for value in column.head(200) if not _is_unknown(value))]
    return min(max(seen) + 2, 60)
