"""The calculation path as rows."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.template import filled
from kkm_helpers.formulas import number_text
from kkm_helpers.model import QUANTITIES
from kkm_helpers.widgets.calculation_path import calculation_path
from kkm_helpers.widgets.steps import STEPS


def rows_of(names, answer, language="de", **overrides):
    return filled(calculation_path(names, answer), evaluate(**overrides), language)


def test_a_row_has_formula_numbers_and_result_apart():
    (row,) = rows_of(("revenue_threshold",), "revenue_threshold")
    assert row == {
        "name": "revenue_threshold",
        "value": 9_375,
        "text": "9.375\u00a0€",
        "label": "Umsatzschwelle",
        "formula": "Netto-Betreuungskosten / Maximale Vertriebskostenquote",
        "numbers": [["750\u00a0€", "net_care_cost"], [" / ", ""], ["8,0\u00a0%", "max_sales_cost_ratio"]],
        "hit": True,
    }


def test_option_rows_are_those_of_the_option_shown():
    rows = rows_of(("inside_reps", "option_npv"), "option_npv", "en")
    assert [(row["name"], row["hit"]) for row in rows] == [("inside_reps", False), ("outsource_npv", True)]
    assert rows[1]["numbers"] == [], "a sum over months has no numbers of its own to show"


@pytest.mark.parametrize(("horizon", "month"), [(60, 12), (7, 7)])
def test_a_monthly_figure_is_that_of_month_12_or_of_the_last(horizon, month):
    (row,) = rows_of(("build_net",), "build_net", horizon_months=horizon)
    results = evaluate(horizon_months=horizon)
    assert row["value"] == results["build_net"][month - 1]
    numbers = "".join(words for words, _ in row["numbers"])
    assert f"{numbers} = {row['text']}" == number_text(QUANTITIES["build_net"], results, "de", month)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_step_explains_itself(step, language):
    rows = rows_of(step.path, step.answer, language)
    assert all(row["formula"] and row["label"] and row["text"] for row in rows)
    assert sum(row["hit"] for row in rows) == len(rows[:1])
