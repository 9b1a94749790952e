"""Reads every recognised column: what its texts mean, which rows lack a value, and each cell that could not be read.

All of it is done per distinct text. Rows look the meaning of theirs up (`CellValues.rows`), a stretch at a time where
there are many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.customers.columns import FIRST_YEAR, column_of, header_words
from kkm_helpers.customers.customer_list import ColumnUnit, Message, UnreadableCell
from kkm_helpers.customers.reading.gathering import Rows
from kkm_helpers.customers.reading.marks import Signs, find_signs
from kkm_helpers.customers.reading.numbers import is_lost
from kkm_helpers.customers.reading.remarks import ColumnRemark
from kkm_helpers.customers.reading.text_table import TypedTexts, per_row, stretches
from kkm_helpers.customers.reading.units import title_unit
from kkm_helpers.customers.reading.values import (
    FormatChoice,
    Meanings,
    NumberColumn,
    choose_formats,
    is_number_kind,
    prepare_numbers,
    read_dates,
    read_ids,
    read_numbers,
    read_yes_no,
)
from kkm_helpers.customers.tables import unguarded

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from datetime import date

    from numpy.typing import NDArray

    from kkm_helpers.customers.columns import ColumnKind
    from kkm_helpers.customers.reading.mapping import Mapping
    from kkm_helpers.customers.reading.recognition import ColumnUse, Recognised
    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable

MOST_LISTED = 1000
_LEAST_MONTHS = 3  # a few invoices may all be of the last day of a month


@dataclass(frozen=True)
class ReadColumn:
    """A column that was read: what its texts mean, by the position it stands at; several positions are added up."""

    kind: ColumnKind
    meanings: AnyMapping[int, Meanings]

    def values(self, block: TextTable) -> NDArray[np.float64] | NDArray[np.datetime64]:
        """Return the value of each row; of several cells the sum of what is known."""
        values: NDArray[np.float64] | NDArray[np.datetime64] | None = None
        for position, meanings in self.meanings.items():
            read = meanings.values.take(block.columns[position].codes)
            values = read if values is None else np.where(np.isnan(values), read, values + np.nan_to_num(read))
        assert values is not None  # noqa: S101 - a column stands somewhere
        return values

    def problems(self, block: TextTable) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which rows have a cell that cannot be read, and which say nothing."""
        unreadable, unknown = np.zeros(len(block), dtype=bool), np.ones(len(block), dtype=bool)
        for position, meanings in self.meanings.items():
            codes = block.columns[position].codes
            unreadable |= per_row(meanings.unreadable, codes)
            unknown &= per_row(meanings.unknown, codes)
        return unreadable, unknown

    @property
    def spotless(self) -> bool:
        """Whether each cell has a value."""
        return all(meanings.spotless for meanings in self.meanings.values())


@dataclass(frozen=True)
class _Problems:
    """What the used rows of a column lack: which cannot be read, and how many are unknown or fine."""

    unreadable: NDArray[np.intp]
    unknown: int
    good: int


