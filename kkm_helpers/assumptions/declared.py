"""Every assumption of the business case, declared once.

To add one: write an `Assumption` into the group where people look for it. Slider, field, validation, papermill
parameter, command line, explanation and exports follow from it.
"""

from __future__ import annotations

from kkm_helpers.assumptions.records import Assumption, Choice, Group, assumed, derived, found
from kkm_helpers.assumptions.sources import (
    BRIEF,
    BRIEF_CUSTOMERS_PER_REP,
    BRIEF_ELECTRICIANS,
    BRIEF_GROUPS,
    BRIEF_VISITS,
    C_CUSTOMERS,
    CALL_CENTRE,
    COST_OF_CAPITAL,
    ELECTRICAL_MARGIN,
    FROM_LIST,
    FROM_LIST_ON_REQUEST,
    FULL_COST_OVERHEAD,
    HIRING,
    INSIDE_SALARIES,
    INSTEAD_OF_RECRUITING,
    ON_COST,
    PROJECT_LEAD_ROLE,
    PROVIDER_FASTER,
    PROVIDER_GOVERNANCE,
    RAMP_SURVEY,
    RAMP_TIME,
    SALES_SALARIES,
    SALES_TURNOVER,
    STAFFING,
    VISIT_COST_EXAMPLE,
    VISITS_PER_DAY,
    WHOLESALE_MARGIN,
    WORKING_TIME,
    WORKPLACE,
)

