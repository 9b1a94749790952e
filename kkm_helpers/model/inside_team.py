"""The inside sales team: how many, at what cost, with what capacity."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import ceil, clip

INSIDE_TEAM = Topic("inside_team", "Inside-Sales-Team", "Inside sales team")


@quantity(INSIDE_TEAM, "Inside-Sales-Mitarbeiter", "Inside sales reps", "reps")
def inside_reps(small_customers, customers_per_rep):
    """Reps needed for all small customers [reps]: whole people."""
    return ceil(small_customers / customers_per_rep)


@quantity(INSIDE_TEAM, "Auslastung des Teams", "Team utilisation", "share")
def team_utilisation(small_customers, inside_reps, customers_per_rep):
    """Customers over the customers the team could serve [share]."""
    return small_customers / (inside_reps * customers_per_rep)


@quantity(
    INSIDE_TEAM, "Kosten je Inside-Sales-Mitarbeiter ohne Leitung", "Cost per inside rep without lead", "EUR/year"
)
def inside_rep_cost(inside_rep_salary, employer_contribution_rate, overhead_rate, inside_rep_workplace_cost):
    """Yearly cost of one inside sales rep without the team lead [EUR/year]."""
    return inside_rep_salary * (1 + employer_contribution_rate) * (1 + overhead_rate) + inside_rep_workplace_cost


@quantity(INSIDE_TEAM, "Kosten der Teamleitung", "Cost of team leads", "EUR/year")
def team_lead_cost(inside_reps, reps_per_team_lead, team_lead_salary, employer_contribution_rate, overhead_rate):
    """Yearly cost of leading the team [EUR/year], by the share of a lead that the team needs."""
    return inside_reps / reps_per_team_lead * team_lead_salary * (1 + employer_contribution_rate) * (1 + overhead_rate)


@quantity(INSIDE_TEAM, "Kosten des Teams", "Cost of the team", "EUR/year")
def team_cost(inside_reps, inside_rep_cost, team_lead_cost):
    """Yearly cost of the fully staffed team with its leads, at today's wages [EUR/year]."""
    return inside_reps * inside_rep_cost + team_lead_cost


@quantity(INSIDE_TEAM, "Teamkosten je Mitarbeiter", "Team cost per rep", "EUR/year")
def cost_per_rep(team_cost, inside_reps):
    """Yearly cost of the team per rep, leads included [EUR/year]."""
    return team_cost / inside_reps


@quantity(INSIDE_TEAM, "Inside-Sales-Kosten je Kleinkunde", "Inside sales cost per small customer", "EUR/year")
def inside_care_cost(team_cost, small_customers):
    """What active care by the team costs per small customer and year [EUR/year]."""
    return team_cost / small_customers


@quantity(INSIDE_TEAM, "Umsatzschwelle Inside Sales", "Revenue threshold of inside sales", "EUR/year")
def inside_revenue_threshold(inside_care_cost, max_sales_cost_ratio):
    """Revenue from which care by inside sales keeps the allowed sales-cost ratio [EUR/year]."""
    return inside_care_cost / max_sales_cost_ratio


@quantity(INSIDE_TEAM, "Nötiger Mehrumsatz je Kleinkunde", "Additional revenue needed per customer", "EUR/year")
def additional_revenue_needed(inside_care_cost, contribution_margin):
    """Additional revenue per small customer whose margin pays its care [EUR/year].

    The one line a sales director remembers. Without the handling of orders and without customers kept.
    """
    return inside_care_cost / contribution_margin


@quantity(INSIDE_TEAM, "Geplante Kontakte je Tag", "Planned contacts a day", "contacts/day")
def contacts_per_day(customers_per_rep, contacts_per_customer, inside_working_days):
    """Contacts a rep must make on each working day to keep the plan [contacts/day]."""
    return customers_per_rep * contacts_per_customer / inside_working_days


@quantity(INSIDE_TEAM, "Betreuungsintensität", "Care intensity", "share")
def care_intensity(max_contacts_per_day, contacts_per_day):
    """Share of the planned contacts that a rep can really make [share]; below 1 the plan is too full."""
    return clip(max_contacts_per_day / contacts_per_day, 0, 1)


@quantity(INSIDE_TEAM, "Gehalt je Mitarbeiter mit Leitung", "Pay per rep, lead included", "EUR/year")
def pay_per_rep(inside_rep_salary, team_lead_salary, reps_per_team_lead, employer_contribution_rate):
    """Yearly pay of the team per rep, leads and on-cost included, at today's wages [EUR/year]; no workplace."""
    return (inside_rep_salary + team_lead_salary / reps_per_team_lead) * (1 + employer_contribution_rate)


@quantity(INSIDE_TEAM, "Einstellungskosten je Mitarbeiter", "Hiring cost per rep", "EUR")
def hiring_cost_per_rep(recruiting_cost, training_cost, equipment_cost):
    """One-off cost of one new rep: recruiting, training, equipment [EUR]."""
    return recruiting_cost + training_cost + equipment_cost


@quantity(INSIDE_TEAM, "Einstellungskosten des Teams", "Hiring cost of the team", "EUR")
def hiring_cost(inside_reps, hiring_cost_per_rep):
    """One-off cost of hiring the whole team [EUR]."""
    return inside_reps * hiring_cost_per_rep


@quantity(INSIDE_TEAM, "Ersatzkosten je Mitarbeiter", "Replacement cost per rep", "EUR/year")
def replacement_cost_per_rep(rep_turnover, recruiting_cost, training_cost):
    """Recruiting and training for those who leave, per rep and year [EUR/year]; the equipment stays."""
    return rep_turnover * (recruiting_cost + training_cost)


@quantity(INSIDE_TEAM, "Besetzter Anteil", "Staffed share", "share")
def staffed_share(rep_turnover, vacancy_months, build_ramp_months):
    """Share of the team's full work that is done although reps leave and new ones ramp up [share].

    A new rep does half the work on average during the ramp-up.
    """
    return clip(1 - rep_turnover * (vacancy_months + build_ramp_months / 2) / 12, 0, 1)


@quantity(INSIDE_TEAM, "Bezahlter Anteil", "Paid share", "share")
def paid_share(rep_turnover, vacancy_months):
    """Share of the team's positions that is paid: a vacant one is not [share]."""
    return clip(1 - rep_turnover * vacancy_months / 12, 0, 1)


@quantity(INSIDE_TEAM, "Freigesetzte Besuche", "Freed visits", "visits/year")
def freed_visits(small_customers, field_visits_per_small_customer):
    """Field visits to small customers that active care sets free [visits/year]: time, not money."""
    return small_customers * field_visits_per_small_customer


@quantity(INSIDE_TEAM, "Freigesetzte Außendienstmitarbeiter", "Freed field reps", "reps")
def freed_field_reps(freed_visits, visits_per_field_rep):
    """The freed visits in field reps [reps]; worth money only as far as `redeployment_rate` says so."""
    return freed_visits / visits_per_field_rep
