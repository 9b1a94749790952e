"""A table of texts: what every kind of source is turned into before anything is judged.

A column stores each distinct text once and a code per row, so that recognising and parsing work on the distinct texts
and a million rows cost little. Sources with typed cells (workbooks, Parquet, databases) keep the typed value beside
its text: a number that was a number in the file needs no guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from kkm_helpers.customers.customer_list import Message

CHUNK_ROWS = 20_000
BLOCK_ROWS = 1 << 16  # what is worked on at a time: small enough to stay in the cache
_LARGEST_EXACT_INTEGER = 1e15


class TypedTexts(Sequence[str]):
    """The texts of an Arrow array of typed cells, made when they are asked for: of a million times hardly one is."""

    def __init__(self, values: Any) -> None:  # noqa: ANN401 - pyarrow has no types
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[str]:
        return map(cell_text, self._values.to_pylist())

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> list[str]: ...
    def __getitem__(self, position: int | slice) -> str | list[str]:
        if isinstance(position, slice):
            return [cell_text(value) for value in self._values[position].to_pylist()]
        return cell_text(self._values[position].as_py())

    def take(self, positions: NDArray[np.integer]) -> list[str]:
        """Return the texts at these positions, each distinct one made once."""
        distinct, of_position = np.unique(positions, return_inverse=True)
        texts = [cell_text(value) for value in self._values.take(distinct).to_pylist()]
        return [texts[number] for number in of_position.tolist()]


@dataclass(frozen=True)
class TextColumn:
    """A column: `texts[codes[row]]` is what stands in a row.

    Attributes:
        texts: the distinct texts, stripped of nothing.
        codes: position in `texts` per row.
        numbers: typed numbers per distinct text, NaN where the cell was no number; None: no typed numbers at all.
        dates: typed days per distinct text, NaT where the cell was no date; None: no typed dates at all.
    """

    texts: Sequence[str]
    codes: NDArray[np.int32]
    numbers: NDArray[np.float64] | None = None
    dates: NDArray[np.datetime64] | None = None

    def text_at(self, row: int) -> str:
        """Return the text in `row`."""
        return self.texts[int(self.codes[row])]

    def texts_at(self, rows: NDArray[np.intp]) -> list[str]:
        """Return the texts in `rows`."""
        codes = self.codes.take(rows)
        if isinstance(self.texts, TypedTexts):
            return self.texts.take(codes)
        return [self.texts[code] for code in codes.tolist()]

    def take(self, rows: NDArray[np.intp]) -> TextColumn:
        """Return the column with these rows only."""
        return TextColumn(self.texts, self.codes.take(rows), self.numbers, self.dates)

    def part(self, rows: slice) -> TextColumn:
        """Return the column with a stretch of its rows, nothing copied."""
        return TextColumn(self.texts, self.codes[rows], self.numbers, self.dates)

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return the number of (chosen) rows per distinct text."""
        size = len(self.texts)
        counts = np.zeros(size, dtype=np.int64)
        for rows in stretches(len(self.codes), max(BLOCK_ROWS, size)):
            codes = self.codes[rows] if chosen is None else self.codes[rows][chosen[rows]]
            counts += np.bincount(codes, minlength=size)
        return counts

    def typed(self) -> NDArray[np.bool_]:
        """Return per distinct text whether it is a typed number or day."""
        typed = np.zeros(len(self.texts), dtype=bool)
        if self.numbers is not None:
            typed |= ~np.isnan(self.numbers)
        if self.dates is not None:
            typed |= ~np.isnat(self.dates)
        return typed

    def filled(self) -> NDArray[np.bool_]:
        """Return per row whether anything but blanks stands there."""
        per_text = self.typed()
        if not per_text.any():
            per_text = np.fromiter(map(bool, map(str.strip, self.texts)), dtype=bool, count=len(self.texts))
        else:
            for position in np.flatnonzero(~per_text).tolist():
                per_text[position] = bool(self.texts[position].strip())
        return per_row(per_text, self.codes)


def stretches(count: int, size: int = BLOCK_ROWS) -> Iterator[slice]:
    """Yield `count` rows in stretches of `size`."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def per_row(per_text: NDArray[np.bool_], codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return per row what holds for its text; nothing needs to be looked up where it holds for all or for none."""
    if per_text.all():
        return np.ones(len(codes), dtype=bool)
    return per_text.take(codes) if per_text.any() else np.zeros(len(codes), dtype=bool)


