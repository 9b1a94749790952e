"""Formulas as readable text: with labels, or with the numbers put in."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import numpy as np

from kkm_helpers.engine import TERMS, UNIT_OF, Results
from kkm_helpers.engine.display import choice_label, display
from kkm_helpers.engine.texts import Scope, filled_text
from kkm_helpers.formulas.syntax import Renderer, expression_of
from kkm_helpers.language import Language, choose
from kkm_helpers.language.numbers import MINUS
from kkm_helpers.model import OPTION_NAMES, QUANTITIES, Quantity

OPERATOR_WORDS: dict[str, tuple[str, str]] = {
    "where": ("Wenn", "If"),
    "maximum": ("Max", "Max"),
    "minimum": ("Min", "Min"),
    "clip": ("Begrenzt", "Limited"),
    "ceil": ("Aufgerundet", "RoundedUp"),
    "month_numbers": ("Reihe ab 1", "Series from 1"),
    "total": ("Summe aller Monate", "Sum of all months"),
    "running_sum": ("Summe bis zum Monat", "Sum up to the month"),
    "running_product": ("Produkt bis zum Monat", "Product up to the month"),
    "change": ("Veränderung zum Vormonat", "Change to the month before"),
    "minimum_over_months": ("Kleinster aller Monate", "Smallest of all months"),
    "yearly_sums": ("Summe je 12 Monate", "Sum per 12 months"),
    "month_from_which_never_negative": ("Monat ohne späteres Minus", "Month with no later minus"),
    "internal_rate": ("Zinssatz mit Barwert 0", "Rate with present value 0"),
    "name_of_highest": ("Name des höchsten Werts", "Name of the highest value"),
    "second_highest": ("Zweithöchster Wert", "Second highest value"),
}
"""What an operator is called in a formula; `ratio` and `defined_ratio` are written as a division."""

DIVISIONS = ("ratio", "defined_ratio")
ACCUMULATIONS = ("running_sum", "running_product", "change")
OVER_ALL_MONTHS = (
    "total", "minimum_over_months", "yearly_sums", "month_from_which_never_negative", "internal_rate",
)  # fmt: skip

PRECEDENCE = {"==": 0, "!=": 0, "<": 0, "<=": 0, ">": 0, ">=": 0, "+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
ATOM = 5
SIGN = 3
SYMBOLS = {"-": MINUS, "*": "×", "**": "^", "==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}


@dataclass(frozen=True)
class Piece:
    """A piece of text and how strongly it holds together: what decides about brackets."""

    text: str
    precedence: int = ATOM

    def inside(self, precedence: int) -> str:
        """Return the text, in brackets unless it holds together at least as strongly as asked."""
        return self.text if self.precedence >= precedence else f"({self.text})"


class LabelText(Renderer[Piece]):
    """A formula with labels: "Netto-Betreuungskosten / Maximale Vertriebskostenquote"."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def name(self, name: str) -> Piece:
        """Return the label without its remark."""
        return Piece(TERMS[name].short_label(self.language))

    def constant(self, value: float | str) -> Piece:
        """Return a number with the language's decimal sign."""
        text = str(value)
        return Piece(choose(self.language, text.replace(".", ","), text))

    def binary(self, operator: str, left: Piece, right: Piece) -> Piece:
        """Return left operator right with the brackets that are needed and no more."""
        precedence = PRECEDENCE[operator]
        symbol = SYMBOLS.get(operator, operator)
        if operator == "**":
            return Piece(f"{self.operand(left, ATOM)}{symbol}{self.operand(right, ATOM)}", precedence)
        # a - (b + c) and a / (b * c) need their brackets, a + (b - c) and a * (b / c) keep them for the reader
        # of long formulas only where the value would change.
        right_side = self.operand(right, precedence + (operator in "-/"))
        return Piece(f"{left.inside(precedence)} {symbol} {right_side}", precedence)

    def operand(self, piece: Piece, precedence: int) -> str:
        """Return what stands behind an operator, or before a power."""
        return piece.inside(precedence)

    def negative(self, operand: Piece) -> Piece:
        """Return -operand."""
        return Piece(f"{MINUS}{operand.inside(SIGN)}", SIGN)

    def compare(self, node: ast.Compare, operator: str, left: ast.expr, right: ast.expr) -> Piece:
        """Return a comparison; a choice is compared by name with the words for its value."""
        if isinstance(left, ast.Name) and isinstance(right, ast.Constant) and isinstance(right.value, str):
            word = choice_label(left.id, right.value, self.language)
            label = Piece(TERMS[left.id].short_label(self.language))
            return self.binary(operator, label, Piece(choose(self.language, f"„{word}“", f"“{word}”")))
        return super().compare(node, operator, left, right)

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Piece:
        """Return a function with its arguments, or a division."""
        del node
        if operator in DIVISIONS:
            return self.binary("/", *(self.render(argument) for argument in arguments))
        parts = [self.render(argument).text for argument in arguments]
        parts += [f"{self.option(name)}: {self.render(value).text}" for name, value in named.items()]
        return Piece(f"{choose(self.language, *OPERATOR_WORDS[operator])}({'; '.join(parts)})")

    def option(self, name: str) -> str:
        """Return what an option is called."""
        return OPTION_NAMES[name].label(self.language)


