"""What a year of care was to bring: targets from the case, and two lists held against them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kkm_helpers.analysis.milestones import milestones
from kkm_helpers.analysis.review_plan import Entered, review_lists, review_plan
from kkm_helpers.customers.customer_list import CustomerList, ImportReport
from kkm_helpers.customers.identification import IdentificationSettings
from kkm_helpers.engine import evaluate
from kkm_helpers.errors import KkmError
from tests.customers.lists import customer_list


def listed(*rows):
    return CustomerList(customer_list(*rows), (), ImportReport("test.csv"), "test.csv")


class TestPlan:
    def test_targets_are_what_the_plan_has_for_the_first_year(self):
        results = evaluate()  # outsource is recommended
        plan = review_plan(results)
        assert plan.contribution_margin == 0.28
        kept = results["outsource_customers"][11] - results["passive_customers"][11]
        assert plan.churn_change == pytest.approx(-kept / 4_000)
        # Never more than care at full effect: 12 % less a third of it.
        assert -0.12 * 0.33 < plan.churn_change < 0
        more = results["outsource_revenue"][:12].sum() - results["passive_revenue"][:12].sum()
        assert plan.revenue_growth == pytest.approx(more / 20_000_000)
        # Two months of lead time, ten of ten reps at 7,500 EUR and 5 % governance.
        assert plan.team_cost == pytest.approx(10 * 10 * 7_500 * 1.05, rel=0.03)
        assert plan.planned_margin == pytest.approx((results["outsource_margin"] - results["passive_margin"])[:12])
        assert plan.required_margin == {each.month: each.required_margin for each in milestones(results)}
        assert set(plan.required_margin) == {3, 6, 9, 12}

    def test_the_last_of_several_years_is_planned(self):
        results = evaluate()
        plan = review_plan(results, years=2)
        assert len(plan.planned_margin) == 24
        more = results["outsource_revenue"][12:24].sum() - results["passive_revenue"][12:24].sum()
        assert plan.revenue_growth == pytest.approx(more / 20_000_000)
        assert plan.team_cost > review_plan(results).team_cost

    def test_a_horizon_shorter_than_the_period_ends_the_plan(self):
        assert len(review_plan(evaluate(horizon_months=12, captured_share=0.3), years=3).planned_margin) <= 12

    def test_where_passive_is_recommended_nothing_is_planned(self):
        plan = review_plan(evaluate(potential_basis="history"), entered=Entered(market_churn=0.1, team_cost=5.0))
        assert (plan.churn_change, plan.revenue_growth, plan.required_margin) == (None, None, {})
        assert plan.planned_margin == ()
        assert (plan.market_churn, plan.team_cost) == (0.1, 5.0)

    def test_what_was_entered_goes_before_the_plan(self):
        plan = review_plan(evaluate(), entered=Entered(team_cost=1.0, actual_margin=(1.0,) * 15))
        assert plan.team_cost == 1.0
        assert len(plan.planned_margin) == 15

    def test_customers_without_revenue_have_no_growth_to_plan(self):
        assert review_plan(evaluate(revenue_per_customer=0, captured_share=0.2)).revenue_growth is None


class TestLists:
    ROWS = tuple({"customer_id": f"{i}", "r2022": 1_000.0, "r2023": 1_000.0} for i in range(40))

    def lists(self):
        before = listed(*({**row, "r2024": 1_000.0} for row in self.ROWS))
        after = listed(*({**row, "r2024": 1_000.0, "r2025": 1_100.0} for row in self.ROWS))
        return before, after

    def test_both_lists_are_judged_by_one_rule_each_in_its_own_year(self):
        settings = IdentificationSettings(reference_year=2024, as_of=date(2024, 11, 30), definition="erp")
        found = review_lists(*self.lists(), settings, {"visits_per_customer": 4})
        assert (found.before.reference_year, found.after.reference_year) == (2024, 2025)
        assert (found.before.threshold, found.after.threshold) == (7_500, 7_500)
        assert found.after.as_of == date(2025, 11, 30)

    def test_the_case_is_fed_from_the_first_list(self):
        found = review_lists(*self.lists(), IdentificationSettings(), {})
        assert found.results.assumptions["small_customers"] == 40
        assert found.results.assumptions["revenue_per_customer"] == 1_000

    @pytest.mark.parametrize("marked", [0, 1])
    def test_either_list_may_mark_the_control_group(self, marked):
        lists = list(self.lists())
        frame = lists[marked].frame
        alone = frame["customer_id"].astype(int) < 20
        lists[marked] = replace(lists[marked], frame=frame.assign(control_group=alone.map({True: "ja", False: ""})))
        assert review_lists(*lists, IdentificationSettings(), {}).review.baseline == "control"

    def test_a_control_group_of_large_customers_is_refused(self):
        before, after = self.lists()
        frame = before.frame.assign(control_group="ja")
        frame.loc[frame.index < 3, "revenue_2024"] = 50_000.0
        with pytest.raises(KkmError, match="3 von 40 Kunden sind dort keine Kleinkunden") as caught:
            review_lists(replace(before, frame=frame), after, IdentificationSettings(), {})
        assert "3 of 40 customers are not small there" in caught.value.en
