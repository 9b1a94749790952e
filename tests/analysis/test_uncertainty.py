import pytest
from hypothesis import given

from kkm_helpers import evaluate
from kkm_helpers.analysis.uncertainty import (
    DECISIONS,
    INTERVALS,
    CorrelationGivenTwiceError,
    RiskCase,
    risk_case,
)
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.scenario import Scenario, build_case
from tests.strategies import overrides

DEFAULTS = evaluate(only=[]).assumptions


def interval_of(name, *, confirmed=(), from_list=(), own=None, **changed):
    case = RiskCase({**DEFAULTS, **changed}, confirmed, from_list, own or {})
    return case.intervals().get(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("captured_share", (0.01, 0.08)),
        ("employees_per_customer", (2.25, 3.75)),
        ("field_rep_salary", (63_000, 77_000)),  # found: 10 %
        ("inside_rep_salary", (42_500, 57_500)),  # derived: 15 %
        ("cost_per_order", (7, 13)),  # assumed: 30 %
        ("outsource_commission", (0, 0.05)),  # 0 today, but with an interval of its own
    ],
)
def test_the_interval_of_each_kind(name, expected):
    assert interval_of(name) == pytest.approx(expected)


@pytest.mark.parametrize("name", sorted(DECISIONS))
def test_decisions_are_not_uncertain(name):
    assert interval_of(name) is None


def test_what_a_list_gives_is_not_uncertain():
    assert interval_of("revenue_per_customer") == (2_000, 7_000)
    assert interval_of("revenue_per_customer", from_list={"revenue_per_customer"}) is None


def test_a_value_of_zero_has_no_interval():
    assert interval_of("field_visits_per_small_customer", field_visits_per_small_customer=0) is None


def test_an_interval_that_does_not_contain_the_value_moves_with_it():
    low, high = interval_of("captured_share", captured_share=0.09)
    assert low < 0.09 < high
    assert (high - low) / (high + low) == pytest.approx((0.08 - 0.01) / (0.08 + 0.01))


def test_a_confirmed_figure_has_half_the_interval():
    assert interval_of("cost_per_order", confirmed={"cost_per_order"}) == pytest.approx((8.5, 11.5))
    assert interval_of("contribution_margin", confirmed={"contribution_margin"}) == pytest.approx((0.235, 0.33))


def test_the_effect_of_care_keeps_a_fifth_either_way():
    assert interval_of("churn_passive", confirmed={"churn_passive"}) == pytest.approx((0.085, 0.144))
    assert interval_of("churn_reduction", confirmed={"churn_reduction"}) == pytest.approx((0.215, 0.415))


def test_a_scenario_sets_its_own():
    assert interval_of("captured_share", own={"captured_share": (0.04, 0.06)}) == (0.04, 0.06)
    assert interval_of("discount_rate", own={"discount_rate": (0.08, 0.12)}) == (0.08, 0.12)


def test_intervals_are_cut_to_the_hard_bounds():
    assert interval_of("working_capital_rate", working_capital_rate=0.95)[1] == 1


@given(overrides())
def test_every_interval_holds_its_value_within_the_bounds(case):
    values = {**DEFAULTS, **case}
    for name, (low, high) in RiskCase(values).intervals().items():
        least, most = ASSUMPTIONS[name].bounds
        assert low <= values[name] + 1e-9
        assert high >= values[name] - 1e-9
        assert low < high
        assert least is None or low >= least
        assert most is None or high <= most


def test_the_table_names_assumptions():
    assert set(INTERVALS) | DECISIONS <= set(ASSUMPTIONS)


# --- what a scenario and a list say ---------------------------------------------------
def case_of(**said):
    return build_case(Scenario(**said))


def risk_of(case):
    return risk_case(case.results.assumptions, case.scenario, case.origins)


def test_notes_confirm_and_own_intervals_hold():
    case = case_of(notes={"captured_share": "Vertriebsleitung"}, uncertainty={"order_value": [400, 600]})
    risk = risk_of(case)
    assert risk.intervals()["captured_share"] == pytest.approx((0.03, 0.065))
    assert risk.intervals()["order_value"] == (400, 600)
    assert list(risk.notes()) == []


def test_own_correlations_stand_beside_the_published_ones():
    risk = risk_of(
        case_of(correlation={"churn_reduction": {"captured_share": 0.9}, "order_value": {"churn_passive": -0.2}})
    )
    assert risk.correlations[("captured_share", "churn_reduction")] == 0.9
    assert risk.correlations[("order_value", "churn_passive")] == -0.2
    assert risk.correlations[("wage_growth", "price_growth")] == 0.6


@pytest.mark.parametrize(
    "correlation",
    [
        {"captured_share": {"order_value": 0.2}, "order_value": {"captured_share": 0.3}},
        {"captured_share": {"captured_share": 1}},
    ],
)
def test_two_correlations_of_one_pair_are_refused(correlation):
    with pytest.raises(CorrelationGivenTwiceError, match="captured_share"):
        risk_of(case_of(correlation=correlation))


def test_what_does_not_hold_as_it_was_said_is_told():
    case = case_of(
        overrides={"captured_share": 0.09},
        uncertainty={"captured_share": [0.02, 0.08]},
        correlation={"discount_rate": {"order_value": 0.5}},
    )
    moved, idle = (note.text("de").replace("\u00a0", " ") for note in risk_of(case).notes())
    assert moved.endswith("gerechnet wird mit 3,6 % – 14,4 %.")
    assert "discount_rate, order_value: ohne Wirkung" in idle


def test_what_the_list_gives_is_told_by_the_origins(tmp_path):
    file = tmp_path / "kunden.csv"
    file.write_text("Kundennr;Name;Umsatz 2023;Umsatz 2024\n1;A;3000;4000\n2;B;5000;4500\n", encoding="utf-8")
    case = build_case(None, {"revenue_per_customer": 4_000}, file)
    risk = risk_of(case)
    assert "small_customers" in risk.from_list
    assert "small_customers" not in risk.intervals()
    assert "revenue_per_customer" in risk.intervals()  # set by hand: no figure of the list any more


def test_intervals_of_days_together_leave_a_day_to_sell_on():
    intervals = RiskCase({**DEFAULTS, "sick_days": 100.0, "non_selling_days": 100.0}).intervals()
    assert 250 - 30 - intervals["sick_days"][1] - intervals["non_selling_days"][1] >= 1
    assert intervals["sick_days"][1] > 100
    tight = RiskCase({**DEFAULTS, "sick_days": 119.0, "non_selling_days": 100.0}).intervals()
    assert (tight["sick_days"][1], tight["non_selling_days"][1]) == (119, 100)
