"""From the texts of a column to its values: numbers with format and unit, dates, yes and no, ids.

Everything is decided per column and done per distinct text; what cannot be read is named, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from kkm_helpers.customers.columns import column_of, fold_text, header_words
from kkm_helpers.customers.customer_list import ColumnUnit, Message
from kkm_helpers.customers.reading.numbers import (
    FormatFound,
    FormatName,
    NumberTexts,
    ParsedNumbers,
    choose_format,
    clean,
    is_unknown,
    parse_column,
    take_apart,
    take_column_apart,
)
from kkm_helpers.language.dates import DateOrder, date_order, is_no_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.recognition import ColumnUse
    from kkm_helpers.customers.reading.text_table import TextColumn
    from kkm_helpers.customers.reading.units import Unit

NEVER_WORDS = frozenset(
    ["nie", "noch nie", "niemals", "never", "kein besuch", "nicht besucht", "not visited", "no visit", "ohne besuch"]
)
_YES = frozenset(["ja", "j", "yes", "y", "x", "wahr", "true", "1", "aktiv", "vorhanden", "vorh.", "w", "stark"])
_NO = frozenset(["nein", "n", "no", "falsch", "false", "0", "keine", "kein", "keiner", "inaktiv", "nicht", "none", "f"])
_LOST_ID = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_FLOAT_ID = re.compile(r"\d+\.0+")
_SHARE_WORDS = frozenset((
    "quote", "satz", "dbq", "marge", "margenquote", "spanne", "handelsspanne", "margin", "rohertragsquote",
    "deckungsbeitragsquote", "deckungsbeitragssatz",
))  # fmt: skip
_NUMBER_KINDS = frozenset({"number", "money", "share"})


@dataclass(frozen=True)
class CellProblems:
    """Cells of a column without a value: per row."""

    unreadable: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True)
class NumberColumn:
    """A number column ready to be parsed: its texts taken apart and weighted."""

    use: ColumnUse
    column: TextColumn
    texts: NumberTexts
    weights: NDArray[np.int64]
    found: FormatFound


@dataclass(frozen=True)
class ReadNumbers:
    """Numbers of a column per row, in EUR, pieces or as a share."""

    values: NDArray[np.float64]
    problems: CellProblems
    units: ColumnUnit | None = None
    warnings: tuple[Message, ...] = ()
    is_share: bool = False


@dataclass
class FormatChoice:
    """The number format of each column, and how it was come by."""

    names: dict[tuple[str, int], FormatName] = field(default_factory=dict)
    overall: FormatName | None = None
    warnings: list[Message] = field(default_factory=list)


def prepare_numbers(use: ColumnUse, column: TextColumn) -> NumberColumn:
    """Return a column taken apart, its format found as far as its own texts tell."""
    weights = np.bincount(column.codes, minlength=len(column.texts))
    typed = None if column.numbers is None else ~np.isnan(column.numbers)
    unused = weights == 0
    texts = take_column_apart(column.texts, skip=unused if typed is None else typed | unused)
    return NumberColumn(use, column, texts, weights, choose_format(texts.votes))


def choose_formats(columns: AnyMapping[tuple[str, int], NumberColumn], forced: str | None) -> FormatChoice:
    """Return each column's number format: an undecided one follows the file's others, else it is German."""
    choice = FormatChoice()
    textual = {
        key: column for key, column in columns.items() if column.texts.simple.any() or any(column.texts.parts.values())
    }
    if forced is not None:
        choice.overall = cast("FormatName", forced)
        choice.names = dict.fromkeys(columns, choice.overall)
        return choice
    decided = Counter(
        column.found.name for column in textual.values() if column.found.decided and not column.found.neutral
    )
    followed: FormatName = decided.most_common(1)[0][0] if decided else "german"
    for key, column in columns.items():
        undecided = key in textual and not column.found.decided
        choice.names[key] = followed if undecided else column.found.name
        if undecided:
            choice.warnings.append(_undecided(column, followed, alone=not decided))
    if textual:
        any_undecided = any(not column.found.decided for column in textual.values())
        choice.overall = followed if decided or any_undecided else "plain"
    return choice


def _undecided(column: NumberColumn, name: FormatName, *, alone: bool) -> Message:
    header = column.use.header
    example = next(
        (text.strip() for text in column.texts.texts if not text.strip().isdigit() and take_apart(text)), "1.234"
    )
    de = {
        "german": "deutsch (1.234,56)",
        "english": "englisch (1,234.56)",
        "swiss": "schweizerisch (1'234.56)",
        "plain": "einfach (1234.56)",
    }[name]
    en = {
        "german": "German (1.234,56)",
        "english": "English (1,234.56)",
        "swiss": "Swiss (1'234.56)",
        "plain": "plain (1234.56)",
    }[name]
    why_de = "weil nichts in der Datei es entscheidet" if alone else "wie die anderen Zahlenspalten"
    why_en = "as nothing in the file decides it" if alone else "like the other number columns"
    return Message(
        f"Die Zahlen in „{header}“ sind mehrdeutig (zum Beispiel {example}); gelesen wurden sie {de}, {why_de}.",
        f"The numbers in “{header}” are ambiguous (for instance {example}); they were read as {en}, {why_en}.",
    )


def read_numbers(prepared: NumberColumn, name: FormatName, *, factor: float | None, title: Unit | None) -> ReadNumbers:
    """Return the numbers of a column per row; a contribution margin in EUR stays in EUR (`is_share` is False then).

    Args:
        prepared: the column taken apart.
        name: its number format.
        factor: the scale a mapping gives; None: as header, title and cells say.
        title: the scale a line above the header gives to money.
    """
    column, use = prepared.column, prepared.use
    kind = column_of(use.name).kind
    parsed = parse_column(prepared.texts, name, prepared.weights)
    values = parsed.values.copy()
    unreadable = parsed.unreadable
    if column.numbers is not None:
        values = np.where(np.isnan(column.numbers), values, column.numbers)
    if column.dates is not None:
        unreadable = unreadable | ~np.isnat(column.dates)
    warnings = _letter_warnings(use, parsed)
    units: ColumnUnit | None = None
    is_share = kind == "share"
    if use.name == "contribution_margin" and _is_amount(values, parsed, use):
        kind, is_share = "money", False
    if is_share:
        values, percent = _as_share(values, parsed, use, typed=column.numbers is not None)
        if percent and not parsed.percent.any() and not _header_says_percent(use):
            warnings.append(_read_as_percent(use.header))
    elif kind == "money":
        values, units = _scaled(values, parsed, use, factor, title)
        currency = (use.unit.currency if use.unit else None) or ", ".join(parsed.currencies)
        if currency:
            warnings.append(_foreign(use.header, currency))
    elif factor is not None:
        values, units = values * factor, ColumnUnit("", factor, "mapping")
    codes = column.codes
    problems = CellProblems(unreadable[codes], parsed.unknown[codes])
    return ReadNumbers(values[codes], problems, units, tuple(warnings), is_share)


def _scaled(
    values: NDArray[np.float64], parsed: ParsedNumbers, use: ColumnUse, factor: float | None, title: Unit | None
) -> tuple[NDArray[np.float64], ColumnUnit | None]:
    """Return the values in EUR: a cell's own scale goes before the mapping's, the header's and the title's."""
    own = ~np.isnan(parsed.factors)
    if factor is not None:
        common, unit = factor, ColumnUnit("", factor, "mapping")
    elif use.unit is not None and use.unit.factor is not None:
        common, unit = use.unit.factor, ColumnUnit(use.unit.text, use.unit.factor, "header")
    elif use.unit is None and title is not None and title.factor is not None:
        common, unit = title.factor, ColumnUnit(title.text, title.factor, "title")
    else:
        common, unit = 1.0, None
    scaled = values * np.where(own, parsed.factors, common)
    if own.any():
        factors = sorted(set(parsed.factors[own]))
        texts = {1e3: "T€", 1e6: "Mio. €", 1e9: "Mrd. €"}
        unit = unit or ColumnUnit(" / ".join(texts[each] for each in factors), float(factors[-1]), "cell")
    return np.round(scaled, 6) if common != 1.0 or own.any() else scaled, unit


def _header_says_percent(use: ColumnUse) -> bool:
    return use.unit is not None and use.unit.percent


def _is_amount(values: NDArray[np.float64], parsed: ParsedNumbers, use: ColumnUse) -> bool:
    """Return whether a contribution margin is in EUR: its unit says so, or nothing says share and it exceeds 100."""
    if parsed.percent.any() or _header_says_percent(use):
        return False
    if use.unit is not None or not np.isnan(parsed.factors).all():
        return True
    if not _SHARE_WORDS.isdisjoint(header_words(use.header)):
        return False
    known = values[~np.isnan(values)]
    return bool(len(known) and np.abs(known).max() > 100)  # noqa: PLR2004 - more than all of the revenue


def _as_share(
    values: NDArray[np.float64], parsed: ParsedNumbers, use: ColumnUse, *, typed: bool
) -> tuple[NDArray[np.float64], bool]:
    """Return shares as fractions: per cent where the header or the cell says so, or where numbers exceed 1."""
    bare = np.abs(values[~parsed.percent & ~np.isnan(values)])
    above_one = bool(len(bare) and bare.max() > 1)
    # A workbook stores a cell that shows 8 % as 0.08, whatever the header says.
    column_percent = above_one or (_header_says_percent(use) and not typed)
    return np.where(parsed.percent | column_percent, values / 100, values), bool(parsed.percent.any() or column_percent)


def _letter_warnings(use: ColumnUse, parsed: ParsedNumbers) -> list[Message]:
    if not parsed.positive_letter:
        return []
    other = "S" if parsed.positive_letter == "H" else "H"
    return [
        Message(
            f"In „{use.header}“ stehen H und S hinter den Beträgen; {parsed.positive_letter} ist häufiger und gilt "
            f"als positiv, {other} als negativ.",
            f"“{use.header}” has H and S behind the amounts; {parsed.positive_letter} is more frequent and taken as "
            f"positive, {other} as negative.",
        )
    ]


def _read_as_percent(header: str) -> Message:
    return Message(
        f"„{header}“ enthält Werte über 1 und wird als Prozent gelesen.",
        f"“{header}” has values above 1 and is read as per cent.",
    )


def _foreign(header: str, currency: str) -> Message:
    return Message(
        f"„{header}“ enthält Beträge in {currency}; sie wurden nicht umgerechnet und wie Euro gelesen.",
        f"“{header}” has amounts in {currency}; they were not converted and read like euro.",
    )


@dataclass(frozen=True)
class ReadDates:
    """Days per row, NaT where there is none."""

    values: NDArray[np.datetime64]
    problems: CellProblems
    order: DateOrder
    never: NDArray[np.bool_]
    warnings: tuple[Message, ...] = ()


def read_dates(use: ColumnUse, column: TextColumn, forced: str | None) -> ReadDates:
    """Return the days of a column per row; the order of day and month is the column's, unless it is forced."""
    written = np.bincount(column.codes, minlength=len(column.texts)) > 0
    typed = (
        np.full(len(column.texts), np.datetime64("NaT"), dtype="datetime64[D]")
        if column.dates is None
        else column.dates
    )
    written &= np.isnat(typed)
    found = date_order(column.texts[position] for position in np.flatnonzero(written).tolist())
    order: DateOrder = cast("DateOrder", forced) if forced else found.order
    days = typed.copy()
    unreadable = np.zeros(len(column.texts), dtype=bool)
    unknown = np.zeros(len(column.texts), dtype=bool)
    never = np.zeros(len(column.texts), dtype=bool)
    slashed = False
    for position in np.flatnonzero(written).tolist():
        text = clean(column.texts[position])
        try:
            days[position] = parse_date(text, order)
            slashed = slashed or "/" in text
        except ValueError:
            if is_unknown(text) or is_no_date(text):
                unknown[position] = True
            elif fold_text(text) in NEVER_WORDS:
                never[position] = True
            else:
                unreadable[position] = True
    days, ends = _without_open_ends(days)
    unknown |= ends
    warnings = () if forced or found.decided or not slashed else (_unclear_order(use.header),)
    codes = column.codes
    return ReadDates(days[codes], CellProblems(unreadable[codes], unknown[codes]), order, never[codes], warnings)


