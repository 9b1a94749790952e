"""Two assumptions at once: a table of one figure, or the map of which option wins where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import evaluate

STEPS = 21


@dataclass(frozen=True)
class TwoWay:
    """One figure over two assumptions.

    Attributes:
        across, down: names of the two assumptions.
        across_values, down_values: their values.
        figure: name of the quantity.
        values: the figure, shape (down, across): numbers, or names of options.
    """

    across: str
    down: str
    across_values: np.ndarray
    down_values: np.ndarray
    figure: str
    values: np.ndarray


def two_way(
    assumptions: Mapping[str, float | str], across: str, down: str, figure: str = "recommended_option"
) -> TwoWay:
    """Return `figure` over the slider ranges of two assumptions, the others as they are."""
    across_values, down_values = _range(across), _range(down)
    grid_down, grid_across = np.meshgrid(down_values, across_values, indexing="ij")
    varied = {across: grid_across.ravel(), down: grid_down.ravel()}
    results = evaluate(only=[figure], **{**assumptions, **varied})
    values = results[figure].reshape(len(down_values), len(across_values))
    return TwoWay(across, down, across_values, down_values, figure, values)


def _range(name: str) -> np.ndarray:
    low, high, _ = ASSUMPTIONS[name].slider
    values = np.linspace(low, high, STEPS)
    return np.unique(np.rint(values)) if ASSUMPTIONS[name].is_whole else values
