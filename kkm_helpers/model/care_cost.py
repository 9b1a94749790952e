"""What a field visit costs, and what care by visits costs for one customer."""

from kkm_helpers.model.declare import Topic, quantity

CARE_COST = Topic("care_cost", "Betreuungskosten", "Care cost")


@quantity(CARE_COST, "Vollkosten je Außendienstmitarbeiter", "Full cost of a field rep", "EUR/year")
def field_rep_cost(
    field_rep_salary, employer_contribution_rate, field_rep_car_cost, field_rep_travel_cost, field_rep_other_cost
):
    """Yearly full cost of one field rep [EUR/year].

    Pay with the employer's on-cost, car, travel and workplace; without the sales manager and without overhead.
    """
    return (
        field_rep_salary * (1 + employer_contribution_rate)
        + field_rep_car_cost
        + field_rep_travel_cost
        + field_rep_other_cost
    )


@quantity(CARE_COST, "Verkaufstage im Jahr", "Selling days a year", "days/year")
def selling_days(working_days, vacation_days, sick_days, non_selling_days):
    """Days a year on which a field rep visits customers [days/year]; fewer than 1 is an error."""
    return working_days - vacation_days - sick_days - non_selling_days


@quantity(CARE_COST, "Besuche je Außendienstmitarbeiter", "Visits per field rep", "visits/year")
def visits_per_field_rep(selling_days, visits_per_day):
    """Visits that one field rep really makes in a year [visits/year]: visits, not customers called at."""
    return selling_days * visits_per_day


@quantity(CARE_COST, "Kosten je Besuch", "Cost per visit", "EUR/visit")
def cost_per_visit(field_rep_cost, visits_per_field_rep):
    """Full cost of one field visit [EUR/visit].

    Published figures run from 75 to 350 EUR (portatour; Duhatschek & Winkler; the guide's authors).
    """
    return field_rep_cost / visits_per_field_rep


@quantity(CARE_COST, "Netto-Betreuungskosten", "Net care cost", "EUR/year")
def net_care_cost(cost_per_visit, visits_per_customer):
    """Cost of the visits to one customer in a year [EUR/year].

    "Net" as in the guide: without software, the sales manager's share and other cost of selling.
    """
    return cost_per_visit * visits_per_customer


@quantity(CARE_COST, "Kunden je Außendienstmitarbeiter", "Customers per field rep", "customers")
def customers_per_field_rep(visits_per_field_rep, visits_per_customer):
    """Customers that one field rep can visit as often as planned [customers]."""
    return visits_per_field_rep / visits_per_customer
