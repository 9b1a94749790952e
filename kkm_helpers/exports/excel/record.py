"""The record in a workbook of what was exported: for "changed" marks, and for reading the workbook back.

It stands on a sheet that no menu shows. `scenario.exported` reads it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kkm_helpers import __version__
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.exports.excel.places import quoted
from kkm_helpers.scenario.exported import RECORD_SHEET, RECORD_START, SCENARIO_KEYS, TEXT_COLUMN, pieces

if TYPE_CHECKING:
    from kkm_helpers.exports.excel.book import Book

_VALUES_COLUMN = 3
_SENTENCES_COLUMN = 5


def exported_cell(name: str) -> str:
    """Return the address of the value an assumption was exported with."""
    return f"{quoted(RECORD_SHEET)}!$D${list(ASSUMPTIONS).index(name) + 1}"


def sentence_cell(place: int) -> str:
    """Return the address of a sentence as exported."""
    return f"{quoted(RECORD_SHEET)}!$F${place + 1}"


def write_record(book: Book, sentences: list[str]) -> None:
    """Write the sheet nobody sees: the assumptions and the scenario as exported, and the sentences."""
    sheet = book.workbook.add_worksheet(RECORD_SHEET)
    for row, (name, value) in enumerate(book.results.assumptions.items()):
        sheet.write_string(row, _VALUES_COLUMN - 1, name)
        if isinstance(value, str):
            sheet.write_string(row, _VALUES_COLUMN, value)
        else:
            sheet.write_number(row, _VALUES_COLUMN, value)
    for row, sentence in enumerate(sentences):
        sheet.write_string(row, _SENTENCES_COLUMN, sentence)
    for row, piece in enumerate(pieces(_record(book))):
        sheet.write_string(row, TEXT_COLUMN, piece)
    sheet.very_hidden()


def _record(book: Book) -> str:
    """Return everything that reading back needs, as text: numbers in full, which cells hold to 16 digits only."""
    scenario = book.case.scenario
    said = {key: getattr(scenario, key) for key in SCENARIO_KEYS}
    record = {
        "version": __version__,
        "language": book.language,
        "assumptions": book.results.assumptions,
        "given": [name for name, origin in book.case.origins.items() if origin.kind != "default"],
        "customers": scenario.customers_file.name if scenario.customers_file else None,
        "scenario": {key: value for key, value in said.items() if value},
    }
    return RECORD_START + json.dumps(record, sort_keys=True)
