"""What goes in: the declared assumptions, where they come from, and the check of what overrides them."""

from kkm_helpers.assumptions.declared import ASSUMPTIONS, GROUPS
from kkm_helpers.assumptions.records import Assumption, Basis, Choice, Group
from kkm_helpers.assumptions.validation import InvalidAssumptionsError, Problem, nearest_name, validated

__all__ = [
    "ASSUMPTIONS",
    "GROUPS",
    "Assumption",
    "Basis",
    "Choice",
    "Group",
    "InvalidAssumptionsError",
    "Problem",
    "nearest_name",
    "validated",
]
