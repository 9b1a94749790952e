"""Where everything stands in the workbook, known before anything is written: formulas refer to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from kkm_helpers.formulas.cells import HelperRow, cell_formula
from kkm_helpers.formulas.excel import excel_name
from kkm_helpers.language import Labelled, Language, choose
from kkm_helpers.model import OPTION_NAMES, QUANTITIES, Quantity, Topic

FIRST_STEP_COLUMN = 4
"""Column of month 1, the same on every sheet with months."""

FIRST_ROW = 5


@dataclass(frozen=True)
class SheetName(Labelled):
    """A sheet and what stands on its tab."""

    de: str
    en: str


SUMMARY = SheetName("Übersicht", "Summary")
ASSUMPTIONS_SHEET = SheetName("Annahmen", "Assumptions")
CALCULATION = SheetName("Rechenweg", "Calculation")
MONTHLY = SheetName("Monate", "Monthly")
OPTIONS_SHEET = SheetName("Optionen", "Options")
LEDGER = SheetName("Annahmenbuch", "Ledger")
SEGMENTS = SheetName("Segmente", "Segments")
CUSTOMERS = SheetName("Kunden", "Customers")
CHECKS = SheetName("Prüfungen", "Checks")
HELPERS = SheetName("Hilfszeilen", "Helper rows")


def quoted(title: str) -> str:
    """Return a sheet's title as it stands in an address."""
    return "'" + title.replace("'", "''") + "'"


@dataclass(frozen=True)
class RowPlace:
    """A row of cells: the title of its sheet, its row (from 0), and how many cells it has from `FIRST_STEP_COLUMN`."""

    sheet: str
    row: int
    cells: int

    def address(self, start: int, end: int) -> str:
        """Return the address of some of its cells, from 1, without the sheet."""
        first, last = (xl_col_to_name(FIRST_STEP_COLUMN + step - 1) for step in (start, end))
        return f"{first}{self.row + 1}" + (f":{last}{self.row + 1}" if end != start else "")

    def absolute(self) -> str:
        """Return the address of all its cells, with the sheet and dollar signs."""
        first, last = (xl_col_to_name(FIRST_STEP_COLUMN + step, col_abs=True) for step in (0, self.cells - 1))
        return f"{quoted(self.sheet)}!{first}${self.row + 1}:{last}${self.row + 1}"


@dataclass(frozen=True)
class Section:
    """Rows under a heading: quantities, or rows that a quantity needs."""

    de: str
    en: str
    rows: tuple[Quantity | HelperRow, ...]

    def heading(self, language: Language) -> str:
        """Return the heading."""
        return choose(language, self.de, self.en)


def monthly_sections() -> list[Section]:
    """Return the monthly quantities by topic and option, in the order of the model."""
    found: dict[tuple[Topic, str | None], list[Quantity]] = {}
    for quantity in QUANTITIES.values():
        if quantity.monthly:
            found.setdefault((quantity.topic, quantity.option), []).append(quantity)
    return [Section(*_heading(topic, option), tuple(rows)) for (topic, option), rows in found.items()]


def _heading(topic: Topic, option: str | None) -> tuple[str, str]:
    if option is None:
        return topic.de, topic.en
    return f"{topic.de} – {OPTION_NAMES[option].de}", f"{topic.en} – {OPTION_NAMES[option].en}"


def helper_sections() -> list[Section]:
    """Return the rows that quantities need besides their own, by quantity."""
    formulas = (cell_formula(quantity) for quantity in QUANTITIES.values())
    return [Section(each.quantity.de, each.quantity.en, each.rows) for each in formulas if each.rows]


def row_numbers(sections: Sequence[Section]) -> Iterator[tuple[int, Section | Quantity | HelperRow]]:
    """Yield each heading and each row with the number of its row; an empty one stands before a heading."""
    number = FIRST_ROW
    for section in sections:
        yield number, section
        for row in section.rows:
            number += 1
            yield number, row
        number += 2


def row_places(language: Language, months: int) -> dict[str, RowPlace]:
    """Return where each row of months, or of rounds, stands."""
    places: dict[str, RowPlace] = {}
    for sheet, sections in ((MONTHLY, monthly_sections()), (HELPERS, helper_sections())):
        for number, row in row_numbers(sections):
            if not isinstance(row, Section):
                cells = row.cells if isinstance(row, HelperRow) else None
                places[row.name] = RowPlace(sheet.label(language), number, cells or months)
    return places


@dataclass(frozen=True)
class SeenFrom:
    """Where things stand, as seen from one sheet (`formulas.excel.Places`)."""

    sheet: str
    rows: Mapping[str, RowPlace]

    def single(self, name: str) -> str:
        """Return the defined name of a single value."""
        return excel_name(name)

    def cell(self, name: str, step: int) -> str:
        """Return the address of a cell of a row, from 1."""
        return self.span(name, step, step)

    def span(self, name: str, start: int, end: int) -> str:
        """Return the address of some cells of a row, both ends included."""
        place = self.rows[name]
        address = place.address(start, end)
        return address if place.sheet == self.sheet else f"{quoted(place.sheet)}!{address}"

    def whole(self, name: str) -> str:
        """Return the defined name of a quantity's row, the address of another row."""
        return excel_name(name) if name in QUANTITIES else self.span(name, 1, self.length(name))

    def length(self, name: str) -> int:
        """Return how many cells a row has."""
        return self.rows[name].cells

    def steps_so_far(self, name: str, step: int) -> str:
        """Return a formula that gives `step` in that cell of the row."""
        place = self.rows[name]
        first, here = (xl_col_to_name(FIRST_STEP_COLUMN + each - 1) for each in (1, step))
        return f"COLUMNS(${first}{place.row + 1}:{here}{place.row + 1})"
