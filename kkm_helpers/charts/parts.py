"""What a declaration is made of; `charts.template` tells how they are used, and fills them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.charts.options import EVERY_OPTION
from kkm_helpers.engine import Results
from kkm_helpers.engine.texts import Text
from kkm_helpers.language import Language

__all__ = [
    "ByLanguage", "Choice", "EachOption", "FromPython", "JoinedText", "Let", "Only", "Part", "Spans", "Text",
    "Under", "Value",
]  # fmt: skip

Part = Any
"""A dict, list, string, number or one of the parts below."""


@dataclass(frozen=True)
class Value:
    """The value of an expression: a number, a list of numbers, a name, True or False, None for what does not happen."""

    expression: str


@dataclass(frozen=True)
class Spans:
    """A text in pieces [words, name]: `name` is the one whose value the words are, empty for the words between."""

    text: Text


@dataclass(frozen=True)
class ByLanguage:
    """A part for each language."""

    de: Part
    en: Part


@dataclass(frozen=True)
class Only:
    """A part that is left out where the condition does not hold."""

    when: str
    part: Part


class Choice:
    """The first of some parts that is not left out."""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts


class EachOption:
    """Parts of a list, once for each option of which `when` holds; `option` and `position` are the option's."""

    def __init__(self, *parts: Part, when: str = "", options: tuple[str, ...] = EVERY_OPTION[1:]) -> None:
        self.parts = parts
        self.when = when
        self.options = options


@dataclass(frozen=True)
class JoinedText:
    """Texts put together with something between them."""

    separator: str
    texts: Part


@dataclass(frozen=True)
class Let:
    """A part with short names: each stands for an expression (a string) or for another part, once filled."""

    names: Mapping[str, Part]
    part: Part


@dataclass(frozen=True)
class Under:
    """A part as it would be if assumptions had other values, given as expressions."""

    changes: Mapping[str, str]
    part: Part


@dataclass(frozen=True)
class FromPython:
    """What only Python can compute, with the name under which the page waits for it."""

    name: str
    compute: Callable[[Results, Language], Any]
