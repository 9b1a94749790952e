"""The inputs: each in a cell that may be changed, with unit, range, source and what somebody noted about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from kkm_helpers.assumptions import ASSUMPTIONS, GROUPS, Assumption
from kkm_helpers.assumptions.records import KIND_WORDS
from kkm_helpers.assumptions.validation import allowed
from kkm_helpers.engine.display import display
from kkm_helpers.exports.excel.book import Book, clipped, plain
from kkm_helpers.exports.excel.places import ASSUMPTIONS_SHEET
from kkm_helpers.exports.excel.record import exported_cell
from kkm_helpers.exports.excel.style import input_format
from kkm_helpers.formulas.excel import excel_name, literal
from kkm_helpers.language import UNITS, choose
from kkm_helpers.scenario.exported import NOTE_HEADINGS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

(LABEL, VALUE, UNIT, STATUS, LOW, HIGH, LEAST, MOST, DEFAULT, EXPORTED, NOTE, KIND, SOURCE, ORIGIN, NAME) = range(15)
_WIDTHS = (46, 13, 23, 18, 9, 9, 9, 11, 10, 10, 30, 12, 50, 60, 32)
_HEAD_ROW = 4
FIRST_ROW = _HEAD_ROW + 1
OK, CHANGED = ("OK", "OK"), ("geändert", "changed")
_LONGEST_MESSAGE = 250


def status_range(book: Book) -> str:
    """Return the address of the column that says what is wrong with an input, or whether it was changed."""
    last = _HEAD_ROW + len(ASSUMPTIONS) + len(GROUPS) + 1
    return book.address(ASSUMPTIONS_SHEET, f"$D${FIRST_ROW + 1}:$D${last}")


def write_assumptions(book: Book) -> None:
    """Write the sheet of assumptions."""
    sheet = book.start(ASSUMPTIONS_SHEET, _WIDTHS, repeat_row=_HEAD_ROW)
    book.text(sheet, 1, 0, book.say(
        "Blau hinterlegte Zellen sind Eingaben: alles andere rechnet mit. Werte außerhalb des Bereichs sind möglich, "
        "außerhalb der Grenzen nicht.",
        "Cells on blue are inputs: everything else follows. Values beyond the range are possible, beyond the limits "
        "not.",
    ), "quiet")  # fmt: skip
    book.text(sheet, 2, 0, book.say(
        f"Der Betrachtungszeitraum ist in dieser Datei fest ({book.months} Monate); für einen anderen geben Sie die "
        f"Datei mit kkm export --set horizon_months=… neu aus.",
        f"The horizon is fixed in this file ({book.months} months); for another one export the file again with "
        "kkm export --set horizon_months=….",
    ), "quiet")  # fmt: skip
    book.head(
        sheet, _HEAD_ROW, choose(book.language, *_HEADINGS), right=(VALUE, LOW, HIGH, LEAST, MOST, DEFAULT, EXPORTED)
    )
    sheet.set_row(_HEAD_ROW, 30)
    sheet.freeze_panes(FIRST_ROW, VALUE + 1)
    sheet.print_area(0, 0, _HEAD_ROW + len(ASSUMPTIONS) + len(GROUPS), SOURCE)
    row = FIRST_ROW
    for group in GROUPS:
        book.heading(sheet, row, group.label(book.language), len(_WIDTHS))
        row += 1
        for known in group.assumptions:
            _write_assumption(book, sheet, row, known)
            row += 1
    _mark(book, sheet, row - 1)


_HEADINGS = (
    ("Annahme", "Wert", "Einheit", "Stand", "Bereich von", "bis", "Grenze ab", "bis", "Vorgabe", "bei Ausgabe",
     NOTE_HEADINGS[0], "Art", "Quelle", "Herkunft des Werts", "Name"),
    ("Assumption", "Value", "Unit", "State", "Range from", "to", "Limit from", "to", "Default", "as exported",
     NOTE_HEADINGS[1], "Kind", "Source", "Origin of the value", "Name"),
)  # fmt: skip


def _write_assumption(book: Book, sheet: Worksheet, row: int, known: Assumption) -> None:
    book.text(sheet, row, LABEL, known.label(book.language), "row", "wrap")
    _write_input(book, sheet, row, known)
    _write_unit(book, sheet, row, known)
    _write_limits(book, sheet, row, known)
    _write_reasons(book, sheet, row, known)
    book.text(sheet, row, NAME, known.name, "row", "name")


def _write_input(book: Book, sheet: Worksheet, row: int, known: Assumption) -> None:
    """Write the input cell, its name, what it accepts, and what is to be said about its value."""
    value = book.results.assumptions[known.name]
    fill = "fixed" if known.name == "horizon_months" else "input"
    look = book.style(fill, "right", "strong", numbers=input_format(known.unit))
    if isinstance(value, str):
        sheet.write_string(row, VALUE, value, look)
    else:
        sheet.write_number(row, VALUE, value, look)
    cell = xl_rowcol_to_cell(row, VALUE, row_abs=True, col_abs=True)
    book.define(known.name, book.address(ASSUMPTIONS_SHEET, cell))
    sheet.data_validation(row, VALUE, row, VALUE, _validation(book, known))
    book.formula(sheet, row, STATUS, _status(book, known), OK[0], book.style("row", "quiet"))


def _write_limits(book: Book, sheet: Worksheet, row: int, known: Assumption) -> None:
    """Write the usual range, the hard limits, the default, and the value as exported."""
    look = book.style("row", "right", "quiet", numbers=input_format(known.unit))
    low, high, _ = known.slider
    usual = (None, None) if known.is_choice else (low, high)
    for column, number in zip((LOW, HIGH, LEAST, MOST), (*usual, *known.bounds), strict=True):
        if number is None:
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_number(row, column, number, look)
    sheet.write(row, DEFAULT, known.default, look)
    value = book.results.assumptions[known.name]
    book.formula(sheet, row, EXPORTED, exported_cell(known.name), plain(value), look)


def _write_reasons(book: Book, sheet: Worksheet, row: int, known: Assumption) -> None:
    """Write who confirmed the value, how sure the default is, and where both come from."""
    note = book.case.scenario.notes.get(known.name, "")
    sources = "; ".join(choose(book.language, each.de, each.en) for each in known.basis.sources)
    origin = book.case.origins[known.name]
    whence = "" if origin.kind == "default" else origin.text(book.language)
    book.text(sheet, row, NOTE, note, "row", "wrap", "note")
    book.text(sheet, row, KIND, choose(book.language, *KIND_WORDS[known.basis.kind]), "row")
    book.text(sheet, row, SOURCE, sources, "row", "wrap")
    book.text(sheet, row, ORIGIN, whence, "row", "wrap", "quiet")
    texts = ((known.label(book.language), LABEL), (sources, SOURCE), (whence, ORIGIN), (note, NOTE))
    book.fit_row(sheet, row, *((text, _WIDTHS[column]) for text, column in texts))


def _write_unit(book: Book, sheet: Worksheet, row: int, known: Assumption) -> None:
    """Write the unit; beside a choice the words for what is chosen."""
    if not known.is_choice:
        book.text(sheet, row, UNIT, UNITS[known.unit].suffix(book.language), "row", "unit")
        return
    value = str(book.results.assumptions[known.name])
    words = choice_words(known, excel_name(known.name), book)
    book.formula(sheet, row, UNIT, words, display(known.name, value, book.language), book.style("row", "unit"))


def choice_words(known: Assumption, cell: str, book: Book) -> str:
    """Return the formula of the words for what a choice's cell holds."""
    formula = '"?"'
    for choice in reversed(known.choices):
        formula = f"IF({cell}={literal(choice.name)},{literal(choice.label(book.language))},{formula})"
    return formula


