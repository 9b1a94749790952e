"""How many customers deserve care."""

import numpy as np
import pytest

from kkm_helpers.charts.care_line import care_curve
from kkm_helpers.customers.assignment import care_line


@pytest.mark.parametrize(
    ("margins", "title"),
    [
        ([50.0, 300.0, 90.0, 200.0], "Betreuung lohnt sich für die besten 2 von 4 Kunden: 300\u00a0€ im Jahr"),
        ([150.0, 300.0], "Betreuung lohnt sich für alle 2 Kunden: 250\u00a0€ im Jahr"),
        ([50.0, 90.0], "Für keinen der 2 Kunden deckt der erwartete Deckungsbeitrag die Betreuung"),
    ],
)
def test_the_title_is_the_finding(margins, title):
    assert care_curve(care_line(np.array(margins), 100.0), 100.0).title == title


def test_the_curve_is_margin_less_cost_of_the_best_with_its_peak():
    chart = care_curve(care_line(np.array([50.0, 300.0, 90.0, 200.0]), 100.0), 100.0, "en")
    line, marks = chart.figure["data"]
    assert (line["x"], line["y"]) == ([0, 1, 2, 3, 4], [0, 200, 300, 290, 240])
    assert (marks["x"], marks["y"]) == ([2, 4], [300, 240])
    assert chart.alt == "Best 2 customers: €300 a year; all 4: €240 a year"


def test_many_customers_keep_the_peak_exactly():
    draw = np.random.default_rng(1).exponential(120, 5_000)
    found = care_line(draw, 100.0)
    line = care_curve(found, 100.0).figure["data"][0]
    assert len(line["x"]) < 320
    assert max(line["y"]) == pytest.approx(found.best)
    assert line["x"][line["y"].index(max(line["y"]))] == found.worth_it


def test_nobody_to_care_for_is_no_error():
    assert care_curve(care_line(np.array([]), 100.0), 100.0).figure["data"][0]["x"] == [0]
