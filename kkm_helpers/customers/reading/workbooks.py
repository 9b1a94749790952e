"""Workbooks: XLSX, XLSM, XLSB, XLS, ODS through calamine; openpyxl for errors and formulas that calamine drops."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.header import HEAD_ROWS, find_layout
from kkm_helpers.customers.reading.old_excel import xls_errors
from kkm_helpers.customers.reading.packages import (
    SheetFacts,
    check_package,
    damaged,
    ods_errors,
    protected,
    sheet_facts,
    zeros_shown,
)
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.text_table import CHUNK_ROWS, Source, TableBuilder, TextTable, cell_text
from kkm_helpers.customers.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from python_calamine import CalamineSheet, CalamineWorkbook

    from kkm_helpers.customers.reading.progress import Progress

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class _Candidate:
    name: str
    known: int
    rows: int


def load_workbook(
    data: bytes, name: str, *, sheet: str | None, also_known: Collection[str], size_limit: int, progress: Progress
) -> Source:
    """Return the sheet that is asked for, else the visible one whose header names the most columns.

    Raises:
        CustomerListError: damaged, protected, too large, no such sheet, or nothing in it.
    """
    is_package = data.startswith(b"PK")
    kind = check_package(data, name, size_limit) if is_package else None
    if not is_package and _ENCRYPTED in data:
        raise protected(name)
    members = _sheet_members(data) if kind == "xlsx" else {}
    warnings: list[Message] = []
    facts = {title: sheet_facts(data, member, name) for title, member in members.items() if sheet in (None, title)}
    workbook = _open(data, name)
    chosen, others = _choose_sheet(workbook, name, sheet, also_known)
    try:
        table = _load_sheet(workbook.get_sheet_by_name(chosen), progress)
    except Exception as error:  # calamine raises several kinds, none of them of interest to a user
        raise damaged(name, str(error)) from error
    if others:
        warnings.append(_several_sheets(chosen, others))
    dropped = _dropped(kind, data, chosen, facts.get(chosen))
    without_value = _without_value(dropped)
    if without_value:
        warnings.append(_formulas(without_value))
    if chosen in facts and facts[chosen].hidden_rows:
        warnings.append(_hidden_rows(facts[chosen].hidden_rows))
    first_column = (workbook.get_sheet_by_name(chosen).start or (0, 0))[1] + 1
    if dropped:
        table = _put_in(table, dropped, first_column)
    if chosen in members:
        for column, digits in zeros_shown(data, members[chosen]).items():
            table = _with_zeros(table, column - first_column, digits)
    return Source(table, sheet=chosen, native=True, warnings=tuple(warnings), titles=(chosen,))


def _open(data: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise protected(name) from error
    except Exception as error:
        raise (protected(name) if "password" in str(error).lower() else damaged(name, str(error))) from error


def _choose_sheet(
    workbook: CalamineWorkbook, name: str, sheet: str | None, also_known: Collection[str]
) -> tuple[str, list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    worksheets = [facts for facts in workbook.sheets_metadata if facts.typ == SheetTypeEnum.WorkSheet]
    names = [facts.name for facts in worksheets]
    if sheet is not None:
        if sheet not in names:
            shown = ", ".join(f"„{each}“" for each in names)
            raise CustomerListError(
                f"In „{name}“ gibt es kein Tabellenblatt „{sheet}“. Vorhanden: {shown}.",
                f"“{name}” has no worksheet “{sheet}”. There are: {', '.join(names)}.",
            )
        return sheet, []
    visible = [facts.name for facts in worksheets if facts.visible == SheetVisibleEnum.Visible] or names
    candidates = []
    for each in visible:
        worksheet = workbook.get_sheet_by_name(each)
        head = [[cell_text(cell) for cell in row] for row in islice(worksheet.iter_rows(), HEAD_ROWS)]
        layout = find_layout(head, also_known=also_known)
        candidates.append(_Candidate(each, layout.known if layout else 0, worksheet.height))
    if not candidates:
        raise CustomerListError(
            f"„{name}“ enthält kein Tabellenblatt mit Daten.", f"“{name}” has no worksheet with data."
        )
    best = max(candidates, key=lambda candidate: (candidate.known, candidate.rows > 1))
    return best.name, [candidate.name for candidate in candidates if candidate.known and candidate is not best]


def _load_sheet(worksheet: CalamineSheet, progress: Progress) -> TextTable:
    builder = TableBuilder()
    rows = worksheet.iter_rows()  # from row 1 on, but from the first used column
    line = 1
    while chunk := list(islice(rows, CHUNK_ROWS)):
        builder.add(chunk, range(line, line + len(chunk)))
        line += len(chunk)
        progress(line)
    return builder.table()


def _sheet_members(data: bytes) -> dict[str, str]:
    """Return sheet name -> member of the package that holds its XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        relations = {
            element.get("Id"): element.get("Target", "")
            for element in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no entities are resolved
        }
        book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
        sheets = book.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet")
        found = {}
        for element in sheets:
            target = relations.get(element.get(_RELATION), "")
            member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if member in names and "/worksheets/" in member:
                found[element.get("name", "")] = member
        return found


