"""A table of scenarios: one a row, a column for each assumption; numbers as people or programs write them.

A text such as 1.200 is one thing in German and another in English. What else stands in the table says which is meant;
where nothing does, that one scenario is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS, Assumption
from kkm_helpers.batch.entries import Entries, Entry, checked_entries, entry_of
from kkm_helpers.batch.names import plain_name
from kkm_helpers.customers.reading.files import load_file
from kkm_helpers.customers.reading.mapping import Mapping as ReadingMapping
from kkm_helpers.customers.reading.progress import no_progress
from kkm_helpers.errors import KkmError
from kkm_helpers.language import LANGUAGES, Language
from kkm_helpers.scenario import CaseError, Fault, scenario_from
from kkm_helpers.scenario.faults import unknown_name
from kkm_helpers.scenario.scalars import numbers_written, read_argument, write_number

if TYPE_CHECKING:
    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable

NAME = "name"
TEXT_COLUMNS = (NAME, "description", "language", "customers_file", "crm_file", "mapping")
"""What a table may hold beside assumptions: the keys of a scenario file whose value is one text."""

Value = float | str | None


def read_scenario_table(path: Path) -> Entries:
    """Return the scenarios of a CSV or workbook: the first filled row names the columns.

    Raises:
        KkmError: the file cannot be read, a column is unknown or stands there twice, `name` is missing, two scenarios
            have one name, or the numbers are written in two languages.
    """
    known = (*TEXT_COLUMNS, *ASSUMPTIONS)
    headers_to_look_for = ReadingMapping(columns={name: name for name in known})
    loaded = load_file(path, headers_to_look_for, choose_columns=lambda *_: None, progress=no_progress)
    headers, first = _header(loaded.table)
    table = _checked_columns(path, headers, loaded.table)
    language = _language_of_numbers(path, table)
    cells = {name: _cells(name, column, language) for name, column in table.items()}
    rows = _filled_rows(table, first)
    entries = TableEntries(path, cells, rows, loaded.table.lines[rows])
    return checked_entries(path, entries.names, entries)


def _header(table: TextTable) -> tuple[Sequence[str], int]:
    """Return the names of the columns, and the first row below them."""
    if table.header is not None:
        return table.header, 0
    for row in range(len(table)):
        (cells,) = table.rows(row, row + 1)
        if any(cell.strip() for cell in cells):
            return [" ".join(cell.split()) for cell in cells], row + 1
    return (), 0


def _checked_columns(path: Path, headers: Sequence[str], table: TextTable) -> dict[str, TextColumn]:
    columns: dict[str, TextColumn] = {}
    faults: list[Fault] = []
    for position, header in enumerate(headers):
        if not header:
            continue
        if header in columns:
            faults.append(
                Fault((header,), f"{header}: die Spalte gibt es zweimal.", f"{header}: the column is there twice.")
            )
        elif header not in ASSUMPTIONS and header not in TEXT_COLUMNS:
            faults.append(unknown_name(header, TEXT_COLUMNS))
        else:
            columns[header] = table.columns[position]
    if faults:
        raise CaseError(faults, lambda _: (f"{path}, Spalte ", f"{path}, column "))
    if NAME not in columns:
        raise KkmError(
            f"{path}: die Spalte name fehlt. Sie steht als erste und nennt jedes Szenario beim Namen.",
            f"{path}: the column name is missing. It stands first and gives each scenario its name.",
        )
    return columns


def _filled_rows(columns: Mapping[str, TextColumn], first: int) -> np.ndarray:
    filled = np.logical_or.reduce([column.filled() for column in columns.values()])
    filled[:first] = False
    return np.flatnonzero(filled)


# --- numbers ------------------------------------------------------------------------
def _language_of_numbers(path: Path, columns: Mapping[str, TextColumn]) -> Language | None:
    """Return the language the numbers are written in; None where no number tells.

    Raises:
        KkmError: some are German and some are English.
    """
    telling: dict[Language, str] = {}
    for name, column in columns.items():
        known = ASSUMPTIONS.get(name)
        if known is None or known.is_choice:
            continue
        typed = column.typed()
        for position in np.flatnonzero(~typed).tolist():
            text = column.texts[position]
            readings = _possible(text, known)
            if len(readings) == 1:
                telling.setdefault(next(iter(readings)), f"{name} {text.strip()}")
    if len(telling) == len(LANGUAGES):
        raise KkmError(
            f"{path}: die Zahlen sind teils deutsch ({telling['de']}), teils englisch ({telling['en']}) geschrieben. "
            "Bitte schreiben Sie alle gleich.",
            f"{path}: some numbers are written in German ({telling['de']}), some in English ({telling['en']}). "
            "Please write all of them alike.",
        )
    return next(iter(telling), None)


def _possible(text: str, known: Assumption) -> dict[Language, float]:
    """Return the readings of a text that the assumption may have."""
    low, high = known.bounds
    return {
        language: number
        for language, number in numbers_written(text, known).items()
        if (low is None or number >= low) and (high is None or number <= high)
    }


@dataclass(frozen=True)
class _Cells:
    """What stands in a column: a value or a fault for each distinct text, and which of them a row has."""

    values: Sequence[Value | Fault]
    codes: np.ndarray


def _cells(name: str, column: TextColumn, language: Language | None) -> _Cells:
    known = ASSUMPTIONS.get(name)
    values: list[Value | Fault] = []
    for position, text in enumerate(column.texts):
        number = column.numbers[position] if column.numbers is not None else np.nan
        if not np.isnan(number) and known is not None:
            values.append(float(number))
        elif not text.strip():
            values.append(None)
        elif known is None or known.is_choice:
            values.append(text.strip())
        else:
            values.append(_number(text, known, language))
    return _Cells(values, column.codes)


def _number(text: str, known: Assumption, language: Language | None) -> Value | Fault:
    readings = numbers_written(text, known)
    if language is not None and language in readings:
        return readings[language]
    if len(possible := set(_possible(text, known).values())) > 1:
        meant = " oder ".join(sorted(map(write_number, possible))), " or ".join(sorted(map(write_number, possible)))
        return Fault(
            (known.name,),
            f"{known.de} ({known.name}): {text.strip()} ist mehrdeutig. Schreiben Sie {meant[0]}.",
            f"{known.en} ({known.name}): {text.strip()} is ambiguous. Please write {meant[1]}.",
        )
    # What is no number in either language (1e-3 is one for a program) is judged as in a scenario file.
    return next(iter(readings.values()), read_argument(text))


# --- rows ---------------------------------------------------------------------------
@dataclass(frozen=True)
class TableEntries(Sequence[Entry]):
    """The rows of a table as scenarios, each made when it is looked at: a million of them would fill the memory.

    Attributes:
        path: the file.
        cells: what stands in each column.
        rows: the rows that hold a scenario.
        lines: the line of the file each of them stands on.
    """

    path: Path
    cells: Mapping[str, _Cells]
    rows: np.ndarray
    lines: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def names(self) -> list[str]:
        """The names of the scenarios; a row without one is called by its line."""
        cells = self.cells[NAME]
        plain = [plain_name(str(value)) if value is not None else "" for value in cells.values]
        return [
            plain[code] or f"{self.path.name}:{line}"
            for code, line in zip(cells.codes[self.rows].tolist(), self.lines.tolist(), strict=True)
        ]

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> list[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | list[Entry]:
        if isinstance(position, slice):
            return [self[each] for each in range(*position.indices(len(self)))]
        row, line, name = self.rows[position], int(self.lines[position]), self.names[position]
        found = {column: cells.values[cells.codes[row]] for column, cells in self.cells.items()}
        given = {column: value for column, value in found.items() if value is not None}
        faults = [value for value in given.values() if isinstance(value, Fault)]
        values = {column: value for column, value in given.items() if not isinstance(value, Fault)}
        if NAME not in values:
            faults.append(Fault((NAME,), "der Name fehlt (Spalte name).", "the name is missing (column name)."))
        try:
            place = (f"{self.path}, Zeile {line}: ", f"{self.path}, line {line}: ")
            scenario = scenario_from(values, self.path, lambda _: place, faults)
        except KkmError as trouble:
            return Entry(name, trouble=trouble)
        return entry_of(name, scenario)

    def __iter__(self) -> Iterator[Entry]:
        return (self[position] for position in range(len(self)))
