"""The months: a row of live formulas for each monthly quantity, and on a sheet behind, the rows these need besides."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kkm_helpers.exports.excel.book import Book, plain
from kkm_helpers.exports.excel.places import (
    FIRST_ROW,
    FIRST_STEP_COLUMN,
    HELPERS,
    MONTHLY,
    Section,
    SheetName,
    helper_sections,
    monthly_sections,
    row_numbers,
)
from kkm_helpers.exports.excel.style import number_format
from kkm_helpers.formulas.cells import ROUNDS, HelperRow, cell_formula, row_values
from kkm_helpers.formulas.excel import Excel, excel_name
from kkm_helpers.language import UNITS, choose
from kkm_helpers.model import Quantity

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LABEL, UNIT, SUM, NAME = range(FIRST_STEP_COLUMN)
_HEAD_ROW = FIRST_ROW - 2
_WIDTHS, _MONTH_WIDTH = (50, 16, 13, 32), 10


def write_monthly(book: Book) -> None:
    """Write the sheet of monthly quantities."""
    sheet = _start(book, MONTHLY, book.say(
        "Eine Spalte je Monat, Zahlungen am Monatsende. Die Spalte Summe steht nur bei Beträgen je Monat.",
        "One column a month, cash flows at the end of the month. The sum is given for amounts a month only.",
    ), book.months)  # fmt: skip
    for number, row in row_numbers(monthly_sections()):
        if isinstance(row, Section):
            book.heading(sheet, number, row.heading(book.language), FIRST_STEP_COLUMN + book.months)
        elif isinstance(row, Quantity):
            _write_quantity(book, sheet, number, row)


def _write_quantity(book: Book, sheet: Worksheet, number: int, quantity: Quantity) -> None:
    style, numbers = book.style, number_format(quantity)
    values = [float(value) for value in book.results[quantity.name]]
    book.text(sheet, number, LABEL, quantity.label(book.language), "row")
    book.text(sheet, number, UNIT, UNITS[quantity.unit].suffix(book.language), "row", "quiet")
    if quantity.unit == "EUR/month":
        look = style("row", "right", "strong", numbers=numbers)
        book.formula(sheet, number, SUM, f"SUM({excel_name(quantity.name)})", sum(values), look)
    else:
        sheet.write_blank(number, SUM, None, style("row"))
    book.text(sheet, number, NAME, quantity.name, "row", "name", "left")
    expression = cell_formula(quantity).expression
    _write_cells(book, sheet, MONTHLY, (quantity.name, expression), values, style("row", "right", numbers=numbers))
    book.define(quantity.name, book.rows[quantity.name].absolute())


def write_helpers(book: Book) -> None:
    """Write the sheet of rows that quantities need besides their own."""
    cells = max(book.months, ROUNDS)
    sheet = _start(book, HELPERS, book.say(
        "Zwischenschritte, die eine Tabellenkalkulation in eigenen Zellen braucht: eine Spalte je Monat, beim internen "
        "Zinsfuß je Näherungsschritt.",
        "Steps in between that a spreadsheet needs cells for: one column a month, for the internal rate one a round.",
    ), cells)  # fmt: skip
    for number, row in row_numbers(helper_sections()):
        if isinstance(row, Section):
            values = row_values(cell_formula(_quantity_of(row)), book.results)
            book.heading(sheet, number, row.heading(book.language), FIRST_STEP_COLUMN + cells)
        elif isinstance(row, HelperRow):
            _write_helper(book, sheet, number, row, values[row.name])


def _quantity_of(section: Section) -> Quantity:
    first = section.rows[0]
    assert isinstance(first, HelperRow)  # noqa: S101 - a section of helper rows has no other
    return first.quantity


def _write_helper(book: Book, sheet: Worksheet, number: int, row: HelperRow, values: Sequence[float]) -> None:
    called = choose(book.language, row.de, row.en) or book.say("Zwischenschritt", "step in between")
    book.text(sheet, number, LABEL, called, "row")
    for column in (UNIT, SUM):
        sheet.write_blank(number, column, None, book.style("row"))
    book.text(sheet, number, NAME, row.name, "row", "name", "left")
    look = book.style("row", "right", "quiet", numbers="General")
    _write_cells(book, sheet, HELPERS, (row.name, row.expression), values, look)


def _start(book: Book, name: SheetName, explanation: str, cells: int) -> Worksheet:
    sheet = book.start(name, _WIDTHS, repeat_row=_HEAD_ROW)
    sheet.set_column(FIRST_STEP_COLUMN, FIRST_STEP_COLUMN + cells - 1, _MONTH_WIDTH)
    sheet.repeat_columns(LABEL, UNIT)
    sheet.fit_to_pages(-(-cells // 12), 0)  # a whole horizon on one page would be too small to read
    book.text(sheet, 1, 0, explanation, "quiet")
    labels = choose(book.language, ("Größe", "Einheit", "Summe", "Name"), ("Figure", "Unit", "Sum", "Name"))
    book.head(sheet, _HEAD_ROW, labels, right=(SUM,))
    for step in range(1, cells + 1):
        sheet.write_number(_HEAD_ROW, FIRST_STEP_COLUMN + step - 1, step, book.style("head", "head_right"))
    sheet.freeze_panes(_HEAD_ROW + 1, FIRST_STEP_COLUMN)
    return sheet


def _write_cells(
    book: Book, sheet: Worksheet, name: SheetName, row: tuple[str, ast.expr], values: Sequence[Any], look: Format
) -> None:
    """Write the formulas of a row, each with its value."""
    called, expression = row
    place = book.rows[called]
    places = book.seen_from(name)
    for step, value in enumerate(values, start=1):
        formula = Excel(places, called, step).formula(expression, "")
        book.formula(sheet, place.row, FIRST_STEP_COLUMN + step - 1, formula, plain(value), look)
