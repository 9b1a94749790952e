"""The steps with a notebook."""

from __future__ import annotations

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.model import QUANTITIES
from kkm_helpers.model.declare import renamed
from kkm_helpers.workbook.steps import STEPS


def test_assumptions_are_all_that_the_results_depend_on():
    assert STEPS["care_cost"].assumptions == (
        "field_rep_salary", "employer_contribution_rate", "field_rep_car_cost", "field_rep_travel_cost",
        "field_rep_other_cost", "working_days", "vacation_days", "sick_days", "non_selling_days", "visits_per_day",
        "visits_per_customer",
    )  # fmt: skip
    assert STEPS["break_even"].assumptions == (
        *STEPS["care_cost"].assumptions, "max_sales_cost_ratio", "contribution_margin", "revenue_per_customer"
    )  # fmt: skip
    assert STEPS["potential"].assumptions == (
        "contribution_margin", "small_customers", "revenue_per_customer", "potential_basis", "employees_per_customer",
        "revenue_per_employee", "historic_potential_per_customer", "captured_share",
    )  # fmt: skip


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_a_calculation_path_names_what_it_uses_before_it_uses_it(step):
    path = [renamed(name, "outsource") for name in step.calculation]
    for place, name in enumerate(path):
        later = set(path[place:])
        assert not later.intersection(QUANTITIES[name].needs)


def test_results_are_those_of_the_steps_topic():
    assert STEPS["care_cost"].results == (
        "field_rep_cost", "selling_days", "visits_per_field_rep", "cost_per_visit", "net_care_cost",
        "customers_per_field_rep",
    )  # fmt: skip
    assert STEPS["break_even"].results == ("revenue_threshold", "margin_threshold")
    assert STEPS["potential"].results == (
        "potential_per_customer", "total_potential", "total_margin_potential", "open_potential_per_customer",
        "share_of_wallet", "additional_revenue_per_customer", "additional_revenue_share",
    )  # fmt: skip


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_names_exist(step):
    assert set(step.results) <= set(QUANTITIES)
    assert set(step.beside) <= set(ASSUMPTIONS)


def test_file_names_and_titles_follow_from_the_step():
    assert [step.notebook for step in STEPS.values()] == [
        "2_care_cost", "3_break_even", "4_potential", "5_business_case", "6_build_or_outsource",
    ]  # fmt: skip
    assert STEPS["break_even"].title("de") == "3 · Gewinnschwelle"
    assert STEPS["break_even"].title("en") == "3 · Break-even"
