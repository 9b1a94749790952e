"""What is lost if a case is given up after a year."""

import pytest

from kkm_helpers import evaluate


def test_a_providers_team_is_not_paid_by_us():
    results = evaluate()
    assert results["outsource_loss_if_stopped"] == pytest.approx(-results["outsource_cumulative"][11])
    assert results["dissolve_loss_if_stopped"] == pytest.approx(-results["dissolve_cumulative"][11])


def test_the_own_team_is_paid_three_months_more():
    results = evaluate(wage_growth=0, rep_turnover=0, staffing="fixed")
    # Ten reps at 50,000 and one team lead at 75,000 EUR a year, 21 % on top, for a quarter of a year.
    pay = (10 * 50_000 + 75_000) * 1.21 / 4
    assert results["build_loss_if_stopped"] == pytest.approx(-results["build_cumulative"][11] + pay)


def test_a_vacant_position_is_not_paid():
    results = evaluate(wage_growth=0, staffing="fixed", rep_turnover=0.6, vacancy_months=5)
    pay = (10 * 50_000 + 75_000) * 1.21 / 4 * 0.75
    assert results["build_loss_if_stopped"] == pytest.approx(-results["build_cumulative"][11] + pay)


def test_a_team_that_is_not_there_yet_is_not_paid():
    late = evaluate(build_lead_months=13)
    assert late["build_loss_if_stopped"] == pytest.approx(-late["build_cumulative"][11])
    outside = evaluate()
    assert outside["takeover_month"] == 18
    assert outside["hybrid_loss_if_stopped"] == pytest.approx(-outside["hybrid_cumulative"][11])
    taken_over = evaluate(transfer_month=9)
    assert taken_over["hybrid_loss_if_stopped"] > -taken_over["hybrid_cumulative"][11]


def test_a_short_horizon_is_stopped_at_its_end():
    short = evaluate(horizon_months=6)
    assert short["outsource_loss_if_stopped"] == pytest.approx(-short["outsource_cumulative"][5])
    assert short["build_loss_if_stopped"] > -short["build_cumulative"][5]
