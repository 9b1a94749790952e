"""The utility analysis as people read it: weights and scores with their origin, both rankings, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kkm_helpers.analysis.utility import OPTION_ORDER, WEIGHTINGS, Utility, disagreement
from kkm_helpers.analysis.words import quoted, share
from kkm_helpers.assumptions.criteria import CRITERIA, Criterion
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import LANGUAGES, Language, choose, format_number, short_money
from kkm_helpers.model import OPTION_NAMES

SAME = 1e-9
"""Two sums this close are equal: what parts them is the rounding of floats."""


def utility_table(utility: Utility, given: Mapping[str, Any], source: str, language: Language) -> WordTable:
    """Return weights and scores with their reasons and where they come from.

    Args:
        utility: the analysis.
        given: the weights and scores that were given, as a scenario holds them; all others are defaults.
        source: where those come from, in words.
        language: "de" or "en".
    """
    rows = [_criterion_row(known, utility, given, source, language) for known in CRITERIA]
    totals = (total_points(utility, option, language) for option in OPTION_ORDER)
    rows.append([choose(language, "Gewichtete Summe", "Weighted sum"), "100", *totals, ""])
    headings = [
        *choose(language, ("Kriterium", "Gewicht"), ("Criterion", "Weight")),
        *(OPTION_NAMES[option].label(language) for option in OPTION_ORDER),
        choose(language, "Woher", "Source"),
    ]
    title = choose(language, "Gewichte und Punkte (1 bis 10)", "Weights and scores (1 to 10)")
    return WordTable(title, headings, rows, right=(1,), broken=(0, 2, 3, 4, 5))


def _criterion_row(
    known: Criterion, utility: Utility, given: Mapping[str, Any], source: str, language: Language
) -> list[str]:
    scored = [option for option in OPTION_ORDER if known.name in given.get("scores", {}).get(option, {})]
    cells = []
    for option in OPTION_ORDER:
        points = score_points(utility.scores[option][known.name], language)
        # A reason stands for the score it was given with.
        cells.append(points if option in scored else f"{points}: {known.scores[option].label(language)}")
    changed = [choose(language, "Gewicht", "weight")] if known.name in given.get("weights", {}) else []
    changed += [OPTION_NAMES[option].label(language) for option in scored]
    origin = f"{source}: {', '.join(changed)}" if changed else choose(language, "Vorgabe", "default")
    return [known.label(language), score_points(utility.weights[known.name], language), *cells, origin]


def ranking_table(utility: Utility, results: Results, language: Language) -> WordTable:
    """Return the ranking by utility beside that by net present value, with months.

    Months and values stand beside the score: they are never added to it.
    """
    there = [option for option in OPTION_ORDER if option != "hybrid" or results["takeover"]]
    by_value = sorted(there, key=lambda option: -results[f"{option}_npv"])
    rows = []
    for place, option in enumerate(utility.ranking, start=1):
        label, paid_back = OPTION_NAMES[option].label(language), f"{option}_payback_month"
        without = choose(language, f"{label} (keine Übernahme)", f"{label} (no take-over)")
        rows.append(
            [
                label if option in there else without,
                total_points(utility, option, language),
                str(place),
                short_money(results[f"{option}_npv"], language),
                str(by_value.index(option) + 1) if option in there else "–",
                format_number(_full_month(option, results), 0, language),
                display(paid_back, results[paid_back], language),
            ]
        )
    headings = choose(
        language,
        ("Option", "Nutzwert", "Rang", "Kapitalwert", "Rang", "volle Leistung ab Monat", "Amortisation (Monate)"),
        ("Option", "Utility", "Rank", "Net present value", "Rank", "full from month", "Payback (months)"),
    )
    title = choose(language, "Nutzwert und Kapitalwert", "Utility and net present value")
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))))


def _full_month(option: str, results: Results) -> float:
    """Return the month in which the care is full; the hybrid starts with the provider."""
    begins = "build" if option == "build" else "outsource"
    return float(results.assumptions[f"{begins}_lead_months"] + results.assumptions[f"{begins}_ramp_months"])


def utility_sentences(utility: Utility, results: Results) -> tuple[Message, ...]:
    """Return who is ahead and how stable that is, what would change it, and whether the value says otherwise."""
    return (*_standing(utility), _beside_value(utility, results))


def are_level(utility: Utility) -> bool:
    """Return whether the first two have the same weighted sum."""
    first, second = (utility.totals[option] for option in utility.ranking[:2])
    return first - second < SAME


def _standing(utility: Utility) -> tuple[Message, ...]:
    first, second = (OPTION_NAMES[option] for option in utility.ranking[:2])
    one, two = (_both(utility, option) for option in utility.ranking[:2])
    if are_level(utility):
        return (
            Message(
                f"{first.de} und {second.de} liegen mit {one.de} Punkten gleichauf; der Nutzwert entscheidet nicht.",
                f"{first.en} and {second.en} are level with {one.en} points; utility does not decide.",
            ),
        )
    stays, draws = share(utility.stability), Message(*(format_number(WEIGHTINGS, 0, each) for each in LANGUAGES))
    return (
        Message(
            f"Im Nutzwert liegt {first.de} mit {one.de} Punkten vor {second.de} mit {two.de}; in {stays.de} von "
            f"{draws.de} zufälligen Gewichtungen (jedes Gewicht ± 50 %) bleibt das so.",
            f"In utility {first.en} is ahead with {one.en} points before {second.en} with {two.en}; in {stays.en} of "
            f"{draws.en} random weightings (each weight ± 50%) it stays so.",
        ),
        _flip(utility),
    )


def _flip(utility: Utility) -> Message:
    flip = utility.flip
    if flip is None:
        return Message("Kein einzelnes Gewicht ändert den Ersten.", "No single weight changes who is first.")
    criterion = quoted(next(known for known in CRITERIA if known.name == flip.criterion))
    weight, needed = (
        Message(*(score_points(number, language) for language in LANGUAGES)) for number in (flip.weight, flip.needed)
    )
    winner = OPTION_NAMES[flip.winner]
    return Message(
        f"Die kleinste Verschiebung, die das ändert: {criterion.de} von {weight.de} auf {needed.de} Punkte Gewicht, "
        f"die übrigen im selben Verhältnis; dann zieht {winner.de} gleich.",
        f"The smallest shift that changes it: {criterion.en} from a weight of {weight.en} to {needed.en}, the others "
        f"in the same proportion; then {winner.en} draws level.",
    )


def _beside_value(utility: Utility, results: Results) -> Message:
    apart, first = disagreement(utility, results), OPTION_NAMES[utility.ranking[0]]
    return apart or Message(
        f"Nutzwert und Kapitalwert führen zur selben Option: {first.de}.",
        f"Utility and net present value lead to the same option: {first.en}.",
    )


def _both(utility: Utility, option: str) -> Message:
    return Message(*(total_points(utility, option, language) for language in LANGUAGES))


def total_points(utility: Utility, option: str, language: Language) -> str:
    """Return the weighted sum of an option as people write it."""
    return format_number(utility.totals[option], 1, language)


def score_points(score: float, language: Language) -> str:
    """Return a score or a weight as people write it, with a digit only where it says something."""
    return format_number(score, 0 if abs(score - round(score)) < SAME else 1, language)
