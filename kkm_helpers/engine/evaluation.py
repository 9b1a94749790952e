"""Runs the model: one scenario, or many at once in chunks."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS, nearest_name, validated
from kkm_helpers.engine.cautions import RULES, Caution, cautions_of
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.graph import Graph, build_graph
from kkm_helpers.engine.terms import TERMS
from kkm_helpers.engine.texts import Scope
from kkm_helpers.errors import KkmError
from kkm_helpers.language import format_number
from kkm_helpers.model import QUANTITIES, Quantity

GRAPH: Graph = build_graph(QUANTITIES, ASSUMPTIONS)

CHUNK = 1_000
"""Scenarios computed together: small enough for the processor's cache, large enough that Python does not count."""

SERIES = frozenset(name for name, known in QUANTITIES.items() if known.monthly or name.endswith("_year_net"))
"""The quantities with more than one value per scenario."""

Value = Any


class NoSellingDayError(KkmError):
    """Nothing is left of the working days: no visit can be made, so no visit has a cost."""

    DE = (
        "Verkaufstage im Jahr (selling_days): {days}; nötig ist mindestens 1. "
        "Arbeitstage (working_days) abzüglich Urlaub (vacation_days), Krankheit (sick_days) und Tagen ohne "
        "Kundenkontakt (non_selling_days) müssen einen Tag übrig lassen."
    )
    EN = (
        "Selling days a year (selling_days): {days}; at least 1 is needed. "
        "Working days (working_days) less vacation (vacation_days), sickness (sick_days) and days without "
        "customers (non_selling_days) must leave one day."
    )

    def __init__(self, days: float) -> None:
        self.days = days
        super().__init__(
            self.DE.format(days=format_number(days, 0, "de")), self.EN.format(days=format_number(days, 0, "en"))
        )


class UnknownQuantityError(KkmError):
    """A name that is neither an assumption nor a quantity."""

    def __init__(self, name: str) -> None:
        self.name = name
        near = nearest_name(name, TERMS)
        super().__init__(
            f"{name}: unbekannte Größe." + (f" Meinten Sie {near}?" if near else " kkm calc nennt alle Größen."),
            f"{name}: unknown quantity." + (f" Did you mean {near}?" if near else " kkm calc lists all of them."),
        )


class NotRepresentableError(KkmError):
    """A result is too large for a number."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{TERMS[name].label('de')} ({name}) ist zu groß zum Rechnen. Bitte prüfen Sie die Annahmen auf "
            "unmögliche Werte.",
            f"{TERMS[name].label('en')} ({name}) is too large to calculate with. Please check the assumptions for "
            "impossible values.",
        )


class Results(Mapping[str, Value]):
    """Every quantity of a case by name.

    One scenario: numbers, names of options, arrays of shape (horizon_months,) for monthly quantities, and None for
    what does not happen. Many scenarios: arrays of shape (n,), monthly ones (n, horizon_months), NaN for what does
    not happen. With many scenarios quantities that were not asked for are computed when they are first looked at.

    Attributes:
        assumptions: every assumption the case was computed with.
    """

    def __init__(
        self,
        assumptions: dict[str, Value],
        values: dict[str, Value],
        compute: Callable[[Collection[str]], dict[str, Value]] | None = None,
    ) -> None:
        self.assumptions = assumptions
        self._values = values
        self._compute = compute

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            if name not in QUANTITIES:
                raise KeyError(name)
            if self._compute is None:
                msg = f"{name} was not asked for"
                raise KeyError(msg)
            self._values.update(self._compute((name,)))
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(QUANTITIES if self._compute else self._values)

    def __len__(self) -> int:
        return len(QUANTITIES if self._compute else self._values)

    def value(self, name: str) -> Value:
        """Return the value of a quantity or an assumption.

        Raises:
            UnknownQuantityError: there is none of that name.
        """
        if name in self.assumptions:
            return self.assumptions[name]
        if name not in QUANTITIES:
            raise UnknownQuantityError(name)
        return self[name]

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The warnings that hold for this one scenario."""
        return cautions_of({**self.assumptions, **self._values})

    def caution_masks(self) -> dict[str, np.ndarray]:
        """Return for each rule in which of many scenarios it holds: name to a boolean array of shape (n,)."""
        scope = Scope(self.value, {})
        return {rule.name: np.asarray(value_of(rule.text.when, scope)) for rule in RULES}


def evaluate(*, only: Collection[str] | None = None, **overrides: Value) -> Results:
    """Compute the business case.

    Args:
        only: the quantities wanted; all by default. With many scenarios all scalar ones by default, the monthly and
            yearly ones when they are looked at.
        **overrides: assumptions that differ from their default, by public name. Arrays of n values (any but
            `horizon_months`) compute n scenarios at once.

    Raises:
        InvalidAssumptionsError: an override has an unknown name or an impossible value.
        NoSellingDayError: the days off leave less than one selling day.
        UnknownQuantityError: `only` names something that is no quantity.
        NotRepresentableError: a result is too large for a number.
    """
    for name in only or ():
        if name not in QUANTITIES:
            raise UnknownQuantityError(name)
    assumptions = validated(overrides)
    _check_selling_days(assumptions)
    varying = {name: value for name, value in assumptions.items() if isinstance(value, np.ndarray)}
    if varying:
        return _evaluate_many(assumptions, varying, only)
    order = GRAPH.quantities if only is None else GRAPH.needed_for(only)
    values = dict(assumptions)
    _run(order, values)
    names = QUANTITIES if only is None else only
    return Results(
        assumptions, {name: values[name] if name in SERIES else _plain(name, values[name]) for name in names}
    )


