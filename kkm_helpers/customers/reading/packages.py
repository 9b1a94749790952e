"""ZIP packages (XLSX, XLSM, ODS): what kind, whether too large when unpacked, and where a sheet's XML lies."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.signatures import no_list

PackageKind = Literal["xlsx", "ods"]
_MOST_DEFLATE = 1032  # zlib's largest ratio: below it a member cannot hide more than this
_CHUNK = 1 << 20
_LOCAL_HEADER = 30
MOST_COLUMNS = 500
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGEST_GRID = 60_000_000  # cells: what is decoded as a full rectangle


def check_package(data: bytes, name: str, size_limit: int) -> PackageKind:
    """Return whether a ZIP is an Excel or an OpenDocument workbook, after making sure that it unpacks to little.

    Raises:
        CustomerListError: it is damaged, another package, protected, or unpacks to more than `size_limit` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            unpacked = sum(_unpacked_size(data, member, size_limit) for member in members)
            if unpacked > size_limit:
                raise too_large(name, unpacked, size_limit)
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return "xlsx"
            if "content.xml" in names:
                manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
                if b"encryption-data" in manifest:
                    raise protected(name)
                return "ods"
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise damaged(name, str(error)) from error
    shown = ", ".join(sorted(names)[:5]) + (" …" if len(names) > 5 else "")  # noqa: PLR2004 - a few names tell
    raise no_list(name, f"ein ZIP-Archiv ({shown})", f"a ZIP archive ({shown})")


def _unpacked_size(data: bytes, member: zipfile.ZipInfo, limit: int) -> int:
    """Return a member's size when unpacked, counted where what it declares could be a lie."""
    if member.file_size > limit or member.compress_type != zipfile.ZIP_DEFLATED:
        return max(member.file_size, member.compress_size)
    if member.compress_size * _MOST_DEFLATE <= limit:
        return max(member.file_size, 0)
    start = member.header_offset
    names = int.from_bytes(data[start + 26 : start + 28], "little") + int.from_bytes(
        data[start + 28 : start + 30], "little"
    )
    body = memoryview(data)[start + _LOCAL_HEADER + names :][: member.compress_size]
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    for position in range(0, len(body), _CHUNK):
        piece = bytes(body[position : position + _CHUNK])
        while piece and size <= limit:
            size += len(unpacker.decompress(piece, _CHUNK))
            piece = unpacker.unconsumed_tail
    return size


@dataclass(frozen=True)
class SheetFacts:
    """What a worksheet's XML says and a reader of values does not."""

    formulas: bool
    errors: bool
    hidden_rows: int


def sheet_facts(data: bytes, member: str, name: str) -> SheetFacts:
    """Return whether a worksheet has formulas and errors, and how many hidden rows.

    Raises:
        CustomerListError: its cells lie so far apart that decoding it would fill the memory.
    """
    formulas = errors = False
    hidden = 0
    last_row = 0
    widest = b""
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(member) as sheet:
        carry = b""
        while piece := sheet.read(_CHUNK):
            text = carry + piece
            formulas = formulas or _FORMULA.search(text) is not None
            errors = errors or _ERROR.search(text) is not None
            hidden += len(_HIDDEN.findall(text))
            rows = _ROW.findall(text)
            last_row = max(last_row, int(rows[-1])) if rows else last_row
            widest = max(
                widest, max(_WIDE_COLUMN.findall(text), default=b""), key=lambda letters: (len(letters), letters)
            )
            # A tag cut by the chunk's end is seen whole next time; what ends in ">" is not seen twice.
            cut = text.rfind(b"<")
            carry = text[cut:] if cut >= 0 and b">" not in text[cut:] else b""
    width = _column_number(widest) if widest else 26
    if last_row * width > _LARGEST_GRID:
        raise CustomerListError(
            f"Das Tabellenblatt in „{name}“ reicht bis Zeile {last_row} und Spalte {width}, das ist keine Kundenliste. "
            "Bitte nur den gefüllten Bereich in eine neue Arbeitsmappe kopieren.",
            f"The worksheet in “{name}” reaches to row {last_row} and column {width}, that is no customer list. "
            "Please copy the filled range only into a new workbook.",
        )
    return SheetFacts(formulas, errors, hidden)


