"""The results table in its three forms, part after part."""

from __future__ import annotations

import errno

import numpy as np
import openpyxl
import pandas as pd
import pytest

from kkm_helpers.batch import result_tables as tables_module
from kkm_helpers.batch.result_tables import CSV, PARQUET, XLSX, result_tables
from kkm_helpers.errors import KkmError

FRAME = pd.DataFrame(
    {"name": ["Süd", "=1+1"], "npv": [-1234567.89, 0.5], "month": [36.0, np.nan], "option": ["build", "passive"]}
)


def write(folder, *frames, language="de"):
    with result_tables(folder, language) as tables:
        for frame in frames:
            tables.add(frame)


def test_german_csv_parquet_and_workbook(tmp_path):
    write(tmp_path, FRAME)
    assert (tmp_path / CSV).read_bytes().decode("utf-8-sig") == (
        "name;npv;month;option\r\nSüd;-1234567,89;36;build\r\n'=1+1;0,5;;passive\r\n"
    )
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / PARQUET), FRAME, check_dtype=False)
    sheet = openpyxl.load_workbook(tmp_path / XLSX).active
    assert [[cell.value for cell in row] for row in sheet.rows][1:] == [
        ["Süd", -1234567.89, 36, "build"],
        ["=1+1", 0.5, None, "passive"],
    ]
    assert sheet["A3"].data_type == "s"


def test_english_csv(tmp_path):
    write(tmp_path, FRAME, language="en")
    assert (tmp_path / CSV).read_text(encoding="utf-8-sig").splitlines()[1] == "Süd,-1234567.89,36,build"


def test_parts_are_one_table(tmp_path):
    (tmp_path / "whole").mkdir()
    (tmp_path / "parts").mkdir()
    write(tmp_path / "whole", FRAME)
    write(tmp_path / "parts", FRAME.head(1), FRAME.tail(1))
    for name in (CSV, PARQUET):
        read = pd.read_parquet if name == PARQUET else lambda path: pd.read_csv(path, sep=";", decimal=",")
        pd.testing.assert_frame_equal(
            read(tmp_path / "parts" / name), read(tmp_path / "whole" / name), check_dtype=False
        )


def test_a_table_too_long_for_a_workbook_has_none(tmp_path, monkeypatch):
    write(tmp_path, FRAME)
    monkeypatch.setattr(tables_module, "MOST_IN_WORKBOOK", 3)
    write(tmp_path, FRAME, FRAME)
    assert not (tmp_path / XLSX).exists()
    assert len(pd.read_parquet(tmp_path / PARQUET)) == 4


def test_nothing_is_a_table_too(tmp_path):
    write(tmp_path)
    assert (tmp_path / CSV).read_text(encoding="utf-8-sig") == "name\n"


def test_a_full_disk_leaves_the_old_tables(tmp_path, monkeypatch):
    write(tmp_path, FRAME)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_args, **_settings):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tables_module, "write_csv_rows", full)
    with pytest.raises(KkmError, match="der Datenträger ist voll"):
        write(tmp_path, FRAME)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
