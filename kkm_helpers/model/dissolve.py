"""Dissolving: giving the small customers up to dealers and the web shop."""

from kkm_helpers.model.declare import Topic, quantity

DISSOLVING = Topic("dissolve", "Auflösen", "Dissolve")


@quantity(DISSOLVING, "Nutzen Auflösen", "Benefit Dissolve", "EUR/month", monthly=True)
def dissolve_benefit(
    passive_visit_value, passive_order_cost, passive_revenue, contribution_margin, dissolve_kept_margin
):
    """Visits and order handling saved less the margin given up in a month [EUR/month]; mostly negative."""
    return passive_visit_value + passive_order_cost - passive_revenue * contribution_margin * (1 - dissolve_kept_margin)


@quantity(DISSOLVING, "Einmalige Kosten Auflösen", "One-off outlay Dissolve", "EUR/month", monthly=True)
def dissolve_investment(first, dissolve_one_off_cost):
    """One-off outlay of dissolving, in month 1 [EUR/month]."""
    return first * dissolve_one_off_cost


@quantity(DISSOLVING, "Laufende Kosten Auflösen", "Running cost Dissolve", "EUR/month", monthly=True)
def dissolve_running_cost(months):
    """Running cost of a dissolved group in a month [EUR/month]: none."""
    return 0 * months
