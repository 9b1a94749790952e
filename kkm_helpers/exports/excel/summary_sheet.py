"""The first sheet: the decision in words, the key figures, the options, charts; all of it follows the inputs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from kkm_helpers.analysis.words import enumerated
from kkm_helpers.assumptions.premises import premises
from kkm_helpers.charts.options import shown_option
from kkm_helpers.engine.texts import Text
from kkm_helpers.exports.excel.book import HIGHEST_ROW, Book, Value
from kkm_helpers.exports.excel.checks_sheet import CHECKS_FAILED, CHECKS_TO_LOOK_AT, INPUTS_CHANGED, CheckList
from kkm_helpers.exports.excel.options_sheet import of_shown_option
from kkm_helpers.exports.excel.places import SUMMARY
from kkm_helpers.exports.excel.record import sentence_cell
from kkm_helpers.exports.excel.sentences import spoken, unless_changed
from kkm_helpers.exports.excel.style import PER_CENT, WHOLE, euros
from kkm_helpers.exports.excel.summary_charts import COLUMN_WIDTH, write_charts
from kkm_helpers.exports.excel.summary_texts import ADVICE, BASIS, NOT_AGAIN, NOTHING
from kkm_helpers.exports.provenance import provenance, title_of
from kkm_helpers.formulas.excel import literal
from kkm_helpers.language import choose, format_value
from kkm_helpers.model import OPTIONS
from kkm_helpers.model.declare import renamed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIRST, LAST = 1, 12
_DECISION_ROW, _STATE_ROW, _TILE_ROW, _TABLE_ROW = 3, 8, 10, 14
_CHART_ROW = _TABLE_ROW + 9
_CHARACTERS = {"decision": 112, "lead": 160}
_LINE = {"decision": 18, "lead": 13.5}


def exported_sentences(book: Book) -> list[str]:
    """Return the decision as it was judged for the export, part by part."""
    decision = book.assessment.decision
    verdict, reasons = book.words(decision.verdict), book.words(enumerated(decision.reasons))
    conditions = [book.words(each) for each in decision.preconditions]
    if len(conditions) > 1:
        conditions = [f"({place}) {condition}" for place, condition in enumerate(conditions, start=1)]
    return [
        book.say(f"{verdict}, weil {reasons}.", f"{verdict}, because {reasons}."),
        ", ".join(conditions) or "–",
        book.words(decision.next_step),
        book.words(decision.basis),
    ]


def write_summary(book: Book, checks: CheckList) -> None:
    """Write the first sheet."""
    widths = (2, *[COLUMN_WIDTH] * (LAST - FIRST + 1))
    sheet = book.start(SUMMARY, widths, title=title_of(book.case, book.language), column=FIRST)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    book.text(sheet, 1, FIRST, _subtitle(book), "quiet")
    _write_decision(book, sheet)
    _write_state(book, sheet, checks)
    _write_tiles(book, sheet)
    _write_options(book, sheet)
    row = write_charts(book, sheet, _CHART_ROW, FIRST) + 1
    sheet.merge_range(row, FIRST, row, LAST, premises(book.language), book.style("lead", "quiet"))
    sheet.set_row(row, 3 * _LINE["lead"])
    sheet.set_first_sheet()
    sheet.activate()


def _subtitle(book: Book) -> str:
    description = f"{book.case.scenario.description}  ·  " if book.case.scenario.description else ""
    horizon = book.say(f"{book.months} Monate", f"{book.months} months")
    return f"{description}{horizon}  ·  {provenance(book.case, book.language, book.made)}"


# --- the decision --------------------------------------------------------------------------
def _write_decision(book: Book, sheet: Worksheet) -> None:
    unchanged = f"{INPUTS_CHANGED}=0"
    live: tuple[Sequence[Text], ...] = (ADVICE, (NOT_AGAIN,), (NOTHING,), (BASIS,))
    labels = choose(
        book.language, ("Empfehlung", "Voraussetzung", "Nächster Schritt", "Grundlage"),
        ("Recommendation", "Precondition", "Next step", "Basis"),
    )  # fmt: skip
    for place, (label, texts, said) in enumerate(zip(labels, live, exported_sentences(book), strict=True)):
        row = _DECISION_ROW + place
        look = "lead" if place else "decision"
        now = spoken(book, SUMMARY, texts)
        both = unless_changed(now, sentence_cell(place), said, unchanged)
        book.text(sheet, row, FIRST, label, "lead", "quiet")
        book.merged_formula(sheet, row, (FIRST + 2, LAST), both.formula, both.value, look)
        lines = len(textwrap.wrap(both.value, _CHARACTERS[look]))
        sheet.set_row(row, min(lines * _LINE[look] + 3, HIGHEST_ROW))


def _write_state(book: Book, sheet: Worksheet, checks: CheckList) -> None:
    counts = (
        (INPUTS_CHANGED, 0, book.say(" Eingaben seit der Ausgabe geändert; Prüfungen: ",
                                     " inputs changed since the export; checks: ")),
        (CHECKS_FAILED, 0, book.say(" mit Fehler, ", " failed, ")),
        (CHECKS_TO_LOOK_AT, checks.warned, book.say(" zum Ansehen (Blatt Prüfungen)", " to look at (sheet Checks)")),
    )  # fmt: skip
    formula = "&".join(f"{name}&{literal(words)}" for name, _, words in counts)
    value = "".join(f"{count}{words}" for _, count, words in counts)
    book.merged_formula(sheet, _STATE_ROW, (FIRST, LAST), formula, value, "lead", "accent")
    wrong = {"type": "formula", "criteria": f"={CHECKS_FAILED}>0", "format": book.style.conditional("warn")}
    sheet.conditional_format(_STATE_ROW, FIRST, _STATE_ROW, LAST, wrong)


# --- key figures ---------------------------------------------------------------------------
def _write_tiles(book: Book, sheet: Worksheet) -> None:
    money = euros(book.language)
    shown = shown_option(book.results)
    tiles: tuple[tuple[tuple[Text, ...], str, Value | None, str], ...] = (
        ((Text("Umsatzschwelle im Außendienst", "Revenue threshold of field sales"),),
         "revenue_threshold", book.results["revenue_threshold"], money),
        ((Text("Kleinkunden, je {revenue_per_customer} Umsatz", "Small customers, {revenue_per_customer} each"),),
         "small_customers", book.results.assumptions["small_customers"], WHOLE),
        ((Text("Team zum Start, {customers_per_rep} Kunden je Mitarbeiter",
               "Team at the start, {customers_per_rep} customers per rep"),),
         "inside_reps", book.results["inside_reps"], WHOLE),
        ((Text("Kapitalwert {option}, {horizon_months} Monate", "NPV {option}, {horizon_months} months"),),
         of_shown_option("option_npv", book), book.results[f"{shown}_npv"], money),
        ((Text("Kapitalwert {option} nach 36 Monaten", "NPV {option} at 36 months"),),
         of_shown_option("option_npv_36", book), book.results[f"{shown}_npv_36"], money),
        ((Text("Amortisation {option}, im Monat", "Payback {option}, in month"),),
         of_shown_option("option_payback_month", book), book.results[f"{shown}_payback_month"], WHOLE),
    )  # fmt: skip
    sheet.set_row(_TILE_ROW, 28)
    sheet.set_row(_TILE_ROW + 1, 24)
    for place, (label, formula, value, numbers) in enumerate(tiles):
        column = FIRST + 2 * place
        said = spoken(book, SUMMARY, label)
        book.merged_formula(sheet, _TILE_ROW, (column, column + 1), said.formula, said.value, "label")
        look = book.style("figure", numbers=numbers)
        sheet.merge_range(_TILE_ROW + 1, column, _TILE_ROW + 1, column + 1, "", look)
        never = format_value(None, "months", book.language)
        book.formula(sheet, _TILE_ROW + 1, column, formula, never if value is None else value, look)
        is_text = f"=ISTEXT({xl_rowcol_to_cell(_TILE_ROW + 1, column)})"
        words = {"type": "formula", "criteria": is_text, "format": book.style.conditional("never")}
        sheet.conditional_format(_TILE_ROW + 1, column, _TILE_ROW + 1, column, words)


# --- the options ---------------------------------------------------------------------------
_COLUMNS = (
    ("option_npv", "Kapitalwert", "Net present value"),
    ("option_npv_36", "nach 36 Monaten", "at 36 months"),
    ("option_payback_month", "Amortisation (Monat)", "Payback (month)"),
    ("option_irr", "Interner Zinsfuß", "Internal rate"),
    ("option_total_cost", "Gesamte Kosten", "Total cost"),
)


def _write_options(book: Book, sheet: Worksheet) -> None:
    head = book.style("head", "right")
    sheet.merge_range(_TABLE_ROW, FIRST, _TABLE_ROW, FIRST + 1, book.say("Option", "Option"), book.style("head"))
    for place, (_, de, en) in enumerate(_COLUMNS):
        left = FIRST + 2 + 2 * place
        sheet.merge_range(_TABLE_ROW, left, _TABLE_ROW, left + 1, book.say(de, en), head)
    _write_passive(book, sheet, _TABLE_ROW + 1)
    for place, option in enumerate(OPTIONS):
        row = _TABLE_ROW + 2 + place
        label = book.style("row", "strong")
        sheet.merge_range(row, FIRST, row, FIRST + 1, option.label(book.language), label)
        for column, (function, *_) in enumerate(_COLUMNS):
            name = renamed(function, option.name)
            value = book.results[name]
            numbers = {"option_irr": PER_CENT, "option_payback_month": WHOLE}.get(function, euros(book.language))
            look = book.style("row", "right", numbers=numbers)
            left = FIRST + 2 + 2 * column
            sheet.merge_range(row, left, row, left + 1, "", look)
            # What never happens needs more room than a cell here has: the words stand on the sheet of options.
            short = book.say("nie", "never") if function == "option_payback_month" else "–"
            formula = f"IF(ISNUMBER({name}),{name},{literal(short)})"
            book.formula(sheet, row, left, formula, short if value is None else value, look)
        _highlight_if_recommended(book, sheet, row, option.name)
    row = _TABLE_ROW + 2 + len(OPTIONS)
    book.text(sheet, row, FIRST, book.say(
        "Alles gegenüber Passiv bleiben. „nie“: nicht innerhalb des Betrachtungszeitraums. Hervorgehoben: die Option "
        "mit dem höchsten Kapitalwert.",
        "All against staying passive. “never”: not within the horizon. Highlighted: the option with the highest net "
        "present value.",
    ), "quiet")  # fmt: skip


def _write_passive(book: Book, sheet: Worksheet, row: int) -> None:
    sheet.merge_range(
        row, FIRST, row, FIRST + 1, book.say("Passiv bleiben", "Stay passive"), book.style("row", "strong")
    )
    look = book.style("row", "right", numbers=euros(book.language))
    for place in range(len(_COLUMNS)):
        left = FIRST + 2 + 2 * place
        sheet.merge_range(row, left, row, left + 1, "", look)
        if place < 2:  # noqa: PLR2004 - the two present values
            sheet.write_number(row, left, 0, look)
        else:
            sheet.write_string(row, left, "–", look)
    _highlight_if_recommended(book, sheet, row, "passive")


def _highlight_if_recommended(book: Book, sheet: Worksheet, row: int, option: str) -> None:
    condition = f"=recommended_option={literal(option)}"
    mark = {"type": "formula", "criteria": condition, "format": book.style.conditional("highlight")}
    sheet.conditional_format(row, FIRST, row, LAST, mark)
