"""Which option a risk is told for."""

from __future__ import annotations

from kkm_helpers.engine import Results
from kkm_helpers.model import ACTIVE_OPTIONS


def option_looked_at(results: Results) -> str:
    """Return the recommended option, or the best active one where staying passive is recommended."""
    recommended = str(results["recommended_option"])
    return best_active_option(results) if recommended == "passive" else recommended


def best_active_option(results: Results) -> str:
    """Return the option with the highest NPV among build, outsource and hybrid; ties go to the one named first.

    Hybrid counts only where a take-over happens: else it is outsourcing under another name.
    """
    names = [option.name for option in ACTIVE_OPTIONS if option.name != "hybrid" or results["takeover"]]
    return max(names, key=lambda name: results[f"{name}_npv"])
