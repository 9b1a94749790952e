"""The steps of the app and of the notebooks: which assumptions, charts and figures each of them shows.

Every assumption has its control in exactly one step: the few that matter on view, the others under a heading of
"weitere Annahmen". What a step shows beside its declaration (lists, risk) are views of the page (page/views.js); three
steps are nothing but views.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kkm_helpers.analysis.equality import EQUAL_SOURCING
from kkm_helpers.assumptions import GROUPS
from kkm_helpers.charts import break_even, bridge, business_case, care_cost, potential, sourcing, stress_cases
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.parts import Text
from kkm_helpers.engine import Results
from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTIONS
from kkm_helpers.model.declare import renamed

ChartOf = Callable[[Results, Language], Chart]


@dataclass(frozen=True)
class Step:
    """A step of the workbook.

    Attributes:
        name: public name, `data-step` in the page.
        number: its place among the steps of the workbook.
        de, en: what it is called.
        findings: the answer of the step, above everything else; the first that holds.
        controls: the assumptions on view.
        groups: assumption groups whose remaining members stand under "weitere Annahmen".
        charts: its charts: declared ones, and functions of results and language for what only Python can feed.
        figures: its key figures, shown where the step stands alone.
        path: the quantities of the calculation path, the one that answers the step last but for what follows from it;
            `option_…` is that of the option shown.
        answer: the quantity of the path that is the step's answer.
        compares_options: a table of all options belongs to it.
    """

    name: str
    number: int
    de: str
    en: str
    findings: tuple[Text, ...] = ()
    controls: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    charts: tuple[ChartOf, ...] = ()
    figures: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    answer: str = ""
    compares_options: bool = False

    def label(self, language: Language = "de") -> str:
        """Return what the step is called."""
        return choose(language, self.de, self.en)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name the step is about: what it lets people change and what it explains."""
        shared = {*self.controls, *self.figures, *self.path}
        named = {renamed(name, option.name) for name in shared for option in OPTIONS}
        return frozenset(named | {name for _, names in self.more_controls() for name in names})

    def more_controls(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the assumptions not on view, by the names of their groups."""
        on_view = {name for step in STEPS for name in step.controls}
        members = {group.name: tuple(known.name for known in group.assumptions) for group in GROUPS}
        rest = [(group, tuple(name for name in members[group] if name not in on_view)) for group in self.groups]
        return [(group, names) for group, names in rest if names]


STEPS: tuple[Step, ...] = (
    Step("identification", 1, "Identifikation", "Identification"),
    Step(
        "care_cost", 2, "Betreuungskosten", "Care cost",
        findings=(
            Text(
                "Ein Besuch kostet {cost_per_visit}, die Betreuung eines Kunden {net_care_cost:words}",
                "A visit costs {cost_per_visit}, care for one customer {net_care_cost:words}",
            ),
        ),
        controls=(
            "field_rep_salary", "field_rep_car_cost", "field_rep_travel_cost", "visits_per_day", "non_selling_days",
        ),
        groups=("field_sales",),
        charts=(care_cost.cost_of_a_visit,),
        figures=("field_rep_cost", "visits_per_field_rep", "cost_per_visit", "net_care_cost"),
        path=(
            "field_rep_cost", "selling_days", "visits_per_field_rep", "cost_per_visit", "net_care_cost",
            "customers_per_field_rep",
        ),
        answer="cost_per_visit",
    ),
    Step(
        "break_even", 3, "Gewinnschwelle", "Break-even",
        findings=(
            Text(
                "Ihre Kleinkunden bringen {revenue_per_customer:words}; der Außendienst rechnet sich ab "
                "{revenue_threshold}",
                "Your small customers bring {revenue_per_customer:words}; field sales pays from {revenue_threshold}",
                when="revenue_per_customer >= revenue_threshold",
            ),
            Text(
                "Ihre Kleinkunden bringen {revenue_per_customer:words}; der Außendienst rechnet sich erst ab "
                "{revenue_threshold}",
                "Your small customers bring {revenue_per_customer:words}; field sales pays only from "
                "{revenue_threshold}",
            ),
        ),
        controls=("visits_per_customer", "max_sales_cost_ratio", "contribution_margin"),
        groups=(),
        charts=(break_even.threshold_line, break_even.thresholds),
        figures=("net_care_cost", "revenue_threshold", "margin_threshold"),
        path=("cost_per_visit", "net_care_cost", "revenue_threshold", "margin_threshold"),
        answer="revenue_threshold",
    ),
    Step(
        "potential", 4, "Potenzial", "Potential",
        findings=(
            Text(
                "Gerechnet {potential_basis} ist kein Potenzial offen",
                "Calculated {potential_basis}, no potential is open",
                when="open_potential_per_customer == 0",
            ),
            Text(
                "{open_potential_per_customer} sind je Kunde offen; {captured_share} davon bringen "
                "{additional_revenue_per_customer} Mehrumsatz",
                "{open_potential_per_customer} are open per customer; {captured_share} of it bring "
                "{additional_revenue_per_customer} more revenue",
            ),
        ),
        controls=(
            "potential_basis", "employees_per_customer", "revenue_per_employee", "historic_potential_per_customer",
            "revenue_per_customer", "small_customers",
        ),
        groups=("customers",),
        charts=(potential.wallet,),
        figures=("potential_per_customer", "share_of_wallet", "additional_revenue_per_customer", "total_potential"),
        path=(
            "potential_per_customer", "total_potential", "total_margin_potential", "share_of_wallet",
            "open_potential_per_customer", "additional_revenue_per_customer", "additional_revenue_share",
        ),
        answer="additional_revenue_per_customer",
    ),
    Step(
        "business_case", 5, "Business Case", "Business case",
        findings=(
            Text(
                "Keine aktive Option ist mehr wert als Passiv bleiben; am nächsten kommt {option} mit "
                "{option_npv:short} Kapitalwert",
                "No active option is worth more than staying passive; {option} comes closest with an NPV of "
                "{option_npv:short}",
                when="recommended_option == 'passive'",
            ),
            Text(
                "{option} bringt {option_npv:short} Kapitalwert; das Geld ist ab Monat {option_payback_month} zurück",
                "{option} brings an NPV of {option_npv:short}; the money is back from month {option_payback_month}",
                when="option_payback_month is not None",
            ),
            Text(
                "{option} bringt {option_npv:short} Kapitalwert",
                "{option} brings an NPV of {option_npv:short}",
            ),
        ),
        controls=(
            "captured_share", "churn_passive", "churn_reduction", "development_months", "customers_per_rep",
            "discount_rate",
        ),
        groups=("inside_team", "effect"),
        charts=(business_case.cumulative_cash, bridge.bridge, stress_cases.stress_cases),
        figures=("inside_reps", "option_npv", "option_payback_month", "option_peak_funding"),
        path=(
            "additional_revenue_per_customer", "inside_reps", "cost_per_rep", "option_total_benefit",
            "option_total_cost", "option_npv",
        ),
        answer="option_npv",
        compares_options=True,
    ),
    Step(
        "build_or_outsource", 6, "Eigenaufbau oder Vergabe", "Build or outsource",
        findings=(
            Text(
                "Aktiv betreut wäre {option} am besten, aber weniger wert als Passiv bleiben",
                "Of the ways to give active care {option} would be the best, yet worth less than staying passive",
                when="recommended_option == 'passive'",
            ),
            Text(
                "Auflösen ist mehr wert als Eigenaufbau, Vergabe und Hybrid",
                "Dissolving is worth more than building, outsourcing and hybrid",
                when="recommended_option == 'dissolve'",
            ),
            Text(
                "Hybrid ist {hybrid_npv - maximum(build_npv, outsource_npv):short} mehr wert als Eigenaufbau und "
                "Vergabe",
                "Hybrid is worth {hybrid_npv - maximum(build_npv, outsource_npv):short} more than building and "
                "outsourcing",
                when="recommended_option == 'hybrid'",
            ),
            Text(
                "Eigenaufbau und Vergabe sind wirtschaftlich gleichwertig: {sourcing_margin:short} Unterschied",
                "Building and outsourcing are economically equal: {sourcing_margin:short} apart",
                when=EQUAL_SOURCING,
            ),
            Text(
                "Der Eigenaufbau ist {sourcing_margin:short} mehr wert als die Vergabe",
                "Building is worth {sourcing_margin:short} more than outsourcing",
                when="recommended_option == 'build'",
            ),
            Text(
                "Die Vergabe ist {sourcing_margin:short} mehr wert als der Eigenaufbau",
                "Outsourcing is worth {sourcing_margin:short} more than building",
            ),
        ),
        controls=(
            "outsource_fte_price", "inside_rep_salary", "outsource_effect", "build_ramp_months",
            "outsource_ramp_months", "transfer_month",
        ),
        groups=("build", "outsource", "hybrid", "dissolve"),
        charts=(sourcing.cash_lead, sourcing.value_over_price, sourcing.cost_per_served_customer),
        figures=("build_npv", "outsource_npv", "hybrid_npv", "tipping_fte_price"),
        path=(
            "own_rep_month_cost", "provider_rep_month_cost", "build_npv", "outsource_npv", "paid_fte_months_value",
            "tipping_fte_price", "tipping_exit_cost",
        ),
        answer="tipping_fte_price",
        compares_options=True,
    ),
    Step("risk", 7, "Risiko", "Risk"),
    Step("review", 8, "Erfolgskontrolle", "Review"),
)  # fmt: skip

FIRST_ON_VIEW = "break_even"
"""The step that the app opens with."""

STEP_OF = {step.name: step for step in STEPS}


def label_of_group(name: str, language: Language) -> str:
    """Return the heading of a group of assumptions."""
    return next(group for group in GROUPS if group.name == name).label(language)
