"""What active care brings, by the same formulas for an own team, a provider and the hybrid."""

from kkm_helpers.model.declare import ACTIVE_OPTIONS, Topic, option_quantity
from kkm_helpers.model.operators import ceil, change, clip, maximum, running_product, running_sum, where

ACTIVE_CARE = Topic("active_care", "Wirkung der aktiven Betreuung", "Effect of active care")


@option_quantity(
    ACTIVE_CARE, "Volle Betreuungsmonate", "Months of full care", "months", options=ACTIVE_OPTIONS, monthly=True
)
def option_care_months(option_coverage):
    """Care given by the end of a month, counted in months of full coverage [months]."""
    return running_sum(option_coverage)


@option_quantity(ACTIVE_CARE, "Ausschöpfung", "Captured share reached", "share", options=ACTIVE_OPTIONS, monthly=True)
def option_development(captured_share, option_care_months, development_months):
    """Share of the open potential captured by the end of a month [share]; grows with the care given so far."""
    return captured_share * clip(option_care_months / development_months, 0, 1)


@option_quantity(ACTIVE_CARE, "Bindung", "Retention", "share", options=ACTIVE_OPTIONS, monthly=True)
def option_retention(option_coverage, option_care_months, retention_months):
    """How much of the lower churn already works in a month [share]."""
    return option_coverage * clip(option_care_months / retention_months, 0, 1)


@option_quantity(ACTIVE_CARE, "Kunden", "Customers", "customers", options=ACTIVE_OPTIONS, monthly=True)
def option_customers(small_customers, monthly_churn_passive, monthly_churn_active, option_retention):
    """Small customers left at the end of a month under this option [customers]."""
    return small_customers * running_product(
        1 - monthly_churn_passive + (monthly_churn_passive - monthly_churn_active) * option_retention
    )


@option_quantity(ACTIVE_CARE, "Umsatz", "Revenue", "EUR/month", options=ACTIVE_OPTIONS, monthly=True)
def option_revenue(
    option_customers, revenue_per_customer, open_potential_per_customer, option_development, price_index
):
    """Revenue of a month with small customers under this option [EUR/month]."""
    return (
        option_customers * (revenue_per_customer + open_potential_per_customer * option_development) * price_index / 12
    )


@option_quantity(ACTIVE_CARE, "Auftragsabwicklung", "Order handling", "EUR/month", options=ACTIVE_OPTIONS, monthly=True)
def option_order_cost(
    option_customers,
    orders_per_customer,
    open_potential_per_customer,
    option_development,
    order_value,
    cost_per_order,
    wage_index,
):
    """Handling of a month's orders under this option [EUR/month]: additional revenue comes in orders too."""
    return (
        option_customers
        * (orders_per_customer + open_potential_per_customer * option_development / order_value)
        * cost_per_order
        * wage_index
        / 12
    )


@option_quantity(ACTIVE_CARE, "Deckungsbeitrag", "Margin", "EUR/month", options=ACTIVE_OPTIONS, monthly=True)
def option_margin(option_revenue, contribution_margin, option_order_cost):
    """Contribution margin of a month after order handling under this option [EUR/month]."""
    return option_revenue * contribution_margin - option_order_cost


@option_quantity(
    ACTIVE_CARE, "Nutzen gehaltener Kunden", "Benefit of customers kept", "EUR/month",
    options=ACTIVE_OPTIONS, monthly=True,
)  # fmt: skip
def option_retention_benefit(passive_margin, option_customers, passive_customers):
    """Margin of a month from customers that would be lost without care, at today's revenue each [EUR/month]."""
    return passive_margin * (option_customers / passive_customers - 1)


@option_quantity(
    ACTIVE_CARE, "Nutzen aus Mehrumsatz", "Benefit of additional revenue", "EUR/month",
    options=ACTIVE_OPTIONS, monthly=True,
)  # fmt: skip
def option_development_benefit(option_margin, passive_margin, option_customers, passive_customers):
    """Margin of a month from additional revenue with the customers still there [EUR/month]: nobody counts twice."""
    return option_margin - passive_margin * option_customers / passive_customers


@option_quantity(
    ACTIVE_CARE, "Nutzen freigesetzter Besuche", "Benefit of freed visits", "EUR/month",
    options=ACTIVE_OPTIONS, monthly=True,
)  # fmt: skip
def option_redeployment_benefit(passive_visit_value, option_coverage):
    """Money from visits set free, as far as the group is in care [EUR/month]."""
    return passive_visit_value * option_coverage


@option_quantity(ACTIVE_CARE, "Nutzen", "Benefit", "EUR/month", options=ACTIVE_OPTIONS, monthly=True)
def option_benefit(option_retention_benefit, option_development_benefit, option_redeployment_benefit):
    """What this option brings in a month over staying passive, before its cost [EUR/month]."""
    return option_retention_benefit + option_development_benefit + option_redeployment_benefit


@option_quantity(ACTIVE_CARE, "Kapitalbindung", "Working capital", "EUR", options=ACTIVE_OPTIONS, monthly=True)
def option_working_capital(working_capital_rate, option_revenue, passive_revenue):
    """Stock and receivables bound by the additional revenue at the end of a month [EUR]."""
    return working_capital_rate * maximum(option_revenue - passive_revenue, 0) * 12


@option_quantity(
    ACTIVE_CARE, "Aufbau der Kapitalbindung", "Change of working capital", "EUR/month",
    options=ACTIVE_OPTIONS, monthly=True,
)  # fmt: skip
def option_working_capital_cost(option_working_capital, last):
    """Cash bound in a month by additional stock and receivables [EUR/month]; it comes back in the last month."""
    return change(option_working_capital) - last * option_working_capital


@option_quantity(ACTIVE_CARE, "Mitarbeiter", "Reps", "reps", options=ACTIVE_OPTIONS, monthly=True)
def option_reps(staffing, option_customers, customers_per_rep, inside_reps):
    """Reps in a month [reps]: following the customers still there, or as at the start."""
    return where(staffing == "follow", ceil(option_customers / customers_per_rep), inside_reps)
