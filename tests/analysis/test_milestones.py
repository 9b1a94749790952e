import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.ledger import ledger
from kkm_helpers.analysis.milestones import MONTHS, additional_margin, milestones
from kkm_helpers.analysis.required import required_values
from kkm_helpers.analysis.tornado import tornado
from kkm_helpers.analysis.uncertainty import RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.scenario import build_case


def test_what_must_be_reached_is_less_than_planned_where_the_case_pays():
    results = evaluate()
    found = milestones(results)
    assert [milestone.month for milestone in found] == list(MONTHS)
    for milestone in found:
        assert milestone.required_margin < milestone.planned_margin
    assert found[-1].planned_margin == pytest.approx(additional_margin(results, "outsource")[:12].sum())
    assert [milestone.contacts for milestone in found] == sorted(milestone.contacts for milestone in found)


def test_the_required_margin_is_that_of_a_present_value_of_zero():
    results = evaluate()
    share = required_values(results.assumptions, "outsource", ["captured_share"])["captured_share"].nearest
    at_zero = evaluate(captured_share=share)
    assert at_zero["outsource_npv"] == pytest.approx(0, abs=1)
    assert milestones(results)[1].required_margin == pytest.approx(additional_margin(at_zero, "outsource")[:6].sum())


def test_there_are_none_where_nothing_is_started():
    assert milestones(evaluate(potential_basis="history")) == ()


def test_a_case_that_pays_whatever_is_captured_has_a_plan_and_nothing_to_stop_by():
    results = evaluate(revenue_per_customer=12_000, churn_passive=0.25, captured_share=0.02)
    assert results["recommended_option"] in ("build", "outsource", "hybrid")
    assert evaluate(**{**results.assumptions, "captured_share": 0})["outsource_npv"] > 0
    found = milestones(results)
    assert [each.required_margin for each in found] == [None] * 4
    assert found[-1].planned_margin > 0


def test_care_loses_fewer_customers_than_none():
    *_, last = milestones(evaluate())
    assert last.lost_share < last.lost_share_passive == pytest.approx(0.12)


def test_only_months_within_the_horizon():
    results = evaluate(horizon_months=10, captured_share=0.29, development_months=3, working_capital_rate=0)
    assert [milestone.month for milestone in milestones(results)] == [3, 6, 9]


def test_the_ledger_has_every_assumption_the_most_influential_first():
    results = evaluate(field_rep_salary=80_000)
    swings = tornado(RiskCase(results.assumptions), "outsource")
    origins = build_case(overrides={"field_rep_salary": 80_000}).origins
    entries = ledger(results.assumptions, origins, {"captured_share": "Vertriebsleitung, Workshop am 12.11."}, swings)
    assert {entry.assumption.name for entry in entries} == set(ASSUMPTIONS)
    assert entries[0].assumption.name == swings[0].name
    by_name = {entry.assumption.name: entry for entry in entries}
    assert by_name["field_rep_salary"].changed
    assert not by_name["visits_per_day"].changed
    assert by_name["captured_share"].note.startswith("Vertriebsleitung")
    assert by_name["field_rep_salary"].origin.kind == "override"
    assert by_name["discount_rate"].swing is None
