"""The last slides: what has to be settled first, what comes next, and what all of it rests on."""

from __future__ import annotations

from dataclasses import replace

from kkm_helpers.analysis import tables
from kkm_helpers.analysis.milestones import PlannedMilestone
from kkm_helpers.analysis.readiness import FactorScore
from kkm_helpers.assumptions.premises import premises
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.exports.report.blocks import Fact, Facts, Paragraph, Table, clipped
from kkm_helpers.exports.report.findings import ledger_finding, milestones_finding, readiness_finding
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.summary import as_sentence
from kkm_helpers.exports.report.tables import ledger_with_counted_sources, shortened, without_columns
from kkm_helpers.exports.report.texts import LABELS, LEDGER_NOTE, NO_STOP, READINESS_NOTE, STOP
from kkm_helpers.exports.report.texts import TOPICS as REPORT_TOPICS
from kkm_helpers.exports.slides.deck import Beside, Block, Slide
from kkm_helpers.exports.slides.notes import path_notes
from kkm_helpers.exports.slides.plots import Plot, Series, euros
from kkm_helpers.exports.slides.texts import NEXT_STEP, TOPICS
from kkm_helpers.language import Language, choose

ASSUMPTIONS_SHOWN = 10
LONGEST_CELL = 150
_DEFAULT_COLUMN = 2


def preconditions(material: Material) -> Slide:
    """Return what has to be true before anything starts, and what of it is open; the notes have every question."""
    language, found = material.language, material.assessment.decision
    factors = tables.readiness_table(material.assessment.readiness, language)
    scores = {score.factor.label(language): score for score in material.assessment.readiness.scores}
    rows = [(*row[:-1], _first_question(scores[row[0]], language)) for row in factors.rows]
    table = Table(_with_short_cells(replace(factors, rows=rows)))
    conditions = tuple(as_sentence(each.text(language)) for each in found.preconditions)
    facts = Facts((Fact(LABELS["preconditions"].text(language), conditions),))
    return Slide(
        "preconditions",
        REPORT_TOPICS["readiness"].text(language),
        readiness_finding(material),
        (*([facts] if conditions else []), table),
        (READINESS_NOTE.text(language), *(f"{row[0]} ({row[1]}): {row[-1]}" for row in factors.rows)),
    )


def _first_question(score: FactorScore, language: Language) -> str:
    """Return what is open about a success factor: the first question, and how many more there are."""
    still_open = [given.question.label(language) for given in score.given if given.answer.worth < 1]
    if not still_open:
        return tables.NONE
    left = len(still_open) - 1
    more = choose(language, f" (und {left} weitere)", f" (and {left} more)") if left else ""
    return still_open[0] + more


def next_steps(material: Material) -> Slide:
    """Return the next step, and by what one will see whether it works."""
    language, found, planned = material.language, material.assessment.decision, material.assessment.milestones
    blocks: tuple[Block, ...] = (
        Paragraph(milestones_finding(material)),
        Facts((
            Fact(LABELS["activity"].text(language), (as_sentence(found.activity.text(language)),)),
            Fact(LABELS["sourcing"].text(language), (as_sentence(found.sourcing.text(language)),)),
            Fact(LABELS["basis"].text(language), (found.basis.text(language),)),
        )),
    )  # fmt: skip
    if planned:
        stop = NO_STOP if planned[-1].required_margin is None else STOP
        table = replace(tables.milestones_table(planned, language), title="")
        blocks = (
            Beside(
                ((_margins(material, planned),), (Table(table), Paragraph(stop.text(language), "note"))),
                (0.34, 0.66),
            ),
        )
    return Slide(
        "next_steps",
        TOPICS["next_steps"].text(language),
        f"{NEXT_STEP.text(language)}{found.next_step.text(language)}",
        blocks,
        path_notes(material, "option_benefit", "option_npv"),
    )


def _margins(material: Material, planned: tuple[PlannedMilestone, ...]) -> Plot:
    """Return the additional margin planned, beside the one below which one stops."""
    language = material.language
    months = tuple(choose(language, f"Monat {each.month}", f"Month {each.month}") for each in planned)
    plan = Series(choose(language, "Plan", "Plan"), tuple(each.planned_margin for each in planned), "accent")
    stops = tuple(each.required_margin for each in planned if each.required_margin is not None)
    series: tuple[Series, ...] = (plan,)
    if len(stops) == len(planned):
        series += (Series(choose(language, "Abbruch unter", "Stop below"), stops, "bar"),)
    subtitle = choose(language, "Zusätzlicher Deckungsbeitrag bis dahin, in €", "Additional margin until then, in €")
    title = milestones_finding(material)
    return Plot(title, subtitle, f"{title}. {subtitle}", "bars", months, series, euros(language))


def assumptions(material: Material) -> Slide:
    """Return the assumptions most hangs on, with what they rest on."""
    language = material.language
    ledger, sources = ledger_with_counted_sources(material.assessment.ledger, language)
    left = len(ledger.rows) - ASSUMPTIONS_SHOWN
    more = choose(language, f"… und {left} weitere Annahmen.", f"… and {left} more assumptions.")
    shown = shortened(without_columns(_with_short_cells(ledger), _DEFAULT_COLUMN), ASSUMPTIONS_SHOWN, more)
    counted = (f"{place}. {source}" for place, source in enumerate(sources, start=1))
    return Slide(
        "assumptions",
        TOPICS["assumptions"].text(language),
        ledger_finding(material),
        (
            Table(shown, widths=(2.5, 1.4, 1.3, 0.95, 1.2, 0.8)),
            Paragraph(premises(language), "note"),
        ),
        (
            LEDGER_NOTE.text(language),
            choose(language, "Quellen und Anmerkungen:", "Sources and remarks:"),
            *counted,
        ),
    )


def _with_short_cells(table: WordTable) -> WordTable:
    """Return a table whose cells fit a slide; what people noted may be long."""
    rows = [tuple(clipped(cell, LONGEST_CELL) for cell in row) for row in table.rows]
    return replace(table, rows=rows)
