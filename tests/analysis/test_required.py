import numpy as np
import pytest
from scipy.optimize import brentq

from kkm_helpers import evaluate
from kkm_helpers.analysis.required import crossings, required_values, solvable, sourcing_tips
from kkm_helpers.assumptions import ASSUMPTIONS

DEFAULTS = evaluate(only=[]).assumptions


def test_at_the_required_value_the_present_value_is_zero_or_jumps():
    found = required_values(DEFAULTS, "outsource")
    assert set(found) == set(solvable())
    solved = {name: crossing.nearest for name, crossing in found.items() if crossing.nearest is not None}
    assert {"captured_share", "outsource_fte_price", "churn_reduction"} <= set(solved)
    for name, value in solved.items():
        if ASSUMPTIONS[name].is_whole:
            step = 1 if value > DEFAULTS[name] else -1
            before, after = value - step, value
        else:
            width = 1e-6 * max(1, abs(value))
            before, after = value - width, value + width
        signs = [evaluate(**{name: point})["outsource_npv"] >= 0 for point in (before, after)]
        assert signs[0] != signs[1] or abs(evaluate(**{name: value})["outsource_npv"]) < 1e-3, name


def test_none_where_there_is_none():
    assert required_values(DEFAULTS, "dissolve", ["captured_share"])["captured_share"].nearest is None


def test_the_required_value_lies_on_the_slider():
    for name, crossing in required_values(DEFAULTS, "build").items():
        low, high, _ = ASSUMPTIONS[name].slider
        assert all(low <= value <= high for value in crossing.values)


def test_several_crossings_the_nearest_first():
    def wave(results):
        revenue = results["revenue_threshold"] / 9_375 * 5  # the number of visits
        return (revenue - 3) * (revenue - 4.5) * (revenue - 9)

    found = crossings(DEFAULTS, ["visits_per_customer"], ["revenue_threshold"], wave)["visits_per_customer"]
    assert found.values == pytest.approx((4.5, 3, 9))


def test_a_jump_is_found():
    def jump(results):
        return results["inside_reps"] - 10.5

    found = crossings(DEFAULTS, ["small_customers", "customers_per_rep"], ["inside_reps"], jump)
    assert found["small_customers"].nearest == 4_001
    assert found["customers_per_rep"].nearest == 399


def test_a_zero_today_is_the_answer():
    found = crossings(DEFAULTS, ["visits_per_day"], ["visits_per_field_rep"], lambda r: r["visits_per_field_rep"] - 800)
    assert found["visits_per_day"].nearest == 4


def test_a_range_that_would_leave_no_selling_day_is_not_searched():
    case = {**DEFAULTS, "non_selling_days": 204.0}
    found = crossings(case, ["sick_days", "vacation_days"], ["selling_days"], lambda r: r["selling_days"] - 4.5)
    assert found["sick_days"].nearest == 11


def test_where_the_sourcing_tips():
    tips = sourcing_tips(DEFAULTS)
    price = tips["outsource_fte_price"].nearest
    results = evaluate(outsource_fte_price=price)
    assert results["outsource_npv"] == pytest.approx(results["build_npv"], abs=0.01)
    assert price > 7_500


# --- checked another way --------------------------------------------------------------
@pytest.mark.parametrize("name", ["captured_share", "outsource_fte_price", "discount_rate", "order_value"])
def test_a_smooth_crossing_is_that_of_scipy(name):
    low, high, _ = ASSUMPTIONS[name].slider

    def npv(value):
        return evaluate(only=["outsource_npv"], **{name: value})["outsource_npv"]

    inside = DEFAULTS[name]
    end = low if npv(low) < 0 else high
    expected = brentq(npv, *sorted((inside, end)), xtol=1e-12)
    assert required_values(DEFAULTS, "outsource", [name])[name].nearest == pytest.approx(expected, rel=1e-9)


def test_every_integer_is_tried():
    low, high, _ = ASSUMPTIONS["small_customers"].slider
    npv = evaluate(only=["build_npv"], small_customers=np.arange(low, high + 1))["build_npv"]
    turns = np.arange(low, high)[(npv[:-1] >= 0) != (npv[1:] >= 0)]
    found = required_values(DEFAULTS, "build", ["small_customers"])["small_customers"].values
    assert sorted(found) == turns.tolist()  # all below today's 4,000: the lower of each pair
    assert len(turns) > 3


def test_the_horizon_has_a_required_value_too():
    found = required_values(DEFAULTS, "outsource", ["horizon_months"])["horizon_months"].nearest
    assert evaluate(horizon_months=found)["outsource_npv"] < 0 < evaluate(horizon_months=found + 1)["outsource_npv"]


def test_of_a_stretch_of_zeros_its_ends_and_today():
    found = crossings(
        DEFAULTS, ["sick_days"], ["selling_days"], lambda results: np.maximum(results["selling_days"] - 195, 0)
    )
    assert found["sick_days"].values == (20, 30)
    plateau = crossings(DEFAULTS, ["sick_days"], ["selling_days"], lambda results: results["selling_days"] * 0)
    assert plateau["sick_days"].values == (15, 0, 30)


def test_noise_of_floats_is_no_crossing():
    def noise(results):
        return np.where(results["selling_days"] > 200, 1e-12, 5.0)

    found = crossings(DEFAULTS, ["visits_per_day", "sick_days"], ["selling_days"], noise)
    assert found["visits_per_day"].values == ()
    assert found["sick_days"].nearest == 14
