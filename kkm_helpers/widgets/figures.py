"""Key figures, the decision in words and the table of options, as plain data for the page."""

from __future__ import annotations

from typing import Any

from kkm_helpers.charts.finding import CaseOf, Finding, first_finding
from kkm_helpers.charts.options import PASSIVE, npv_of, options_of, ranked_options, shown_option
from kkm_helpers.engine import TERMS, UNIT_OF, Results, evaluate
from kkm_helpers.engine.display import choice_label, display
from kkm_helpers.language import UNITS, Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from kkm_helpers.model.declare import renamed

MONTH_WORDS = {"de": "Monat {}", "en": "Month {}"}
NOTHING = "–"
FULL_AMOUNT_BELOW = 1_000_000


def figure(name: str, results: Results, language: Language) -> dict[str, Any]:
    """Return one figure: public name, plain value (None for what does not happen) and its text."""
    value = results.value(name)
    unit = UNIT_OF[name]
    if value is None:
        text = display(name, None, language)
    elif unit == "EUR" or (unit.startswith("EUR") and abs(value) >= FULL_AMOUNT_BELOW):
        text = short_money(value, language)
    elif unit in ("month", "months") and name in QUANTITIES:
        text = MONTH_WORDS[language].format(display(name, value, language))
    else:
        text = display(name, value, language)
    return {"name": name, "value": value, "text": text}


def tile(name: str, results: Results, language: Language, label: str = "", note: str = "") -> dict[str, Any]:
    """Return a key figure with label, the words of its unit and a line of context."""
    unit = UNITS[UNIT_OF[name]]
    words = choose(language, unit.de, unit.en) if results.value(name) is not None else ""
    return {
        **figure(name, results, language),
        "label": label or TERMS[name].label(language),
        "unit": "" if UNIT_OF[name] in ("month", "months") else words,
        "note": note,
    }


def key_figures(results: Results, language: Language) -> list[dict[str, Any]]:
    """Return the five key figures of the app; those of an option are of the one shown, by name."""
    option = shown_option(results)
    called = OPTION_NAMES[option].label(language)

    def said(de: str, en: str) -> str:
        return first_finding((Finding(de, en),), results, language, option)

    payback_known = results[f"{option}_payback_month"] is not None
    figures = [
        tile("revenue_threshold", results, language,
             choose(language, "Umsatzschwelle Außendienst", "Revenue threshold of field sales"),
             said("Umsatz je Kunde und Jahr", "Revenue per customer and year")),
        tile("small_customers", results, language,
             choose(language, "Kleinkunden", "Small customers"),
             said("mit je {revenue_per_customer}", "with {revenue_per_customer} each")),
        tile("inside_reps", results, language,
             choose(language, "Team zum Start", "Team at the start"),
             said("{customers_per_rep} Kunden je Mitarbeiter", "{customers_per_rep} customers per rep")),
        tile(f"{option}_npv", results, language,
             choose(language, f"Kapitalwert {called}", f"NPV {called}"),
             said("{horizon_months} Monate, {discount_rate} Zins", "{horizon_months} months at {discount_rate}")),
        tile(f"{option}_payback_month", results, language,
             choose(language, f"Amortisation {called}", f"Payback {called}"),
             said("von {horizon_months}, ab dann im Plus", "of {horizon_months}, in the black from then on")
             if payback_known else ""),
    ]  # fmt: skip
    # These two say in their line of context what they count.
    for shown in figures[:2]:
        shown["unit"] = ""
    return figures


def step_figures(names: tuple[str, ...], results: Results, language: Language) -> list[dict[str, Any]]:
    """Return the key figures of one step."""
    option = shown_option(results)
    return [tile(renamed(name, option), results, language) for name in names if _exists(renamed(name, option))]


def _exists(name: str) -> bool:
    return name in TERMS  # dissolving, for instance, needs no funding


