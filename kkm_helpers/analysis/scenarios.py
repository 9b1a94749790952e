"""Many scenarios around one case, whatever varies: also the horizon, also values that leave nothing to compute."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from kkm_helpers.engine import evaluate
from kkm_helpers.model import QUANTITIES

HORIZON = "horizon_months"
# Something must vary for the engine to give arrays.
_VARIES = "captured_share"


def values_around(
    assumptions: Mapping[str, Any], columns: Mapping[str, np.ndarray], names: Collection[str]
) -> dict[str, np.ndarray]:
    """Return quantities of n scenarios that differ from a case in some assumptions.

    Args:
        assumptions: the case: every assumption with its value.
        columns: what differs, arrays of shape (n,).
        names: quantities that have one value for each scenario.

    Returns:
        Name to array of shape (n,). Without a selling day nothing can be computed: NaN, or "" for an option.
    """
    _keep_freed_memory()
    columns = {name: np.asarray(values) for name, values in columns.items()}
    count = len(next(iter(columns.values())))
    horizons = columns.pop(HORIZON, np.full(count, float(assumptions[HORIZON])))
    columns = columns or {_VARIES: np.full(count, float(assumptions[_VARIES]))}
    computable = np.broadcast_to(selling_days({**assumptions, **columns}) >= 1, count)
    found: dict[str, np.ndarray] = {}
    # The engine computes scenarios of one horizon together.
    # Not np.unique: it imports numpy.ma, which takes longer than a whole tornado.
    for horizon in sorted(set(horizons[computable].tolist())):
        rows = np.flatnonzero(computable & (horizons == horizon))
        varied = {name: values[rows] for name, values in columns.items()}
        results = evaluate(only=names, **{**assumptions, **varied, HORIZON: float(horizon)})
        for name in names:
            values = results[name]
            if name not in found:
                found[name] = np.full(count, "" if values.dtype.kind == "U" else np.nan, values.dtype)
            found[name][rows] = values
    return {name: found.get(name, np.full(count, np.nan)) for name in names}


def selling_days(assumptions: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a number, or an array of them
    """Return how many days a year are left for visits."""
    days = QUANTITIES["selling_days"]
    return days.function(*days.arguments(assumptions))


def _keep_freed_memory() -> None:
    """Keep the allocator from giving memory back to the system between two operations.

    An array of a chunk is just large enough that glibc returns it when it is freed; fetching it anew, page by page,
    costs a third of the time. It stops doing so once it has seen a larger array come and go. Elsewhere this does
    nothing.
    """
    np.empty(31 * 2**20, np.uint8)
