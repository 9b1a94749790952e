"""The rules: who is small, who is a potential customer, and why. Arrays of one value per customer throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import SEGMENTS
from kkm_helpers.customers.identification.facts import CustomerFacts
from kkm_helpers.customers.identification.settings import Definition, IdentificationSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kkm_helpers.customers.identification.facts import Bools, Floats

FIELD, POTENTIAL, SMALL, UNKNOWN = range(len(SEGMENTS))

# Amounts this close are equal: a threshold of 750 / 0.08 must not make a customer of 9,375.00 € small.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Visits:
    """What is known about field visits in the twelve months up to a day; a customer in neither was visited."""

    not_visited: Bools
    unknown: Bools
    contradictory: Bools


@dataclass(frozen=True)
class Segmentation:
    """The segment of each customer by the same rules for one year, and what led to it.

    `codes` index `SEGMENTS`; `before_potential` is who was small before potential customers were taken out.
    """

    year: int
    codes: NDArray[np.int8]
    revenue: Floats
    no_purchase: Bools
    below_threshold: Bools
    visits: Visits
    growing: Bools
    untapped: Bools
    untapped_by_employees: Bools
    before_potential: Bools

    @property
    def small(self) -> Bools:
        """Who is a small customer."""
        return np.equal(self.codes, SMALL)


def segment_customers(
    facts: CustomerFacts, settings: IdentificationSettings, threshold: float, year: int
) -> Segmentation:
    """Return the segment of each customer in `year`; `threshold` in EUR/year."""
    revenue = facts.revenue_of(year)
    no_purchase = revenue <= 0
    below = no_purchase | (revenue < threshold - _ROUNDING)
    visits = visits_up_to(facts, as_of_in(settings, year))
    small, unknown = small_by_definition(settings.definition, below, np.isnan(revenue), visits)
    growing = is_growing(facts, year, threshold, settings.growth_limit)
    untapped = is_untapped(facts.potential, revenue, facts.share_of_wallet, threshold, settings.share_of_wallet_limit)
    # The client's own figure is better than one from employees: the second is asked only where the first is unknown.
    by_employees = np.where(np.isnan(facts.potential), facts.potential_by_employees, np.nan)
    untapped_by_employees = is_untapped(
        by_employees, revenue, facts.share_of_wallet, threshold, settings.share_of_wallet_limit
    )
    if settings.untapped_by_employees:
        untapped = untapped | untapped_by_employees
    codes = np.full(len(revenue), FIELD, dtype=np.int8)
    codes[unknown] = UNKNOWN
    codes[small] = SMALL
    codes[small & (untapped | growing)] = POTENTIAL
    return Segmentation(
        year, codes, revenue, no_purchase, below & ~no_purchase, visits, growing, untapped, untapped_by_employees, small
    )


def as_of_in(settings: IdentificationSettings, year: int) -> date:
    """Return the day up to which visits are judged for `year`.

    The day set for the reference year is shifted with the year; 31 December where none is set.
    """
    if settings.as_of is None:
        return date(year, 12, 31)
    if settings.reference_year is None or settings.reference_year == year:
        return settings.as_of
    return years_before(settings.as_of, settings.reference_year - year)


def years_before(day: date, years: int) -> date:
    """Return the same day `years` years earlier; 28 February for a 29 February that year has not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def visits_up_to(facts: CustomerFacts, as_of: date) -> Visits:
    """Return who is known not to have been visited in the twelve months up to `as_of`, and of whom nothing is known.

    `visits` counts the twelve months before the export, whatever `as_of` says.
    """
    year_before = np.datetime64(years_before(as_of, 1), "D")
    none_counted = facts.visits == 0
    long_ago = facts.last_visit <= year_before
    recent = facts.last_visit > year_before
    not_visited = none_counted | long_ago | facts.never_visited
    unknown = np.isnan(facts.visits) & np.isnat(facts.last_visit) & ~facts.never_visited
    visited = (facts.visits > 0) | recent
    return Visits(not_visited, unknown, not_visited & visited)


def small_by_definition(
    definition: Definition, below: Bools, revenue_unknown: Bools, visits: Visits
) -> tuple[Bools, Bools]:
    """Return who is small by `definition`, and who cannot be judged because the revenue is unknown.

    An unknown visit never counts as "not visited". An unknown revenue leaves the answer open only where it would
    decide: under "either" somebody not visited is small, under "both" somebody visited is not.
    """
    not_visited = visits.not_visited
    visited = ~not_visited & ~visits.unknown
    nobody = np.zeros(len(below), dtype=bool)
    return {
        "erp": (below, revenue_unknown),
        "crm": (not_visited, nobody),
        "both": (below & not_visited, revenue_unknown & ~visited),
        "either": (below | not_visited, revenue_unknown & ~not_visited),
    }[definition]


def is_untapped(potential: Floats, revenue: Floats, share_of_wallet: Floats, threshold: float, limit: float) -> Bools:
    """Return who has a known potential at or above `threshold` of which at most the share `limit` is ours."""
    large = potential >= threshold - _ROUNDING
    # The product instead of revenue / potential: no division by 0, and exactly 30 % stays 30 %.
    small_share = np.where(
        np.isnan(share_of_wallet), revenue <= limit * potential + _ROUNDING, share_of_wallet <= limit + _ROUNDING
    )
    return large & small_share


def is_growing(facts: CustomerFacts, year: int, threshold: float, limit: float) -> Bools:
    """Return whose revenue rose in both last year steps, by `limit` a year on average, to half the threshold."""
    first, middle, last = (facts.revenue_of(year - back) for back in (2, 1, 0))
    rose = (first > 0) & (middle > first) & (last > middle)
    fast = last >= first * (1 + limit) ** 2 - _ROUNDING
    return rose & fast & (last >= threshold / 2 - _ROUNDING)


def best_years(facts: CustomerFacts, year: int, window: int) -> tuple[Floats, Floats]:
    """Return the highest and the second highest revenue of the `window` calendar years up to `year` [EUR/year].

    Negative and unknown years are left out; 0 where none is left. The second is NaN where the list has one year only.
    """
    known = [facts.revenue_of(y) for y in facts.years if year - window < y <= year]
    if not known:
        nothing = np.zeros(len(facts.visits))
        return nothing, np.full_like(nothing, np.nan)
    ranked = np.sort(np.nan_to_num(np.column_stack(known), nan=0.0).clip(min=0), axis=1)
    second = ranked[:, -2] if len(known) > 1 else np.full(len(ranked), np.nan)
    return ranked[:, -1], second


def abc_classes(revenue: Floats) -> NDArray[np.str_]:
    """Return A, B or C by cumulated revenue: A up to 80 %, B up to 95 %, C the rest; "" where revenue is unknown.

    The largest customer is always A, even where it alone exceeds 80 %. Without revenue above 0 it is always C.
    """
    positive = np.nan_to_num(revenue, nan=0.0).clip(min=0)
    order = np.argsort(-positive, kind="stable")
    total = positive.sum()
    cumulated = np.cumsum(positive[order]) / (total or 1)
    a_limit, b_limit, rounding = 0.80, 0.95, 1e-12
    ranked = np.where(cumulated <= a_limit + rounding, "A", np.where(cumulated <= b_limit + rounding, "B", "C"))
    ranked[0] = "A"
    classes = np.empty(len(revenue), dtype="<U1")
    classes[order] = ranked
    classes[positive == 0] = "C"
    classes[np.isnan(revenue)] = ""
    return classes
