"""What a small customer buys from us, could buy, and what of it is within reach."""

from __future__ import annotations

from kkm_helpers.charts.bars import Bar, bars_chart
from kkm_helpers.charts.parts import Choice, Text

A_YEAR = Text("{value:EUR/year}")

wallet = bars_chart(
    "wallet",
    title=Choice(
        Text(
            "Der Umsatz erreicht schon das gerechnete Potenzial",
            "Revenue already reaches the calculated potential",
            when="open_potential_per_customer == 0",
        ),
        Text(
            "{share_of_wallet} vom Bedarf kaufen die Kunden heute bei Ihnen",
            "Customers buy {share_of_wallet} of their need from you today",
        ),
    ),
    subtitle=Text("Je Kleinkunde, in € im Jahr", "Per small customer, in € a year"),
    bars=[
        Bar(Text("Umsatz heute", "Revenue today"), "revenue_per_customer", A_YEAR),
        Bar(
            Text(
                "Mehrumsatz durch Betreuung ({captured_share} vom offenen Potenzial)",
                "Added by care ({captured_share} of the open potential)",
            ),
            "additional_revenue_per_customer", A_YEAR, "accent", "end_above", strong=True,
        ),
        Bar(
            Text("bleibt offen", "stays open"),
            "open_potential_per_customer - additional_revenue_per_customer", A_YEAR, "series-soft", "end_above",
        ),
        Bar(
            Text("Potenzial (Bedarf, kein Umsatz)", "Potential (a need, not revenue)"),
            "potential_per_customer", A_YEAR, "series-soft",
        ),
    ],
)  # fmt: skip
"""A small customer's need: today's revenue, what care adds, what stays open, in EUR a year."""
