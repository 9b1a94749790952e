"""What the services that judge the case on view do: the decision, the business case, sourcing, and the risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kkm_helpers.analysis import tables
from kkm_helpers.analysis.assessment import Assessment, facts_of
from kkm_helpers.analysis.monte_carlo import DRAWS
from kkm_helpers.analysis.risk import REFINED_DRAWS, Risk
from kkm_helpers.analysis.sourcing import (
    customer_crossover,
    earlier_start,
    exit_sentence,
    month_crossover,
    price_sentence,
    take_over,
)
from kkm_helpers.analysis.uncertainty import risk_case
from kkm_helpers.analysis.utility import disagreement
from kkm_helpers.analysis.utility_tables import ranking_table, utility_sentences, utility_table
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.customer_crossover import value_over_customers
from kkm_helpers.charts.decision_scheme import decision_scheme
from kkm_helpers.charts.utility import utility_scores
from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTIONS
from kkm_helpers.widgets.arguments import arguments_finding, arguments_table, weighed
from kkm_helpers.widgets.blocks import Block, drawing, fold, table, words
from kkm_helpers.widgets.risk_view import how_it_begins, how_it_goes_on
from kkm_helpers.widgets.services import Answer, Request
from kkm_helpers.widgets.session import Session


def assessment_of(session: Session) -> Assessment:
    """Return what there is to say about the case on view; kept until the case is another one."""
    key = (session.results.assumptions, session.record, session.case.customers)
    kept: tuple[object, Assessment] | None = session.kept.get("assessment")
    if kept is None or kept[0] != key:
        scenario = session.scenario()
        assessed = Assessment(session.results, scenario, session.origins, facts_of(session.case))
        kept = session.kept["assessment"] = (key, assessed)
    return kept[1]


def judgement_of(assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return the decision in words: `verdict`, the answers to its two questions, and all of it as one `sentence`."""
    decision = assessment.decision
    develop, source = choose(
        language, ("Entwickeln oder nicht", "Eigen oder extern"), ("Develop or not", "Own or outsourced")
    )
    apart = disagreement(assessment.utility, assessment.results)
    return {
        "verdict": decision.verdict.text(language),
        "answers": [
            [f"{develop}?", decision.activity.text(language)],
            [f"{source}?", decision.sourcing.text(language)],
        ],
        "sentence": decision.recommendation(language) + (f" {apart.text(language)}" if apart else ""),
    }


def judge(session: Session, request: Request) -> Answer:
    """Answer the decision that the figures carry; see `judgement_of`."""
    request.go_on()
    return Answer(judgement_of(assessment_of(session), session.language))


def show_business_case(session: Session, request: Request) -> Answer:
    """Answer `blocks`: what stands behind the decision."""
    request.go_on()
    return Answer({"blocks": list(_business_case(assessment_of(session), session.language))})


def _business_case(assessed: Assessment, language: Language) -> Iterator[Block]:
    results = assessed.results
    yield table(tables.baseline_table(results, language))
    yield table(tables.yardsticks_table(results, language))
    yield table(tables.stress_table(results, assessed.option, language))
    yield drawing(decision_scheme(assessed.evidence, assessed.decision, language))
    yield table(tables.readiness_table(assessed.readiness, language))
    planned = assessed.milestones
    if planned:
        yield table(tables.milestones_table(planned, language))
    team = choose(language, "Team und Mehrumsatz je Kunde", "Team and additional revenue per customer")
    yield fold(team, [table(tables.team_table(results, language))])
    months = choose(language, "Nutzen und Kosten nach Monaten", "Benefit and cost by month")
    yield fold(months, [table(tables.months_table(results, assessed.option, language))])
    ledger = choose(
        language, "Alle Annahmen, die einflussreichsten zuerst", "All assumptions, the most influential first"
    )
    yield fold(ledger, [table(tables.ledger_table(assessed.ledger, language), titled=False)])


