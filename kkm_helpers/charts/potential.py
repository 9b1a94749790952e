"""What a small customer buys from us, could buy, and what of it is within reach."""

from __future__ import annotations

from kkm_helpers.charts.bars import Bar, bars_alt, bars_figure
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose

FINDINGS = (
    Finding(
        "Der Umsatz erreicht schon das gerechnete Potenzial",
        "Revenue already reaches the calculated potential",
        lambda v: v["open_potential_per_customer"] == 0,
    ),
    Finding(
        "{share_of_wallet} vom Bedarf kaufen die Kunden heute bei Ihnen",
        "Customers buy {share_of_wallet} of their need from you today",
    ),
)


def wallet(results: Results, language: Language = "de") -> Chart:
    """Return a small customer's need: today's revenue, what care adds, what stays open, in EUR a year."""
    today = results.assumptions["revenue_per_customer"]
    captured, open_today = results["additional_revenue_per_customer"], results["open_potential_per_customer"]
    still_open = open_today - captured
    captured_share = display("captured_share", results.assumptions["captured_share"], language)

    def bar(de: str, en: str, value: float, tone: str, start: float = 0, *, strong: bool = False) -> Bar:
        text = display("potential_per_customer", value, language)
        return Bar(choose(language, de, en), value, text, tone, start, strong)

    bars = [
        bar("Umsatz heute", "Revenue today", today, "bar"),
        bar(
            f"Mehrumsatz durch Betreuung ({captured_share} vom offenen Potenzial)",
            f"Added by care ({captured_share} of the open potential)",
            captured, "accent", today, strong=True,
        ),
        bar("bleibt offen", "stays open", still_open, "series-soft", today + captured),
        bar("Potenzial (Bedarf, kein Umsatz)", "Potential (a need, not revenue)",
            results["potential_per_customer"], "series-soft"),
    ]  # fmt: skip
    return Chart(
        "wallet",
        first_finding(FINDINGS, results, language),
        choose(language, "Je Kleinkunde, in € im Jahr", "Per small customer, in € a year"),
        bars_alt(bars),
        bars_figure(bars, language),
    )
