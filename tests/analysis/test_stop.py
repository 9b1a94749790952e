import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.stop import loss_if_stopped


def test_a_providers_team_is_not_paid_by_us():
    results = evaluate()
    assert loss_if_stopped(results, "outsource") == pytest.approx(-results["outsource_cumulative"][11])
    assert loss_if_stopped(results, "dissolve") == pytest.approx(-results["dissolve_cumulative"][11])


def test_the_own_team_is_paid_three_months_more():
    results = evaluate(wage_growth=0, rep_turnover=0, staffing="fixed")
    # Ten reps at 50,000 and one team lead at 75,000 EUR a year, 21 % on top, for a quarter of a year.
    pay = (10 * 50_000 + 75_000) * 1.21 / 4
    assert loss_if_stopped(results, "build") == pytest.approx(-results["build_cumulative"][11] + pay)


def test_a_team_that_is_not_there_yet_is_not_paid():
    late = evaluate(build_lead_months=13)
    assert loss_if_stopped(late, "build") == pytest.approx(-late["build_cumulative"][11])
    outside = evaluate()
    assert outside["takeover_month"] == 18
    assert loss_if_stopped(outside, "hybrid") == pytest.approx(-outside["hybrid_cumulative"][11])
    taken_over = evaluate(transfer_month=9)
    assert loss_if_stopped(taken_over, "hybrid") > -taken_over["hybrid_cumulative"][11]


def test_a_short_horizon_is_stopped_at_its_end():
    short = evaluate(horizon_months=6)
    assert loss_if_stopped(short, "outsource") == pytest.approx(-short["outsource_cumulative"][5])
