import datetime as dt
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.customers.columns import column_of
from kkm_helpers.customers.reading import read_customers
from kkm_helpers.demo_data import CUSTOMERS, YEARS, demo_customers, write_demo_customers
from kkm_helpers.errors import KkmError

COMMITTED = Path(__file__).parents[1] / "data" / "demo_customers.csv"


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame(demo_customers())


def test_the_committed_list_is_what_the_command_makes(tmp_path):
    write_demo_customers(tmp_path / "k.csv")
    # Not byte for byte: git may turn line ends.
    assert (tmp_path / "k.csv").read_text(encoding="utf-8") == COMMITTED.read_text(encoding="utf-8")


def test_every_column_is_canonical(frame):
    assert all(column_of(name).name == name for name in frame.columns)
    assert [name for name in frame.columns if name.startswith("revenue_")] == [f"revenue_{year}" for year in YEARS]


def test_the_list_is_skewed_with_churned_growing_and_new_customers(frame):
    latest = frame["revenue_2025"].astype(float)
    assert len(frame) == CUSTOMERS
    assert latest.mean() > 2 * latest.median()
    assert 0.6 < (latest < 9_375).mean() < 0.85
    churned = (frame["revenue_2021"].astype(float) > 0) & (latest == 0)
    new = frame["revenue_2021"].isna()
    growing = (frame["revenue_2025"] > 1.5 * frame["revenue_2023"].astype(float)) & (
        frame["revenue_2023"].astype(float) > 0
    )
    assert 0.03 < churned.mean() < 0.2
    assert 0.02 < new.mean() < 0.1
    assert 0.03 < growing.mean() < 0.25
    assert latest.notna().all()


def test_visits_and_shares_are_partly_unknown(frame):
    for name, low, high in (
        ("visits", 0.6, 0.8),
        ("share_of_wallet", 0.1, 0.4),
        ("phone", 0.5, 0.9),
        ("employees", 0.8, 0.95),
    ):
        assert low < frame[name].notna().mean() < high, name
    assert frame["share_of_wallet"].dropna().between(0, 1).all()


def test_orders_and_last_orders_fit_the_revenue(frame):
    latest = frame["revenue_2025"].astype(float)
    assert ((frame["orders"] > 0) == (latest > 0)).all()
    assert (frame.loc[latest > 0, "last_order"].map(lambda day: day.year) == 2025).all()
    gone = frame[(latest == 0) & frame["last_order"].notna()]
    assert (gone["last_order"].map(lambda day: day.year) < 2025).all()


def test_nothing_in_it_is_real_or_can_run_as_a_formula(frame):
    assert frame["customer_id"].is_unique
    assert frame["customer_id"].str.fullmatch(r"00\d{5}").all()
    assert frame["postcode"].str.startswith("0").any()
    assert frame["email"].dropna().str.fullmatch(r"[a-z0-9@.-]+\.example").all()
    set_aside = re.compile(r"030 23125\d{3}|040 66969\d{3}|069 90009\d{3}|0221 4710\d{3}|089 99998\d{3}")
    assert frame["phone"].dropna().str.fullmatch(set_aside).all()
    texts = frame.select_dtypes(["object", "string"]).astype(str)
    assert not texts.apply(lambda column: column.str.startswith(("=", "+", "-", "@", "\t"))).any().any()


def test_the_seed_decides_and_a_shorter_list_is_the_beginning_of_a_longer():
    ten = demo_customers(10, seed=1)
    assert demo_customers(10, seed=1) == ten
    assert demo_customers(10, seed=2) != ten
    assert {name: cells[:10] for name, cells in demo_customers(50, seed=1).items()} == ten


def test_german_and_english_csv_say_the_same(tmp_path):
    write_demo_customers(tmp_path / "de.csv", 50)
    write_demo_customers(tmp_path / "en.csv", 50, language="en")
    assert (tmp_path / "de.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    german = pd.read_csv(tmp_path / "de.csv", sep=";", decimal=",", dtype={"customer_id": str, "postcode": str})
    english = pd.read_csv(tmp_path / "en.csv", dtype={"customer_id": str, "postcode": str})
    german["last_order"] = pd.to_datetime(german["last_order"], format="%d.%m.%Y").dt.strftime("%Y-%m-%d")
    pd.testing.assert_frame_equal(german, english, check_dtype=False)


def test_xlsx_holds_numbers_dates_and_text(tmp_path):
    write_demo_customers(tmp_path / "k.xlsx", 30)
    frame = pd.read_excel(tmp_path / "k.xlsx", engine="openpyxl", dtype={"customer_id": str, "postcode": str})
    made = demo_customers(30)
    assert frame["customer_id"].tolist() == made["customer_id"]
    np.testing.assert_allclose(frame["revenue_2025"], made["revenue_2025"])
    assert frame["last_order"][0].date() == made["last_order"][0]
    first = (tmp_path / "k.xlsx").read_bytes()
    write_demo_customers(tmp_path / "k.xlsx", 30, force=True)
    assert (tmp_path / "k.xlsx").read_bytes() == first


def test_another_ending_is_refused():
    with pytest.raises(KkmError, match=r"k\.ods: die Endung muss \.csv oder \.xlsx sein") as caught:
        write_demo_customers(Path("k.ods"))
    assert "must be .csv or .xlsx" in caught.value.en


def test_the_reader_understands_it_without_help():
    report = read_customers(COMMITTED, today=dt.date(2026, 3, 1)).report
    assert report.rows_used == CUSTOMERS
    assert report.rows_left_out == ()
    assert report.unreadable_cells == ()
    assert report.columns_kept == ()
    total = float(np.nansum(np.array(demo_customers()["revenue_2025"], dtype=float)))
    assert report.control_totals["revenue_2025"].imported == pytest.approx(total)
    assert len(report.likely_duplicates) < 0.01 * CUSTOMERS
