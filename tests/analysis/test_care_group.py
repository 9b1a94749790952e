import numpy as np
import pandas as pd
import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.care_group import care_group
from kkm_helpers.scenario import build_case, scenario_from

BEST_YEARS = np.linspace(1_000, 9_000, 50)


@pytest.fixture
def case(tmp_path):
    file = tmp_path / "kunden.csv"
    pd.DataFrame(
        {
            "customer_id": [f"K{number}" for number in range(50)],
            "revenue_2023": BEST_YEARS,
            "revenue_2024": np.full(50, 1_000.0),
        }
    ).to_csv(file, index=False)
    return build_case(scenario_from({"customers_file": str(file), "captured_share": 0.2, "customers_per_rep": 50}))


def test_the_number_and_its_margin_by_hand(case):
    group = care_group(case, case.results)
    cost = case.results["inside_care_cost"]
    # 12 % churn less a third; 28 % margin.
    margins = np.sort((np.maximum(BEST_YEARS - 1_000, 0) * 0.2 + 1_000 * 0.12 * 0.33) * 0.28)[::-1]
    assert group.line.worth_it == (margins > cost).sum()
    assert group.line.everybody == pytest.approx(margins.sum() - 50 * cost)
    assert group.line.best == max(0, group.line.net_of_best.max())


def test_nobody_worth_it_leaves_no_case(case):
    assert care_group(case, case.results).line.worth_it == 0
    assert care_group(case, case.results).results is None


def test_the_model_is_fed_from_those_worth_it(case):
    cheap = evaluate(**{**case.results.assumptions, "inside_rep_salary": 3_000, "inside_rep_workplace_cost": 100})
    group = care_group(case, cheap)
    worth = group.line.worth_it
    assert 0 < worth < 50
    best = np.sort(BEST_YEARS)[::-1][:worth]
    assert group.inputs["small_customers"] == worth
    assert group.inputs["historic_potential_per_customer"] == pytest.approx(best.mean())
    assert group.results.assumptions["small_customers"] == worth
    assert group.results.assumptions["inside_rep_salary"] == 3_000


def test_without_a_list_there_is_none():
    plain = build_case()
    assert care_group(plain, plain.results) is None
