"""The review: what counts as success, and that a list without any effect never does."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.customers.comparison import join_key
from kkm_helpers.customers.identification import IdentificationSettings, identify
from kkm_helpers.customers.quality import assess_quality
from kkm_helpers.customers.review import ReviewPlan, control_group_of, review
from kkm_helpers.errors import KkmError
from tests.customers.lists import customer_list

THRESHOLD = 9375.0
MEASURES = ["qualified_customers", "churn", "moved_up", "revenue_growth", "market_share", "team_cost"]


def reviewed(before, after, plan=None, control_group=None, **given):
    lists = []
    for frame, today in ((before, date(2025, 6, 1)), (after, date(2026, 6, 1))):
        found = identify(frame, IdentificationSettings(**given), THRESHOLD, today=today)
        lists.append((found, assess_quality(frame, reference_year=found.reference_year, today=today)))
    (first, quality_before), (second, quality_after) = lists
    return review(first, second, plan or ReviewPlan(0.28), quality_before, quality_after, control_group=control_group)


def measures(found):
    return {measure.name: measure for measure in found.measures}


# --- by hand -------------------------------------------------------------------------------------------------------


def test_moves_between_clusters():
    before = customer_list(
        {"customer_id": "001", "r2024": 100.0},
        {"customer_id": "2", "r2024": 100.0},
        {"customer_id": "3", "r2024": 100.0},
        {"customer_id": "4", "r2024": 0.0},
        {"customer_id": "5", "r2024": 20000.0},
        {"customer_id": "6", "r2024": None},
    )
    after = customer_list(
        {"customer_id": " 1", "r2025": 12000.0},
        {"customer_id": "2", "r2025": 0.0},
        {"customer_id": "4", "r2025": 50.0},
        {"customer_id": "5", "r2025": 300.0},
        {"customer_id": "6", "r2025": 10.0},
        {"customer_id": "7", "r2025": 99999.0},
    )
    found = reviewed(before, after)
    moved = {(start, end): n for start, row in found.moves.items() for end, n in row.items() if n}
    assert moved == {
        ("small", "field"): 1, ("small", "gone"): 2, ("gone", "small"): 1, ("field", "small"): 1,
        ("unknown", "small"): 1, ("gone", "field"): 1,
    }  # fmt: skip
    assert found.deserve_field == ("001",)
    assert any("1 Kunden fehlen in der zweiten Liste" in remark.de for remark in found.remarks)


def test_differences_to_the_control_group_by_hand():
    cared = [{"customer_id": f"c{i}", "r2024": 1000.0} for i in range(40)]
    alone = [{"customer_id": f"a{i}", "r2024": 1000.0} for i in range(40)]
    after = [{"customer_id": f"c{i}", "r2025": 0.0 if i < 2 else 1200.0} for i in range(40)]
    after += [{"customer_id": f"a{i}", "r2025": 0.0 if i < 10 else 1100.0} for i in range(40)]
    plan = ReviewPlan(0.28, churn_change=-0.04, market_churn=0.12, team_cost=3000.0)
    found = reviewed(
        customer_list(*cared, *alone), customer_list(*after), plan, control_group=[f"a{i}" for i in range(40)]
    )
    each = measures(found)
    assert found.baseline == "control"
    assert each["churn"].actual == pytest.approx(2 / 40 - 10 / 40)
    assert each["churn"].status == "green"
    assert each["revenue_growth"].actual == pytest.approx((38 * 1.2 - 30 * 1.1) / 40)
    assert each["revenue_growth"].status == "yellow"  # the margin is unknown
    assert each["team_cost"].actual == pytest.approx((38 * 1200 - 30 * 1100) * 0.28)
    assert each["team_cost"].status == "green"
    assert each["moved_up"].actual == 0
    assert each["market_share"].status == "unknown"
    assert "5,0\u00a0% der Kleinkunden, −20,0 Prozentpunkte gegen die Kontrollgruppe (25,0\u00a0%)" in (
        each["churn"].sentence.de
    )
    assert "against the control group" in each["churn"].sentence.en


def test_a_market_figure_nobody_entered_is_unknown_never_green():
    rows = [{"customer_id": str(i), "r2023": 1000.0, "r2024": 1000.0} for i in range(100)]
    after = [{"customer_id": str(i), "r2024": 1000.0, "r2025": 5000.0} for i in range(100)]
    each = measures(reviewed(customer_list(*rows), customer_list(*after), ReviewPlan(0.28)))
    assert each["churn"].status == each["market_share"].status == each["team_cost"].status == "unknown"


def test_without_any_comparison_nothing_is_judged():
    rows = [{"customer_id": str(i), "r2024": 1000.0} for i in range(100)]
    after = [{"customer_id": str(i), "r2025": 9000.0} for i in range(100)]
    found = reviewed(customer_list(*rows), customer_list(*after), ReviewPlan(0.28, market_churn=0.1, team_cost=1.0))
    assert found.baseline == "none"
    assert [measure.status for measure in found.measures][1:] == ["unknown"] * 5
    assert "fehlt der Vergleich" in measures(found)["churn"].sentence.de


def test_a_handful_of_customers_is_never_green():
    rows = [{"customer_id": str(i), "r2023": 1000.0, "r2024": 1000.0} for i in range(10)]
    after = [{"customer_id": str(i), "r2024": 1000.0, "r2025": 9000.0} for i in range(10)]
    found = reviewed(customer_list(*rows), customer_list(*after), ReviewPlan(0.28, market_churn=0.5, team_cost=1.0))
    assert "green" not in {measure.status for measure in found.measures[1:]}
    assert any("reicht für kein Urteil" in remark.de for remark in found.remarks)


def test_quality_measure():
    row = {"name": "Muster GmbH", "sector": "A", "postcode": "10115", "employees": 3}
    before = customer_list(*({"customer_id": str(i), "r2024": 1.0} for i in range(4)))
    after = customer_list(*({"customer_id": str(i), "r2025": 1.0} | (row if i else {}) for i in range(4)))
    measure = measures(reviewed(before, after, ReviewPlan(0.28, qualified_share=0.9)))["qualified_customers"]
    assert (measure.target, measure.actual, measure.status) == (0.9, 0.75, "yellow")
    measure = measures(reviewed(before, after, ReviewPlan(0.28, qualified_share=0.7)))["qualified_customers"]
    assert measure.status == "green"


def test_better_margin_decides_between_green_and_yellow():
    def lists(margin_after):
        before = [
            {"customer_id": f"{i}", "r2023": 1000.0, "r2024": 1000.0 + i, "contribution_margin": 0.3} for i in range(60)
        ]
        after = [{"customer_id": f"{i}", "r2025": 1500.0 + i, "contribution_margin": margin_after} for i in range(60)]
        return customer_list(*before), customer_list(*after)

    assert measures(reviewed(*lists(0.31)))["revenue_growth"].status == "green"
    worse = measures(reviewed(*lists(0.25)))["revenue_growth"]
    assert worse.status == "yellow"
    assert "Deckungsbeitrag 25,0\u00a0% nach 30,0\u00a0%" in worse.sentence.de


def test_milestones_and_plan_against_actual():
    plan = ReviewPlan(
        0.28,
        required_margin={3: 100.0, 6: 300.0, 9: 700.0, 12: 1500.0},
        planned_margin=(50.0,) * 12,
        actual_margin=(40.0, 40.0, 40.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0),
    )
    rows = customer_list({"customer_id": "1", "r2024": 1.0}), customer_list({"customer_id": "1", "r2025": 1.0})
    found = reviewed(*rows, plan)
    assert [(stone.month, stone.actual, stone.reached) for stone in found.milestones] == [
        (3, 120.0, True), (6, 270.0, False), (9, 420.0, False), (12, None, None),
    ]  # fmt: skip
    assert found.stop
    table = found.plan_against_actual
    assert (len(table), table["planned_cumulated"].iloc[-1]) == (12, 600)
    assert np.isnan(table["actual"].iloc[-1])
    answer = found.to_json()
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert [measure["name"] for measure in answer["measures"]] == MEASURES
    assert reviewed(*rows).milestones == ()


def test_lists_in_the_wrong_order():
    early, late = customer_list({"r2023": 1.0}), customer_list({"r2024": 1.0})
    with pytest.raises(KkmError, match="späteres Jahr"):
        reviewed(late, early)


def test_customer_numbers_match_whatever_their_zeros_and_blanks():
    assert join_key(["000123", " 123 ", "ab 7", "AB7", "000"]).tolist() == ["123", "123", "ab7", "ab7", "0"]


def test_control_group_marked_in_the_list():
    frame = customer_list(
        {"customer_id": "1", "r2024": 1, "Kontrollgruppe": "ja"}, {"customer_id": "2", "r2024": 1, "Kontrollgruppe": ""}
    )
    assert control_group_of(frame) == {"1"}
    assert control_group_of(customer_list({"r2024": 1})) is None


def test_measures_as_a_table():
    rows = customer_list({"customer_id": "1", "r2024": 1.0}), customer_list({"customer_id": "1", "r2025": 1.0})
    table = reviewed(*rows).measures_table("en")
    assert table["name"].tolist() == MEASURES
    assert table["target"].dtype == "float64"


# --- simulated lists -----------------------------------------------------------------------------------------------


def simulated(seed, effect=0.0, kept=0.0, variation=0.5, customers=4000, cared=None):
    """Return two lists of the same customers: stationary noise, 10 % of them lost each year.

    From 2025 on care adds the share `effect` to the revenue and keeps the share `kept` of those that would be lost.
    """
    random = np.random.default_rng(seed)
    level = random.lognormal(8.5, 1.0, customers)
    lost_in = random.geometric(0.1, customers) + 2019  # first year without purchases
    years = range(2020, 2026)
    cared = np.ones(customers, dtype=bool) if cared is None else cared
    noise = {year: random.lognormal(-(variation**2) / 2, variation, customers) for year in years}
    saved = cared & (lost_in == 2025) & (random.random(customers) < kept)
    amounts = {}
    for year in years:
        buys = (lost_in > year) | (saved & (year == 2025))
        lift = np.where(cared & (year == 2025), 1 + effect, 1.0)
        amounts[f"revenue_{year}"] = np.where(buys, np.round(level * noise[year] * lift, 2), 0.0)
    frame = pd.DataFrame({"customer_id": np.arange(customers).astype(str), "contribution_margin": 0.3, **amounts})
    frame["customer_id"] = frame["customer_id"].astype("str")
    later = frame.copy()
    return frame.drop(columns="revenue_2025"), later


FULL_PLAN = ReviewPlan(
    0.28, market_churn=0.5, segment_market_growth=-0.02, market_growth=0.0, team_cost=1000.0, revenue_growth=0.01
)
EFFECTS = ("churn", "moved_up", "revenue_growth", "team_cost")


def green(seeds, plan=FULL_PLAN, *, control=False, **given):
    counted = dict.fromkeys(EFFECTS, 0)
    for seed in seeds:
        cared = np.random.default_rng(seed + 10_000).random(4000) >= 0.2 if control else None
        before, after = simulated(seed, cared=cared, **given)
        alone = before.loc[~cared, "customer_id"] if control else None
        each = measures(reviewed(before, after, plan, alone))
        for name in EFFECTS:
            counted[name] += each[name].status == "green"
    return counted


@pytest.mark.parametrize("control", [False, True])
def test_a_list_without_any_effect_does_not_look_like_a_success(control):
    counted = green(range(40), control=control)
    # At 1 % each, more than three of forty happens once in a thousand runs; a naive comparison gives forty.
    assert all(count <= 3 for count in counted.values()), counted


def test_what_rises_by_itself_is_there_and_is_taken_off():
    before, after = simulated(1)
    found = measures(reviewed(before, after, FULL_PLAN))["revenue_growth"]
    found_before = identify(before, IdentificationSettings(), THRESHOLD, today=date(2025, 6, 1))
    group = found_before.small & (before["revenue_2024"] > 0)
    kept = group & (after["revenue_2025"] > 0)
    assert after.loc[kept, "revenue_2025"].sum() / before.loc[kept, "revenue_2024"].sum() > 1.1  # naive: +10 % and more
    assert abs(found.actual) < 0.05


def test_a_real_effect_is_seen():
    counted = green(range(10), control=True, effect=0.35, kept=0.8)
    assert min(counted.values()) >= 8, counted
    counted = green(range(10), effect=0.35, kept=0.8)
    assert min(counted.values()) >= 8, counted


def test_market_share_without_effect_is_not_green():
    plan = ReviewPlan(0.28, segment_market_growth=-0.1, market_growth=-0.1, market_churn=0.5)
    statuses = [measures(reviewed(*simulated(seed, customers=2000), plan))["market_share"].status for seed in range(20)]
    assert statuses.count("green") <= 2, statuses


@pytest.mark.parametrize("dropped", [(2020, 2021), (2020, 2021, 2022)])
def test_short_histories_do_not_look_like_a_success(dropped):
    """Growing customers can be told in one year of the comparison and not in the other: nobody may profit from that."""
    columns = [f"revenue_{year}" for year in dropped]
    counted = dict.fromkeys(EFFECTS, 0)
    for seed in range(20):
        before, after = (frame.drop(columns=columns) for frame in simulated(seed, variation=0.5))
        each = measures(reviewed(before, after, FULL_PLAN))
        for name in EFFECTS:
            counted[name] += each[name].status == "green"
    assert all(count <= 2 for count in counted.values()), counted