def _without_open_ends(days: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    ends = days >= np.datetime64("9999-01-01")
    return np.where(ends, np.datetime64("NaT"), days), ends


def _unclear_order(header: str) -> Message:
    return Message(
        f"In „{header}“ ist nicht zu erkennen, ob der Tag oder der Monat vorn steht; gelesen wurde der Tag zuerst.",
        f"“{header}” does not tell whether the day or the month comes first; the day was read first.",
    )


@dataclass(frozen=True)
class ReadYesNo:
    """Yes (1), no (0) or unknown (NaN) per row."""

    values: NDArray[np.float64]
    problems: CellProblems
    warnings: tuple[Message, ...] = ()


def read_yes_no(use: ColumnUse, column: TextColumn) -> ReadYesNo:
    """Return yes and no of a column per row."""
    values = np.full(len(column.texts), np.nan)
    unreadable = np.zeros(len(column.texts), dtype=bool)
    unknown = np.zeros(len(column.texts), dtype=bool)
    for position, text in enumerate(column.texts):
        folded = fold_text(clean(text))
        if folded in _YES:
            values[position] = 1.0
        elif folded in _NO:
            values[position] = 0.0
        elif is_unknown(folded):
            unknown[position] = True
        else:
            unreadable[position] = True
    codes = column.codes
    warnings: tuple[Message, ...] = ()
    if (values[codes] == 1).any() and not (values[codes] == 0).any() and unknown[codes].any():
        warnings = (
            Message(
                f"In „{use.header}“ steht nur „ja“ oder nichts; leere Felder gelten als unbekannt, nicht als „nein“.",
                f"“{use.header}” says “yes” or nothing; empty cells count as unknown, not as “no”.",
            ),
        )
    return ReadYesNo(values[codes], CellProblems(unreadable[codes], unknown[codes]), warnings)


def read_ids(column: TextColumn) -> tuple[NDArray[np.int32], list[str], list[Message]]:
    """Return the customer number per row as a code, the numbers by code, and what is odd about them."""
    texts = [clean(text) for text in column.texts]
    weights = np.bincount(column.codes, minlength=len(texts))
    present = [text for text, weight in zip(texts, weights, strict=True) if text and weight]
    warnings: list[Message] = []
    if present and all(_FLOAT_ID.fullmatch(text) for text in present):
        texts = [text.partition(".")[0] for text in texts]
        warnings.append(
            Message(
                "Die Kundennummern sind als Kommazahlen gespeichert (4711.0); gelesen wurden sie ohne „.0“.",
                "The customer numbers are stored as decimals (4711.0); they were read without “.0”.",
            )
        )
    lost = [text for text in present if _LOST_ID.fullmatch(text)]
    if lost:
        shown = ", ".join(lost[:5])
        warnings.append(
            Message(
                f"Excel hat Kundennummern gekürzt ({shown}): Aus zwei Kunden kann einer geworden sein. Bitte mit der "
                "Nummer als Text exportieren.",
                f"Excel has shortened customer numbers ({shown}): two customers may have become one. Please export "
                "the number as text.",
            )
        )
    code_of: dict[str, int] = {}
    codes = np.fromiter((code_of.setdefault(text, len(code_of)) for text in texts), dtype=np.int32, count=len(texts))
    return codes[column.codes], list(code_of), warnings


def mostly_unreadable(problems: CellProblems, used: NDArray[np.bool_]) -> bool:
    """Return whether a column holds, in the used rows, something else than its header made us think."""
    bad = int((problems.unreadable & used).sum())
    good = int((~problems.unreadable & ~problems.unknown & used).sum())
    return bad > good


def is_number_kind(name: str) -> bool:
    """Return whether a canonical column holds numbers."""
    return column_of(name).kind in _NUMBER_KINDS
