import json

import pytest

from kkm_helpers.analysis.required import required_values
from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.analysis.tornado import tornado, unconfirmed_share
from kkm_helpers.engine import evaluate
from kkm_helpers.model import OPTIONS
from kkm_helpers.scenario import Scenario, build_case


@pytest.fixture(scope="module")
def risk():
    return assess_risk(build_case(), draws=2_000)


def test_parts_are_those_of_the_analysis(risk):
    assert risk.option == risk.recommended == "outsource"
    assert risk.npv == pytest.approx(418_601.67, abs=0.01)
    assert risk.swings == tornado(risk.case, "outsource")
    assert risk.unconfirmed_share == unconfirmed_share(risk.swings, ())
    assert risk.required == required_values(risk.case.assumptions, "outsource")
    assert risk.share_below_plan == (risk.simulation.npv["outsource"] < risk.npv).mean()
    assert risk.two_widest == tuple(swing.name for swing in risk.swings[:2])


def test_stress_cases_are_the_models_own_figures(risk):
    assert [stress for stress, _ in risk.stresses] == list(STRESS_CASES)
    (_, pessimistic), (_, expected), _ = risk.stresses
    assert expected["outsource_npv"] == risk.npv
    by_hand = evaluate(
        captured_share=0.04, churn_reduction=0.33 * 0.8, inside_rep_salary=60_000, inside_rep_workplace_cost=13_200,
        team_lead_salary=90_000, recruiting_cost=9_600, training_cost=6_000, equipment_cost=3_600,
        crm_setup_cost=48_000, project_lead_cost=108_000, outsource_setup_cost=18_000, outsource_fte_price=9_000,
        transfer_fee=7_200, dissolve_one_off_cost=24_000, build_lead_months=7, outsource_lead_months=5,
        transfer_month=21,
    )  # fmt: skip
    for option in OPTIONS:
        assert pessimistic[f"{option.name}_npv"] == pytest.approx(by_hand[f"{option.name}_npv"])


def test_refining_draws_more_and_computes_the_rest_no_second_time(risk):
    required = risk.required
    refined = risk.refined(6_000)
    assert refined.simulation.draws == 6_000
    assert refined.required is required
    assert risk.simulation.draws == 2_000


def test_where_passive_is_recommended_the_best_active_option_is_looked_at():
    risk = assess_risk(build_case(overrides={"potential_basis": "history"}), draws=100)
    assert (risk.recommended, risk.option) == ("passive", "build")
    assert assess_risk(build_case(), "hybrid").option == "hybrid"


def test_hybrid_is_told_only_where_there_is_a_take_over():
    risk = assess_risk(build_case(overrides={"horizon_months": 12}), draws=100)
    assert risk.options == ("dissolve", "build", "outsource")
    assert set(risk.to_json()["npv"]) == {option.name for option in OPTIONS}


def test_json_is_plain(risk):
    written = json.loads(json.dumps(risk.to_json(("captured_share", "potential_basis")), allow_nan=False))
    assert {"option", "unconfirmed_share", "tornado", "npv", "required"} <= written.keys()
    assert written["tornado"][0].keys() >= {"name", "low", "high", "npv_low", "npv_high"}
    assert written["npv"]["build"].keys() == {"p10", "p50", "p90", "mean", "share_negative"}
    assert written["required"]["dissolve_kept_margin"] is None
    assert len(written["two_way"]["npv"]) == len(written["two_way"]["recommended_option"]) == 2
    assert written["two_way"]["across_today"] == 0.05
    assert len(written["win_map"]["recommended_option"]) == len(written["win_map"]["down_values"])


def test_with_nothing_uncertain_the_draws_are_the_case():
    certain = {name: [value, value] for name, value in build_case().results.assumptions.items() if value != "follow"}
    certain.pop("potential_basis")
    risk = assess_risk(build_case(Scenario(uncertainty=certain)), draws=50)
    assert risk.swings == ()
    assert risk.simulation.distribution("outsource").p10 == pytest.approx(risk.npv)
    assert risk.simulation.best["outsource"] == 1
    assert risk.two_widest == ("captured_share", "contribution_margin")
