"""What an option is worth: the same yardsticks for each of them."""

from kkm_helpers.model.declare import ACTIVE_OPTIONS, DISSOLVE, OUTSOURCE, Topic, option_quantity
from kkm_helpers.model.operators import (
    defined_ratio,
    internal_rate,
    maximum,
    minimum_over_months,
    month_from_which_never_negative,
    running_sum,
    total,
    where,
    yearly_sums,
)

RESULTS = Topic("results", "Ergebnis der Optionen", "Results of the options")


@option_quantity(RESULTS, "Kosten", "Cost", "EUR/month", monthly=True)
def option_cost(option_investment, option_running_cost):
    """All cost of the option in a month [EUR/month]."""
    return option_investment + option_running_cost


@option_quantity(RESULTS, "Laufender Überschuss", "Running surplus", "EUR/month", monthly=True)
def option_running_net(option_benefit, option_running_cost):
    """Benefit less running cost of a month: one-off outlays are left out [EUR/month]."""
    return option_benefit - option_running_cost


@option_quantity(RESULTS, "Zahlungssaldo", "Net cash flow", "EUR/month", monthly=True)
def option_net(option_benefit, option_cost):
    """Benefit less all cost of a month, against staying passive [EUR/month]."""
    return option_benefit - option_cost


@option_quantity(RESULTS, "Kumulierter Zahlungssaldo", "Cumulated net cash flow", "EUR", monthly=True)
def option_cumulative(option_net):
    """Net cash flow added up to the end of a month [EUR]."""
    return running_sum(option_net)


@option_quantity(RESULTS, "Abgezinster Zahlungssaldo", "Discounted net cash flow", "EUR/month", monthly=True)
def option_discounted_net(option_net, compounding_factor):
    """Net cash flow of a month at today's value [EUR/month]."""
    return option_net / compounding_factor


@option_quantity(
    RESULTS, "Kumulierter abgezinster Zahlungssaldo", "Cumulated discounted net cash flow", "EUR", monthly=True
)
def option_discounted_cumulative(option_discounted_net):
    """Net cash flow at today's value added up to the end of a month [EUR]."""
    return running_sum(option_discounted_net)


@option_quantity(RESULTS, "Gesamter Nutzen", "Total benefit", "EUR")
def option_total_benefit(option_benefit):
    """Benefit over the horizon [EUR]."""
    return total(option_benefit)


@option_quantity(RESULTS, "Gesamte Kosten", "Total cost", "EUR")
def option_total_cost(option_cost):
    """Cost over the horizon [EUR]."""
    return total(option_cost)


@option_quantity(RESULTS, "Kapitalwert", "Net present value", "EUR")
def option_npv(option_discounted_net):
    """Net present value over the horizon, against staying passive [EUR]; no terminal value, before tax."""
    return total(option_discounted_net)


@option_quantity(RESULTS, "Kapitalwert nach 36 Monaten", "Net present value at 36 months", "EUR")
def option_npv_36(option_discounted_net, months):
    """Net present value of the first 36 months as they stand [EUR]; the whole one where the horizon is shorter."""
    return total(where(months <= 36, option_discounted_net, 0))


@option_quantity(
    RESULTS,
    "Verlust bei Abbruch nach Monat 12",
    "Loss if stopped at month 12",
    "EUR",
    options=(DISSOLVE, OUTSOURCE),
)
def option_loss_if_stopped(option_net, months, stop_month):
    """What is lost if an option without an own team is given up early: the cash by then [EUR]."""
    return -total(where(months <= stop_month, option_net, 0))


@option_quantity(RESULTS, "Barwert gehaltener Kunden", "Value of customers kept", "EUR", options=ACTIVE_OPTIONS)
def option_retention_value(option_retention_benefit, compounding_factor):
    """Margin from customers kept over the horizon, at today's value [EUR]: a part of the net present value."""
    return total(option_retention_benefit / compounding_factor)


