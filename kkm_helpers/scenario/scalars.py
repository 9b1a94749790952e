"""Single values as text: plain numbers, and the words that two versions of YAML read as different things.

A scenario file is read by this package, by papermill (YAML 1.1) and by whatever else the user has (YAML 1.2). What
these would read differently is refused with the spelling that all of them read alike.
"""

from __future__ import annotations

import math
import re
from typing import Any

from kkm_helpers.assumptions import Assumption
from kkm_helpers.language import UNITS, Language, parse_value
from kkm_helpers.language.numbers import FORMAT_OF_LANGUAGE, parse_number

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?|\.[0-9]+([eE][-+][0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

# What at least one of the two versions takes for something else than text.
_YES = re.compile(r"[Yy]es|YES|[Oo]n|ON")
_NO = re.compile(r"[Nn]o|NO|[Oo]ff|OFF")
_OTHER_NUMBER = re.compile(
    r"[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9_]+)([eE][-+]?[0-9]+)?"  # 1_000, 010, 1e-3, -.5
    r"|[-+]?0(b[01_]+|o[0-7_]+|x[0-9a-fA-F_]+)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"  # 12:30 is 750 in YAML 1.1
)
_SIGNS = re.compile(r"=|<<")

# 4.000 is four for a computer and four thousand for a German. A program never writes a zero at the end.
_GROUPED_OR_DECIMAL = re.compile(r"[-+]?([1-9][0-9]{0,2})\.([0-9]{2}0)")
_PLAIN_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?", re.ASCII)
_EXACT_INTEGERS = 1e15


class AmbiguousTextError(ValueError):
    """A text that programs read as different things; `better` is the spelling that all read alike, if there is one."""

    def __init__(self, text: str, better: str | None) -> None:
        super().__init__(text)
        self.text = text
        self.better = better


def read_scalar(text: str) -> Any:  # noqa: ANN401
    """Return the value of an unquoted YAML scalar: None, a truth value, a number, or the text itself.

    Raises:
        AmbiguousTextError: YAML 1.1 and YAML 1.2 read the text as different things.
    """
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return bool(_TRUE.fullmatch(text))
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if _YES.fullmatch(text) or _NO.fullmatch(text):
        raise AmbiguousTextError(text, "true" if _YES.fullmatch(text) else "false")
    if _OTHER_NUMBER.fullmatch(text):
        digits = text.replace("_", "")
        raise AmbiguousTextError(text, write_number(float(digits)) if _PLAIN_NUMBER.fullmatch(digits) else None)
    if _SIGNS.fullmatch(text):
        raise AmbiguousTextError(text, None)
    return text


def read_argument(text: str) -> float | str:
    """Return what a value on the command line means: a plain number such as 0.05 or 1e-3, else the text itself."""
    stripped = text.strip()
    if not _PLAIN_NUMBER.fullmatch(stripped):
        return stripped
    return float(stripped) if set(stripped) & set(".eE") else int(stripped)


def write_number(value: float) -> str:
    """Return a number as every version of YAML, and every programming language, reads it back unchanged."""
    number = float(value)
    if number.is_integer() and abs(number) < _EXACT_INTEGERS:
        return str(int(number))
    text = repr(number)
    # YAML 1.1 wants the point: 1e-05 would be text there.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def write_text(text: str) -> str:
    """Return a text as a YAML scalar, quoted unless it is plain beyond doubt."""
    if _PLAIN_TEXT.fullmatch(text) and _reads_as_text(text):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


_PLAIN_TEXT = re.compile(r"(\.{0,2}/)*[^\W\d_]([\w .,;/()€%+–-]*[\w.)€%])?")


def _reads_as_text(text: str) -> bool:
    try:
        return isinstance(read_scalar(text), str)
    except AmbiguousTextError:
        return False


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"  # noqa: PLR2004


def grouped_or_decimal(text: str, assumption: Assumption) -> tuple[str, str] | None:
    """Return the two things that a text such as 4.000 may mean, as plain numbers; None where there is no doubt.

    There is none where thousands would be out of the assumption's bounds.
    """
    match = _GROUPED_OR_DECIMAL.fullmatch(text.strip())
    if match is None:
        return None
    thousands = float(match[1] + match[2])
    _, high = assumption.bounds
    if high is not None and thousands > high:
        return None
    return write_number(thousands), write_number(float(text))


def plain_numbers_meant(text: str, assumption: Assumption) -> tuple[str, ...]:
    """Return the plain numbers that a text written for people may mean: "0,05" is 0.05, "8 %" 0.08, "12 T€" 12000."""
    return tuple({write_number(number): None for number in numbers_written(text, assumption).values()})


def numbers_written(text: str, assumption: Assumption) -> dict[Language, float]:
    """Return what a text written for people is as a number, by the language in which it is one."""
    numbers: dict[Language, float] = {}
    is_share = UNITS[assumption.unit].kind == "share" and not text.rstrip().endswith("%")
    for language, number_format in FORMAT_OF_LANGUAGE.items():
        try:
            # A share without the sign is meant as it stands: 0,05 is 0.05 and not 0.05 %.
            number = parse_number(text, number_format) if is_share else parse_value(text, assumption.unit, language)
        except ValueError:
            continue
        if math.isfinite(number):
            numbers[language] = number
    return numbers
