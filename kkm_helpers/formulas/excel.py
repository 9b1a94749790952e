"""Formulas as Excel writes them, one cell at a time, in forms that every spreadsheet reads alike.

No array formulas, no function younger than Excel 2007; what runs over months is a row of cells (`formulas.cells`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol

from kkm_helpers.engine.evaluation import MAY_NOT_HAPPEN
from kkm_helpers.formulas.cells import PRIMITIVES, PROGRAMS, operator_of, row_of
from kkm_helpers.formulas.syntax import Renderer, UnsupportedFormulaError
from kkm_helpers.formulas.text import Piece, is_monthly

LONGEST_FORMULA = 8_192
_LONGEST_LITERAL = 255

# --- names ------------------------------------------------------------------------
_ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|[rczs][0-9]*([cs][0-9]*)?", re.IGNORECASE)
_WORDS = frozenset(("true", "false", "wahr", "falsch"))


def excel_name(name: str) -> str:
    """Return the defined name of a public name: the same, with a line behind it where Excel means something else by it.

    A name such as `q1` or `r` would be the address of a cell.
    """
    return f"{name}_" if _ADDRESS.fullmatch(name) or name.lower() in _WORDS else name


# --- the renderer -----------------------------------------------------------------------
class Places(Protocol):
    """Where things stand, as seen from the sheet that a formula stands on."""

    def single(self, name: str) -> str:
        """Return the name or address of a single value."""

    def cell(self, name: str, step: int) -> str:
        """Return the address of a cell of a row, from 1."""

    def span(self, name: str, start: int, end: int) -> str:
        """Return the address of some cells of a row, both ends included."""

    def whole(self, name: str) -> str:
        """Return the name or address of all cells of a row."""

    def length(self, name: str) -> int:
        """Return how many cells a row has."""

    def steps_so_far(self, name: str, step: int) -> str:
        """Return a formula that gives `step` in that cell of the row."""


PRECEDENCE = {"=": 0, "<>": 0, "<": 0, "<=": 0, ">": 0, ">=": 0, "+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
SIGN, ATOM = 4, 5  # in Excel the sign binds more tightly than the power: -2^2 is 4
_FUNCTIONS = {"where": "IF", "maximum": "MAX", "minimum": "MIN"}
_SIGNS = {"**": "^", "==": "=", "!=": "<>"}


class Excel(Renderer[Piece]):
    """A formula for one cell, English function names and commas: what stands in the file whatever the user's language.

    Args:
        places: where things stand.
        row: the row of cells the formula stands in, "" for a single cell; needed for `step`.
        step: the number of the cell in its row.
    """

    def __init__(self, places: Places, row: str = "", step: int = 1) -> None:
        self.places = places
        self.row = row
        self.step = step
        self.guards: list[str] = []

    def formula(self, expression: ast.expr, missing: str) -> str:
        """Return the formula of a cell, without "="; `missing` is what it says where there is no value."""
        self.guards = []
        text = self.render(expression).text
        if not self.guards:
            return text
        condition = _call("AND", self.guards).text if len(self.guards) > 1 else self.guards[0]
        return f"IF({condition},{text},{literal(missing)})"

    def render(self, node: ast.expr) -> Piece:
        """Return a formula or one of the words for cells."""
        if isinstance(node, ast.Call) and operator_of(node) in PRIMITIVES:
            return self.primitive(operator_of(node), node.args)
        if isinstance(node, ast.Name) and node.id == "step":
            return Piece(self.places.steps_so_far(self.row, self.step))
        return super().render(node)

    def primitive(self, word: str, arguments: Sequence[ast.expr]) -> Piece:
        """Return what one of the words for cells becomes."""
        if word == "first":
            return self.render(arguments[0 if self.step == 1 else 1])
        if word == "left":
            return type(self)(self.places, self.row, self.step - 1).render(arguments[0])
        if word == "defined":
            self.guards.append(self.render(arguments[0]).text)
            return self.render(arguments[1])
        if word == "present_value":
            return Piece(f"NPV({self.render(arguments[0]).text},{self.places.whole(row_of(arguments[1]))})")
        row = row_of(arguments[0])
        if word == "final":
            return Piece(self.places.cell(row, self.places.length(row)))
        if word == "year":
            start, end = 12 * (self.step - 1) + 1, min(12 * self.step, self.places.length(row))
            return Piece(f"SUM({self.places.span(row, start, end)})")
        function = {"steps": "COLUMNS", "add": "SUM", "smallest": "MIN", "largest": "MAX"}[word]
        return Piece(f"{function}({self.places.whole(row)})")

    def name(self, name: str) -> Piece:
        """Return the cell of this step for a row, the defined name for a single value."""
        if "." in name or is_monthly(name):
            return Piece(self.places.cell(name, self.step))
        if name in MAY_NOT_HAPPEN:
            self.guards.append(f"ISNUMBER({self.places.single(name)})")
        return Piece(self.places.single(name))

    def constant(self, value: float | str) -> Piece:
        """Return a number or a text."""
        return Piece(literal(value) if isinstance(value, str) else repr(value).upper())

    def binary(self, operator: str, left: Piece, right: Piece) -> Piece:
        """Return left operator right with the brackets that are needed."""
        sign = _SIGNS.get(operator, operator)
        precedence = PRECEDENCE[sign]
        if sign == "^":
            return Piece(f"{left.inside(ATOM)}^{right.inside(ATOM)}", precedence)
        return Piece(f"{left.inside(precedence)}{sign}{right.inside(precedence + 1)}", precedence)

    def negative(self, operand: Piece) -> Piece:
        """Return -operand."""
        return Piece(f"-{operand.inside(ATOM)}", SIGN)

    def condition(self, operator: str, *operands: Piece) -> Piece:
        """Return a condition; what does not happen is a text in its cell."""
        if operator in ("is None", "is not None"):
            known = f"ISNUMBER({operands[0].text})"
            return Piece(known if operator == "is not None" else f"NOT({known})")
        return _call(operator.upper(), [operand.text for operand in operands])

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Piece:
        """Return the function for an operator that works month by month."""
        if operator in PROGRAMS:
            msg = f"{ast.unparse(node)} needs rows of cells; `cell_formula` gives them"
            raise UnsupportedFormulaError(msg)
        if operator == "name_of_highest":
            return self.name_of_highest({name: self.render(value).text for name, value in named.items()})
        if operator in _FUNCTIONS:
            return _call(_FUNCTIONS[operator], [self.render(argument).text for argument in arguments])
        if operator in ("ratio", "defined_ratio"):
            return self.division(*(self.render(argument) for argument in arguments), always_defined=operator == "ratio")
        texts = [self.render(argument).text for argument in arguments]
        match operator:
            case "clip":
                return Piece(f"MIN(MAX({texts[0]},{texts[1]}),{texts[2]})")
            case "ceil":
                # Sheds float noise as the operator does; ROUNDUP would round -0.5 away from 0.
                return Piece(f"-INT(-ROUND({texts[0]},9))", SIGN)
            case "second_highest":
                return _call("MAX", [_call("MIN", pair).text for pair in combinations(texts, 2)])
        msg = f"{operator} has no form in Excel"
        raise UnsupportedFormulaError(msg)

    def division(self, numerator: Piece, denominator: Piece, *, always_defined: bool) -> Piece:
        """Return a division that says what holds where the denominator is 0: 0, or that there is no value."""
        quotient = self.binary("/", numerator, denominator)
        if always_defined:
            return Piece(f"IF({denominator.inside(1)}=0,0,{quotient.text})")
        self.guards.append(f"{denominator.inside(1)}<>0")
        return quotient

    def name_of_highest(self, values: Mapping[str, str]) -> Piece:
        """Return the name of the highest value: the first that none behind it exceeds."""
        names = list(values)
        text = literal(names[-1])
        for place in range(len(names) - 2, -1, -1):
            later = _call("MAX", [values[name] for name in names[place:]]).text
            text = f"IF({values[names[place]]}={later},{literal(names[place])},{text})"
        return Piece(text)


def _call(function: str, arguments: Sequence[str]) -> Piece:
    return Piece(f"{function}({','.join(arguments)})")


def literal(text: str) -> str:
    """Return a text as it stands in a formula; Excel takes 255 characters in one piece."""
    pieces = [text[start : start + _LONGEST_LITERAL] for start in range(0, len(text), _LONGEST_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
