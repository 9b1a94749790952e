"""The decision in one sentence: what is recommended, which figures carry it, what has to be true, what to do next.

The sentence never says more than the figures do: the rules of `analysis.evidence` decide what it may say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.analysis.equality import EQUAL_SHARE
from kkm_helpers.analysis.evidence import (
    DISSOLVE,
    LOSS_CHANCE,
    PASSIVE,
    UNCONFIRMED,
    Answer,
    Evidence,
)
from kkm_helpers.analysis.milestones import milestones
from kkm_helpers.analysis.required import crossings, required_values
from kkm_helpers.analysis.utility import Utility
from kkm_helpers.analysis.words import enumerated, figure, money, quoted, share
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.cautions import CREDIBLE_ADDITIONAL_REVENUE
from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTION_NAMES

ANSWER_WORDS: Mapping[Answer, Message] = {
    "no": Message("nein", "no"),
    "equal": Message("gleichwertig", "equal"),
    "conditional": Message("bedingt", "conditional"),
    "yes": Message("ja", "yes"),
}

IN_TEXT: Mapping[str, Message] = {
    PASSIVE: Message("Passiv bleiben", "staying passive"),
    DISSOLVE: Message("das Auflösen", "dissolving"),
    "build": Message("der Eigenaufbau", "building"),
    "outsource": Message("die externe Vergabe", "outsourcing"),
    "hybrid": Message("der Hybrid", "the hybrid"),
}
"""The options as they stand inside a sentence."""

PRONOUN = {"build": "er", "outsource": "sie", "hybrid": "er"}

MEASURED_BY_A_PILOT = frozenset(
    {
        "captured_share", "churn_reduction", "development_months", "retention_months", "order_value",
        "contacts_per_customer", "max_contacts_per_day",
    }
)  # fmt: skip
"""What three months with a few customers can show; other figures somebody has to look up or agree to."""

CRITERIA_NAMED = 2


@dataclass(frozen=True)
class Question:
    """One of the two questions: its answer, and the figure behind it in words."""

    answer: Answer
    because: Message

    def text(self, language: Language = "de") -> str:
        """Return answer and reason."""
        return f"{ANSWER_WORDS[self.answer].text(language)}: {self.because.text(language)}"

    def to_json(self) -> dict[str, str]:
        """Return public names and plain values."""
        return {"answer": self.answer, **{language: self.text(language) for language in ("de", "en")}}


@dataclass(frozen=True)
class Decision:
    """The answer.

    Attributes:
        option: the option with the highest net present value; where the figures leave more than one, `verdict` names
            none of them.
        activity: develop the small customers or not.
        sourcing: own team or provider.
        verdict: what is recommended.
        reasons: the figures that carry it.
        preconditions: what has to be true or settled first, and what would lift it.
        next_step: what to do next.
        basis: on which potential it rests, and what the other one would recommend.
    """

    option: str
    activity: Question
    sourcing: Question
    verdict: Message
    reasons: tuple[Message, ...]
    preconditions: tuple[Message, ...]
    next_step: Message
    basis: Message

    def recommendation(self, language: Language = "de") -> str:
        """Return the recommendation in one sentence."""
        reasons = enumerated(self.reasons).text(language)
        parts = [
            choose(
                language,
                f"Empfehlung: {self.verdict.de}, weil {reasons}",
                f"Recommendation: {self.verdict.en}, because {reasons}",
            )
        ]
        conditions = _numbered([each.text(language) for each in self.preconditions])
        if conditions:
            parts.append(choose(language, f"Voraussetzung: {conditions}", f"precondition: {conditions}"))
        step = self.next_step.text(language)
        parts.append(choose(language, f"nächster Schritt: {step}", f"next step: {step}"))
        return "; ".join(parts) + "."

    def sentence(self, language: Language = "de") -> str:
        """Return the recommendation and on which potential it rests."""
        return f"{self.recommendation(language)} {self.basis.text(language)}"

    def to_json(self) -> dict[str, Any]:
        """Return public names and plain values."""
        return {
            "option": self.option,
            "sentence_de": self.sentence("de"),
            "sentence_en": self.sentence("en"),
            "answers": {"activity": self.activity.to_json(), "sourcing": self.sourcing.to_json()},
            "reasons": [vars(each) for each in self.reasons],
            "preconditions": [vars(each) for each in self.preconditions],
            "next_step": vars(self.next_step),
            "basis": vars(self.basis),
        }


def _numbered(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return ", ".join(f"({place}) {text}" for place, text in enumerate(texts, start=1))


def decide(evidence: Evidence) -> Decision:
    """Return the decision that the figures carry."""
    return Decision(
        evidence.recommended,
        Question(evidence.activity, _activity_figure(evidence)),
        Question(evidence.sourcing, _sourcing_figure(evidence)),
        _verdict(evidence),
        tuple(_reasons(evidence)),
        tuple(_preconditions(evidence)),
        _next_step(evidence),
        potential_basis(evidence),
    )


# --- the two answers ------------------------------------------------------------------------------------------------
def _activity_figure(evidence: Evidence) -> Message:
    best, rival = evidence.best_active, evidence.rival
    worth, rival_worth = money(evidence.npv(best)), money(evidence.npv(rival))
    named, other = IN_TEXT[best], IN_TEXT[rival]
    if evidence.activity == "no":
        if rival == DISSOLVE:
            return Message(
                f"{other.de} ist {rival_worth.de} wert, die beste aktive Option ({OPTION_NAMES[best].de}) {worth.de}",
                f"{other.en} is worth {rival_worth.en}, the best active option ({OPTION_NAMES[best].en}) {worth.en}",
            )
        return Message(
            f"die beste aktive Option ({OPTION_NAMES[best].de}) hat einen Kapitalwert von {worth.de}",
            f"the best active option ({OPTION_NAMES[best].en}) has a net present value of {worth.en}",
        )
    lead, limit = money(evidence.results["activity_margin"]), money(evidence.equal_below(best, rival))
    if evidence.activity == "equal":
        return Message(
            f"der Vorsprung vor {_dative(rival)} ist mit {lead.de} kleiner als {share(EQUAL_SHARE).de} der Kosten "
            f"({limit.de})",
            f"the lead over {other.en} is {lead.en}, less than {share(EQUAL_SHARE).en} of the cost ({limit.en})",
        )
    return Message(
        f"{named.de} ist {lead.de} mehr wert als {other.de}", f"{named.en} is worth {lead.en} more than {other.en}"
    )


def _dative(option: str) -> str:
    return {PASSIVE: "Passiv bleiben", DISSOLVE: "dem Auflösen"}[option]


def _sourcing_figure(evidence: Evidence) -> Message:
    if evidence.sourcing == "no":
        return Message("ohne aktive Betreuung gibt es nichts zu vergeben", "without active care nothing is sourced")
    distance, limit = money(evidence.results["sourcing_margin"]), money(evidence.equal_below("build", "outsource"))
    if evidence.sourcing == "equal":
        criteria = _criteria_between(evidence.utility)
        text = Message(
            f"Eigenaufbau und externe Vergabe liegen {distance.de} auseinander, weniger als {share(EQUAL_SHARE).de} "
            f"der Kosten ({limit.de}); {criteria.de}",
            f"building and outsourcing are {distance.en} apart, less than {share(EQUAL_SHARE).en} of the cost "
            f"({limit.en}); {criteria.en}",
        )
    else:
        better, worse = sorted(("build", "outsource"), key=lambda option: -evidence.npv(option))
        text = Message(
            f"{IN_TEXT[better].de} ist {distance.de} mehr wert als {IN_TEXT[worse].de}",
            f"{IN_TEXT[better].en} is worth {distance.en} more than {IN_TEXT[worse].en}",
        )
    if evidence.best_active != "hybrid":
        return text
    ahead = money(evidence.npv("hybrid") - max(evidence.npv("build"), evidence.npv("outsource")))
    return Message(
        f"{text.de}; der Hybrid liegt noch {ahead.de} davor", f"{text.en}; the hybrid is another {ahead.en} ahead"
    )


# --- the parts of the sentence --------------------------------------------------------------------------------------
def _verdict(evidence: Evidence) -> Message:
    if evidence.activity == "equal":
        return Message(
            "Nach den Kriterien der Nutzwertanalyse entscheiden", "Decide by the criteria of the utility analysis"
        )
    named = evidence.named
    alike = Message("", "")
    if evidence.sourcing == "equal":
        alike = Message(
            ", Eigenaufbau und externe Vergabe wirtschaftlich gleichwertig",
            ", building and outsourcing economically equal",
        )
    label = Message("Aktiv betreuen", "Active care")
    if named is not None:
        label = Message(OPTION_NAMES[named].de, OPTION_NAMES[named].en)
    if evidence.activity == "conditional":
        label = Message(f"{label.de} unter Vorbehalt", f"{label.en}, with conditions")
    return Message(f"{label.de}{alike.de}", f"{label.en}{alike.en}")


def _reasons(evidence: Evidence) -> Iterator[Message]:
    if evidence.activity == "no":
        yield from _reasons_against(evidence)
    elif evidence.activity == "equal":
        yield from _reasons_of_equals(evidence)
    elif evidence.named is None:
        worth = money(evidence.npv(evidence.recommended))
        apart = money(evidence.results["sourcing_margin"])
        yield Message(
            f"das bis zu {worth.de} Kapitalwert bringt", f"this brings a net present value of up to {worth.en}"
        )
        yield Message(f"beide Wege nur {apart.de} auseinanderliegen", f"both ways are only {apart.en} apart")
    else:
        yield from _reasons_for(evidence, evidence.named)


def _reasons_for(evidence: Evidence, option: str) -> Iterator[Message]:
    second = evidence.ranking()[1]
    worth, lead = money(evidence.npv(option)), money(evidence.results["decision_margin"])
    # Behind two other options "er" would not say which one is meant.
    subject = IN_TEXT[option].de if evidence.sourcing == "equal" else PRONOUN[option]
    if second == PASSIVE:
        yield Message(
            f"nur {subject} mehr wert ist als Passiv bleiben ({worth.de} Kapitalwert)",
            f"it alone is worth more than staying passive (a net present value of {worth.en})",
        )
    else:
        yield Message(
            f"{subject} mit {worth.de} Kapitalwert {lead.de} mehr bringt als {IN_TEXT[second].de}",
            f"it brings a net present value of {worth.en}, {lead.en} more than {IN_TEXT[second].en}",
        )
    payback = evidence.results[f"{option}_payback_month"]
    if payback is not None:
        yield Message(f"sich ab Monat {payback:.0f} auszahlt", f"pays back from month {payback:.0f}")


def _reasons_of_equals(evidence: Evidence) -> Iterator[Message]:
    lead = money(evidence.results["activity_margin"])
    rival, limit = IN_TEXT[evidence.rival], share(EQUAL_SHARE)
    yield Message(
        f"aktive Betreuung und {rival.de} wirtschaftlich gleichwertig sind",
        f"active care and {rival.en} are economically equal",
    )
    yield Message(
        f"der Vorsprung von {lead.de} unter {limit.de} der Kosten bleibt",
        f"the lead of {lead.en} stays below {limit.en} of the cost",
    )


def _reasons_against(evidence: Evidence) -> Iterator[Message]:
    best = evidence.best_active
    worth, called = money(evidence.npv(best)), OPTION_NAMES[best]
    if evidence.recommended == DISSOLVE:
        gain = money(evidence.npv(DISSOLVE))
        yield Message(
            f"das gegenüber Passiv bleiben {gain.de} Kapitalwert bringt",
            f"this brings a net present value of {gain.en} over staying passive",
        )
        yield Message(
            f"die beste aktive Option ({called.de}) mit {worth.de} dahinter bleibt",
            f"the best active option ({called.en}) stays behind with {worth.en}",
        )
    else:
        yield Message("keine aktive Option ihre Kosten einspielt", "no active option earns back its cost")
        yield Message(
            f"auch die beste ({called.de}) auf einen Kapitalwert von {worth.de} kommt",
            f"even the best one ({called.en}) comes to a net present value of {worth.en}",
        )
    if evidence.additional_revenue_not_credible:
        additional = share(evidence.results["additional_revenue_share"])
        yield Message(
            f"selbst die angenommenen {additional.de} Mehrumsatz, die nicht belastbar sind, daran nichts ändern",
            f"even the assumed {additional.en} of additional revenue, which is not credible, does not change that",
        )


def _preconditions(evidence: Evidence) -> Iterator[Message]:
    if evidence.activity == "no":
        yield from _what_must_hold(evidence)
        return
    if evidence.activity == "equal":
        yield _criteria_weighed(evidence.utility)
    elif evidence.named is None:
        criteria = _criteria_between(evidence.utility)
        yield Message(
            f"die Wahl zwischen beiden ist getroffen: {criteria.de}", f"the choice between both is made: {criteria.en}"
        )
    if evidence.activity == "yes":
        yield from _stop_criterion(evidence.results)
    for condition in evidence.conditions:
        if evidence.activity == "conditional" or condition in ("additional_revenue", "readiness"):
            yield _LIFTS[condition](evidence)


def _what_must_hold(evidence: Evidence) -> Iterator[Message]:
    """Yield up to which value of the figure it hangs on most the recommendation not to develop holds."""
    results = evidence.results
    if evidence.recommended == DISSOLVE:
        name, words = "dissolve_kept_margin", Message(
            "des Deckungsbeitrags bleiben über Händler und Webshop erhalten",
            "of the margin is kept through dealers and the web shop",
        )  # fmt: skip
        needed = ["dissolve_npv", "activity_margin"]
    else:
        name, words = "captured_share", Message(
            "des offenen Potenzials lassen sich ausschöpfen", "of the open potential can be captured"
        )  # fmt: skip
        needed = ["activity_margin"]

    def lead(found: Results) -> Any:  # noqa: ANN401 - an array
        """Return how far what is recommended is ahead of everything else."""
        over_active = -found["activity_margin"]
        return over_active if name == "captured_share" else _lesser(over_active, found["dissolve_npv"])

    tip = crossings(results.assumptions, [name], needed, lead)[name].nearest
    if tip is None:
        return
    today = float(results.assumptions[name])
    limit, assumed = share(tip, today), share(today, tip)
    than = Message("weniger als", "less than") if tip > today else Message("mehr als", "more than")
    yield Message(
        f"{than.de} {limit.de} {words.de} (angenommen sind {assumed.de})",
        f"{than.en} {limit.en} {words.en} ({assumed.en} is assumed)",
    )


def _lesser(one: Any, other: Any) -> Any:  # noqa: ANN401 - arrays
    return one * (one <= other) + other * (one > other)


def _stop_criterion(results: Results) -> Iterator[Message]:
    planned = milestones(results)
    required = planned[-1].required_margin if planned else None
    if required is not None and required > 0:
        last, amount = planned[-1], money(required)
        yield Message(
            f"bis Monat {last.month} sind mindestens {amount.de} zusätzlicher Deckungsbeitrag erreicht",
            f"at least {amount.en} of additional margin is reached by month {last.month}",
        )


def _criteria_weighed(utility: Utility) -> Message:
    weightiest = sorted(CRITERIA, key=lambda criterion: -utility.weights[criterion.name])[:CRITERIA_NAMED]
    names = enumerated([quoted(criterion) for criterion in weightiest])
    return Message(
        f"die Kriterien sind gemeinsam gewichtet, zuerst {names.de}",
        f"the criteria are weighed together, {names.en} first",
    )


def _criteria_between(utility: Utility) -> Message:
    """Return which criterion speaks most for building and which for outsourcing."""

    def lead(name: str) -> float:
        return utility.weights[name] * (utility.scores["build"][name] - utility.scores["outsource"][name])

    first, *_, last = sorted(CRITERIA, key=lambda criterion: lead(criterion.name))
    speaking = []
    if lead(last.name) > 0:
        speaking.append(Message(f"für den Eigenaufbau spricht {quoted(last).de}", f"{quoted(last).en} for building"))
    if lead(first.name) < 0:
        speaking.append(
            Message(f"für die externe Vergabe {quoted(first).de}", f"{quoted(first).en} for outsourcing")
            if speaking
            else Message(f"für die externe Vergabe spricht {quoted(first).de}", f"{quoted(first).en} for outsourcing")
        )
    if not speaking:
        return Message("die Kriterien wiegen gleich", "the criteria weigh the same")
    told = Message(", ".join(each.de for each in speaking), " and ".join(each.en for each in speaking))
    return Message(told.de, f"what speaks most is {told.en}")


# --- what makes an answer conditional, and what would lift it -------------------------------------------------------
def _lift_loss(evidence: Evidence) -> Message:
    chance, limit = share(evidence.loss_chance, LOSS_CHANCE), share(LOSS_CHANCE)
    name = evidence.risk.swings[0].name  # without a swing there is no draw that loses while the case itself does not
    called = quoted(ASSUMPTIONS[name])
    zero = required_values(evidence.results.assumptions, evidence.option, [name])[name].nearest
    at = Message("", "")
    if zero is not None:
        value = figure(name, zero if ASSUMPTIONS[name].is_whole else float(f"{zero:.3g}"))
        at = Message(f" (Kapitalwert null bei {value.de})", f" (net present value zero at {value.en})")
    return Message(
        f"das Verlustrisiko sinkt von {chance.de} auf höchstens {limit.de}, vor allem durch einen Beleg für "
        f"{called.de}{at.de}",
        f"the chance of a loss falls from {chance.en} to {limit.en} at most, above all by proof of {called.en}{at.en}",
    )


def _lift_unconfirmed(evidence: Evidence) -> Message:
    part = share(evidence.unconfirmed, UNCONFIRMED)
    chosen = _to_confirm(evidence)
    names = enumerated([quoted(ASSUMPTIONS[name]) for name in chosen])
    one = len(chosen) == 1
    return Message(
        f"{names.de} {'ist' if one else 'sind'} bestätigt, denn {part.de} der Spannweite des Kapitalwerts hängen an "
        "Annahmen, die noch niemand bestätigt hat",
        f"{names.en} {'is' if one else 'are'} confirmed, since {part.en} of the range of the net present value hangs "
        "on assumptions nobody has confirmed yet",
    )


def _to_confirm(evidence: Evidence) -> tuple[str, ...]:
    """Return the widest unconfirmed assumptions whose notes bring the unconfirmed share down to its limit."""
    width = {swing.name: swing.width for swing in evidence.risk.swings}
    total, open_width = sum(width.values()), sum(width[name] for name in evidence.unconfirmed_names)
    chosen = []
    for name in evidence.unconfirmed_names:
        if open_width <= UNCONFIRMED * total:
            break
        chosen.append(name)
        open_width -= width[name]
        total -= width[name] / 2  # a confirmed figure keeps half its interval
    return tuple(chosen)


def _lift_additional_revenue(evidence: Evidence) -> Message:
    additional = share(evidence.results["additional_revenue_share"], CREDIBLE_ADDITIONAL_REVENUE)
    return Message(
        f"ein Pilot belegt den Mehrumsatz, denn {additional.de} des heutigen Umsatzes sind nicht belastbar",
        f"a pilot shows the additional revenue, since {additional.en} of today's revenue is not credible",
    )


def _lift_readiness(evidence: Evidence) -> Message:
    gaps = enumerated([quoted(score.factor) for score in evidence.readiness.gaps])
    if len(evidence.readiness.gaps) == 1:
        return Message(f"der Erfolgsfaktor {gaps.de} ist geklärt", f"the success factor {gaps.en} is settled")
    return Message(f"die Erfolgsfaktoren {gaps.de} sind geklärt", f"the success factors {gaps.en} are settled")


_LIFTS = {
    "loss": _lift_loss,
    "unconfirmed": _lift_unconfirmed,
    "additional_revenue": _lift_additional_revenue,
    "readiness": _lift_readiness,
}


# --- what to do next, and on which potential it rests ---------------------------------------------------------------
_OFFERS = Message("Angebote von drei Dienstleistern einholen", "obtain offers from three providers")
_FIRST_STEPS: Mapping[str | None, tuple[Message, ...]] = {
    "build": (
        Message("die Projektleitung benennen", "name the project lead"),
        Message("die ersten Stellen ausschreiben", "advertise the first posts"),
    ),
    "outsource": (_OFFERS,),
    "hybrid": (_OFFERS, Message("die Übernahme im Vertrag festlegen", "fix the take-over in the contract")),
    None: (_OFFERS, Message("sie nach den Kriterien gegen den Eigenaufbau halten", "hold them against building")),
}
_AGREE_MILESTONES = Message(
    "die Meilensteine der Monate 3 bis 12 vereinbaren", "agree the milestones of months 3 to 12"
)


def _next_step(evidence: Evidence) -> Message:
    if evidence.recommended == DISSOLVE:
        return Message(
            "mit Händlern und Webshop klären, wer die Kunden übernimmt",
            "settle with dealers and the web shop who takes over the customers",
        )
    if evidence.recommended == PASSIVE:
        return _next_step_when_passive(evidence)
    if evidence.activity == "equal":
        return Message(
            "die Kriterien mit Vertrieb und Controlling gewichten und danach entscheiden",
            "weigh the criteria with sales and controlling and decide by them",
        )
    if evidence.activity == "conditional":
        return _next_step_when_conditional(evidence)
    return enumerated([*_FIRST_STEPS[evidence.named], _AGREE_MILESTONES])


def _next_step_when_passive(evidence: Evidence) -> Message:
    if _with_other_basis(evidence.results)["recommended_option"] not in (PASSIVE, DISSOLVE):
        return Message(
            "das Potenzial an einer Stichprobe von Kunden prüfen, denn es entscheidet",
            "check the potential with a sample of customers, for it decides",
        )
    churn = figure("churn_passive", evidence.results.assumptions["churn_passive"])
    return Message(
        f"die Kundenverluste (angenommen {churn.de} im Jahr) messen und in einem Jahr neu rechnen",
        f"measure the churn ({churn.en} a year is assumed) and calculate again in a year",
    )


def _next_step_when_conditional(evidence: Evidence) -> Message:
    if evidence.conditions == ("readiness",):
        factor = quoted(evidence.readiness.gaps[0].factor)
        return Message(
            f"zuerst {factor.de} mit Verantwortlichen und Datum klären",
            f"settle {factor.en} first, with owner and date",
        )
    if "additional_revenue" in evidence.conditions:
        name = "captured_share"
    else:
        first = evidence.risk.swings[0].name if evidence.risk.swings else "captured_share"
        name = evidence.unconfirmed_names[0] if "unconfirmed" in evidence.conditions else first
    called = quoted(ASSUMPTIONS[name])
    if name in MEASURED_BY_A_PILOT:
        return Message(
            f"ein Pilot über drei Monate mit Kontrollgruppe, der {called.de} misst",
            f"a pilot of three months with a control group that measures {called.en}",
        )
    return Message(
        f"{called.de} von den Verantwortlichen bestätigen lassen", f"have those responsible confirm {called.en}"
    )


def _with_other_basis(results: Results) -> Results:
    basis = results.assumptions["potential_basis"]
    other = next(choice.name for choice in ASSUMPTIONS["potential_basis"].choices if choice.name != basis)
    wanted = ("recommended_option", "potential_per_customer")
    return evaluate(only=wanted, **{**results.assumptions, "potential_basis": other})


def potential_basis(evidence: Evidence) -> Message:
    """Return on which potential the case rests, and what the other one would recommend."""
    here, there = evidence.results, _with_other_basis(evidence.results)
    option = OPTION_NAMES[str(there["recommended_option"])]
    bases, potentials = (
        [figure(name, case.value(name)) for case in (here, there)]
        for name in ("potential_basis", "potential_per_customer")
    )
    flips = option.name != evidence.recommended
    if not flips and evidence.named is None:
        consequence = Message("änderte sich die Rangfolge nicht", "the first place would not change")
    else:
        consequence = Message(
            f"{'wäre' if flips else 'bliebe'} die Empfehlung: {option.de}",
            f"the recommendation would {'be' if flips else 'still be'}: {option.en}",
        )
    return Message(
        f"Gerechnet mit dem Potenzial {bases[0].de} ({potentials[0].de} je Kunde); {bases[1].de} "
        f"({potentials[1].de}) {consequence.de}.",
        f"Calculated with the potential {bases[0].en} ({potentials[0].en} per customer); {bases[1].en} "
        f"({potentials[1].en}) {consequence.en}.",
    )
