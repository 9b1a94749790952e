"""Formulas as JavaScript: the model of a page without Python, and any expression of the formula language.

Three functions matter to others:

    javascript(expression: str | ast.expr, names: Collection[str] = ()) -> str
        One JavaScript expression in terms of `v.<name>`, `v` being what `evaluate` of page/model.js returns (or
        anything else that gives values by name), and of `op`, the operators of page/operators.js. Beside the formula
        language it takes conditions: `and`, `or`, `not`, `x is None`, `x is not None` (None, in the page null, is what
        does not happen), and the operators of `engine.presentation`, as `op.<name>` too.

    model_source() -> str
        The whole model as a module of the page, "formulas.js": `DEFAULTS` and `FORMULAS`.

    model_facts(language) -> dict
        Units, labels and words as one JSON for page/display.js.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS, Assumption
from kkm_helpers.engine import GRAPH, TERMS, NoSellingDayError
from kkm_helpers.engine.evaluation import MAY_NOT_HAPPEN, SERIES
from kkm_helpers.engine.expressions import KNOWN_OPERATORS
from kkm_helpers.formulas.syntax import Renderer, UnsupportedFormulaError, expression_of
from kkm_helpers.formulas.text import ACCUMULATIONS, OVER_ALL_MONTHS
from kkm_helpers.language import UNITS, Language, Term, choose
from kkm_helpers.language.units import NEVER, UNDEFINED
from kkm_helpers.model import ACTIVE_OPTIONS, OPTION_NAMES, QUANTITIES, Quantity
from kkm_helpers.model.declare import renamed

MONTHS = "v.horizon_months"
YEARS = "Math.ceil(v.horizon_months / 12)"
"""How long the model's series are, as JavaScript: one value a month, or one for each 12 months."""

Length = str | tuple[str, ...]
"""`MONTHS`, `YEARS`, or, where only the page can know, the values of which one may be a series."""

ELEMENTWISE = (
    "where", "maximum", "minimum", "clip", "ceil", "ratio", "defined_ratio", "name_of_highest", "second_highest",
)  # fmt: skip
"""The operators that know no months: of series they are computed month by month."""

OF_SERIES = (*OVER_ALL_MONTHS, "last", "pick", "smallest", "largest", "position_of_smallest")
"""The operators that make a single value of a series."""

SIGNS = {"==": "===", "!=": "!=="}
PRECEDENCE = {
    "||": 0, "&&": 1, "===": 2, "!==": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 7,
}  # fmt: skip
SIGNED = 6
ATOM = 8


@dataclass(frozen=True)
class Code:
    """A piece of JavaScript.

    Attributes:
        text: an expression.
        precedence: how strongly it holds together: what decides about brackets.
        length: of a series its length; None for a single value.
        whole: of a series, whether the text is all of it (an array) or its value at position `t`.
    """

    text: str
    precedence: int = ATOM
    length: Length | None = None
    whole: bool = False

    def inside(self, precedence: int) -> str:
        """Return the text, in brackets unless it holds together at least as strongly as asked."""
        return self.text if self.precedence >= precedence else f"({self.text})"


