"""The calculation step by step: every single figure with its formula in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from kkm_helpers.engine.display import choice_label
from kkm_helpers.engine.evaluation import SERIES
from kkm_helpers.exports.excel.book import Book, plain
from kkm_helpers.exports.excel.places import CALCULATION, SheetName
from kkm_helpers.exports.excel.style import number_format
from kkm_helpers.formulas.cells import cell_formula
from kkm_helpers.formulas.excel import Excel, excel_name, literal
from kkm_helpers.formulas.text import label_text
from kkm_helpers.language import UNITS, choose, format_value
from kkm_helpers.model import OPTION_NAMES, QUANTITIES, Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (50, 16, 22, 90, 34)
_HEAD_ROW = 3


def write_calculation(book: Book) -> None:
    """Write the sheet of single figures."""
    sheet = book.start(CALCULATION, _WIDTHS, repeat_row=_HEAD_ROW)
    book.text(sheet, 1, 0, book.say(
        "Jede Größe rechnet mit den Größen, die ihre Formel nennt; die Monate stehen auf einem eigenen Blatt.",
        "Each figure is computed from those its formula names; the months stand on a sheet of their own.",
    ), "quiet")  # fmt: skip
    labels = choose(
        book.language, ("Größe", "Wert", "Einheit", "Formel in Worten", "Name"),
        ("Figure", "Value", "Unit", "Formula in words", "Name"),
    )  # fmt: skip
    book.head(sheet, _HEAD_ROW, labels, right=(1,))
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    row = _HEAD_ROW + 1
    for topic, quantities in groupby(steps(), key=lambda each: each.topic):
        book.heading(sheet, row, topic.label(book.language), len(_WIDTHS))
        for quantity in quantities:
            row += 1
            _write_step(book, sheet, row, quantity)
        row += 2


def steps() -> list[Quantity]:
    """Return the quantities with one value that belong to no option."""
    return [each for each in QUANTITIES.values() if not each.option and each.name not in SERIES]


def _write_step(book: Book, sheet: Worksheet, row: int, quantity: Quantity) -> None:
    style = book.style
    book.text(sheet, row, 0, quantity.label(book.language), "row", "wrap")
    look = style("row", "right", "strong", numbers=number_format(quantity))
    write_single(book, sheet, CALCULATION, (row, 1), quantity, look)
    unit = UNITS[quantity.unit].suffix(book.language)
    if quantity.unit == "choice":
        value = str(book.results[quantity.name])
        formula = option_words(excel_name(quantity.name), book)
        book.formula(sheet, row, 2, formula, choice_label(quantity.name, value, book.language), style("row", "unit"))
    else:
        book.text(sheet, row, 2, unit, "row", "unit")
    words = label_text(quantity, book.language).partition(" = ")[2]
    book.text(sheet, row, 3, words, "row", "wrap")
    book.fit_row(sheet, row, (words, _WIDTHS[3]), (quantity.label(book.language), _WIDTHS[0]))
    book.text(sheet, row, 4, quantity.name, "row", "name")


def option_words(cell: str, book: Book, options: Sequence[str] = tuple(OPTION_NAMES)) -> str:
    """Return the formula of what the option is called whose public name stands in a cell."""
    formula = '"?"'
    for name in reversed(options):
        formula = f"IF({cell}={literal(name)},{literal(OPTION_NAMES[name].label(book.language))},{formula})"
    return formula


def write_single(
    book: Book, sheet: Worksheet, name: SheetName, cell: tuple[int, int], quantity: Quantity, look: Format
) -> None:
    """Write a quantity with one value as a live formula, and give the cell its public name."""
    value = book.results[quantity.name]
    missing = format_value(None, quantity.unit, book.language)
    formula = Excel(book.seen_from(name)).formula(cell_formula(quantity).expression, missing)
    book.formula(sheet, *cell, formula, missing if value is None else plain(value), look)
    book.define(quantity.name, book.address(name, xl_rowcol_to_cell(*cell, row_abs=True, col_abs=True)))
