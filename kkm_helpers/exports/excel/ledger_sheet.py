"""The assumption ledger: every figure that goes in, where it comes from, who confirmed it, how much hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkm_helpers.assumptions.records import KIND_WORDS
from kkm_helpers.exports.excel.book import Book, plain
from kkm_helpers.exports.excel.places import LEDGER
from kkm_helpers.exports.excel.style import WHOLE, input_format
from kkm_helpers.formulas.excel import excel_name, literal
from kkm_helpers.language import UNITS, choose
from kkm_helpers.model import OPTION_NAMES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from kkm_helpers.analysis.ledger import LedgerEntry

(RANK, LABEL, VALUE, UNIT, STATE, KIND, NOTE, SWING, SHARE, LOW, HIGH, ORIGIN) = range(12)
_WIDTHS = (5, 50, 13, 23, 12, 13, 34, 14, 8, 11, 11, 70)
_HEAD_ROW = 5


def write_ledger(book: Book) -> None:
    """Write the sheet of the ledger, the figures most hangs on first."""
    sheet = book.start(LEDGER, _WIDTHS, repeat_row=_HEAD_ROW)
    option = OPTION_NAMES[book.assessment.option].label(book.language)
    book.text(sheet, 1, 0, book.say(
        f"Spannweite: um so viel bewegt sich der Kapitalwert ({option}), wenn nur diese Annahme von unten nach oben "
        "geht. Werte rechnen mit, Spannen gelten für den Stand der Ausgabe.",
        f"Swing: by so much the net present value ({option}) moves when this assumption alone goes from low to high. "
        "Values are live, swings are those of the export.",
    ), "quiet")  # fmt: skip
    entries = book.assessment.ledger
    first, last = _HEAD_ROW + 1, _HEAD_ROW + len(entries)
    _write_unconfirmed(book, sheet, first, last)
    labels = choose(
        book.language,
        (
            "Nr.",
            "Annahme",
            "Wert",
            "Einheit",
            "Stand",
            "Art",
            "Bestätigt: von wem, wann, warum",
            "Spannweite €",
            "Anteil",
            "unten",
            "oben",
            "Herkunft",
        ),
        (
            "No.",
            "Assumption",
            "Value",
            "Unit",
            "State",
            "Kind",
            "Confirmed: by whom, when, why",
            "Swing €",
            "Share",
            "low",
            "high",
            "Origin",
        ),
    )
    book.head(sheet, _HEAD_ROW, labels, right=(VALUE, SWING, SHARE, LOW, HIGH))
    sheet.set_row(_HEAD_ROW, 30)
    sheet.freeze_panes(_HEAD_ROW + 1, LABEL + 1)
    intervals = {swing.name: (swing.low, swing.high) for swing in book.assessment.risk.swings}
    total = sum(entry.swing or 0 for entry in entries)
    for place, entry in enumerate(entries):
        _write_entry(book, sheet, first + place, entry, intervals.get(entry.assumption.name), (first, last, total))
        sheet.write_number(first + place, RANK, place + 1, book.style("row", "quiet", "center"))
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": book.style.properties("highlight")["bg_color"]}
    sheet.conditional_format(first, SWING, last, SWING, bar)
    sheet.autofilter(_HEAD_ROW, 0, last, len(_WIDTHS) - 1)


def _write_entry(
    book: Book,
    sheet: Worksheet,
    row: int,
    entry: LedgerEntry,
    interval: tuple[float, float] | None,
    column: tuple[int, int, float],
) -> None:
    known, style = entry.assumption, book.style
    cell, numbers = excel_name(known.name), input_format(known.unit)
    book.text(sheet, row, LABEL, known.label(book.language), "row", "wrap")
    book.formula(sheet, row, VALUE, cell, plain(entry.value), style("row", "right", "strong", numbers=numbers))
    book.text(sheet, row, UNIT, UNITS[known.unit].suffix(book.language), "row", "unit")
    changed, default = book.say("geändert", "changed"), book.say("Vorgabe", "default")
    is_default = literal(known.default) if isinstance(known.default, str) else repr(known.default)
    state = f"IF({cell}={is_default},{literal(default)},{literal(changed)})"
    book.formula(sheet, row, STATE, state, changed if entry.changed else default, style("row", "quiet"))
    book.text(sheet, row, KIND, choose(book.language, *KIND_WORDS[known.basis.kind]), "row")
    book.text(sheet, row, NOTE, entry.note, "row", "wrap")
    money = style("row", "right", numbers=WHOLE)
    share = style("row", "right", "quiet", numbers="0%")
    if entry.swing is None or interval is None:
        for each in (SWING, SHARE, LOW, HIGH):
            sheet.write_blank(row, each, None, money)
    else:
        first, last, total = column
        sheet.write_number(row, SWING, entry.swing, money)
        part = f"IF(SUM($H${first + 1}:$H${last + 1})=0,0,H{row + 1}/SUM($H${first + 1}:$H${last + 1}))"
        book.formula(sheet, row, SHARE, part, entry.swing / total if total else 0.0, share)
        for place, bound in zip((LOW, HIGH), interval, strict=True):
            sheet.write_number(row, place, bound, style("row", "right", "quiet", numbers=numbers))
    origin = entry.origin.text(book.language)
    book.text(sheet, row, ORIGIN, origin, "row", "wrap", "unit")
    texts = (known.label(book.language), LABEL), (origin, ORIGIN), (entry.note, NOTE)
    book.fit_row(sheet, row, *((text, _WIDTHS[column]) for text, column in texts))


def _write_unconfirmed(book: Book, sheet: Worksheet, first: int, last: int) -> None:
    """Write which share of all swings hangs on figures nobody has confirmed."""
    assumed = literal(choose(book.language, *KIND_WORDS["assumed"]))
    swings, kinds, notes = (f"${column}${first + 1}:${column}${last + 1}" for column in "HFG")
    share = book.assessment.evidence.unconfirmed
    formula = f'IF(SUM({swings})=0,0,SUMIFS({swings},{kinds},{assumed},{notes},"")/SUM({swings}))'
    book.text(sheet, 3, LABEL, book.say(
        "Anteil der Spannweite, der an Annahmen hängt, die noch niemand bestätigt hat",
        "Share of all swings that hangs on assumptions nobody has confirmed yet",
    ), "strong", "wrap")  # fmt: skip
    sheet.set_row(3, 28)
    book.formula(sheet, 3, VALUE, formula, share, book.style("figure", numbers="0%"))