@dataclass(frozen=True)
class TextTable:
    """Rows of texts with the line each stands on.

    Attributes:
        columns: as many as the widest row has fields.
        lines: line (in a text file) or row (in a workbook) of each row, from 1.
        widths: fields of each row; None where all rows have all columns.
        header: the column names, where the source knows them (Parquet, database, a file whose header was split off);
            None: the header is still among the rows.
        header_line: line of a header that was split off.
        preamble: texts above a header that was split off.
        not_read: columns of the source that nobody needs and that were left unread.
    """

    columns: tuple[TextColumn, ...]
    lines: NDArray[np.int64]
    widths: NDArray[np.int32] | None = None
    header: tuple[str, ...] | None = None
    header_line: int | None = None
    preamble: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def rows(self, start: int, stop: int) -> list[list[str]]:
        """Return the texts of some rows, each row as wide as it is in the file."""
        chosen = np.arange(max(start, 0), min(stop, len(self)))
        cells = zip(*(column.texts_at(chosen) for column in self.columns), strict=True)
        if self.widths is None:
            return [list(row) for row in cells]
        return [list(row[:width]) for row, width in zip(cells, self.widths[chosen].tolist(), strict=True)]

    def part(self, rows: slice) -> TextTable:
        """Return a stretch of the rows, nothing copied; without header and what stands above it."""
        return TextTable(tuple(column.part(rows) for column in self.columns), self.lines[rows])

    def take(self, rows: NDArray[np.intp]) -> TextTable:
        """Return these rows; without header and what stands above it."""
        if len(rows) == len(self):
            return self.part(slice(None))
        return TextTable(tuple(column.take(rows) for column in self.columns), self.lines.take(rows))

    def with_texts(self, change: Callable[[str], str]) -> TextTable:
        """Return the table with each distinct text changed, the header's and those above it as well."""
        columns = tuple(replace(column, texts=[change(text) for text in column.texts]) for column in self.columns)
        header = None if self.header is None else tuple(map(change, self.header))
        return replace(self, columns=columns, header=header, preamble=tuple(map(change, self.preamble)))

    def row_texts(self, rows: NDArray[np.intp]) -> list[str]:
        """Return rows as one line each for people to recognise."""
        cells = zip(*(column.texts_at(rows) for column in self.columns), strict=True)
        return [" | ".join(" ".join(cell.split()) for cell in row).strip(" |") for row in cells]


@dataclass(frozen=True)
class Source:
    """A source that was decoded, with what had to be found out for it.

    Attributes:
        table: its rows.
        encoding, delimiter, sheet: how it was read; None where there is no such thing.
        native: typed cells: numbers and dates need no format.
        warnings: what the user should know.
        titles: texts that may name a period or unit beside the preamble (sheet name, file name).
    """

    table: TextTable
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    native: bool = False
    warnings: tuple[Message, ...] = ()
    titles: tuple[str, ...] = ()


def cell_text(value: object) -> str:
    """Return the text of a typed cell: whole numbers without decimals, days as 2024-12-31, nothing as ""."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN is not itself
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _LARGEST_EXACT_INTEGER else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def typed_column(distinct: Sequence[object], codes: NDArray[np.int32]) -> TextColumn:
    """Return the column of these distinct cells, typed values kept beside their texts."""
    texts = [cell_text(value) for value in distinct]
    if all(type(value) is str for value in distinct):
        return TextColumn(texts, codes)
    numbers = np.full(len(texts), np.nan)
    dates = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[D]")
    for position, value in enumerate(distinct):
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            numbers[position] = float(value)
        elif isinstance(value, date):
            dates[position] = np.datetime64(value.date() if isinstance(value, datetime) else value, "D")
    return TextColumn(
        texts,
        codes,
        None if np.isnan(numbers).all() else numbers,
        None if np.isnat(dates).all() else dates,
    )


@dataclass
class _Codes:
    """The distinct cells of one column so far, and the codes of its rows by chunk."""

    positions: defaultdict[object, int] = field(default_factory=defaultdict)
    chunks: list[NDArray[np.int32]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.positions.default_factory = self.positions.__len__

    def add(self, cells: Sequence[object]) -> None:
        self.chunks.append(np.fromiter(map(self.positions.__getitem__, cells), dtype=np.int32, count=len(cells)))


class TableBuilder:
    """Takes rows one by one or in chunks, keeps each distinct cell of a column once."""

    def __init__(self) -> None:
        self._columns: list[_Codes] = []
        self._lines: list[NDArray[np.int64]] = []
        self._widths: list[NDArray[np.int32]] = []
        self._count = 0

    @property
    def width(self) -> int:
        """Return how many columns there are so far."""
        return len(self._columns)

    def add(self, rows: Sequence[Sequence[object]], lines: Sequence[int]) -> None:
        """Take a chunk of rows, each as wide as it is."""
        if not rows:
            return
        columns = list(zip_longest(*rows, fillvalue=""))
        while len(self._columns) < len(columns):
            missing = _Codes()
            missing.add([""] * self._count)
            self._columns.append(missing)
        for position, column in enumerate(self._columns):
            column.add(_hashable(columns[position]) if position < len(columns) else [""] * len(rows))
        self._lines.append(np.asarray(lines, dtype=np.int64))
        self._widths.append(np.fromiter(map(len, rows), dtype=np.int32, count=len(rows)))
        self._count += len(rows)

    def table(self) -> TextTable:
        """Return the table of all rows taken."""
        columns = tuple(
            typed_column(list(column.positions), np.concatenate(column.chunks) if column.chunks else _NO_CODES)
            for column in self._columns
        )
        lines = np.concatenate(self._lines) if self._lines else np.empty(0, dtype=np.int64)
        widths = np.concatenate(self._widths) if self._widths else np.empty(0, dtype=np.int32)
        return TextTable(columns, lines, None if (widths == len(columns)).all() else widths)


_NO_CODES = np.empty(0, dtype=np.int32)


def _hashable(cells: Sequence[object]) -> Sequence[object]:
    """Return the cells fit to be told apart: True and 1 are equal for Python, but not for a reader."""
    kinds = set(map(type, cells))
    if kinds <= {str, float} or kinds <= {str, int}:
        return cells
    return [
        cell if isinstance(cell, str | int | float | date | Decimal) and not isinstance(cell, bool) else cell_text(cell)
        for cell in cells
    ]
