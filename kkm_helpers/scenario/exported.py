"""Workbooks that `kkm export` wrote, read back: the assumptions as somebody left them, and what was changed.

The inputs are found by their defined names, wherever they were moved to. What a workbook has no cell for (intervals,
weights, answers) stands in a record on a sheet that no menu shows.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine.display import display
from kkm_helpers.errors import KkmError
from kkm_helpers.files import read_bytes
from kkm_helpers.language import LANGUAGES
from kkm_helpers.scenario.faults import CaseError, Fault, assumption_faults
from kkm_helpers.scenario.record import Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook

ENDINGS = (".xlsx", ".xlsm")
RECORD_SHEET = "kkm"
RECORD_START = "kkm export "
TEXT_COLUMN = 0
SCENARIO_KEYS = (
    "name", "description", "language", "notes", "identification", "uncertainty", "correlation", "utility",
    "readiness", "log",
)  # fmt: skip
"""What of a scenario goes along in a workbook; files do not: they stay where they are."""

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 2 * 1024**3
NOTE_HEADINGS = ("Notiz: von wem bestätigt, wann, warum", "Note: who confirmed it, when, why")
_CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)")
_PIECE = 32_000
_DIGITS = 1e-14  # a spreadsheet keeps 15 to 17 digits


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into a cell each."""
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def is_workbook(path: Path) -> bool:
    """Return whether a scenario file is a workbook rather than YAML, by its ending."""
    return path.suffix.lower() in ENDINGS


def load_exported(path: Path) -> Scenario:
    """Return the scenario in a workbook that `kkm export` wrote, with remarks on what was changed in it.

    A customer list is not part of a workbook: what it gave stands there as assumptions.

    Args:
        path: the workbook, as exported or saved by a spreadsheet program.

    Raises:
        FileTroubleError: the file is missing, is a folder, or cannot be read.
        KkmError: it is no workbook of ours.
        CaseError: a cell holds a value that is not allowed; all of them, each with its cell.
    """
    workbook = _opened(read_bytes(path, LARGEST_FILE), path)
    record = _recorded(workbook, path)
    cells = _input_cells(workbook, path)
    found = {name: _same_or_new(cell.value, record.assumptions[name]) for name, cell in cells.items()}
    faults = [
        *_empty(cells),
        *assumption_faults({name: value for name, value in found.items() if not _is_empty(value)}),
    ]
    if faults:
        raise CaseError(faults, lambda fault: (f"{path}, Zelle {cells[fault.path[0]].address}: ",
                                               f"{path}, cell {cells[fault.path[0]].address}: "))  # fmt: skip
    changed = {name: value for name, value in found.items() if value != record.assumptions[name]}
    overrides = {name: value for name, value in found.items() if name in changed or name in record.given}
    notes = _notes(cells, record.scenario.get("notes", {}))
    scenario = _scenario(record, notes)
    remarks = (*_changes(changed, record, cells, path), *_list_left_out(record, path))
    return replace(scenario, overrides=overrides, path=path, remarks=remarks)


# --- the file ------------------------------------------------------------------------------
def _opened(data: bytes, path: Path) -> Workbook:
    # A second that only a workbook needs.
    import io
    import zipfile

    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
        if unpacked <= LARGEST_UNPACKED:
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises several kinds, none of them of interest to a user
        raise _no_workbook(path) from error
    raise _no_workbook(path)


def _no_workbook(path: Path) -> KkmError:
    return KkmError(
        f"{path} ist keine Arbeitsmappe, die kkm export geschrieben hat (oder sie ist beschädigt oder mit einem "
        "Kennwort geschützt). Ein Szenario ist eine YAML-Datei oder eine solche Arbeitsmappe.",
        f"{path} is no workbook written by kkm export (or it is damaged or protected by a password). A scenario is a "
        "YAML file or such a workbook.",
    )


@dataclass(frozen=True)
class _Record:
    """What was exported: the assumptions, those that were given rather than default, and the rest of the scenario."""

    assumptions: Mapping[str, float | str]
    given: frozenset[str]
    customers: str | None
    scenario: Mapping[str, Any]


