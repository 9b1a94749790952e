"""What makes up the cost of a visit."""

from __future__ import annotations

from kkm_helpers.charts.bars import Bar, bars_chart
from kkm_helpers.charts.parts import Choice, Part, Text

PER_VISIT = Text("{value:EUR/visit}")


def _part(name: str, cost_a_year: str) -> Bar:
    """Return the bar of one kind of cost, where the one above it ends."""
    label: Part = Text(f"{{{name}:short_label}}")
    return Bar(label, f"maximum({cost_a_year} / visits_per_field_rep, 0)", PER_VISIT, start="end_above")


cost_of_a_visit = bars_chart(
    "cost_of_a_visit",
    title=Choice(
        Text(
            "Fahrzeug und Reise kosten mehr als das Gehalt",
            "Car and travel cost more than the salary",
            when="field_rep_car_cost + field_rep_travel_cost > field_rep_salary",
        ),
        Text(
            "{visits_per_field_rep} Besuche im Jahr müssen {field_rep_cost} tragen",
            "{visits_per_field_rep} visits a year have to bear {field_rep_cost}",
        ),
    ),
    subtitle=Text("Vollkosten je Besuch nach Kostenart, in €", "Full cost of a visit by kind of cost, in €"),
    # The on-cost is what is left: the parts then add up to the model's figure whatever its formula is.
    names={
        "direct_cost": "field_rep_salary + field_rep_car_cost + field_rep_travel_cost + field_rep_other_cost",
        "on_cost": "field_rep_cost - direct_cost",
    },
    bars=[
        Bar(
            Text("{field_rep_salary:short_label}"),
            "maximum(field_rep_salary / visits_per_field_rep, 0)",
            PER_VISIT,
        ),
        _part("employer_contribution_rate", "on_cost"),
        _part("field_rep_car_cost", "field_rep_car_cost"),
        _part("field_rep_travel_cost", "field_rep_travel_cost"),
        _part("field_rep_other_cost", "field_rep_other_cost"),
        Bar(Text("{cost_per_visit:label}"), "cost_per_visit", PER_VISIT, "accent", strong=True),
    ],
)
"""The cost of a visit by kind of cost, in EUR per visit."""
