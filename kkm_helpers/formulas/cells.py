"""Formulas as rows of cells compute them: what runs over months becomes a row that refers to its neighbours.

A spreadsheet has no running sum and no payback. Such operators are declared here in the language of the formulas
itself, with a few words for cells:

    first(a, b)       a in the first cell of a row, b in all others
    left(x)           x in the cell on the left
    step              the number of the cell in its row, from 1
    steps(x)          how many cells the row x has
    add, smallest, largest, final (x)    of all cells of the row x; final is its last one
    year(x)           the sum of the twelve months that belong to this cell of a list of years
    present_value(rate, x)    the cells of the row x discounted, the first by one step
    defined(condition, x)     x; where the condition does not hold the whole formula has no value

No array formulas: readers differ about them.
"""

from __future__ import annotations

import ast
import copy
import operator as python
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from kkm_helpers.engine import Results
from kkm_helpers.formulas.syntax import Renderer, expression_of
from kkm_helpers.formulas.text import is_monthly
from kkm_helpers.model import Quantity
from kkm_helpers.model.operators import OPERATORS, TOLERANCE


@dataclass(frozen=True)
class RowText:
    """A row of cells that an operator needs: its key, what it is called, and its formula.

    Attributes:
        cells: how many cells it has; None for one a month.
    """

    key: str
    de: str
    en: str
    formula: str
    cells: int | None = None


@dataclass(frozen=True)
class Program:
    """How an operator over months is computed in cells; `x` stands for what it is applied to.

    Attributes:
        result: the formula that takes the operator's place, in terms of `x` and the rows.
        rows: the rows it needs.
        own_row: the result refers to the cell on its left, as `row`: it needs a row of its own.
        of_row: `x` must be a row of cells; else it may be any expression.
    """

    result: str
    rows: tuple[RowText, ...] = ()
    own_row: bool = False
    of_row: bool = True


ROUNDS = 60
_LOWEST_DISCOUNT, _HIGHEST_MONTHLY_RATE = "11 ** (-1 / 12)", "11 ** (1 / 12) - 1"

PROGRAMS: dict[str, Program] = {
    "month_numbers": Program("first(1, left(row) + 1)", own_row=True, of_row=False),
    "running_sum": Program("first(x, left(row) + x)", own_row=True, of_row=False),
    "running_product": Program("first(x, left(row) * x)", own_row=True, of_row=False),
    "change": Program("first(x, x - left(x))", of_row=False),
    "total": Program("add(x)"),
    "minimum_over_months": Program("smallest(x)"),
    "yearly_sums": Program("year(x)"),
    "month_from_which_never_negative": Program(
        "defined(largest(below) < steps(x), largest(below) + 1)",
        (RowText("below", "Monat im Minus", "month below zero", f"where(x < -{TOLERANCE}, step, 0)"),),
    ),
    # Newton's method kept inside a shrinking bracket, as the operator itself does: a spreadsheet's own IRR stops
    # early, and gives up where its guess does not suit.
    "internal_rate": Program(
        "defined(largest(below) > 0 and smallest(above) <= steps(x) and smallest(above) > largest(below) "
        f"and present_value({_HIGHEST_MONTHLY_RATE}, x) < 0, final(discount) ** -12 - 1)",
        (
            RowText("cumulative", "kumuliert", "cumulated", "first(x, left(cumulative) + x)"),
            RowText("below", "Monat im Minus", "month below zero", f"where(cumulative < -{TOLERANCE}, step, 0)"),
            RowText(
                "above", "Monat im Plus", "month above zero", f"where(cumulative > {TOLERANCE}, step, steps(x) + 1)"
            ),
            RowText("weighted", "mal Monat", "times month", "x * step"),
            RowText(
                "low", "untere Grenze", "lower limit",
                f"first({_LOWEST_DISCOUNT}, where(left(value) < 0, left(discount), left(low)))", ROUNDS,
            ),
            RowText(
                "high", "obere Grenze", "upper limit",
                "first(1, where(left(value) < 0, left(high), left(discount)))", ROUNDS,
            ),
            RowText(
                "discount", "Abzinsung je Monat", "discount a month",
                "first(0.99, where(maximum(left(newton) - left(discount), left(discount) - left(newton)) < 1e-10, "
                "left(newton), where(minimum(left(newton) - low, high - left(newton)) > 0, left(newton), "
                "(low + high) / 2)))", ROUNDS,
            ),
            RowText("value", "Barwert", "present value", "present_value(1 / discount - 1, x)", ROUNDS),
            RowText("slope", "Steigung", "slope", "present_value(1 / discount - 1, weighted) / discount", ROUNDS),
            RowText(
                "newton", "nächster Versuch", "next try",
                "where(slope == 0, 0, discount - value / slope)", ROUNDS,
            ),
        ),
    ),
}  # fmt: skip

