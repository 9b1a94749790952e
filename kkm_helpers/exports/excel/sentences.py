"""Sentences that follow the figures: texts with conditions and numbers, as formulas."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.options import shown_option
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.terms import UNIT_OF
from kkm_helpers.engine.texts import Figure, Scope, Text, filled_text, parts_of
from kkm_helpers.exports.excel.assumptions_sheet import choice_words
from kkm_helpers.exports.excel.book import Book
from kkm_helpers.exports.excel.calculation_sheet import option_words
from kkm_helpers.exports.excel.options_sheet import SHOWN, of_shown_option
from kkm_helpers.exports.excel.places import SeenFrom, SheetName
from kkm_helpers.formulas.excel import Excel, literal
from kkm_helpers.language import UNITS
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.language.units import IN_MILLIONS_FROM
from kkm_helpers.model.declare import OPTION, renamed


@dataclass(frozen=True)
class Spoken:
    """A sentence as a formula, without "=", and what it says as exported."""

    formula: str
    value: str


@dataclass(frozen=True)
class _Looking(SeenFrom):
    """Places that also know the option looked at: `option_npv` is its net present value."""

    book: Book | None = None

    def single(self, name: str) -> str:
        if name == OPTION:
            return SHOWN
        if name.startswith(f"{OPTION}_") and self.book is not None:
            return of_shown_option(name, self.book)
        return super().single(name)


def spoken(book: Book, sheet: SheetName, texts: Sequence[Text]) -> Spoken:
    """Return the first text whose condition holds; the last one always does.

    Args:
        book: the workbook.
        sheet: the sheet the sentence stands on.
        texts: `{name}` stands for a figure with one value, `{option_npv}` for that of the option looked at.
    """
    places = _Looking(sheet.label(book.language), book.rows, book)
    scope = Scope(book.results.value, {OPTION: shown_option(book.results)})
    said = next(text for text in texts if not text.when or value_of(text.when, scope))
    formula = _joined(book, places, texts[-1])
    for text in reversed(texts[:-1]):
        formula = f"IF({_condition(places, text.when)},{_joined(book, places, text)},{formula})"
    return Spoken(formula, filled_text(said.words(book.language), scope, book.language))


def _condition(places: SeenFrom, expression: str) -> str:
    """Return a condition as a formula."""
    return Excel(places).render(ast.parse(expression, mode="eval").body).text


def _joined(book: Book, places: SeenFrom, text: Text) -> str:
    parts = parts_of(text.words(book.language))
    return "&".join(literal(part) if isinstance(part, str) else _figure(book, places, part) for part in parts)


def _figure(book: Book, places: SeenFrom, part: object) -> str:
    """Return the formula of a figure as people write it; separators are those of the user's spreadsheet."""
    assert isinstance(part, Figure)  # noqa: S101 - sentences have no brackets for minus signs
    cell = Excel(places).render(ast.parse(part.expression, mode="eval").body).text
    if part.expression == OPTION:
        return option_words(cell, book)
    known = ASSUMPTIONS.get(part.expression)
    if known and known.is_choice:
        return choice_words(known, cell, book)
    unit = UNIT_OF[renamed(part.expression, "build")]
    number = _number(book, cell, unit, short=part.style == "short")
    return number if UNITS[unit].kind in ("money", "share") else f"IF(ISNUMBER({cell}),{number},{cell})"


def _number(book: Book, cell: str, unit: str, *, short: bool) -> str:
    match UNITS[unit].kind:
        case "share":
            digits = f"IF(ROUND(100*{cell},1)=ROUND(100*{cell},2),1,2)"
            return f"FIXED(100*{cell},{digits})&{literal(book.say(f'{NO_BREAK_SPACE}%', '%'))}"
        case "money":
            plain = _money(book, f"FIXED({cell},IF(AND(ABS({cell})<1000,{cell}<>INT({cell})),2,0))")
            million = _money(book, f"FIXED({cell}/1000000,2)", in_millions=True)
            return f"IF(ABS({cell})>={IN_MILLIONS_FROM},{million},{plain})" if short else plain
        case _:
            return f"FIXED({cell},IF({cell}=INT({cell}),0,1))"


def _money(book: Book, number: str, *, in_millions: bool = False) -> str:
    space = NO_BREAK_SPACE
    if book.language == "de":
        return f"{number}&{literal(f'{space}Mio.{space}€' if in_millions else f'{space}€')}"
    return f'"€"&{number}' + ('&"m"' if in_millions else "")


def unless_changed(spoken_now: Spoken, exported: str, as_exported: str, unchanged: str) -> Spoken:
    """Return what was said when the file was exported as long as nothing is changed, and what follows after that.

    Args:
        spoken_now: what the figures say once something is changed.
        exported: the cell with the sentence as exported.
        as_exported: that sentence.
        unchanged: the condition that nothing is changed.
    """
    return replace(spoken_now, formula=f"IF({unchanged},{exported},{spoken_now.formula})", value=as_exported)
