"""The first slides: the decision, and what it starts from."""

from __future__ import annotations

from kkm_helpers.analysis import tables
from kkm_helpers.analysis.decision import Question
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.provenance import title_of
from kkm_helpers.exports.report.blocks import Fact, Facts, KeyFigures, Paragraph, Table, clipped
from kkm_helpers.exports.report.findings import situation_finding
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.summary import as_sentence, decision_asked, key_figures, recommendation
from kkm_helpers.exports.report.texts import KIND, LABELS, SITUATION
from kkm_helpers.exports.report.texts import TOPICS as REPORT_TOPICS
from kkm_helpers.exports.slides.deck import Beside, Slide
from kkm_helpers.exports.slides.notes import path_notes
from kkm_helpers.exports.slides.plots import Plot, Series
from kkm_helpers.language import choose, format_number

LONGEST_DESCRIPTION = 160
_A_YEAR = 12


def decision(material: Material) -> Slide:
    """Return the decision in one sentence, the key figures, and what is asked of the audience."""
    language, found = material.language, material.assessment.decision
    facts: dict[str, Message | Question] = {
        "asked": decision_asked(material), "next_step": found.next_step, "basis": found.basis,
        "activity": found.activity, "sourcing": found.sourcing,
    }  # fmt: skip
    told = [Fact(LABELS[name].text(language), (as_sentence(said.text(language)),)) for name, said in facts.items()]
    cautions = tuple(caution.text(language) for caution in material.results.cautions)
    if cautions:
        told.append(Fact(LABELS["cautions"].text(language), cautions))
    description = clipped(material.case.scenario.description or "", LONGEST_DESCRIPTION)
    more = [as_sentence(each.text(language)) for each in found.preconditions]
    return Slide(
        "decision",
        f"{KIND.text(language)} · {title_of(material.case, language)}",
        recommendation(material),
        (
            *([Paragraph(description, "note")] if description else []),
            KeyFigures(key_figures(material)),
            Facts(tuple(told)),
        ),
        (
            *path_notes(material, "recommended_option", "option_npv"),
            *([] if not more else [f"{LABELS['preconditions'].text(language)}:"]),
            *more,
        ),
    )


def situation(material: Material) -> Slide:
    """Return what staying passive costs."""
    results, language = material.results, material.language
    baseline = tables.baseline_table(results, language)
    return Slide(
        "situation",
        REPORT_TOPICS["situation"].text(language),
        situation_finding(material),
        (
            Paragraph(material.say(SITUATION)),
            Beside(((_customers_left(material),), (Table(baseline),)), (0.45, 0.55)),
        ),
        path_notes(material, "passive_customers", "passive_margin"),
    )


def _customers_left(material: Material) -> Plot:
    """Return how many customers are left at the end of each year."""
    results, language = material.results, material.language
    start = float(results.assumptions["small_customers"])
    months = [int(row[0]) for row in tables.baseline_table(results, language).rows]
    left = [start, *(float(results["passive_customers"][month - 1]) for month in months)]
    title = choose(
        language,
        f"Von {format_number(start, 0, language)} Kleinkunden bleiben {format_number(left[-1], 0, language)}",
        f"Of {format_number(start, 0, language)} small customers {format_number(left[-1], 0, language)} are left",
    )
    subtitle = choose(
        language, "Kleinkunden am Ende des Monats, ohne Betreuung", "Small customers at the end of the month, no care"
    )
    labels = (choose(language, "heute", "today"), *map(str, months))
    series = Series(choose(language, "Kleinkunden", "Small customers"), tuple(left), "series")
    return Plot(title, subtitle, f"{title}. {subtitle}", "columns", labels, (series,), "#,##0")
