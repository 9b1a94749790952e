"""What the notebooks stand on: a case opened from parameters, texts, tables, results."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kkm_helpers.workbook.notebook import RESULTS_MIME, StepNotebook
from kkm_helpers.workbook.opening import ParameterError, open_case
from kkm_helpers.workbook.risk import open_risk

if TYPE_CHECKING:
    from kkm_helpers.workbook.list_opening import open_identification, open_review

__all__ = [
    "RESULTS_MIME",
    "ParameterError",
    "StepNotebook",
    "open_case",
    "open_identification",
    "open_review",
    "open_risk",
]

_WITH_LISTS = ("open_identification", "open_review")


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # A notebook without a list starts a second earlier when pandas stays out.
    if name in _WITH_LISTS:
        return getattr(import_module("kkm_helpers.workbook.list_opening"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