def _recorded(workbook: Workbook, path: Path) -> _Record:
    if RECORD_SHEET not in workbook.sheetnames:
        raise _no_workbook(path)
    rows = workbook[RECORD_SHEET].iter_rows(min_col=TEXT_COLUMN + 1, max_col=TEXT_COLUMN + 1, values_only=True)
    text = "".join(str(value) for (value,) in rows if value is not None)
    try:
        known = json.loads(text.removeprefix(RECORD_START))
        defaults = {name: each.default for name, each in ASSUMPTIONS.items()}
        # A younger version may have more assumptions than the one that wrote the file.
        recorded = {name: value for name, value in known["assumptions"].items() if name in ASSUMPTIONS}
        return _Record(defaults | recorded, frozenset(known["given"]), known["customers"], known["scenario"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_workbook(path) from error


# --- the cells -----------------------------------------------------------------------------
Grid = list[tuple[Any, ...]]
"""The values of a sheet, row by row."""


@dataclass(frozen=True)
class _Cell:
    """An input cell: its address as people write it, its row (from 0), the values of its sheet, and its own."""

    address: str
    row: int
    grid: Grid
    value: Any


def _input_cells(workbook: Workbook, path: Path) -> dict[str, _Cell]:
    """Return the cell of each assumption by its defined name; all of them must be there."""
    from openpyxl.utils import column_index_from_string

    grids: dict[str, Grid] = {}
    cells = {}
    for name in ASSUMPTIONS:
        defined = workbook.defined_names.get(name) or workbook.defined_names.get(f"{name}_")
        place = _CELL.fullmatch(defined.attr_text) if defined is not None else None
        sheet = place["sheet"].strip("'").replace("''", "'") if place else ""
        if place is None or sheet not in workbook.sheetnames:
            continue
        if sheet not in grids:
            grids[sheet] = list(workbook[sheet].iter_rows(values_only=True))
        row, column = int(place["row"]) - 1, column_index_from_string(place["column"]) - 1
        address = f"{sheet}!{place['column']}{place['row']}"
        cells[name] = _Cell(address, row, grids[sheet], _value_at(grids[sheet], row, column))
    missing = ", ".join(name for name in ASSUMPTIONS if name not in cells)
    if missing:
        raise KkmError(
            f"{path}: diese Eingaben sind nicht mehr da (Name gelöscht oder Zeile entfernt): {missing}. Bitte geben "
            "Sie die Datei neu aus.",
            f"{path}: these inputs are gone (name deleted or row removed): {missing}. Please export the file again.",
        )
    return cells


def _value_at(grid: Grid, row: int, column: int) -> Any:  # noqa: ANN401
    """Return a value of a sheet; None beyond its filled part."""
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else None


def _same_or_new(value: Any, exported: float | str) -> Any:  # noqa: ANN401
    """Return the exported value where a cell still holds it to the digits a spreadsheet keeps, else the cell's."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isinstance(exported, float):
        return exported if math.isclose(value, exported, rel_tol=_DIGITS, abs_tol=0) else value
    return value.strip() if isinstance(value, str) else value


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _empty(cells: Mapping[str, _Cell]) -> Iterator[Fault]:
    for name, cell in cells.items():
        if _is_empty(cell.value):
            label = ASSUMPTIONS[name]
            yield Fault(
                (name,),
                f"{label.de} ({name}): die Zelle ist leer, oder ihre Formel wurde nie berechnet.",
                f"{label.en} ({name}): the cell is empty, or its formula was never computed.",
            )


def _notes(cells: Mapping[str, _Cell], exported: Mapping[str, str]) -> dict[str, str]:
    """Return who confirmed what, as it stands in the column of notes; as exported where that column is gone."""
    grid = next(iter(cells.values())).grid
    column = next((place for row in grid for place, value in enumerate(row) if value in NOTE_HEADINGS), None)
    if column is None:
        return dict(exported)
    notes = {name: _value_at(cell.grid, cell.row, column) for name, cell in cells.items()}
    return {name: str(note) for name, note in notes.items() if not _is_empty(note)}


# --- the scenario --------------------------------------------------------------------------
def _scenario(record: _Record, notes: Mapping[str, str]) -> Scenario:
    from kkm_helpers.scenario.storage import scenario_from

    said = {key: value for key, value in record.scenario.items() if key in SCENARIO_KEYS and key != "notes"}
    return scenario_from({**said, "notes": notes} if notes else said)


def _changes(
    changed: Mapping[str, float | str], record: _Record, cells: Mapping[str, _Cell], path: Path
) -> Iterator[Message]:
    """Yield what differs from what was exported."""
    if not changed:
        yield Message(
            f"{path.name}: die Annahmen sind unverändert seit der Ausgabe.",
            f"{path.name}: the assumptions are as they were exported.",
        )
    for name, value in changed.items():
        known = ASSUMPTIONS[name]
        new, old = (
            {language: display(name, each, language) for language in LANGUAGES}
            for each in (value, record.assumptions[name])
        )
        yield Message(
            f"{path.name}, Zelle {cells[name].address}: {known.de} ({name}) geändert von {old['de']} auf {new['de']}.",
            f"{path.name}, cell {cells[name].address}: {known.en} ({name}) changed from {old['en']} to {new['en']}.",
        )


def _list_left_out(record: _Record, path: Path) -> Iterator[Message]:
    if record.customers:
        yield Message(
            f"{path.name}: die Kundenliste {record.customers} wird nicht neu gelesen; ihre Werte gelten wie "
            "ausgegeben.",
            f"{path.name}: the customer list {record.customers} is not read again; its values hold as exported.",
        )
