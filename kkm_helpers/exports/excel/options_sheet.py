"""The options side by side: every yardstick of each, the business years, and the option looked at."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from kkm_helpers.charts.options import CASE_NAMES, shown_option
from kkm_helpers.engine.evaluation import MAY_NOT_HAPPEN, SERIES
from kkm_helpers.exports.excel.book import Book
from kkm_helpers.exports.excel.calculation_sheet import option_words, write_single
from kkm_helpers.exports.excel.places import OPTIONS_SHEET
from kkm_helpers.exports.excel.style import number_format
from kkm_helpers.formulas.cells import cell_formula
from kkm_helpers.formulas.excel import Excel, excel_name
from kkm_helpers.formulas.text import label_text
from kkm_helpers.language import UNITS, choose, format_value
from kkm_helpers.model import OPTION_NAMES, OPTIONS, QUANTITIES, Quantity

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL, FIRST_OPTION = 0, 1
_OPTION_WIDTH, _FORMULA_WIDTH = 21, 76
UNIT, FORMULA, NAME = FIRST_OPTION + len(OPTIONS), FIRST_OPTION + len(OPTIONS) + 1, FIRST_OPTION + len(OPTIONS) + 2
HEAD_ROW, NAME_ROW = 6, 7
FIRST_ROW = NAME_ROW + 1
SHOWN = "shown_option"

Measure = dict[str, Quantity]
"""One yardstick: the quantity of each option that has it, by the option's name."""


def measures(*, series: bool = False) -> list[Measure]:
    """Return the yardsticks with one value an option, or those with one a year, in the order of the model."""
    found: dict[str, Measure] = {}
    for each in QUANTITIES.values():
        if each.option and not each.monthly and (each.name in SERIES) == series:
            found.setdefault(each.function.__name__, {})[each.option] = each
    return list(found.values())


def measure_row(function: str) -> int:
    """Return the row in which a yardstick stands, by the name of its function, e.g. "option_npv"."""
    names = [next(iter(measure.values())).function.__name__ for measure in measures()]
    return FIRST_ROW + names.index(function)


