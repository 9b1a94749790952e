"""Written tables, read back with what people and CRMs read them with."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.customers.tables import guarded, is_formula_like, write_table
from kkm_helpers.errors import KkmError
from kkm_helpers.files import written_whole

FORMULAS = [
    '=HYPERLINK("http://example.org";"x")', "+49 30 1234", "@SUM(A1)", "-2+3", "\t=1+1", "\r=1+1", " =1+1", "＝1+1",
    "-", "\n=1",
]  # fmt: skip


def table():
    return pd.DataFrame(
        {
            "customer_id": pd.Series(["0000100234", "01067", "=1+1"], dtype="str"),
            "revenue_2024": [1234567.89, -350.0, np.nan],
            "visits": [3.0, np.nan, 0.0],
            "share_of_wallet": [0.1 + 0.2, 0.08, 1e-05],
            "last_order": pd.to_datetime(["2024-12-31", None, "2024-03-04"]),
            "competition": pd.array([True, None, False], dtype="boolean"),
            "last_visit": pd.Series(["nie", pd.Timestamp("2024-02-01"), pd.NaT], dtype=object),
            "Notiz": ['Rohr 3/4"; lang', "zwei\nZeilen", "-5,00"],
        }
    )


def read_rows(path, delimiter):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=delimiter))


def test_german_csv(tmp_path):
    path = write_table(table(), tmp_path / "liste.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfcustomer_id;revenue_2024;")
    assert read_rows(path, ";")[1:] == [
        ["0000100234", "1234567,89", "3", "0,3", "31.12.2024", "ja", "nie", 'Rohr 3/4"; lang'],
        ["01067", "-350,0", "", "0,08", "", "", "01.02.2024", "zwei\nZeilen"],
        ["'=1+1", "", "0", "1e-05", "04.03.2024", "nein", "", "-5,00"],
    ]


def test_english_csv(tmp_path):
    path = write_table(table(), tmp_path / "list.csv", language="en")
    assert read_rows(path, ",")[1] == [
        "0000100234", "1234567.89", "3", "0.3", "2024-12-31", "yes", "nie", 'Rohr 3/4"; lang',
    ]  # fmt: skip


def test_numbers_in_a_mixed_column_have_the_decimal_sign_of_the_language(tmp_path):
    mixed = pd.DataFrame({"x": pd.Series([1.5, "a", -2, True, None], dtype=object)})
    assert read_rows(write_table(mixed, tmp_path / "a.csv"), ";")[1:] == [["1,5"], ["a"], ["-2"], ["ja"], [""]]


def test_xlsx_numbers_dates_and_texts(tmp_path):
    path = write_table(table(), tmp_path / "liste.xlsx")
    sheet = openpyxl.load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][:4] == ["0000100234", 1234567.89, 3, 0.3]
    assert rows[0][4] == pd.Timestamp("2024-12-31")
    assert rows[1][:3] == ["01067", -350, None]
    assert rows[2] == ["=1+1", None, 0, 1e-05, pd.Timestamp("2024-03-04"), "nein", None, "-5,00"]
    assert [sheet.cell(3, 2).data_type, sheet.cell(4, 1).data_type] == ["n", "s"]
    assert sheet["E2"].number_format == "dd.mm.yyyy"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_can_run_as_a_formula(tmp_path, text):
    hostile = pd.DataFrame({text: [text], "amount": [-1.5]})
    (_, row) = read_rows(write_table(hostile, tmp_path / "a.csv"), ";")
    assert row[0] == f"'{text}"
    assert row[1] == "-1,5"
    sheet = openpyxl.load_workbook(write_table(hostile, tmp_path / "a.xlsx")).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x000D_", "\r") == text
    assert sheet["A2"].quotePrefix  # editing the cell in Excel does not make it a formula either
    assert (sheet["B2"].data_type, sheet["B2"].value) == ("n", -1.5)


@given(st.text(max_size=12))
def test_a_guarded_text_starts_harmlessly_and_holds_the_whole_text(text):
    safe = guarded(text)
    assert safe in (text, f"'{text}")
    harmless_number = safe[:1] == "-" and safe[1:].replace(",", "").replace(".", "").isdigit()
    assert safe[:1] not in ("=", "+", "-", "@", "\t", "\r") or harmless_number


def test_ordinary_texts_are_left_alone():
    for text in ("Müller & Söhne", "3M", "'s-Hertogenbosch", "-12,50", "-1.234,56", "", "A=B"):
        assert not is_formula_like(text)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_nothing(tmp_path):
    """Both formats go through LibreOffice as a German user's double click would send them."""
    hostile = pd.DataFrame({"text": ["=1+1", "+2+2", "-3+9", "@SUM(1;2)"], "zahl": [1234.5, -2.0, 0.25, 3.0]})
    for ending, infilter in ((".csv", ["--infilter=CSV:59,34,76,1,,1031,false,true"]), (".xlsx", [])):
        source = write_table(hostile, tmp_path / f"boese{ending}", force=True)
        out = tmp_path / f"out{ending}"
        out.mkdir()
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", *infilter,
                "--convert-to", "xlsx" if ending == ".csv" else "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out),
                str(source),
            ],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        sheet = openpyxl.load_workbook(out / "boese.xlsx").active
        assert [cell.data_type for cell in sheet["A"]][1:] == ["s"] * 4
        assert [cell.value for cell in sheet["B"]][1:] == [1234.5, -2, 0.25, 3]


# --- whole or not at all -------------------------------------------------------------------------------------------


def test_nothing_is_overwritten_without_force(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(KkmError, match="--force"):
        write_table(table(), path)
    assert path.read_text(encoding="utf-8") == "mine"
    write_table(table(), path, force=True)
    assert path.read_text(encoding="utf-8-sig").startswith("customer_id;")


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mine", encoding="utf-8")

    def fail():
        with written_whole(path, force=True) as draft:
            draft.write_text("half", encoding="utf-8")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        fail()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.pdf", r"\.pdf"), ("a", "keine"), ("nowhere/a.csv", "gibt es nicht"), ("folder.csv", "Ordner")],
)
def test_files_that_cannot_be_written(tmp_path, name, message):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(KkmError, match=message):
        write_table(table(), tmp_path / name)


def test_what_does_not_fit_into_a_sheet_is_refused_not_cut(tmp_path):
    with pytest.raises(KkmError, match="32767 Zeichen"):
        write_table(pd.DataFrame({"x": ["a" * 32_768]}), tmp_path / "a.xlsx")
    with pytest.raises(KkmError, match="passt nicht auf ein Excel-Blatt"):
        write_table(pd.DataFrame({"x": range(1_048_576)}), tmp_path / "a.xlsx")
    assert list(Path(tmp_path).iterdir()) == []


def test_a_column_name_may_stand_twice(tmp_path):
    twice = pd.DataFrame([[1.0, "a"]], columns=["x", "x"])
    assert read_rows(write_table(twice, tmp_path / "a.csv"), ";") == [["x", "x"], ["1", "a"]]
    write_table(twice, tmp_path / "a.xlsx")
