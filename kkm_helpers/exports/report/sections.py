"""The sections behind the first page, each a small function of the material."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kkm_helpers.analysis import risk_words, tables, utility_tables
from kkm_helpers.analysis.care_group import care_group
from kkm_helpers.analysis.sourcing import earlier_start, exit_sentence, month_crossover, price_sentence, take_over
from kkm_helpers.assumptions.premises import premises
from kkm_helpers.charts import Chart, break_even, potential
from kkm_helpers.charts import risk as risk_charts
from kkm_helpers.charts.bridge import bridge
from kkm_helpers.charts.business_case import cumulative_cash
from kkm_helpers.charts.care_line import care_curve
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.provenance import provenance
from kkm_helpers.exports.report.blocks import (
    Block,
    Calculation,
    CalculationPath,
    Columns,
    Drawing,
    Fact,
    Facts,
    Notes,
    Paragraph,
    Section,
    Table,
)
from kkm_helpers.exports.report.findings import (
    ledger_finding,
    milestones_finding,
    readiness_finding,
    situation_finding,
    stop_sentence,
)
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.tables import (
    business_years,
    ledger_with_counted_sources,
    shortened,
    utility_points,
    without_columns,
)
from kkm_helpers.exports.report.texts import (
    FUNDING,
    LABELS,
    LEDGER_NOTE,
    NO_STOP,
    OPTIONS_FINDING,
    POTENTIAL,
    READINESS_NOTE,
    SHORT_HORIZON,
    SITUATION,
    STOP,
    TEAM,
    TOPICS,
)
from kkm_helpers.formulas import explain
from kkm_helpers.language import choose, format_number
from kkm_helpers.progress import counted
from kkm_helpers.widgets.arguments import arguments_table, weighed
from kkm_helpers.widgets.steps import STEP_OF

HALVES = (0.5, 0.5)
REQUIREMENTS_SHOWN = 8

THRESHOLD_PATH = (
    "field_rep_cost", "selling_days", "visits_per_field_rep", "cost_per_visit", "net_care_cost", "revenue_threshold",
    "margin_threshold",
)  # fmt: skip
POTENTIAL_PATH = (
    "potential_per_customer", "total_potential", "open_potential_per_customer", "additional_revenue_per_customer",
    "additional_revenue_share",
)  # fmt: skip
TEAM_PATH = ("inside_reps", "inside_rep_cost", "team_cost", "inside_care_cost", "additional_revenue_needed")


def sections_of(material: Material) -> tuple[Section, ...]:
    """Return all sections; those about a customer list only where one is loaded."""
    return tuple(
        section for write in counted("Kapitel", "chapter", _SECTIONS) if (section := write(material)) is not None
    )


def _section(material: Material, topic: str, finding: str, *blocks: Block, **pages: bool) -> Section:
    return Section(TOPICS[topic].text(material.language), finding, blocks, **pages)


def _situation(material: Material) -> Section:
    baseline = Table(tables.baseline_table(material.results, material.language))
    situation = Paragraph(material.say(SITUATION))
    return _section(material, "situation", situation_finding(material), situation, baseline, together=True)


def _threshold(material: Material) -> Section:
    return _section(
        material,
        "threshold",
        material.say(*STEP_OF["break_even"].findings),
        _side_by_side(*(chart(material.results, material.language) for chart in _THRESHOLD_CHARTS)),
        _path(material, THRESHOLD_PATH, "revenue_threshold"),
    )


_THRESHOLD_CHARTS = (break_even.threshold_line, break_even.thresholds)


def _segments(material: Material) -> Section | None:
    found, language = material.case.identification, material.language
    if found is None:
        return None
    # pandas takes its time: only a case with a list waits for it.
    from kkm_helpers.charts import identification
    from kkm_helpers.customers.presentation.identification import segments_table

    segments = identification.segments(found, language)
    curve = identification.visits_by_revenue(found, language) or identification.revenue_curve(found, language)
    group = care_group(material.case, material.results)
    care = [care_curve(group.line, material.results["inside_care_cost"], language)] if group else []
    lost = found.reactivation_customers
    words = Message("", "")
    if lost:
        count, year = format_number(lost, 0, language), found.reference_year
        words = Message(
            f"{count} Kleinkunden haben {year} nichts gekauft; sie stehen auf der Arbeitsliste und sind im Business "
            "Case 0 wert.",
            f"{count} small customers bought nothing in {year}; they are on the worklist and worth 0 in this business "
            "case.",
        )
    return _section(
        material,
        "segments",
        segments.title,
        Table(segments_table(found, language), strong_rows=(2,)),
        *([Paragraph(words.text(language))] if lost else []),
        _side_by_side(curve, *care),
    )


def _potential(material: Material) -> Section:
    return _section(
        material,
        "potential",
        material.say(*STEP_OF["potential"].findings),
        Columns(
            (
                (Drawing(potential.wallet(material.results, material.language)),),
                (
                    Paragraph(material.say(POTENTIAL)),
                    Paragraph(material.assessment.decision.basis.text(material.language)),
                ),
            ),
            HALVES,
        ),
        _path(material, POTENTIAL_PATH, "additional_revenue_per_customer"),
    )


def _business_case(material: Material) -> Section:
    results, language, option = material.results, material.language, material.option
    years = business_years(results, option, language)
    money_words = (material.say(*FUNDING), material.say(*SHORT_HORIZON), stop_sentence(material))
    return _section(
        material,
        "business_case",
        material.say(*STEP_OF["business_case"].findings),
        Paragraph(material.say(*TEAM)),
        _side_by_side(cumulative_cash(results, language), bridge(results, language)),
        Table(years, strong_rows=(len(years.rows) - 2,)),
        Paragraph(" ".join(filter(None, money_words))),
        _path(material, TEAM_PATH, "additional_revenue_needed"),
    )


def _options(material: Material) -> Section:
    results, language = material.results, material.language
    options = tables.yardsticks_table(results, language)
    return _section(
        material,
        "options",
        material.say(*OPTIONS_FINDING),
        Table(
            options,
            widths=(1.5, *(1 for _ in options.headings[1:])),
            strong_column=list(options.headings).index(material.option_label),
        ),
    )


def _sourcing(material: Material) -> Section:
    results, language, utility = material.results, material.language, material.assessment.utility
    points = utility_points(utility, results, language)
    sentences = {
        "price": price_sentence(results), "start": earlier_start(results).sentence(),
        "months": month_crossover(results).sentence(), "exit": exit_sentence(results),
        "take_over": take_over(results).sentence(),
    }  # fmt: skip
    arguments = arguments_table(weighed(results, language), language)
    return _section(
        material,
        "sourcing",
        material.say(*STEP_OF["build_or_outsource"].findings),
        Facts(tuple(Fact(LABELS[name].text(language), (said.text(language),)) for name, said in sentences.items())),
        Table(without_columns(arguments, 4), widths=(1.15, 1.6, 1.7, 0.85), dense=True),
        Table(points, widths=(2.4, 0.7, 1, 1, 1), strong_rows=(len(points.rows) - 2,)),
        Paragraph(material.words(*utility_tables.utility_sentences(utility, results))),
    )


def _risk(material: Material) -> Section:
    risk, language = material.risk, material.language
    required = risk_words.required_table(risk, language)
    left = len(required.rows) - REQUIREMENTS_SHOWN
    more = choose(material.language, f"… und {left} weitere mit größerem Abstand.", f"… and {left} more, farther away.")
    return _section(
        material,
        "risk",
        risk_words.finding(risk).text(language),
        Columns(
            (
                (
                    Drawing(risk_charts.distribution(risk, language)),
                    Paragraph(
                        material.words(risk_words.distribution_sentence(risk), risk_words.stability_sentence(risk))
                    ),
                    Paragraph(material.words(risk_words.requirement_sentence(risk))),
                ),
                (Drawing(risk_charts.tornado(risk, language)),),
            ),
            (0.44, 0.56),
        ),
        Columns(
            (
                (Table(risk_words.distribution_table(risk, language), widths=(2, 1, 1, 1, 1, 1, 1), dense=True),),
                (Table(risk_words.stress_table(risk, language), widths=(1.3, 1, 1, 1), dense=True),),
            ),
            (0.47, 0.53),
        ),
        Paragraph(material.words(risk_words.stress_sentence(risk))),
        Table(shortened(required, REQUIREMENTS_SHOWN, more)),
    )


def _readiness(material: Material) -> Section:
    readiness, language = material.assessment.readiness, material.language
    return _section(
        material,
        "readiness",
        readiness_finding(material),
        Table(tables.readiness_table(readiness, language), widths=(1.1, 0, 0, 2.6)),
        Paragraph(READINESS_NOTE.text(language), "note"),
    )


def _milestones(material: Material) -> Section:
    planned, language = material.assessment.milestones, material.language
    finding = milestones_finding(material)
    if not planned:
        return _section(material, "milestones", finding)
    return _section(
        material,
        "milestones",
        finding,
        Table(tables.milestones_table(planned, language)),
        Paragraph((NO_STOP if planned[-1].required_margin is None else STOP).text(language)),
    )


def _ledger(material: Material) -> Section:
    language = material.language
    table, sources = ledger_with_counted_sources(material.assessment.ledger, language)
    return _section(
        material,
        "ledger",
        ledger_finding(material),
        Paragraph(LEDGER_NOTE.text(language), "note"),
        Table(table, widths=(2.5, 1.4, 0.85, 1.2, 0.95, 1.1, 0.75), dense=True),
        Notes(choose(material.language, "Quellen und Anmerkungen", "Sources and remarks"), sources),
        new_page=True,
    )


def _provenance(material: Material) -> Section:
    risk, language = material.risk, material.language
    draws = risk_words.draws_words(risk)
    simulated = Message(
        f"Verteilung aus {draws.de} (Startwert {risk.seed}).", f"Distribution from {draws.en} (seed {risk.seed})."
    )
    made = f"{provenance(material.case, language, material.made)}."
    return _section(
        material,
        "provenance",
        choose(
            language,
            "Was für alle Beträge gilt, und woher dieses Papier kommt",
            "What holds for all amounts, and where this paper comes from",
        ),
        Paragraph(premises(language), "note"),
        Paragraph(f"{made} {simulated.text(language)}", "note"),
    )


def _side_by_side(*charts: Chart) -> Block:
    if len(charts) == 1:
        return Drawing(charts[0])
    return Columns(tuple((Drawing(chart),) for chart in charts), HALVES)


def _path(material: Material, names: Iterable[str], answer: str) -> CalculationPath:
    """Return the calculation path of some quantities: formula in words, numbers put in, result."""
    steps = []
    strong = 0
    for place, name in enumerate(names):
        found = explain(name, material.results, material.language)
        _, _, formula = found.formula.partition(" = ")
        numbers, _, result = found.numbers.rpartition(" = ")
        steps.append(Calculation(found.label, formula, numbers, result))
        strong = place if name == answer else strong
    return CalculationPath(tuple(steps), strong)


_SECTIONS: tuple[Callable[[Material], Section | None], ...] = (
    _situation, _threshold, _segments, _potential, _business_case, _options, _sourcing, _risk, _readiness, _milestones,
    _ledger, _provenance,
)  # fmt: skip
