"""What the notebooks stand on: a case opened from parameters, texts, tables, results."""

from kkm_helpers.workbook.list_opening import open_identification, open_review
from kkm_helpers.workbook.notebook import RESULTS_MIME, StepNotebook
from kkm_helpers.workbook.opening import ParameterError, open_case
from kkm_helpers.workbook.risk import open_risk

__all__ = [
    "RESULTS_MIME",
    "ParameterError",
    "StepNotebook",
    "open_case",
    "open_identification",
    "open_review",
    "open_risk",
]