# fmt: off
GROUPS: tuple[Group, ...] = (
    Group("field_sales", "Außendienst", "Field sales", (
        Assumption(
            "field_rep_salary",
            "Jahresgehalt Außendienst (fix + variabel)",
            "Field rep salary (fixed + variable)",
            "EUR/year",
            default=70_000, slider=(45_000, 120_000, 1_000), bounds=(0, None),
            basis=found(SALES_SALARIES),
        ),
        Assumption(
            "employer_contribution_rate", "Personalnebenkosten (AG-Anteil, Umlagen, BG)", "Employer's on-cost", "share",
            default=0.21, slider=(0.15, 0.30, 0.005), bounds=(0, 1),
            basis=found(ON_COST),
        ),
        Assumption(
            "field_rep_car_cost", "Fahrzeug", "Car", "EUR/year",
            default=15_000, slider=(5_000, 35_000, 500), bounds=(0, None),
            basis=derived(VISIT_COST_EXAMPLE),
        ),
        Assumption(
            "field_rep_travel_cost", "Reise und Spesen", "Travel and expenses", "EUR/year",
            default=12_000, slider=(2_000, 30_000, 500), bounds=(0, None),
            basis=derived(VISIT_COST_EXAMPLE),
        ),
        Assumption(
            "field_rep_other_cost", "Arbeitsplatz, IT, Telefon, Schulung", "Workplace, IT, phone, training", "EUR/year",
            default=8_300, slider=(2_000, 20_000, 100), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "working_days", "Arbeitstage im Jahr", "Working days a year", "days/year",
            default=250, slider=(240, 260, 1), bounds=(1, 366),
            basis=found(WORKING_TIME),
        ),
        Assumption(
            "vacation_days", "Urlaubstage", "Vacation days", "days/year",
            default=30, slider=(20, 40, 1), bounds=(0, 366),
            basis=assumed(),
        ),
        Assumption(
            "sick_days", "Krankheitstage", "Sick days", "days/year",
            default=15, slider=(0, 30, 1), bounds=(0, 366),
            basis=assumed(),
        ),
        Assumption(
            "non_selling_days",
            "Tage ohne Kundenkontakt (Messe, Büro, Schulung)",
            "Days without customers",
            "days/year",
            default=5, slider=(0, 60, 1), bounds=(0, 366),
            basis=assumed(),
        ),
        Assumption(
            "visits_per_day", "Besuche je Tag", "Visits a day", "visits/day",
            default=4, slider=(1, 12, 0.5), bounds=(0.1, 50),
            basis=found(VISITS_PER_DAY),
        ),
        Assumption(
            "visits_per_customer", "Besuche je Kunde und Jahr", "Visits per customer and year", "visits/year",
            default=5, slider=(1, 12, 0.5), bounds=(0.1, 365),
            basis=found(BRIEF_VISITS),
        ),
    )),
    Group("threshold", "Umsatzschwelle", "Threshold", (
        Assumption(
            "max_sales_cost_ratio", "Maximale Vertriebskostenquote", "Maximum sales-cost ratio", "share of revenue",
            default=0.08, slider=(0.02, 0.20, 0.005), bounds=(0.001, 1),
            basis=found(BRIEF),
        ),
        Assumption(
            "contribution_margin",
            "Deckungsbeitragsquote der Kleinkunden (nach Wareneinsatz und Fracht, vor Auftragsabwicklung)",
            "Contribution margin of small customers (after goods and freight, before order handling)",
            "share of revenue",
            default=0.28, slider=(0.10, 0.60, 0.01), bounds=(0.001, 1),
            basis=derived(WHOLESALE_MARGIN, ELECTRICAL_MARGIN),
        ),
    )),
    Group("customers", "Kunden und Potenzial", "Customers and potential", (
        Assumption(
            "small_customers", "Anzahl Kleinkunden", "Small customers", "customers",
            default=4_000, slider=(100, 20_000, 50), bounds=(1, 10_000_000),
            basis=found(BRIEF, FROM_LIST),
        ),
        Assumption(
            "revenue_per_customer", "Umsatz je Kleinkunde heute", "Revenue per small customer today", "EUR/year",
            default=5_000, slider=(0, 25_000, 100), bounds=(0, None),
            basis=assumed(FROM_LIST),
        ),
        Assumption(
            "potential_basis", "Potenzialrechnung", "Basis of the potential", "choice",
            default="sector", basis=found(BRIEF_GROUPS),
            choices=(Choice("sector", "nach Branche", "by sector"), Choice("history", "nach Historie", "by history")),
        ),
        Assumption(
            "employees_per_customer", "Mitarbeiter je Kundenbetrieb", "Employees per customer", "employees",
            default=3, slider=(1, 50, 0.5), bounds=(0, None),
            basis=found(BRIEF_ELECTRICIANS),
        ),
        Assumption(
            "revenue_per_employee", "Umsatzpotenzial je Mitarbeiter", "Potential per employee", "EUR/year",
            default=9_000, slider=(500, 50_000, 250), bounds=(0, None),
            basis=found(BRIEF_ELECTRICIANS),
        ),
        Assumption(
            "historic_potential_per_customer",
            "Höchster Jahresumsatz der letzten 5 Jahre (Mittel)",
            "Best year of the last five (mean)",
            "EUR/year",
            default=7_500, slider=(0, 50_000, 100), bounds=(0, None),
            basis=assumed(FROM_LIST),
        ),
    )),
    Group("inside_team", "Inside-Sales-Team", "Inside sales team", (
        Assumption(
            "customers_per_rep", "Kunden je Inside-Sales-Mitarbeiter", "Customers per inside sales rep", "customers",
            default=400, slider=(200, 800, 10), bounds=(1, 100_000),
            basis=found(BRIEF_CUSTOMERS_PER_REP),
        ),
        Assumption(
            "inside_rep_salary", "Jahresgehalt Inside Sales", "Inside sales salary", "EUR/year",
            default=50_000, slider=(30_000, 80_000, 500), bounds=(0, None),
            basis=derived(SALES_SALARIES, INSIDE_SALARIES),
        ),
        Assumption(
            "inside_rep_workplace_cost", "Arbeitsplatz und Sachkosten", "Workplace cost", "EUR/year",
            default=11_000, slider=(4_000, 20_000, 500), bounds=(0, None),
            basis=found(WORKPLACE),
        ),
        Assumption(
            "staffing", "Teamgröße über die Zeit", "Team size over time", "choice",
            default="follow", basis=assumed(STAFFING),
            choices=(
                Choice("follow", "folgt der Kundenzahl", "follows the customers"),
                Choice("fixed", "bleibt wie am Anfang", "stays as at the start"),
            ),
        ),
        Assumption(
            "overhead_rate",
            "Zahlungswirksamer Gemeinkostenzuschlag auf Personalkosten (HR, IT, Lizenzen)",
            "Cash-effective overhead on personnel cost",
            "share",
            default=0.05, slider=(0, 0.40, 0.01), bounds=(0, 5),
            basis=assumed(FULL_COST_OVERHEAD),
        ),
        Assumption(
            "team_lead_salary", "Jahresgehalt Teamleitung", "Team lead salary", "EUR/year",
            default=75_000, slider=(50_000, 120_000, 1_000), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "reps_per_team_lead", "Mitarbeiter je Teamleitung", "Reps per team lead", "reps",
            default=10, slider=(4, 20, 1), bounds=(1, 1_000),
            basis=assumed(),
        ),
        Assumption(
            "contacts_per_customer", "Kontakte je Kunde und Jahr", "Contacts per customer and year", "contacts/year",
            default=8, slider=(2, 24, 1), bounds=(0.1, 365),
            basis=assumed(),
        ),
        Assumption(
            "inside_working_days", "Netto-Arbeitstage Inside Sales", "Net working days, inside sales", "days/year",
            default=205, slider=(180, 230, 1), bounds=(1, 366),
            basis=derived(WORKING_TIME),
        ),
        Assumption(
            "max_contacts_per_day", "Machbare Kontakte je Tag", "Feasible contacts a day", "contacts/day",
            default=20, slider=(8, 50, 1), bounds=(1, 500),
            basis=assumed(),
        ),
    )),
    Group("effect", "Wirkung der aktiven Betreuung", "Effect of active care", (
        Assumption(
            "horizon_months", "Betrachtungszeitraum", "Horizon", "months",
            default=60, slider=(12, 84, 6), bounds=(1, 120),
            basis=assumed(),
        ),
        Assumption(
            "discount_rate", "Kalkulationszinsfuß (vor Steuern)", "Discount rate (before tax)", "share/year",
            default=0.10, slider=(0, 0.25, 0.0025), bounds=(0, 1),
            basis=derived(COST_OF_CAPITAL),
        ),
        Assumption(
            "wage_growth", "Lohn- und Kostensteigerung", "Wage and cost growth", "share/year",
            default=0.025, slider=(0, 0.06, 0.0025), bounds=(-0.5, 1),
            basis=assumed(),
        ),
        Assumption(
            "price_growth", "Preissteigerung (Umsatz)", "Price growth (revenue)", "share/year",
            default=0.02, slider=(0, 0.06, 0.0025), bounds=(-0.5, 1),
            basis=assumed(),
        ),
        Assumption(
            "churn_passive", "Kundenverlustrate ohne Betreuung", "Churn without care", "share/year",
            default=0.12, slider=(0, 0.40, 0.005), bounds=(0, 0.99),
            basis=found(C_CUSTOMERS, FROM_LIST_ON_REQUEST),
        ),
        Assumption(
            "churn_reduction", "Rückgang der Kundenverluste durch Betreuung", "Reduction of churn by care", "share",
            default=0.33, slider=(0, 0.80, 0.01), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "retention_months", "Monate bis die Bindung voll wirkt", "Months until retention works fully", "months",
            default=6, slider=(1, 24, 1), bounds=(1, 120),
            basis=assumed(),
        ),
        Assumption(
            "captured_share", "Ausschöpfung des offenen Potenzials", "Share of the open potential captured", "share",
            default=0.05, slider=(0, 0.30, 0.0025), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "development_months", "Monate bis zur vollen Ausschöpfung", "Months until captured", "months",
            default=24, slider=(3, 60, 1), bounds=(1, 120),
            basis=assumed(),
        ),
        Assumption(
            "order_value", "Auftragswert", "Order value", "EUR",
            default=500, slider=(20, 5_000, 10), bounds=(1, None),
            basis=assumed(FROM_LIST),
        ),
        Assumption(
            "cost_per_order", "Abwicklungskosten je Auftrag", "Handling cost per order", "EUR",
            default=10, slider=(0, 80, 1), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "working_capital_rate",
            "Kapitalbindung auf Mehrumsatz (Lager, Forderungen)",
            "Working capital on additional revenue",
            "share of revenue",
            default=0.10, slider=(0, 0.40, 0.01), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "field_visits_per_small_customer",
            "Heutige Außendienstbesuche je Kleinkunde",
            "Field visits per small customer today",
            "visits/year",
            default=0.5, slider=(0, 6, 0.25), bounds=(0, 365),
            basis=assumed(FROM_LIST),
        ),
        Assumption(
            "redeployment_rate",
            "Anteil freigesetzter Besuchszeit mit Ergebniswirkung",
            "Share of freed visit time turned into money",
            "share",
            default=0, slider=(0, 1, 0.05), bounds=(0, 1),
            basis=assumed(),
        ),
    )),
    Group("build", "Eigenaufbau", "Build", (
        Assumption(
            "build_lead_months", "Vorlauf bis zum Start", "Lead time", "months",
            default=4, slider=(0, 12, 1), bounds=(0, 60),
            basis=derived(SALES_TURNOVER),
        ),
        Assumption(
            "build_ramp_months", "Hochlauf bis zur vollen Leistung", "Ramp-up", "months",
            default=6, slider=(1, 18, 1), bounds=(1, 60),
            basis=found(RAMP_TIME, RAMP_SURVEY),
        ),
        Assumption(
            "recruiting_cost", "Personalbeschaffung je Mitarbeiter", "Recruiting per rep", "EUR",
            default=8_000, slider=(0, 30_000, 500), bounds=(0, None),
            basis=derived(HIRING),
        ),
        Assumption(
            "training_cost", "Einarbeitung je Mitarbeiter", "Training per rep", "EUR",
            default=5_000, slider=(0, 30_000, 500), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "equipment_cost", "Ausstattung je Mitarbeiter", "Equipment per rep", "EUR",
            default=3_000, slider=(0, 10_000, 250), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "crm_setup_cost", "CRM-Einrichtung", "CRM set-up", "EUR",
            default=40_000, slider=(0, 250_000, 5_000), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "project_lead_cost", "Projektleitung (Vollkosten)", "Project lead (fully loaded)", "EUR/year",
            default=90_000, slider=(40_000, 160_000, 5_000), bounds=(0, None),
            basis=assumed(PROJECT_LEAD_ROLE),
        ),
        Assumption(
            "project_months", "Dauer der Projektleitung", "Months of the project lead", "months",
            default=12, slider=(0, 36, 1), bounds=(0, 120),
            basis=assumed(),
        ),
        Assumption(
            "rep_turnover", "Fluktuation Inside Sales", "Rep turnover", "share/year",
            default=0.15, slider=(0, 0.50, 0.01), bounds=(0, 5),
            basis=found(CALL_CENTRE),
        ),
        Assumption(
            "vacancy_months", "Vakanz je Weggang", "Vacancy per leaver", "months",
            default=2, slider=(0, 9, 1), bounds=(0, 60),
            basis=derived(SALES_TURNOVER),
        ),
    )),
    Group("outsource", "Externe Vergabe", "Outsource", (
        Assumption(
            "outsource_lead_months", "Vorlauf Dienstleister", "Provider's lead time", "months",
            default=2, slider=(0, 12, 1), bounds=(0, 60),
            basis=assumed(PROVIDER_FASTER),
        ),
        Assumption(
            "outsource_ramp_months", "Hochlauf Dienstleister", "Provider's ramp-up", "months",
            default=4, slider=(1, 18, 1), bounds=(1, 60),
            basis=assumed(PROVIDER_FASTER),
        ),
        Assumption(
            "outsource_setup_cost", "Einrichtung", "Set-up fee", "EUR",
            default=15_000, slider=(0, 100_000, 1_000), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "outsource_internal_effort",
            "Interner Projektaufwand bei Vergabe",
            "Internal project effort when outsourcing",
            "share of the project lead",
            default=0.30, slider=(0, 1, 0.05), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "outsource_crm_share",
            "CRM-Einrichtung, die auch bei Vergabe anfällt",
            "CRM set-up needed when outsourcing too",
            "share",
            default=0.50, slider=(0, 1, 0.05), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "outsource_effect",
            "Wirkung des Dienstleisters im Verhältnis zum eigenen Team",
            "Provider's effect relative to an own team",
            "factor",
            default=1.0, slider=(0.5, 1.2, 0.05), bounds=(0, 2),
            basis=assumed(),
        ),
        Assumption(
            "outsource_fte_price", "Preis je Vollzeitkraft und Monat", "Price per FTE and month", "EUR/month",
            default=7_500, slider=(3_000, 15_000, 100), bounds=(0, None),
            basis=assumed(),
        ),
        Assumption(
            "outsource_commission", "Provision auf Mehrumsatz", "Commission on additional revenue", "share",
            default=0, slider=(0, 0.15, 0.005), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "outsource_steering_rate", "Dienstleistersteuerung", "Provider governance", "share of fees",
            default=0.05, slider=(0, 0.20, 0.01), bounds=(0, 1),
            basis=found(PROVIDER_GOVERNANCE),
        ),
        Assumption(
            "outsource_exit_cost", "Ausstiegskosten am Ende", "Exit cost at the end", "EUR",
            default=0, slider=(0, 150_000, 5_000), bounds=(0, None),
            basis=assumed(),
        ),
    )),
    Group("hybrid", "Hybrid: extern starten, intern übernehmen", "Hybrid: start outsourced, then take over", (
        Assumption(
            "transfer_month", "Übernahme im Monat", "Take-over month", "month",
            default=18, slider=(3, 60, 1), bounds=(1, 120),
            basis=assumed(),
        ),
        Assumption(
            "transfer_overlap_months", "Parallelbetrieb", "Overlap", "months",
            default=2, slider=(0, 6, 1), bounds=(0, 24),
            basis=assumed(),
        ),
        Assumption(
            "transfer_dip", "Leistungsverlust bei der Übernahme", "Loss of coverage at the take-over", "share",
            default=0.20, slider=(0, 1, 0.05), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "transfer_fee", "Ablöse je übernommenem Mitarbeiter", "Transfer fee per rep taken over", "EUR",
            default=6_000, slider=(0, 30_000, 500), bounds=(0, None),
            basis=assumed(INSTEAD_OF_RECRUITING),
        ),
    )),
    Group("dissolve", "Auflösen", "Dissolve", (
        Assumption(
            "dissolve_kept_margin",
            "Erhaltener Deckungsbeitrag (Händler, Webshop)",
            "Margin kept (dealer, web shop)",
            "share",
            default=0.15, slider=(0, 1, 0.05), bounds=(0, 1),
            basis=assumed(),
        ),
        Assumption(
            "dissolve_one_off_cost", "Einmalkosten der Auflösung", "One-off cost", "EUR",
            default=20_000, slider=(0, 200_000, 5_000), bounds=(0, None),
            basis=assumed(),
        ),
    )),
)
# fmt: on

ASSUMPTIONS: dict[str, Assumption] = {
    assumption.name: assumption for group in GROUPS for assumption in group.assumptions
}
