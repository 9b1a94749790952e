"""Which row is the header: the one with the most known column names; two rows where only both together say it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from kkm_helpers.customers.columns import (
    FIRST_YEAR,
    LAST_YEAR,
    PartOfYear,
    YearHeader,
    column_of,
    header_words,
    part_of_year,
    recognise,
    year_header,
)
from kkm_helpers.customers.reading.units import Unit, header_unit, parse_unit
from kkm_helpers.language.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

HEAD_ROWS = 60
LEAST_KNOWN = 2
# Columns that a list may hold for several years; of these the newest one is taken.
_MAY_NAME_A_YEAR = frozenset({"contribution_margin", "visits", "potential", "share_of_wallet", "discount", "employees"})
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d|\d\d")
_TO = r"\s*(?:-|\u2013|bis|to)\s*"
# "01.01.2024 - 31.12.2024", "01/2024-12/2024" and "Jan-Dez 2024" are 2024.
_WHOLE_YEAR = re.compile(
    rf"0?1\.0?1\.(\d{{4}}){_TO}31\.12\.\1|0?1[./](\d{{4}}){_TO}12[./]\2|jan\w*\.?{_TO}de[zc]\w*\.?\s*(\d{{4}})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTS_KEY = "part of a year"
_IN_DIGITS = re.compile(r"\d{6}|\d+[./-][\d./-]*\d(?: 00:00:00)?")
_DECIMAL_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)\.0(?!\d)")  # what a program makes of a header that is a number
_DATA = re.compile(r"[-+]?[\d.,'\s]+\D{0,4}")


@dataclass(frozen=True)
class Meaning:
    """What a header means.

    Attributes:
        name: canonical name, or None.
        year: what it says about the year, where it is a column per year.
        unit: the unit it carries.
        of_year: the year it names beside another column's name ("DB 2024").
        part: what it says about a part of a year, where it is a column per month or quarter.
    """

    name: str | None
    year: YearHeader | None
    unit: Unit | None
    of_year: int | None = None
    part: PartOfYear | None = None

    @property
    def key(self) -> str | None:
        """Return what tells two meanings apart, or None: the header is not known."""
        if self.year is not None:
            return f"{self.year.name}_{self.year.year}"
        # All months together are one thing known: a row of dates is no header.
        return _PARTS_KEY if self.part is not None else self.name


@cache
def header_meaning(header: str) -> Meaning:
    """Return what a header says by itself."""
    header = _WHOLE_YEAR.sub(lambda match: next(filter(None, match.groups())), header)
    header = _DECIMAL_YEAR.sub(r"\1", header)
    whole = recognise(header_words(header))
    rest, unit = header_unit(header)
    words = header_words(rest)
    if whole is not None:
        return Meaning(whole, None, unit)
    year = year_header(words) or year_header(header_words(header))
    if year is not None:
        return Meaning(None, year, unit)
    part = part_of_year(words) if any(map(str.isalpha, rest)) else _month_in_digits(rest.strip())
    if part is not None:
        return Meaning(None, None, unit, part=part)
    undated = tuple(word for word in words if not _FULL_YEAR.fullmatch(word))
    years = [int(word) for word in words if _FULL_YEAR.fullmatch(word)]
    name = recognise(undated) or _without_brackets(rest)
    if not years:
        return Meaning(name, None, unit)
    return Meaning(name if name in _MAY_NAME_A_YEAR else None, None, unit, years[-1])


def _month_in_digits(header: str) -> PartOfYear | None:
    """Return the month that a header without words means: 01/2024, 2024-01, 202401, its first or its last day."""
    if _IN_DIGITS.fullmatch(header) is None:
        return None
    try:
        day = parse_date(header)
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR or (day.day > 1 and (day + timedelta(days=1)).day > 1):
        return None
    return PartOfYear((day.month,), day.year)


def _without_brackets(header: str) -> str | None:
    """Return what a header means whose brackets only explain it: "Name (Firma)", but not "Besuche (Soll)"."""
    shorter = _BRACKETS.sub(" ", header)
    name = recognise(header_words(shorter)) if shorter != header else None
    return name if name is not None and column_of(name).kind in ("id", "text") else None


@dataclass(frozen=True)
class Layout:
    """Where the header stands.

    Attributes:
        headers: its texts, two rows joined into one.
        first_data_row: index of the first row below it.
        header_row: index of its first row.
        known: how many different columns it names.
    """

    headers: tuple[str, ...]
    first_data_row: int
    header_row: int
    known: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return how good a header it is: columns it names, then months told apart, then months whose year it names."""
        parts = {part for header in self.headers if (part := header_meaning(header).part) is not None}
        return self.known, len(parts), sum(part.year is not None for part in parts)