def show_sourcing(session: Session, request: Request) -> Answer:
    """Answer `blocks`: what speaks for building and for outsourcing."""
    request.go_on()
    return Answer({"blocks": list(_sourcing(assessment_of(session), session.language))})


def _sourcing(assessed: Assessment, language: Language) -> Iterator[Block]:
    results, utility = assessed.results, assessed.utility
    crossover = customer_crossover(results.assumptions)
    yield words(choose(language, "Wo die Entscheidung kippt", "Where the decision tips"), "section")
    for sentence in (
        month_crossover(results).sentence(),
        price_sentence(results),
        crossover.sentence(),
        earlier_start(results).sentence(),
        exit_sentence(results),
        take_over(results).sentence(),
    ):
        yield words(sentence.text(language))
    yield drawing(value_over_customers(results, language, crossover))
    arguments = weighed(results, language)
    yield words(arguments_finding(arguments, language), "section")
    yield table(arguments_table(arguments, language), titled=False)
    yield drawing(utility_scores(utility, language))
    for sentence in utility_sentences(utility, results):
        yield words(sentence.text(language))
    yield table(ranking_table(utility, results, language))
    source = choose(language, "dieses Szenario", "this scenario")
    reasons = choose(language, "Gewichte, Punkte und ihre Gründe", "Weights, scores and their reasons")
    yield fold(reasons, [table(utility_table(utility, assessed.scenario.utility, source, language), titled=False)])


def tell_intervals(session: Session, request: Request) -> Answer:
    """Answer `intervals`: the one `used` and the one `published` of each assumption, the widest swing first.

    Published is what holds where the scenario says nothing. What is certain there has its value alone at both ends.
    """
    request.go_on()
    risk = assessment_of(session).risk
    used, published = risk.case.intervals(), replace(risk.case, own_intervals={}).intervals()
    widest_first = [swing.name for swing in risk.swings]
    names = dict.fromkeys([*widest_first, *used, *risk.case.own_intervals])

    def ends(intervals: Mapping[str, tuple[float, float]], name: str) -> list[Any]:
        return list(intervals.get(name, (risk.case.assumptions[name],) * 2))

    return Answer(
        {"intervals": [{"name": each, "used": ends(used, each), "published": ends(published, each)} for each in names]}
    )


def show_risk(session: Session, request: Request) -> Answer:
    """Answer `blocks` of the risk, and which `option` they are about; the first of them are told before the others.

    Asked: `refined` for many draws, `option` (by default the recommended one, or the best active one), and `over`, the
    two assumptions of the maps; what is none of these is taken as not said.
    """
    asked = request.content
    assessed = assessment_of(session)
    names = [option.name for option in OPTIONS]
    option = asked.get("option") if asked.get("option") in names else assessed.option
    key = (assessed.results.assumptions, session.record, option)
    kept: tuple[object, Risk] | None = session.kept.get("risk")
    if kept is None or kept[0] != key:
        uncertain = risk_case(assessed.results.assumptions, assessed.scenario, assessed.origins)
        risk = assessed.risk if option == assessed.option else Risk(uncertain, assessed.results, str(option), DRAWS)
        kept = (key, risk)
    request.go_on()
    risk = kept[1]
    if asked.get("refined") is True and risk.draws < REFINED_DRAWS:
        risk = risk.refined()
    over = _over(asked.get("over"), risk)
    begun = how_it_begins(risk, session.language)
    request.tell({"blocks": begun})
    request.go_on()
    blocks = [*begun, *how_it_goes_on(risk, session.language, over)]
    session.kept["risk"] = (key, risk)
    return Answer({"blocks": blocks, "option": risk.option, "over": list(over), "draws": risk.draws})


def _over(asked: object, risk: Risk) -> tuple[str, str]:
    match asked:
        case [str(across), str(down)] if across != down and {across, down} <= ASSUMPTIONS.keys():
            return across, down
    return risk.two_widest
