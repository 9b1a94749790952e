"""Identities and directions that hold in every case: what a controller would check first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.handwritten import handwritten
from kkm_helpers import evaluate
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from tests.strategies import overrides

ACTIVE = ("build", "outsource", "hybrid")
OPTIONS = ("dissolve", *ACTIVE)


def same(one, other):
    """Equal up to the last digits of a float, at the size of money in this model."""
    return np.allclose(one, other, rtol=1e-9, atol=1e-5, equal_nan=True)


@given(overrides())
def test_equals_the_same_model_written_by_hand(case):
    results = evaluate(**case)
    by_hand = handwritten(results.assumptions)
    assert set(by_hand) == set(results)
    for name, value in results.items():
        expected = np.squeeze(by_hand[name])
        assert value is None or np.squeeze(value).shape == expected.shape, name
        if isinstance(value, str):
            assert value == str(expected), name
        else:
            assert same(np.nan if value is None else value, expected), name


@given(overrides())
def test_care_without_any_effect_has_no_benefit(case):
    results = evaluate(**case | {"churn_reduction": 0.0, "captured_share": 0.0, "redeployment_rate": 0.0})
    for option in ACTIVE:
        assert same(results[f"{option}_benefit"], 0)
        assert same(results[f"{option}_customers"], results["passive_customers"])
        assert results[f"{option}_npv"] <= 1e-6


@given(overrides())
def test_the_parts_of_the_benefit_add_up_to_what_changes(case):
    results = evaluate(**case)
    for option in ACTIVE:
        gained = results[f"{option}_margin"] - results["passive_margin"]
        parts = results[f"{option}_retention_benefit"] + results[f"{option}_development_benefit"]
        assert same(gained, parts)


@given(overrides())
def test_the_bridge_from_passive_adds_up_to_the_present_value(case):
    results = evaluate(**case)
    for option in ACTIVE:
        brought = sum(results[f"{option}_{part}_value"] for part in ("retention", "development", "redeployment"))
        spent = results[f"{option}_investment_value"] + results[f"{option}_running_cost_value"]
        assert brought - spent == pytest.approx(results[f"{option}_npv"], abs=1e-6 * max(1, brought, spent))


@given(overrides())
def test_working_capital_comes_back(case):
    results = evaluate(**case)
    for option in ACTIVE:
        assert results[f"{option}_working_capital_cost"].sum() == pytest.approx(0, abs=1e-3)


@given(overrides())
def test_the_sums_agree(case):
    results = evaluate(**case)
    for option in OPTIONS:
        net = results[f"{option}_total_benefit"] - results[f"{option}_total_cost"]
        assert same(net, results[f"{option}_cumulative"][-1])
        assert same(np.sum(results[f"{option}_year_net"]), net)
        if results.assumptions["horizon_months"] <= 36:
            assert same(results[f"{option}_npv_36"], results[f"{option}_npv"])


@given(overrides())
def test_the_recommendation_is_the_best_and_passive_is_worth_nothing(case):
    results = evaluate(**case)
    worth = {"passive": 0.0} | {option: results[f"{option}_npv"] for option in OPTIONS}
    if not results["takeover"]:
        del worth["hybrid"]
    best = results["recommended_option"]
    assert best in OPTION_NAMES
    assert worth[best] == max(worth.values())
    ranked = sorted(worth.values())
    assert same(results["decision_margin"], ranked[-1] - ranked[-2])


@given(overrides(without=("visits_per_customer", "max_sales_cost_ratio")), st.floats(0.5, 50), st.floats(0.002, 0.5))
def test_the_threshold_rises_with_visits_and_falls_with_the_ratio(case, visits, ratio):
    base = evaluate(**case, visits_per_customer=visits, max_sales_cost_ratio=ratio)["revenue_threshold"]
    more_visits = evaluate(**case, visits_per_customer=visits * 1.5, max_sales_cost_ratio=ratio)["revenue_threshold"]
    higher_ratio = evaluate(**case, visits_per_customer=visits, max_sales_cost_ratio=ratio * 1.5)["revenue_threshold"]
    assert more_visits >= base >= higher_ratio
    assert more_visits == pytest.approx(1.5 * base)


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("inside_rep_salary", -1),
        ("recruiting_cost", -1),
        ("crm_setup_cost", -1),
        ("project_lead_cost", -1),
        ("build_lead_months", None),
    ],
)
@given(data=st.data())
def test_what_costs_more_is_worth_less(name, direction, data):
    case = data.draw(overrides(without=(name,)))
    low, high = sorted(data.draw(st.tuples(st.integers(0, 50), st.integers(0, 50))))
    scale = 1 if name.endswith("months") else 1_000
    cheap, dear = (evaluate(**case, **{name: step * scale}) for step in (low, high))
    if direction is not None:
        assert dear["build_npv"] <= cheap["build_npv"] + 1e-6
    # A later start never brings more customers in care.
    assert dear["build_coverage"].sum() <= cheap["build_coverage"].sum() + 1e-9


@given(overrides(without=("churn_reduction",)), st.floats(0, 1), st.floats(0, 1))
def test_less_churn_keeps_more_customers(case, one, other):
    low, high = sorted((one, other))
    kept = [evaluate(**case, churn_reduction=value)["build_customers"] for value in (low, high)]
    assert (kept[1] >= kept[0] - 1e-6).all()


@given(overrides(without=("captured_share",)), st.floats(0, 1), st.floats(0, 1))
def test_more_captured_potential_brings_more_revenue(case, one, other):
    low, high = sorted((one, other))
    revenue = [evaluate(**case, captured_share=value)["outsource_revenue"] for value in (low, high)]
    assert (revenue[1] >= revenue[0] - 1e-6).all()


@given(overrides(without=("redeployment_rate",)))
def test_freed_time_is_no_money_unless_said_so(case):
    results = evaluate(**case, redeployment_rate=0.0)
    assert not results["passive_visit_value"].any()
    assert not results["build_redeployment_benefit"].any()


@given(overrides(without=("potential_basis", "historic_potential_per_customer")))
def test_the_total_potential_never_enters_the_present_value(case):
    """A need twice as large with the same open potential changes the total and nothing that is paid."""
    revenue = case.get("revenue_per_customer", 5_000.0)
    case |= {"potential_basis": "history", "revenue_per_customer": revenue}
    small = evaluate(**case, historic_potential_per_customer=revenue)
    none = evaluate(**case, historic_potential_per_customer=0.0)
    for option in OPTIONS:
        assert small[f"{option}_npv"] == none[f"{option}_npv"]


def test_customers_that_no_longer_buy_bring_no_uplift_of_what_they_bought():
    """Without revenue there is nothing to keep: the benefit of retention is 0."""
    results = evaluate(revenue_per_customer=0, potential_basis="history", historic_potential_per_customer=0)
    assert not results["build_benefit"].any()
    assert results["share_of_wallet"] == 0
    assert results["additional_revenue_share"] == 0


@given(overrides(without=("transfer_month", "horizon_months")))
def test_a_take_over_beyond_the_horizon_is_plain_outsourcing(case):
    results = evaluate(**case, transfer_month=60, horizon_months=24)
    assert results["takeover"] == 0
    for name in ("coverage", "revenue", "benefit", "running_cost", "npv"):
        assert same(results[f"hybrid_{name}"], results[f"outsource_{name}"])
    assert results["recommended_option"] != "hybrid"


def test_a_cost_of_nothing_has_no_return():
    free = dict.fromkeys(
        ("crm_setup_cost", "recruiting_cost", "training_cost", "equipment_cost", "project_lead_cost",
         "inside_rep_salary", "inside_rep_workplace_cost", "team_lead_salary", "working_capital_rate"), 0,
    )  # fmt: skip
    assert evaluate(**free)["build_roi"] is None


def test_every_option_can_win():
    winners = {
        "passive": {"potential_basis": "history"},
        "dissolve": {"contribution_margin": 0.05, "cost_per_order": 80, "dissolve_kept_margin": 0.9},
        "build": {"outsource_fte_price": 12_000},
        "outsource": {},
        "hybrid": {"outsource_fte_price": 9_000, "transfer_month": 7, "build_lead_months": 12},
    }
    assert {option: evaluate(**case)["recommended_option"] for option, case in winners.items()} == {
        option: option for option in winners
    }


def test_every_quantity_of_the_specification_exists(specification):
    import re

    block = specification.split("```formulas")[1].split("```")[0]
    for name in re.findall(r"^(\w+) =", block, flags=re.MULTILINE):
        options = ACTIVE if name.startswith("A_") else OPTIONS if name.startswith("X_") else (None,)
        for option in options:
            assert (name if option is None else f"{option}{name[1:]}") in QUANTITIES
