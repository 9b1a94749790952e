import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.analysis.equality import EQUAL_SHARE
from kkm_helpers.analysis.readiness import assess_readiness
from tests.analysis.cases import UNCONFIRMED, WINNERS, evidence


@pytest.mark.parametrize(
    ("option", "activity", "sourcing"),
    [
        ("passive", "no", "no"),
        ("dissolve", "no", "no"),
        ("build", "yes", "yes"),
        ("outsource", "yes", "yes"),
        ("hybrid", "yes", "equal"),
    ],
)
def test_both_questions_are_answered_for_each_winner(option, activity, sourcing):
    judged = evidence(**WINNERS[option])
    assert judged.recommended == option
    assert (judged.activity, judged.sourcing) == (activity, sourcing)
    assert judged.named == option


def test_a_small_lead_of_care_is_equal():
    judged = evidence(captured_share=0.042)
    results = judged.results
    assert 0 < results["activity_margin"] < 0.05 * results["outsource_total_cost"]
    assert judged.activity == "equal"
    assert judged.named is None


def test_care_is_measured_against_dissolving_where_that_is_the_better_rival():
    # Orders eat the margin, so dissolving is worth something; care brings more than that.
    judged = evidence(
        cost_per_order=110, dissolve_kept_margin=0.5, revenue_per_customer=1_000, order_value=400, captured_share=0.29
    )
    assert judged.rival == ("dissolve" if judged.results["dissolve_npv"] > 0 else "passive")
    best = judged.best_active
    costs = [judged.results[f"{best}_total_cost"]]
    costs += [judged.results["dissolve_total_cost"]] if judged.rival == "dissolve" else []
    assert judged.equal_below(best, judged.rival) == pytest.approx(EQUAL_SHARE * max(costs))


def test_build_and_outsource_within_the_limit_are_equal_and_neither_is_named():
    judged = evidence(captured_share=0.056, outsource_fte_price=8_000)
    results = judged.results
    assert results["sourcing_margin"] < 0.05 * max(results["build_total_cost"], results["outsource_total_cost"])
    assert judged.sourcing == "equal"
    assert judged.named is None


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"losses": 0.251}, "loss"),
        ({"swings": UNCONFIRMED[:1]}, "unconfirmed"),
        ({"captured_share": 0.0575}, "additional_revenue"),
        ({"readiness": assess_readiness({"roi": 0.25})}, "readiness"),
    ],
)
def test_each_condition_makes_both_answers_conditional(changes, condition):
    judged = evidence(**changes)
    assert condition in judged.conditions
    assert (judged.activity, judged.sourcing) == ("conditional", "conditional")


@pytest.mark.parametrize("changes", [{"losses": 0.25}, {"captured_share": 0.0568}])
def test_at_the_limit_there_is_no_condition(changes):
    assert evidence(**changes).activity == "yes"


def test_what_is_confirmed_is_no_condition_any_more():
    assert evidence(swings=UNCONFIRMED, confirmed={"captured_share"}).activity == "yes"
    assert evidence(swings=UNCONFIRMED).unconfirmed_names == ("captured_share",)


@given(st.floats(0.01, 0.2), st.floats(3_000, 15_000), st.floats(0.1, 0.5), st.integers(100, 8_000), st.booleans())
def test_the_order_of_examination(share, price, margin, customers, ready):
    judged = evidence(
        captured_share=share, outsource_fte_price=price, contribution_margin=margin, small_customers=customers,
        readiness=evidence().readiness if ready else assess_readiness(),
    )  # fmt: skip
    results = judged.results
    if results["recommended_option"] in ("passive", "dissolve"):
        assert (judged.activity, judged.sourcing) == ("no", "no")
        return
    assert (judged.activity == "equal") == (
        results["activity_margin"] < judged.equal_below(judged.best_active, judged.rival)
    )
    assert (judged.sourcing == "equal") == (results["sourcing_margin"] < judged.equal_below("build", "outsource"))
    for answer in (judged.activity, judged.sourcing):
        if answer != "equal":
            assert answer == ("conditional" if judged.conditions else "yes")
