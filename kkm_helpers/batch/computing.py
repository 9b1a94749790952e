"""Every scalar quantity of many scenarios at once: what stands in the results table, with notebooks or without."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.batch.entries import Entry
from kkm_helpers.engine import NotRepresentableError, evaluate
from kkm_helpers.engine.evaluation import MAY_NOT_HAPPEN, SERIES
from kkm_helpers.errors import KkmError
from kkm_helpers.model import QUANTITIES
from kkm_helpers.scenario import Scenario, build_case
from kkm_helpers.scenario.case import Lists

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.identification import Identification, IdentificationSettings

SCALARS = tuple(name for name in QUANTITIES if name not in SERIES)
"""The quantities with one value a scenario."""

COLUMNS = ("name", *ASSUMPTIONS, *SCALARS)

_HORIZON = "horizon_months"
_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Computed:
    """What was computed of some scenarios.

    Attributes:
        frame: a row for each scenario that could be computed, in their order; the columns are `COLUMNS`, NaN for what
            does not happen.
        troubles: why each of the others could not, by name.
    """

    frame: pd.DataFrame
    troubles: Mapping[str, KkmError]


class RememberedLists(Lists):
    """Reads each customer list once and finds its small customers once for the same settings and threshold."""

    def __init__(self) -> None:
        self._read: dict[str, CustomerList | KkmError] = {}
        self._identified: dict[tuple[Any, ...], Identification | KkmError] = {}

    def read(self, scenario: Scenario) -> CustomerList:
        """Return the list of a scenario."""
        key = json.dumps([scenario.customers_file, scenario.crm_file, scenario.mapping], default=str, sort_keys=True)
        read = super().read
        return _remembered(self._read, key, lambda: read(scenario))

    def identified(
        self, customers: CustomerList, settings: IdentificationSettings, given: Mapping[str, Any]
    ) -> Identification:
        """Return the segments of a list."""
        model = evaluate(only=("revenue_threshold",), **given)
        key = (id(customers), settings, model["revenue_threshold"], model.assumptions["revenue_per_employee"])
        identify = super().identified
        return _remembered(self._identified, key, lambda: identify(customers, settings, given))


def _remembered(memory: dict[_Key, _Found | KkmError], key: _Key, find: Callable[[], _Found]) -> _Found:
    """Return what was found for a key before, else what `find` finds now; its error is remembered too."""
    if key not in memory:
        try:
            memory[key] = find()
        except KkmError as trouble:
            memory[key] = trouble
    found = memory[key]
    if isinstance(found, KkmError):
        raise found
    return found


def compute(entries: Sequence[Entry], lists: Lists) -> Computed:
    """Return every scalar quantity of some scenarios.

    Args:
        entries: the scenarios.
        lists: what reads their customer lists.
    """
    troubles: dict[str, KkmError] = {}
    # The number of months decides the shape of every series: scenarios with the same number go together.
    groups: dict[float, list[_Row]] = defaultdict(list)
    for position, entry in enumerate(entries):
        if entry.scenario is None:
            troubles[entry.name] = entry.trouble or KkmError("?", "?")
            continue
        try:
            row = _Row(position, entry.name, _assumptions_given(entry.scenario, lists))
        except KkmError as trouble:
            troubles[entry.name] = trouble
        else:
            groups[float(row.given.get(_HORIZON, ASSUMPTIONS[_HORIZON].default))].append(row)
    parts = [part for rows in groups.values() for part in _evaluated(rows, troubles)]
    frame = pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=list(COLUMNS))
    return Computed(frame.reset_index(drop=True), troubles)


@dataclass(frozen=True)
class _Row:
    position: int
    name: str
    given: Mapping[str, float | str]


def _assumptions_given(scenario: Scenario, lists: Lists) -> Mapping[str, float | str]:
    """Return the assumptions that are not the defaults, those from the customer list included."""
    if scenario.customers_file is None:
        return scenario.overrides
    return build_case(scenario, lists=lists).results.assumptions


def _evaluated(rows: Sequence[_Row], troubles: dict[str, KkmError]) -> list[pd.DataFrame]:
    """Return the figures of scenarios with one horizon; those that cannot be computed go to `troubles`."""
    try:
        figures = _figures(rows)
    except KkmError as trouble:
        if len(rows) == 1:
            troubles[rows[0].name] = trouble
            return []
        # One impossible scenario stops the whole array: halves find it in few steps.
        half = len(rows) // 2
        return [*_evaluated(rows[:half], troubles), *_evaluated(rows[half:], troubles)]
    frame = pd.DataFrame(figures, index=[row.position for row in rows], columns=list(COLUMNS))
    fine = np.ones(len(rows), dtype=bool)
    for name in SCALARS:
        if frame[name].dtype.kind != "f":
            continue
        values = frame[name].to_numpy()
        wrong = np.isinf(values) if name in MAY_NOT_HAPPEN else ~np.isfinite(values)
        for place in np.flatnonzero(wrong & fine).tolist():
            troubles[rows[place].name] = NotRepresentableError(name)
        fine &= ~wrong
    return [frame[fine]]


def _figures(rows: Sequence[_Row]) -> dict[str, Any]:
    named = {name: None for row in rows for name in row.given} | {"captured_share": None}
    given = {
        name: np.array([row.given.get(name, ASSUMPTIONS[name].default) for row in rows])
        for name in named
        if name != _HORIZON
    }
    horizon = rows[0].given.get(_HORIZON, ASSUMPTIONS[_HORIZON].default)
    results = evaluate(only=SCALARS, **given, **{_HORIZON: horizon})
    return {
        "name": [row.name for row in rows],
        **{name: _column(results.assumptions[name], len(rows)) for name in ASSUMPTIONS},
        **{name: results[name] for name in SCALARS},
    }


def _column(value: Any, count: int) -> Any:  # noqa: ANN401 - numbers or words
    return value if isinstance(value, np.ndarray) else np.full(count, value)
