"""A list that was handed over is read from memory: the same list, and nothing on a disk."""

import pandas as pd
import pytest

from kkm_helpers.customers.reading import CustomerListError, MemoryFile, SecondListError, headers_in, read_customers
from kkm_helpers.customers.reading.delimited import LARGE_FILE_BYTES
from kkm_helpers.resources import data_folder

LIST = "Kundennr;Firma;Umsatz 2024\n1;Müller;1.234,50\n2;Maier;99,00\n"


def of(text, name="kunden.csv", encoding="cp1252"):
    return MemoryFile(name, text.encode(encoding))


def test_a_file_in_memory_is_the_same_list_as_on_a_disk():
    path = data_folder() / "demo_customers.csv"
    on_disk, in_memory = read_customers(path), read_customers(MemoryFile(path.name, path.read_bytes()))
    pd.testing.assert_frame_equal(on_disk.frame, in_memory.frame)
    assert on_disk.report == in_memory.report


def test_a_large_file_tells_its_last_line_and_is_read_whole():
    rows = LARGE_FILE_BYTES // 40
    told = []
    lines = "".join(f"{number};Kunde Nummer {number:09d};1.234,50\n" for number in range(rows))
    listed = read_customers(of(f"Kundennr;Firma;Umsatz 2024\n{lines}"), progress=told.append)
    assert len(listed.frame) == rows
    assert listed.frame["revenue_2024"].sum() == pytest.approx(1234.5 * rows)
    assert told[-1] == rows + 1


def test_workbooks_and_parquet_are_read_from_memory(tmp_path):
    table = pd.DataFrame({"Kundennr": ["1", "2"], "Umsatz 2024": [10.5, 20.0]})
    table.to_excel(tmp_path / "a.xlsx", index=False)
    table.to_parquet(tmp_path / "a.parquet")
    for file in (tmp_path / "a.xlsx", tmp_path / "a.parquet"):
        assert read_customers(MemoryFile(file.name, file.read_bytes())).frame["revenue_2024"].tolist() == [10.5, 20.0]


def test_the_headers_are_known_whether_or_not_the_file_is_a_list():
    assert read_customers(of(LIST)).report.headers == ("Kundennr", "Firma", "Umsatz 2024")
    no_revenue = of("Kundennr;Firma;Wert A\n1;Müller;5\n")
    with pytest.raises(CustomerListError):
        read_customers(no_revenue)
    assert headers_in(no_revenue) == ("Kundennr", "Firma", "Wert A")
    assert headers_in(MemoryFile("bild.csv", b"\x89PNG\r\n\x1a\n123")) == ()


def test_what_is_wrong_with_the_second_list_is_told_apart():
    with pytest.raises(SecondListError, match=r"crm\.csv"):
        read_customers(of(LIST), crm=MemoryFile("crm.csv", b"\x89PNG\r\n\x1a\n123"))
    with pytest.raises(CustomerListError) as raised:
        read_customers(of(""), crm=of(LIST))
    assert not isinstance(raised.value, SecondListError)
