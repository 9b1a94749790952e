"""The charts of a customer list."""

from __future__ import annotations

import json
import re

import pytest

from kkm_helpers.charts.identification import revenue_curve, segments, visits_by_revenue
from kkm_helpers.charts.theme import tokens
from kkm_helpers.customers.identification import IdentificationSettings, identify
from tests.customers.lists import TODAY, customer_list


def found(*rows, threshold=1_000.0):
    return identify(customer_list(*rows), IdentificationSettings(), threshold, today=TODAY)


USUAL = tuple({"r2024": revenue, "visits": visits} for revenue, visits in (
    (5_000.0, 10), (3_000.0, 4), (999.0, 3), (500.0, 2), (100.0, 1), (0.0, 0), (400.0, None),
))  # fmt: skip
CASES = {
    "usual": USUAL,
    "nobody bought": ({"r2024": 0.0}, {"r2024": -5.0}),
    "nobody small": ({"r2024": 5_000.0}, {"r2024": 7_000.0}),
    "unknown": ({"r2024": None}, {"r2024": 10.0}),
    "credit notes": ({"r2024": 5_000.0}, {"r2024": -500.0}),
    "one": ({"r2024": 10.0},),
}


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("rows", CASES.values(), ids=CASES)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("chart_of", [segments, revenue_curve, visits_by_revenue])
def test_every_chart_stands_for_every_list(chart_of, language, rows):
    chart = chart_of(found(*rows), language)
    if chart is None:
        assert chart_of is visits_by_revenue
        return
    assert chart.name == chart_of.__name__
    assert chart.title
    assert chart.subtitle
    assert chart.alt
    written = json.dumps(chart.as_json(), allow_nan=False)
    assert not re.search(r'"#[0-9a-f]{3,8}"', written)
    assert set(re.findall(r"var\(--([\w-]+)\)", written)) <= tokens().keys()
    assert "var(" not in chart.plotly("dark").to_json()


class TestSegments:
    def test_parts_add_up_to_the_whole_and_begin_where_the_last_one_ends(self):
        data = segments(found(*USUAL)).figure["data"]
        for row in range(3):  # customers, revenue, visits; the list has no orders
            assert sum(trace["x"][row] for trace in data) == pytest.approx(1)
            end = 0
            for trace in data:
                assert trace["base"][row] == pytest.approx(end)
                end += trace["x"][row]

    def test_the_title_says_how_many_and_how_much(self):
        # 5 of 7 customers, 1,999 of 9,999 EUR
        assert plain(segments(found(*USUAL)).title) == "71 % der Kunden sind klein und bringen 20 % vom Umsatz"
        assert segments(found(*USUAL), "en").title == "71% of the customers are small and bring 20% of the revenue"

    def test_negative_parts_are_not_drawn(self):
        chart = segments(found(*CASES["credit notes"]))
        labels = {label for label, _, _ in (row for trace in chart.figure["data"] for row in trace["customdata"])}
        assert labels == {"Kunden"}


class TestCurve:
    def test_the_line_changes_at_the_threshold(self):
        chart = revenue_curve(found(*USUAL))
        below, above = chart.figure["data"]
        assert (above["x"][-1], below["x"][0], below["x"][-1]) == (2, 2, 7)
        assert above["y"][-1] == below["y"][0] == pytest.approx(8_000 / 9_999 * 100)
        assert below["y"][-1] == pytest.approx(100)
        assert plain(chart.title) == "2 Kunden liegen über 1.000 € und bringen 80 % vom Umsatz"

    def test_one_customer_above_is_one(self):
        only = found({"r2024": 3_000.0}, {"r2024": 1_000.0 / 3}, {"r2024": 2_000.0 / 3})
        assert plain(revenue_curve(only).title) == "1 Kunde liegt über 1.000 € und bringt 75 % vom Umsatz"
        assert revenue_curve(only, "en").title == "1 customer is above €1,000 and brings 75% of the revenue"

    def test_many_customers_are_drawn_with_few_points(self):
        chart = revenue_curve(found(*({"r2024": float(number)} for number in range(1, 2_500))))
        assert sum(len(trace["x"]) for trace in chart.figure["data"]) < 310


class TestVisits:
    def test_bands_are_parts_of_the_threshold(self):
        chart = visits_by_revenue(found(*USUAL))
        (bars,) = chart.figure["data"]
        # none, up to 250, 250 to 500, 500 to 1,000, 1,000 to 2,000, 2,000 to 4,000, from 4,000
        assert bars["x"] == [0, 1, 0, 5, 0, 4, 10]
        assert plain(chart.title) == "30 % der Besuche gelten Kunden unter der Umsatzschwelle"
        assert "bekannt von 6 Kunden" in chart.subtitle

    def test_a_list_without_visits_has_none(self):
        assert visits_by_revenue(found({"r2024": 10.0})) is None
        assert visits_by_revenue(found({"r2024": 10.0, "visits": 0})) is None
