"""Building an own inside sales team."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import clip, total, where

BUILDING = Topic("build", "Eigenaufbau", "Build")


@quantity(BUILDING, "Betreuter Anteil Eigenaufbau", "Coverage Build", "share", monthly=True)
def build_coverage(care_intensity, staffed_share, months, build_lead_months, build_ramp_months):
    """Share of the planned care that the own team gives in a month [share]: none before the start, then rising."""
    return care_intensity * staffed_share * clip((months - build_lead_months) / build_ramp_months, 0, 1)


@quantity(BUILDING, "Team läuft Eigenaufbau", "Team running Build", "factor", monthly=True)
def build_running(months, build_lead_months):
    """1 in the months in which the own team is there and paid, else 0 [factor]."""
    return where(months > build_lead_months, 1, 0)


@quantity(BUILDING, "Einmalige Kosten Eigenaufbau", "One-off outlay Build", "EUR/month", monthly=True)
def build_investment(
    first,
    crm_setup_cost,
    hiring_cost,
    months,
    project_months,
    project_lead_cost,
    wage_index,
    build_working_capital_cost,
):
    """One-off outlays of an own team in a month: CRM, hiring, project lead, working capital [EUR/month]."""
    return (
        first * (crm_setup_cost + hiring_cost)
        + where(months <= project_months, project_lead_cost / 12, 0) * wage_index
        + build_working_capital_cost
    )


@quantity(BUILDING, "Laufende Kosten Eigenaufbau", "Running cost Build", "EUR/month", monthly=True)
def build_running_cost(build_running, build_reps, cost_per_rep, paid_share, replacement_cost_per_rep, wage_index):
    """Cost of the own team in a month: paid positions and the replacement of leavers [EUR/month]."""
    return build_running * build_reps * (cost_per_rep * paid_share + replacement_cost_per_rep) * wage_index / 12


@quantity(BUILDING, "Verlust bei Abbruch nach Monat 12 Eigenaufbau", "Loss if stopped at month 12 Build", "EUR")
def build_loss_if_stopped(
    build_net, months, stop_month, build_running, build_reps, paid_share, pay_per_rep, wage_index
):
    """What is lost if the own team is given up early [EUR]: the cash by then, and three months' pay of those hired."""
    return total(
        where(months == stop_month, build_running * build_reps * paid_share * wage_index, 0)
    ) * pay_per_rep * 3 / 12 - total(where(months <= stop_month, build_net, 0))