@dataclass
class CellValues:
    """The values of a table's rows, and what there is to report about them.

    Attributes:
        id_position: where the customer number stands.
        ids: customer number per distinct text there, as position in `id_texts`.
        id_texts: the customer numbers.
        formats: number format of each column.
        columns: numbers, dates, yes and no by canonical name.
        texts: position of each column that is text, by name; the kept ones as well.
        cleaned: position -> distinct texts of a column without what a spreadsheet put there.
        signs: what debit and credit marks make of amounts, if there are any.
        per_month: the date of a long file names months, not days: its rows are sums and no orders.
        years: position of the date of a long file, and the year of each text there, 0 where there is none.
        unreadable, unreadable_counts: cells of used rows that could not be read, by canonical column.
        unknown: cells of used rows without a value.
        good: cells of used rows with one.
        units: scale of each column.
        dates: "day_first" or "month_first", None where no date needs to be told.
        not_meant: columns whose cells are not what the header promises: kept as text.
        margin_is_amount: the contribution margin is EUR, not a share.
        remarks: what the user should know.
    """

    id_position: int
    ids: NDArray[np.int32]
    id_texts: list[str]
    formats: FormatChoice
    columns: dict[str, ReadColumn] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    cleaned: dict[int, list[str]] = field(default_factory=dict)
    signs: Signs | None = None
    per_month: bool = False
    years: tuple[int, NDArray[np.int32]] | None = None
    unreadable: list[UnreadableCell] = field(default_factory=list)
    unreadable_counts: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    good: dict[str, int] = field(default_factory=dict)
    units: dict[str, ColumnUnit] = field(default_factory=dict)
    dates: str | None = None
    not_meant: list[str] = field(default_factory=list)
    margin_is_amount: bool = False
    remarks: list[Message | ColumnRemark] = field(default_factory=list)

    def keep_text(self, name: str, position: int, table: TextTable) -> None:
        """Keep a column as text, without the apostrophes that guarded its cells against running as formulas."""
        self.texts[name] = position
        texts = table.columns[position].texts
        if not isinstance(texts, TypedTexts) and any(text[:1] == "'" for text in texts):
            self.cleaned[position] = [unguarded(text) for text in texts]

    def rows(self, block: TextTable) -> Rows:
        """Return the values of some rows of the table."""
        rows = Rows(
            self.ids.take(block.columns[self.id_position].codes),
            self.id_texts,
            block.lines,
            {name: self._texts(block, position) for name, position in self.texts.items()},
        )
        of_kind: dict[str, dict[str, Any]] = {"date": rows.dates, "yes_no": rows.yes_no}
        for name, column in self.columns.items():
            of_kind.get(column.kind, rows.numbers)[name] = column.values(block)
        if self.years is not None:
            position, year_of = self.years
            rows.years = year_of.take(block.columns[position].codes)
        if self.signs is not None:
            signs = self.signs.of_text.take(block.columns[self.signs.position].codes)
            rows.numbers[self.signs.amounts] = rows.numbers[self.signs.amounts] * signs
        return rows

    def _texts(self, block: TextTable, position: int) -> TextColumn:
        column = block.columns[position]
        return replace(column, texts=self.cleaned[position]) if position in self.cleaned else column