def find_layout(
    rows: Sequence[Sequence[str]], *, also_known: Collection[str] = (), header_row: int | None = None
) -> Layout | None:
    """Return the header among the first rows of a table, or None where no row names two known columns.

    Args:
        rows: the first rows, each as wide as it is.
        also_known: headers that a mapping names.
        header_row: index of the row that a mapping calls the header.
    """
    if header_row is not None:
        if not 0 <= header_row < len(rows):
            return None
        return _single(rows, header_row, also_known)
    best: Layout | None = None
    for position in range(len(rows)):
        for layout in (_single(rows, position, also_known), _pair(rows, position, also_known)):
            if layout is not None and layout.known >= _least(layout) and (best is None or layout.rank > best.rank):
                best = layout
    return best


def _least(layout: Layout) -> int:
    """Return how many columns a header must name: one is enough where it is the customer number beside others."""
    lone_id = sum(bool(header) for header in layout.headers) > 1 and any(
        header_meaning(header).name == "customer_id" for header in layout.headers
    )
    return 1 if lone_id and not any(_DATA.fullmatch(header) for header in layout.headers if header) else LEAST_KNOWN


def _single(rows: Sequence[Sequence[str]], position: int, also_known: Collection[str]) -> Layout:
    headers = tuple(" ".join(cell.split()) for cell in rows[position])
    return Layout(headers, position + 1, position, _known(headers, also_known))


def _pair(rows: Sequence[Sequence[str]], position: int, also_known: Collection[str]) -> Layout | None:
    """Return the header of two rows, where the lower one is no data and adds something."""
    if position + 1 >= len(rows):
        return None
    upper, lower = ([" ".join(cell.split()) for cell in row] for row in rows[position : position + 2])
    filled = [cell for cell in lower if cell]
    if not filled or not any(upper) or not all(_is_label(cell) for cell in filled):
        return None
    layout = Layout(_joined(upper, lower), position + 2, position, 0)
    layout = replace(layout, known=_known(layout.headers, also_known))
    single = max(_single([row], 0, also_known).rank for row in (upper, lower))
    units_only = all(parse_unit(cell.strip("()[]")) is not None for cell in filled)
    if layout.rank < single or (layout.rank == single and not units_only):
        return None
    # Two rows with the same names as one but with units must win over that one row, which was seen just before.
    return replace(layout, known=layout.known + (1 if units_only and layout.rank == single else 0))


def _is_label(cell: str) -> bool:
    return (
        _YEAR.fullmatch(cell) is not None or _DATA.fullmatch(cell) is None or parse_unit(cell.strip("()[]")) is not None
    )


def _joined(upper: list[str], lower: list[str]) -> tuple[str, ...]:
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    headers = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over  # a merged cell stands in its first column only
        options = [f"{over} {below}", below, above] if over and below else [below or above]
        headers.append(next((option for option in options if header_meaning(option).key), options[0]))
    return tuple(headers)


def _known(headers: Sequence[str], also_known: Collection[str]) -> int:
    """Return how many different columns the headers name; one part of a year alone may as well be a day in a row."""
    parts = {header_meaning(header).part for header in headers} - {None}
    nothing = {None, "", _PARTS_KEY} if len(parts) == 1 else {None, ""}
    return len({header if header in also_known else header_meaning(header).key for header in headers} - nothing)
