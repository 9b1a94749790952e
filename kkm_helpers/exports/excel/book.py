"""The workbook while it is written: its case, sheets, formats, and the ways to fill a cell."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kkm_helpers.analysis.assessment import Assessment, assess
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.excel.places import RowPlace, SeenFrom, SheetName, quoted, row_places
from kkm_helpers.exports.excel.style import Style
from kkm_helpers.exports.provenance import title_of
from kkm_helpers.formulas.excel import excel_name
from kkm_helpers.language import Language, choose
from kkm_helpers.progress import begin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kkm_helpers.engine import Results
    from kkm_helpers.scenario import Case

LONGEST_TEXT = 32_767
LINE_HEIGHT = 13.5
HIGHEST_ROW = 409
"""Excel has no higher rows."""

_TITLE_HEIGHT = 28
_A4 = 9
_EVERYWHERE = "A1:XFD1048576"
Value = float | str | bool


@dataclass
class Book:
    """A workbook of one case.

    Attributes:
        case: the case.
        workbook: XlsxWriter's.
        language: of all labels.
        made: the time the workbook says it was made at.
        sheets: what was added so far.
        addresses: where each public name stands, as far as it was written.
    """

    case: Case
    workbook: Workbook
    language: Language
    made: datetime
    sheets: dict[SheetName, Worksheet] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @cached_property
    def style(self) -> Style:
        """The formats."""
        return Style(self.workbook)

    @cached_property
    def assessment(self) -> Assessment:
        """Risk, decision and ledger of the case."""
        return assess(self.case)

    @property
    def results(self) -> Results:
        """The figures of the case."""
        return self.case.results

    @property
    def months(self) -> int:
        """The horizon, fixed in the file."""
        return int(self.results.assumptions["horizon_months"])

    @cached_property
    def rows(self) -> dict[str, RowPlace]:
        """Where each row of months stands."""
        return row_places(self.language, self.months)

    def seen_from(self, sheet: SheetName) -> SeenFrom:
        """Return where things stand as seen from a sheet."""
        return SeenFrom(sheet.label(self.language), self.rows)

    def say(self, de: str, en: str) -> str:
        """Return the words in the workbook's language."""
        return choose(self.language, de, en)

    def words(self, message: Message) -> str:
        """Return a message in the workbook's language."""
        return message.text(self.language)

    # --- sheets ------------------------------------------------------------------------
    def add_sheets(self, names: Sequence[SheetName]) -> None:
        """Add the sheets in the order of their tabs; they may be filled in another one."""
        for name in names:
            self.sheets[name] = self.workbook.add_worksheet(name.label(self.language))

    def start(
        self,
        name: SheetName,
        widths: Sequence[float] = (),
        *,
        title: str | None = None,
        column: int = 0,
        repeat_row: int | None = None,
    ) -> Worksheet:
        """Return a sheet with its title, set up for the screen and for print.

        Args:
            name: one of the sheets that were added.
            widths: of the columns from the first on [characters].
            title: what stands above all; the sheet's name where None.
            column: the column of the title.
            repeat_row: the head of the table, printed on every page.
        """
        label, sheet = name.label(self.language), self.sheets[name]
        begin(f"Blatt {name.label('de')}", f"sheet {name.label('en')}")
        # A customer number is text, and the first month has a formula of its own: nothing to be warned of.
        sheet.ignore_errors(dict.fromkeys(("number_stored_as_text", "formula_differs", "formula_range"), _EVERYWHERE))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        case_title = one_line(title_of(self.case, self.language), 80).replace("&", "&&")
        page = self.say("Seite &P von &N", "Page &P of &N")
        # The space keeps a title such as "2026" from being read as the size of its font.
        sheet.set_footer(f"&L&8 {case_title}&C&8 {label}&R&8 {page}")
        if repeat_row is not None:
            sheet.repeat_rows(repeat_row)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self.text(sheet, 0, column, label if title is None else title, "title")
        sheet.set_row(0, _TITLE_HEIGHT)
        return sheet

    def address(self, name: SheetName, cells: str) -> str:
        """Return the absolute address of cells on a sheet, e.g. for "$C$5"."""
        return f"{quoted(name.label(self.language))}!{cells}"

    def define(self, name: str, address: str) -> None:
        """Give cells their public name."""
        self.workbook.define_name(excel_name(name), f"={address}")
        self.addresses[name] = address

    # --- cells --------------------------------------------------------------------------
    def head(self, sheet: Worksheet, row: int, labels: Sequence[str], right: Sequence[int] = ()) -> None:
        """Write the head of a table; the columns in `right` hold figures."""
        for column, label in enumerate(labels):
            looks = ("head", "head_right") if column in right else ("head",)
            sheet.write_string(row, column, label, self.style(*looks))

    def heading(self, sheet: Worksheet, row: int, text: str, columns: int) -> None:
        """Write a heading over a part of a table, its rule over all columns."""
        look = self.style("heading")
        for column in range(1, columns):
            sheet.write_blank(row, column, None, look)
        self.text(sheet, row, 0, text, "heading")

    def text(self, sheet: Worksheet, row: int, column: int, text: str, *looks: str) -> None:
        """Write a text, whatever it looks like: it never runs as a formula."""
        if not text:
            sheet.write_blank(row, column, None, self.style(*looks))
            return
        quote = ("quoted",) if text[:1] in ("=", "+", "-", "@", "'") else ()
        sheet.write_string(row, column, clipped(text), self.style(*looks, *quote))

    def fit_row(self, sheet: Worksheet, row: int, *texts: tuple[str, float]) -> None:
        """Make a row high enough for wrapped texts, each with the width of its columns [characters]."""
        lines = max(_lines(text, width) for text, width in texts)
        if lines > 1:
            sheet.set_row(row, min(lines * LINE_HEIGHT + 2, HIGHEST_ROW))

    def formula(self, sheet: Worksheet, row: int, column: int, formula: str, value: Value, look: Format) -> None:
        """Write a formula, without "=", and the value it has as exported."""
        sheet.write_formula(row, column, f"={formula}", look, value)

    def merged_formula(
        self, sheet: Worksheet, row: int, columns: tuple[int, int], formula: str, value: str, *looks: str
    ) -> None:
        """Write a formula with a text over several columns."""
        look = self.style(*looks)
        sheet.merge_range(row, columns[0], row, columns[1], "", look)
        self.formula(sheet, row, columns[0], formula, value, look)


def _lines(text: str, width: float) -> int:
    """Return over how many lines a text breaks; spreadsheets do not tell, and not all of them adjust a row."""
    return len(textwrap.wrap(text, max(1, int(width * 1.05))))


def clipped(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that a cell can hold: what is cut off is marked, and no character breaks the file."""
    written = text.encode("utf-8", "replace").decode("utf-8")
    return written if len(written) <= longest else f"{written[: longest - 1]}…"


def one_line(text: str, longest: int) -> str:
    """Return a text for where no cell holds it: a footer, a property. Whatever is not printed becomes a space."""
    return clipped("".join(letter if letter.isprintable() else " " for letter in text), longest)


def plain(value: Any) -> Value:  # noqa: ANN401
    """Return a cached value as XlsxWriter takes it."""
    return value if isinstance(value, (str, bool)) else float(value)
