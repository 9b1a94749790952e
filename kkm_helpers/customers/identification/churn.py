"""How many small customers are lost in a year, seen in the list's own past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.identification.rules import segment_customers

if TYPE_CHECKING:
    from kkm_helpers.customers.identification.facts import CustomerFacts
    from kkm_helpers.customers.identification.settings import IdentificationSettings


@dataclass(frozen=True)
class YearPair:
    """Small customers that bought in `year`, and how many of them bought nothing a year later."""

    year: int
    customers: int
    lost: int

    @property
    def churn(self) -> float:
        """Share lost within the year."""
        return self.lost / self.customers


@dataclass(frozen=True)
class ObservedChurn:
    """The churn of each pair of years, and their mean [share/year]; None where no pair can be judged."""

    pairs: tuple[YearPair, ...]

    @property
    def rate(self) -> float | None:
        """Mean over the pairs of years [share/year]."""
        return float(np.mean([pair.churn for pair in self.pairs])) if self.pairs else None


def observed_churn(
    facts: CustomerFacts, settings: IdentificationSettings, threshold: float, reference_year: int
) -> ObservedChurn:
    """Return the churn among customers that were small by the same rule, for each pair of years up to the reference.

    A customer whose revenue a year later is unknown is left out: it is neither lost nor kept.
    """
    pairs = []
    for year in facts.years:
        if year + 1 > reference_year or year + 1 not in facts.years:
            continue
        before, after = segment_customers(facts, settings, threshold, year), facts.revenue_of(year + 1)
        judged = before.small & (before.revenue > 0) & ~np.isnan(after)
        if judged.any():
            pairs.append(YearPair(year, int(judged.sum()), int((after[judged] <= 0).sum())))
    return ObservedChurn(tuple(pairs))
