"""The criteria of the utility analysis: what the present value of an option does not hold, with weight and scores.

Time, training and cost are in the present value and are not scored again. Weights and scores are defaults: a scenario
may set its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kkm_helpers.language import Labelled

LEAST_SCORE, BEST_SCORE = 1, 10


@dataclass(frozen=True)
class Reason(Labelled):
    """Why an option gets its score (1 to 10) on a criterion."""

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
