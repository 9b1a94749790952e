"""Error cells of an old Excel file (.xls): calamine reads "#N/A" as an empty cell, so its records are looked at here.

An .xls is a container of streams (OLE2); its stream "Workbook" is a row of records, each with a type and a length
(BIFF8).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FREE = 0xFFFFFFF0  # sector numbers from here on are no sectors
_FIRST_FAT_ENTRIES = 109
_DIRECTORY_ENTRY = 128
_SMALL_STREAM, _SMALL_SECTOR = 4096, 64
_BOUND_SHEET, _BOOL_ERROR, _END = 0x0085, 0x0205, 0x000A
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def xls_errors(data: bytes, sheet: str) -> dict[int, dict[int, str]]:
    """Return row -> column -> error of the error cells of a sheet, both from 1; none where the file is unusual."""
    try:
        return _sheet_errors(_workbook_stream(data), sheet)
    except (struct.error, IndexError, ValueError):
        return {}


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream that holds the workbook."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    directory, small_start, next_fat = (struct.unpack_from("<I", data, place)[0] for place in (48, 60, 68))
    numbers = f"<{size // 4}I"
    fat_sectors = list(struct.unpack_from(f"<{_FIRST_FAT_ENTRIES}I", data, 76))
    while next_fat < _FREE:
        *more, next_fat = struct.unpack_from(numbers, data, (next_fat + 1) * size)
        fat_sectors += more
    fat: list[int] = []
    for sector in fat_sectors:
        if sector < _FREE:
            fat += struct.unpack_from(numbers, data, (sector + 1) * size)
    entries = list(_directory(_chain(data[size:], size, fat, directory)))
    for name, start, length in entries:
        if name in ("Workbook", "Book") and length >= _SMALL_STREAM:
            return _chain(data[size:], size, fat, start)[:length]
        if name in ("Workbook", "Book"):  # small streams lie together in the one of the root, in sectors of 64 bytes
            small = _chain(data[size:], size, fat, entries[0][1])
            small_fat = [number for (number,) in struct.iter_unpack("<I", _chain(data[size:], size, fat, small_start))]
            return _chain(small, _SMALL_SECTOR, small_fat, start)[:length]
    msg = "there is no workbook in it"
    raise ValueError(msg)


def _chain(data: bytes, size: int, fat: Sequence[int], start: int) -> bytes:
    """Return the sectors from `start` on, each followed by the one that the table names."""
    pieces: list[bytes] = []
    sector = start
    while sector < _FREE and len(pieces) <= len(fat):
        pieces.append(data[sector * size : (sector + 1) * size])
        sector = fat[sector]
    return b"".join(pieces)


def _directory(entries: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield name, first sector and length of each stream; the first one is the root."""
    for position in range(0, len(entries), _DIRECTORY_ENTRY):
        entry = entries[position : position + _DIRECTORY_ENTRY]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        yield name, *struct.unpack_from("<II", entry, 116)


def _sheet_errors(stream: bytes, sheet: str) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    position = _start_of(stream, sheet)
    while True:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = position + 4
        code: int | None = None
        if kind == _BOOL_ERROR and stream[body + 7]:
            code = stream[body + 6]
        elif kind in _FORMULAS and stream[body + 12 : body + 14] == b"\xff\xff" and stream[body + 6] == 2:  # noqa: PLR2004
            code = stream[body + 8]
        if code is not None:
            row, column = struct.unpack_from("<HH", stream, body)
            found.setdefault(row + 1, {})[column + 1] = _ERRORS.get(code, "#N/A")
        if kind == _END:
            return found
        position = body + length


def _start_of(stream: bytes, sheet: str) -> int:
    """Return where the records of a sheet begin."""
    position = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = position + 4
        if kind == _BOUND_SHEET:
            count, wide = stream[body + 6], stream[body + 7] & 1
            text = stream[body + 8 : body + 8 + count * (2 if wide else 1)]
            if text.decode("utf-16-le" if wide else "latin-1") == sheet:
                return int(struct.unpack_from("<I", stream, body)[0])
        if kind == _END:
            raise ValueError(sheet)
        position = body + length
