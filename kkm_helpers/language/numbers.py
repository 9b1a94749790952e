"""Numbers as people write them in German and English: format and parse.

Parsing is strict about grouping: "1.5" is no German number (a group has three digits), "1,5" no English one.
A guess would be wrong by a factor of ten without a word.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from kkm_helpers.language.terms import Language

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True)
class NumberFormat:
    """How a number is written: the characters that may part groups of three digits, and the decimal sign."""

    name: str
    groups: str
    decimal: str


NUMBER_FORMATS: dict[str, NumberFormat] = {
    "german": NumberFormat("german", ".", ","),
    "english": NumberFormat("english", ",", "."),
    "swiss": NumberFormat("swiss", "'\u2019", "."),
    "plain": NumberFormat("plain", "", "."),
}
FORMAT_OF_LANGUAGE: dict[Language, NumberFormat] = {
    "de": NUMBER_FORMATS["german"],
    "en": NUMBER_FORMATS["english"],
}


@cache
def number_pattern(number_format: NumberFormat) -> re.Pattern[str]:
    """Return the pattern of a whole number text in `number_format`, without sign, spaces and unit."""
    decimal = re.escape(number_format.decimal)
    grouped = "".join(
        rf"|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+" for group in (*number_format.groups, " ", "\u00a0", "\u202f")
    )
    return re.compile(rf"(?:\d+{grouped})(?:{decimal}\d+)?|{decimal}\d+", re.ASCII)


def parse_number(text: str, number_format: NumberFormat) -> float:
    """Return the number that `text` is in `number_format`.

    Leading or trailing spaces and one sign in front (+, -, the typographic minus) are taken; nothing else is.

    Raises:
        ValueError: the text is no number in that format, for instance because a group has not three digits.
    """
    stripped = text.strip()
    sign = -1.0 if stripped[:1] in ("-", MINUS) else 1.0
    digits = stripped[1:].lstrip() if stripped[:1] in ("-", MINUS, "+") else stripped
    if not number_pattern(number_format).fullmatch(digits):
        msg = f"{text!r} is not a number in {number_format.name} format"
        raise ValueError(msg)
    whole, _, fraction = digits.partition(number_format.decimal)
    return sign * float("".join(filter(str.isdigit, whole)) + "." + fraction + "0")


def format_number(value: float, decimals: int, language: Language = "de") -> str:
    """Return `value` with grouped thousands, `decimals` digits and a true minus sign; never "-0".

    Half is rounded up as in commerce and in Excel (1,234.5 is 1,235), not to the even digit as Python does.
    """
    shifted = round(abs(value) * 10**decimals, 6)  # sheds float noise such as 1.0049999999999999 * 100
    text = f"{math.floor(shifted + 0.5) / 10**decimals:,.{decimals}f}"
    if value < 0 and text.strip("0.,"):
        text = MINUS + text
    return text.translate({ord(","): ".", ord("."): ","}) if language == "de" else text
