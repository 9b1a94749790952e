"""The options of the decision in the order of what they are worth."""

from __future__ import annotations

from kkm_helpers.engine import Results
from kkm_helpers.model import ACTIVE_OPTIONS, OPTIONS

PASSIVE = "passive"


def options_of(results: Results) -> tuple[str, ...]:
    """Return the names of the options there are: hybrid only where a take-over happens."""
    return tuple(option.name for option in OPTIONS if option.name != "hybrid" or results["takeover"] == 1)


def npv_of(option: str, results: Results) -> float:
    """Return the NPV [EUR] of an option; staying passive is worth 0 by definition."""
    return 0.0 if option == PASSIVE else float(results[f"{option}_npv"])


def ranked_options(results: Results) -> list[str]:
    """Return all options, passive included, the most valuable first; ties go to the one named first."""
    return sorted((PASSIVE, *options_of(results)), key=lambda option: -npv_of(option, results))


def shown_option(results: Results) -> str:
    """Return the option whose figures are shown: the recommended one, the best active one where that is passive."""
    if results["recommended_option"] != PASSIVE:
        return str(results["recommended_option"])
    active = {option.name for option in ACTIVE_OPTIONS}
    return next(option for option in ranked_options(results) if option in active)
