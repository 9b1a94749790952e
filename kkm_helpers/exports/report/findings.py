"""What single sections find, in one sentence: the report and the slides say the same."""

from __future__ import annotations

from kkm_helpers.analysis import tables
from kkm_helpers.analysis.words import money, share
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.texts import NOTHING_TO_STOP, TOO_SHORT
from kkm_helpers.language import choose


def situation_finding(material: Material) -> str:
    """Return what staying passive loses over the horizon."""
    month, _, lost, _, forgone = tables.baseline_table(material.results, material.language).rows[-1]
    return choose(
        material.language,
        f"Ohne Betreuung gehen in {month} Monaten {lost} Kunden verloren, und mit ihnen {forgone} Deckungsbeitrag",
        f"Without care {lost} customers are lost within {month} months, and with them a margin of {forgone}",
    )


def stop_sentence(material: Material) -> str:
    """Return what stopping early costs; nothing where there is nobody to send home."""
    if material.option == "dissolve":
        return ""
    month = int(material.results["stop_month"])
    loss = material.results[f"{material.option}_loss_if_stopped"]
    amount, called = money(abs(loss)), material.option_label
    if loss < 0:
        return choose(
            material.language,
            f"Wer in Monat {month} abbricht, hat mit {called} {amount.de} gewonnen.",
            f"Stopping {called} at month {month} leaves a gain of {amount.en}.",
        )
    return choose(
        material.language,
        f"Wer in Monat {month} abbricht, verliert mit {called} {amount.de}.",
        f"Stopping {called} at month {month} loses {amount.en}.",
    )


def readiness_finding(material: Material) -> str:
    """Return how many success factors are still open."""
    readiness = material.assessment.readiness
    gaps, factors = len(readiness.gaps), len(readiness.scores)
    finding = Message(
        f"{gaps} von {factors} Erfolgsfaktoren sind noch zu klären" if gaps else "Alle Erfolgsfaktoren sind geklärt",
        f"{gaps} of {factors} success factors are still to be settled" if gaps else "All success factors are settled",
    )
    return finding.text(material.language)


def milestones_finding(material: Material) -> str:
    """Return what has to be reached by the last milestone, or why there is none."""
    planned, language = material.assessment.milestones, material.language
    if not planned:
        nothing_starts = str(material.results["recommended_option"]) in ("passive", "dissolve")
        return (NOTHING_TO_STOP if nothing_starts else TOO_SHORT).text(language)
    last = planned[-1]
    margin = money(last.planned_margin)
    if last.required_margin is None:
        return choose(
            language,
            f"Bis Monat {last.month} sind {margin.de} zusätzlicher Deckungsbeitrag geplant",
            f"{margin.en} of additional margin is planned by month {last.month}",
        )
    stop = money(last.required_margin)
    return choose(
        language,
        f"Bis Monat {last.month} sind {margin.de} zusätzlicher Deckungsbeitrag geplant; unter {stop.de} wird "
        "abgebrochen",
        f"{margin.en} of additional margin is planned by month {last.month}; below {stop.en} the project stops",
    )


def ledger_finding(material: Material) -> str:
    """Return how much of the range hangs on what nobody has confirmed."""
    unconfirmed = share(material.assessment.evidence.unconfirmed)
    return choose(
        material.language,
        f"{unconfirmed.de} der Spannweite hängen an Annahmen, die noch niemand bestätigt hat",
        f"{unconfirmed.en} of the range hangs on assumptions nobody has confirmed yet",
    )
