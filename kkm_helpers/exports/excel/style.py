"""How cells look: the design's colours, number formats by unit, one format object for each look."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from kkm_helpers.charts.theme import tokens
from kkm_helpers.engine.evaluation import MAY_NOT_HAPPEN
from kkm_helpers.formulas.syntax import expression_of
from kkm_helpers.language import UNITS, Language, choose

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from kkm_helpers.model import Quantity

FONT = "Calibri"

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True},
    "subtitle": {"font_color": "ink-2"},
    "heading": {"bold": True, "font_size": 12, "font_color": "accent", "bottom": 2, "bottom_color": "accent"},
    "head": {"bold": True, "bg_color": "panel", "bottom": 1, "bottom_color": "line-strong", "text_wrap": True,
             "valign": "vcenter"},
    "head_right": {"align": "right"},
    "row": {"bottom": 1, "bottom_color": "line", "valign": "top"},
    "quiet": {"font_color": "ink-2"},
    "unit": {"font_color": "ink-2", "align": "left", "indent": 1},
    "left": {"align": "left", "indent": 1},
    "name": {"font_color": "ink-2", "font_name": "Consolas", "font_size": 9},
    "wrap": {"text_wrap": True},
    "center": {"align": "center"},
    "right": {"align": "right"},
    "strong": {"bold": True},
    "input": {"bg_color": "accent-soft", "font_color": "accent", "border": 1, "border_color": "line-strong",
              "valign": "top", "locked": False},
    "note": {"bg_color": "accent-soft", "locked": False},
    "fixed": {"bg_color": "panel", "border": 1, "border_color": "line-strong", "valign": "top"},
    "decision": {"font_size": 13, "bold": True, "text_wrap": True, "valign": "top"},
    "lead": {"text_wrap": True, "valign": "top"},
    "figure": {"font_size": 16, "bold": True, "align": "left", "shrink": True},
    "label": {"font_color": "ink-2", "top": 2, "top_color": "ink", "text_wrap": True, "valign": "top"},
    "finding": {"bold": True, "font_size": 12},
    "text": {"num_format": "@"},
    "quoted": {"quote_prefix": True},
    "warn": {"font_color": "warn", "bg_color": "warn-soft", "bold": True},
    "counted": {"align": "left"},
    "never": {"font_color": "warn", "bold": True},
    "accent": {"font_color": "accent", "bold": True},
    "highlight": {"bg_color": "accent-soft", "bold": True},
}  # fmt: skip
_COLOURS = ("font_color", "bg_color", "border_color", "bottom_color", "top_color")


class Style:
    """Gives the formats of one workbook; each look is made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Format] = {}

    def __call__(self, *looks: str, numbers: str = "") -> Format:
        """Return the format of some looks together, a later one over an earlier one, with a number format."""
        key = (*looks, numbers)
        if key not in self._made:
            properties = {"font_name": FONT, "font_size": 10, "font_color": color("ink"), **self.properties(*looks)}
            self._made[key] = self._workbook.add_format(properties | ({"num_format": numbers} if numbers else {}))
        return self._made[key]

    def conditional(self, look: str) -> Format:
        """Return what a look changes where a condition holds; a format of conditions has no font of its own."""
        key = ("conditional", look)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(self.properties(look))
        return self._made[key]

    @staticmethod
    def properties(*looks: str) -> dict[str, Any]:
        """Return the properties of some looks together, colours put in."""
        merged = {name: value for look in looks for name, value in _LOOKS[look].items()}
        return {name: color(value) if name in _COLOURS else value for name, value in merged.items()}


def color(token: str) -> str:
    """Return a colour of the design by its name, light."""
    return tokens("light")[token].strip()


WHOLE, ONE_DIGIT, PER_CENT, INDEX = "#,##0", "#,##0.0", "0.0#%", "0.0000"
MONEY = EXACT = "[>=1000]#,##0;[<=-1000]-#,##0;#,##0.00"
"""Cents, and digits behind the comma, only where they say something."""

SMALL_SHARE = "0.00%"
_COUNTED = ("month", "reps", "customers")


def number_format(quantity: Quantity) -> str:
    """Return the number format of a quantity; separators are those of the user's Excel."""
    kind = UNITS[quantity.unit].kind
    if kind == "money":
        return WHOLE if quantity.monthly else MONEY
    if kind == "share":
        return SMALL_SHARE if quantity.unit == "share/month" else PER_CENT
    if _is_whole(quantity):
        return WHOLE
    return INDEX if quantity.unit == "factor" else EXACT


def _is_whole(quantity: Quantity) -> bool:
    """Return whether a number has no digits behind the comma, or none that anybody wants to see."""
    if quantity.unit == "factor":  # switches are 0 or 1, indices are not
        fractions = (ast.Div, ast.Pow)
        return not any(isinstance(node, fractions) for node in ast.walk(expression_of(quantity)))
    if quantity.monthly:
        return quantity.unit in _COUNTED
    expression = expression_of(quantity)
    counted = isinstance(expression, ast.Call) and ast.unparse(expression.func) == "ceil"
    return counted or quantity.unit in ("month", "days/year") or quantity.name in MAY_NOT_HAPPEN


def input_format(unit: str) -> str:
    """Return the number format of an input cell."""
    kind = UNITS[unit].kind
    if kind == "text":
        return "@"
    if UNITS[unit].whole:
        return WHOLE
    if kind == "number" and unit != "factor":
        return ONE_DIGIT
    return {"money": MONEY, "share": PER_CENT}.get(kind, "0.00")


def euros(language: Language) -> str:
    """Return the number format of an amount with its sign, for where no column says the unit."""
    return choose(language, '#,##0\\ "€";-#,##0\\ "€"', '"€"#,##0;-"€"#,##0')
