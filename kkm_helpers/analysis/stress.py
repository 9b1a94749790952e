"""The stress cases every board asks for: pessimistic, expected, optimistic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.language import Labelled

BENEFITS = ("captured_share", "churn_reduction")
COSTS = (
    "inside_rep_salary", "inside_rep_workplace_cost", "team_lead_salary", "recruiting_cost", "training_cost",
    "equipment_cost", "crm_setup_cost", "project_lead_cost", "outsource_setup_cost", "outsource_fte_price",
    "transfer_fee", "dissolve_one_off_cost",
)  # fmt: skip
DELAYS = ("build_lead_months", "outsource_lead_months", "transfer_month")


@dataclass(frozen=True)
class Stress(Labelled):
    """A stress case: what it is called, and by how much it differs from the case as it stands."""

    name: str
    de: str
    en: str
    benefit_factor: float = 1.0
    cost_factor: float = 1.0
    delay_months: int = 0

    def overrides(self, assumptions: Mapping[str, Any]) -> dict[str, float]:
        """Return the assumptions that change from the case as it stands, cut to their hard bounds."""
        changed = {name: value_of(expression, assumptions) for name, expression in self.expressions().items()}
        return {name: value for name, value in changed.items() if value != assumptions[name]}

    def expressions(self) -> dict[str, str]:
        """Return by assumption its value in this case, as an expression: the page computes the case as well."""
        changed = {name: f"{name} * {self.benefit_factor}" for name in BENEFITS}
        changed |= {name: f"{name} * {self.cost_factor}" for name in COSTS}
        changed |= {name: f"{name} + {self.delay_months}" for name in DELAYS}
        return {name: _within_bounds(name, expression) for name, expression in changed.items()}


STRESS_CASES = (
    Stress("pessimistic", "Pessimistisch", "Pessimistic", 0.8, 1.2, 3),
    Stress("expected", "Erwartet", "Expected"),
    Stress("optimistic", "Optimistisch", "Optimistic", 1.2, 0.8),
)


def _within_bounds(name: str, expression: str) -> str:
    low, high = ASSUMPTIONS[name].bounds
    expression = expression if low is None else f"maximum({expression}, {low})"
    return expression if high is None else f"minimum({expression}, {high})"
