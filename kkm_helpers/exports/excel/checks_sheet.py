"""The checks: each a formula that says OK, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs

from kkm_helpers.engine.cautions import RULES
from kkm_helpers.engine.terms import TERMS
from kkm_helpers.engine.texts import Text
from kkm_helpers.exports.excel.assumptions_sheet import CHANGED, OK, status_range
from kkm_helpers.exports.excel.book import Book
from kkm_helpers.exports.excel.places import CHECKS, FIRST_STEP_COLUMN, MONTHLY
from kkm_helpers.exports.excel.sentences import Spoken, spoken
from kkm_helpers.formulas.excel import literal
from kkm_helpers.model import ACTIVE_OPTIONS, OPTIONS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (62, 110)
_COUNT_ROW, _HEAD_ROW = 2, 6
_CENT = 0.01
INPUTS_CHANGED, CHECKS_FAILED, CHECKS_TO_LOOK_AT = "inputs_changed", "checks_failed", "checks_to_look_at"
"""Names of the cells that count."""


@dataclass(frozen=True)
class Check:
    """One check: what it looks at, its formula, and the longest it may say."""

    label: str
    result: Spoken
    longest: str = ""


@dataclass(frozen=True)
class CheckList:
    """All checks of a workbook: those that must be OK, and what is possible but hardly right."""

    must_hold: tuple[Check, ...]
    to_look_at: tuple[Check, ...]

    @property
    def firsts(self) -> tuple[int, int]:
        """The rows (from 1) of the first check of each kind."""
        first = _HEAD_ROW + 3
        return first, first + len(self.must_hold) + 2

    @property
    def warned(self) -> int:
        """How many things there are to look at as exported."""
        return sum(check.result.value != OK[0] for check in self.to_look_at)


def check_list(book: Book, of_list: tuple[Check, ...] = ()) -> CheckList:
    """Return the checks of a workbook; `of_list` are those of its customer list."""
    return CheckList((*_inputs(book), *_sums(book), *of_list), tuple(_cautions(book)))


def write_checks(book: Book, checks: CheckList) -> None:
    """Write the sheet of checks."""
    sheet = book.start(CHECKS, _WIDTHS, repeat_row=_HEAD_ROW)
    _write_counts(book, sheet, checks)
    book.head(sheet, _HEAD_ROW, [book.say("Prüfung", "Check"), book.say("Ergebnis", "Result")])
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    headings = (book.say("Muss stimmen", "Must hold"), book.say("Bitte ansehen", "Please look at"))
    groups = zip(headings, checks.firsts, (checks.must_hold, checks.to_look_at), strict=True)
    for heading, first, group in groups:
        book.heading(sheet, first - 2, heading, len(_WIDTHS))
        for row, check in enumerate(group, start=first - 1):
            book.text(sheet, row, 0, check.label, "row", "wrap")
            # What a check may say is not known: room for as much as the longest caution.
            longest = check.longest or check.result.value
            book.fit_row(sheet, row, (check.label, _WIDTHS[0]), (longest, _WIDTHS[1]))
            book.formula(sheet, row, 1, check.result.formula, check.result.value, book.style("row", "wrap"))
        _mark(book, sheet, first, len(group))


def _write_counts(book: Book, sheet: Worksheet, checks: CheckList) -> None:
    """Write how many inputs are changed and how many checks are not OK, each in a cell with a name."""
    ok = literal(OK[0])
    inputs = status_range(book)
    must, look = (
        f"$B${first}:$B${first + len(group) - 1}"
        for first, group in zip(checks.firsts, (checks.must_hold, checks.to_look_at), strict=True)
    )
    counts = (
        (INPUTS_CHANGED, book.say("Eingaben seit der Ausgabe geändert", "Inputs changed since the export"),
         f"COUNTA({inputs})-COUNTIF({inputs},{ok})", 0),
        (CHECKS_FAILED, book.say("Prüfungen mit Fehler", "Checks that failed"),
         f"ROWS({must})-COUNTIF({must},{ok})", 0),
        (CHECKS_TO_LOOK_AT, book.say("Punkte zum Ansehen", "Points to look at"),
         f"ROWS({look})-COUNTIF({look},{ok})", checks.warned),
    )  # fmt: skip
    for row, (name, label, formula, value) in enumerate(counts, start=_COUNT_ROW):
        book.text(sheet, row, 0, label, "row")
        book.formula(sheet, row, 1, formula, value, book.style("row", "strong", "counted"))
        book.define(name, book.address(CHECKS, f"$B${row + 1}"))


def _mark(book: Book, sheet: Worksheet, first: int, count: int) -> None:
    wrong = {"type": "formula", "criteria": f"=$B{first}<>{literal(OK[0])}", "format": book.style.conditional("warn")}
    sheet.conditional_format(first - 1, 1, first + count - 2, 1, wrong)


# --- what must hold ------------------------------------------------------------------------
def _inputs(book: Book) -> Iterator[Check]:
    area = status_range(book)
    wrong = f"(COUNTA({area})-COUNTIF({area},{literal(OK[0])})-COUNTIF({area},{literal(book.say(*CHANGED))}))"
    are_not = book.say(
        " Eingaben sind es nicht: siehe Spalte Stand auf dem Blatt Annahmen.",
        " inputs are not: see the column State on the sheet Assumptions.",
    )
    yield Check(
        book.say("Alle Eingaben sind zulässig", "All inputs are allowed"),
        check(f"{wrong}=0", f"{wrong}&{literal(are_not)}"),
    )
    yield Check(
        book.say("Der Betrachtungszeitraum ist der dieser Datei", "The horizon is that of this file"),
        check(f"horizon_months={book.months}", literal(book.say(
            f"Diese Datei hat {book.months} Monate. Für einen anderen Zeitraum bitte neu ausgeben "
            "(kkm export --set horizon_months=…).",
            f"This file has {book.months} months. For another horizon please export it again "
            "(kkm export --set horizon_months=…).",
        ))),
    )  # fmt: skip
    yield Check(
        book.say("Es bleibt mindestens ein Verkaufstag", "At least one selling day is left"),
        check("selling_days>=1", literal(book.say(
            "Urlaub, Krankheit und Tage ohne Kundenkontakt lassen keinen Verkaufstag übrig.",
            "Vacation, sickness and days without customers leave no selling day.",
        ))),
    )  # fmt: skip
    rows = [place.row for place in book.rows.values() if place.sheet == MONTHLY.label(book.language)]
    block = book.address(
        MONTHLY, xl_range_abs(min(rows), FIRST_STEP_COLUMN, max(rows), FIRST_STEP_COLUMN + book.months - 1)
    )
    yield Check(
        book.say("Kein Monat enthält einen Fehlerwert", "No month holds an error"),
        check(
            f"ISNUMBER(SUM({block}))",
            literal(book.say("Das Blatt Monate enthält einen Fehlerwert.", "The sheet Monthly holds an error.")),
        ),
    )


def _sums(book: Book) -> Iterator[Check]:
    for option in OPTIONS:
        called, name = option.label(book.language), option.name
        yield Check(
            book.say(
                f"{called}: letzter kumulierter Saldo = Nutzen − Kosten",
                f"{called}: last cumulated cash = benefit − cost",
            ),
            equal(book, f"INDEX({name}_cumulative,1,{book.months})", f"({name}_total_benefit-{name}_total_cost)"),
        )
        yield Check(
            book.say(f"{called}: Geschäftsjahre = Summe der Monate", f"{called}: business years = sum of the months"),
            equal(book, f"SUM({name}_year_net)", f"SUM({name}_net)"),
        )
    for option in ACTIVE_OPTIONS:
        called, name = option.label(book.language), option.name
        benefits = "+".join(f"{name}_{part}_value" for part in ("retention", "development", "redeployment"))
        parts = f"({benefits}-{name}_investment_value-{name}_running_cost_value)"
        yield Check(
            book.say(
                f"{called}: Kapitalwert = Summe seiner Bestandteile", f"{called}: net present value = sum of its parts"
            ),
            equal(book, f"{name}_npv", parts),
        )


def check(condition: str, otherwise: str) -> Spoken:
    """Return a check that holds as exported: OK, or the formula `otherwise`; an error is not OK either."""
    return Spoken(f'IF(ISERROR({condition}),"!",IF({condition},{literal(OK[0])},{otherwise}))', OK[0])


def equal(book: Book, one: str, other: str) -> Spoken:
    """Return the check that two amounts are the same to the cent."""
    apart = literal(book.say("Abweichung: ", "difference: "))
    return check(f"ABS({one}-{other})<{_CENT}", f"{apart}&FIXED({one}-{other},2)")


# --- what to look at -----------------------------------------------------------------------
def _cautions(book: Book) -> Iterator[Check]:
    for rule in RULES:
        about = ", ".join(TERMS[name].short_label(book.language) for name in rule.quantities)
        yield Check(about, spoken(book, CHECKS, (rule.text, Text(*OK))), rule.text.words(book.language))
