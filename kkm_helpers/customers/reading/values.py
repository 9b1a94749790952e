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
from kkm_helpers.customers.reading.remarks import ColumnRemark
from kkm_helpers.customers.words import number_format_shown
from kkm_helpers.language import LANGUAGES
from kkm_helpers.language.dates import DateOrder, date_order, is_no_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Sequence
    from datetime import date

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
# A program that takes numbers for decimals writes exactly one zero: 4711.0. What has three is a thousand.
_FLOAT_ID = re.compile(r"\d+[.,]0")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?", re.ASCII)
_SHARE_WORDS = frozenset((
    "quote", "satz", "dbq", "marge", "margenquote", "spanne", "handelsspanne", "margin", "rohertragsquote",
    "deckungsbeitragsquote", "deckungsbeitragssatz",
))  # fmt: skip
_NUMBER_KINDS = frozenset({"number", "money", "share"})


@dataclass(frozen=True)
class Meanings:
    """What each distinct text of a column means; rows look theirs up.

    Attributes:
        values: the number or the day; NaN or NaT where there is none.
        unreadable: something stands there that does not belong there.
        unknown: nothing stands there, or a way to say so.
    """

    values: NDArray[np.float64] | NDArray[np.datetime64]
    unreadable: NDArray[np.bool_]
    unknown: NDArray[np.bool_]

    @property
    def spotless(self) -> bool:
        """Whether each text has a value."""
        return not (self.unreadable.any() or self.unknown.any())


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
    """Numbers of a column, in EUR, pieces or as a share."""

    meanings: Meanings
    units: ColumnUnit | None = None
    remarks: tuple[ColumnRemark, ...] = ()
    is_share: bool = False


@dataclass
class FormatChoice:
    """The number format of each column, and how it was come by."""

    names: dict[tuple[str, int], FormatName] = field(default_factory=dict)
    overall: FormatName | None = None
    remarks: list[ColumnRemark] = field(default_factory=list)


def prepare_numbers(use: ColumnUse, column: TextColumn, relevant: NDArray[np.bool_] | None) -> NumberColumn:
    """Return a column taken apart, its format found as far as its own texts in the relevant rows tell."""
    typed = column.typed() if column.numbers is not None else np.zeros(len(column.texts), dtype=bool)
    weights = np.zeros(len(typed), dtype=np.int64) if typed.all() else column.counts(relevant)
    texts = take_column_apart(column.texts, skip=typed | (weights == 0))
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
            choice.remarks.append(_undecided(column, followed, alone=not decided))
    if textual:
        any_undecided = any(not column.found.decided for column in textual.values())
        choice.overall = followed if decided or any_undecided else "plain"
    return choice


def _undecided(column: NumberColumn, name: FormatName, *, alone: bool) -> ColumnRemark:
    example = next(
        (text.strip() for text in column.texts.texts if not text.strip().isdigit() and take_apart(text)), "1.234"
    )
    de, en = (number_format_shown(name, language) for language in LANGUAGES)
    why_de = "weil nichts in der Datei es entscheidet" if alone else "wie die anderen Zahlenspalten"
    why_en = "as nothing in the file decides it" if alone else "like the other number columns"
    return ColumnRemark(
        column.use.header,
        f"Die Zahlen in {{headers}} sind mehrdeutig (zum Beispiel {{example}}); gelesen wurden sie {de}, {why_de}.",
        f"The numbers in {{headers}} are ambiguous (for instance {{example}}); they were read as {en}, {why_en}.",
        example,
    )


def read_numbers(prepared: NumberColumn, name: FormatName, *, factor: float | None, title: Unit | None) -> ReadNumbers:
    """Return the numbers of a column; a contribution margin in EUR stays in EUR (`is_share` is False then).

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
    remarks: list[ColumnRemark] = _letter_remarks(use, parsed)
    units: ColumnUnit | None = None
    is_share = kind == "share"
    if use.name == "contribution_margin" and _is_amount(values, parsed, use):
        kind, is_share = "money", False
    if is_share:
        values, percent = _as_share(values, parsed, use, typed=column.numbers is not None)
        if percent and not parsed.percent.any() and not _header_says_percent(use):
            remarks.append(_read_as_percent(use.header))
    elif kind == "money":
        values, units = _scaled(values, parsed, use, factor, title)
        currency = (use.unit.currency if use.unit else None) or ", ".join(parsed.currencies)
        if currency:
            remarks.append(_foreign(use.header, currency))
    elif factor is not None:
        values, units = values * factor, ColumnUnit("", factor, "mapping")
    return ReadNumbers(Meanings(values, unreadable, parsed.unknown), units, tuple(remarks), is_share)


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


def _letter_remarks(use: ColumnUse, parsed: ParsedNumbers) -> list[ColumnRemark]:
    if not parsed.positive_letter:
        return []
    other = "S" if parsed.positive_letter == "H" else "H"
    return [
        ColumnRemark(
            use.header,
            f"Hinter den Beträgen in {{headers}} stehen H und S; {parsed.positive_letter} ist häufiger und gilt als "
            f"positiv, {other} als negativ.",
            f"The amounts in {{headers}} have H and S behind them; {parsed.positive_letter} is more frequent and taken "
            f"as positive, {other} as negative.",
        )
    ]


def _read_as_percent(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Werte über 1 stehen in {headers}; gelesen wird das als Prozent.",
        "There are values above 1 in {headers}; they are read as per cent.",
    )


def _foreign(header: str, currency: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        f"Beträge in {currency} stehen in {{headers}}; sie wurden nicht umgerechnet und wie Euro gelesen.",
        f"Amounts in {currency} stand in {{headers}}; they were not converted and read like euro.",
    )


@dataclass(frozen=True)
class ReadDates:
    """The days of a column.

    Attributes:
        meanings: the day of each distinct text.
        never: per distinct text, whether it says "never".
        order: of day and month; None where no day is written so that it matters.
        remarks: what the user should know.
    """

    meanings: Meanings
    never: NDArray[np.bool_]
    order: DateOrder | None
    remarks: tuple[ColumnRemark, ...] = ()


def read_dates(
    use: ColumnUse, column: TextColumn, forced: str | None, relevant: NDArray[np.bool_] | None = None
) -> ReadDates:
    """Return the days of a column; the order of day and month is the column's, unless it is forced."""
    count = len(column.texts)
    days = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]") if column.dates is None else column.dates.copy()
    unreadable, unknown, never = (np.zeros(count, dtype=bool) for _ in range(3))
    written = np.flatnonzero(np.isnat(days))
    if len(written):
        written = written[column.counts(relevant)[written] > 0]
        days[written] = _iso_days([column.texts[position] for position in written.tolist()])
        written = written[np.isnat(days[written])]
    texts = [clean(column.texts[position]) for position in written.tolist()]
    found = date_order(texts)
    order: DateOrder = cast("DateOrder", forced) if forced else found.order
    day_of = _Days(order)
    slashed = ordered = False
    for position, text in zip(written.tolist(), texts, strict=True):
        day = day_of(text)
        if day is not None:
            days[position] = day
            slashed = slashed or text.count("/") > 1  # "3/2024" is a month
            ordered = ordered or slashed or "." in text
        elif is_unknown(text) or is_no_date(text):
            unknown[position] = True
        elif fold_text(text) in NEVER_WORDS:
            never[position] = True
        else:
            unreadable[position] = True
    days, ends = _without_open_ends(days)
    unknown |= ends
    remarks = () if forced or found.decided or not slashed else (_unclear_order(use.header),)
    return ReadDates(Meanings(days, unreadable, unknown), never, order if ordered else None, remarks)


