"""One assumption at a time at the ends of its interval: what moves the net present value most."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kkm_helpers.analysis.uncertainty import Interval, RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results, evaluate


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
    ends = np.array([intervals[name] for name in intervals])
    results = one_at_a_time(case.assumptions, dict(zip(intervals, ends, strict=True)), only=[f"{option}_npv"])
    values = results[f"{option}_npv"].reshape(-1, 2)
    swings = [
        Swing(name, float(low), float(high), float(value[0]), float(value[1]))
        for (name, (low, high)), value in zip(intervals.items(), values, strict=True)
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def one_at_a_time(
    assumptions: Mapping[str, float | str], values: Mapping[str, Sequence[float] | np.ndarray], only: Collection[str]
) -> Results:
    """Evaluate scenarios in each of which one assumption has one of its `values` and the others are as they are.

    Returns:
        The results of all values of the first name, then of the second, and so on.
    """
    lengths = [len(series) for series in values.values()]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    columns = {}
    for name, start, series in zip(values, starts, values.values(), strict=False):
        column = np.full(starts[-1], float(assumptions[name]))
        column[start : start + len(series)] = series
        columns[name] = column
    return evaluate(only=only, **{**assumptions, **columns})


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
