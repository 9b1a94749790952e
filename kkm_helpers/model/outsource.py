"""Outsourcing: a provider cares for the small customers."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import clip, maximum, where

OUTSOURCING = Topic("outsource", "Externe Vergabe", "Outsource")


@quantity(OUTSOURCING, "Betreuter Anteil Externe Vergabe", "Coverage Outsource", "share", monthly=True)
def outsource_coverage(care_intensity, outsource_effect, months, outsource_lead_months, outsource_ramp_months):
    """Share of the planned care that the provider gives in a month [share]; vacancies are the provider's."""
    return care_intensity * outsource_effect * clip((months - outsource_lead_months) / outsource_ramp_months, 0, 1)


@quantity(OUTSOURCING, "Dienstleister läuft", "Provider running", "factor", monthly=True)
def outsource_running(months, outsource_lead_months):
    """1 in the months in which the provider works and is paid, else 0 [factor]."""
    return where(months > outsource_lead_months, 1, 0)


@quantity(OUTSOURCING, "Startkosten der Vergabe", "Start cost of outsourcing", "EUR/month", monthly=True)
def outsource_start_cost(first, outsource_setup_cost, crm_setup_cost, outsource_crm_share):
    """Provider's set-up fee and the part of the CRM set-up needed all the same, in month 1 [EUR/month]."""
    return first * (outsource_setup_cost + crm_setup_cost * outsource_crm_share)


@quantity(OUTSOURCING, "Projektkosten der Vergabe", "Project cost of outsourcing", "EUR/month", monthly=True)
def outsource_project_cost(months, project_months, project_lead_cost, outsource_internal_effort, wage_index):
    """The part of an internal project lead that outsourcing needs, in a month [EUR/month]."""
    return where(months <= project_months, project_lead_cost * outsource_internal_effort / 12, 0) * wage_index


@quantity(OUTSOURCING, "Einmalige Kosten Externe Vergabe", "One-off outlay Outsource", "EUR/month", monthly=True)
def outsource_investment(
    outsource_start_cost, outsource_project_cost, last, outsource_exit_cost, outsource_working_capital_cost
):
    """One-off outlays of outsourcing in a month: start, project, exit, working capital [EUR/month]."""
    return outsource_start_cost + outsource_project_cost + last * outsource_exit_cost + outsource_working_capital_cost


@quantity(OUTSOURCING, "Laufende Kosten Externe Vergabe", "Running cost Outsource", "EUR/month", monthly=True)
def outsource_running_cost(
    outsource_running,
    outsource_reps,
    outsource_fte_price,
    outsource_steering_rate,
    wage_index,
    outsource_commission,
    outsource_revenue,
    passive_revenue,
):
    """Provider's fees with the cost of governing him, and his commission, in a month [EUR/month]."""
    return outsource_running * (
        outsource_reps * outsource_fte_price * (1 + outsource_steering_rate) * wage_index
        + outsource_commission * maximum(outsource_revenue - passive_revenue, 0)
    )
