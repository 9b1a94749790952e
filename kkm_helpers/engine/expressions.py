"""The value of an expression: the language of the formulas, for conditions and figures that are declared as text.

An expression is made of names, numbers, texts, + - * / **, comparisons, `and`, `or`, `not`, `is None`, and calls of
the model's operators or of those in `engine.presentation`. Everything else is refused, so that the page, which
computes the same expressions in JavaScript, can never meet one it does not know.
"""

from __future__ import annotations

import ast
import operator as python
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

import numpy as np

from kkm_helpers.engine.presentation import PRESENTATION_OPERATORS
from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.model.operators import OPERATORS


class Values(Protocol):
    """Values by name."""

    def __getitem__(self, name: str, /) -> Any: ...  # noqa: ANN401


Compute = Callable[[Values], Any]

KNOWN_OPERATORS: Mapping[str, Callable[..., Any]] = {**OPERATORS, **PRESENTATION_OPERATORS}

_SIGNS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: python.add, ast.Sub: python.sub, ast.Mult: python.mul, ast.Div: python.truediv, ast.Pow: python.pow,
    ast.Eq: python.eq, ast.NotEq: python.ne, ast.Lt: python.lt, ast.LtE: python.le, ast.Gt: python.gt,
    ast.GtE: python.ge,
}  # fmt: skip


def value_of(expression: str, values: Values) -> Any:  # noqa: ANN401
    """Return the value of `expression`, its names looked up in `values`.

    Raises:
        ModelDefinitionError: the expression uses more than the language has.
        KeyError: `values` has no value of a name.
    """
    return compiled(expression)(values)


@cache
def compiled(expression: str) -> Compute:
    """Return the function that computes `expression` from values by name.

    Raises:
        ModelDefinitionError: the expression uses more than the language has.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        msg = f"no expression: {expression}"
        raise ModelDefinitionError(msg) from error
    return _function(tree.body)


def _function(node: ast.expr) -> Compute:
    match node:
        case ast.Name(id=name):
            return lambda values: values[name]
        case ast.Constant(value=constant) if isinstance(constant, (int, float, str)):
            return lambda _: constant
        case ast.BinOp(left=first, op=sign, right=second) if type(sign) in _SIGNS:
            return _joined(_SIGNS[type(sign)], first, second)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = _function(operand)
            return lambda values: -positive(values)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords) if name in KNOWN_OPERATORS:
            return _call(KNOWN_OPERATORS[name], arguments, keywords)
        case _:
            return _condition(node)


def _condition(node: ast.expr) -> Compute:
    match node:
        case ast.Compare(left=first, ops=[ast.Is() | ast.IsNot() as sign], comparators=[ast.Constant(value=None)]):
            return _is_missing(_function(first), expected=isinstance(sign, ast.Is))
        case ast.Compare(left=first, ops=[sign], comparators=[second]) if type(sign) in _SIGNS:
            return _joined(_SIGNS[type(sign)], first, second)
        case ast.BoolOp(op=ast.And(), values=conditions):
            return _both([_function(condition) for condition in conditions])
        case ast.BoolOp(op=ast.Or(), values=conditions):
            return _either([_function(condition) for condition in conditions])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            condition = _function(operand)
            return lambda values: np.logical_not(condition(values))
        case _:
            msg = f"not allowed in an expression: {ast.unparse(node)}"
            raise ModelDefinitionError(msg)


def _joined(sign: Callable[[Any, Any], Any], first: ast.expr, second: ast.expr) -> Compute:
    left, right = _function(first), _function(second)
    return lambda values: sign(left(values), right(values))


def _is_missing(part: Compute, *, expected: bool) -> Compute:
    return lambda values: (part(values) is None) is expected


def _both(conditions: list[Compute]) -> Compute:
    def hold(values: Values) -> Any:  # noqa: ANN401
        result: Any = True
        for condition in conditions:
            # A condition may only make sense where those before it hold.
            if result is False or result is np.False_:
                return False
            result = np.logical_and(result, condition(values))
        return result

    return hold


def _either(conditions: list[Compute]) -> Compute:
    def hold(values: Values) -> Any:  # noqa: ANN401
        result: Any = False
        for condition in conditions:
            if result is True or result is np.True_:
                return True
            result = np.logical_or(result, condition(values))
        return result

    return hold


def _call(operator: Callable[..., Any], arguments: list[ast.expr], keywords: list[ast.keyword]) -> Compute:
    given = [_function(argument) for argument in arguments]
    named = {keyword.arg or "": _function(keyword.value) for keyword in keywords}
    return lambda values: operator(
        *(argument(values) for argument in given), **{name: argument(values) for name, argument in named.items()}
    )
