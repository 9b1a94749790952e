"""What only the slides say, as data."""

from __future__ import annotations

from kkm_helpers.charts.bars import Bar, bars_chart
from kkm_helpers.charts.parts import Choice, Text
from kkm_helpers.customers.customer_list import Message

TOPICS: dict[str, Message] = {
    "team": Message("Team", "Team"),
    "cash": Message("Zahlungsverlauf", "Cash curve"),
    "options": Message("Optionen im Vergleich", "Options compared"),
    "next_steps": Message("Nächste Schritte", "Next steps"),
    "assumptions": Message("Annahmen", "Assumptions"),
}
"""Topics that the report does not have, or calls otherwise."""

PATH = Message("Rechenweg", "Calculation path")
NEXT_STEP = Message("Nächster Schritt: ", "Next step: ")
NEVER = Message("nicht im Zeitraum", "not in the horizon")
"""What never happens, short enough for a column of an option."""

TEAM_FINDING = (
    Text(
        "{inside_reps:words} betreuen {small_customers:words}; die angenommenen {additional_revenue_per_customer} "
        "Mehrumsatz je Kunde tragen ihre Kosten",
        "{inside_reps:words} care for {small_customers:words}; the {additional_revenue_per_customer} of additional "
        "revenue assumed per customer bear their cost",
        when="additional_revenue_per_customer >= additional_revenue_needed",
    ),
    Text(
        "{inside_reps:words} betreuen {small_customers:words}; der angenommene Mehrumsatz von "
        "{additional_revenue_per_customer} je Kunde trägt ihre Kosten allein nicht",
        "{inside_reps:words} care for {small_customers:words}; the additional revenue assumed, "
        "{additional_revenue_per_customer} per customer, does not bear their cost alone",
    ),
)

_A_YEAR = Text("{value:EUR/year}")

revenue_needed = bars_chart(
    "revenue_needed",
    title=Choice(
        Text(
            "Kosten des Teams gedeckt ab {additional_revenue_needed} Mehrumsatz je Kunde",
            "The team's cost is covered from {additional_revenue_needed} of additional revenue per customer",
        ),
    ),
    subtitle=Text("Mehrumsatz je betreutem Kunden, in € im Jahr", "Additional revenue per customer, in € a year"),
    bars=[
        Bar(Text("Nötig, um die Kosten zu tragen", "Needed to bear the cost"), "additional_revenue_needed", _A_YEAR),
        Bar(
            Text("Angenommen, voll ausgeschöpft", "Assumed, fully developed"), "additional_revenue_per_customer",
            _A_YEAR, "accent", strong=True,
        ),
    ],
)  # fmt: skip
"""The additional revenue that bears the team beside the one assumed, in EUR a year per customer."""