def _check_selling_days(assumptions: Mapping[str, Value]) -> None:
    quantity = QUANTITIES["selling_days"]
    days = quantity.function(*quantity.arguments(assumptions))
    if np.min(days) < 1:
        raise NoSellingDayError(float(np.min(days)))


def _run(order: Collection[Quantity], values: dict[str, Value]) -> None:
    """Compute `order` into `values`."""
    months = int(values["horizon_months"])
    for quantity in order:
        values[quantity.name] = _computed(quantity, values, months)


def _computed(quantity: Quantity, values: Mapping[str, Value], months: int) -> Value:
    """Return the value of one quantity; a monthly one has its months even where all of them are the same number."""
    value = quantity.function(*quantity.arguments(values))
    if quantity.monthly and (value.__class__ is not np.ndarray or value.shape[-1] != months):
        shape = np.shape(value)
        return np.broadcast_to(value, (*shape[:-1], months))
    return value


def _plain(name: str, value: Value) -> Value:
    """Return a scalar of one scenario as plain number, with None for what does not happen."""
    if isinstance(value, str):
        return value
    if math.isfinite(value):
        return float(value)
    if math.isnan(value) and name in MAY_NOT_HAPPEN:
        return None
    raise NotRepresentableError(name)


MAY_NOT_HAPPEN = frozenset(
    quantity.name
    for quantity in QUANTITIES.values()
    if quantity.name.endswith(
        (
            "_payback_month", "_break_even_month", "_irr", "_roi", "_cost_per_served_customer", "_overtakes_month",
            "tipping_fte_price",
        )
    )
)  # fmt: skip


# --- many scenarios ---------------------------------------------------------------
def _evaluate_many(
    assumptions: dict[str, Value], varying: dict[str, np.ndarray], only: Collection[str] | None
) -> Results:
    count = len(next(iter(varying.values())))
    fixed = {name: value for name, value in assumptions.items() if name not in varying}

    def compute(names: Collection[str]) -> dict[str, Value]:
        return _in_chunks(names, fixed, varying, count)

    if only is not None:
        return Results(assumptions, compute(only))
    # All monthly and yearly values of many scenarios together would not fit into memory; of one chunk they do.
    names = [name for name in QUANTITIES if count <= CHUNK or name not in SERIES]
    return Results(assumptions, compute(names), compute)


def _in_chunks(
    names: Collection[str], fixed: Mapping[str, Value], varying: Mapping[str, np.ndarray], count: int
) -> dict[str, Value]:
    """Compute `names` for `count` scenarios, `CHUNK` at a time.

    What depends on no varying assumption is computed once and not repeated in memory.
    """
    order = GRAPH.needed_for(names)
    changing = GRAPH.depending_on(varying)
    common = dict(fixed)
    _run([quantity for quantity in order if quantity.name not in changing], common)
    steps = _with_last_uses([quantity for quantity in order if quantity.name in changing])
    months = int(fixed["horizon_months"])
    results: dict[str, np.ndarray] = {}
    for start in range(0, count, CHUNK):
        rows = slice(start, min(start + CHUNK, count))
        values = dict(common)
        values.update((name, series[rows, np.newaxis]) for name, series in varying.items())
        for quantity, done in steps:
            values[quantity.name] = _computed(quantity, values, months)
            if quantity.name in names:
                _store(results, quantity, values[quantity.name], rows, count)
            for name in done:
                del values[name]
    return {name: results[name] if name in changing else _repeated(common[name], count) for name in names}


def _with_last_uses(order: Sequence[Quantity]) -> list[tuple[Quantity, tuple[str, ...]]]:
    """Return each quantity with the names that nothing needs after it: a chunk then stays in the cache."""
    computed = {quantity.name for quantity in order}
    seen: set[str] = set()
    steps = []
    for quantity in reversed(order):
        used = {quantity.name, *quantity.needs} & computed
        steps.append((quantity, tuple(used - seen)))
        seen |= used
    return steps[::-1]


def _store(results: dict[str, np.ndarray], quantity: Quantity, value: Value, rows: slice, count: int) -> None:
    """Put the values of a chunk into the array of all scenarios.

    A value that depends on what varies need not vary itself, and then has no row for each scenario.
    """
    chunk = np.asarray(value)
    is_series = quantity.name in SERIES
    if quantity.name not in results:
        dtype = chunk.dtype if chunk.dtype.kind == "U" else float
        results[quantity.name] = np.empty((count, *chunk.shape[-1:]) if is_series else count, dtype)
    results[quantity.name][rows] = chunk if is_series or not chunk.ndim else chunk[..., 0]


def _repeated(value: Value, count: int) -> np.ndarray:
    """Return one value as that of `count` scenarios, without copying it."""
    single = np.asarray(value if isinstance(value, (str, np.ndarray)) else float(value))
    return np.broadcast_to(single, (count, *single.shape))
