"""How uncertain each assumption is for this client: its interval, and what moves together.

Where a default comes from does not say how uncertain the figure is for one client, so the important assumptions have
an interval of their own; the others get one by their kind.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kkm_helpers.analysis.scenarios import selling_days
from kkm_helpers.assumptions import ASSUMPTIONS, Assumption
from kkm_helpers.assumptions.records import Kind
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine.display import display
from kkm_helpers.errors import KkmError
from kkm_helpers.language import LANGUAGES, Language, choose

if TYPE_CHECKING:
    from kkm_helpers.scenario import Origin, Scenario

DECISIONS = frozenset(
    {
        "potential_basis", "staffing", "horizon_months", "discount_rate", "max_sales_cost_ratio",
        "visits_per_customer", "customers_per_rep", "reps_per_team_lead", "contacts_per_customer", "working_days",
        "vacation_days", "project_months", "transfer_month", "transfer_overlap_months",
    }
)  # fmt: skip
"""Decisions and settings: somebody chooses them, so nothing about them is uncertain."""

INTERVALS: dict[str, tuple[float, float]] = {
    "captured_share": (0.01, 0.08),
    "churn_passive": (0.05, 0.15),
    "churn_reduction": (0.10, 0.50),
    "contribution_margin": (0.19, 0.38),
    "development_months": (12, 48),
    "revenue_per_customer": (2_000, 7_000),
    "outsource_fte_price": (5_500, 10_000),
    "outsource_effect": (0.8, 1.1),
    "outsource_commission": (0, 0.05),
    "outsource_exit_cost": (0, 100_000),
    "redeployment_rate": (0, 0.30),
    "order_value": (200, 800),
}
"""Intervals of the important assumptions, in the model's unit."""

RELATIVE_INTERVALS: dict[str, float] = {"employees_per_customer": 0.25, "revenue_per_employee": 0.25}

BY_KIND: dict[Kind, float] = {"found": 0.10, "derived": 0.15, "assumed": 0.30}
"""Half the width of every other interval, as a share of the value."""

NEVER_CERTAIN = ("captured_share", "churn_passive", "churn_reduction", "development_months")
LEAST_WIDTH = 0.20
"""However well confirmed, the effect of care keeps at least ± 20 %: nobody has seen it yet."""

CORRELATIONS: dict[tuple[str, str], float] = {
    ("wage_growth", "price_growth"): 0.6,
    ("inside_rep_salary", "outsource_fte_price"): 0.6,
    ("field_rep_salary", "inside_rep_salary"): 0.5,
    ("build_ramp_months", "outsource_ramp_months"): 0.5,
    ("captured_share", "churn_reduction"): 0.4,
}

Interval = tuple[float, float]
Pair = tuple[str, str]

_WORKING_DAYS = "working_days"
_DAYS_OFF = ("vacation_days", "sick_days", "non_selling_days")


