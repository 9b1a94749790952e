"""Hybrid: start with a provider, take the team over later."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import clip, maximum, total, where

HYBRID_COURSE = Topic("hybrid", "Hybrid", "Hybrid")


@quantity(HYBRID_COURSE, "Tatsächlicher Übernahmemonat", "Actual take-over month", "month")
def takeover_month(transfer_month, outsource_lead_months, outsource_ramp_months):
    """Month in which the own team takes over [month]: not before the provider works fully."""
    return maximum(transfer_month, outsource_lead_months + outsource_ramp_months)


@quantity(HYBRID_COURSE, "Übernahme findet statt", "Take-over happens", "factor")
def takeover(takeover_month, horizon_months):
    """1 when the take-over falls before the end of the horizon, else 0 [factor]: then hybrid is plain outsourcing."""
    return where(takeover_month < horizon_months, 1, 0)


@quantity(HYBRID_COURSE, "Dienstleister arbeitet Hybrid", "Provider works Hybrid", "factor", monthly=True)
def hybrid_external(months, takeover_month, transfer_overlap_months):
    """1 in the months in which the provider still works, overlap included, else 0 [factor]."""
    return where(months <= takeover_month + transfer_overlap_months, 1, 0)


@quantity(HYBRID_COURSE, "Eigenes Team arbeitet Hybrid", "Own team works Hybrid", "factor", monthly=True)
def hybrid_internal(months, takeover_month):
    """1 in the months in which the own team is there and paid, else 0 [factor]."""
    return where(months > takeover_month, 1, 0)


@quantity(HYBRID_COURSE, "Leistungsverlust nach der Übernahme", "Loss after the take-over", "share", monthly=True)
def hybrid_dip(transfer_dip, months, takeover_month, build_ramp_months):
    """Loss of care after the take-over, fading during the ramp-up [share]; counts only once the team works alone."""
    return transfer_dip * clip(1 - (months - takeover_month - 1) / build_ramp_months, 0, 1)


@quantity(HYBRID_COURSE, "Betreuter Anteil Hybrid", "Coverage Hybrid", "share", monthly=True)
def hybrid_coverage(hybrid_external, outsource_coverage, care_intensity, staffed_share, hybrid_dip):
    """Share of the planned care given in a month: the provider's, then the own team's [share]."""
    return where(hybrid_external == 1, outsource_coverage, care_intensity * staffed_share * (1 - hybrid_dip))


@quantity(HYBRID_COURSE, "Projektbeginn der Übernahme", "Start of the take-over project", "month")
def hybrid_project_start(takeover_month, project_months):
    """Month after which the project of taking over begins [month]; 0 is the start of the case."""
    return maximum(takeover_month - project_months, 0)


@quantity(HYBRID_COURSE, "Übernahmeprojekt läuft", "Take-over project running", "factor", monthly=True)
def hybrid_project(takeover, months, hybrid_project_start, project_months):
    """1 in the months of the take-over project, else 0 [factor]."""
    return (
        takeover
        * where(months > hybrid_project_start, 1, 0)
        * where(months <= hybrid_project_start + project_months, 1, 0)
    )


@quantity(HYBRID_COURSE, "Projektkosten Hybrid", "Project cost Hybrid", "EUR/month", monthly=True)
def hybrid_project_cost(outsource_project_cost, hybrid_project, project_lead_cost, wage_index):
    """The project lead of a month: the provider's project or the take-over, whichever needs more [EUR/month]."""
    return maximum(outsource_project_cost, hybrid_project * project_lead_cost / 12 * wage_index)


@quantity(HYBRID_COURSE, "Übernahmekosten Hybrid", "Take-over cost Hybrid", "EUR/month", monthly=True)
def hybrid_transfer_cost(
    takeover,
    months,
    takeover_month,
    crm_setup_cost,
    outsource_crm_share,
    hybrid_reps,
    transfer_fee,
    training_cost,
    equipment_cost,
    wage_index,
):
    """Outlays of the take-over: the rest of the CRM, and per rep fee, training, equipment [EUR/month]."""
    return (
        takeover
        * where(months == takeover_month, 1, 0)
        * (crm_setup_cost * (1 - outsource_crm_share) + hybrid_reps * (transfer_fee + training_cost + equipment_cost))
        * wage_index
    )


@quantity(HYBRID_COURSE, "Einmalige Kosten Hybrid", "One-off outlay Hybrid", "EUR/month", monthly=True)
def hybrid_investment(
    outsource_start_cost,
    hybrid_project_cost,
    hybrid_transfer_cost,
    takeover,
    last,
    outsource_exit_cost,
    hybrid_working_capital_cost,
):
    """One-off outlays of the hybrid in a month [EUR/month]; the exit cost falls only where nothing is taken over."""
    return (
        outsource_start_cost
        + hybrid_project_cost
        + hybrid_transfer_cost
        + (1 - takeover) * last * outsource_exit_cost
        + hybrid_working_capital_cost
    )


@quantity(HYBRID_COURSE, "Laufende Kosten Hybrid", "Running cost Hybrid", "EUR/month", monthly=True)
def hybrid_running_cost(
    hybrid_external,
    outsource_running,
    hybrid_reps,
    outsource_fte_price,
    outsource_steering_rate,
    wage_index,
    outsource_commission,
    hybrid_revenue,
    passive_revenue,
    hybrid_internal,
    cost_per_rep,
    paid_share,
    replacement_cost_per_rep,
):
    """Provider's fees and the own team's cost in a month [EUR/month]; both during the overlap."""
    return (
        hybrid_external
        * outsource_running
        * (
            hybrid_reps * outsource_fte_price * (1 + outsource_steering_rate) * wage_index
            + outsource_commission * maximum(hybrid_revenue - passive_revenue, 0)
        )
        + hybrid_internal * hybrid_reps * (cost_per_rep * paid_share + replacement_cost_per_rep) * wage_index / 12
    )


@quantity(HYBRID_COURSE, "Verlust bei Abbruch nach Monat 12 Hybrid", "Loss if stopped at month 12 Hybrid", "EUR")
def hybrid_loss_if_stopped(
    hybrid_net, months, stop_month, hybrid_internal, hybrid_reps, paid_share, pay_per_rep, wage_index
):
    """What is lost if the hybrid is given up early [EUR]: the cash by then, and three months' pay once taken over."""
    return total(
        where(months == stop_month, hybrid_internal * hybrid_reps * paid_share * wage_index, 0)
    ) * pay_per_rep * 3 / 12 - total(where(months <= stop_month, hybrid_net, 0))
