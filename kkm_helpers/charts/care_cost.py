"""What makes up the cost of a visit."""

from __future__ import annotations

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.bars import Bar, bars_alt, bars_figure
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose
from kkm_helpers.model import QUANTITIES

DIRECT_PARTS = ("field_rep_salary", "field_rep_car_cost", "field_rep_travel_cost", "field_rep_other_cost")
ON_COST = "employer_contribution_rate"

FINDINGS = (
    Finding(
        "Fahrzeug und Reise kosten mehr als das Gehalt",
        "Car and travel cost more than the salary",
        lambda v: v["field_rep_car_cost"] + v["field_rep_travel_cost"] > v["field_rep_salary"],
    ),
    Finding(
        "{visits_per_field_rep} Besuche im Jahr müssen {field_rep_cost} tragen",
        "{visits_per_field_rep} visits a year have to bear {field_rep_cost}",
    ),
)


def cost_of_a_visit(results: Results, language: Language = "de") -> Chart:
    """Return the cost of a visit by kind of cost, in EUR per visit."""
    assumptions, visits = results.assumptions, results["visits_per_field_rep"]
    yearly = {name: assumptions[name] for name in DIRECT_PARTS}
    # The on-cost is what is left: the parts then add up to the model's figure whatever its formula is.
    yearly[ON_COST] = results["field_rep_cost"] - sum(yearly.values())
    bars: list[Bar] = []
    for name in (DIRECT_PARTS[0], ON_COST, *DIRECT_PARTS[1:]):
        cost = max(yearly[name] / visits, 0)
        start = bars[-1].end if bars else 0
        bars.append(Bar(_label(name, language), cost, display("cost_per_visit", cost, language), start=start))
    total = results["cost_per_visit"]
    label = QUANTITIES["cost_per_visit"].label(language)
    bars.append(Bar(label, total, display("cost_per_visit", total, language), "accent", strong=True))
    return Chart(
        "cost_of_a_visit",
        first_finding(FINDINGS, results, language),
        choose(language, "Vollkosten je Besuch nach Kostenart, in €", "Full cost of a visit by kind of cost, in €"),
        bars_alt(bars),
        bars_figure(bars, language),
    )


def _label(name: str, language: Language) -> str:
    return ASSUMPTIONS[name].short_label(language)
