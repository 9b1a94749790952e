"""Numbers of a column: which format the whole column is written in, and what each of its texts then means.

A text is taken apart once (sign, debit or credit letter, digits, unit); the format is chosen by what the digits of all
texts allow, never cell by cell. Columns that allow two readings ("1.234" only) stay undecided here: what they follow
is for the file to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from kkm_helpers.customers.columns import fold_text
from kkm_helpers.customers.reading.units import Unit, parse_unit
from kkm_helpers.language.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FormatName = Literal["german", "english", "swiss", "plain"]

# What people write so that Excel keeps the zeros: ="00123".
_TEXT_FORMULA = re.compile(r'^="([^"]*)"$')
_SPACES = re.compile("[\u00a0\u202f\u2009\u2007\u2002\u2003\u200b\ufeff]")
_UNKNOWN = frozenset((
    "", "-", "--", "---", "–", "—", "−", ".", "./.", "?", "k.a.", "k. a.", "k.a", "ka", "keine angabe", "n/a", "na",
    "n.a.", "n. a.", "n.v.", "nicht verfuegbar", "unbekannt", "unknown", "null", "none", "nan", "nat", "<na>",
    "(leer)", "(blank)", "leer", "blank", "offen", "tbd", "entfaellt", "\\n",
))  # fmt: skip
# "NA" or "KA" may well be a customer's number.
_NO_NUMBER = frozenset({"keine", "ohne", "unbekannt", "unknown", "null", "nan", "neu", "neukunde", "none"})
_LOST = re.compile(
    r"#{2,}|#(?:nv|n/a|div/0!|wert!|value!|ref!|bezug!|name\?|zahl!|num!|null!|ueberlauf!|spill!|calc!|kalk!)|"
    r"err:\d+"
)
_DIGITS = r"\d[\d.,'\u2019 ]*"
_BODY = re.compile(rf"(?P<before>[^\d.,]*?)\s*(?P<digits>[.,]?(?:{_DIGITS}))\s*(?P<after>\D*)", re.DOTALL)
_SCIENTIFIC = re.compile(r"([+-]?\d+(?:[.,]\d+)?)[Ee]([+-]?\d+)")
_ROUND_PRICE = re.compile(r"(\d[.,])(?:-{1,2}|[\u2013\u2014])(?=$|\s*(?:€|eur))", re.IGNORECASE)
_BRACKETED = re.compile(r"([^()\d]*)\(([^()]*\d[^()]*)\)([^()\d]*)")  # "(500.00)", "$(500.00)", "(500,00) €"
_MINUSES = str.maketrans({MINUS: "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\uff0d": "-"})
_APOSTROPHES = "'\u2019"

# What digits look like in each format, without sign; a group never follows a leading zero ("0.125" is no 125).
_GROUPS = {"german": ".", "english": ",", "swiss": _APOSTROPHES}
_DECIMALS = {"german": ",", "english": ".", "swiss": "."}
_WRITTEN = {
    name: rf"(?:\d+|[1-9]\d{{0,2}}(?:[{_GROUPS[name]}]\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+)(?:[{_DECIMALS[name]}]\d+)?"
    rf"|[{_DECIMALS[name]}]\d+"
    for name in _GROUPS
}
_WRITTEN_PATTERN = {name: re.compile(pattern, re.ASCII) for name, pattern in _WRITTEN.items()}
_LINE_PATTERN = {name: re.compile(rf"^(?:{pattern})$", re.ASCII | re.MULTILINE) for name, pattern in _WRITTEN.items()}
_TWO_WAYS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$", re.ASCII | re.MULTILINE)
_ENGLISH_GROUPS = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$", re.ASCII | re.MULTILINE)
_SEPARATED = re.compile(r"^.*[^\d\n].*$", re.ASCII | re.MULTILINE)
_FOR_PYTHON = {name: str.maketrans({**dict.fromkeys(_GROUPS[name] + " "), _DECIMALS[name]: "."}) for name in _GROUPS}
_SIMPLE = re.compile(r"-?[0-9.,]*[0-9]$", re.ASCII)


@dataclass(frozen=True)
class Parts:
    """A cell's text taken apart.

    Attributes:
        digits: digits with their group and decimal signs, without sign and unit.
        negative: it carries a minus, brackets or CR.
        letter: "H" or "S" (SAP's credit and debit), else "".
        unit: its own unit, or None.
        exponent: power of ten it was written with ("4,01E+12").
    """

    digits: str
    negative: bool = False
    letter: str = ""
    unit: Unit | None = None
    exponent: int = 0


def clean(text: str) -> str:
    """Return `text` with plain spaces, without blanks around it and without what makes Excel take it for text."""
    text = (text if text.isascii() else _SPACES.sub(" ", text)).strip().removeprefix("'").strip()
    return _TEXT_FORMULA.sub(r"\1", text).strip() if text.startswith('="') else text


def is_unknown(text: str) -> bool:
    """Return whether `text` says that there is no value: blank, "k.A.", "n/a", "-"."""
    return fold_text(clean(text)) in _UNKNOWN


def is_no_number(text: str) -> bool:
    """Return whether a customer number says that there is none: "-", "n/a", "k.A.", "keine", or an error."""
    folded = fold_text(clean(text))
    return bool(folded) and ((folded in _UNKNOWN and not folded.isalnum()) or folded in _NO_NUMBER or is_lost(text))


def is_lost(text: str) -> bool:
    """Return whether a spreadsheet put an error or "####" where a value was."""
    return _LOST.fullmatch(fold_text(clean(text))) is not None


@lru_cache(maxsize=4096)
def take_apart(text: str) -> Parts | None:
    """Return the parts of a number text, or None where it is no number in any format."""
    cleaned = _ROUND_PRICE.sub(r"\g<1>00", clean(text).translate(_MINUSES))
    if (unit := _dash_with_currency(cleaned)) is not None:
        return Parts("0", unit=unit)
    brackets = _BRACKETED.fullmatch(cleaned)
    bracketed = brackets is not None
    if brackets is not None:
        cleaned = "".join(brackets.groups()).strip()
    if match := _SCIENTIFIC.fullmatch(cleaned):
        mantissa = match[1]
        return Parts(mantissa.lstrip("+-"), bracketed != mantissa.startswith("-"), exponent=int(match[2]))
    match = _BODY.fullmatch(cleaned)
    if match is None:
        return None
    marks = _Marks()
    if not (marks.take(match["before"], leading=True) and marks.take(match["after"], leading=False)):
        return None
    if marks.minuses + bracketed > 1:
        return None
    return Parts(match["digits"].strip(), bool(marks.minuses or bracketed or marks.credit), marks.letter, marks.unit)


def _dash_with_currency(text: str) -> Unit | None:
    """Return the currency beside a lone dash: the way Excel's accounting format shows 0 ("-   €")."""
    rest = text.strip("- ")
    return parse_unit(rest) if rest and rest != text and "-" in text and not any(map(str.isdigit, rest)) else None


class _Marks:
    """The signs, letters and units found around the digits of one cell."""

    def __init__(self) -> None:
        self.minuses = 0
        self.credit = False
        self.letter = ""
        self.unit: Unit | None = None

    def take(self, text: str, *, leading: bool) -> bool:
        """Take what stands on one side of the digits; False: it is none of a number's."""
        rest = text.strip()
        if rest[:1] == "-" or (leading and rest[:1] == "+"):
            self.minuses += rest[0] == "-"
            rest = rest[1:].strip()
        elif rest[-1:] == "-" or (leading and rest[-1:] == "+"):
            self.minuses += rest[-1] == "-"
            rest = rest[:-1].strip()
        words = rest.split()
        if words and not leading and words[-1].upper() in ("H", "S", "CR", "DR"):
            mark = words.pop().upper()
            self.letter = mark if mark in ("H", "S") else ""
            self.credit = mark == "CR"
        elif words and leading and words[0] in ("H", "S"):
            self.letter = words.pop(0)
        if not words:
            return True
        unit = parse_unit(" ".join(words))
        if unit is None or (self.unit is not None and self.unit.factor is not None and unit.factor is not None):
            return False
        self.unit = unit if self.unit is None or unit.factor is not None else self.unit
        return True


@dataclass(frozen=True)
class FormatVotes:
    """How many distinct texts of a column can be read in each format.

    Attributes:
        german, english: texts that are numbers in that format.
        swiss: texts that are Swiss numbers; 0 where no text has an apostrophe.
        two_ways: texts that are different numbers in German and English.
        english_groups: texts with a comma between groups.
        separated: texts with any separator at all.
    """

    german: int = 0
    english: int = 0
    swiss: int = 0
    two_ways: int = 0
    english_groups: int = 0
    separated: int = 0


@dataclass(frozen=True)
class FormatFound:
    """A column's format, and whether its texts decide it; `neutral`: whole numbers, no format matters."""

    name: FormatName
    decided: bool
    neutral: bool = False


def count_votes(digits: Sequence[str]) -> FormatVotes:
    """Return what these digit texts (without sign and unit) allow."""
    lines = "\n".join(digits)  # counted as one text: a column may have a million distinct amounts

    def count(pattern: re.Pattern[str]) -> int:
        return sum(1 for _ in pattern.finditer(lines))

    return FormatVotes(
        german=count(_LINE_PATTERN["german"]),
        english=count(_LINE_PATTERN["english"]),
        swiss=count(_LINE_PATTERN["swiss"]) if any(sign in lines for sign in _APOSTROPHES) else 0,
        two_ways=count(_TWO_WAYS),
        english_groups=count(_ENGLISH_GROUPS),
        separated=count(_SEPARATED),
    )


def choose_format(votes: FormatVotes) -> FormatFound:
    """Return the format that most texts of a column demand."""
    if votes.swiss > max(votes.german, votes.english):
        return FormatFound("swiss", decided=True)
    if votes.german > votes.english:
        return FormatFound("german", decided=True)
    if votes.english > votes.german:
        return FormatFound("english" if votes.english_groups else "plain", decided=True)
    if not votes.separated:
        return FormatFound("plain", decided=True, neutral=True)
    return FormatFound("german", decided=False)


def parse_digits(digits: str, name: FormatName) -> float:
    """Return the number that `digits` are in the format.

    Raises:
        ValueError: they are none in that format.
    """
    written = "english" if name == "plain" else name
    if not _WRITTEN_PATTERN[written].fullmatch(digits):
        msg = f"{digits!r} is not a number in {name} format"
        raise ValueError(msg)
    return float(digits.translate(_FOR_PYTHON[written]))


@dataclass(frozen=True)
class NumberTexts:
    """The distinct texts of a number column, taken apart.

    Attributes:
        texts: the distinct texts.
        simple: per text, whether it is digits and separators with at most a minus in front: parsed as one block.
        parts: parts of the others by position; None: no number.
        unknown: positions that say "no value".
    """

    texts: Sequence[str]
    simple: NDArray[np.bool_]
    parts: dict[int, Parts | None]
    unknown: NDArray[np.bool_]

    @property
    def votes(self) -> FormatVotes:
        """Return what all texts together allow."""
        plain = [self.texts[i].strip().lstrip("-") for i in np.flatnonzero(self.simple).tolist()]
        others = [parts.digits for parts in self.parts.values() if parts is not None]
        return count_votes(plain + others)


def take_column_apart(texts: Sequence[str], *, skip: NDArray[np.bool_] | None = None) -> NumberTexts:
    """Return the distinct `texts` of a column taken apart; texts at `skip` have a typed number and are left alone."""
    simple = np.zeros(len(texts), dtype=bool)
    unknown = np.zeros(len(texts), dtype=bool)
    parts: dict[int, Parts | None] = {}
    for position in range(len(texts)) if skip is None else np.flatnonzero(~skip).tolist():
        text = texts[position]
        if _SIMPLE.match(text.strip()):
            simple[position] = True
        elif is_unknown(text):
            unknown[position] = True
        else:
            parts[position] = take_apart(text)
    return NumberTexts(texts, simple, parts, unknown)


@dataclass(frozen=True)
class ParsedNumbers:
    """Numbers of the distinct texts of a column, in the file's own scale.

    Attributes:
        values: the number per text; NaN where there is none.
        factors: the scale a cell carries itself (NaN: it says nothing).
        percent: whether the cell carries a per cent sign.
        unreadable: filled, but no number in the column's format.
        unknown: blank or a way to say "no value".
        positive_letter: "H" or "S", whichever was taken as positive; "" where the column has no such letters.
        currencies: foreign currencies found.
    """

    values: NDArray[np.float64]
    factors: NDArray[np.float64]
    percent: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    positive_letter: str = ""
    currencies: tuple[str, ...] = ()


def parse_column(column: NumberTexts, name: FormatName, weights: NDArray[np.int64]) -> ParsedNumbers:
    """Return the numbers of a column's distinct texts in the format `name`.

    Args:
        column: the texts taken apart.
        name: the format chosen for the whole column.
        weights: rows per distinct text: of H and S the letter of more rows is the positive one.
    """
    count = len(column.texts)
    values = np.full(count, np.nan)
    factors = np.full(count, np.nan)
    percent = np.zeros(count, dtype=bool)
    unreadable = np.zeros(count, dtype=bool)
    letters = {"H": 0, "S": 0}
    currencies: set[str] = set()
    for position, parts in column.parts.items():
        if parts is not None and parts.letter:
            letters[parts.letter] += int(weights[position])
    positive = "" if not any(letters.values()) else max(("S", "H"), key=lambda letter: letters[letter])
    _parse_simple(column, name, values, unreadable)
    for position, parts in column.parts.items():
        number = None if parts is None else _number(parts, name)
        if parts is None or number is None:
            unreadable[position] = True
            continue
        negative = parts.negative != (bool(parts.letter) and parts.letter != positive)
        values[position] = -number if negative else number
        if parts.unit is not None:
            percent[position] = parts.unit.percent
            factors[position] = np.nan if parts.unit.factor is None else parts.unit.factor
            if parts.unit.currency:
                currencies.add(parts.unit.currency)
    return ParsedNumbers(values, factors, percent, unreadable, column.unknown, positive, tuple(sorted(currencies)))


def _number(parts: Parts, name: FormatName) -> float | None:
    try:
        if parts.exponent:
            return float(f"{parts.digits.replace(',', '.')}e{parts.exponent}")
        return parse_digits(parts.digits, name)
    except ValueError:
        return None


def _parse_simple(
    column: NumberTexts, name: FormatName, values: NDArray[np.float64], unreadable: NDArray[np.bool_]
) -> None:
    """Parse the texts that are but digits and separators, with a minus in front at most."""
    for position in np.flatnonzero(column.simple).tolist():
        text = column.texts[position].strip()
        digits = text.removeprefix("-")
        try:
            number = parse_digits(digits, name)
        except ValueError:
            unreadable[position] = True
        else:
            values[position] = number if digits is text else -number
