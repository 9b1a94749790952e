"""The threshold as crossing of two lines, and as bars."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.break_even import threshold_line, thresholds


def texts(chart):
    return [note["text"].replace("\u00a0", " ") for note in chart.figure["layout"]["annotations"]]


def test_the_lines_cross_at_the_threshold():
    *_, allowed, care, crossing = threshold_line(evaluate()).figure["data"]
    slope = (allowed["y"][1] - allowed["y"][0]) / (allowed["x"][1] - allowed["x"][0])
    assert slope == pytest.approx(0.08)
    assert care["y"] == [750, 750]
    assert (crossing["x"], crossing["y"]) == ([9_375], [750])


def test_the_zones_meet_at_the_two_thresholds():
    loss, over_target, pays = threshold_line(evaluate()).figure["data"][:3]
    assert (loss["x"][0], loss["x"][1]) == pytest.approx((0, 750 / 0.28))
    assert (over_target["x"][0], over_target["x"][1]) == pytest.approx((750 / 0.28, 9_375))
    assert pays["x"][0] == 9_375
    assert [zone["fillcolor"] for zone in (loss, over_target, pays)] == [
        "var(--warn-soft)", "var(--line)", "var(--accent-soft)",
    ]  # fmt: skip


def test_a_margin_below_the_allowed_ratio_is_a_loss_beyond_the_threshold():
    chart = threshold_line(evaluate(contribution_margin=0.06))
    loss, still_loss, pays = chart.figure["data"][:3]
    assert (still_loss["x"][0], still_loss["x"][1]) == pytest.approx((9_375, 12_500))
    assert loss["fillcolor"] == still_loss["fillcolor"] == "var(--warn-soft)"
    assert pays["x"][0] == pytest.approx(12_500)
    assert "über Ziel" not in texts(chart)


def test_labels_stand_at_the_lines_with_their_numbers():
    assert texts(threshold_line(evaluate())) == [
        "Betreuung kostet 750 €", "8,0 % vom Umsatz", "Verlust", "<b>9.375 €</b>", "rechnet sich", "2.679 €",
        "über Ziel",
    ]  # fmt: skip


def test_the_smaller_label_gives_way_where_there_is_no_room():
    assert "7.500 €" not in texts(threshold_line(evaluate(contribution_margin=0.1)))


@pytest.mark.parametrize(
    ("revenue", "title"),
    [
        (2_000, "Für den Außendienst zu klein, für Inside Sales auch"),
        (5_000, "Für den Außendienst zu klein, für Inside Sales groß genug"),
        (9_375, "Die Kleinkunden sind groß genug für den Außendienst"),
    ],
)
def test_the_bars_say_for_whom_the_customers_are_large_enough(revenue, title):
    chart = thresholds(evaluate(revenue_per_customer=revenue))
    assert chart.title == title
    assert chart.figure["data"][0]["x"][1] == revenue
    assert chart.figure["data"][0]["x"][3] == 9_375