def years(book: Book) -> int:
    """Return how many business years the horizon has; the last one may be shorter."""
    return -(-book.months // 12)


def write_options(book: Book) -> None:
    """Write the sheet of options."""
    sheet = book.start(OPTIONS_SHEET, (44, *[_OPTION_WIDTH] * len(OPTIONS), 12, _FORMULA_WIDTH, 30))
    book.text(sheet, 1, 0, book.say(
        "Alles gegenüber Passiv bleiben, das 0 wert ist. Hybrid zählt nur, wenn die Übernahme in den "
        "Betrachtungszeitraum fällt.",
        "All against staying passive, which is worth 0. Hybrid counts only where the take-over is within the horizon.",
    ), "quiet")  # fmt: skip
    _write_recommended(book, sheet)
    _write_head(book, sheet)
    row = FIRST_ROW
    for measure in measures():
        _write_measure(book, sheet, row, measure)
        row += 1
    row += 1
    for measure in measures(series=True):
        row = _write_years(book, sheet, row, measure) + 1
    sheet.freeze_panes(FIRST_ROW, FIRST_OPTION)


def _write_recommended(book: Book, sheet: Worksheet) -> None:
    recommended = str(book.results["recommended_option"])
    shown = shown_option(book.results)
    rows = (
        (3, book.say("Empfohlene Option", "Recommended option"), "recommended_option", recommended),
        (4, book.say("Betrachtete Option", "Option looked at"), SHOWN, shown),
    )
    for row, label, name, value in rows:
        words = option_words(name, book)
        book.text(sheet, row, LABEL, label)
        book.formula(sheet, row, FIRST_OPTION, words, OPTION_NAMES[value].label(book.language), book.style("strong"))
    expression = ast.parse(CASE_NAMES[SHOWN], mode="eval").body
    formula = Excel(book.seen_from(OPTIONS_SHEET)).formula(expression, "")
    book.formula(sheet, 4, FIRST_OPTION + 1, formula, shown, book.style("name"))
    book.define(SHOWN, book.address(OPTIONS_SHEET, xl_rowcol_to_cell(4, FIRST_OPTION + 1, row_abs=True, col_abs=True)))
    book.text(sheet, 4, FIRST_OPTION + 2, book.say(
        "die empfohlene, oder die beste aktive, wenn Passiv bleiben empfohlen ist",
        "the recommended one, or the best active one where staying passive is recommended",
    ), "quiet")  # fmt: skip


def _write_head(book: Book, sheet: Worksheet) -> None:
    labels = choose(book.language, ("Einheit", "Formel in Worten (Eigenaufbau)", "Name"),
                    ("Unit", "Formula in words (build)", "Name"))  # fmt: skip
    titles = [option.label(book.language) for option in OPTIONS]
    book.head(sheet, HEAD_ROW, [book.say("Maßstab", "Yardstick"), *titles, *labels], right=range(FIRST_OPTION, UNIT))
    for place, option in enumerate(OPTIONS):
        book.text(sheet, NAME_ROW, FIRST_OPTION + place, option.name, "name", "right")
    highlight = {
        "type": "formula",
        "criteria": f"={xl_rowcol_to_cell(NAME_ROW, FIRST_OPTION, row_abs=True)}={SHOWN}",
        "format": book.style.conditional("highlight"),
    }
    last = FIRST_ROW + len(measures()) - 1
    sheet.conditional_format(HEAD_ROW, FIRST_OPTION, last, UNIT - 1, highlight)


def _write_measure(book: Book, sheet: Worksheet, row: int, measure: Measure) -> None:
    example = measure.get("build") or next(iter(measure.values()))
    book.text(sheet, row, LABEL, base_label(example, book), "row")
    for place, option in enumerate(OPTIONS):
        quantity = measure.get(option.name)
        if quantity is None:
            book.text(sheet, row, FIRST_OPTION + place, "–", "row", "right", "quiet")
            continue
        look = book.style("row", "right", "wrap", numbers=number_format(quantity))
        write_single(book, sheet, OPTIONS_SHEET, (row, FIRST_OPTION + place), quantity, look)
    book.text(sheet, row, UNIT, UNITS[example.unit].suffix(book.language), "row", "unit")
    words = label_text(example, book.language).partition(" = ")[2]
    book.text(sheet, row, FORMULA, words, "row", "wrap")
    missing = format_value(None, example.unit, book.language) if example.name in MAY_NOT_HAPPEN else ""
    book.fit_row(sheet, row, (words, _FORMULA_WIDTH), (missing, _OPTION_WIDTH))
    book.text(sheet, row, NAME, example.name.replace(str(example.option), "…", 1), "row", "name")


def base_label(quantity: Quantity, book: Book) -> str:
    """Return what a yardstick is called without the option's name behind it."""
    option = OPTION_NAMES[str(quantity.option)].label(book.language)
    return quantity.label(book.language).removesuffix(f" {option}")


def _write_years(book: Book, sheet: Worksheet, row: int, measure: Measure) -> int:
    """Write a yardstick with one value for each business year; return the row behind it."""
    example = next(iter(measure.values()))
    book.heading(sheet, row, base_label(example, book), NAME + 1)
    first = row + 1
    for year in range(1, years(book) + 1):
        months = book.months - 12 * (year - 1)
        short = book.say(f" ({months} Monate)", f" ({months} months)") if months < 12 else ""  # noqa: PLR2004
        book.text(sheet, row + year, LABEL, book.say(f"Jahr {year}", f"Year {year}") + short, "row")
        book.text(sheet, row + year, UNIT, UNITS[example.unit].suffix(book.language), "row", "unit")
        book.text(sheet, row + year, NAME, example.name.replace(str(example.option), "…", 1), "row", "name")
        sheet.write_blank(row + year, FORMULA, None, book.style("row"))
    places = book.seen_from(OPTIONS_SHEET)
    for place, option in enumerate(OPTIONS):
        quantity = measure[option.name]
        look = book.style("row", "right", numbers=number_format(quantity))
        column = FIRST_OPTION + place
        for year, value in enumerate(book.results[quantity.name], start=1):
            formula = Excel(places, step=year).formula(cell_formula(quantity).expression, "")
            book.formula(sheet, row + year, column, formula, float(value), look)
        top, bottom = (
            xl_rowcol_to_cell(each, column, row_abs=True, col_abs=True) for each in (first, row + years(book))
        )
        book.define(quantity.name, book.address(OPTIONS_SHEET, f"{top}:{bottom}"))
    return row + years(book) + 1


def of_shown_option(function: str, book: Book) -> str:
    """Return the formula of a yardstick of the option looked at, by its function's name, e.g. "option_npv"."""
    row = measure_row(function)
    last = UNIT - 1

    def across(number: int) -> str:
        cells = [xl_rowcol_to_cell(number, column, row_abs=True, col_abs=True) for column in (FIRST_OPTION, last)]
        return book.address(OPTIONS_SHEET, ":".join(cells))

    return f"INDEX({across(row)},MATCH({excel_name(SHOWN)},{across(NAME_ROW)},0))"
