import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.scenarios import selling_days, values_around

DEFAULTS = evaluate(only=[]).assumptions


def test_horizons_of_different_lengths_are_computed_apart():
    columns = {"horizon_months": np.array([36.0, 60, 36]), "captured_share": np.array([0.05, 0.05, 0.1])}
    found = values_around(DEFAULTS, columns, ["build_npv", "recommended_option"])
    singles = [
        evaluate(horizon_months=horizon, captured_share=share) for horizon, share in zip(*columns.values(), strict=True)
    ]
    assert found["build_npv"] == pytest.approx([single["build_npv"] for single in singles])
    assert found["recommended_option"].tolist() == [single["recommended_option"] for single in singles]


def test_without_a_selling_day_there_is_no_value():
    found = values_around(DEFAULTS, {"non_selling_days": np.array([5.0, 204, 205])}, ["cost_per_visit"])
    assert found["cost_per_visit"].tolist() == pytest.approx([150, 30_000, np.nan], nan_ok=True)
    winners = values_around(DEFAULTS, {"sick_days": np.array([366.0, 15])}, ["recommended_option"])
    assert winners["recommended_option"].tolist() == ["", "outsource"]
    assert np.isnan(values_around(DEFAULTS, {"sick_days": np.array([366.0])}, ["build_npv"])["build_npv"]).all()


def test_selling_days_by_hand():
    assert selling_days(DEFAULTS) == 250 - 30 - 15 - 5
