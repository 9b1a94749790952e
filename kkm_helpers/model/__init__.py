"""The formulas of the business case, by topic; importing this package fills `QUANTITIES`.

The order of the imports is the order in which results are listed.
"""

from kkm_helpers.model import (  # isort: skip
    care_cost,
    break_even,
    potential,
    inside_team,
    growth,
    passive,
    active_care,
    dissolve,
    build,
    outsource,
    hybrid,
    results,
    sourcing,
    decision,
)
from kkm_helpers.model.declare import (
    ACTIVE_OPTIONS,
    OPTION_NAMES,
    OPTIONS,
    QUANTITIES,
    OptionName,
    Quantity,
    Topic,
)

__all__ = [
    "ACTIVE_OPTIONS",
    "OPTIONS",
    "OPTION_NAMES",
    "QUANTITIES",
    "OptionName",
    "Quantity",
    "Topic",
    "active_care",
    "break_even",
    "build",
    "care_cost",
    "decision",
    "dissolve",
    "growth",
    "hybrid",
    "inside_team",
    "outsource",
    "passive",
    "potential",
    "results",
    "sourcing",
]
