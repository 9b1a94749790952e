"""The customer list: its rows as values, its segments as formulas over them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.columns import column_of
from kkm_helpers.errors import KkmError
from kkm_helpers.exports.excel.book import Book, clipped
from kkm_helpers.exports.excel.checks_sheet import Check, equal
from kkm_helpers.exports.excel.places import CUSTOMERS, SEGMENTS
from kkm_helpers.exports.excel.style import MONEY, PER_CENT, WHOLE, input_format
from kkm_helpers.formulas.excel import literal
from kkm_helpers.language import UNITS, choose, format_number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from kkm_helpers.customers.identification import Identification

MOST_CUSTOMERS = 1_000_000
_HEAD_ROW = 3
_CONTACT = ("customer_id", "name", "sector", "postcode", "city")
_FIGURES = ("revenue", "best_year", "own_potential", "orders", "visits")
"""Columns of a customer that formulas add up."""


@dataclass(frozen=True)
class Rows:
    """Where the customers stand: which column holds what, and the first and the last row (from 1)."""

    columns: tuple[str, ...]
    first: int
    last: int

    def span(self, book: Book, column: str) -> str:
        """Return the address of a column's cells."""
        letter = xl_col_to_name(self.columns.index(column))
        return book.address(CUSTOMERS, f"${letter}${self.first}:${letter}${self.last}")


def rows_of(identification: Identification) -> Rows:
    """Return where the customers of a list stand.

    Raises:
        KkmError: there are more than a sheet has rows.
    """
    count = len(identification.frame)
    if count > MOST_CUSTOMERS:
        raise KkmError(
            f"Die Kundenliste hat {format_number(count, 0)} Kunden; in eine Arbeitsmappe passen "
            f"{format_number(MOST_CUSTOMERS, 0)}. Bitte geben Sie den Business Case ohne die Liste aus.",
            f"The customer list has {format_number(count, 0, 'en')} customers; a workbook takes "
            f"{format_number(MOST_CUSTOMERS, 0, 'en')}. Please export the business case without the list.",
        )
    contact = tuple(name for name in _CONTACT if name in identification.frame)
    known = tuple(name for name in _FIGURES if identification.customers[name].notna().any())
    return Rows((*contact, "segment", "abc", *known, "reasons"), _HEAD_ROW + 2, _HEAD_ROW + 1 + count)


# --- the rows ------------------------------------------------------------------------------
def write_customers(book: Book, identification: Identification) -> None:
    """Write the sheet of customers, one row each, in the file's order."""
    from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES

    rows = rows_of(identification)
    sheet = book.start(CUSTOMERS, repeat_row=_HEAD_ROW)
    book.text(sheet, 1, 0, book.say(
        f"Die Liste, wie sie gelesen und eingeteilt wurde ({identification.reference_year}). Umsätze in € im Jahr.",
        f"The list as it was read and segmented ({identification.reference_year}). Revenue in EUR a year.",
    ), "quiet")  # fmt: skip
    figures = [place for place, name in enumerate(rows.columns) if name in _FIGURES]
    book.head(sheet, _HEAD_ROW, [_heading(book, name) for name in rows.columns], right=figures)
    sheet.set_row(_HEAD_ROW, 30)
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    sheet.autofilter(_HEAD_ROW, 0, rows.last - 1, len(rows.columns) - 1)
    words = {name: message.text(book.language) for name, message in SEGMENT_NAMES.items()}
    for place, name in enumerate(rows.columns):
        sheet.set_column(place, place, _WIDTHS.get(name, 13))
        if name in _FIGURES:
            _write_numbers(
                book,
                sheet,
                place,
                identification.customers[name].tolist(),
                WHOLE if name in ("orders", "visits") else MONEY,
            )
        elif name == "segment":
            _write_texts(book, sheet, place, [words[each] for each in identification.customers[name]])
        elif name == "reasons":
            _write_texts(book, sheet, place, identification.reasons(book.language).tolist())
        else:
            source = identification.customers if name == "abc" else identification.frame
            _write_texts(book, sheet, place, source[name].tolist())


