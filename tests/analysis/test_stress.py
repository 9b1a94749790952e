import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.analysis.two_way import two_way

DEFAULTS = evaluate(only=[]).assumptions
BY_NAME = {stress.name: stress for stress in STRESS_CASES}


def test_the_factors_of_the_specification():
    pessimistic = BY_NAME["pessimistic"].overrides(DEFAULTS)
    assert pessimistic["captured_share"] == pytest.approx(0.04)
    assert pessimistic["outsource_fte_price"] == pytest.approx(9_000)
    assert pessimistic["build_lead_months"] == 7
    assert pessimistic["transfer_month"] == 21
    assert len(pessimistic) == 17
    optimistic = BY_NAME["optimistic"].overrides(DEFAULTS)
    assert optimistic["churn_reduction"] == pytest.approx(0.396)
    assert "build_lead_months" not in optimistic
    assert BY_NAME["expected"].overrides(DEFAULTS) == {}


def test_worse_is_worse():
    npvs = [evaluate(**stress.overrides(DEFAULTS))["outsource_npv"] for stress in STRESS_CASES]
    assert npvs == sorted(npvs)


def test_values_stay_within_their_bounds():
    assert BY_NAME["optimistic"].overrides({**DEFAULTS, "captured_share": 0.9})["captured_share"] == 1


def test_which_option_wins_where():
    table = two_way(DEFAULTS, "outsource_fte_price", "captured_share")
    assert table.values.shape == (len(table.down_values), len(table.across_values))
    row, column = 5, 3
    single = evaluate(outsource_fte_price=table.across_values[column], captured_share=table.down_values[row])
    assert table.values[row, column] == single["recommended_option"]
    npv = two_way(DEFAULTS, "outsource_fte_price", "small_customers", "outsource_npv")
    assert npv.values[row, column] == pytest.approx(
        evaluate(outsource_fte_price=npv.across_values[column], small_customers=npv.down_values[row])["outsource_npv"]
    )