PRIMITIVES = (
    "first", "left", "steps", "add", "smallest", "largest", "final", "year", "present_value", "defined",
)  # fmt: skip


@dataclass(frozen=True)
class HelperRow:
    """A row of cells that a quantity needs besides its own.

    Attributes:
        name: unique; the quantity's name and the row's key.
        quantity: the quantity it serves.
        de, en: what it is called; empty for a part of the formula, which is called by that part.
        expression: the formula of its cells.
        cells: how many; None for one a month.
    """

    name: str
    quantity: Quantity
    de: str
    en: str
    expression: ast.expr
    cells: int | None = None


@dataclass(frozen=True)
class CellFormula:
    """A quantity as spreadsheets compute it: the formula of its cells, and the rows it needs besides."""

    quantity: Quantity
    expression: ast.expr
    rows: tuple[HelperRow, ...]


@cache
def cell_formula(quantity: Quantity) -> CellFormula:
    """Return how cells compute a quantity.

    Raises:
        UnsupportedFormulaError: the formula uses Python that the renderers do not know.
    """
    rewriting = _Rewriting(quantity)
    root = copy.deepcopy(expression_of(quantity))
    program = PROGRAMS.get(operator_of(root))
    if isinstance(root, ast.Call) and program and program.own_row:
        expression = rewriting.result(program, rewriting.visit(root.args[0]), quantity.name)
    else:
        expression = rewriting.visit(root)
    return CellFormula(quantity, expression, tuple(rewriting.rows))