_WIDTHS = {"customer_id": 14, "name": 34, "sector": 24, "city": 20, "segment": 14, "abc": 6, "reasons": 60}
_HEADINGS = {
    "segment": ("Segment", "Segment"), "abc": ("ABC", "ABC"), "best_year": ("Bestes Jahr", "Best year"),
    "own_potential": ("Eigenes Potenzial", "Own potential"), "revenue": ("Umsatz", "Revenue"),
    "reasons": ("Begründung", "Reasons"), "orders": ("Aufträge", "Orders"), "visits": ("Besuche", "Visits"),
}  # fmt: skip


def _heading(book: Book, name: str) -> str:
    if name in _HEADINGS:
        return choose(book.language, *_HEADINGS[name])
    known = column_of(name)
    return choose(book.language, known.de, known.en)


def _write_texts(book: Book, sheet: Worksheet, column: int, texts: Sequence[object]) -> None:
    plain, quoted = book.style("text", "left"), book.style("text", "left", "quoted")
    for row, text in enumerate(texts, start=_HEAD_ROW + 1):
        if isinstance(text, str) and text:
            sheet.write_string(row, column, clipped(text), quoted if text[0] in "=+-@'" else plain)


def _write_numbers(book: Book, sheet: Worksheet, column: int, values: Sequence[float], numbers: str) -> None:
    look = book.style("right", numbers=numbers)
    for row, value in enumerate(values, start=_HEAD_ROW + 1):
        if math.isfinite(value):
            sheet.write_number(row, column, value, look)


# --- the segments --------------------------------------------------------------------------
_TABLE_ROW = 4
_SEGMENT_WIDTHS = (46, 15, 15, 17, 15, 15, 15)


def write_segments(book: Book, identification: Identification) -> None:
    """Write the sheet of segments: what the rows add up to, and what of them goes into the model."""
    sheet = book.start(SEGMENTS, _SEGMENT_WIDTHS)
    book.text(sheet, 1, 0, _basis(book, identification), "quiet")
    rows = rows_of(identification)
    row = _write_segment_table(book, sheet, identification, rows)
    row = _write_model_inputs(book, sheet, identification, rows, row + 2)
    row = _write_classes(book, sheet, identification, rows, row + 2)
    _write_notes(book, sheet, row + 2)


def _basis(book: Book, identification: Identification) -> str:
    from kkm_helpers.customers.identification import DEFINITIONS

    threshold = format_number(identification.threshold, 2, book.language)
    definition = DEFINITIONS[identification.settings.definition].text(book.language)
    return book.say(
        f"Bezugsjahr {identification.reference_year}, Umsatzschwelle {threshold} €, klein ist: {definition}. Summen "
        "rechnen über die Zeilen des Blatts Kunden; die Einteilung selbst ist die der Ausgabe.",
        f"Reference year {identification.reference_year}, revenue threshold €{threshold}, small means: {definition}. "
        "Totals are computed over the rows of the sheet Customers; the segments are those of the export.",
    )