class JavaScript(Renderer[Code]):
    """An expression of single values is one of JavaScript; one of series becomes one loop over their positions.

    What is accumulated inside such a loop is computed once before it.
    """

    operators = KNOWN_OPERATORS

    def __init__(self, names: Collection[str] = ()) -> None:
        self.names = names
        self.before: list[str] = []

    def expression(self, node: ast.expr, *, monthly: bool = False) -> str:
        """Return the whole expression, a series as array.

        Args:
            node: what to render.
            monthly: one value a month is wanted, even where all of them are the same.
        """
        code = self.render(node)
        if monthly and code.length is None:
            code = Code(code.text, code.precedence, MONTHS)
        text = _whole(code)
        # Parameters with a default are the constants that a JavaScript expression has.
        return f"(({', '.join(self.before)}) => {text})()" if self.before else text

    def name(self, name: str) -> Code:
        """Return the value of a public name, of `option_…` or of one of the names declared beside them."""
        if name in self.names:
            return Code(f"v.{name}", length=(f"v.{name}",), whole=True)
        known = renamed(name, ACTIVE_OPTIONS[0].name)  # what is monthly for one option is for all
        if known not in TERMS:
            raise UnsupportedFormulaError(f"{name} is neither an assumption nor a quantity")
        if known not in SERIES:
            return Code(f"v.{name}")
        return Code(f"v.{name}", length=MONTHS if QUANTITIES[known].monthly else YEARS, whole=True)

    def constant(self, value: float | str) -> Code:
        """Return a number or a text."""
        return Code(json.dumps(value, ensure_ascii=False))

    def binary(self, operator: str, left: Code, right: Code) -> Code:
        """Return left operator right, added up and multiplied in the order in which Python does it."""
        operator = SIGNS.get(operator, operator)
        precedence = PRECEDENCE[operator]
        left, right = self._at_position(left), self._at_position(right)
        least = (ATOM, ATOM) if operator == "**" else (precedence, precedence + 1)
        text = f"{left.inside(least[0])} {operator} {right.inside(least[1])}"
        return Code(text, precedence, _common_length(left, right))

    def negative(self, operand: Code) -> Code:
        """Return -operand."""
        return self._with_sign("-", operand)

    def condition(self, operator: str, *operands: Code) -> Code:
        """Return and, or, not, or the test whether something does not happen."""
        first, *others = operands
        match operator:
            case "not":
                return self._with_sign("!", first)
            case "is None" | "is not None":
                return self.binary("==" if operator == "is None" else "!=", first, Code("null"))
            case _:
                sign = "&&" if operator == "and" else "||"
                return reduce(lambda left, right: self.binary(sign, left, right), others, first)

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Code:
        """Return the call of the operator's twin: for each position, or for the series as a whole."""
        rendered = [self.render(argument) for argument in arguments]
        if operator in ELEMENTWISE:
            rendered = [self._at_position(code) for code in rendered]
            fields = {name: self._at_position(self.render(argument)) for name, argument in named.items()}
            texts = [code.text for code in rendered]
            texts += [f"{{ {', '.join(f'{name}: {code.text}' for name, code in fields.items())} }}"] if fields else []
            return Code(f"op.{operator}({', '.join(texts)})", length=_common_length(*rendered, *fields.values()))
        text = f"op.{operator}({', '.join(_whole(code) for code in rendered)})"
        if operator == "month_numbers":
            return Code(text, length=MONTHS, whole=True)
        if operator in ("joined", "spread"):
            return Code(text, length=(text,), whole=True)
        if rendered[0].length is None:
            raise UnsupportedFormulaError(f"{operator} needs a series: {ast.unparse(node)}")
        if operator == "yearly_sums":
            return Code(text, length=YEARS, whole=True)
        if operator in ACCUMULATIONS:
            return Code(text, length=rendered[0].length, whole=True)
        if operator in OF_SERIES:
            return Code(text)
        raise UnsupportedFormulaError(f"{operator}: javascript.py does not say yet what it makes of series")

    def _with_sign(self, sign: str, operand: Code) -> Code:
        operand = self._at_position(operand)
        return Code(f"{sign}{operand.inside(ATOM)}", SIGNED, operand.length)

    def _at_position(self, code: Code) -> Code:
        """Return the value at position `t` of a whole series; anything else as it is."""
        if not code.whole:
            return code
        text = code.text
        if not text.startswith("v."):
            text = f"s{len(self.before)}"
            self.before.append(f"{text} = {code.text}")
        if isinstance(code.length, str):
            return Code(f"{text}[t]", length=code.length)
        return Code(f"op.at({text}, t)", length=(text,))


