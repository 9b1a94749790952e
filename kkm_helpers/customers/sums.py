"""Adding up amounts so that the parts and the whole agree to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Far below a cent, far above what adding floats leaves behind: 12650022.790000001 is 12650022.79.
_DECIMALS = 6


def sums_by_group(values: pd.DataFrame, groups: NDArray[Any]) -> pd.DataFrame:
    """Return the sum of each column by group; unknown values count 0. The index holds the groups, sorted."""
    # groupby adds up with Kahan's compensation; a plain sum over 200,000 amounts would drift.
    return values.fillna(0.0).groupby(groups, sort=True).sum().round(_DECIMALS)


def total_of(values: NDArray[np.float64]) -> float:
    """Return the sum of `values`; unknown ones count 0."""
    return float(sums_by_group(pd.DataFrame({"value": values}), np.zeros(len(values), dtype=np.int8))["value"].sum())
