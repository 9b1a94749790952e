"""What is lost if the case is stopped early."""

from __future__ import annotations

from kkm_helpers.engine import Results

STOP_MONTH = 12
MONTHS_OF_PAY = 3


def loss_if_stopped(results: Results, option: str, month: int = STOP_MONTH) -> float:
    """Return what stopping an option at the end of `month` costs [EUR]; negative where it has earned its cost by then.

    The cumulated cash of that month, and three months' pay of the own team: people who were hired for it have to be
    paid until they leave. Pay is what staff cost without workplace and overhead. A provider's team is not ours.

    Args:
        results: the case of one scenario.
        option: an option other than staying passive.
        month: the month stopped at; the last one where the horizon ends before.
    """
    place = min(month, int(results.assumptions["horizon_months"])) - 1
    return -float(results[f"{option}_cumulative"][place]) + MONTHS_OF_PAY * _monthly_pay(results, option, place)


def _monthly_pay(results: Results, option: str, place: int) -> float:
    """Return what the own team is paid in a month [EUR/month]; 0 where there is none."""
    has_own_team = {"build": "build_running", "hybrid": "hybrid_internal"}.get(option)
    if has_own_team is None or not results[has_own_team][place]:
        return 0.0
    given = results.assumptions
    yearly = given["inside_rep_salary"] + given["team_lead_salary"] / given["reps_per_team_lead"]
    paid = results[f"{option}_reps"][place] * results["paid_share"]
    pay = paid * yearly * (1 + given["employer_contribution_rate"]) * results["wage_index"][place] / 12
    return float(pay)