def _status(book: Book, known: Assumption) -> str:
    """Return the formula that says what is wrong with an input, or whether it differs from what was exported."""
    cell = excel_name(known.name)
    is_fixed = known.name == "horizon_months"
    differs = book.say("fest in dieser Datei", "fixed in this file") if is_fixed else book.say(*CHANGED)
    change = f"IF({cell}={exported_cell(known.name)},{literal(OK[0])},{literal(differs)})"
    if is_fixed:
        return change
    if known.is_choice:
        any_of = ",".join(f"{cell}={literal(choice.name)}" for choice in known.choices)
        return f"IF(OR({any_of}),{change},{literal(book.say('steht nicht zur Wahl', 'not one of the choices'))})"
    formula = change
    if known.is_whole:
        formula = f"IF({cell}<>INT({cell}),{literal(book.say('keine ganze Zahl', 'no integer'))},{formula})"
    low, high = known.bounds
    limits = [f"{cell}<{low!r}"] * (low is not None) + [f"{cell}>{high!r}"] * (high is not None)
    if limits:
        beyond = limits[0] if len(limits) == 1 else f"OR({','.join(limits)})"
        formula = f"IF({beyond},{literal(book.say('außerhalb der Grenzen', 'beyond the limits'))},{formula})"
    return f"IF(ISNUMBER({cell}),{formula},{literal(book.say('keine Zahl', 'no number'))})"


