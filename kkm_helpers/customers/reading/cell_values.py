"""Reads every recognised column of the rows that hold values, and notes each cell that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import column_of, header_words
from kkm_helpers.customers.customer_list import ColumnUnit, Message, UnreadableCell
from kkm_helpers.customers.reading.gathering import Rows
from kkm_helpers.customers.reading.units import title_unit
from kkm_helpers.customers.reading.values import (
    CellProblems,
    FormatChoice,
    NumberColumn,
    choose_formats,
    is_number_kind,
    mostly_unreadable,
    prepare_numbers,
    read_dates,
    read_ids,
    read_numbers,
    read_yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.mapping import Mapping
    from kkm_helpers.customers.reading.recognition import ColumnUse
    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable

MOST_LISTED = 1000


@dataclass
class CellValues:
    """The values of the rows, and what there is to report about them.

    Attributes:
        rows: values per row.
        formats: number format of each column.
        unreadable, unreadable_counts: cells of used rows that could not be read, by canonical column.
        unknown: cells of used rows without a value.
        units: scale of each column.
        dates: "day_first" or "month_first", None without dates.
        not_meant: columns whose cells are not what the header promises: kept as text.
        margin_is_amount: the contribution margin is EUR, not a share.
        warnings: what the user should know.
    """

    rows: Rows
    formats: FormatChoice
    unreadable: list[UnreadableCell] = field(default_factory=list)
    unreadable_counts: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    units: dict[str, ColumnUnit] = field(default_factory=dict)
    dates: str | None = None
    not_meant: list[str] = field(default_factory=list)
    margin_is_amount: bool = False
    warnings: list[Message] = field(default_factory=list)


def read_values(
    table: TextTable,
    uses: AnyMapping[str, ColumnUse],
    used: NDArray[np.bool_],
    mapping: Mapping,
    preamble: tuple[str, ...],
) -> CellValues:
    """Return the values of all recognised columns.

    Args:
        table: the rows that hold values: customers, totals, rows without a number.
        uses: the recognised columns.
        used: which rows are customers: only their cells are reported.
        mapping: what the user says.
        preamble: texts above the header, which may name a unit.
    """
    ids, id_texts, id_warnings = read_ids(table.columns[uses["customer_id"].positions[0]])
    prepared = {
        (name, position): prepare_numbers(use, table.columns[position])
        for name, use in uses.items()
        if is_number_kind(name)
        for position in use.positions
    }
    found = CellValues(Rows(ids, id_texts, table.lines), choose_formats(prepared, mapping.number_format))
    found.warnings += id_warnings + found.formats.warnings
    reader = _Reader(found, table, prepared, mapping, preamble)
    for name, use in uses.items():
        kind = column_of(name).kind
        if kind == "text":
            found.rows.texts[name] = table.columns[use.positions[0]]
        elif kind != "id":
            problems = reader.read(use, kind)
            if mostly_unreadable(problems, used) and not use.fixed and not is_needed(name):
                reader.take_back(use)
            else:
                reader.note(use, problems, used)
    return found


def is_needed(name: str) -> bool:
    """Return whether there is no list without this column, once it was recognised."""
    return name.startswith("revenue_") or name in ("amount", "date", "year", "quantity", "price")


@dataclass
class _Reader:
    found: CellValues
    table: TextTable
    prepared: AnyMapping[tuple[str, int], NumberColumn]
    mapping: Mapping
    preamble: tuple[str, ...]

    def read(self, use: ColumnUse, kind: str) -> CellProblems:
        """Read one column into the rows and return its problems."""
        rows, column = self.found.rows, self.table.columns[use.positions[0]]
        if kind == "date":
            days = read_dates(use, column, self.mapping.dates)
            rows.dates[use.name] = days.values
            self.found.dates = days.order
            self.found.warnings += days.warnings
            if use.name == "last_visit" and days.never.any():
                rows.yes_no["never_visited"] = np.where(days.never, 1.0, np.where(np.isnat(days.values), np.nan, 0.0))
            return days.problems
        if kind == "yes_no":
            answers = read_yes_no(use, column)
            rows.yes_no[use.name] = answers.values
            self.found.warnings += answers.warnings
            return answers.problems
        return self._numbers(use)

    def _numbers(self, use: ColumnUse) -> CellProblems:
        """Read a number column; of several that a mapping names, the sum of what is known."""
        title = title_unit(self.preamble)
        values: NDArray[np.float64] | None = None
        unreadable = np.zeros(len(self.table), dtype=bool)
        unknown = np.ones(len(self.table), dtype=bool)
        for position in use.positions:
            key = (use.name, position)
            read = read_numbers(
                self.prepared[key], self.found.formats.names[key], factor=self._factor(use), title=title
            )
            values = (
                read.values
                if values is None
                else np.where(np.isnan(values), read.values, values + np.nan_to_num(read.values))
            )
            unreadable |= read.problems.unreadable
            unknown &= read.problems.unknown
            self.found.warnings += read.warnings
            if read.units is not None:
                self.found.units[use.name] = read.units
            if use.name == "contribution_margin":
                self.found.margin_is_amount = not read.is_share
        assert values is not None  # noqa: S101 - a use has at least one position
        if use.name.startswith("revenue_") and self.mapping.blank_revenue == "zero":
            values = np.where(unknown, 0.0, values)
        self.found.rows.numbers[use.name] = values
        return CellProblems(unreadable, unknown)

    def _factor(self, use: ColumnUse) -> float | None:
        wanted = {use.name, use.header}
        words = header_words(use.header)
        for name, factor in self.mapping.units.items():
            if name in wanted or header_words(name) == words:
                return factor
        return None

    def take_back(self, use: ColumnUse) -> None:
        """Keep a column as text whose cells are not what its header promises."""
        rows = self.found.rows
        for values in (rows.numbers, rows.dates, rows.yes_no):
            values.pop(use.name, None)
        self.found.not_meant.append(use.name)
        self.found.units.pop(use.name, None)
        meant = column_of(use.name)
        self.found.warnings.append(
            Message(
                f"„{use.header}“ wurde nicht als „{meant.de}“ gelesen, weil die meisten Zellen etwas anderes "
                "enthalten; die Spalte wird als Text behalten.",
                f"“{use.header}” was not read as “{meant.en}”, as most of its cells hold something else; the column "
                "is kept as text.",
            )
        )

    def note(self, use: ColumnUse, problems: CellProblems, used: NDArray[np.bool_]) -> None:
        """Note the cells of used rows that could not be read, and count the unknown ones."""
        rows = np.flatnonzero(problems.unreadable & used)
        if len(rows):
            self.found.unreadable_counts[use.name] = len(rows)
            for row in rows[:MOST_LISTED]:
                text = " + ".join(self._text(position, int(row)) for position in use.positions)
                self.found.unreadable.append(UnreadableCell(int(self.table.lines[row]), use.name, text))
        unknown = int((problems.unknown & used).sum())
        if unknown:
            self.found.unknown[use.name] = unknown

    def _text(self, position: int, row: int) -> str:
        column: TextColumn = self.table.columns[position]
        return column.text_at(row).strip()
