"""The real lists: a plain csv or pandas script confirms every total."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.customers.columns import revenue_columns
from kkm_helpers.customers.reading import CustomerListError, read_customers

REALDATA = Path(__file__).resolve().parents[4] / "shared" / "realdata"
pytestmark = pytest.mark.skipif(
    not REALDATA.exists(), reason="the real data are not beside this repository (../shared/realdata)"
)


def plain_totals(path: Path, prefix: str) -> dict[int, float]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in rows[0] if name.startswith(prefix)]
    return {int(name.removeprefix(prefix)): math.fsum(float(row[name] or 0) for row in rows) for name in columns}


@pytest.mark.parametrize(
    ("path", "customers"),
    [
        ("adventureworks_resellers/aw_resellers_by_year.csv", 701),
        ("northwind/northwind_customers_by_year.csv", 91),
        ("online_retail_ii/online_retail_II_customers_by_year.csv", 5942),
    ],
)
def test_lists_with_a_revenue_per_year(path: str, customers: int) -> None:
    listed = read_customers(REALDATA / path)
    expected = plain_totals(REALDATA / path, "rev_")
    assert len(listed.frame) == listed.report.rows_in_file == listed.report.rows_used == customers
    assert list(revenue_columns(listed.frame)) == sorted(expected)
    for year, total in expected.items():
        assert listed.frame[f"revenue_{year}"].sum() == pytest.approx(total, abs=0.005)
        assert listed.report.control_totals[f"revenue_{year}"].matches
    assert listed.report.unreadable_cells == ()


def test_adventure_works_columns() -> None:
    listed = read_customers(REALDATA / "adventureworks_resellers" / "aw_resellers_by_year.csv")
    plain = pd.read_csv(REALDATA / "adventureworks_resellers" / "aw_resellers_by_year.csv")
    assert listed.frame["name"].tolist() == plain["ResellerName"].tolist()
    assert listed.frame["sector"].tolist() == plain["BusinessType"].tolist()
    assert listed.frame["employees"].tolist() == plain["NumberEmployees"].tolist()
    assert int(listed.frame["last_order"].isna().sum()) == 69


def test_northwind_customers_without_orders_have_unknown_revenue() -> None:
    listed = read_customers(REALDATA / "northwind" / "northwind_customers_by_year.csv")
    assert listed.report.unknown_cells["revenue_1997"] == 2
    assert "Königlich Essen" in listed.frame["name"].tolist()


def test_northwind_orders_with_the_customers_as_second_list() -> None:
    listed = read_customers(
        REALDATA / "northwind" / "northwind_customers_by_year.csv", crm=REALDATA / "northwind" / "customers.csv"
    )
    assert listed.report.crm is not None
    assert listed.report.crm.matched == 91
    row = listed.frame.set_index("customer_id").loc["ALFKI"]
    assert (row["postcode"], row["phone"], row["contact"]) == ("12209", "030-0074321", "Maria Anders")


def test_wholesale_says_how_its_product_groups_become_a_revenue() -> None:
    path = REALDATA / "wholesale_customers" / "Wholesale customers data.csv"
    with pytest.raises(CustomerListError, match="keine Umsatzspalte") as raised:
        read_customers(path)
    assert "[Fresh, Milk, Grocery, Frozen, Detergents_Paper, Delicassen]" in raised.value.de
    groups = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
    listed = read_customers(path, mapping={"columns": {"revenue_2011": groups, "sector": "Channel"}})
    plain = pd.read_csv(path)
    assert listed.frame["revenue_2011"].tolist() == plain[groups].sum(axis=1).tolist()
    assert listed.report.control_totals["revenue_2011"].imported == plain[groups].to_numpy().sum() == 14_619_500


def test_a_million_invoice_lines() -> None:
    path = REALDATA / "online_retail_ii" / "online_retail_II_2009_2011.parquet"
    listed = read_customers(path)
    plain = pd.read_parquet(path)
    known = plain[plain["Customer ID"].notna()]
    amounts = known["Quantity"] * known["Price"]
    report = listed.report
    assert (
        (report.rows_in_file, report.rows_used, report.rows_left_out_count)
        == (len(plain), len(known), len(plain) - len(known))
        == (1_044_847, 809_560, 235_287)
    )
    assert len(listed.frame) == known["Customer ID"].nunique() == 5942
    ids_and_years = [known["Customer ID"].astype(int).astype(str), known["InvoiceDate"].dt.year]
    per_year = amounts.groupby(ids_and_years).sum().unstack(fill_value=0.0)  # noqa: PD010 - a series has no pivot_table
    frame = listed.frame.set_index("customer_id")
    for year in (2009, 2010, 2011):
        assert (frame[f"revenue_{year}"] - per_year[year].reindex(frame.index)).abs().max() < 1e-6
        assert report.control_totals[f"revenue_{year}"].imported == pytest.approx(
            amounts[known["InvoiceDate"].dt.year == year].sum(), abs=0.005
        )
    bought = known[amounts > 0]
    ids = bought["Customer ID"].astype(int).astype(str)
    recent = bought["InvoiceDate"].dt.normalize() > pd.Timestamp("2010-12-09")
    expected = bought[recent].groupby(ids[recent])["Invoice"].nunique().reindex(frame.index, fill_value=0)
    assert (frame["orders"] == expected).all()
    last = bought.groupby(ids)["InvoiceDate"].max().dt.normalize().reindex(frame.index)
    assert (frame["last_order"].dropna() == last.dropna()).all()
    days = (
        bought.assign(id=ids, day=bought["InvoiceDate"].dt.normalize())[["id", "day"]]
        .drop_duplicates()
        .sort_values(["id", "day"])
    )
    gaps = days.groupby("id")["day"].diff().dt.days.groupby(days["id"]).agg(["median", "count"])
    gaps = gaps[gaps["count"] >= 2]["median"]
    assert frame["order_interval_days"].dropna().sort_index().tolist() == gaps.sort_index().tolist()
    assert str(listed.data_until) == "2011-12-09"


def test_the_yearly_table_agrees_with_the_lines() -> None:
    folder = REALDATA / "online_retail_ii"
    lines = read_customers(folder / "online_retail_II_2009_2011.parquet").frame.set_index("customer_id").sort_index()
    years = (
        read_customers(folder / "online_retail_II_customers_by_year.csv").frame.set_index("customer_id").sort_index()
    )
    for name in ("revenue_2009", "revenue_2010", "revenue_2011"):
        assert np.abs(lines[name] - years[name]).max() < 0.0051  # the table is rounded to the cent


GERMAN = sorted((REALDATA / "german_formats").glob("*.csv")) if REALDATA.exists() else []
READS_AS: defaultdict[str, str] = defaultdict(lambda: "keine Kopfzeile")
READS_AS |= {
    "bnetza_Ladesaeulenregister.csv": "keine Kundennummer",
    "datev_EXTF_Stammdaten.csv": "keine Umsatzspalte",
    "datev_EXTF_Kontenbeschriftungen.csv": "keine Umsatzspalte",
    "datev_EXTF_Buchungsstapel.csv": "Buchungsstapel von DATEV",
    "datev_export_rechnungspilot.csv": "Buchungsstapel von DATEV",
    **{path.name: "Buchungsstapel von DATEV" for path in GERMAN if path.name.startswith("datevlint")},
}


@pytest.mark.parametrize("path", GERMAN, ids=lambda path: path.name)
def test_german_files_that_are_no_customer_lists_say_so(path: Path) -> None:
    with pytest.raises(CustomerListError, match=READS_AS[path.name]):
        read_customers(path)


def test_datev_master_data_serve_as_a_second_list(tmp_path: Path) -> None:
    master = REALDATA / "german_formats" / "datev_EXTF_Stammdaten.csv"
    with master.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    header, data = rows[1], rows[2:]
    at = {name: header.index(name) for name in ("Konto", "Postleitzahl", "Ort")}
    erp = tmp_path / "erp.csv"
    erp.write_text("Debitor;Umsatz 2024\n" + "".join(f"{row[at['Konto']]};5,00\n" for row in data), encoding="utf-8")
    listed = read_customers(erp, crm=master)
    assert listed.report.crm is not None
    assert listed.report.crm.matched == len(data)
    assert listed.frame["city"].tolist() == [row[at["Ort"]] for row in data]
    assert listed.frame["postcode"].tolist() == [row[at["Postleitzahl"]] for row in data]