def _write_segment_table(book: Book, sheet: Worksheet, identification: Identification, rows: Rows) -> int:
    """Write customers, revenue, orders and visits of each segment with their totals; return the row of the totals."""
    from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES

    labels = choose(
        book.language, ("Segment", "Kunden", "Anteil", "Umsatz", "Anteil", "Bestellungen", "Besuche"),
        ("Segment", "Customers", "Share", "Revenue", "Share", "Orders", "Visits"),
    )  # fmt: skip
    book.head(sheet, _TABLE_ROW - 1, labels, right=range(1, 7))
    total_row = _TABLE_ROW + len(SEGMENT_NAMES)
    found = identification.segments
    totals = found.sum()
    segment = rows.span(book, "segment")
    for row, (name, message) in enumerate(SEGMENT_NAMES.items(), start=_TABLE_ROW):
        book.text(sheet, row, 0, message.text(book.language), "row")
        counted = book.style("row", "right", numbers=WHOLE)
        criterion = f"{segment},$A{row + 1}"
        book.formula(sheet, row, 1, f"COUNTIF({criterion})", float(found["customers"][name]), counted)
        for column, figure in ((3, "revenue"), (5, "orders"), (6, "visits")):
            if figure in rows.columns:
                value = float(found[figure][name])
                formula = f"SUMIFS({rows.span(book, figure)},{criterion})"
                book.formula(sheet, row, column, formula, 0.0 if math.isnan(value) else value, counted)
            else:
                book.text(sheet, row, column, "–", "row", "right", "quiet")
        for column, figure in ((2, "customers"), (4, "revenue")):
            _write_share(book, sheet, row, column, (total_row, float(found[figure][name]), float(totals[figure])))
    strong = book.style("row", "strong", "right", numbers=WHOLE)
    book.text(sheet, total_row, 0, book.say("Zusammen", "Together"), "row", "strong")
    for column, figure in ((1, "customers"), (3, "revenue"), (5, "orders"), (6, "visits")):
        if figure == "customers" or figure in rows.columns:
            letter = xl_col_to_name(column)
            formula = f"SUM({letter}{_TABLE_ROW + 1}:{letter}{total_row})"
            book.formula(sheet, total_row, column, formula, float(totals[figure]), strong)
    for column, figure in ((2, "customers"), (4, "revenue")):
        _write_share(book, sheet, total_row, column, (total_row, float(totals[figure]), float(totals[figure])))
    return total_row


def _write_share(book: Book, sheet: Worksheet, row: int, column: int, of: tuple[int, float, float]) -> None:
    total_row, part, total = of
    letter = xl_col_to_name(column - 1)
    formula = f"IF({letter}${total_row + 1}>0,{letter}{row + 1}/{letter}${total_row + 1},0)"
    book.formula(
        sheet,
        row,
        column,
        formula,
        part / total if total > 0 else 0.0,
        book.style("row", "right", "quiet", numbers=PER_CENT),
    )


def model_input_formulas(book: Book, rows: Rows) -> dict[str, str]:
    """Return what the rows say of the model's assumptions: the small customers that bought, as means."""
    from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES

    small = literal(SEGMENT_NAMES["small"].text(book.language))
    buying = f'{rows.span(book, "segment")},{small},{rows.span(book, "revenue")},">0"'
    count = f"COUNTIFS({buying})"
    formulas = {
        "small_customers": count,
        "revenue_per_customer": f"SUMIFS({rows.span(book, 'revenue')},{buying})/{count}",
        "historic_potential_per_customer": f"SUMIFS({rows.span(book, 'best_year')},{buying})/{count}",
    }
    if "orders" in rows.columns:
        orders = rows.span(book, "orders")
        formulas["order_value"] = (
            f'SUMIFS({rows.span(book, "revenue")},{buying},{orders},">=0")/SUMIFS({orders},{buying},{orders},">=0")'
        )
    if "visits" in rows.columns:
        visits = rows.span(book, "visits")
        formulas["field_visits_per_small_customer"] = (
            f'SUMIFS({visits},{buying},{visits},">=0")/COUNTIFS({buying},{visits},">=0")'
        )
    return formulas


