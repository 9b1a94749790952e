"""The figures of groups of small customers: all of them, and each sector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kkm_helpers.customers.sums import sums_by_group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kkm_helpers.customers.identification.facts import Bools


def group_figures(members: pd.DataFrame, groups: NDArray[Any]) -> pd.DataFrame:
    """Return the figures of each group of small customers.

    Args:
        members: one row per small customer with revenue, orders, visits, best_year, second_best_year,
            potential_by_employees (NaN unknown).
        groups: the group of each.

    Returns:
        One row per group. Money in EUR/year; a mean or a sum is NaN where nobody's value is known.
    """
    revenue = members["revenue"]
    buying = revenue > 0
    open_potential = (members["best_year"] - revenue).clip(lower=0)
    added = sums_by_group(
        pd.DataFrame(
            {
                "small_customers": 1.0,
                "revenue": revenue,
                "revenue_known": revenue.notna(),
                "buying_customers": buying,
                "orders": members["orders"],
                "orders_known": members["orders"].notna(),
                "visits": members["visits"],
                "visits_known": members["visits"].notna(),
                "total_best_year": members["best_year"],
                "total_second_best_year": members["second_best_year"],
                "second_known": members["second_best_year"].notna(),
                "total_potential_by_employees": members["potential_by_employees"],
                "employees_known": members["potential_by_employees"].notna(),
                "open_potential": open_potential,
                "open_potential_of_buying": open_potential.where(buying, 0.0),
                "top_decile": _top_decile(open_potential, groups),
                "open_potential_by_employees": (members["potential_by_employees"] - revenue).clip(lower=0),
            },
            index=members.index,
        ).astype(np.float64),
        groups,
    )

    def known(column: str, count: str) -> pd.Series[float]:
        return added[column].where(added[count] > 0)

    return pd.DataFrame(
        {
            "small_customers": added["small_customers"],
            "buying_customers": added["buying_customers"],
            "revenue": added["revenue"],
            "revenue_per_customer": _ratio(added["revenue"], added["revenue_known"]),
            "orders": known("orders", "orders_known"),
            "visits": known("visits", "visits_known"),
            "field_visits_per_small_customer": _ratio(added["visits"], added["visits_known"]),
            "historic_potential_per_customer": _ratio(added["total_best_year"], added["small_customers"]),
            "total_best_year": added["total_best_year"],
            "total_second_best_year": known("total_second_best_year", "second_known"),
            "open_potential": added["open_potential"],
            "open_potential_of_buying": added["open_potential_of_buying"],
            "open_potential_top_decile_share": _ratio(added["top_decile"], added["open_potential"]),
            "total_potential_by_employees": known("total_potential_by_employees", "employees_known"),
            "open_potential_by_employees": known("open_potential_by_employees", "employees_known"),
            "employees_known": added["employees_known"],
        }
    )


def _ratio(total: pd.Series[float], count: pd.Series[float]) -> pd.Series[float]:
    return total / count.where(count > 0)


def _top_decile(amounts: pd.Series[float], groups: NDArray[Any]) -> pd.Series[float]:
    """Return the amounts of the tenth of each group (at least one customer) with the largest, 0 for the others."""
    ranked = amounts.fillna(0.0).sort_values(ascending=False, kind="stable")
    group = pd.Series(groups, index=amounts.index).loc[ranked.index]
    place = ranked.groupby(group).cumcount()
    size = group.map(group.value_counts())
    in_top: Bools = (place < -(-size // 10)).to_numpy()
    return ranked.where(in_top, 0.0).reindex(amounts.index)
