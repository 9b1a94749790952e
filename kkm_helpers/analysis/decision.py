"""The decision in one sentence, and how firmly the figures carry it.

Two questions: develop the small customers or not, and own team or provider. Each is answered by rules in a fixed
order: no, equal, conditional, yes. The sentence never says more than the figures do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from kkm_helpers.analysis.monte_carlo import Simulation
from kkm_helpers.analysis.options import best_active_option, option_looked_at
from kkm_helpers.analysis.readiness import Readiness
from kkm_helpers.analysis.tornado import Swing, unconfirmed_share
from kkm_helpers.analysis.utility import CRITERIA, Utility
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.cautions import CREDIBLE_ADDITIONAL_REVENUE
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, format_value, short_money
from kkm_helpers.model import OPTION_NAMES

Answer = Literal["no", "equal", "conditional", "yes"]

EQUAL_SHARE = 0.05
LOSS_CHANCE = 0.25
UNCONFIRMED = 0.50


@dataclass(frozen=True)
class Line:
    """A sentence of the decision in both languages."""

    de: str
    en: str

    def text(self, language: Language = "de") -> str:
        """Return the sentence."""
        return choose(language, self.de, self.en)


@dataclass(frozen=True)
class Evidence:
    """What the answer is judged on.

    Attributes:
        results: the case.
        simulation: its Monte Carlo.
        swings: its tornado, for the option looked at.
        confirmed: the assumptions somebody confirmed.
        utility: the utility analysis.
        readiness: the success factors.
    """

    results: Results
    simulation: Simulation
    swings: tuple[Swing, ...]
    confirmed: Collection[str]
    utility: Utility
    readiness: Readiness

    @property
    def option(self) -> str:
        """The option the risk is told for."""
        return option_looked_at(self.results)

    @property
    def loss_chance(self) -> float:
        """Share of draws in which the option loses money against staying passive."""
        return self.simulation.distribution(self.option).share_negative

    @property
    def unconfirmed(self) -> float:
        """Share of all swings that hangs on assumed figures nobody confirmed."""
        return unconfirmed_share(self.swings, self.confirmed)


@dataclass(frozen=True)
class Decision:
    """The answer.

    Attributes:
        option: the recommended option, the one with the highest net present value.
        activity: develop the small customers or not.
        sourcing: whether own team and provider are worth the same ("equal"), or one is better ("yes"); "no" where
            nothing is to be sourced.
        reasons: the figures that carry the recommendation.
        preconditions: what has to be true or settled first, and what would lift it.
        next_step: what to do next.
        basis: on which potential it rests, and what the other one would recommend.
    """

    option: str
    activity: Answer
    sourcing: Answer
    reasons: tuple[Line, ...]
    preconditions: tuple[Line, ...]
    next_step: Line
    basis: Line

    def sentence(self, language: Language = "de") -> str:
        """Return the whole recommendation in one sentence."""
        reasons = choose(language, " und ", " and ").join(line.text(language) for line in self.reasons)
        conditions = "; ".join(line.text(language) for line in self.preconditions)
        verdict, step = self._verdict(language), self.next_step.text(language)
        if language == "de":
            condition = f" Voraussetzung: {conditions}." if conditions else ""
            return f"Empfehlung: {verdict}, weil {reasons}.{condition} Nächster Schritt: {step}."
        condition = f" Precondition: {conditions}." if conditions else ""
        return f"Recommendation: {verdict}, because {reasons}.{condition} Next step: {step}."

    def _verdict(self, language: Language) -> str:
        label = OPTION_NAMES[self.option].label(language)
        if self.activity == "equal":
            return choose(
                language,
                "wirtschaftlich gleichwertig, aktiv zu betreuen oder nicht",
                "economically equal whether to give active care or not",
            )
        if self.sourcing == "equal":
            label = choose(
                language,
                "aktiv betreuen, Eigenaufbau und Vergabe wirtschaftlich gleichwertig",
                "give active care, building and outsourcing economically equal",
            )
        if self.activity == "conditional":
            return choose(language, f"{label}, unter Vorbehalt", f"{label}, with conditions")
        return label

    def to_json(self) -> dict[str, Any]:
        """Return public names and plain values."""
        return {
            "option": self.option,
            "activity": self.activity,
            "sourcing": self.sourcing,
            "sentence_de": self.sentence("de"),
            "sentence_en": self.sentence("en"),
            "reasons": [vars(line) for line in self.reasons],
            "preconditions": [vars(line) for line in self.preconditions],
            "next_step": vars(self.next_step),
            "basis": vars(self.basis),
        }


def decide(evidence: Evidence) -> Decision:
    """Return the decision that the figures carry."""
    results = evidence.results
    option = str(results["recommended_option"])
    activity = _activity(evidence)
    sourcing = _sourcing(results, activity)
    preconditions: tuple[Line, ...] = ()
    if activity == "equal" or sourcing == "equal":
        preconditions += (_criteria(evidence.utility),)
    if activity == "conditional":
        preconditions += (*_conditions(evidence), *_gaps(evidence.readiness))
    return Decision(
        option,
        activity,
        sourcing,
        _reasons(results, option, activity),
        preconditions,
        _next_step(evidence, option, activity),
        potential_basis(results),
    )


def _activity(evidence: Evidence) -> Answer:
    results = evidence.results
    recommended = str(results["recommended_option"])
    if recommended in ("passive", "dissolve"):
        return "no"
    rival_cost = results["dissolve_total_cost"] if results["dissolve_npv"] > 0 else 0.0
    larger = max(results[f"{recommended}_total_cost"], rival_cost)
    if results["activity_margin"] < EQUAL_SHARE * larger:
        return "equal"
    return "conditional" if _conditions(evidence) or _gaps(evidence.readiness) else "yes"


def _sourcing(results: Results, activity: Answer) -> Answer:
    if activity in ("no", "equal"):
        return "no"
    larger = max(results["build_total_cost"], results["outsource_total_cost"])
    return "equal" if results["sourcing_margin"] < EQUAL_SHARE * larger else "yes"


def _conditions(evidence: Evidence) -> tuple[Line, ...]:
    """Return what makes the answer conditional: each says what would lift it."""
    lines = []
    if evidence.loss_chance > LOSS_CHANCE:
        chance, limit = _share(evidence.loss_chance), _share(LOSS_CHANCE)
        lines.append(
            Line(
                f"das Verlustrisiko von {chance.de} sinkt unter {limit.de}, wenn engere Spannen belegt sind",
                f"the chance of a loss falls from {chance.en} below {limit.en}, once narrower ranges are shown",
            )
        )
    if evidence.unconfirmed > UNCONFIRMED:
        share, name = _share(evidence.unconfirmed), _widest_unconfirmed(evidence)
        lines.append(
            Line(
                f"{name.de} ist bestätigt ({share.de} der Spannweite hängen an Annahmen, die noch niemand bestätigt "
                "hat)",
                f"{name.en} is confirmed ({share.en} of the range hangs on assumptions nobody has confirmed yet)",
            )
        )
    additional = evidence.results["additional_revenue_share"]
    if additional > CREDIBLE_ADDITIONAL_REVENUE:
        share = _share(additional)
        lines.append(
            Line(
                f"ein Pilot zeigt die {share.de} Mehrumsatz, die so nicht belastbar sind",
                f"a pilot shows the {share.en} additional revenue, which is not credible as it stands",
            )
        )
    return tuple(lines)


def _gaps(readiness: Readiness) -> tuple[Line, ...]:
    if not readiness.gaps:
        return ()
    de = ", ".join(f"„{score.factor.de}“" for score in readiness.gaps)
    en = ", ".join(f"“{score.factor.en}”" for score in readiness.gaps)
    return (Line(f"geklärt sind die Erfolgsfaktoren {de}", f"these success factors are settled: {en}"),)


def _criteria(utility: Utility) -> Line:
    """Return the criteria that decide where the money does not: the weightiest of the utility analysis."""
    weightiest = sorted(CRITERIA, key=lambda criterion: -utility.weights[criterion.name])[:2]
    de = " und ".join(f"„{criterion.de}“" for criterion in weightiest)
    en = " and ".join(f"“{criterion.en}”" for criterion in weightiest)
    return Line(f"entschieden ist nach {de}", f"it is decided by {en}")


def _reasons(results: Results, option: str, activity: Answer) -> tuple[Line, ...]:
    if option == "passive":
        best = best_active_option(results)
        npv = _money(results[f"{best}_npv"])
        return (
            Line("keine aktive Option ihre Kosten einspielt", "no active option earns its cost"),
            Line(
                f"die beste ({OPTION_NAMES[best].de}) einen Kapitalwert von {npv.de} hat",
                f"the best one ({OPTION_NAMES[best].en}) has a net present value of {npv.en}",
            ),
        )
    if activity == "equal":
        margin, limit = _money(results["activity_margin"]), _share(EQUAL_SHARE)
        return (
            Line(
                f"der Vorsprung der aktiven Betreuung mit {margin.de} unter {limit.de} der Kosten liegt",
                f"the lead of active care, {margin.en}, is below {limit.en} of its cost",
            ),
        )
    npv, margin = _money(results[f"{option}_npv"]), _money(results["decision_margin"])
    payback = results[f"{option}_payback_month"]
    worth = Line(
        f"das {npv.de} Kapitalwert bringt, {margin.de} mehr als die zweitbeste Option,",
        f"this brings a net present value of {npv.en}, {margin.en} more than the second best option,",
    )
    if payback is None:
        return (
            worth,
            Line(
                "sich aber nicht innerhalb des Betrachtungszeitraums auszahlt",
                "yet does not pay back within the horizon",
            ),
        )
    return worth, Line(f"sich ab Monat {payback:.0f} auszahlt", f"pays back from month {payback:.0f} on")


def _next_step(evidence: Evidence, option: str, activity: Answer) -> Line:
    if option == "dissolve":
        return Line(
            "mit Händlern und Webshop klären, wer die Kunden übernimmt",
            "settle with dealers and the web shop who takes the customers over",
        )
    if activity == "no":
        return Line(
            "die Kosten der Betreuung senken, ohne Kunden abzuweisen, und in einem Jahr neu rechnen",
            "lower the cost of care without turning customers away, and compute again in a year",
        )
    if activity == "equal":
        return Line(
            "die Kriterien der Nutzwertanalyse gemeinsam gewichten und danach entscheiden",
            "weigh the criteria of the utility analysis together and decide by them",
        )
    if activity == "conditional" and evidence.unconfirmed > UNCONFIRMED:
        name = _widest_unconfirmed(evidence)
        return Line(f"ein Pilot über drei Monate zu {name.de}", f"a pilot of three months on {name.en}")
    if activity == "conditional" and evidence.readiness.gaps:
        factor = evidence.readiness.gaps[0].factor
        return Line(f"„{factor.de}“ mit Verantwortlichen und Datum klären", f"settle “{factor.en}” with owner and date")
    if activity == "conditional":
        return Line("ein Pilot mit klarer Abbruchregel", "a pilot with a clear rule when to stop")
    return Line(
        "Projektleitung benennen und Meilensteine für die Monate 3, 6, 9 und 12 vereinbaren",
        "name the project lead and agree milestones for months 3, 6, 9 and 12",
    )


def _widest_unconfirmed(evidence: Evidence) -> Line:
    for swing in evidence.swings:
        known = ASSUMPTIONS[swing.name]
        if known.basis.kind == "assumed" and swing.name not in evidence.confirmed:
            return Line(f"„{known.short_label('de')}“", f"“{known.short_label('en')}”")
    return Line("die wichtigsten Annahmen", "the main assumptions")


def potential_basis(results: Results) -> Line:
    """Return on which potential the case rests, and what the other one would recommend."""
    basis = str(results.assumptions["potential_basis"])
    other = "history" if basis == "sector" else "sector"
    with_other = evaluate(**{**results.assumptions, "potential_basis": other})
    option = OPTION_NAMES[str(with_other["recommended_option"])]

    def words(language: Language) -> tuple[str, str, str, str]:
        return (
            display("potential_basis", basis, language),
            display("potential_per_customer", results["potential_per_customer"], language),
            display("potential_basis", other, language),
            display("potential_per_customer", with_other["potential_per_customer"], language),
        )

    de, en = words("de"), words("en")
    return Line(
        f"Gerechnet mit dem Potenzial {de[0]} ({de[1]} je Kunde). {de[2][0].upper()}{de[2][1:]} ({de[3]}) wäre die "
        f"Empfehlung: {option.de}.",
        f"Computed with the potential {en[0]} ({en[1]} per customer). {en[2][0].upper()}{en[2][1:]} ({en[3]}) the "
        f"recommendation would be: {option.en}.",
    )


def _money(value: float) -> Line:
    return Line(short_money(value, "de"), short_money(value, "en"))


def _share(value: float) -> Line:
    return Line(format_value(round(value, 3), "share", "de"), format_value(round(value, 3), "share", "en"))