def _validation(book: Book, known: Assumption) -> dict[str, Any]:
    """Return what a cell accepts: the hard bounds; the range of the slider stands in the hint."""
    language = book.language
    rule: dict[str, Any] = {
        "input_title": clipped(known.short_label(language), 32),
        "input_message": clipped(_hint(book, known), _LONGEST_MESSAGE),
        "error_title": clipped(known.short_label(language), 32),
        "error_message": clipped(book.say("Erlaubt: ", "Allowed: ") + _limits(book, known), _LONGEST_MESSAGE),
        "ignore_blank": False,
    }
    if known.name == "horizon_months":
        return {**rule, "validate": "integer", "criteria": "==", "value": book.months}
    if known.is_choice:
        return {**rule, "validate": "list", "source": [choice.name for choice in known.choices]}
    kind = "integer" if known.is_whole else "decimal"
    low, high = known.bounds
    if low is not None and high is not None:
        return {**rule, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    return {**rule, "validate": kind, "criteria": ">=", "value": low}


def _limits(book: Book, known: Assumption) -> str:
    if known.name == "horizon_months":
        return book.say(
            f"nur {book.months}, der Zeitraum ist in dieser Datei fest.",
            f"only {book.months}, the horizon is fixed in this file.",
        )
    return allowed(known, book.language) + "."


def _hint(book: Book, known: Assumption) -> str:
    if known.is_choice or known.name == "horizon_months":
        return _limits(book, known)
    low, high = (display(known.name, bound, book.language) for bound in known.slider[:2])
    default = display(known.name, known.default, book.language)
    return book.say(f"Üblich {low} bis {high}, Vorgabe {default}.", f"Usually {low} to {high}, default {default}.")


def _mark(book: Book, sheet: Worksheet, last: int) -> None:
    """Mark changed inputs, wrong ones, and values beyond the usual range."""
    first = FIRST_ROW + 1
    for column in (STATUS, VALUE):
        area = (FIRST_ROW, column, last, column)
        changed = literal(book.say(*CHANGED))
        wrong = f'=AND($D{first}<>"",$D{first}<>{literal(OK[0])},$D{first}<>{changed})'
        sheet.conditional_format(
            *area,
            {"type": "formula", "criteria": wrong, "format": book.style.conditional("warn"), "stop_if_true": True},
        )
        sheet.conditional_format(
            *area, {"type": "formula", "criteria": f"=$D{first}={changed}", "format": book.style.conditional("accent")}
        )
    beyond = f"=AND(ISNUMBER($B{first}),ISNUMBER($E{first}),OR($B{first}<$E{first},$B{first}>$F{first}))"
    sheet.conditional_format(
        FIRST_ROW, LOW, last, HIGH, {"type": "formula", "criteria": beyond, "format": book.style.conditional("warn")}
    )
