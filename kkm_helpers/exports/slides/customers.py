"""Slides about the customers: from when on care pays, who is small, what they could buy, and who cares for them."""

from __future__ import annotations

from collections.abc import Iterable

from kkm_helpers.analysis import tables
from kkm_helpers.charts import break_even
from kkm_helpers.charts import potential as potential_charts
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.exports.report.blocks import Paragraph, Table
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.sections import POTENTIAL_PATH, TEAM_PATH, THRESHOLD_PATH
from kkm_helpers.exports.report.texts import POTENTIAL
from kkm_helpers.exports.report.texts import TOPICS as REPORT_TOPICS
from kkm_helpers.exports.slides.deck import Beside, Slide
from kkm_helpers.exports.slides.notes import path_notes
from kkm_helpers.exports.slides.plots import bars_plot, euros, shares_plot
from kkm_helpers.exports.slides.texts import PATH, TEAM_FINDING, TOPICS, revenue_needed
from kkm_helpers.formulas import explain
from kkm_helpers.widgets.steps import STEP_OF

SHOWN_OF_THRESHOLD = THRESHOLD_PATH[-4:]


def threshold(material: Material) -> Slide:
    """Return from which revenue on a visit pays."""
    language = material.language
    chart = break_even.thresholds(material.results, language)
    return Slide(
        "threshold",
        REPORT_TOPICS["threshold"].text(language),
        material.say(*STEP_OF["break_even"].findings),
        (Beside(((bars_plot(chart, euros(language)),), (path_table(material, SHOWN_OF_THRESHOLD),)), (0.5, 0.5)),),
        path_notes(material, *THRESHOLD_PATH),
    )


def segments(material: Material) -> Slide | None:
    """Return who the customers of the list are; None without one."""
    found, language = material.case.identification, material.language
    if found is None:
        return None
    # pandas takes its time: only a case with a list waits for it.
    from kkm_helpers.charts import identification
    from kkm_helpers.customers.presentation.identification import segments_table

    chart = identification.segments(found, language)
    visits = identification.visits_by_revenue(found, language)
    table = Table(segments_table(found, language), strong_rows=(2,))
    more = (visits.title, visits.alt) if visits else ()
    return Slide(
        "segments",
        REPORT_TOPICS["segments"].text(language),
        chart.title,
        (shares_plot(chart, title=""), table),
        (chart.alt, *more),
    )


def potential(material: Material) -> Slide:
    """Return what is open, and how much of it is counted with."""
    language = material.language
    chart = potential_charts.wallet(material.results, language)
    return Slide(
        "potential",
        REPORT_TOPICS["potential"].text(language),
        material.say(*STEP_OF["potential"].findings),
        (
            Beside(
                (
                    (bars_plot(chart, euros(language)),),
                    (
                        Paragraph(material.say(POTENTIAL)),
                        Paragraph(material.assessment.decision.basis.text(language), "note"),
                    ),
                ),
                (0.58, 0.42),
            ),
        ),
        path_notes(material, *POTENTIAL_PATH),
    )


def team(material: Material) -> Slide:
    """Return the inside sales team, and what it has to bring in."""
    language = material.language
    chart = revenue_needed(material.results, language)
    return Slide(
        "team",
        TOPICS["team"].text(language),
        material.say(*TEAM_FINDING),
        (
            Beside(
                ((bars_plot(chart, euros(language)),), (Table(tables.team_table(material.results, language)),)),
                (0.45, 0.55),
            ),
        ),
        path_notes(material, *TEAM_PATH),
    )


def path_table(material: Material, names: Iterable[str]) -> Table:
    """Return the calculation path of some quantities as a table: numbers put in, and the result."""
    rows = []
    for name in names:
        found = explain(name, material.results, material.language)
        numbers, _, result = found.numbers.rpartition(" = ")
        rows.append((found.label, numbers, result))
    return Table(
        WordTable(PATH.text(material.language), ("", "", ""), rows, right=(2,), broken=(0, 1)),
        strong_rows=tuple(place for place, name in enumerate(names) if name == "revenue_threshold"),
    )
