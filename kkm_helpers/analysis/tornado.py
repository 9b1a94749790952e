"""One assumption at a time at the ends of its interval: what moves the net present value most."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from kkm_helpers.analysis.scenarios import values_around
from kkm_helpers.analysis.uncertainty import Interval, RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS


@dataclass(frozen=True)
class Swing:
    """What the net present value of an option is with one assumption at the ends of its interval [EUR]."""

    name: str
    low: float
    high: float
    npv_low: float
    npv_high: float

    @property
    def width(self) -> float:
        """Distance between the two present values [EUR]."""
        return abs(self.npv_high - self.npv_low)


def tornado(case: RiskCase, option: str) -> tuple[Swing, ...]:
    """Return the swing of every uncertain assumption, the widest first.

    Args:
        case: the case; all assumptions but one stay as they are.
        option: the option whose net present value is looked at.
    """
    intervals = {name: _whole(name, interval) for name, interval in case.intervals().items()}
    if not intervals:
        return ()
    ends = {name: np.array(interval) for name, interval in intervals.items()}
    npv = f"{option}_npv"
    values = one_at_a_time(case.assumptions, ends, [npv])[npv].reshape(-1, 2)
    swings = [
        Swing(name, float(low), float(high), float(value[0]), float(value[1]))
        for (name, (low, high)), value in zip(intervals.items(), values, strict=True)
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def one_at_a_time(
    assumptions: Mapping[str, float | str], values: Mapping[str, np.ndarray], names: Collection[str]
) -> dict[str, np.ndarray]:
    """Return quantities of scenarios in each of which one assumption has one of its `values`, the others as they are.

    Args:
        assumptions: the case: every assumption with its value.
        values: for each assumption its values, an array of any length.
        names: the quantities.

    Returns:
        Name to the values for the first assumption, then for the second, and so on.
    """
    starts = np.cumsum([0, *map(len, values.values())])
    columns = {}
    for name, start, series in zip(values, starts, values.values(), strict=False):
        columns[name] = np.full(starts[-1], float(assumptions[name]))
        columns[name][start : start + len(series)] = series
    return values_around(assumptions, columns, names)


def unconfirmed_share(swings: Collection[Swing], confirmed: Collection[str]) -> float:
    """Return the share of all swings that hangs on assumed figures nobody has confirmed [share]; 0 without swings."""
    total = sum(swing.width for swing in swings)
    unconfirmed = sum(
        swing.width
        for swing in swings
        if ASSUMPTIONS[swing.name].basis.kind == "assumed" and swing.name not in confirmed
    )
    return unconfirmed / total if total else 0.0


def _whole(name: str, interval: Interval) -> Interval:
    return (round(interval[0]), round(interval[1])) if ASSUMPTIONS[name].is_whole else interval
