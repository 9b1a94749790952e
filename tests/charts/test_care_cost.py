"""The cost of a visit by kind of cost."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.care_cost import cost_of_a_visit


def test_the_parts_are_those_of_the_default_case():
    bars = cost_of_a_visit(evaluate()).figure["data"][0]
    assert bars["x"] == pytest.approx([87.5, 18.375, 18.75, 15, 10.375, 150])
    assert bars["base"] == pytest.approx([0, 87.5, 105.875, 124.625, 139.625, 0])


def test_the_parts_add_up_to_the_cost_of_a_visit():
    results = evaluate(field_rep_salary=91_000, employer_contribution_rate=0.27, visits_per_day=3.5)
    *parts, total = cost_of_a_visit(results).figure["data"][0]["x"]
    assert sum(parts) == pytest.approx(total) == pytest.approx(results["cost_per_visit"])


def test_the_title_says_what_stands_out():
    assert cost_of_a_visit(evaluate()).title == "800 Besuche im Jahr müssen 120.000\u00a0€ tragen"
    assert cost_of_a_visit(evaluate(field_rep_salary=20_000), "en").title == "Car and travel cost more than the salary"