def _whole(code: Code) -> str:
    if code.length is None or code.whole:
        return code.text
    length = code.length if isinstance(code.length, str) else f"op.length({', '.join(code.length)})"
    return f"op.each({length}, (t) => {code.text})"


def _common_length(*codes: Code) -> Length | None:
    lengths = dict.fromkeys(code.length for code in codes if code.length is not None)
    known = [length for length in lengths if isinstance(length, str)]
    if len(known) > 1:
        raise UnsupportedFormulaError(f"months and years do not go together: {', '.join(code.text for code in codes)}")
    if known:
        return known[0]
    return tuple(dict.fromkeys(chain.from_iterable(lengths))) or None


def javascript(expression: str | ast.expr, names: Collection[str] = ()) -> str:
    """Return an expression of the formula language as one JavaScript expression.

    Args:
        expression: its source ("build_npv > 0 and build_payback_month is not None") or its tree.
        names: the names it may use beside those of assumptions, quantities and `option_…`; whether one stands for a
            series is found out in the page.

    Returns:
        JavaScript in terms of `v.<name>` and `op`. Of series it gives an array, else a number, a text or a boolean.

    Raises:
        UnsupportedFormulaError: something in it is not in the formula language, or a name is unknown.
    """
    try:
        node = ast.parse(expression.strip(), mode="eval").body if isinstance(expression, str) else expression
    except SyntaxError as error:
        raise UnsupportedFormulaError(f"not an expression: {expression}") from error
    return JavaScript(names).expression(node)


def formula_source(quantity: Quantity) -> str:
    """Return the formula of a quantity as a JavaScript expression in terms of `v.<public name>` and `op`.

    Raises:
        UnsupportedFormulaError: the formula counts with something that may not happen: what is not a number in
            Python is null in the page, and JavaScript would count on with 0.
    """
    if missing := MAY_NOT_HAPPEN.intersection(quantity.needs):
        raise UnsupportedFormulaError(f"{quantity.name} counts with {', '.join(missing)}, which may not happen")
    return JavaScript().expression(expression_of(quantity), monthly=quantity.monthly)


def model_source() -> str:
    """Return the model as a module of the page: every default, and every formula in an order of calculation."""
    defaults = json.dumps({name: known.default for name, known in ASSUMPTIONS.items()})
    formulas = "".join(f"{quantity.name}: (v) => {formula_source(quantity)},\n" for quantity in GRAPH.quantities)
    return (
        'import { op } from "./operators.js";\n'
        f"export const DEFAULTS = {defaults};\n"
        f"export const FORMULAS = {{\n{formulas}}};\n"
    )


def model_facts(language: Language = "de") -> dict[str, Any]:
    """Return what page/display.js needs to write the model's values, as plain data in one language.

    Returns:
        `language`; `never` and `undefined`, the words for what does not happen; `no_selling_day`, the message when
        no day is left ({days} stands for their number); `units`, by unit its kind and its words; `options`, by name
        what an option is called; `terms`, by public name label and unit, of an assumption bounds, whether it is
        whole, and the words of its choices as well.
    """
    return {
        "language": language,
        "never": NEVER[language],
        "undefined": UNDEFINED[language],
        "no_selling_day": choose(language, NoSellingDayError.DE, NoSellingDayError.EN),
        "units": {
            name: {"kind": unit.kind, "words": choose(language, unit.de, unit.en)} for name, unit in UNITS.items()
        },
        "options": {name: option.label(language) for name, option in OPTION_NAMES.items()},
        "terms": {name: _facts_of(term, language) for name, term in TERMS.items()},
    }


def _facts_of(term: Term, language: Language) -> dict[str, Any]:
    facts: dict[str, Any] = {"label": term.label(language), "unit": term.unit}
    if isinstance(term, Assumption):
        facts |= {
            "bounds": list(term.bounds),
            "whole": term.is_whole,
            "choices": {choice.name: choice.label(language) for choice in term.choices},
        }
    return facts
