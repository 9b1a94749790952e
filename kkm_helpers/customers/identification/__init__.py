"""Who is a small customer, who is not, and why."""

from kkm_helpers.customers.columns import SEGMENTS
from kkm_helpers.customers.identification.identifying import identify, segment_alternatives
from kkm_helpers.customers.identification.result import Identification
from kkm_helpers.customers.identification.settings import DEFINITIONS, Definition, IdentificationSettings

__all__ = [
    "DEFINITIONS",
    "SEGMENTS",
    "Definition",
    "Identification",
    "IdentificationSettings",
    "identify",
    "segment_alternatives",
]
