"""What of a customer list goes into the model: the small customers that buy, as means."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kkm_helpers.customers.sums import total_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ModelInputs:
    """Values for the model's assumptions of the same names; None where the list does not tell.

    Attributes:
        small_customers: small customers with revenue in the reference year.
        revenue_per_customer: their mean revenue [EUR/year].
        historic_potential_per_customer: their mean best year [EUR/year].
        order_value: their revenue over their orders, of those whose orders are known [EUR].
        field_visits_per_small_customer: mean over those whose visits are known [visits/year].
    """

    small_customers: int
    revenue_per_customer: float | None
    historic_potential_per_customer: float | None
    order_value: float | None
    field_visits_per_small_customer: float | None

    def known(self) -> dict[str, float]:
        """Return the assumptions the list has a value for, by name; empty where no small customer buys."""
        if not self.small_customers:
            return {}
        return {name: value for name, value in asdict(self).items() if value is not None}


def model_inputs(customers: pd.DataFrame, chosen: NDArray[np.bool_]) -> ModelInputs:
    """Return what the customers `chosen` mean for the model; those without revenue bring nothing and are left out.

    Args:
        customers: revenue, best_year, orders and visits of each customer (NaN unknown).
        chosen: which customers, as booleans; the small ones, or the part of them worth caring for.
    """
    buying = customers[chosen & (customers["revenue"].to_numpy() > 0)]
    with_orders = buying[buying["orders"].notna()]
    orders = total_of(with_orders["orders"].to_numpy())
    return ModelInputs(
        small_customers=len(buying),
        revenue_per_customer=_mean(buying["revenue"]),
        historic_potential_per_customer=_mean(buying["best_year"]),
        order_value=total_of(with_orders["revenue"].to_numpy()) / orders if orders > 0 else None,
        field_visits_per_small_customer=_mean(buying["visits"].dropna()),
    )


def _mean(values: pd.Series[float]) -> float | None:
    mean = total_of(np.asarray(values, dtype=np.float64)) / len(values) if len(values) else math.nan
    return None if math.isnan(mean) else mean