def zeros_shown(data: bytes, member: str) -> dict[int, int]:
    """Return column (from 1) -> digits of the columns whose numbers a worksheet shows with zeros in front (00000)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        styles = package.read(_STYLES) if _STYLES in package.namelist() else b""
        digits = _digits_of_styles(styles)
        if not digits:
            return {}
        with package.open(member) as sheet:
            cells = _STYLED.findall(sheet.read(_CHUNK))
    found: dict[int, Counter[int]] = {}
    for attributes in cells:
        place, style = _PLACE.search(attributes), _STYLE.search(attributes)
        if place is not None and _TEXT_TYPE.search(attributes) is None:
            width = digits.get(int(style[1]), 0) if style else 0
            found.setdefault(_column_number(place[1]), Counter())[width] += 1
    most = {column: widths.most_common(1)[0][0] for column, widths in found.items()}
    return {column: width for column, width in most.items() if width}


def _digits_of_styles(styles: bytes) -> dict[int, int]:
    """Return the number of a cell's style -> the digits of its format, for formats of nothing but zeros."""
    if _ZEROS.search(styles) is None:
        return {}
    root = ET.fromstring(styles)  # noqa: S314 - no entities are resolved
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter(f"{_SHEET}numFmt")}
    formats = next(root.iter(f"{_SHEET}cellXfs"), ())
    of_style = {number: codes.get(each.get("numFmtId"), "") for number, each in enumerate(formats)}
    return {number: len(code) for number, code in of_style.items() if len(code) > 1 and set(code) == {"0"}}


def ods_errors(data: bytes, sheet: str) -> dict[int, dict[int, str]]:
    """Return row -> column -> error of the error cells of an OpenDocument sheet: calamine reads them as empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    found: dict[int, dict[int, str]] = {}
    if b'value-type="error"' not in content:
        return found
    tables = ET.fromstring(content).iter(f"{_TABLE}table")  # noqa: S314 - no entities are resolved
    row = 0
    for element in next((table for table in tables if table.get(f"{_TABLE}name") == sheet), ()):
        for line in element.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in line:
                if cell.get(f"{_CALC}value-type") == "error":
                    found.setdefault(row + 1, {})[column + 1] = "".join(cell.itertext()) or "#N/A"
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
    return found


_STYLES = "xl/styles.xml"
_ZEROS = re.compile(rb'formatCode="00+"')
_STYLED = re.compile(rb"<(?:\w+:)?c ([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]+)\d')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TEXT_TYPE = re.compile(rb'\bt="(?!n")|/$')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERROR = re.compile(rb"<(?:\w+:)?c [^>]*\bt=\"e\"")
_HIDDEN = re.compile(rb"<(?:\w+:)?row [^>]*\bhidden=\"(?:1|true)\"")
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*\br=\"(\d+)\"")
_WIDE_COLUMN = re.compile(rb"<(?:\w+:)?c [^>]*?\br=\"([A-Z]{2,3})\d")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def too_large(name: str, size: int, limit: int) -> CustomerListError:
    """Return the error for a source that decodes to more than the limit."""
    found, allowed = _megabytes(size), _megabytes(limit)
    return CustomerListError(
        f"„{name}“ ist entpackt mindestens {found} groß, erlaubt sind {allowed}. Ist die Liste wirklich so groß, bitte "
        "die Grenze erhöhen, zum Beispiel --size-limit 4GB (in Python size_limit), oder die Liste teilen.",
        f"“{name}” unpacks to at least {found}, {allowed} are allowed. If the list really is that large, please raise "
        "the limit, for instance --size-limit 4GB (size_limit in Python), or split the list.",
    )


def _megabytes(size: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("kB", 1000)):
        if size >= factor:
            return f"{size // factor}\u00a0{unit}"
    return f"{size}\u00a0Bytes"


def protected(name: str) -> CustomerListError:
    """Return the error for a workbook with a password."""
    return CustomerListError(
        f"„{name}“ ist mit einem Kennwort geschützt. Bitte die Datei in Excel öffnen, das Kennwort entfernen und sie "
        "neu speichern.",
        f"“{name}” is protected by a password. Please open the file in Excel, remove the password and save it again.",
    )


def damaged(name: str, cause: str) -> CustomerListError:
    """Return the error for a file that ends too early or is broken inside."""
    return CustomerListError(
        f"„{name}“ ist beschädigt oder unvollständig ({cause}). Bitte die Datei noch einmal exportieren oder kopieren.",
        f"“{name}” is damaged or incomplete ({cause}). Please export or copy the file again.",
    )
