"""The charts of a review."""

from __future__ import annotations

import json
import re

import pytest

from kkm_helpers.charts.review import margin_against_plan, moves
from kkm_helpers.charts.theme import tokens
from kkm_helpers.customers.review import ReviewPlan
from tests.customers.lists import customer_list
from tests.customers.test_review import reviewed

BEFORE = customer_list(*({"customer_id": f"{i}", "r2023": 1_000.0, "r2024": 1_000.0} for i in range(10)))
AFTER = customer_list(
    *({"customer_id": f"{i}", "r2024": 1_000.0, "r2025": 0.0 if i < 3 else 1_000.0 if i < 9 else 20_000.0}
      for i in range(10))
)  # fmt: skip
PLANNED = ReviewPlan(0.28, planned_margin=(10.0,) * 12, required_margin={3: 20.0, 6: 50.0})


def check(chart, name):
    assert chart.name == name
    written = json.dumps(chart.as_json(), allow_nan=False)
    assert set(re.findall(r"var\(--([\w-]+)\)", written)) <= tokens().keys()
    assert "var(" not in chart.plotly("dark").to_json()


def texts(chart):
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


@pytest.mark.parametrize("language", ["de", "en"])
def test_moves_are_counted_where_there_are_any(language):
    chart = moves(reviewed(BEFORE, AFTER), language)
    check(chart, "moves")
    assert chart.title == (
        "1 Kleinkunden sind aufgestiegen, 3 kaufen nicht mehr"
        if language == "de"
        else "1 small customers moved up, 3 no longer buy"
    )
    assert {"6", "<b>1</b>", "<b>3</b>"} <= set(texts(chart))
    # Clusters nobody is in, before or after, have neither row nor column.
    assert "unbekannt" not in texts(chart)


def test_the_margin_is_told_against_the_plan():
    plan = ReviewPlan(0.28, planned_margin=(10.0,) * 12, required_margin={3: 20.0, 6: 50.0}, actual_margin=(5.0, 10.0))
    chart = margin_against_plan(reviewed(BEFORE, AFTER, plan))
    check(chart, "margin_against_plan")
    assert chart.title.replace("\u00a0", " ") == "Nach 2 Monaten 15 € gemessen, 20 € geplant"
    planned, actual, required = chart.figure["data"]
    assert planned["y"][-1] == 120
    assert actual["y"] == [0, 5, 15]
    assert (required["x"], required["y"]) == ([3, 6], [20, 50])


def test_without_actuals_the_plan_stands_alone():
    chart = margin_against_plan(reviewed(BEFORE, AFTER, PLANNED), "en")
    check(chart, "margin_against_plan")
    assert chart.title == "By month 12 an additional margin of €120 is planned"
    assert len(chart.figure["data"]) == 2
    assert "month 3: required €20" in chart.alt


def test_without_a_plan_there_is_no_chart():
    assert margin_against_plan(reviewed(BEFORE, AFTER, ReviewPlan(0.28, actual_margin=(1.0,)))) is None
