"""The wallet of a small customer."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.potential import wallet


def test_the_parts_follow_each_other_up_to_the_potential():
    bars = wallet(evaluate()).figure["data"][0]
    assert bars["x"] == pytest.approx([5_000, 1_100, 20_900, 27_000])
    assert bars["base"] == pytest.approx([0, 5_000, 6_100, 0])


def test_without_open_potential_nothing_is_promised():
    chart = wallet(evaluate(revenue_per_customer=30_000))
    assert chart.title == "Der Umsatz erreicht schon das gerechnete Potenzial"
    assert chart.figure["data"][0]["x"][1:3] == [0, 0]


def test_the_potential_is_called_a_need():
    assert "Potenzial (Bedarf, kein Umsatz): 27.000\u00a0€" in wallet(evaluate()).alt
