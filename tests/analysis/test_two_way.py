import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.two_way import SameAssumptionTwiceError, two_way, winners

DEFAULTS = evaluate(only=[]).assumptions


def test_each_cell_is_what_evaluate_gives():
    table = two_way(DEFAULTS, "captured_share", "outsource_fte_price", "outsource_npv", steps=5)
    assert table.values.shape == (5, 5)
    for row, column in ((0, 0), (1, 3), (4, 4)):
        single = evaluate(captured_share=table.across_values[column], outsource_fte_price=table.down_values[row])
        assert table.values[row, column] == pytest.approx(single["outsource_npv"])
    assert table.at_today == pytest.approx(evaluate()["outsource_npv"])
    assert table.today == (0.05, 7_500)


def test_integers_stay_integers_and_choices_take_each_of_their_values():
    table = two_way(DEFAULTS, "horizon_months", "potential_basis", steps=7)
    assert table.across_values.tolist() == [12, 24, 36, 48, 60, 72, 84]
    assert table.down_values.tolist() == ["sector", "history"]
    assert table.values[1].tolist() == ["passive"] * 7
    assert table.values[0, 4] == "outsource"


def test_the_range_is_widened_to_todays_value():
    table = two_way({**DEFAULTS, "captured_share": 0.6}, "captured_share", "order_value", "build_npv", steps=4)
    assert table.across_values.tolist() == pytest.approx([0, 0.2, 0.4, 0.6])


def test_today_takes_the_place_of_the_nearest_value():
    table = two_way(DEFAULTS, "order_value", "captured_share", "build_npv", steps=4, through_today=True)
    assert table.across_values.tolist() == pytest.approx([500, 20 + 4_980 / 3, 20 + 2 * 4_980 / 3, 5_000])
    assert table.at_today == table.values[table.down_values.tolist().index(0.05), 0]


def test_what_cannot_be_computed_has_no_value():
    case = {**DEFAULTS, "sick_days": 180.0}
    table = two_way(case, "non_selling_days", "captured_share", "build_npv", steps=3)
    assert np.isnan(table.values[:, -1]).all()
    assert not np.isnan(table.values[:, 0]).any()
    assert set(two_way(case, "non_selling_days", "captured_share", steps=3).values[:, -1]) == {""}


def test_two_different_assumptions_are_needed():
    with pytest.raises(SameAssumptionTwiceError, match="order_value"):
        two_way(DEFAULTS, "order_value", "order_value")


def test_where_another_option_becomes_the_best():
    table = winners(DEFAULTS, "captured_share", "outsource_fte_price", steps=5)
    share, price = table.tips
    assert (share.name, share.today, share.option) == ("captured_share", 0.05, "passive")
    assert evaluate(captured_share=share.value - 1e-6)["recommended_option"] == "passive"
    assert evaluate(captured_share=share.value + 1e-6)["recommended_option"] == "outsource"
    assert evaluate(outsource_fte_price=price.value + 1)["recommended_option"] == price.option != "outsource"


def test_no_tip_where_the_winner_stays():
    assert winners({**DEFAULTS, "small_customers": 100.0}, "captured_share", "potential_basis", steps=5).tips == ()