def _dropped(kind: str | None, data: bytes, sheet: str, facts: SheetFacts | None) -> dict[int, dict[int, str]]:
    """Return row -> column -> what calamine reads as empty, though something stands there; both from 1."""
    if kind == "ods":
        return ods_errors(data, sheet)
    if kind is None:
        return xls_errors(data, sheet)
    return _xlsx_dropped(data, sheet) if facts is not None and (facts.formulas or facts.errors) else {}


def _without_value(dropped: dict[int, dict[int, str]]) -> list[str]:
    """Return the cells, as Excel calls them, in which a formula stands without a value."""
    return [
        f"{_letters(column)}{row}"
        for row, cells in dropped.items()
        for column, text in cells.items()
        if text.startswith("=")
    ]


def _xlsx_dropped(data: bytes, sheet: str) -> dict[int, dict[int, str]]:
    """Return row -> column -> what calamine reads as empty: errors ("#DIV/0!") and formulas without a value."""
    import openpyxl

    found: dict[int, dict[int, str]] = {}
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for formulas, cached in zip(book[sheet].iter_rows(), values[sheet].iter_rows(), strict=False):
        for formula, value in zip(formulas, cached, strict=False):
            if (
                isinstance(formula.value, str)
                and formula.value.startswith("=")
                and value.value is None
                and formula.data_type == "f"
            ):
                found.setdefault(formula.row, {})[formula.column] = formula.value
            elif value.data_type == "e":
                found.setdefault(value.row, {})[value.column] = str(value.value)
    book.close()
    values.close()
    return found


def _put_in(table: TextTable, dropped: dict[int, dict[int, str]], first_column: int) -> TextTable:
    """Return the table with these cells, by row and column of the sheet, in place of what was read there."""
    rows = []
    for index, line in enumerate(table.lines):
        row = _typed_row(table, index)
        for column, text in dropped.get(int(line), {}).items():
            if 0 <= column - first_column < len(row):
                row[column - first_column] = text
        rows.append(row)
    builder = TableBuilder()
    builder.add(rows, [int(line) for line in table.lines])
    return builder.table()


def _with_zeros(table: TextTable, position: int, digits: int) -> TextTable:
    """Return the table with the texts of a column's numbers as its format shows them: 1067 as 01067."""
    if not 0 <= position < len(table.columns):
        return table
    columns = list(table.columns)
    column = columns[position]
    typed = column.typed()
    texts = [text.zfill(digits) if typed[code] and text.isdigit() else text for code, text in enumerate(column.texts)]
    columns[position] = replace(column, texts=texts)
    return replace(table, columns=tuple(columns))


def _typed_row(table: TextTable, index: int) -> list[object]:
    cells: list[object] = []
    for column in table.columns:
        code = column.codes[index]
        number = column.numbers[code] if column.numbers is not None else float("nan")
        day = column.dates[code] if column.dates is not None else None
        if number == number:  # noqa: PLR0124 - not NaN
            cells.append(float(number))
        elif day is not None and str(day) != "NaT":
            cells.append(day.astype(object))
        else:
            cells.append(column.texts[code])
    return cells


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _several_sheets(chosen: str, others: list[str]) -> Message:
    return Message(
        f"Gelesen wurde das Tabellenblatt „{chosen}“; auch diese könnten Listen sein: {', '.join(others)} (mit "
        "--sheet wählbar).",
        f"The worksheet “{chosen}” was read; these could be lists as well: {', '.join(others)} (choose with --sheet).",
    )


def _hidden_rows(count: int) -> Message:
    return Message(
        f"In Excel ausgeblendet (gefiltert), aber mitgelesen: {counted(count, 'Zeile', 'Zeilen', 'de')}.",
        f"Hidden in Excel (filtered), but read as well: {counted(count, 'row', 'rows', 'en')}.",
    )


def _formulas(cells: list[str]) -> Message:
    shown = ", ".join(cells[:10]) + (" …" if len(cells) > 10 else "")  # noqa: PLR2004 - a few examples tell
    return Message(
        f"{len(cells)} Formeln haben keinen gespeicherten Wert ({shown}). Bitte die Datei in Excel öffnen und "
        "speichern.",
        f"{len(cells)} formulas have no stored value ({shown}). Please open the file in Excel and save it.",
    )
