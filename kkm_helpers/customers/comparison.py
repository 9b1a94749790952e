"""Two lists side by side: what became of a group of customers, and how that differs from a comparable group.

Every difference is one of ratios of sums over customers (lost / customers, additional revenue / revenue …), so one
estimate of its error serves them all.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kkm_helpers.customers.identification import Identification
from kkm_helpers.customers.identification.rules import UNKNOWN, Segmentation, segment_customers
from kkm_helpers.customers.reading.joining import comparable_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

BaselineKind = Literal["control", "year_before", "none"]

GONE = "gone"
# One-sided 1 %: three measures on a list without any effect then give a green one in 3 of 100 cases, not in 15.
_SURE = 2.326
FEWEST = 30  # below this many customers the error of a share cannot be estimated


def join_key(customer_ids: Iterable[str]) -> pd.Index[str]:
    """Return customer numbers as they are compared between two lists."""
    return pd.Index([comparable_id(str(number)) for number in customer_ids], dtype=object)


def side_by_side(before: Identification, after: Identification, *, growth_known: bool) -> pd.DataFrame:
    """Return one row per customer of either list: cluster and revenue in both; index = key for joining."""
    first, second = (
        pd.DataFrame(
            {
                "customer_id": found.customers["customer_id"].to_numpy(),
                "cluster": np.where(
                    found.segmentation.no_purchase, GONE, found.customers["segment"].to_numpy().astype(str)
                ).astype(object),
                "revenue": found.customers["revenue"].to_numpy(),
                "larger": _larger(found.segmentation, growth_known=growth_known),
            },
            index=join_key(found.customers["customer_id"]),
        )
        for found in (before, after)
    )
    # Two numbers that differ in their zeros only would be one customer twice: the first one stays.
    first, second = (listed[~listed.index.duplicated()] for listed in (first, second))
    panel = first.add_suffix("_before").join(second.add_suffix("_after"), how="outer", sort=False)
    return pd.DataFrame(
        {
            "customer_id": panel["customer_id_before"].fillna(panel["customer_id_after"]),
            "from": panel["cluster_before"].fillna(GONE),
            "to": panel["cluster_after"].fillna(GONE),
            "revenue_before": panel["revenue_before"].where(panel["cluster_before"].notna(), 0.0),
            "revenue_after": panel["revenue_after"].where(panel["cluster_after"].notna(), 0.0),
            "larger_after": panel["larger_after"].eq(other=True),
            "only_before": panel["cluster_after"].isna(),
        }
    )


@dataclass(frozen=True)
class Cohort:
    """Small customers that bought, and what became of them; arrays over all customers of the first list.

    `members` is who belongs to it; the other arrays are 0 or False elsewhere.
    """

    members: Bools
    start: Floats
    end: Floats
    moved_up: Bools

    @property
    def size(self) -> int:
        """How many customers belong to it."""
        return int(self.members.sum())


def cohort_of(chosen: Bools, start: Floats, end: Floats, moved_up: Bools) -> Cohort:
    """Return those of `chosen` that bought at the start and whose revenue at the end is known; EUR/year."""
    members = chosen & (start > 0) & ~np.isnan(end)
    return Cohort(members, np.where(members, start, 0.0), np.where(members, end, 0.0), members & moved_up)


def groups_compared(
    before: Identification, panel: pd.DataFrame, years: int, alone: Collection[str], *, growth_known: bool
) -> tuple[Cohort, Cohort, BaselineKind]:
    """Return the customers in care, those they are compared with, and what kind of comparison that is."""
    keys = join_key(before.customers["customer_id"])
    later = panel.loc[keys]
    small, start = _small(before.segmentation, growth_known=growth_known), before.segmentation.revenue
    end, moved_up = later["revenue_after"].to_numpy(), later["larger_after"].to_numpy(dtype=bool)
    control = keys.isin(list(alone))
    group = cohort_of(small & ~control, start, end, moved_up)
    if alone:
        return group, cohort_of(small & control, start, end, moved_up), "control"
    year = before.reference_year - years
    if year not in before.facts.years:
        return group, cohort_of(np.zeros_like(small), start, end, moved_up), "none"
    earlier = segment_customers(before.facts, before.settings, before.threshold, year)
    larger = _larger(before.segmentation, growth_known=growth_known)
    return group, cohort_of(_small(earlier, growth_known=growth_known), earlier.revenue, start, larger), "year_before"


def _small(found: Segmentation, *, growth_known: bool) -> Bools:
    """Return who is small; growing customers are among them where growth is not known for every year compared."""
    taken_out = found.untapped | (found.growing & growth_known)
    return np.logical_and(found.before_potential, ~taken_out)


def _larger(found: Segmentation, *, growth_known: bool) -> Bools:
    """Return who buys and is no longer small."""
    larger: Bools = ~found.no_purchase & (found.codes != UNKNOWN) & ~_small(found, growth_known=growth_known)
    return larger


# --- ratios and their differences ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ratio:
    """A ratio of sums over customers, and how much each customer pulls at it."""

    value: float
    pull: Floats
    size: int


@dataclass(frozen=True)
class Difference:
    """How far the group is from its comparison, and its standard error."""

    group: float
    baseline: float
    error: float
    enough: bool

    @property
    def value(self) -> float:
        """By how much the group lies above its comparison."""
        return self.group - self.baseline

    @property
    def sure(self) -> bool:
        """Whether chance hardly explains a difference of this size, whatever its sign."""
        return self.enough and abs(self.value) > _SURE * self.error


def _ratio(top: Floats, bottom: Floats, size: int) -> Ratio | None:
    total = bottom.sum()
    if not total > 0:
        return None
    value = top.sum() / total
    return Ratio(float(value), (top - value * bottom) / total, size)


def difference_between(group: Ratio | None, baseline: Ratio | None) -> Difference | None:
    """Return how far a group is from its comparison; None where one of them has nobody."""
    if group is None or baseline is None:
        return None
    # The same customer may stand in both (a year apart): its pulls belong together, a high year lifts one and lowers
    # the other.
    error = standard_error(group.pull - baseline.pull)
    return Difference(group.value, baseline.value, error, min(group.size, baseline.size) >= FEWEST)


def standard_error(pull: Floats) -> float:
    """Return the standard error of a ratio, or of a difference of ratios, from the pull of each customer."""
    return math.sqrt(float(np.square(pull).sum()))


def lost_share(cohort: Cohort) -> Ratio | None:
    """Return the share of the cohort that buys nothing any more."""
    return _ratio((cohort.members & (cohort.end <= 0)).astype(float), cohort.members.astype(float), cohort.size)


def moved_up_share(cohort: Cohort) -> Ratio | None:
    """Return the share of the cohort that buys and is no longer small."""
    return _ratio(cohort.moved_up.astype(float), cohort.members.astype(float), cohort.size)


def revenue_growth(cohort: Cohort) -> Ratio | None:
    """Return the growth of the revenue of the cohort, lost customers included [share]."""
    return _ratio(cohort.end - cohort.start, cohort.start, cohort.size)
