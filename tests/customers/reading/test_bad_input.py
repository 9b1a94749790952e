"""What is no customer list ends in one message that says what was found and what to do."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kkm_helpers.customers.reading import CustomerListError, read_customers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.customers.reading.looking import Reader

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"


def workbook(fill: Callable[[Any], None] | None = None) -> bytes:
    """Return an XLSX with a small list, after `fill` did something to it."""
    book = openpyxl.Workbook()
    book.active.title = "Kunden"
    for row in (["Kundennummer", "Name", "Umsatz 2024"], ["007", "A", 5.0]):
        book.active.append(row)
    if fill is not None:
        fill(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_x", ".x"), content)
    return target.getvalue()


CASES: dict[str, tuple[str, bytes, list[str]]] = {
    "empty": ("liste.csv", b"", ["leer"]),
    "only blanks": ("liste.csv", b"\xef\xbb\xbf \r\n\r\n", ["leer"]),
    "header only": ("liste.csv", b"Kundennummer;Name;Umsatz 2024\r\n", ["nur eine Kopfzeile", "Umsatz 2024"]),
    "header and footer only": ("liste.csv", b"Kundennummer;Name;Umsatz 2024\nSumme;;0\n", ["kein Kunde"]),
    "picture": ("liste.csv", PNG, ["PNG-Bild"]),
    "pdf": ("liste.xlsx", b"%PDF-1.7 ...", ["PDF"]),
    "noise": ("liste.csv", bytes(n * n * 31 % 251 for n in range(5000)), ["Binärdaten"]),
    "truncated workbook": ("liste.xlsx", workbook()[:3000], ["beschädigt"]),
    "password in an OLE": (
        "liste.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        ["Kennwort"],
    ),
    "broken xls": ("liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ["beschädigt"]),
    "other zip": ("liste.zip", zipped(**{"a.txt": b"x"}), ["ZIP-Archiv", "a.txt"]),
    "broken parquet": ("liste.parquet", b"PAR1" + bytes(100), ["beschädigt"]),
    "gzip": ("liste.csv.gz", b"\x1f\x8b\x08\x00" + bytes(50), ["gzip"]),
    "1,000 columns": (
        "liste.csv",
        (";".join(f"Spalte {n}" for n in range(1000)) + "\n" + ";".join("1" * 1000) + "\n").encode(),
        ["1000 Spalten"],
    ),
    "no revenue": ("liste.csv", b"Kundennummer;Name;Ort\n1;A;B\n", ["keine Umsatzspalte", "Ort", "revenue_2024"]),
    "no id": ("liste.csv", b"Name;Ort;Umsatz 2024\nA B;C;5\n", ["keine Kundennummer", "Ort", "customer_id"]),
    "no header": ("liste.csv", b"1,5;2,5\n3,5;4,5\n", ["keine Kopfzeile", "1,5 | 2,5"]),
    "html without table": ("liste.xls", b"<html><body>Fehler 500</body></html>", ["keine Tabelle"]),
    "revenue is words": (
        "liste.csv",
        b"Kundennummer;Name;Umsatz 2024\n1;A;viel\n2;B;wenig\n",
        ["keine Zelle lesbar", "viel"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_clear_message(read: Reader, case: str) -> None:
    name, content, words = CASES[case]
    with pytest.raises(CustomerListError) as raised:
        read(content, name=name)
    for word in words:
        assert word in raised.value.de
    assert raised.value.en
    assert "\n" not in raised.value.de


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CustomerListError, match="Ordner"):
        read_customers(tmp_path)
    with pytest.raises(CustomerListError, match="gibt es nicht"):
        read_customers(tmp_path / "fehlt.csv")


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root and Windows read everything"
)
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Kundennummer;Umsatz 2024\n1;5\n")
    path.chmod(0)
    with pytest.raises(CustomerListError, match="nicht lesbar"):
        read_customers(path)


def test_a_file_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path as AnyPath

    path = tmp_path / "liste.csv"
    path.write_text("Kundennummer;Umsatz 2024\n1;5\n")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(AnyPath, "open", refuse)
    with pytest.raises(CustomerListError, match="nicht lesbar"):
        read_customers(path)


def test_a_wrong_sheet_names_those_there_are(read: Reader) -> None:
    with pytest.raises(CustomerListError, match="„Kunden“") as raised:
        read(workbook(), name="liste.xlsx", sheet="Umsatz")
    assert "„Umsatz“" in raised.value.de


def test_a_zip_bomb_is_refused_before_it_unpacks(read: Reader) -> None:
    bomb = zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=bytes(60_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(CustomerListError, match="size_limit"):
        read(bomb, name="liste.xlsx", size_limit=50_000_000)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(read: Reader) -> None:
    bomb = bytearray(zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=bytes(60_000_000)))
    real = (60_000_000).to_bytes(4, "little")
    while (at := bomb.find(real)) >= 0:
        bomb[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(CustomerListError, match="size_limit"):
        read(bytes(bomb), name="liste.xlsx", size_limit=50_000_000)


def test_a_list_beyond_the_limit_is_refused(read: Reader) -> None:
    with pytest.raises(CustomerListError, match="size_limit"):
        read("Kundennummer;Umsatz 2024\n" + "1;5\n" * 1000, size_limit=1000)


def test_a_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(read: Reader) -> None:
    def fill(book: Any) -> None:
        book.active["XFD1048576"] = "x"

    with pytest.raises(CustomerListError, match="gefüllten Bereich"):
        read(workbook(fill), name="liste.xlsx")


def test_a_parquet_file_of_one_value_does_not_fill_the_memory(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "liste.parquet"
    pq.write_table(
        pa.table({"Kundennummer": pa.array(["1"] * 1_000_000), "Umsatz 2024": pa.array([1] * 1_000_000)}), path
    )
    assert path.stat().st_size < 100_000
    with pytest.raises(CustomerListError, match="size_limit"):
        read_customers(path, size_limit=1_000_000)


def test_a_mapping_that_is_wrong_names_the_nearest(read: Reader) -> None:
    text = "Kundennummer;Umsatz 2024\n1;5\n"
    for mapping, words in (
        ({"colums": {}}, ["colums", "„columns“"]),
        ({"columns": {"custommer_id": "X"}}, ["custommer_id", "customer_id"]),
        ({"columns": {"customer_id": "Kundenummer"}}, ["Kundenummer", "„Kundennummer“"]),
        ({"number_format": "deutsch"}, ["deutsch", "german"]),
        ({"header_row": 0}, ["header_row"]),
        ({"units": {"Umsatz 2024": -1}}, ["-1"]),
        ({"encoding": "klingon"}, ["klingon"]),
    ):
        with pytest.raises(CustomerListError) as raised:
            read(text, mapping=mapping)
        for word in words:
            assert word in raised.value.de


def test_the_wrong_encoding_is_said(read: Reader) -> None:
    with pytest.raises(CustomerListError, match="ascii"):
        read("Kundennummer;Name;Umsatz 2024\n1;Müller;5\n", mapping={"encoding": "ascii"})