def _write_model_inputs(book: Book, sheet: Worksheet, identification: Identification, rows: Rows, row: int) -> int:
    """Write what goes into the model beside what it is computed with; return the last row."""
    year = identification.reference_year
    heading = book.say(
        f"In den Business Case: die Kleinkunden mit Käufen {year}",
        f"Into the business case: the small customers that bought in {year}",
    )
    book.heading(sheet, row, heading, len(_SEGMENT_WIDTHS))
    labels = choose(
        book.language,
        ("Annahme", "aus der Liste", "im Modell", "Einheit"),
        ("Assumption", "from the list", "in the model", "Unit"),
    )
    row += 1
    book.head(sheet, row, labels, right=(1, 2))
    for name, (formula, value) in _known_inputs(book, identification, rows):
        row += 1
        known = ASSUMPTIONS[name]
        look = book.style("row", "right", numbers=MONEY if known.unit.startswith("EUR") else input_format(known.unit))
        book.text(sheet, row, 0, known.label(book.language), "row")
        book.formula(sheet, row, 1, formula, value, look)
        book.formula(sheet, row, 2, name, float(book.results.assumptions[name]), look)
        book.text(sheet, row, 3, UNITS[known.unit].suffix(book.language), "row", "unit")
    return row


def _known_inputs(book: Book, identification: Identification, rows: Rows) -> Iterator[tuple[str, tuple[str, float]]]:
    """Yield the assumptions that the list has a value for, each with its formula and value."""
    formulas = model_input_formulas(book, rows)
    for name, value in identification.model_inputs.known().items():
        yield name, (formulas[name], float(value))


def _write_notes(book: Book, sheet: Worksheet, row: int) -> None:
    """Write what reading and judging the list had to say."""
    notes = [book.words(note) for note in book.case.notes]
    if not notes:
        return
    book.heading(sheet, row, book.say("Hinweise zur Liste", "Notes on the list"), len(_SEGMENT_WIDTHS))
    for place, note in enumerate(notes, start=row + 1):
        last = len(_SEGMENT_WIDTHS) - 1
        sheet.merge_range(place, 0, place, last, "", book.style("lead"))
        book.text(sheet, place, 0, note, "lead")
        book.fit_row(sheet, place, (note, sum(_SEGMENT_WIDTHS)))


def _write_classes(book: Book, sheet: Worksheet, identification: Identification, rows: Rows, row: int) -> int:
    heading = book.say(
        "ABC nach kumuliertem Umsatz (A bis 80 %, B bis 95 %)", "ABC by cumulated revenue (A to 80%, B to 95%)"
    )
    book.heading(sheet, row, heading, len(_SEGMENT_WIDTHS))
    classes = identification.customers["abc"]
    for place, name in enumerate("ABC", start=row + 1):
        book.text(sheet, place, 0, name, "row")
        formula = f"COUNTIF({rows.span(book, 'abc')},$A{place + 1})"
        book.formula(
            sheet, place, 1, formula, float((classes == name).sum()), book.style("row", "right", numbers=WHOLE)
        )
    return row + 3


# --- checks --------------------------------------------------------------------------------
def list_checks(book: Book, identification: Identification) -> tuple[Check, ...]:
    """Return the checks of the list: the segments add up, and the model has what the rows say."""
    from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES

    rows = rows_of(identification)
    total = book.address(SEGMENTS, f"$B${_TABLE_ROW + len(SEGMENT_NAMES) + 1}")
    revenue = book.address(SEGMENTS, f"$D${_TABLE_ROW + len(SEGMENT_NAMES) + 1}")
    checks = [
        Check(book.say("Jeder Kunde ist in genau einem Segment", "Each customer is in exactly one segment"),
              equal(book, total, f"ROWS({rows.span(book, 'segment')})")),
        Check(book.say("Die Umsätze der Segmente ergeben den der Liste", "The segments' revenue adds up to the list's"),
              equal(book, revenue, f"SUM({rows.span(book, 'revenue')})")),
    ]  # fmt: skip
    for name, (formula, value) in _known_inputs(book, identification, rows):
        # What was set over the list is meant to differ.
        if math.isclose(value, float(book.results.assumptions[name])):
            label = ASSUMPTIONS[name].label(book.language)
            checks.append(
                Check(book.say(f"{label} ist der Wert der Liste", f"{label} is the list's"), equal(book, formula, name))
            )
    return tuple(checks)
