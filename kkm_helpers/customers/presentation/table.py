"""A table of words, and how single figures are written in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kkm_helpers.language import Language, choose, format_number, format_value

UNKNOWN = "–"
SHOWN = 10
LONGEST_TEXT = 60


@dataclass(frozen=True)
class WordTable:
    """A table as people read it.

    Attributes:
        title: what it shows.
        headings: one for each column.
        rows: the cells.
        right: columns that stand to the right: numbers.
        broken: columns whose text may be broken into lines.
        more: what was left out at the end; "" where nothing.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: tuple[int, ...] = ()
    broken: tuple[int, ...] = (0,)
    more: str = ""


def count(number: float, language: Language) -> str:
    """Return a number of things as people write it."""
    return format_number(number, 0, language)


def figure(value: float | None, unit: str, language: Language) -> str:
    """Return a figure as people write it, shares with one decimal; a dash where it is unknown."""
    if value is None or math.isnan(value):
        return UNKNOWN
    return format_value(round(value, 3) if unit == "share" else value, unit, language)


def clipped(text: str) -> str:
    """Return a text of the file in one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


def and_more(total: int, language: Language, shown: int = SHOWN) -> str:
    """Return how many more there are than are shown; "" where none."""
    more = total - shown
    if more <= 0:
        return ""
    return choose(language, f"… und {count(more, language)} weitere", f"… and {count(more, language)} more")


def first_of(names: Sequence[str]) -> str:
    """Return the first names in one line."""
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
