"""Dates as people and systems write them: parse a text, decide day or month first for a whole column.

Dots and dashes put the day first; slashes are read by the column's order, which `date_order` finds from all its texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

DateOrder = Literal["day_first", "month_first"]

EXCEL_EPOCH = date(1899, 12, 30)
# 1954 … 2119: beside these a five-digit number is no date somebody meant.
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
_CENTURY_TURN = 69  # as POSIX: 69 … 99 are the 1900s

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january jaenner",
            "feb februar february",
            "mrz mar maerz march mär märz",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dez dezember dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_TIME_OF_DAY = re.compile(
    r"(?<=\d)[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[AP]M|[+-]\d{2}:?\d{2}|Uhr)?$", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})([./-])\s*(\d{1,2})\2\s*(\d{4}|\d{2})")
_NAMED = re.compile(r"(?:(\d{1,2})[. -]*)?([^\W\d_]+)[. -]*['\u2019]?(\d{4}|\d{2})")
# "12/2024" and "2024-12"; SAP's posting periods have three digits, "012.2024" and "2024/012".
_MONTH = re.compile(r"(?P<month>\d{1,2}|0\d{2})[./-](?P<year>\d{4})")
_MONTH_ISO = re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{2}|0\d{2}|(?<=[/-])\d)")
_MONTH_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2]|0\d{2})")
_MONTH_ALONE = re.compile(r"0?[1-9]|1[0-2]|00[1-9]|01[0-6]")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")

_NO_DATE = re.compile(r"0{1,2}([./-])0{1,2}\1(?:0{4}|0{2})|0{4}-00-00|0{8}|31([./-])12\2(?:9999)|9999-?12-?31")


@dataclass(frozen=True)
class DateOrderFound:
    """The order of day and month in a column, and whether its texts decide it."""

    order: DateOrder
    decided: bool


def is_no_date(text: str) -> bool:
    """Return whether `text` is a system's way to say "no date": 00.00.0000, 31.12.9999 and the like."""
    return _NO_DATE.fullmatch(_TIME_OF_DAY.sub("", text.strip())) is not None


@cache
def _full_year(text: str) -> int:
    if len(text) == 4:  # noqa: PLR2004
        return int(text)
    return int(text) + (2000 if int(text) < _CENTURY_TURN else 1900)


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def date_order(texts: Iterable[str]) -> DateOrderFound:
    """Return the order of day and month that most of the slashed dates in `texts` demand.

    Day first, undecided, where no text demands anything ("03/04/2024" alone).
    """
    votes = {"day_first": 0, "month_first": 0}
    for text in texts:
        if "/" not in text:
            continue
        match = _PARTS.fullmatch(_TIME_OF_DAY.sub("", text.strip()))
        if match is None or match[2] != "/":
            continue
        first, second = int(match[1]), int(match[3])
        votes["day_first"] += first > 12 >= second  # noqa: PLR2004 - there are twelve months
        votes["month_first"] += second > 12 >= first  # noqa: PLR2004
    if votes["month_first"] > votes["day_first"]:
        return DateOrderFound("month_first", decided=True)
    return DateOrderFound("day_first", decided=votes["day_first"] > 0)


def parse_date(text: str, order: DateOrder = "day_first") -> date:
    """Return the day that `text` names.

    A month alone ("Dez 24", "12/2024", "202412") is its last day, an Excel serial its day.

    Args:
        text: one cell, time of day allowed and ignored.
        order: how to read "03/04/2024".

    Raises:
        ValueError: the text names no day.
    """
    found = _parse(_TIME_OF_DAY.sub("", text.strip()), order)
    if found is None:
        msg = f"{text!r} is not a date"
        raise ValueError(msg)
    return found


@lru_cache(maxsize=4096)
def _parse(text: str, order: DateOrder) -> date | None:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _PARTS.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        month_first = order == "month_first" and match[2] == "/"
        return date(year, first, second) if month_first else date(year, second, first)
    if match := _SERIAL.fullmatch(text):
        serial = int(match[1])
        return EXCEL_EPOCH + timedelta(days=serial) if FIRST_SERIAL <= serial <= LAST_SERIAL else None
    if (match := _NAMED.fullmatch(text)) and (named := _MONTHS.get(match[2].casefold())):
        year = _full_year(match[3])
        return date(year, named, int(match[1])) if match[1] else _month_end(year, named)
    if match := _MONTH.fullmatch(text) or _MONTH_ISO.fullmatch(text) or _MONTH_COMPACT.fullmatch(text):
        return _month_end(int(match["year"]), _month_number(match["month"]))
    return None


def month_named(name: str) -> int | None:
    """Return the number of the month that a German or English name or abbreviation means, or None."""
    return _MONTHS.get(name.casefold())


def is_month(text: str) -> bool:
    """Return whether `text` is a month without a year: its number (SAP's periods have three digits) or its name."""
    return _MONTH_ALONE.fullmatch(text) is not None or month_named(text.removesuffix(".")) is not None


def month_of(year: str, month: str) -> str:
    """Return the text that names a month of a year, for `parse_date`: "3" and "2024" make "3/2024"."""
    return f"{month}/{year}" if _MONTH_ALONE.fullmatch(month) else f"{month} {year}".strip()


def _month_number(text: str) -> int:
    number = int(text)
    if len(text) == 3 and 12 < number <= 16:  # noqa: PLR2004 - the special periods in which SAP closes a year
        return 12
    if not 1 <= number <= 12:  # noqa: PLR2004
        msg = f"{text} is no month"
        raise ValueError(msg)
    return number
