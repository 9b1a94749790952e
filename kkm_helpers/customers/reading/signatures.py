"""What kind of file it is, told by its first bytes and not by its name: an `.xls` may be HTML, a `.csv` a picture."""

from __future__ import annotations

import re
from typing import Literal

from kkm_helpers.customers.reading.problems import CustomerListError

FileKind = Literal["zip", "ole", "parquet", "html", "spreadsheet_xml", "text"]

_KINDS: tuple[tuple[bytes, FileKind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PAR1", "parquet"),
)
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "ein PNG-Bild", "a PNG picture"),
    (b"\xff\xd8\xff", "ein JPEG-Bild", "a JPEG picture"),
    (b"GIF8", "ein GIF-Bild", "a GIF picture"),
    (b"BM", "ein BMP-Bild", "a BMP picture"),
    (b"II*\x00", "ein TIFF-Bild", "a TIFF picture"),
    (b"MM\x00*", "ein TIFF-Bild", "a TIFF picture"),
    (b"RIFF", "eine Bild-, Ton- oder Filmdatei", "a picture, sound or film file"),
    (b"%PDF", "ein PDF", "a PDF"),
    (b"{\\rtf", "ein RTF-Dokument", "an RTF document"),
    (b"\x1f\x8b", "eine gepackte Datei (gzip)", "a packed file (gzip)"),
    (b"7z\xbc\xaf", "eine gepackte Datei (7-Zip)", "a packed file (7-Zip)"),
    (b"Rar!", "eine gepackte Datei (RAR)", "a packed file (RAR)"),
    (b"BZh", "eine gepackte Datei (bzip2)", "a packed file (bzip2)"),
    (b"\x28\xb5\x2f\xfd", "eine gepackte Datei (zstd)", "a packed file (zstd)"),
    (
        b"SQLite format 3\x00",
        "eine SQLite-Datenbank (lesbar mit --source sqlite:///DATEI)",
        "an SQLite database (to be read with --source sqlite:///FILE)",
    ),
    (b"MZ", "ein Programm", "a program"),
    (b"\x7fELF", "ein Programm", "a program"),
)  # fmt: skip
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")
_MOST_CONTROLS = 0.003
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def file_kind(head: bytes, name: str) -> FileKind:
    """Return the kind of a file by its first bytes (some ten thousand of them).

    Raises:
        CustomerListError: it is a picture, a document, a packed file or binary noise.
    """
    for signature, kind in _KINDS:
        if head.startswith(signature):
            return kind
    for signature, de, en in _FOREIGN:
        begins_texts_too = len(signature) <= 2  # noqa: PLR2004 - "BM" or "MZ" may well begin a word
        if head.startswith(signature) and (not begins_texts_too or _is_binary(head)):
            raise no_list(name, de, en)
    if _is_binary(head):
        raise no_list(name, "eine Datei mit Binärdaten", "a file of binary data")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].replace(b"\x00", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "spreadsheet_xml"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style")) or b"<table" in start:
        return "html"
    if start.startswith(b"<?xml"):
        raise no_list(name, "eine XML-Datei", "an XML file")
    if start.startswith((b"{", b"[")) and re.match(rb"[\[{][\s\[{]*\"[^\"]*\"\s*:", start):
        raise no_list(name, "eine JSON-Datei", "a JSON file")
    return "text"


def _is_binary(head: bytes) -> bool:
    if head.startswith(_BOMS) or looks_like_utf16(head) is not None:
        return False
    controls = sum(head.count(byte) for byte in range(0x20) if byte not in _TEXT_CONTROLS)
    return controls > _MOST_CONTROLS * len(head)


def looks_like_utf16(head: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" for text without a mark whose every other byte is mostly zero, else None."""
    even, odd = head[0::2], head[1::2]
    if not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.6 and zeros_even < 0.05:  # noqa: PLR2004 - Latin text has nearly all zeros on one side
        return "utf-16-le"
    if zeros_even > 0.6 and zeros_odd < 0.05:  # noqa: PLR2004
        return "utf-16-be"
    return None


def no_list(name: str, de: str, en: str) -> CustomerListError:
    """Return the error that says what `name` is in place of a customer list."""
    return CustomerListError(
        f"„{name}“ ist keine Kundenliste, sondern {de}. Bitte als CSV, XLSX, XLS, ODS oder Parquet exportieren.",
        f"“{name}” is no customer list but {en}. Please export the list as CSV, XLSX, XLS, ODS or Parquet.",
    )
