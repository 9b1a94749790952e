"""Utility analysis (Nutzwertanalyse) of build, outsource and hybrid: what the present value does not hold.

Time, training and cost are in the present value and are not scored again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.analysis.options import best_active_option
from kkm_helpers.analysis.words import money
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine import Results
from kkm_helpers.language import LANGUAGES, format_number
from kkm_helpers.model import ACTIVE_OPTIONS, OPTION_NAMES
from kkm_helpers.scenario.reserved import check_reserved

OPTION_ORDER = tuple(option.name for option in ACTIVE_OPTIONS)
WEIGHTINGS = 10_000
SPREAD = 0.5
SEED = 1


@dataclass(frozen=True)
class Flip:
    """The smallest shift of one weight that changes the winner [per cent points]."""

    criterion: str
    weight: float
    needed: float
    winner: str


@dataclass(frozen=True)
class Utility:
    """The result of the utility analysis.

    Attributes:
        weights: weight of each criterion, sum 100.
        scores: score of each option on each criterion, option to criterion to 1 … 10.
        totals: weighted mean of each option, 1 … 10.
        ranking: the options, the best first; equal ones in the order build, outsource, hybrid.
        stability: share of random weightings in which the first stays first [share].
        flip: the smallest shift of one weight that changes the winner; None where none does.
    """

    weights: Mapping[str, float]
    scores: Mapping[str, Mapping[str, float]]
    totals: Mapping[str, float]
    ranking: tuple[str, ...]
    stability: float
    flip: Flip | None

    def to_json(self) -> dict[str, Any]:
        """Return public names and plain values."""
        return {
            "weights": dict(self.weights),
            "scores": {option: dict(scores) for option, scores in self.scores.items()},
            "totals": dict(self.totals),
            "ranking": list(self.ranking),
            "stability": self.stability,
            "flip": None if self.flip is None else vars(self.flip),
        }


def analyse_utility(
    weights: Mapping[str, float] | None = None, scores: Mapping[str, Mapping[str, float]] | None = None
) -> Utility:
    """Return the weighted scores, their ranking and how stable it is.

    Args:
        weights: weights that differ from the default ones, criterion to a number from 0 up; all are rescaled to 100.
        scores: scores that differ, option to criterion to 1 … 10.

    Raises:
        CaseError: a criterion or option is unknown, a number does not fit, or all weights are 0.
    """
    check_reserved({"utility": {"weights": weights or {}, "scores": scores or {}}})
    given = np.array([float((weights or {}).get(criterion.name, criterion.weight)) for criterion in CRITERIA])
    share = given / given.sum()
    table = np.array(
        [
            [(scores or {}).get(option, {}).get(known.name, known.scores[option].score) for known in CRITERIA]
            for option in OPTION_ORDER
        ],
        float,
    )
    totals = table @ share
    order = sorted(range(len(OPTION_ORDER)), key=lambda row: -totals[row])
    names = [criterion.name for criterion in CRITERIA]
    return Utility(
        dict(zip(names, (share * 100).tolist(), strict=True)),
        {option: dict(zip(names, row.tolist(), strict=True)) for option, row in zip(OPTION_ORDER, table, strict=True)},
        dict(zip(OPTION_ORDER, totals.tolist(), strict=True)),
        tuple(OPTION_ORDER[row] for row in order),
        _stability(share, table, order[0]),
        _smallest_flip(share, table, order[0]),
    )


def disagreement(utility: Utility, results: Results) -> Message | None:
    """Return in words that utility and net present value favour different options; None where they agree."""
    first, best = utility.ranking[0], best_active_option(results)
    if first == best:
        return None
    points = {
        language: [format_number(utility.totals[option], 1, language) for option in (first, best)]
        for language in LANGUAGES
    }
    price = money(results[f"{best}_npv"] - results[f"{first}_npv"])
    of_utility, of_value = OPTION_NAMES[first], OPTION_NAMES[best]
    return Message(
        f"Nutzwert und Kapitalwert führen zu verschiedenen Optionen: Im Nutzwert liegt {of_utility.de} vorn "
        f"({points['de'][0]} zu {points['de'][1]} Punkte), im Kapitalwert {of_value.de}. Wer dem Nutzwert folgt, "
        f"verzichtet auf {price.de} Kapitalwert.",
        f"Utility and net present value favour different options: in utility {of_utility.en} is ahead "
        f"({points['en'][0]} to {points['en'][1]} points), in net present value {of_value.en}. Following utility gives "
        f"up {price.en} of net present value.",
    )


def _stability(share: np.ndarray, table: np.ndarray, first: int) -> float:
    """Return the share of random weightings, each weight within ± 50 %, in which the first stays first."""
    factors = np.random.default_rng(SEED).uniform(1 - SPREAD, 1 + SPREAD, (WEIGHTINGS, len(share)))
    drawn = share * factors
    totals = (drawn / drawn.sum(1, keepdims=True)) @ table.T
    return float((totals.argmax(1) == first).mean())


def _smallest_flip(share: np.ndarray, table: np.ndarray, first: int) -> Flip | None:
    """Return the smallest shift of one weight, the others rescaled, at which another option draws level."""
    flips = []
    for rival in range(len(table)):
        if rival == first:
            continue
        lead = table[first] - table[rival]
        for position, criterion in enumerate(CRITERIA):
            others = share.sum() - share[position]
            if others <= 0:
                continue
            rest = (share @ lead - share[position] * lead[position]) / others
            # The lead at weight w is w * lead + (1 - w) * rest: 0 at one w at most.
            if lead[position] == rest:
                continue
            needed = rest / (rest - lead[position])
            if 0 <= needed <= 1:
                flips.append(
                    Flip(criterion.name, float(share[position] * 100), float(needed * 100), OPTION_ORDER[rival])
                )
    return min(flips, key=lambda flip: abs(flip.needed - flip.weight), default=None)