class NumberText(LabelText):
    """A formula with places for its numbers: "{net_care_cost} / {max_sales_cost_ratio}", a text of engine.texts.

    A monthly value is that of the month `month`. What is added up over months cannot be shown as one number: inside
    such a sum labels stay, and a sum up to the month shows its value.
    """

    def __init__(self, language: Language, *, over_all_months: bool = False) -> None:
        super().__init__(language)
        self.over_all_months = over_all_months

    def name(self, name: str) -> Piece:
        """Return the place of the name's value."""
        if not is_monthly(name):
            return Piece(f"{{{name}}}")
        if self.over_all_months:
            return super().name(name)
        return Piece(f"{{pick({name}, month - 1):{UNIT_OF[name]}}}")

    def operand(self, piece: Piece, precedence: int) -> str:
        """Return what stands behind an operator: in brackets if it is negative, or if its number turns out to be."""
        text = super().operand(piece, precedence)
        if text.startswith(MINUS):
            return f"({text})"
        return f"{{(}}{text}{{)}}" if text.startswith("{") else text

    def call(self, node: ast.Call, operator: str, arguments: list[ast.expr], named: dict[str, ast.expr]) -> Piece:
        """Return a function with its arguments; what is accumulated as its value in the month."""
        if operator in ACCUMULATIONS and not self.over_all_months:
            return Piece(f"{{pick({ast.unparse(node)}, month - 1):{_unit_of_accumulated(node)}}}")
        if operator in OVER_ALL_MONTHS:
            self.over_all_months = True
            try:
                return super().call(node, operator, arguments, named)
            finally:
                self.over_all_months = False
        return super().call(node, operator, arguments, named)


def is_monthly(name: str) -> bool:
    """Return whether `name` is a quantity with one value a month."""
    return name in QUANTITIES and QUANTITIES[name].monthly


def _unit_of_accumulated(node: ast.Call) -> str:
    """Return the unit of what is accumulated, where that is one amount."""
    argument = node.args[0]
    unit = UNIT_OF[argument.id] if isinstance(argument, ast.Name) else ""
    # A sum of shares over months is no share of anything: 430 % would be right and nobody would understand it.
    return unit if unit.startswith("EUR") else "months"


def formula_text(quantity: Quantity, language: Language = "de") -> str:
    """Return the formula with labels, e.g. "Netto-Betreuungskosten / Maximale Vertriebskostenquote"."""
    return LabelText(language).render(expression_of(quantity)).text


def label_text(quantity: Quantity, language: Language = "de") -> str:
    """Return label and formula, e.g. "Umsatzschwelle = Netto-Betreuungskosten / …"."""
    return f"{quantity.short_label(language)} = {formula_text(quantity, language)}"


def number_template(quantity: Quantity, language: Language = "de") -> str:
    """Return the formula with places for the numbers, as a text of engine.texts: "{net_care_cost} / {…}".

    Where the formula is of a monthly quantity, `month` in it is the month shown, 1 … horizon.
    """
    expression = expression_of(quantity)
    # A formula that is nothing but a sum up to the month would read "5 € = 5 €" with its value put in.
    is_accumulation = isinstance(expression, ast.Call) and ast.unparse(expression.func) in ACCUMULATIONS
    return NumberText(language, over_all_months=is_accumulation).render(expression).text


def number_text(quantity: Quantity, results: Results, language: Language = "de", month: int = 12) -> str:
    """Return the formula with numbers, e.g. "750 € / 8,0 % = 9.375 €".

    Args:
        quantity: what is explained.
        results: the case the numbers come from, with one scenario.
        language: "de" or "en".
        month: the month shown for monthly quantities, 1 … horizon.
    """
    value = results[quantity.name]
    if quantity.monthly:
        value = np.asarray(value)[month - 1]
    numbers = filled_text(number_template(quantity, language), Scope(results.value, {"month": month}), language)
    return f"{numbers} = {display(quantity.name, value, language)}"