class CorrelationGivenTwiceError(KkmError):
    """A scenario gives two rank correlations of the same two assumptions, or one of an assumption with itself."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            f"correlation: {one} und {other} stehen mit zwei Werten da oder sind dieselbe Annahme. Nötig ist ein Wert "
            "zwischen -1 und 1 für zwei verschiedene Annahmen.",
            f"correlation: {one} and {other} stand there with two values or are the same assumption. Needed is one "
            "value between -1 and 1 for two different assumptions.",
        )


@dataclass(frozen=True)
class RiskCase:
    """A case and what is known about how sure its figures are.

    Attributes:
        assumptions: every assumption with its value, one scenario.
        confirmed: assumptions with a note that says who confirmed them.
        from_list: assumptions that a loaded customer list gives; they are not uncertain.
        own_intervals: intervals the scenario sets itself.
        own_correlations: the rank correlations that hold, in place of the default ones.
    """

    assumptions: Mapping[str, float | str]
    confirmed: Collection[str] = ()
    from_list: Collection[str] = ()
    own_intervals: Mapping[str, Interval] = field(default_factory=dict)
    own_correlations: Mapping[Pair, float] | None = None

    @property
    def correlations(self) -> Mapping[Pair, float]:
        """The rank correlations that hold."""
        return CORRELATIONS if self.own_correlations is None else self.own_correlations

    def intervals(self) -> dict[str, Interval]:
        """Return (low, high) around the value of each uncertain assumption, in the order of declaration."""
        result = {}
        for name, known in ASSUMPTIONS.items():
            if known.is_choice or ((name in DECISIONS or name in self.from_list) and name not in self.own_intervals):
                continue
            low, high = self._interval(known, float(self.assumptions[name]))
            if low < high:
                result[name] = (low, high)
        return self._leaving_a_selling_day(result)

    def _leaving_a_selling_day(self, intervals: dict[str, Interval]) -> dict[str, Interval]:
        """Return the intervals, those of days narrowed where together they would leave no day to sell on."""
        lost = {}
        for name in {_WORKING_DAYS, *_DAYS_OFF} & intervals.keys():
            (low, high), today = intervals[name], float(self.assumptions[name])
            lost[name] = math.ceil(today - low if name == _WORKING_DAYS else high - today)
        slack = selling_days(self.assumptions) - 1
        if sum(lost.values()) <= slack:
            return intervals
        narrowed = dict(intervals)
        for name, days in lost.items():
            (low, high), today = intervals[name], float(self.assumptions[name])
            kept = math.floor(days * slack / sum(lost.values()))
            narrowed[name] = (today - kept, high) if name == _WORKING_DAYS else (low, today + kept)
        return {name: (low, high) for name, (low, high) in narrowed.items() if low < high}

    def notes(self) -> Iterator[Message]:
        """Yield what the scenario says about uncertainty and does not hold as it stands there."""
        intervals = self.intervals()
        for name, own in self.own_intervals.items():
            known, used = ASSUMPTIONS[name], intervals.get(name)
            if used == tuple(own) or own[0] == own[1] == self.assumptions[name]:
                continue
            de, en = (_range_words(name, used, language) for language in LANGUAGES)
            yield Message(
                f"{known.de} ({name}): das Intervall des Szenarios enthält den heutigen Wert nicht oder reicht über "
                f"das Erlaubte hinaus; gerechnet wird mit {de}.",
                f"{known.en} ({name}): the scenario's interval does not contain today's value or leaves what is "
                f"allowed; {en} is used.",
            )
        for pair in self.own_correlations or {}:
            certain = [name for name in pair if name not in intervals]
            if certain and pair not in CORRELATIONS:
                listed = ", ".join(certain)
                yield Message(
                    f"correlation {pair[0]}, {pair[1]}: ohne Wirkung, denn nicht unsicher ist {listed}.",
                    f"correlation {pair[0]}, {pair[1]}: without effect, for not uncertain is {listed}.",
                )

    def _interval(self, known: Assumption, value: float) -> Interval:
        if known.name in self.own_intervals:
            return _cut(known, _moved(self.own_intervals[known.name], value))
        low, high = _published(known, value)
        if known.name in self.confirmed:
            low, high = value - (value - low) / 2, value + (high - value) / 2
            if known.name in NEVER_CERTAIN:
                low, high = min(low, value * (1 - LEAST_WIDTH)), max(high, value * (1 + LEAST_WIDTH))
        return _cut(known, (low, high))


def risk_case(assumptions: Mapping[str, Any], scenario: Scenario, origins: Mapping[str, Origin]) -> RiskCase:
    """Return a case with what its scenario and its customer list say about how sure its figures are.

    Args:
        assumptions: every assumption with its value.
        scenario: its notes confirm figures; its intervals and rank correlations go before the published ones.
        origins: for each assumption where its value comes from.

    Raises:
        CorrelationGivenTwiceError: the scenario's rank correlations name two assumptions twice.
    """
    return RiskCase(
        assumptions,
        confirmed=frozenset(scenario.notes),
        from_list=frozenset(name for name, origin in origins.items() if origin.kind == "list"),
        own_intervals=scenario.uncertainty,
        own_correlations={**CORRELATIONS, **_pairs(scenario.correlation)},
    )


def _pairs(correlation: Mapping[str, Mapping[str, float]]) -> dict[Pair, float]:
    """Return rank correlations by pair, a pair of `CORRELATIONS` in the order it has there."""
    pairs: dict[Pair, float] = {}
    for one, others in correlation.items():
        for other, value in others.items():
            pair = (other, one) if (other, one) in {*CORRELATIONS, *pairs} else (one, other)
            if one == other or pairs.setdefault(pair, value) != value:
                raise CorrelationGivenTwiceError(one, other)
    return pairs


def _range_words(name: str, interval: Interval | None, language: Language) -> str:
    if interval is None:
        return choose(language, "dem Wert allein", "the value alone")
    return " – ".join(display(name, end, language) for end in interval)


def _published(known: Assumption, value: float) -> Interval:
    if known.name in INTERVALS:
        return _moved(INTERVALS[known.name], value)
    width = RELATIVE_INTERVALS.get(known.name, BY_KIND[known.basis.kind]) * value
    # A negative growth is possible: the width is a distance, whatever the sign of the value.
    return value - abs(width), value + abs(width)


def _moved(interval: Interval, value: float) -> Interval:
    """Return the interval, moved to `value` with its width relative to its middle where it does not contain it."""
    low, high = interval
    if low <= value <= high:
        return interval
    middle = (low + high) / 2
    if middle == 0:
        return value, value
    ends = (low * value / middle, high * value / middle)
    return min(ends), max(ends)


def _cut(known: Assumption, interval: Interval) -> Interval:
    """Return the interval cut to the hard bounds."""
    low, high = interval
    least, most = known.bounds
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return low, high
