"""What the user should know about an identification before trusting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.words import counted, share_text
from kkm_helpers.language import format_number

if TYPE_CHECKING:
    import pandas as pd

    from kkm_helpers.customers.identification.facts import CustomerFacts
    from kkm_helpers.customers.identification.rules import Segmentation
    from kkm_helpers.customers.identification.settings import IdentificationSettings

_NOTEWORTHY_BIAS = 0.05


def warnings_of(
    facts: CustomerFacts,
    found: Segmentation,
    settings: IdentificationSettings,
    results: pd.DataFrame,
    would_move: dict[str, int],
) -> tuple[Message, ...]:
    """Return the warnings about a segmentation, each only where it applies."""
    candidates = (
        _revenue_unknown(found),
        _visits_unknown(found, settings),
        _visits_counted_before_export(facts, settings),
        _visits_contradictory(found),
        _growth_not_judged(facts, found),
        _untapped_by_employees(settings, would_move),
        _best_year_bias(results, found),
        _nobody_buys(found),
    )
    return tuple(warning for warning in candidates if warning is not None)


def _customers(count: int) -> tuple[str, str]:
    return counted(count, "Kunde", "Kunden", "de"), counted(count, "customer", "customers", "en")


def _small_customers(count: int) -> tuple[str, str]:
    return counted(count, "Kleinkunde", "Kleinkunden", "de"), counted(count, "small customer", "small customers", "en")


def _revenue_unknown(found: Segmentation) -> Message | None:
    count = int(np.isnan(found.revenue).sum())
    if not count:
        return None
    de, en = _customers(count)
    return Message(
        f"Umsatz {found.year} unbekannt: {de}. Ein leeres Feld zählt nicht als 0. Heißt es „kein Kauf“, dann "
        "blank_revenue: zero in der Zuordnung setzen.",
        f"Revenue {found.year} unknown: {en}. A blank does not count as 0. If it means “no purchase”, set "
        "blank_revenue: zero in the mapping.",
    )


def _visits_unknown(found: Segmentation, settings: IdentificationSettings) -> Message | None:
    count = int(found.visits.unknown.sum())
    if not count or settings.definition == "erp":
        return None
    all_de, all_en = _customers(len(found.codes))
    de, en = format_number(count, 0, "de"), format_number(count, 0, "en")
    return Message(
        f"Besuche unbekannt: {de} von {all_de}. Sie gelten nicht als „nicht besucht“.",
        f"Visits unknown: {en} of {all_en}. They do not count as “not visited”.",
    )


def _visits_counted_before_export(facts: CustomerFacts, settings: IdentificationSettings) -> Message | None:
    if settings.definition == "erp" or bool(np.isnan(facts.visits).all()):
        return None
    return Message(
        "Die Zahl der Besuche gilt für die zwölf Monate vor dem Export, unabhängig vom Stichtag.",
        "The number of visits covers the twelve months before the export, whatever the day set.",
    )


def _visits_contradictory(found: Segmentation) -> Message | None:
    count = int(found.visits.contradictory.sum())
    if not count:
        return None
    de, en = _customers(count)
    return Message(
        f"Anzahl und Datum der Besuche passen nicht zusammen: {de}. Sie gelten als nicht besucht.",
        f"Number and date of visits do not fit together: {en}. They count as not visited.",
    )


def _growth_not_judged(facts: CustomerFacts, found: Segmentation) -> Message | None:
    missing = [str(year) for year in (found.year - 2, found.year - 1) if year not in facts.years]
    if not missing:
        return None
    years = ", ".join(missing)
    return Message(
        f"Wachstum lässt sich nicht beurteilen, es fehlen Umsätze für {years}: wachsende Kunden stehen unter den "
        "Kleinkunden.",
        f"Growth cannot be judged, revenues for {years} are missing: growing customers stand among the small ones.",
    )


def _untapped_by_employees(settings: IdentificationSettings, would_move: dict[str, int]) -> Message | None:
    count = would_move["untapped_by_employees"]
    if not count:
        return None
    de, en = _small_customers(count)
    if settings.untapped_by_employees:
        return Message(
            f"Durch das Potenzial aus Mitarbeitern sind Potenzialkunden geworden: {de} (Einstellung "
            "untapped_by_employees).",
            f"By the potential from employees these became potential customers: {en} (setting untapped_by_employees).",
        )
    return Message(
        f"Mit dem Potenzial aus Mitarbeitern würden Potenzialkunden: {de} (Einstellung untapped_by_employees, jetzt "
        "aus).",
        f"With the potential from employees these would become potential customers: {en} (setting "
        "untapped_by_employees, now off).",
    )


def _best_year_bias(results: pd.DataFrame, found: Segmentation) -> Message | None:
    """Say by how much the best year lies above the second best, of those who bought in two years at least."""
    twice = results[found.small & (results["second_best_year"].to_numpy() > 0)]
    best, second = twice["best_year"].sum(), twice["second_best_year"].sum()
    if not len(twice) or best / second - 1 < _NOTEWORTHY_BIAS:
        return None
    above = best / second - 1
    return Message(
        f"Das beste Jahr liegt bei den {counted(len(twice), 'Kleinkunden', 'Kleinkunden', 'de')} mit wenigstens zwei "
        f"Umsatzjahren {share_text(above, 'de')} über dem zweitbesten: Ein Teil davon ist Zufall, kein Potenzial.",
        f"For the {counted(len(twice), 'small customer', 'small customers', 'en')} that bought in at least two years "
        f"the best year is {share_text(above, 'en')} above the second best: part of that is chance, not potential.",
    )


def _nobody_buys(found: Segmentation) -> Message | None:
    if (found.small & (found.revenue > 0)).any():
        return None
    return Message(
        f"Kein Kleinkunde hat {found.year} gekauft: In das Modell geht nichts ein.",
        f"No small customer bought in {found.year}: nothing goes into the model.",
    )
