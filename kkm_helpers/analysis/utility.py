"""Utility analysis (Nutzwertanalyse) of build, outsource and hybrid: what the present value does not hold.

Time, training and cost are in the present value and are not scored again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.errors import KkmError
from kkm_helpers.language import Labelled
from kkm_helpers.model import ACTIVE_OPTIONS

OPTION_ORDER = tuple(option.name for option in ACTIVE_OPTIONS)
WEIGHTINGS = 10_000
SPREAD = 0.5
SEED = 1


@dataclass(frozen=True)
class Reason:
    """Why an option gets its score on a criterion."""

    score: float
    de: str
    en: str


@dataclass(frozen=True)
class Criterion(Labelled):
    """A criterion: weight [per cent] and the default score (1 to 10) of each option with its reason."""

    name: str
    de: str
    en: str
    weight: float
    scores: Mapping[str, Reason]


def _criterion(
    name: str, de: str, en: str, weight: float, build: Reason, outsource: Reason, hybrid: Reason
) -> Criterion:
    return Criterion(name, de, en, weight, {"build": build, "outsource": outsource, "hybrid": hybrid})


CRITERIA: tuple[Criterion, ...] = (
    _criterion(
        "know_how", "Know-how und erprobte Prozesse", "Know-how and proven processes", 15,
        Reason(4, "muss erst aufgebaut werden", "has to be built first"),
        Reason(8, "macht nichts anderes", "does nothing else"),
        Reason(7, "wird vom Dienstleister übernommen", "is taken over from the provider"),
    ),
    _criterion(
        "people", "Zugang zu Menschen, die am Telefon verkaufen", "Access to people who can sell by phone", 15,
        Reason(4, "neu am Arbeitsmarkt, kleine Gruppe", "new on the market for them, a small team"),
        Reason(8, "rekrutiert laufend und ersetzt Ausfälle", "recruits all the time and replaces leavers"),
        Reason(6, "Team wird übernommen, danach selbst ersetzt", "team is taken over, later replaced oneself"),
    ),
    _criterion(
        "focus", "Fokus auf die Kleinkunden", "Focus on the small customers", 10,
        Reason(4, "wird leicht zum Bestellbüro des Außendienstes", "easily becomes the field's order desk"),
        Reason(9, "der Auftrag ist vertraglich begrenzt", "the task is fixed by contract"),
        Reason(7, "eingeübt, bevor das Team ins Haus kommt", "habits are set before"),
    ),
    _criterion(
        "crm_data", "Gepflegte CRM-Daten", "CRM data kept accurate and up to date", 10,
        Reason(5, "hängt von der Disziplin im Haus ab", "depends on the discipline in the house"),
        Reason(8, "Berichte sind Teil der Leistung", "reports are part of the service"),
        Reason(7, "Pflege ist von Anfang an eingeübt", "keeping them is a habit from the start"),
    ),
    _criterion(
        "control", "Steuerung und Kundenwissen im Haus", "Control and customer knowledge in the house", 20,
        Reason(9, "Wissen und Beziehung bleiben im Haus", "knowledge and relation stay in the house"),
        Reason(4, "Wissen liegt beim Dienstleister", "knowledge lies with the provider"),
        Reason(7, "Wissen kommt mit der Übernahme ins Haus", "knowledge comes with the take-over"),
    ),
    _criterion(
        "acceptance", "Akzeptanz im Außendienst, Kanalkonflikte", "Acceptance in the field, channel conflicts", 15,
        Reason(6, "Kollegen, aber auch Wettbewerb um Kunden", "colleagues, but rivals for customers too"),
        Reason(7, "neutral, nimmt niemandem die Stelle", "neutral, takes nobody's job"),
        Reason(6, "erst neutral, dann Kollegen", "neutral first, colleagues later"),
    ),
    _criterion(
        "flexibility", "Flexibilität, Ausstieg, Abhängigkeit", "Flexibility, exit, dependency on one partner", 10,
        Reason(5, "Personal lässt sich schwer abbauen", "staff is hard to reduce"),
        Reason(6, "kündbar, aber abhängig von einem Partner", "can be ended, but depends on one partner"),
        Reason(6, "beide Wege bleiben offen", "both ways stay open"),
    ),
    _criterion(
        "law", "Datenschutz und Arbeitsrecht (AVV, AÜG, § 613a BGB)",
        "Data protection and labour law (processing contract, temporary work, transfer of business)", 5,
        Reason(8, "Daten bleiben im Haus", "data stay in the house"),
        Reason(5, "Auftragsverarbeitung nötig", "a processing contract is needed"),
        Reason(4, "dazu der Betriebsübergang", "and the transfer of business"),
    ),
)  # fmt: skip


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
        KkmError: a criterion or option is unknown, or all weights are 0.
    """
    _check_names(weights or {}, scores or {})
    given = np.array([float((weights or {}).get(criterion.name, criterion.weight)) for criterion in CRITERIA])
    if given.sum() <= 0:
        raise KkmError(
            "Nutzwertanalyse (utility.weights): alle Gewichte sind 0. Bitte gewichten Sie mindestens ein Kriterium.",
            "Utility analysis (utility.weights): all weights are 0. Please give one criterion some weight.",
        )
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


def _check_names(weights: Mapping[str, float], scores: Mapping[str, Mapping[str, float]]) -> None:
    criteria = {criterion.name for criterion in CRITERIA}
    unknown = [name for name in weights if name not in criteria]
    unknown += [option for option in scores if option not in OPTION_ORDER]
    unknown += [name for by_criterion in scores.values() for name in by_criterion if name not in criteria]
    if unknown:
        listed, known = ", ".join(unknown), ", ".join([*criteria, *OPTION_ORDER])
        raise KkmError(
            f"Nutzwertanalyse (utility): unbekannt ist {listed}. Bekannt sind: {known}.",
            f"Utility analysis (utility): {listed} is unknown. Known are: {known}.",
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
