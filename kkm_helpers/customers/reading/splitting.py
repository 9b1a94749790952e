"""Parts the header from the rows below it and the lines above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.reading.header import HEAD_ROWS, find_layout, header_meaning
from kkm_helpers.customers.reading.numbers import clean
from kkm_helpers.customers.reading.packages import MOST_COLUMNS
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.text_table import TextColumn, TextTable
from kkm_helpers.language.dates import month_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_MOST_SHOWN = 12


@dataclass(frozen=True)
class Body:
    """The rows below the header.

    Attributes:
        headers: one per column by right; a row may go beyond.
        table: the rows.
        header_line: line of the header, None where the source has no lines.
        preamble: the texts above it.
    """

    headers: tuple[str, ...]
    table: TextTable
    header_line: int | None
    preamble: tuple[str, ...]


def split_header(table: TextTable, name: str, *, also_known: Collection[str], header_line: int | None) -> Body:
    """Return header and rows of a table.

    Raises:
        CustomerListError: no row looks like a header, nothing stands below it, or there are too many columns.
    """
    _check_width(table, name)
    if table.header is not None:
        if not len(table):
            raise header_only(name, table.header)
        return Body(table.header, table, table.header_line, table.preamble)
    row = None if header_line is None else int(np.searchsorted(table.lines, header_line))
    head = table.rows(0, HEAD_ROWS if row is None else max(HEAD_ROWS, row + 2))
    layout = find_layout(head, also_known=also_known, header_row=row)
    if layout is None:
        raise _no_header(name, head)
    rest = np.arange(layout.first_data_row, len(table))
    if not len(rest):
        raise header_only(name, layout.headers)
    below = TextTable(tuple(column.take(rest) for column in table.columns), table.lines[rest])
    headers = layout.headers[: len(below.columns)]
    if _most_rows_go_beyond(headers, below):
        headers += ("",) * (len(below.columns) - len(headers))
    preamble = tuple(" ".join(cell for cell in cells if cell.strip()) for cells in head[: layout.header_row])
    return Body(headers, below, int(table.lines[layout.header_row]), preamble)


def _most_rows_go_beyond(headers: Sequence[str], table: TextTable) -> bool:
    """Return whether it is the header that lacks names, not some rows that have too many fields."""
    beyond = np.zeros(len(table), dtype=bool)
    for column in table.columns[len(headers) :]:
        beyond |= column.filled()
    return bool(beyond.sum() > len(table) / 2)


def _check_width(table: TextTable, name: str) -> None:
    named = sum(bool(header) for header in table.header) if table.header is not None else len(table.columns)
    width = named + len(table.not_read)
    if width > MOST_COLUMNS and table.header is None:
        width = sum(bool(column.filled().any()) for column in table.columns)
    if width > MOST_COLUMNS:
        raise CustomerListError(
            f"„{name}“ hat {width} Spalten, eine Kundenliste höchstens {MOST_COLUMNS}. Bitte nur die nötigen Spalten "
            "exportieren "
            "(Kundennummer, Name, Branche, PLZ, Ort, Umsatz je Jahr, Besuche …).",
            f"“{name}” has {width} columns, a customer list {MOST_COLUMNS} at most. Please export the necessary "
            "columns only "
            "(customer number, name, sector, postcode, city, revenue per year, visits …).",
        )


def header_only(name: str, headers: Sequence[str]) -> CustomerListError:
    """Return the error for a list without a single customer."""
    shown = ", ".join(f"„{header}“" for header in headers[:_MOST_SHOWN] if header)
    return CustomerListError(
        f"In „{name}“ steht nur eine Kopfzeile ({shown}) und kein Kunde. Bitte die Liste mit Daten exportieren.",
        f"“{name}” holds a header only ({shown}) and no customer. Please export the list with data.",
    )


def _no_header(name: str, head: Sequence[Sequence[str]]) -> CustomerListError:
    cells = (" ".join(cell.split()) for row in head for cell in row)
    known = next((cell for cell in cells if header_meaning(cell).name == "customer_id"), None)
    if known is not None:
        return CustomerListError(
            f"In „{name}“ ist nur eine Spalte zu erkennen („{known}“). Eine Kundenliste braucht wenigstens "
            "Kundennummer und Umsatz, zum Beispiel „Kundennummer“ und „Umsatz 2024“. Stehen die Spalten in der Datei, "
            "bitte in einer Zuordnung delimiter, header_row und columns nennen.",
            f"Only one column can be recognised in “{name}” (“{known}”). A customer list needs a customer number and a "
            "revenue at least, for instance “Customer No” and “Revenue 2024”. If the file has these columns, please "
            "give delimiter, header_row and columns in a mapping.",
        )
    widest = max(head, key=lambda cells: sum(bool(cell.strip()) for cell in cells), default=[])
    shown = " | ".join(" ".join(cell.split())[:40] for cell in widest[:_MOST_SHOWN])
    return CustomerListError(
        f"In „{name}“ ist keine Kopfzeile mit bekannten Spalten zu finden, also keine Kundennummer und kein Umsatz. "
        "Gefunden wurde zum Beispiel: "
        f"{shown}. Bitte die Überschriften angeben (Kundennummer, Umsatz 2024 …) oder in einer Zuordnung header_row "
        "und columns nennen.",
        f"No header with known columns can be found in “{name}”, hence no customer number and no revenue. Found was "
        "for instance: "
        f"{shown}. Please name the columns (customer number, revenue 2024 …) or give header_row and columns in a "
        "mapping.",
    )


def replace_column(table: TextTable, position: int, codes: np.ndarray) -> TextTable:
    """Return the table with other codes in one column."""
    columns = list(table.columns)
    columns[position] = replace(columns[position], codes=codes)
    return replace(table, columns=tuple(columns))


def with_year(table: TextTable, month: int, year: int) -> TextTable:
    """Return the table with the year put to the month in the month's column: "3" beside "2024" becomes "3/2024"."""
    columns = list(table.columns)
    months, years = columns[month], columns[year]
    pairs, codes = np.unique(months.codes.astype(np.int64) * len(years.texts) + years.codes, return_inverse=True)
    texts = [
        month_of(clean(years.texts[pair % len(years.texts)]), clean(months.texts[pair // len(years.texts)]))
        for pair in pairs.tolist()
    ]
    columns[month] = TextColumn(texts, codes.astype(np.int32))
    return replace(table, columns=tuple(columns))
