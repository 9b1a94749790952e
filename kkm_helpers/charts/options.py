"""The options of the decision in the order of what they are worth."""

from __future__ import annotations

from kkm_helpers.engine import Results
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.texts import Scope
from kkm_helpers.model import OPTIONS

PASSIVE = "passive"
EVERY_OPTION = (PASSIVE, *(option.name for option in OPTIONS))

THERE_IS = "(option != 'hybrid' or takeover == 1)"
"""Whether there is the option looked at: hybrid only where a take-over happens."""

_LEAST = "(minimum(0, dissolve_npv, build_npv, outsource_npv, hybrid_npv_compared) - 1)"

CASE_NAMES: dict[str, str] = {
    # A recommended option is what is shown; where that is passive, the best active one.
    "shown_option": (
        "where(recommended_option == 'passive', "
        "name_of_highest(build=build_npv, outsource=outsource_npv, hybrid=hybrid_npv_compared), recommended_option)"
    ),
    "second_option": (
        "name_of_highest("
        f"passive=where(recommended_option == 'passive', {_LEAST}, 0), "
        f"dissolve=where(recommended_option == 'dissolve', {_LEAST}, dissolve_npv), "
        f"build=where(recommended_option == 'build', {_LEAST}, build_npv), "
        f"outsource=where(recommended_option == 'outsource', {_LEAST}, outsource_npv), "
        f"hybrid=where(recommended_option == 'hybrid', {_LEAST}, hybrid_npv_compared))"
    ),
    "option": "shown_option",
}
"""Names that every declaration may use beside the model's, each with the expression it stands for.

`option` is the option looked at, whose figures `option_…` are: the one shown unless a declaration goes through all.
"""


def options_of(results: Results) -> tuple[str, ...]:
    """Return the names of the options there are: hybrid only where a take-over happens."""
    return tuple(option.name for option in OPTIONS if value_of(THERE_IS, Scope(results.value, {"option": option.name})))


def npv_of(option: str, results: Results) -> float:
    """Return the NPV [EUR] of an option; staying passive is worth 0 by definition."""
    return 0.0 if option == PASSIVE else float(results[f"{option}_npv"])


def ranked_options(results: Results) -> list[str]:
    """Return all options, passive included, the most valuable first; ties go to the one named first."""
    return sorted((PASSIVE, *options_of(results)), key=lambda option: -npv_of(option, results))


def shown_option(results: Results) -> str:
    """Return the option whose figures are shown: the recommended one, the best active one where that is passive."""
    return str(value_of(CASE_NAMES["shown_option"], Scope(results.value, {})))
