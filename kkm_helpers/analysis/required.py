"""What must be true: at which value of an assumption a present value is 0, or two options are worth the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.analysis.tornado import one_at_a_time
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results
from kkm_helpers.model import QUANTITIES

_PIECES = 240
_HALVINGS = 50


@dataclass(frozen=True)
class Crossings:
    """Where a figure is 0, or jumps over 0, as one assumption moves over its slider range.

    `values` has every such value, the one nearest to today's first; empty where there is none.
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
        names: the assumptions to solve for; all numbers with a slider but the horizon by default.
    """
    name = f"{option}_npv"
    return crossings(assumptions, names or solvable(), [name], lambda results: results[name])


def sourcing_tips(assumptions: Mapping[str, float | str]) -> dict[str, Crossings]:
    """Return the price per FTE and the number of customers at which build and outsource are worth the same."""
    return crossings(
        assumptions,
        ("outsource_fte_price", "small_customers"),
        ["outsource_npv", "build_npv"],
        lambda results: results["outsource_npv"] - results["build_npv"],
    )


def solvable() -> list[str]:
    """Return the assumptions a value can be sought for: numbers of which many scenarios can have different ones."""
    return [name for name, known in ASSUMPTIONS.items() if not known.is_choice and name != "horizon_months"]


def crossings(
    assumptions: Mapping[str, float | str],
    names: Collection[str],
    quantities: Collection[str],
    figure: Callable[[Results], Any],
) -> dict[str, Crossings]:
    """Return where `figure` crosses 0 as each of `names` moves over its slider range, the others staying.

    The figure need not be monotone and may jump, because teams are whole people: the range is searched in pieces,
    and each piece with a change of sign is halved until it is as narrow as a float allows. An integer crosses at the
    first integer on the far side of today's value.

    Args:
        assumptions: every assumption with its value, one scenario.
        names: the assumptions to move, one at a time.
        quantities: what the figure is made of.
        figure: takes the results of many scenarios, gives one number for each.
    """

    def signs(points: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        computed = np.sign(np.asarray(figure(one_at_a_time(assumptions, points, quantities))))
        ends = np.cumsum([len(series) for series in points.values()])
        return dict(zip(points, np.split(computed, ends[:-1]), strict=True))

    grids = {name: _grid(name, assumptions) for name in names}
    brackets: dict[str, list[tuple[float, float]]] = {}
    exact: dict[str, list[float]] = {}
    for name, sign in signs(grids).items():
        points = grids[name]
        exact[name] = points[sign == 0].tolist()
        changes = np.flatnonzero(sign[:-1] * sign[1:] < 0)
        brackets[name] = [(float(points[change]), float(points[change + 1])) for change in changes]
    found = _halved(assumptions, brackets, signs)
    return {
        name: Crossings(name, _nearest_first([*exact[name], *found[name]], float(assumptions[name]))) for name in names
    }


def _grid(name: str, assumptions: Mapping[str, float | str]) -> np.ndarray:
    """Return the points searched: every integer or a fine grid of the slider range, and today's value."""
    known = ASSUMPTIONS[name]
    low, high, _ = known.slider
    if known.is_whole and high - low <= _PIECES:
        points = np.arange(low, high + 1)
    elif known.is_whole:
        points = np.rint(np.linspace(low, high, _PIECES + 1))
    else:
        points = np.linspace(low, high, _PIECES + 1)
    today = float(assumptions[name])
    points = np.unique(np.append(points, today) if low <= today <= high else points)
    days = QUANTITIES["selling_days"]
    selling = days.function(*days.arguments({**assumptions, name: points}))
    searched: np.ndarray = points[np.broadcast_to(selling >= 1, points.shape)]
    return searched


def _halved(
    assumptions: Mapping[str, float | str],
    brackets: Mapping[str, list[tuple[float, float]]],
    signs: Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]],
) -> dict[str, list[float]]:
    """Return the crossing inside each bracket; all brackets of all assumptions are halved together."""
    open_brackets = {name: np.array(pairs) for name, pairs in brackets.items() if pairs}
    result: dict[str, list[float]] = {name: [] for name in brackets}
    if not open_brackets:
        return result
    left_signs = signs({name: pairs[:, 0] for name, pairs in open_brackets.items()})
    for _ in range(_HALVINGS):
        middles = {
            name: np.floor(pairs.mean(1)) if ASSUMPTIONS[name].is_whole else pairs.mean(1)
            for name, pairs in open_brackets.items()
        }
        for name, sign in signs(middles).items():
            same_side = sign == left_signs[name]
            open_brackets[name][:, 0] = np.where(same_side, middles[name], open_brackets[name][:, 0])
            open_brackets[name][:, 1] = np.where(same_side, open_brackets[name][:, 1], middles[name])
    return result | {
        name: _far_ends(pairs, float(assumptions[name])) if ASSUMPTIONS[name].is_whole else pairs.mean(1).tolist()
        for name, pairs in open_brackets.items()
    }


def _far_ends(pairs: np.ndarray, today: float) -> list[float]:
    """Return of each pair of neighbouring integers the one on the far side of today's value."""
    return [float(right if right > today else left) for left, right in pairs]


def _nearest_first(values: list[float], today: float) -> tuple[float, ...]:
    return tuple(sorted(set(values), key=lambda value: (abs(value - today), value)))