@option_quantity(RESULTS, "Barwert des Mehrumsatzes", "Value of additional revenue", "EUR", options=ACTIVE_OPTIONS)
def option_development_value(option_development_benefit, compounding_factor):
    """Margin from additional revenue over the horizon, at today's value [EUR]: a part of the net present value."""
    return total(option_development_benefit / compounding_factor)


@option_quantity(RESULTS, "Barwert freigesetzter Besuche", "Value of freed visits", "EUR", options=ACTIVE_OPTIONS)
def option_redeployment_value(option_redeployment_benefit, compounding_factor):
    """Money from freed visits over the horizon, at today's value [EUR]: a part of the net present value."""
    return total(option_redeployment_benefit / compounding_factor)


@option_quantity(RESULTS, "Barwert der einmaligen Kosten", "Value of one-off outlays", "EUR")
def option_investment_value(option_investment, compounding_factor):
    """One-off outlays and working capital over the horizon, at today's value [EUR]: taken off the benefits."""
    return total(option_investment / compounding_factor)


@option_quantity(RESULTS, "Barwert der laufenden Kosten", "Value of running cost", "EUR")
def option_running_cost_value(option_running_cost, compounding_factor):
    """Running cost over the horizon, at today's value [EUR]: taken off the benefits."""
    return total(option_running_cost / compounding_factor)


@option_quantity(
    RESULTS, "Kosten je betreutem Kunden und Jahr", "Cost per served customer and year", "EUR/year",
    options=ACTIVE_OPTIONS,
)  # fmt: skip
def option_cost_per_served_customer(option_total_cost, option_customers, option_coverage):
    """All cost over the customers really in care, a year [EUR/year]; not defined when nobody ever is."""
    return defined_ratio(option_total_cost * 12, total(option_customers * option_coverage))


@option_quantity(RESULTS, "Maximaler Finanzmittelbedarf", "Peak funding need", "EUR", options=ACTIVE_OPTIONS)
def option_peak_funding(option_cumulative):
    """The most money that is out at the end of any month [EUR]."""
    return maximum(0, -minimum_over_months(option_cumulative))


@option_quantity(RESULTS, "ROI über den Betrachtungszeitraum", "ROI over the horizon", "share", options=ACTIVE_OPTIONS)
def option_roi(option_net, option_total_cost):
    """Net cash flow over cost of the whole horizon, not of a year [share]; not defined when there is no cost."""
    return defined_ratio(total(option_net), option_total_cost)


@option_quantity(RESULTS, "Statische Amortisationsdauer", "Payback", "months")
def option_payback_month(option_cumulative):
    """First month from which the cumulated cash stays at or above 0 to the end [months]; None where it never does."""
    return month_from_which_never_negative(option_cumulative)


@option_quantity(RESULTS, "Dynamische Amortisationsdauer", "Discounted payback", "months")
def option_discounted_payback_month(option_discounted_cumulative):
    """The payback on discounted cash [months]; None where it never happens."""
    return month_from_which_never_negative(option_discounted_cumulative)


@option_quantity(RESULTS, "Monat mit laufendem Überschuss", "Break-even month", "month")
def option_break_even_month(option_running_net):
    """First month from which benefit covers running cost to the end [month]; None where it never does."""
    return month_from_which_never_negative(option_running_net)


@option_quantity(RESULTS, "Interner Zinsfuß", "Internal rate of return", "share/year")
def option_irr(option_net):
    """Yearly rate at which the NPV is 0 [share/year]; None unless exactly one positive rate below 1,000 % exists."""
    return internal_rate(option_net)


@option_quantity(RESULTS, "Zahlungssaldo der Geschäftsjahre", "Net cash flow of the business years", "EUR/year")
def option_year_net(option_net):
    """Net cash flow of each business year of 12 months [EUR/year], shape (years,); the last may be shorter."""
    return yearly_sums(option_net)
