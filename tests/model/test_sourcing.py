"""Where an own team and a provider are worth the same."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kkm_helpers import evaluate
from tests.strategies import overrides


def gap(**case):
    results = evaluate(only=("outsource_npv", "build_npv"), **case)
    return results["outsource_npv"] - results["build_npv"]


@given(overrides())
def test_at_the_tipping_price_both_are_worth_the_same(case):
    results = evaluate(**case)
    price = results["tipping_fte_price"]
    assume(price is not None and 0 <= price < 1e6)
    size = abs(results["build_npv"]) + price * results["paid_fte_months_value"] + 1
    assert gap(**case | {"outsource_fte_price": price}) == pytest.approx(0, abs=1e-9 * size)


def test_above_the_tipping_price_building_is_worth_more():
    price = evaluate()["tipping_fte_price"]
    assert gap(outsource_fte_price=price - 1) > 0 > gap(outsource_fte_price=price + 1)
    # 546 EUR above the default price, over the 430 discounted full-time months paid: 234,726 EUR apart.
    assert price == pytest.approx(7_500 + 234_725.67 / 429.92, abs=0.01)


def test_there_is_no_tipping_price_where_nobody_is_paid():
    assert evaluate(outsource_lead_months=60, horizon_months=24)["tipping_fte_price"] is None


def test_a_provider_without_effect_has_a_price_below_nothing():
    assert evaluate(outsource_effect=0)["tipping_fte_price"] < 0


@given(st.floats(0, 300_000))
def test_at_the_tipping_exit_cost_both_are_worth_the_same(cost):
    found = evaluate(outsource_exit_cost=cost)["tipping_exit_cost"]
    assert found == pytest.approx(378_028.03, abs=0.01)
    assert gap(outsource_exit_cost=found) == pytest.approx(0, abs=1e-6)


def test_building_overtakes_in_the_month_from_which_its_cash_is_never_below():
    for case in ({}, {"outsource_fte_price": 8_000}, {"outsource_fte_price": 9_000}, {"outsource_lead_months": 10}):
        results = evaluate(**case)
        ahead = [
            own >= other
            for own, other in zip(results["build_cumulative"], results["outsource_cumulative"], strict=True)
        ]
        expected = next((month for month in range(1, 61) if all(ahead[month - 1 :])), None)
        assert results["build_overtakes_month"] == expected, case


def test_a_head_costs_what_the_running_cost_has_for_it():
    results = evaluate(wage_growth=0, outsource_commission=0)
    assert results["build_running_cost"][30] == pytest.approx(results["own_rep_month_cost"] * results["build_reps"][30])
    assert results["outsource_running_cost"][30] == pytest.approx(
        results["provider_rep_month_cost"] * results["outsource_reps"][30]
    )
