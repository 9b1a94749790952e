"""Two assumptions at once: a table of one figure, or the map of which option wins where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kkm_helpers.analysis.required import crossings
from kkm_helpers.analysis.scenarios import values_around
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.errors import KkmError

WINNER = "recommended_option"
STEPS = 21
_BEYOND = 1e-9  # the tip itself may be on either side


class SameAssumptionTwiceError(KkmError):
    """A table over two assumptions needs two different ones."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} steht zweimal da; nötig sind zwei verschiedene Annahmen.",
            f"{name} stands there twice; two different assumptions are needed.",
        )


@dataclass(frozen=True)
class Tip:
    """The value of one assumption nearest to today's from which another option is the best one, and which."""

    name: str
    today: float
    value: float
    option: str


@dataclass(frozen=True)
class TwoWay:
    """One figure over two assumptions.

    Attributes:
        across, down: names of the two assumptions.
        across_values, down_values: their values, numbers or names of choices.
        figure: name of the quantity.
        values: the figure, shape (down, across): numbers, or names of options. NaN or "" where it cannot be computed.
        today: the case's own values of the two assumptions, across and down.
        at_today: the figure of the case itself.
        tips: for a map of winners, where moving one of the two alone makes another option win.
    """

    across: str
    down: str
    across_values: np.ndarray
    down_values: np.ndarray
    figure: str
    values: np.ndarray
    today: tuple[float | str, float | str]
    at_today: float | str
    tips: tuple[Tip, ...] = ()


def winners(assumptions: Mapping[str, float | str], across: str, down: str, steps: int = STEPS) -> TwoWay:
    """Return which option wins where, as `two_way` does, and where moving one of the two alone changes it."""
    table = two_way(assumptions, across, down, WINNER, steps)
    names = [name for name in (across, down) if not ASSUMPTIONS[name].is_choice]

    def is_todays(found: Any) -> np.ndarray:  # noqa: ANN401 - quantities by name
        known = np.where(found[WINNER] == table.at_today, 1.0, -1.0)
        return np.where(found[WINNER] == "", np.nan, known)

    tips = []
    for name, crossing in crossings(assumptions, names, [WINNER], is_todays).items():
        if crossing.nearest is not None:
            today, value = float(assumptions[name]), crossing.nearest
            beyond = value if ASSUMPTIONS[name].is_whole else value + (value - today) * _BEYOND
            option = values_around(assumptions, {name: np.array([beyond])}, [WINNER])[WINNER].item()
            tips.append(Tip(name, today, value, option))
    return replace(table, tips=tuple(tips))


def two_way(
    assumptions: Mapping[str, float | str],
    across: str,
    down: str,
    figure: str = WINNER,
    steps: int = STEPS,
    *,
    through_today: bool = False,
) -> TwoWay:
    """Return `figure` over the slider ranges of two assumptions, the others as they are.

    Args:
        assumptions: every assumption with its value, one scenario.
        across: the assumption of the columns; a choice takes each of its values.
        down: that of the rows.
        figure: a quantity with one value per scenario.
        steps: how many values of a number are tried. The range is that of the slider, widened to today's value.
        through_today: today's value takes the place of the one nearest to it.

    Raises:
        SameAssumptionTwiceError: the two are the same.
    """
    if across == down:
        raise SameAssumptionTwiceError(across)
    today = assumptions[across], assumptions[down]
    across_values, down_values = (
        _values(name, assumptions[name], steps, through_today=through_today) for name in (across, down)
    )
    # The case itself is the last scenario.
    columns = {
        across: np.append(np.tile(across_values, len(down_values)), today[0]),
        down: np.append(np.repeat(down_values, len(across_values)), today[1]),
    }
    *cells, at_today = values_around(assumptions, columns, [figure])[figure].tolist()
    values = np.reshape(cells, (len(down_values), len(across_values)))
    return TwoWay(across, down, across_values, down_values, figure, values, today, at_today)


def _values(name: str, today: float | str, steps: int, *, through_today: bool) -> np.ndarray:
    known = ASSUMPTIONS[name]
    if known.is_choice:
        return np.array([choice.name for choice in known.choices])
    low, high, _ = known.slider
    values = np.linspace(min(low, float(today)), max(high, float(today)), steps)
    values = np.unique(np.rint(values)) if known.is_whole else values
    if through_today:
        values[np.abs(values - float(today)).argmin()] = today
    return values
