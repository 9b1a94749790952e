"""The syntax trees of the formulas, and the walk over them that every renderer shares.

A formula is one return expression of names, numbers, + - * / **, one comparison at a time, and calls of the
operators in `model.operators`. A condition may have `and`, `or`, `not` and `is None` as well, for the renderers that
take them. Whatever else stands in one is refused here, for all renderers alike.
"""

from __future__ import annotations

import ast
import copy
import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Collection
from functools import cache
from typing import Generic, TypeVar

from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.model import Quantity
from kkm_helpers.model.operators import OPERATORS

_T = TypeVar("_T")

BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


class UnsupportedFormulaError(ModelDefinitionError):
    """A formula uses Python that the renderers do not know."""


@cache
def expression_of(quantity: Quantity) -> ast.expr:
    """Return the return expression of a quantity's formula, its names being public names.

    Raises:
        UnsupportedFormulaError: the body is more than a docstring and one return.
    """
    definition = _definitions(quantity.function.__module__)[quantity.function.__name__]
    body = [node for node in definition.body if not _is_docstring(node)]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        msg = f"{quantity.name}: a formula is a docstring and one return expression"
        raise UnsupportedFormulaError(msg)
    own_names = dict(zip((argument.arg for argument in definition.args.args), quantity.needs, strict=True))
    expression: ast.expr = _Rename(own_names).visit(copy.deepcopy(body[0].value))
    return expression


@cache
def _definitions(module: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Rename(ast.NodeTransformer):
    """Gives the parameters of a formula shared by several options the names of one option's quantities."""

    def __init__(self, own_names: dict[str, str]) -> None:
        self.own_names = own_names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.own_names.get(node.id, node.id), ast.Load())


class Renderer(ABC, Generic[_T]):
    """Turns a formula's tree into something else, from the leaves up.

    A renderer says what each kind of node becomes; the walk and the refusal of everything else are here.

    Attributes:
        operators: the names that may be called.
    """

    operators: Collection[str] = OPERATORS

    def render(self, node: ast.expr) -> _T:
        """Return what `node` becomes.

        Raises:
            UnsupportedFormulaError: the node is not in the closed list.
        """
        match node:
            case ast.Name(id=name):
                return self.name(name)
            case ast.Constant(value=value) if isinstance(value, (int, float, str)) and not isinstance(value, bool):
                return self.constant(value)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
                return self.binary(BINARY[type(op)], self.render(left), self.render(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.negative(self.render(operand))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                return self.compare(node, COMPARISONS[type(op)], left, right)
            case ast.BoolOp(op=op, values=values):
                return self.condition("and" if isinstance(op, ast.And) else "or", *map(self.render, values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.condition("not", self.render(operand))
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as op], comparators=[ast.Constant(value=None)]):
                return self.condition("is None" if isinstance(op, ast.Is) else "is not None", self.render(left))
            case ast.Call(func=ast.Name(id=operator), args=arguments, keywords=keywords) if operator in self.operators:
                named = {keyword.arg or "": keyword.value for keyword in keywords}
                return self.call(node, operator, arguments, named)
            case _:
                msg = f"not allowed in a formula: {ast.unparse(node)}"
                raise UnsupportedFormulaError(msg)

    @abstractmethod
    def name(self, name: str) -> _T:
        """Return what a public name becomes."""

    @abstractmethod
    def constant(self, value: float | str) -> _T:
        """Return what a number or a text becomes."""

    @abstractmethod
    def binary(self, operator: str, left: _T, right: _T) -> _T:
        """Return what left operator right becomes; the operator as Python writes it."""

    @abstractmethod
    def negative(self, operand: _T) -> _T:
        """Return what -operand becomes."""

    def compare(self, node: ast.Compare, operator: str, left: ast.expr, right: ast.expr) -> _T:
        """Return what a comparison becomes; as a binary operator unless a renderer needs more."""
        del node
        return self.binary(operator, self.render(left), self.render(right))

    def condition(self, operator: str, *operands: _T) -> _T:
        """Return what `and`, `or`, `not`, `is None` or `is not None` becomes; no formula has them.

        Raises:
            UnsupportedFormulaError: the renderer is one of formulas only.
        """
        del operands
        msg = f"not allowed in a formula: {operator}"
        raise UnsupportedFormulaError(msg)

    @abstractmethod
    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> _T:
        """Return what the call of an operator of the model becomes; the arguments are not yet rendered."""
