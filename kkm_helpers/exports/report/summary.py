"""The first page: the decision, what it rests on, and what is asked of the reader."""

from __future__ import annotations

from collections.abc import Iterator

from kkm_helpers.analysis import risk_words
from kkm_helpers.analysis.utility import disagreement
from kkm_helpers.analysis.words import enumerated, money
from kkm_helpers.charts.decision_scheme import decision_scheme
from kkm_helpers.charts.template import filled
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.report.blocks import Block, Drawing, Fact, Facts, KeyFigure, KeyFigures, Paragraph
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.texts import LABELS
from kkm_helpers.language import choose
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.widgets.figures import KEY_FIGURES


def summary_of(material: Material) -> tuple[Block, ...]:
    """Return the blocks of the first page."""
    return (
        Paragraph(recommendation(material), "lead"),
        KeyFigures(key_figures(material)),
        Facts(tuple(_facts(material))),
        Drawing(decision_scheme(material.assessment.evidence, material.assessment.decision, material.language)),
    )


def recommendation(material: Material) -> str:
    """Return what is recommended and why, in one sentence."""
    decision = material.assessment.decision
    reasons = enumerated(decision.reasons)
    return choose(
        material.language,
        f"Empfehlung: {decision.verdict.de}, weil {reasons.de}.",
        f"Recommendation: {decision.verdict.en}, because {reasons.en}.",
    )


def key_figures(material: Material) -> tuple[KeyFigure, ...]:
    """Return the five key figures, as the app shows them."""
    tiles = filled(KEY_FIGURES, material.results, material.language)
    return tuple(KeyFigure(tile["label"], tile["text"], tile["unit"], tile["note"]) for tile in tiles)


def _facts(material: Material) -> Iterator[Fact]:
    language, decision = material.language, material.assessment.decision

    def fact(name: str, *sentences: str) -> Fact:
        return Fact(LABELS[name].text(language), sentences)

    yield fact("asked", decision_asked(material).text(language))
    if decision.preconditions:
        yield fact("preconditions", *(as_sentence(each.text(language)) for each in decision.preconditions))
    yield fact("next_step", as_sentence(decision.next_step.text(language)))
    yield fact("basis", decision.basis.text(language))
    yield fact("activity", as_sentence(decision.activity.text(language)))
    yield fact("sourcing", as_sentence(decision.sourcing.text(language)))
    apart = disagreement(material.assessment.utility, material.results)
    yield fact("risk", as_sentence(risk_words.finding(material.risk).text(language)))
    cautions = [caution.text(language) for caution in material.results.cautions]
    if apart is not None and decision.option not in ("passive", "dissolve"):
        cautions.append(apart.text(language))
    if cautions:
        yield fact("cautions", *cautions)


def decision_asked(material: Material) -> Message:
    """Return what the reader is asked to decide, with the money it takes."""
    evidence = material.assessment.evidence
    if evidence.recommended == "passive":
        return Message(
            "Kenntnisnahme und Zustimmung zum nächsten Schritt; Mittel sind nicht freizugeben.",
            "To take note and agree to the next step; no funds are to be released.",
        )
    if evidence.recommended == "dissolve":
        cost = money(material.results["dissolve_total_cost"])
        return Message(
            f"Zustimmung zum Auflösen mit Einmalkosten von {cost.de} und zum nächsten Schritt.",
            f"To agree to dissolving at a one-off cost of {cost.en} and to the next step.",
        )
    called, funding = (
        OPTION_NAMES[evidence.recommended],
        money(material.results[f"{evidence.recommended}_peak_funding"]),
    )
    if evidence.activity == "yes" and evidence.named is not None:
        return Message(
            f"Zustimmung zur Option {called.de}, zu höchstens {funding.de} Vorfinanzierung und zum nächsten Schritt.",
            f"To agree to the option {called.en}, to funding of at most {funding.en} and to the next step.",
        )
    return Message(
        f"Zustimmung zum nächsten Schritt. Über die Option und ihre Vorfinanzierung ({called.de}: höchstens "
        f"{funding.de}) wird entschieden, sobald die Voraussetzungen erfüllt sind.",
        f"To agree to the next step. The option and its funding ({called.en}: at most {funding.en}) are decided once "
        "the preconditions are met.",
    )


def as_sentence(text: str) -> str:
    """Return a clause as a sentence: with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
