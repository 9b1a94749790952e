"""Tables in HTML and in Excel's XML of 2003: what many systems call `.xls`."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.encodings import find_encoding, known_encoding
from kkm_helpers.customers.reading.header import HEAD_ROWS, find_layout
from kkm_helpers.customers.reading.packages import damaged
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.text_table import Source, TableBuilder

if TYPE_CHECKING:
    from collections.abc import Collection

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_IS_HTML = Message(
    "Die Datei enthält HTML, keine Arbeitsmappe; gelesen wurde die HTML-Tabelle.",
    "The file holds HTML, no workbook; its HTML table was read.",
)
Row = tuple[int, list[str]]


class _Tables(HTMLParser):
    """Collects the rows of all tables with the line each begins on; a nested table ends the cell it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append((self.getpos()[0], []))
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
            if not self.tables[-1]:
                self.tables[-1].append((self.getpos()[0], []))
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 100) if span.isdigit() else 1
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            row = self.tables[-1][-1][1]
            row.append(" ".join("".join(self._cell).split()))
            row.extend([""] * (self._span - 1))
            self._cell = None


def load_html(data: bytes, name: str, *, encoding: str | None, also_known: Collection[str]) -> Source:
    """Return the HTML table whose header names the most columns.

    Raises:
        CustomerListError: there is no table.
    """
    declared = _CHARSET.search(data[:4096])
    found = find_encoding(data)
    if encoding is not None:
        found = known_encoding(encoding)
    elif declared and found.name not in ("utf-8", "utf-8-sig", "utf-16"):
        found = known_encoding(declared[1].decode("ascii"))
    parser = _Tables()
    parser.feed(data.decode(found.name, errors="replace"))
    parser.close()
    return _best_table(parser.tables, name, found.name, also_known, _IS_HTML)


def load_spreadsheet_xml(data: bytes, name: str, *, sheet: str | None, also_known: Collection[str]) -> Source:
    """Return the worksheet of an Excel XML file whose header names the most columns.

    Raises:
        CustomerListError: the XML is broken or has no table.
    """
    if b"<!ENTITY" in data:
        raise damaged(name, "XML entities")
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        raise damaged(name, str(error)) from error
    tables = [
        [_xml_row(number, row) for number, row in enumerate(worksheet.iter(f"{_SPREADSHEET}Row"), start=1)]
        for worksheet in root.iter(f"{_SPREADSHEET}Worksheet")
        if sheet in (None, worksheet.get(f"{_SPREADSHEET}Name"))
    ]
    return _best_table(tables, name, None, also_known, None)


def _xml_row(number: int, row: ET.Element) -> Row:
    cells: list[str] = []
    for cell in row.findall(f"{_SPREADSHEET}Cell"):
        index = cell.get(f"{_SPREADSHEET}Index", "")
        if index.isdigit():
            cells.extend([""] * min(int(index) - 1 - len(cells), 1000))
        value = cell.find(f"{_SPREADSHEET}Data")
        cells.append("" if value is None else "".join(value.itertext()))
    return number, cells


def _best_table(
    tables: list[list[Row]], name: str, encoding: str | None, also_known: Collection[str], warning: Message | None
) -> Source:
    filled = [table for table in tables if any(cells for _, cells in table)]
    if not filled:
        raise CustomerListError(
            f"In „{name}“ steht keine Tabelle. Bitte die Liste als CSV oder XLSX exportieren.",
            f"There is no table in “{name}”. Please export the list as CSV or XLSX.",
        )

    def known(table: list[Row]) -> tuple[int, int]:
        layout = find_layout([cells for _, cells in islice(table, HEAD_ROWS)], also_known=also_known)
        return (layout.known if layout else 0, len(table))

    best = max(filled, key=known)
    builder = TableBuilder()
    builder.add([cells for _, cells in best], [line for line, _ in best])
    return Source(builder.table(), encoding=encoding, warnings=(warning,) if warning else ())