def _iso_days(texts: Sequence[str]) -> NDArray[np.datetime64]:
    """Return the days of texts like 2024-12-31 and 2024-12-31 07:45:00, NaT for all others; of a million in no time."""
    import pyarrow as pa

    days = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[D]")
    chosen = [position for position, text in enumerate(texts) if text[4:5] == "-" == text[7:8]]
    if chosen:
        try:
            read = pa.array([texts[position] for position in chosen]).cast(pa.timestamp("us"))
        except pa.ArrowInvalid:  # one of them is none: they are looked at one by one
            return days
        days[chosen] = read.cast(pa.date32(), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return days


class _Days:
    """Reads texts as days in one order of day and month; each day once, whatever the times of day behind it."""

    def __init__(self, order: DateOrder) -> None:
        self._order = order
        self._known: dict[str, date | None] = {}

    def __call__(self, text: str) -> date | None:
        """Return the day, or None where `text` is none."""
        head, _, tail = text.partition(" ")
        day = head if _CLOCK.fullmatch(tail) else text
        if day not in self._known:
            try:
                self._known[day] = parse_date(day, self._order)
            except ValueError:
                self._known[day] = None
        return self._known[day]


def _without_open_ends(days: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    ends = (days >= np.datetime64("9999-01-01")) | (days < np.datetime64("1901-01-01"))
    return np.where(ends, np.datetime64("NaT"), days), ends


def _unclear_order(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ob der Tag oder der Monat vorn steht, ist in {headers} nicht zu erkennen; gelesen wurde der Tag zuerst.",
        "Whether the day or the month comes first cannot be told in {headers}; the day was read first.",
    )


@dataclass(frozen=True)
class ReadYesNo:
    """Yes (1), no (0) or unknown (NaN)."""

    meanings: Meanings
    remarks: tuple[ColumnRemark, ...] = ()


def read_yes_no(use: ColumnUse, column: TextColumn, relevant: NDArray[np.bool_] | None = None) -> ReadYesNo:
    """Return yes and no of a column."""
    values = np.full(len(column.texts), np.nan)
    unreadable, unknown = (np.zeros(len(column.texts), dtype=bool) for _ in range(2))
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
    present = column.counts(relevant) > 0
    remarks: tuple[ColumnRemark, ...] = ()
    if (values[present] == 1).any() and not (values[present] == 0).any() and unknown[present].any():
        remarks = (
            ColumnRemark(
                use.header,
                "Nur „ja“ oder nichts steht in {headers}; leere Felder gelten als unbekannt, nicht als „nein“.",
                "Only “yes” or nothing stands in {headers}; empty cells count as unknown, not as “no”.",
            ),
        )
    return ReadYesNo(Meanings(values, unreadable, unknown), remarks)


def read_ids(
    column: TextColumn, relevant: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int32], list[str], list[Message]]:
    """Return the customer number of each distinct text as a code, the numbers by code, and what is odd about them."""
    texts = list(column.texts if column.numbers is not None else map(clean, column.texts))
    warnings: list[Message] = []
    present: list[str] = []
    if not {".", ",", "e", "E"}.isdisjoint("".join(texts)):  # else nothing can be odd about them
        counts = column.counts(relevant).tolist()
        present = [text for text, count in zip(texts, counts, strict=True) if text and count]
    if present and all(_FLOAT_ID.fullmatch(text) for text in present):
        texts = [text[:-2] if _FLOAT_ID.fullmatch(text) else text for text in texts]
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
    return codes, list(code_of), warnings


def is_number_kind(name: str) -> bool:
    """Return whether a canonical column holds numbers."""
    return column_of(name).kind in _NUMBER_KINDS
