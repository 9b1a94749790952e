"""Everything that has a name and a unit."""

from __future__ import annotations

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.language import Term
from kkm_helpers.model import QUANTITIES

TERMS: dict[str, Term] = {**ASSUMPTIONS, **QUANTITIES}
"""Assumptions, then quantities, each in the order of declaration."""

UNIT_OF = {name: term.unit for name, term in TERMS.items()}
