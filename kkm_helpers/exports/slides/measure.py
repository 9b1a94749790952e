"""How much room a text takes: the same on every machine, whatever fonts it has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LINE_HEIGHT = 1.2
_SIZE = 100
_LATIN_END = 0x250
_WIDE, _OTHER = 1.3, 0.75
"""Parts of the size: what stands for a whole square (emoji, Chinese), and any other script."""
_REGULAR, _BOLD = 1.05, 1.14
"""The font measured with is a little narrower than the widest of those a slide may be set in."""


@cache
def _font() -> FreeTypeFont:
    from PIL.ImageFont import load_default

    return load_default(_SIZE)  # type: ignore[return-value]  # comes with the library, a font of its own


@cache
def _part(character: str) -> float:
    """Return the width of a character as a part of the size of the type."""
    if ord(character) < _LATIN_END or unicodedata.category(character) in ("Pd", "Sm", "Po", "Pi", "Pf", "Zs", "Sc"):
        return _font().getlength(character) / _SIZE
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    is_square = unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So"
    return _WIDE if is_square else _OTHER


def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """Return the width of a text in one line, in points.

    Args:
        text: without line breaks.
        size: of the type, in points.
        strong: set in bold.
    """
    return sum(map(_part, text)) * size * (_BOLD if strong else _REGULAR)


def count_lines(text: str, width: float, size: float, *, strong: bool = False) -> int:
    """Return how many lines a text needs where each is at most `width` points wide; a word that is too long is cut."""
    lines, used = 1, 0.0
    space = text_width(" ", size, strong=strong)
    for word in filter(None, re.split(r"[ \t\n]+|(?<=\w[-–/])", text)):
        length = text_width(word, size, strong=strong)
        if used and used + space + length > width:
            lines, used = lines + 1, 0.0
        if length > width:
            # A cut word may waste the end of each line.
            cut = -(-length // max(width - size * _WIDE, size))
            lines, used = lines + int(cut) - 1, width
        else:
            used += (space if used else 0.0) + length
    return lines


def longest_word(text: str, size: float, *, strong: bool = False) -> float:
    """Return the width of the widest word, in points."""
    return max((text_width(word, size, strong=strong) for word in text.split(" ")), default=0.0)


def text_height(text: str, width: float, size: float, *, strong: bool = False) -> float:
    """Return the height of a text set to a width, in points."""
    return count_lines(text, width, size, strong=strong) * size * LINE_HEIGHT


def within_lines(text: str, width: float, size: float, most: int, *, strong: bool = False) -> str:
    """Return a text that needs at most `most` lines; an ellipsis says that there was more."""
    if count_lines(text, width, size, strong=strong) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count_lines(f"{text[:middle].rstrip()}…", width, size, strong=strong) <= most:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
