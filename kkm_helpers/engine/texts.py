"""Texts with figures in them, declared once and filled here or in the page.

In a text `{name}` stands for that figure as people write it, `{name:style}` for the same in a style:

    words         with the words of its unit: "750 € im Jahr"
    short         an amount as one says it: "0,42 Mio. €"
    capital       a choice's words at the beginning of a sentence: "Nach Historie"
    label         what the name is called: "Kapitalwert Eigenaufbau"; short_label without a remark in brackets
    name          the public name itself
    a unit        an expression in that unit: "{field_rep_cost / visits_per_field_rep:EUR/visit}"

`{(}` … `{)}` puts what stands between into brackets where it begins with a minus: numbers put into a formula need that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kkm_helpers.engine.display import display
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.terms import TERMS
from kkm_helpers.language import UNITS, Language, choose, format_value, short_money
from kkm_helpers.language.numbers import MINUS
from kkm_helpers.model.declare import renamed

STYLES = ("", "words", "short", "capital", "label", "short_label", "name")
_PLACE = re.compile(r"\{(?:(?P<bracket>[()])|(?P<expression>[^{}:]+)(?::(?P<style>[^{}]*))?)\}")


@dataclass(frozen=True)
class Text:
    """A text in both languages, and when it holds.

    Attributes:
        de, en: what is said, with figures in braces; without `en` the same in both languages.
        when: the condition, an expression; always by default.
    """

    de: str
    en: str | None = None
    when: str = ""

    def words(self, language: Language) -> str:
        """Return the text of a language, not filled."""
        return choose(language, self.de, self.de if self.en is None else self.en)


@dataclass(frozen=True)
class Figure:
    """A figure in a text: an expression and the style it is written in."""

    expression: str
    style: str = ""


@dataclass(frozen=True)
class Bracketed:
    """Parts of a text that stand in brackets where they begin with a minus."""

    parts: tuple[TextPart, ...]


TextPart = str | Figure | Bracketed


@dataclass(frozen=True)
class Scope:
    """What names mean where a text or an expression stands.

    Attributes:
        look_up: gives the value of a public name.
        names: short names that hold here; `option` among them is the option that `option_…` names stand for.
    """

    look_up: Callable[[str], Any]
    names: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        if name in self.names:
            return self.names[name]
        return self.look_up(self.public_name(name))

    def public_name(self, name: str) -> str:
        """Return the public name that `name` stands for: `option_npv` is the NPV of the option looked at."""
        return renamed(name, self["option"]) if name.startswith("option_") else name


@cache
def parts_of(text: str) -> tuple[TextPart, ...]:
    """Return the parts a text is made of, in order.

    Raises:
        ValueError: a style is unknown, or a brace has no partner.
    """
    levels: list[list[TextPart]] = [[]]
    end = 0
    for place in _PLACE.finditer(text):
        _add_words(levels[-1], text[end : place.start()])
        end = place.end()
        if place["bracket"] == "(":
            levels.append([])
        elif place["bracket"]:
            inside = tuple(levels.pop())
            if not levels:
                break
            levels[-1].append(Bracketed(inside))
        else:
            levels[-1].append(Figure(place["expression"], _known_style(place["style"] or "", text)))
    if len(levels) != 1:
        msg = f"{text!r}: a bracket without its partner"
        raise ValueError(msg)
    _add_words(levels[0], text[end:])
    return tuple(levels[0])


def _known_style(style: str, text: str) -> str:
    if style in STYLES or style in UNITS:
        return style
    msg = f"{text!r}: unknown style {style!r}"
    raise ValueError(msg)


def _add_words(parts: list[TextPart], words: str) -> None:
    if "{" in words or "}" in words:
        msg = f"{words!r}: a brace without its partner"
        raise ValueError(msg)
    if words:
        parts.append(words)


def filled_text(text: str, scope: Scope, language: Language) -> str:
    """Return `text` with its figures put in."""
    return "".join(said for said, _ in spans(text, scope, language))


def spans(text: str, scope: Scope, language: Language) -> list[tuple[str, str]]:
    """Return `text` with its figures put in, in pieces: each with the name whose value it is, empty for all else."""
    return list(_spans(parts_of(text), scope, language))


def _spans(parts: tuple[TextPart, ...], scope: Scope, language: Language) -> Iterator[tuple[str, str]]:
    for part in parts:
        match part:
            case Figure(expression, style):
                is_value = style in ("", "words", "capital")
                yield written(expression, style, scope, language), scope.public_name(expression) if is_value else ""
            case Bracketed(inside):
                said = list(_spans(inside, scope, language))
                is_negative = said[0][0].startswith(MINUS)
                yield from [("(", ""), *said, (")", "")] if is_negative else said
            case _:
                yield part, ""


def written(expression: str, style: str, scope: Scope, language: Language) -> str:
    """Return the value of `expression` in a style."""
    if style in ("label", "short_label", "name"):
        public = scope.public_name(expression)
        if style == "name":
            return public
        return TERMS[public].label(language) if style == "label" else TERMS[public].short_label(language)
    value = value_of(expression, scope)
    if style == "short":
        return short_money(value, language)
    if style in UNITS:
        return format_value(value, style, language)
    text = display(scope.public_name(expression), value, language, words=style == "words")
    return f"{text[:1].upper()}{text[1:]}" if style == "capital" else text
