"""Workbooks as Excel, Calc and others write them."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tests.customers.reading.looking import column, warned
from tests.customers.reading.test_bad_input import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.customers.reading.looking import Reader


def rows(*lines: list[Any]) -> Any:
    """Return what replaces the list in the workbook by these rows."""

    def fill(book: Any) -> None:
        book.active.delete_rows(1, 10)
        for line in lines:
            book.active.append(line)

    return fill


def test_typed_cells_need_no_format(read: Reader) -> None:
    data = workbook(
        rows(
            ["Kundennummer", "Name", "Umsatz 2024", "Letzter Besuch", "Wettbewerb", "Rabatt %"],
            ["007", "A", 1.234, date(2024, 12, 31), True, 0.08],
            [4010000000000, "B", 1234567.5, 45657, False, 0],
            ["0815", "C", "1.234,56", "31.12.2024", "ja", None],
        )
    )
    listed = read(data, name="liste.xlsx")
    assert column(listed, "customer_id") == ["007", "4010000000000", "0815"]
    assert column(listed, "revenue_2024") == [1.234, 1234567.5, 1234.56]
    assert column(listed, "last_visit") == [pd.Timestamp("2024-12-31")] * 3
    assert column(listed, "competition") == [True, False, True]
    assert column(listed, "discount") == [0.08, 0.0, None]


def test_several_sheets_the_one_with_the_list_is_read_and_said(read: Reader) -> None:
    def fill(book: Any) -> None:
        cover = book.create_sheet("Deckblatt", 0)
        cover.append(["Kundenauswertung"])
        other = book.create_sheet("Alt")
        other.append(["Kundennummer", "Umsatz 2023"])
        other.append(["1", 9])
        hidden = book.create_sheet("Versteckt")
        hidden.append(["Kundennummer", "Name", "Ort", "Umsatz 2020", "Umsatz 2021"])
        hidden.sheet_state = "hidden"

    listed = read(workbook(fill), name="liste.xlsx")
    assert listed.report.sheet == "Kunden"
    assert column(listed, "revenue_2024") == [5.0]
    assert warned(listed, "Kunden", "Alt", "--sheet")
    assert column(read(workbook(fill), name="liste.xlsx", sheet="Alt"), "revenue_2023") == [9.0]


def test_a_list_that_begins_somewhere_in_the_sheet(read: Reader) -> None:
    def fill(book: Any) -> None:
        book.active.delete_rows(1, 10)
        for row, cells in enumerate(
            (["Kd-Nr", "Name", "Umsatz 2024"], ["1", "A", "kaputt"], ["2", "B", 6.0], ["3", "C", 7.0]), start=4
        ):
            for column_number, cell in enumerate(cells, start=3):
                book.active.cell(row, column_number, cell)

    listed = read(workbook(fill), name="liste.xlsx")
    assert listed.report.header_line == 4
    assert [(cell.line, cell.text) for cell in listed.report.unreadable_cells] == [(5, "kaputt")]


def test_formulas_without_cached_values_are_reported(read: Reader) -> None:
    def fill(book: Any) -> None:
        book.active.append(["008", "B", "=2*3"])
        book.active.append(["009", "C", 7])

    listed = read(workbook(fill), name="liste.xlsx")
    assert column(listed, "revenue_2024") == [5.0, None, 7.0]
    assert [(cell.line, cell.text) for cell in listed.report.unreadable_cells] == [(3, "=2*3")]
    assert warned(listed, "C3", "Excel öffnen")


def test_errors_in_cells_are_reported(read: Reader) -> None:
    def fill(book: Any) -> None:
        book.active.append(["008", "B", "#DIV/0!"])
        book.active.append(["009", "C", "#N/A"])
        book.active.append(["010", "D", 7])

    listed = read(workbook(fill), name="liste.xlsx")
    assert column(listed, "revenue_2024") == [5.0, None, None, 7.0]
    assert [cell.text for cell in listed.report.unreadable_cells] == ["#DIV/0!", "#N/A"]


def test_hidden_rows_are_read_and_said(read: Reader) -> None:
    def fill(book: Any) -> None:
        book.active.append(["008", "B", 6])
        book.active.row_dimensions[3].hidden = True

    listed = read(workbook(fill), name="liste.xlsx")
    assert column(listed, "revenue_2024") == [5.0, 6.0]
    assert warned(listed, "1 Zeile", "ausgeblendet")


def test_merged_years_over_two_header_rows(read: Reader) -> None:
    def fill(book: Any) -> None:
        rows(
            [None, None, 2023, None, 2024, None],
            ["Kd-Nr", "Name", "Umsatz", "DB", "Umsatz", "DB"],
            ["1", "A", 10, 3, 2000, 500],
        )(book)
        book.active.merge_cells("C1:D1")
        book.active.merge_cells("E1:F1")

    listed = read(workbook(fill), name="liste.xlsx")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([10.0], [2000.0])
    assert column(listed, "contribution_margin") == [0.25]


def test_a_workbook_named_csv_is_a_workbook(read: Reader) -> None:
    assert column(read(workbook(), name="liste.csv"), "customer_id") == ["007"]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_libreoffice_writes(read: Reader, tmp_path: Path, kind: str) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "quelle.xlsx"
    source.write_bytes(
        workbook(
            rows(
                ["Kundennummer", "Name", "Umsatz 2024", "Letzter Besuch"], ["007", "Müller", 1234.5, date(2024, 12, 31)]
            )
        )
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    listed = read((tmp_path / f"quelle.{kind}").read_bytes(), name=f"liste.{kind}")
    assert (column(listed, "customer_id"), column(listed, "name"), column(listed, "revenue_2024")) == (
        ["007"],
        ["Müller"],
        [1234.5],
    )
    assert column(listed, "last_visit") == [pd.Timestamp("2024-12-31")]


def test_parquet_with_typed_columns(read: Reader, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "Kundennummer": ["007", None, "008"],
            "PLZ": ["01067", "", "x"],
            "Umsatz 2024": [1.234, 5.0, None],
            "Letzter Besuch": pd.to_datetime(["2024-12-31", None, None]),
            "Farbe": [1, 2, 3],
        }
    )
    path = tmp_path / "quelle.parquet"
    frame.to_parquet(path)
    listed = read(path.read_bytes(), name="liste.parquet")
    assert column(listed, "customer_id") == ["007", "008"]
    assert column(listed, "revenue_2024") == [1.234, None]
    assert column(listed, "last_visit") == [pd.Timestamp("2024-12-31"), None]
    assert column(listed, "Farbe") == ["1", "3"]
    assert listed.report.control_totals["revenue_2024"].left_out == 5.0


def test_zeros_that_excel_only_shows_are_kept(read: Reader) -> None:
    def fill(book: Any) -> None:
        rows(["Kundennr", "Name", "PLZ", "Umsatz 2024"], [4711, "A", 1067, 5.5], [815, "B", 80331, 6])(book)
        for line in (2, 3):
            book.active.cell(line, 1).number_format = "0000000000"
            book.active.cell(line, 3).number_format = "00000"

    listed = read(workbook(fill), name="liste.xlsx")
    assert column(listed, "customer_id") == ["0000004711", "0000000815"]
    assert column(listed, "postcode") == ["01067", "80331"]
    assert column(listed, "revenue_2024") == [5.5, 6.0]
