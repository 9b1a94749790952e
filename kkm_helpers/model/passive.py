"""Staying passive: the baseline every option is measured against."""

from kkm_helpers.model.declare import Topic, quantity

PASSIVE_COURSE = Topic("passive", "Passiv bleiben", "Stay passive")


@quantity(PASSIVE_COURSE, "Kunden ohne Betreuung", "Customers without care", "customers", monthly=True)
def passive_customers(small_customers, monthly_churn_passive, months):
    """Small customers left at the end of a month when nothing is done [customers]."""
    return small_customers * (1 - monthly_churn_passive) ** months


@quantity(PASSIVE_COURSE, "Umsatz ohne Betreuung", "Revenue without care", "EUR/month", monthly=True)
def passive_revenue(passive_customers, revenue_per_customer, price_index):
    """Revenue of a month when nothing is done [EUR/month]."""
    return passive_customers * revenue_per_customer * price_index / 12


@quantity(PASSIVE_COURSE, "Auftragsabwicklung ohne Betreuung", "Order handling without care", "EUR/month", monthly=True)
def passive_order_cost(passive_customers, orders_per_customer, cost_per_order, wage_index):
    """Handling of a month's orders when nothing is done [EUR/month]."""
    return passive_customers * orders_per_customer * cost_per_order * wage_index / 12


@quantity(PASSIVE_COURSE, "Deckungsbeitrag ohne Betreuung", "Margin without care", "EUR/month", monthly=True)
def passive_margin(passive_revenue, contribution_margin, passive_order_cost):
    """Contribution margin of a month after order handling when nothing is done [EUR/month]."""
    return passive_revenue * contribution_margin - passive_order_cost


@quantity(PASSIVE_COURSE, "Wert der heutigen Besuche", "Value of today's visits", "EUR/month", monthly=True)
def passive_visit_value(
    passive_customers, field_visits_per_small_customer, cost_per_visit, redeployment_rate, wage_index
):
    """Money that today's visits to small customers would bring if the time were used elsewhere [EUR/month].

    0 unless `redeployment_rate` says that freed time becomes money.
    """
    return passive_customers * field_visits_per_small_customer * cost_per_visit * redeployment_rate * wage_index / 12
