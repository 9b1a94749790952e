"""A formula's other faces: readable text, numbers put in, LaTeX, the tree below it. All made from the function."""

from kkm_helpers.formulas.explanation import Dependency, Explanation, dependency_tree, explain
from kkm_helpers.formulas.latex import latex
from kkm_helpers.formulas.syntax import UnsupportedFormulaError, expression_of
from kkm_helpers.formulas.text import formula_text, label_text, number_template, number_text

__all__ = [
    "Dependency",
    "Explanation",
    "UnsupportedFormulaError",
    "dependency_tree",
    "explain",
    "expression_of",
    "formula_text",
    "label_text",
    "latex",
    "number_template",
    "number_text",
]
