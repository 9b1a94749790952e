"""Formulas as LaTeX, for the notebooks."""

from __future__ import annotations

import ast

from kkm_helpers.engine import TERMS
from kkm_helpers.engine.display import choice_label
from kkm_helpers.formulas.syntax import Renderer, expression_of
from kkm_helpers.formulas.text import ATOM, DIVISIONS, OPERATOR_WORDS, PRECEDENCE, SIGN, Piece
from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTION_NAMES, Quantity

SYMBOLS = {"*": r"\cdot", "==": "=", "!=": r"\neq", "<=": r"\leq", ">=": r"\geq"}
SPECIAL = str.maketrans({character: f"\\{character}" for character in "%&#_{}$"})
FUNCTIONS = {
    "maximum": r"\max", "minimum": r"\min", "total": r"\sum_{t=1}^{T}", "running_sum": r"\sum_{s=1}^{t}",
    "running_product": r"\prod_{s=1}^{t}", "change": r"\Delta", "minimum_over_months": r"\min_{t}",
}  # fmt: skip


class Latex(Renderer[Piece]):
    """A formula in LaTeX with labels as text."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def name(self, name: str) -> Piece:
        """Return the label as text."""
        return Piece(text(TERMS[name].short_label(self.language)))

    def constant(self, value: float | str) -> Piece:
        """Return a number; a comma in braces so that LaTeX puts no space behind it."""
        number = str(value)
        return Piece(choose(self.language, number.replace(".", "{,}"), number))

    def binary(self, operator: str, left: Piece, right: Piece) -> Piece:
        """Return left operator right; a fraction needs no brackets."""
        if operator == "/":
            return Piece(rf"\frac{{{left.text}}}{{{right.text}}}", PRECEDENCE["*"])
        precedence = PRECEDENCE[operator]
        if operator == "**":
            return Piece(f"{_inside(left, ATOM)}^{{{right.text}}}", precedence)
        symbol = SYMBOLS.get(operator, operator)
        right_side = _inside(right, precedence + (operator == "-"))
        return Piece(f"{_inside(left, precedence)} {symbol} {right_side}", precedence)

    def negative(self, operand: Piece) -> Piece:
        """Return -operand."""
        return Piece(f"-{_inside(operand, SIGN)}", SIGN)

    def compare(self, node: ast.Compare, operator: str, left: ast.expr, right: ast.expr) -> Piece:
        """Return a comparison; a choice is compared with the words for its value."""
        if isinstance(left, ast.Name) and isinstance(right, ast.Constant) and isinstance(right.value, str):
            word = Piece(text(choice_label(left.id, right.value, self.language)))
            return self.binary(operator, self.render(left), word)
        return super().compare(node, operator, left, right)

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Piece:
        """Return the usual sign for an operator, or its name as text."""
        del node
        parts = [self.render(argument) for argument in arguments]
        if operator in DIVISIONS:
            return self.binary("/", *parts)
        if operator == "where":
            condition, then, otherwise = (part.text for part in parts)
            if_word, else_word = (text(word) for word in choose(self.language, ("wenn ", "sonst"), ("if ", "else")))
            return Piece(rf"\begin{{cases}} {then} & {if_word} {condition} \\ {otherwise} & {else_word} \end{{cases}}")
        if operator == "ceil":
            return Piece(rf"\left\lceil {parts[0].text} \right\rceil")
        listed = [part.text for part in parts]
        listed += [
            f"{text(OPTION_NAMES[name].label(self.language))}: {self.render(value).text}"
            for name, value in named.items()
        ]
        function = FUNCTIONS.get(operator) or text(choose(self.language, *OPERATOR_WORDS[operator]))
        return Piece(rf"{function}\left({'; '.join(listed)}\right)")


def _inside(piece: Piece, precedence: int) -> str:
    return piece.text if piece.precedence >= precedence else rf"\left({piece.text}\right)"


def text(words: str) -> str:
    """Return words as LaTeX text, special characters escaped."""
    return rf"\text{{{words.translate(SPECIAL)}}}"


def latex(quantity: Quantity, language: Language = "de") -> str:
    """Return the formula with labels as LaTeX, without dollar signs."""
    return f"{text(quantity.short_label(language))} = {Latex(language).render(expression_of(quantity)).text}"