def read_values(
    table: TextTable,
    columns: Recognised,
    used: NDArray[np.bool_],
    relevant: NDArray[np.bool_] | None,
    mapping: Mapping,
    preamble: tuple[str, ...],
    today: date,
) -> CellValues:
    """Return the values of all recognised columns.

    Args:
        table: the rows below the header.
        columns: the recognised columns.
        used: which rows are customers: only their cells are reported.
        relevant: which rows hold values: customers, totals, rows without a number; None: all.
        mapping: what the user says.
        preamble: texts above the header, which may name a unit.
        today: no invoice is of much later than that.
    """
    uses = columns.uses
    id_position = uses["customer_id"].positions[0]
    ids, id_texts, id_warnings = read_ids(table.columns[id_position], relevant)
    prepared = {
        (name, position): prepare_numbers(use, table.columns[position], relevant)
        for name, use in uses.items()
        if is_number_kind(name)
        for position in use.positions
    }
    found = CellValues(id_position, ids, id_texts, choose_formats(prepared, mapping.number_format))
    found.remarks += [*id_warnings, *found.formats.remarks]
    reader = _Reader(found, table, prepared, mapping, preamble, used, relevant, today, "invoice" in uses)
    for name, use in uses.items():
        kind = column_of(name).kind
        if kind == "text":
            reader.take_texts(use)
        elif kind != "id":
            reader.read(use, kind)
    if "debit_credit" in columns.marks:
        found.signs, remarks = find_signs(columns.marks["debit_credit"], table, found.columns, relevant)
        found.remarks += remarks
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
    used: NDArray[np.bool_]
    relevant: NDArray[np.bool_] | None
    today: date
    has_invoices: bool

    def take_texts(self, use: ColumnUse) -> None:
        """Take a column of texts as it stands, without the errors that a spreadsheet put in place of a value."""
        position = use.positions[0]
        if use.name == "invoice":  # no matter what it is called
            self.found.texts[use.name] = position
            return
        self.found.keep_text(use.name, position, self.table)
        texts = self.table.columns[position].texts
        if isinstance(texts, TypedTexts):
            return
        lost = np.zeros(len(texts), dtype=bool)
        lost[[code for code, text in enumerate(texts) if text[:1] in ("#", "E") and is_lost(text)]] = True
        if lost.any():
            kept = self.found.cleaned.get(position, texts)
            self.found.cleaned[position] = ["" if lost[code] else text for code, text in enumerate(kept)]
            nothing = np.full(len(texts), np.nan)
            meanings = Meanings(nothing, lost, np.zeros(len(texts), dtype=bool))
            column = ReadColumn("text", {position: meanings})
            self._note(use, column, self._problems(column))

    def read(self, use: ColumnUse, kind: ColumnKind) -> None:
        """Read one column, unless its cells are mostly something else than its header made us think."""
        if kind == "date":
            meanings = self._dates(use)
        elif kind == "yes_no":
            answers = read_yes_no(use, self.table.columns[use.positions[0]], self.relevant)
            self.found.remarks += answers.remarks
            meanings = {use.positions[0]: answers.meanings}
        else:
            meanings = self._numbers(use)
        column = ReadColumn(kind, meanings)
        problems = self._problems(column)
        if len(problems.unreadable) > problems.good and not use.fixed and not is_needed(use.name):
            self._take_back(use)
        else:
            self.found.columns[use.name] = column
            self._note(use, column, problems)

    def _dates(self, use: ColumnUse) -> dict[int, Meanings]:
        position = use.positions[0]
        read = read_dates(use, self.table.columns[position], self.mapping.dates, self.relevant)
        self.found.dates = read.order or self.found.dates
        self.found.remarks += read.remarks
        days, never = read.meanings.values.astype("datetime64[D]", copy=False), read.never
        if use.name == "last_visit" and never.any():
            said = np.where(never, 1.0, np.where(np.isnat(days), np.nan, 0.0))
            nothing = np.zeros(len(said), dtype=bool)
            self.found.columns["never_visited"] = ReadColumn("yes_no", {position: Meanings(said, nothing, nothing)})
        if use.name == "date":
            self._drop_impossible_days(read.meanings)
            if not self.has_invoices and self._are_months(position, days):
                days[:] = _month_ends(days)
                self.found.per_month = True
                self.found.remarks.append(_per_month(use.header))
            years = np.where(np.isnat(days), 0, days.astype("datetime64[Y]").astype(np.int64) + 1970)
            self.found.years = position, years.astype(np.int32)
        return {position: read.meanings}

    def _are_months(self, position: int, days: NDArray[np.datetime64]) -> bool:
        """Return whether all days are the first of a month, or all the last: they name months then."""
        present = days[(self.table.columns[position].counts(self.used) > 0) & ~np.isnat(days)]
        first = present.astype("datetime64[M]").astype("datetime64[D]")
        return len(np.unique(first)) >= _LEAST_MONTHS and bool(
            (present == first).all() or (present == _month_ends(present)).all()
        )

    def _drop_impossible_days(self, meanings: Meanings) -> None:
        """Make days of invoices unreadable that are of another age or far ahead: they were mistyped."""
        days = meanings.values
        first, last = np.datetime64(f"{FIRST_YEAR}-01-01", "D"), np.datetime64(self.today, "D") + 366
        impossible = (days < first) | (days > last)
        days[impossible] = np.datetime64("NaT")
        meanings.unreadable[impossible] = True

    def _numbers(self, use: ColumnUse) -> dict[int, Meanings]:
        title = title_unit(self.preamble)
        found: dict[int, Meanings] = {}
        for position in use.positions:
            key = (use.name, position)
            read = read_numbers(
                self.prepared[key], self.found.formats.names[key], factor=self._factor(use), title=title
            )
            found[position] = read.meanings
            if use.name.startswith("revenue_") and self.mapping.blank_revenue == "zero":
                filled = np.where(read.meanings.unknown, 0.0, read.meanings.values)
                found[position] = Meanings(filled, read.meanings.unreadable, read.meanings.unknown)
            self.found.remarks += read.remarks
            if read.units is not None:
                self.found.units[use.name] = read.units
            if use.name == "contribution_margin":
                self.found.margin_is_amount = not read.is_share
            if use.name == "year":
                self._drop_impossible_years(read.meanings)
        return found

    def _drop_impossible_years(self, meanings: Meanings) -> None:
        years = meanings.values.astype(np.float64, copy=False)
        possible = (years >= FIRST_YEAR) & (years <= self.today.year + 1) & (years % 1 == 0)
        impossible = ~np.isnan(years) & ~possible
        years[impossible] = np.nan
        meanings.unreadable[impossible] = True

    def _factor(self, use: ColumnUse) -> float | None:
        wanted = {use.name, use.header}
        words = header_words(use.header)
        for name, factor in self.mapping.units.items():
            if name in wanted or header_words(name) == words:
                return factor
        return None

    def _problems(self, column: ReadColumn) -> _Problems:
        """Return what the used rows of a column lack."""
        count = int(np.count_nonzero(self.used))
        if column.spotless:
            return _Problems(np.empty(0, dtype=np.intp), 0, count)
        unreadable: list[NDArray[np.intp]] = []
        unknown = 0
        for rows in stretches(len(self.table)):
            bad, silent = column.problems(self.table.part(rows))
            unreadable.append(np.flatnonzero(bad & self.used[rows]) + rows.start)
            unknown += int(np.count_nonzero(silent & self.used[rows]))
        found = np.concatenate(unreadable)
        return _Problems(found, unknown, count - unknown - len(found))

    def _take_back(self, use: ColumnUse) -> None:
        """Keep a column as text whose cells are not what its header promises."""
        if use.name == "last_visit":
            self.found.columns.pop("never_visited", None)
        self.found.not_meant.append(use.name)
        self.found.units.pop(use.name, None)
        meant = column_of(use.name)
        self.found.remarks.append(
            Message(
                f"„{use.header}“ wurde nicht als „{meant.de}“ gelesen, weil die meisten Zellen etwas anderes "
                "enthalten; die Spalte wird als Text behalten.",
                f"“{use.header}” was not read as “{meant.en}”, as most of its cells hold something else; the column "
                "is kept as text.",
            )
        )

    def _note(self, use: ColumnUse, column: ReadColumn, problems: _Problems) -> None:
        """Note the cells of used rows that could not be read, and count the unknown and the good ones."""
        self.found.good[use.name] = problems.good
        if len(problems.unreadable):
            self.found.unreadable_counts[use.name] = len(problems.unreadable)
            for row in problems.unreadable[:MOST_LISTED].tolist():
                texts = [
                    self.table.columns[position].text_at(row).strip()
                    for position, meanings in column.meanings.items()
                    if meanings.unreadable[self.table.columns[position].codes[row]]
                ]
                self.found.unreadable.append(UnreadableCell(int(self.table.lines[row]), use.name, " + ".join(texts)))
        if problems.unknown:
            self.found.unknown[use.name] = problems.unknown


def _month_ends(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Return the last day of each day's month."""
    following: NDArray[np.datetime64] = (days.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
    return following - np.timedelta64(1, "D")


def _per_month(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "{headers} nennt Monate: Die Zeilen sind Monatssummen, Aufträge lassen sich daraus nicht zählen.",
        "{headers} names months: the rows are sums of a month, no orders can be counted from them.",
    )
