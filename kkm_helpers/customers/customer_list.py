"""What reading a customer list gives: the customers as a table, and the report on how they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kkm_helpers.language.terms import Language, choose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Message:
    """A sentence for people, in both languages."""

    de: str
    en: str

    def text(self, language: Language = "de") -> str:
        """Return the sentence in `language`."""
        return choose(language, self.de, self.en)


@dataclass(frozen=True)
class RowLeftOut:
    """A row of the file that became no customer: its line (from 1), why, and what stands there."""

    line: int
    reason: Message
    text: str


@dataclass(frozen=True)
class UnreadableCell:
    """A filled cell of a used column that could not be read: `column` is canonical, `line` counts from 1."""

    line: int
    column: str
    text: str


@dataclass(frozen=True)
class ControlTotal:
    """Sums of a revenue column [EUR].

    Attributes:
        file: over the customer lines as they stand in the file.
        imported: over the customers of the list.
        total_row: what the file's own total row says; None where there is none.
        left_out: over rows that were left out for want of a customer number.
    """

    file: float
    imported: float
    total_row: float | None = None
    left_out: float = 0.0

    @property
    def matches(self) -> bool:
        """Whether the sums agree to the cent; the total row to half a unit of what it shows at most."""
        cent = 0.005 + 1e-9 * abs(self.file)
        return abs(self.file - self.imported) <= cent and (self.total_row is None or self.total_row_matches)

    @property
    def total_row_matches(self) -> bool:
        """Whether the file's own total row agrees with the lines it stands under (rounded cells may add up to 1 €)."""
        if self.total_row is None:
            return True
        slack = max(0.005, 1e-9 * abs(self.file))
        return min(abs(self.total_row - self.file), abs(self.total_row - self.file - self.left_out)) <= slack


@dataclass(frozen=True)
class Undated:
    """Rows of a long file with an amount, but without a readable day or year: how many, and their sum [EUR]."""

    rows: int = 0
    amount: float = 0.0

    def plus(self, amounts: NDArray[np.float64]) -> Undated:
        """Return the count with some more rows; those without an amount lose nothing."""
        return Undated(self.rows + int((amounts != 0).sum()), self.amount + float(amounts.sum()))


@dataclass(frozen=True)
class ColumnUnit:
    """The scale of a column: "T€" in the header or the cells means factor 1000."""

    unit: str
    factor: float
    where: str  # "header", "cell", "title" or "mapping"


@dataclass(frozen=True)
class Joined:
    """How a second list matched the first by customer number."""

    source: str
    matched: int
    only_in_list: tuple[str, ...]
    only_in_crm: tuple[str, ...]


@dataclass(frozen=True)
class ImportReport:
    """How a file became a customer list: nothing that was left out, changed or guessed is missing here.

    `rows_in_file` = `rows_used` + the rows left out. Of rows left out and unreadable cells at most the first 1,000 of
    a kind are listed; `left_out_counts` and `unreadable_counts` hold the full numbers. `headers` are all of the file's,
    used or not.
    """

    source: str
    language: Language = "de"
    customers: int = 0
    rows_in_file: int = 0
    rows_used: int = 0
    rows_left_out: tuple[RowLeftOut, ...] = ()
    left_out_counts: Mapping[Message, int] = field(default_factory=dict)
    unreadable_cells: tuple[UnreadableCell, ...] = ()
    unreadable_counts: Mapping[str, int] = field(default_factory=dict)
    unknown_cells: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    columns_kept: tuple[str, ...] = ()
    columns_missing: tuple[str, ...] = ()
    control_totals: Mapping[str, ControlTotal] = field(default_factory=dict)
    undated: Undated = field(default_factory=Undated)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    shape: str = "wide"
    number_format: str | None = None
    number_formats: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    units: Mapping[str, ColumnUnit] = field(default_factory=dict)
    duplicates_by_id: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    likely_duplicates: tuple[tuple[str, str], ...] = ()
    crm: Joined | None = None
    crm_report: ImportReport | None = None
    warnings: tuple[Message, ...] = ()

    @property
    def rows_left_out_count(self) -> int:
        """How many rows were left out."""
        return sum(self.left_out_counts.values())

    @property
    def unreadable_count(self) -> int:
        """How many filled cells of used columns could not be read."""
        return sum(self.unreadable_counts.values())

    def to_json(self, language: Language | None = None) -> dict[str, Any]:
        """Return the keys of `kkm check --json` (all but `quality`) with plain values."""
        chosen = language or self.language
        result: dict[str, Any] = {
            "source": self.source,
            "customers": self.customers,
            "rows_in_file": self.rows_in_file,
            "rows_used": self.rows_used,
            "rows_left_out": [
                {"line": row.line, "reason": row.reason.text(chosen), "text": row.text} for row in self.rows_left_out
            ],
            "rows_left_out_by_reason": {m.text(chosen): count for m, count in self.left_out_counts.items()},
            "unreadable_cells": [
                {"line": cell.line, "column": cell.column, "text": cell.text} for cell in self.unreadable_cells
            ],
            "unreadable_cells_by_column": dict(self.unreadable_counts),
            "unknown_cells": dict(self.unknown_cells),
            "columns": dict(self.columns),
            "columns_kept": list(self.columns_kept),
            "columns_missing": list(self.columns_missing),
            "control_totals": {name: _total_json(total) for name, total in self.control_totals.items()},
            "undated": {"rows": self.undated.rows, "amount": round(self.undated.amount, 2)},
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "header_line": self.header_line,
            "shape": self.shape,
            "number_format": self.number_format,
            "number_formats": dict(self.number_formats),
            "dates": self.dates,
            "units": {
                name: {"unit": unit.unit, "factor": unit.factor, "where": unit.where}
                for name, unit in self.units.items()
            },
            "duplicates_by_id": {name: list(lines) for name, lines in self.duplicates_by_id.items()},
            "likely_duplicates": [list(pair) for pair in self.likely_duplicates],
            "warnings": [message.text(chosen) for message in self.warnings],
        }
        if self.crm is not None:
            result["crm"] = {
                "source": self.crm.source,
                "matched": self.crm.matched,
                "only_in_list": list(self.crm.only_in_list),
                "only_in_crm": list(self.crm.only_in_crm),
                "report": self.crm_report.to_json(chosen) if self.crm_report else None,
            }
        return result


def _total_json(total: ControlTotal) -> dict[str, Any]:
    plain: dict[str, Any] = {"file": round(total.file, 2), "imported": round(total.imported, 2)}
    if total.total_row is not None:
        plain["total_row"] = round(total.total_row, 2)
    if total.left_out:
        plain["left_out"] = round(total.left_out, 2)
    return plain


@dataclass(frozen=True)
class CustomerList:
    """A customer list that was read.

    Attributes:
        frame: one row per customer in the file's order, index 0…n-1. Canonical columns first (`columns.COLUMNS`), only
            those the file has; text is str with "" for empty, numbers float64 with NaN for unknown, dates
            datetime64 with NaT, `competition` nullable boolean, shares as fractions. Besides, where known:
            `orders_<year>`, `never_visited` (bool: the list says "nie" in place of a last visit) and, from invoice
            data, `order_interval_days` (median days between two orders of the customer; NaN below three order days).
            The kept columns of the file stand behind, as text.
        kept_columns: names of the columns that are not canonical.
        report: how it was read.
        source: where it came from (file name or database address without password).
        data_until: last day the invoice data or the title line speak of; None where the file does not say. A revenue
            year that contains a later day than this is not complete.
    """

    frame: pd.DataFrame
    kept_columns: tuple[str, ...]
    report: ImportReport
    source: str
    data_until: date | None = None
