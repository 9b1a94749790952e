"""The charts of the first sheet: native ones over the cells, each under its finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kkm_helpers.charts.options import shown_option
from kkm_helpers.exports.excel.book import Book
from kkm_helpers.exports.excel.calculation_sheet import option_words
from kkm_helpers.exports.excel.options_sheet import FIRST_OPTION, HEAD_ROW, SHOWN, measure_row
from kkm_helpers.exports.excel.places import FIRST_STEP_COLUMN, MONTHLY, OPTIONS_SHEET, SUMMARY, RowPlace
from kkm_helpers.exports.excel.sentences import Spoken, spoken
from kkm_helpers.exports.excel.style import FONT, WHOLE, color
from kkm_helpers.exports.excel.summary_texts import CASH, CUSTOMERS_LEFT, VALUE, YEARS
from kkm_helpers.formulas.excel import literal
from kkm_helpers.model import ACTIVE_OPTIONS, OPTION_NAMES, OPTIONS
from kkm_helpers.model.declare import BUILD, OUTSOURCE

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

COLUMN_WIDTH = 12.5
COLUMNS_OF_A_CHART = 6
ROWS_OF_A_CHART = 15
_PIXELS = 7, 5, 20  # a character, the margin of a column, a row
_DASHES = {"build": "dash", "outsource": "long_dash", "hybrid": "dash_dot"}
_FILLS = {"build": "series", "outsource": "bar", "hybrid": "series-soft"}
_MILLIONS = "#,##0.0,,"
_A_YEAR = 12


def write_charts(book: Book, sheet: Worksheet, row: int, column: int) -> int:
    """Write two rows of two charts, each under its finding; return the row behind them."""
    charts = (
        (CASH, _cash_chart(book)), (VALUE, _value_chart(book)),
        (YEARS, _years_chart(book)), (CUSTOMERS_LEFT, _customers_chart(book)),
    )  # fmt: skip
    for place, (finding, chart) in enumerate(charts):
        down, right = divmod(place, 2)
        corner = row + down * (ROWS_OF_A_CHART + 2), column + right * COLUMNS_OF_A_CHART
        _place(book, sheet, corner, spoken(book, SUMMARY, finding), chart)
    return row + 2 * (ROWS_OF_A_CHART + 2)


def _place(book: Book, sheet: Worksheet, corner: tuple[int, int], finding: Spoken, chart: Chart) -> None:
    row, column = corner
    character, margin, row_height = _PIXELS
    book.formula(sheet, row, column, finding.formula, finding.value, book.style("finding"))
    width = COLUMNS_OF_A_CHART * (COLUMN_WIDTH * character + margin)
    chart.set_size({"width": round(width) - 12, "height": ROWS_OF_A_CHART * row_height})
    sheet.insert_chart(row + 1, column, chart, {"object_position": 1, "description": finding.value})


# --- what they share -----------------------------------------------------------------------
def _font() -> dict[str, Any]:
    return {"name": FONT, "size": 9, "color": color("ink-2"), "bold": False}


def _axis(title: str, numbers: str = "General", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "name": title, "name_font": _font(), "num_font": _font(), "num_format": numbers,
        "line": {"color": color("line-strong")}, "major_gridlines": {"visible": False}, **more,
    }  # fmt: skip


def _month_axis(book: Book) -> dict[str, Any]:
    step = _A_YEAR if book.months > _A_YEAR else 1
    return _axis(book.say("Monat", "Month"), "0", min=0, max=book.months, major_unit=step)


def _finished(chart: Chart, x_axis: dict[str, Any], y_axis: dict[str, Any]) -> Chart:
    grid = {"visible": True, "line": {"color": color("line"), "width": 0.75}}
    chart.set_x_axis({**x_axis, "label_position": "low"})
    chart.set_y_axis({**y_axis, "major_gridlines": grid, "line": {"none": True}})
    chart.set_legend({"position": "bottom", "font": _font()})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _line(book: Book, label: str | list[Any], place: RowPlace, tone: str, width: float, dash: str) -> dict[str, Any]:
    return {
        "name": label, "categories": f"={book.rows['months'].absolute()}", "values": f"={place.absolute()}",
        "line": {"color": color(tone), "width": width, "dash_type": dash},
    }  # fmt: skip


# --- the four ------------------------------------------------------------------------------
def _cash_chart(book: Book) -> Chart:
    """Return the cumulated cash of the active options, that of the option looked at as the strong line."""
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    for option in ACTIVE_OPTIONS:
        place = book.rows[f"{option.name}_cumulative"]
        chart.add_series(_line(book, option.label(book.language), place, "series", 1.5, _DASHES[option.name]))
    strong = _strong_line(book)
    chart.add_series(_line(book, [strong.sheet, strong.row, 0], strong, "accent", 3, "solid"))
    title = book.say("kumulierter Saldo, Mio. €", "cumulated cash, € million")
    return _finished(chart, _month_axis(book), _axis(title, _MILLIONS))


def _value_chart(book: Book) -> Chart:
    """Return the net present value of the active options; dissolving would dwarf them."""
    chart = book.workbook.add_chart({"type": "column"})
    sheet = OPTIONS_SHEET.label(book.language)
    first, last = FIRST_OPTION + 1, FIRST_OPTION + len(OPTIONS) - 1
    for function, label, tone in (
        ("option_npv", book.say("Kapitalwert", "Net present value"), "accent"),
        ("option_npv_36", book.say("nach 36 Monaten", "at 36 months"), "bar"),
    ):
        row = measure_row(function)
        chart.add_series({
            "name": label, "categories": [sheet, HEAD_ROW, first, HEAD_ROW, last],
            "values": [sheet, row, first, row, last], "fill": {"color": color(tone)}, "gap": 80,
            "data_labels": {"value": True, "num_format": "0.00,,", "font": _font()},
        })  # fmt: skip
    return _finished(chart, _axis(""), _axis(book.say("Mio. €", "€ million"), _MILLIONS))


def _years_chart(book: Book) -> Chart:
    chart = book.workbook.add_chart({"type": "column"})
    for option in ACTIVE_OPTIONS:
        values = f"={book.addresses[f'{option.name}_year_net']}"
        fill = {"color": color(_FILLS[option.name])}
        chart.add_series({"name": option.label(book.language), "values": values, "fill": fill, "gap": 60})
    title = book.say("Zahlungssaldo, Mio. €", "net cash flow, € million")
    return _finished(chart, _axis(book.say("Geschäftsjahr", "Business year")), _axis(title, _MILLIONS))


def _customers_chart(book: Book) -> Chart:
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    without = book.say("ohne Betreuung", "without care")
    for name, label, tone, dash in (
        ("passive", without, "series", "dash"),
        (BUILD.name, BUILD.label(book.language), "bar", "solid"),
        (OUTSOURCE.name, OUTSOURCE.label(book.language), "ink", "long_dash"),
    ):
        chart.add_series(_line(book, label, book.rows[f"{name}_customers"], tone, 2, dash))
    return _finished(chart, _month_axis(book), _axis(book.say("Kunden", "Customers"), WHOLE, min=0))


# --- the strong line -----------------------------------------------------------------------
def _strong_line(book: Book) -> RowPlace:
    """Return where the cumulated cash of the option looked at stands, behind the months."""
    sheet = MONTHLY.label(book.language)
    last = max(place.row for place in book.rows.values() if place.sheet == sheet)
    return RowPlace(sheet, last + 4, book.months)


def write_strong_line(book: Book) -> None:
    """Write the cumulated cash of the option looked at behind the months: the chart follows it."""
    sheet, place = book.sheets[MONTHLY], _strong_line(book)
    shown = shown_option(book.results)
    book.text(
        sheet, place.row - 1, 0, book.say("Für das Diagramm der Übersicht", "For the chart of the summary"), "quiet"
    )
    looked_at = book.say("betrachtet: ", "looked at: ")
    label = f"{literal(looked_at)}&{option_words(SHOWN, book)}"
    value = looked_at + OPTION_NAMES[shown].label(book.language)
    book.formula(sheet, place.row, 0, label, value, book.style("row", "quiet"))
    places, look = book.seen_from(MONTHLY), book.style("row", "right", "quiet", numbers=WHOLE)
    for step, cash in enumerate(book.results[f"{shown}_cumulative"], start=1):
        cells = {option.name: places.cell(f"{option.name}_cumulative", step) for option in OPTIONS}
        formula = cells.pop(OPTIONS[-1].name)
        for name, cell in reversed(cells.items()):
            formula = f"IF({SHOWN}={literal(name)},{cell},{formula})"
        book.formula(sheet, place.row, FIRST_STEP_COLUMN + step - 1, formula, float(cash), look)
