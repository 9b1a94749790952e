"""The steps of the workbook that have a notebook: what each leaves behind. Everything else follows from the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.formulas import dependency_tree
from kkm_helpers.language import Language
from kkm_helpers.model import ACTIVE_OPTIONS, OPTIONS, QUANTITIES
from kkm_helpers.widgets.steps import STEP_OF, ChartOf


@dataclass(frozen=True)
class NotebookStep:
    """One step of the workbook as a notebook.

    Attributes:
        name: the step's public name; also that of its texts and its panel.
        results: the quantities the notebook leaves as its key results.
        beside: assumptions that the texts compare the results with, although no result depends on them.
        own: parameters of its notebook that are no keys of a scenario file, each with its kind and help.
    """

    name: str
    results: tuple[str, ...]
    beside: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def notebook(self) -> str:
        """The file name of the notebook, without ending."""
        return f"{STEP_OF[self.name].number}_{self.name}"

    @property
    def calculation(self) -> tuple[str, ...]:
        """The quantities of the calculation path, each before those that use it."""
        return STEP_OF[self.name].path

    @property
    def charts(self) -> tuple[ChartOf, ...]:
        """What draws the step's charts."""
        return STEP_OF[self.name].charts

    def title(self, language: Language = "de") -> str:
        """Return number and name of the step."""
        step = STEP_OF[self.name]
        return f"{step.number} · {step.label(language)}"

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions the step's figures depend on, in the order of declaration."""
        needed = {need.name for name in self.results for _, need in dependency_tree(name).walk()} | set(self.beside)
        return tuple(name for name in ASSUMPTIONS if name in needed)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name the step is about."""
        return frozenset((*self.calculation, *self.results, *self.assumptions))


def _of_topic(topic: str) -> tuple[str, ...]:
    return tuple(name for name, quantity in QUANTITIES.items() if quantity.topic.name == topic)


_SOURCING = (
    *(f"{option.name}_npv" for option in OPTIONS), "recommended_option", "sourcing_margin",
    *(f"{option.name}_payback_month" for option in ACTIVE_OPTIONS),
    *(f"{option.name}_cost_per_served_customer" for option in ACTIVE_OPTIONS),
    "own_rep_month_cost", "provider_rep_month_cost", "build_overtakes_month", "tipping_fte_price", "tipping_exit_cost",
    "takeover_month",
)  # fmt: skip

_OF_AN_OPTION = (
    "npv", "npv_36", "payback_month", "discounted_payback_month", "break_even_month", "irr", "roi", "peak_funding",
    "total_benefit", "total_cost",
)  # fmt: skip
_BUSINESS_CASE = (
    "inside_reps", "team_utilisation", "team_cost", "contacts_per_day", "inside_care_cost", "additional_revenue_needed",
    "additional_revenue_per_customer",
    *(
        name
        for end in _OF_AN_OPTION
        for name in (f"{option.name}_{end}" for option in OPTIONS)
        if name in QUANTITIES
    ),
    "recommended_option", "decision_margin", "activity_margin", "sourcing_margin",
)  # fmt: skip

STEPS: dict[str, NotebookStep] = {
    step.name: step
    for step in (
        NotebookStep("care_cost", _of_topic("care_cost")),
        NotebookStep("break_even", _of_topic("break_even"), beside=("revenue_per_customer",)),
        NotebookStep("potential", _of_topic("potential")),
        NotebookStep("business_case", _BUSINESS_CASE),
        NotebookStep("build_or_outsource", _SOURCING),
    )
}