def decision(results: Results, language: Language) -> dict[str, Any]:
    """Return the decision in words: what is recommended, why, on which potential, and what the other one says."""
    recommended = results["recommended_option"]
    basis = results.assumptions["potential_basis"]
    other_basis = "history" if basis == "sector" else "sector"
    wanted = ("recommended_option", "potential_per_customer")
    other = evaluate(only=wanted, **{**results.assumptions, "potential_basis": other_basis})
    flips = other["recommended_option"] != recommended
    potentials = [
        display("potential_per_customer", case["potential_per_customer"], language) for case in (results, other)
    ]
    bases = [choice_label("potential_basis", name, language) for name in (basis, other_basis)]
    other_option = OPTION_NAMES[other["recommended_option"]].label(language)
    option = OPTION_NAMES[recommended].label(language)
    return {
        "passive": recommended == PASSIVE,
        "option": choose(language, f"Empfehlung: {option}", f"Recommendation: {option}"),
        "reason": _reason(results, language),
        "basis": choose(
            language,
            f"Gerechnet mit dem Potenzial {bases[0]} ({potentials[0]} je Kunde).",
            f"Calculated with the potential {bases[0]} ({potentials[0]} per customer).",
        ),
        "other": choose(
            language,
            f"{_capital(bases[1])} ({potentials[1]}) {'wäre' if flips else 'bliebe'} die Empfehlung: {other_option}.",
            f"{_capital(bases[1])} ({potentials[1]}) the recommendation would {'be' if flips else 'stay'}: "
            f"{other_option}.",
        ),
        "flips": flips,
    }


def _reason(results: Results, language: Language) -> str:
    best, second = ranked_options(results)[:2]
    if results["recommended_option"] == PASSIVE:
        return choose(
            language,
            ", weil keine andere Option ihre Kosten einspielt.",
            ", because no other option earns back its cost.",
        )
    lead, second_option = results["decision_margin"], OPTION_NAMES[second].label(language)
    worth, more = short_money(npv_of(best, results), language), short_money(lead, language)
    payback = CaseOf(results, best)["option_payback_month"]
    if second == PASSIVE:
        text = choose(
            language,
            f", weil nur das mehr wert ist als Passiv bleiben: {worth} Kapitalwert",
            f", because only that is worth more than staying passive: an NPV of {worth}",
        )
    else:
        text = choose(
            language,
            f", weil das {worth} Kapitalwert bringt, {more} mehr als {second_option}",
            f", because it brings an NPV of {worth}, {more} more than {second_option}",
        )
    if payback is None:
        return f"{text}."
    month = display(f"{best}_payback_month", payback, language)
    return text + choose(language, f", und sich ab Monat {month} auszahlt.", f", and pays back from month {month}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("option_npv", "Kapitalwert", "NPV"),
    ("option_payback_month", "Amortisation", "Payback"),
    ("option_break_even_month", "laufend im Plus ab", "Running surplus from"),
    ("option_peak_funding", "Höchster Mittelbedarf", "Peak funding"),
    ("option_irr", "Interner Zinsfuß", "IRR"),
    ("option_roi", "ROI", "ROI"),
)


def options_table(results: Results, language: Language) -> dict[str, Any]:
    """Return the key figures of every option side by side, the recommended one marked."""
    recommended = results["recommended_option"]
    rows = []
    for option in (PASSIVE, *options_of(results)):
        hit = option == recommended
        rows.append(
            {
                "label": OPTION_NAMES[option].label(language),
                "note": choose(language, "Empfehlung", "Recommendation") if hit else "",
                "hit": hit,
                "cells": [_cell(renamed(name, option), results, language) for name, _, _ in COLUMNS],
            }
        )
    columns = [choose(language, "Option", "Option"), *(choose(language, de, en) for _, de, en in COLUMNS)]
    return {"columns": columns, "rows": rows}


def _cell(name: str, results: Results, language: Language) -> dict[str, Any]:
    if name not in TERMS:
        passive_npv = name == f"{PASSIVE}_npv"
        return {"name": "", "value": 0, "text": short_money(0, language) if passive_npv else NOTHING}
    return figure(name, results, language)