def operator_of(node: ast.expr) -> str:
    """Return the name of what is called; "" where nothing is."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


@dataclass
class _Rewriting(ast.NodeTransformer):
    """Puts the programs in place of the operators over months and gathers the rows they need."""

    quantity: Quantity
    rows: list[HelperRow] = field(default_factory=list)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        program = PROGRAMS.get(operator_of(node))
        if program is None:
            return node
        operand = node.args[0]
        if program.of_row and not isinstance(operand, ast.Name):
            operand = self.row(operand)
        if program.own_row:
            name = self.free_name("part")
            return self.row(self.result(program, operand, name), name)
        return self.result(program, operand, "")

    def result(self, program: Program, operand: ast.expr, own_row: str) -> ast.expr:
        names: dict[str, ast.expr] = {"x": operand, "row": ast.Name(own_row)}
        names |= {row.key: ast.Name(self.free_name(row.key)) for row in program.rows}
        for row in program.rows:
            called = names[row.key]
            assert isinstance(called, ast.Name)  # noqa: S101 - put in just above
            expression = _with(names, row.formula)
            self.rows.append(HelperRow(called.id, self.quantity, row.de, row.en, expression, row.cells))
        return _with(names, program.result)

    def row(self, expression: ast.expr, name: str = "") -> ast.Name:
        name = name or self.free_name("part")
        self.rows.append(HelperRow(name, self.quantity, "", "", expression))
        return ast.Name(name)

    def free_name(self, key: str) -> str:
        """Return a name for a row; the point in it keeps it apart from every public name."""
        taken = sum(row.name.split(".")[1].rstrip("0123456789") == key for row in self.rows)
        return f"{self.quantity.name}.{key}{taken + 1 if taken else ''}"


def _with(names: Mapping[str, ast.expr], formula: str) -> ast.expr:
    return _PutIn(names).visit(ast.parse(formula, mode="eval").body)  # type: ignore[no-any-return]


@dataclass
class _PutIn(ast.NodeTransformer):
    names: Mapping[str, ast.expr]

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self.names.get(node.id, node))


def row_of(node: ast.expr) -> str:
    """Return the name of the row that an operator over months is applied to."""
    assert isinstance(node, ast.Name)  # noqa: S101 - `cell_formula` made a row of it
    return node.id


# --- the values of the rows -------------------------------------------------------------
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": python.add, "-": python.sub, "*": python.mul, "/": python.truediv, "**": python.pow,
    "==": python.eq, "!=": python.ne, "<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge,
}  # fmt: skip


def row_values(formula: CellFormula, results: Results) -> dict[str, list[float]]:
    """Return the value of every cell of the rows a quantity needs, by the row's name.

    Args:
        formula: the quantity as cells compute it.
        results: a case with one scenario.
    """
    months = int(results.assumptions["horizon_months"])
    cells = _Values(results, {row.name: row for row in formula.rows}, months)
    return {
        row.name: [cells.at(step).name(row.name) for step in range(1, cells.length(row.name) + 1)]
        for row in formula.rows
    }


_OF_ALL_CELLS: dict[str, Callable[[list[float]], float]] = {"add": sum, "smallest": min, "largest": max}


@dataclass
class _Values(Renderer[Any]):
    """The value of an expression in one cell, by the model's own operators."""

    results: Results
    rows: Mapping[str, HelperRow]
    months: int
    step: int = 1
    known: dict[tuple[str, int], Any] = field(default_factory=dict)

    def at(self, step: int) -> _Values:
        return _Values(self.results, self.rows, self.months, step, self.known)

    def length(self, row: str) -> int:
        return (self.rows[row].cells if row in self.rows else None) or self.months

    def whole(self, row: str) -> list[float]:
        return [self.at(step).name(row) for step in range(1, self.length(row) + 1)]

    def render(self, node: ast.expr) -> Any:  # noqa: ANN401
        if isinstance(node, ast.Call) and operator_of(node) in PRIMITIVES:
            return self.primitive(operator_of(node), node.args)
        if isinstance(node, ast.Name) and node.id == "step":
            return float(self.step)
        return super().render(node)

    def primitive(self, word: str, arguments: list[ast.expr]) -> Any:  # noqa: ANN401
        match word:
            case "first":
                return self.render(arguments[0 if self.step == 1 else 1])
            case "left":
                return self.at(self.step - 1).render(arguments[0])
            case "present_value":
                rate = self.render(arguments[0])
                row = self.whole(row_of(arguments[1]))
                return float(np.polyval([*row[::-1], 0.0], 1 / (1 + rate)))
            case "steps":
                return float(self.length(row_of(arguments[0])))
        return _OF_ALL_CELLS[word](self.whole(row_of(arguments[0])))

    def name(self, name: str) -> Any:  # noqa: ANN401
        if name not in self.rows:
            value = self.results.value(name)
            return float(value[self.step - 1]) if is_monthly(name) else value
        place = name, self.step
        if place not in self.known:
            self.known[place] = float(self.render(self.rows[name].expression))
        return self.known[place]

    def constant(self, value: float | str) -> Any:  # noqa: ANN401
        return value

    def binary(self, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        return _SIGNS[operator](left, right)

    def negative(self, operand: Any) -> Any:  # noqa: ANN401
        return -operand

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Any:  # noqa: ANN401
        del node
        if operator == "where":  # only the branch that counts: the other may divide by 0
            condition, then, otherwise = arguments
            return self.render(then if self.render(condition) else otherwise)
        return OPERATORS[operator](
            *(self.render(argument) for argument in arguments),
            **{name: self.render(value) for name, value in named.items()},
        )
