"""The small-account business case: does active care of small customers pay, and who should give it?

    from kkm_helpers import evaluate
    evaluate(visits_per_customer=4)["revenue_threshold"]

What needs pandas is imported when it is first used, so that a calculation starts as fast as numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kkm_helpers.engine import Results, evaluate
from kkm_helpers.errors import KkmError

if TYPE_CHECKING:
    from kkm_helpers.customers.identification import identify
    from kkm_helpers.customers.reading import read_customers
    from kkm_helpers.exports import export
    from kkm_helpers.scenario import build_case, load_assumptions, load_scenario

_LATER = {
    "build_case": "kkm_helpers.scenario",
    "export": "kkm_helpers.exports",
    "identify": "kkm_helpers.customers.identification",
    "load_assumptions": "kkm_helpers.scenario",
    "load_scenario": "kkm_helpers.scenario",
    "read_customers": "kkm_helpers.customers.reading",
}

__all__ = [
    "KkmError", "Results", "build_case", "evaluate", "export", "identify", "load_assumptions", "load_scenario",
    "read_customers",
]  # fmt: skip
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name when it is first asked for."""
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)
