"""Time: months, wages, prices, discounting, churn, and the orders behind the revenue."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import minimum, month_numbers, where

GROWTH = Topic("growth", "Zeit, Preise und Kundenverlust", "Time, prices and churn")


@quantity(GROWTH, "Monat", "Month", "month", monthly=True)
def months(horizon_months):
    """The months of the horizon, 1 … `horizon_months` [month]; cash flows fall at their end."""
    return month_numbers(horizon_months)


@quantity(GROWTH, "Erster Monat", "First month", "factor", monthly=True)
def first(months):
    """1 in month 1, else 0 [factor]: where outlays at the start fall."""
    return where(months == 1, 1, 0)


@quantity(GROWTH, "Letzter Monat", "Last month", "factor", monthly=True)
def last(months, horizon_months):
    """1 in the last month, else 0 [factor]: where the case is closed."""
    return where(months == horizon_months, 1, 0)


@quantity(GROWTH, "Monat des Abbruchs", "Month of stopping", "month")
def stop_month(horizon_months):
    """Month after which a case is given up that is stopped early [month]: 12, or the last one where it ends before."""
    return minimum(12, horizon_months)


@quantity(GROWTH, "Lohnindex", "Wage index", "factor", monthly=True)
def wage_index(wage_growth, months):
    """Wages and costs of a month over those of month 1 [factor]."""
    return (1 + wage_growth) ** ((months - 1) / 12)


@quantity(GROWTH, "Preisindex", "Price index", "factor", monthly=True)
def price_index(price_growth, months):
    """Prices of a month over those of month 1 [factor]."""
    return (1 + price_growth) ** ((months - 1) / 12)


@quantity(GROWTH, "Aufzinsungsfaktor", "Compounding factor", "factor", monthly=True)
def compounding_factor(discount_rate, months):
    """What one euro of today is worth at the end of a month [factor]; amounts are divided by it."""
    return (1 + discount_rate) ** (months / 12)


@quantity(GROWTH, "Kundenverlustrate mit Betreuung", "Churn with care", "share/year")
def churn_active(churn_passive, churn_reduction):
    """Share of the customers in full care that are lost in a year [share/year]."""
    return churn_passive * (1 - churn_reduction)


@quantity(GROWTH, "Monatliche Kundenverlustrate ohne Betreuung", "Monthly churn without care", "share/month")
def monthly_churn_passive(churn_passive):
    """Share of the customers lost in a month without care [share/month]; twelve months make the yearly rate."""
    return 1 - (1 - churn_passive) ** (1 / 12)


@quantity(GROWTH, "Monatliche Kundenverlustrate mit Betreuung", "Monthly churn with care", "share/month")
def monthly_churn_active(churn_active):
    """Share of the customers in full care that are lost in a month [share/month]."""
    return 1 - (1 - churn_active) ** (1 / 12)


@quantity(GROWTH, "Aufträge je Kleinkunde", "Orders per small customer", "orders/year")
def orders_per_customer(revenue_per_customer, order_value):
    """Orders of a small customer in a year today [orders/year]."""
    return revenue_per_customer / order_value
