"""What must be true: at which value of an assumption a present value is 0, or two options are worth the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.analysis.sourcing import customer_crossover
from kkm_helpers.analysis.tornado import one_at_a_time
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import evaluate
from kkm_helpers.model.operators import TOLERANCE

_PIECES = 240
_HALVINGS = 50


@dataclass(frozen=True)
class Crossings:
    """Where a figure is 0, or jumps over 0, as one assumption moves over its slider range.

    `values` has every such value that was found, the one nearest to today's first; empty where there is none.
    """

    name: str
    values: tuple[float, ...]

    @property
    def nearest(self) -> float | None:
        """The value nearest to today's, or None."""
        return self.values[0] if self.values else None


def required_values(
    assumptions: Mapping[str, float | str], option: str, names: Collection[str] | None = None
) -> dict[str, Crossings]:
    """Return for each assumption the values at which the option's net present value is 0 or jumps over 0.

    Args:
        assumptions: every assumption with its value, one scenario; the others stay as they are.
        option: the option looked at.
        names: the assumptions to solve for; all numbers by default.
    """
    name = f"{option}_npv"
    return crossings(assumptions, names or solvable(), [name], lambda results: results[name])


def sourcing_tips(assumptions: Mapping[str, float | str]) -> dict[str, Crossings]:
    """Return the price per FTE and the number of customers at which build and outsource are worth the same.

    The value of outsourcing falls evenly with the price, so that one is computed; over the number of customers both
    values jump with every rep, so every number is tried. A number is the first with the other one in the lead.
    """
    price = evaluate(only=("tipping_fte_price",), **assumptions)["tipping_fte_price"]
    turns = [float(turn) for turn in customer_crossover(assumptions).turns]
    return {
        "outsource_fte_price": Crossings("outsource_fte_price", () if price is None or price < 0 else (price,)),
        "small_customers": Crossings("small_customers", _nearest_first(turns, float(assumptions["small_customers"]))),
    }


def solvable() -> list[str]:
    """Return the assumptions a value can be sought for: all numbers."""
    return [name for name, known in ASSUMPTIONS.items() if not known.is_choice]


def crossings(
    assumptions: Mapping[str, float | str],
    names: Collection[str],
    quantities: Collection[str],
    figure: Callable[[Any], Any],
) -> dict[str, Crossings]:
    """Return where `figure` crosses 0 as each of `names` moves over its slider range, the others staying.

    The figure need not be monotone and may jump, because teams are whole people. An integer is tried at each of its
    values, and crosses at the first one on the far side of today's. For any other number the range is cut in pieces,
    and each piece with a change of sign is halved until it is as narrow as a float allows: unlike a solver that
    expects a smooth figure that ends at a jump as surely as at a zero, and all assumptions are halved together. Two
    crossings within one of the pieces, a 240th of the range, would be missed.

    Args:
        assumptions: every assumption with its value, one scenario.
        names: the assumptions to move, one at a time.
        quantities: what the figure is made of.
        figure: takes the quantities of many scenarios by name, gives one number for each.
    """

    def signs(points: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        computed = np.asarray(figure(one_at_a_time(assumptions, points, quantities)))
        sign = np.where(np.abs(computed) <= TOLERANCE, 0, np.sign(computed))
        ends = np.cumsum([len(series) for series in points.values()])
        return dict(zip(points, np.split(sign, ends[:-1]), strict=True))

    grids = {name: _grid(name, float(assumptions[name])) for name in names}
    found: dict[str, list[float]] = {}
    brackets: dict[str, np.ndarray] = {}
    for name, sign in signs(grids).items():
        today = float(assumptions[name])
        found[name] = _zeros(grids[name], sign, today)
        pairs = np.stack([grids[name][:-1], grids[name][1:]], axis=1)[sign[:-1] * sign[1:] < 0]
        if ASSUMPTIONS[name].is_whole:
            found[name] += [float(right if right > today else left) for left, right in pairs]
        elif pairs.size:
            brackets[name] = pairs
    for name, pairs in _halved(brackets, signs).items():
        found[name] += pairs.mean(axis=1).tolist()
    return {name: Crossings(name, _nearest_first(found[name], float(assumptions[name]))) for name in names}


def _grid(name: str, today: float) -> np.ndarray:
    """Return the points searched: every integer or a fine grid of the slider range, and today's value."""
    known = ASSUMPTIONS[name]
    low, high, _ = known.slider
    points = np.arange(low, high + 1) if known.is_whole else np.linspace(low, high, _PIECES + 1)
    return np.array(sorted({*points.tolist(), today})) if low <= today <= high else points


def _zeros(points: np.ndarray, sign: np.ndarray, today: float) -> list[float]:
    """Return the points at which the figure is 0; of a whole stretch of them its ends, and today's value."""
    zero = np.concatenate([[False], sign == 0, [False]])
    inside = zero[:-2] & zero[2:] & (points != today)
    zeros: list[float] = points[zero[1:-1] & ~inside].tolist()
    return zeros


def _halved(
    brackets: Mapping[str, np.ndarray], signs: Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """Return each bracket as narrow as can be around its change of sign; those of all assumptions are halved together.

    Args:
        brackets: for each assumption (left, right) of each change of sign, shape (brackets, 2).
        signs: takes points of each assumption, gives the sign of the figure there.
    """
    if not brackets:
        return {}
    narrowed = {name: pairs.copy() for name, pairs in brackets.items()}
    left_signs = signs({name: pairs[:, 0] for name, pairs in narrowed.items()})
    for _ in range(_HALVINGS):
        middles = {name: pairs.mean(axis=1) for name, pairs in narrowed.items()}
        for name, sign in signs(middles).items():
            same_side = sign == left_signs[name]
            narrowed[name][same_side, 0] = middles[name][same_side]
            narrowed[name][~same_side, 1] = middles[name][~same_side]
    return narrowed


def _nearest_first(values: list[float], today: float) -> tuple[float, ...]:
    return tuple(sorted(set(values), key=lambda value: (abs(value - today), value)))
