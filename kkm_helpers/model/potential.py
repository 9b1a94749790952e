"""What the small customers could buy, and what of it is open."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import maximum, ratio, where

POTENTIAL = Topic("potential", "Potenzial", "Potential")


@quantity(POTENTIAL, "Potenzial je Kleinkunde", "Potential per small customer", "EUR/year")
def potential_per_customer(
    potential_basis, employees_per_customer, revenue_per_employee, historic_potential_per_customer
):
    """What one small customer needs in a year of what we sell [EUR/year].

    By sector for a homogeneous group, by the best of the last five years for a mixed one. The best year is biased
    upwards by chance alone.
    """
    return where(
        potential_basis == "sector", employees_per_customer * revenue_per_employee, historic_potential_per_customer
    )


@quantity(POTENTIAL, "Gesamtes Potenzial", "Total potential", "EUR/year")
def total_potential(potential_per_customer, small_customers):
    """What all small customers need in a year [EUR/year]: a need, never revenue, and never part of the NPV."""
    return potential_per_customer * small_customers


@quantity(POTENTIAL, "Deckungsbeitrag des gesamten Potenzials", "Margin of the total potential", "EUR/year")
def total_margin_potential(total_potential, contribution_margin):
    """Contribution margin the whole need would bring [EUR/year]: an upper limit nobody reaches."""
    return total_potential * contribution_margin


@quantity(POTENTIAL, "Offenes Potenzial je Kleinkunde", "Open potential per small customer", "EUR/year")
def open_potential_per_customer(potential_per_customer, revenue_per_customer):
    """What a small customer buys elsewhere today [EUR/year]; never below 0."""
    return maximum(potential_per_customer - revenue_per_customer, 0)


@quantity(POTENTIAL, "Lieferanteil", "Share of wallet", "share")
def share_of_wallet(revenue_per_customer, potential_per_customer):
    """Share of a small customer's need that we deliver today [share]; 0 when both are 0, never above 1."""
    return ratio(revenue_per_customer, maximum(potential_per_customer, revenue_per_customer))


@quantity(POTENTIAL, "Mehrumsatz je Kleinkunde", "Additional revenue per small customer", "EUR/year")
def additional_revenue_per_customer(open_potential_per_customer, captured_share):
    """Revenue that active care adds per small customer once fully developed, at today's prices [EUR/year]."""
    return open_potential_per_customer * captured_share


@quantity(POTENTIAL, "Mehrumsatz im Verhältnis zum Umsatz heute", "Additional revenue to revenue today", "share")
def additional_revenue_share(additional_revenue_per_customer, revenue_per_customer):
    """Additional revenue over today's revenue [share]; 0 when there is no revenue. Above 0.25 hardly credible."""
    return ratio(additional_revenue_per_customer, revenue_per_customer)
