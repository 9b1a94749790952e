"""The operators of what is shown: a chart's declaration may use them in its expressions beside the model's own.

A series is a monthly quantity, a list, or what one of these operators gives. page/presentation.js holds their twins;
a test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

Series = Any  # an array or a list of numbers


def joined(*parts: Series) -> np.ndarray:
    """Return numbers and series one after another as one series."""
    return np.concatenate([np.atleast_1d(np.asarray(part, dtype=float)) for part in parts])


def last(series: Series) -> float:
    """Return the last number of a series."""
    return float(series[-1])


def pick(series: Series, position: float) -> float:
    """Return the number at a position of a series, the first at 0."""
    return float(series[int(position)])


def smallest(series: Series) -> float:
    """Return the smallest number of a series."""
    return float(np.min(series))


def largest(series: Series) -> float:
    """Return the largest number of a series."""
    return float(np.max(series))


def position_of_smallest(series: Series) -> float:
    """Return where the smallest number of a series stands, the first such place; 0 is the beginning."""
    return float(np.argmin(series))


def spread(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return `places` moved apart until any two are at least `least` apart, in the same order and around their mean.

    All stay from `low` to `high` as far as there is room: what stands outside a scale is not drawn.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    # Each pass moves neighbours apart by half of what is missing; a few labels settle within as many passes.
    for _ in range(len(places) ** 2):
        for below, above in pairwise(order):
            missing = least - (moved[above] - moved[below])
            if missing > 0:
                moved[below] -= missing / 2
                moved[above] += missing / 2
    for position, place in enumerate(order):
        moved[place] = max(moved[place], low + position * least)
    for position, place in enumerate(reversed(order)):
        moved[place] = min(moved[place], high - position * least)
    return moved


PRESENTATION_OPERATORS = {
    operator.__name__: operator for operator in (joined, last, pick, smallest, largest, position_of_smallest, spread)
}
