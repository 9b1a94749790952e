"""`kkm identify`: JSON, the written list, options against the scenario, bad input."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from tests.cli.customer_lists import ADVENTUREWORKS, DEMO, RETAIL, WHOLESALE, json_of, needed, run, write

KEYS = {
    "definition", "reference_year", "threshold", "totals", "segments", "group", "model_inputs",
    "reactivation_customers", "observed_churn", "sectors", "visit_unknown", "warnings",
}  # fmt: skip
GROUP = {
    "small_customers", "revenue_per_customer", "historic_potential_per_customer", "field_visits_per_small_customer",
    "total_best_year", "total_second_best_year", "open_potential", "open_potential_top_decile_share",
}  # fmt: skip
INPUTS = {
    "small_customers", "revenue_per_customer", "historic_potential_per_customer", "order_value",
    "field_visits_per_small_customer",
}  # fmt: skip
LIST = """\
Kundennr;Firma;Branche;Umsatz 2022;Umsatz 2023;Umsatz 2024;Besuche;Notiz
01;Alpha;Elektro;4000,00;6000,00;2000,00;1;=1+1
02;Beta;Elektro;3000,00;1000,00;4000,00;0;a
03;Gamma;Elektro;5000,00;5000,00;0,00;0;b
04;Delta;Sanitär;90000,00;80000,00;95000,00;12;c
"""


@pytest.fixture
def customers(tmp_path):
    return write(tmp_path / "kunden.csv", LIST)


class TestJson:
    def test_it_has_the_agreed_keys(self, capsys, customers):
        found = json_of(capsys, "identify", customers)
        assert found.keys() >= KEYS
        assert set(found["segments"]) == {"field", "potential", "small", "unknown"}
        assert all(each.keys() >= {"customers", "revenue", "orders", "visits"} for each in found["segments"].values())
        assert found["group"].keys() >= GROUP
        assert found["model_inputs"].keys() == INPUTS
        assert found["totals"] == {"customers": 4, "revenue": 101_000}
        # Alpha and Beta are small and bought; Gamma is small and did not.
        assert found["segments"]["small"]["customers"] == 3
        assert found["model_inputs"]["small_customers"] == 2
        assert found["model_inputs"]["revenue_per_customer"] == 3_000
        assert found["model_inputs"]["historic_potential_per_customer"] == 5_000
        assert found["model_inputs"]["order_value"] is None
        assert found["reactivation_customers"] == 1
        assert found["threshold"] == 9_375

    def test_the_demo_list_is_what_plain_pandas_finds(self, capsys):
        raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})
        first, second, last = (raw[f"revenue_{year}"] for year in (2023, 2024, 2025))
        growing = (first > 0) & (second > first) & (last > second) & (last >= first * 1.25**2) & (last >= 9_375 / 2)
        small = (last < 9_375) & ~growing
        buying = raw[small & (last > 0)]
        best = buying[[f"revenue_{year}" for year in range(2021, 2026)]].max(axis=1)

        found = json_of(capsys, "identify", DEMO, "--reference-year", "2025")
        assert found["segments"]["small"]["customers"] == small.sum()
        assert found["segments"]["small"]["revenue"] == pytest.approx(last[small].sum(), abs=0.005)
        assert found["segments"]["field"]["revenue"] == pytest.approx(last[last >= 9_375].sum(), abs=0.005)
        assert found["segments"]["potential"]["customers"] == ((last < 9_375) & growing).sum()
        assert found["totals"]["revenue"] == pytest.approx(last.sum(), abs=0.005)
        inputs = found["model_inputs"]
        assert inputs["small_customers"] == len(buying)
        assert inputs["revenue_per_customer"] == pytest.approx(buying["revenue_2025"].mean())
        assert inputs["historic_potential_per_customer"] == pytest.approx(best.mean())
        assert inputs["order_value"] == pytest.approx(buying["revenue_2025"].sum() / buying["orders"].sum())
        assert inputs["field_visits_per_small_customer"] == pytest.approx(buying["visits"].mean())
        assert found["visit_unknown"] == raw["visits"].isna().sum()

    def test_a_real_list_is_what_plain_pandas_finds(self, capsys):
        raw = pd.read_csv(needed(ADVENTUREWORKS))
        first, second, last = (raw[f"rev_{year}"] for year in (2017, 2018, 2019))
        growing = (first > 0) & (second > first) & (last > second) & (last >= first * 1.25**2) & (last >= 9_375 / 2)
        small = (last < 9_375) & ~growing
        found = json_of(capsys, "identify", ADVENTUREWORKS)
        assert found["reference_year"] == 2019  # the data end in May 2020
        assert found["segments"]["small"]["customers"] == small.sum()
        assert found["segments"]["small"]["revenue"] == pytest.approx(last[small].sum(), abs=0.005)
        assert found["totals"]["revenue"] == pytest.approx(last.sum(), abs=0.005)
        assert found["reactivation_customers"] == (small & (last <= 0)).sum()

    def test_a_million_invoice_lines_are_what_plain_pandas_finds(self, capsys):
        raw = pd.read_parquet(needed(RETAIL), columns=["Customer ID", "InvoiceDate", "Quantity", "Price"])
        raw = raw.dropna(subset=["Customer ID"]).assign(revenue=lambda lines: lines["Quantity"] * lines["Price"])
        of_2010 = raw[pd.to_datetime(raw["InvoiceDate"]).dt.year == 2010]
        by_customer = of_2010.groupby("Customer ID")["revenue"].sum()
        found = json_of(capsys, "identify", RETAIL, "--threshold", "2000", "--reference-year", "2010")
        assert found["totals"]["customers"] == raw["Customer ID"].nunique()
        assert found["totals"]["revenue"] == pytest.approx(by_customer.sum(), abs=0.005)
        assert found["segments"]["field"]["customers"] == (by_customer >= 2_000).sum()

    def test_a_list_with_one_year_needs_its_mapping(self, capsys, tmp_path):
        goods = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
        revenue = pd.read_csv(needed(WHOLESALE))[goods].sum(axis=1)
        mapping = write(
            tmp_path / "m.yaml",
            f"columns:\n  customer_id: CustomerId\n  sector: Channel\n  revenue_2014: [{', '.join(goods)}]\n",
        )
        found = json_of(capsys, "identify", WHOLESALE, "--mapping", mapping, "--threshold", "20000")
        assert found["segments"]["small"]["customers"] == (revenue < 20_000).sum()
        assert set(found["sectors"]) == {"1", "2"}
        assert found["observed_churn"] is None


class TestOptions:
    def test_the_models_threshold_follows_the_scenario(self, capsys, customers, tmp_path):
        scenario = write(tmp_path / "nord.yaml", "max_sales_cost_ratio: 0.3\nlanguage: en\n")
        found = json_of(capsys, "identify", customers, "--scenario", scenario)
        assert found["threshold"] == 2_500  # 750 / 0.3
        assert found["segments"]["small"]["customers"] == 2

    def test_an_option_goes_before_the_scenario(self, capsys, customers, tmp_path):
        scenario = write(
            tmp_path / "nord.yaml", "identification:\n  threshold: 3000\n  reference_year: 2023\n  definition: both\n"
        )
        by_scenario = json_of(capsys, "identify", customers, "--scenario", scenario)
        assert (by_scenario["threshold"], by_scenario["reference_year"]) == (3_000, 2023)
        assert by_scenario["definition"] == "both"
        by_option = json_of(capsys, "identify", customers, "--scenario", scenario, "--threshold", "7000")
        assert (by_option["threshold"], by_option["reference_year"]) == (7_000, 2023)

    @pytest.mark.usefixtures("customers")
    def test_the_scenario_names_the_list_its_mapping_and_the_second_list(self, capsys, tmp_path):
        write(tmp_path / "crm.csv", "Kundennummer;Ort\n1;Ulm\n")
        scenario = write(
            tmp_path / "nord.yaml",
            "customers_file: kunden.csv\ncrm_file: crm.csv\nmapping:\n  columns:\n    sector: Notiz\n",
        )
        found = json_of(capsys, "identify", "--scenario", scenario)
        assert found["totals"]["customers"] == 4
        assert "a" in found["sectors"]

    def test_every_rule_can_be_set(self, capsys, customers):
        found = json_of(
            capsys, "identify", customers, "--definition", "crm", "--as-of", "31.12.2024", "--reference-year", "2024",
            "--share-of-wallet-limit", "0.2", "--growth-limit", "0.5", "--untapped-by-employees",
        )  # fmt: skip
        assert found["definition"] == "crm"
        assert found["segments"]["small"]["customers"] == 2  # Beta and Gamma were not visited

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--definition", "epr"), "Meinten Sie erp?"),
            (("--threshold", "9.375"), "9.375 ist mehrdeutig. Schreiben Sie 9375"),
            (("--threshold", "0"), "threshold: 0 passt nicht"),
            (("--threshold", "viel"), "'viel' ist keine Zahl"),
            (("--share-of-wallet-limit", "0,3"), "'0,3' ist keine Zahl mit Dezimalpunkt"),
            (("--growth-limit", "-1"), "growth_limit"),
            (("--reference-year", "24"), "'24' ist kein Jahr"),
            (("--as-of", "gestern"), "ein Datum wie 31.12.2024"),
        ],
    )
    def test_a_wrong_value_is_wrong_usage(self, capsys, customers, arguments, message):
        code, out, err = run(capsys, "identify", customers, *arguments)
        assert (code, out) == (2, "")
        assert message in err

    def test_a_year_the_list_has_not_is_bad_input(self, capsys, customers):
        code, _, err = run(capsys, "identify", customers, "--reference-year", "2030")
        assert code == 1
        assert "Vorhanden sind 2022, 2023, 2024" in err

    def test_strict_fails_before_anything_is_written(self, capsys, tmp_path):
        file = write(tmp_path / "k.csv", LIST.replace("2000,00", "20x0"))
        code, out, err = run(capsys, "identify", file, "--strict", "--out", tmp_path / "s.csv")
        assert (code, out) == (1, "")
        assert "20x0" in err
        assert not (tmp_path / "s.csv").exists()


class TestText:
    def test_segments_group_inputs_and_alternatives_are_told(self, capsys):
        code, out, _ = run(capsys, "identify", DEMO, "--reference-year", "2025")
        assert code == 0
        assert "Kleinkunden   2.135   71,2 %   4.807.008 €   15,3 %        15.537      900" in out
        assert "Anzahl Kleinkunden" in out
        assert "329 Kleinkunden haben 2025 nichts gekauft" in out
        assert "Beobachtete Verlustrate 5,1 % im Jahr" in out
        assert "churn_passive: 0.0511" in out
        assert "- Viele Transaktionen:" in out
        assert "Umsatz unter der Schwelle (ERP)          1.975    2.135     2.259" in out
        assert "Hinweis: Das beste Jahr" in out
        assert max(map(len, out.splitlines())) <= 80

    def test_it_speaks_english(self, capsys, customers):
        out = run(capsys, "identify", customers, "--language", "en")[1]
        assert "Small means" in out
        assert "The five characteristics of small customers" in out
        assert "Kleinkunden" not in out


class TestWritten:
    def test_csv_opens_right_in_german_excel(self, capsys, customers, tmp_path):
        out = tmp_path / "segmente.csv"
        code, _, err = run(capsys, "identify", customers, "--out", out)
        assert code == 0
        assert err == f"{out}: 4 Kunden geschrieben.\n"
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        table = pd.read_csv(out, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})
        assert list(table.columns) == [
            "customer_id", "name", "sector", "revenue_2022", "revenue_2023", "revenue_2024", "visits", "segment",
            "reasons", "abc", "best_year", "second_best_year", "own_potential", "Notiz",
        ]  # fmt: skip
        assert table["customer_id"].tolist() == ["01", "02", "03", "04"]
        assert table["segment"].tolist() == ["small", "small", "small", "field"]
        assert table["best_year"].tolist() == [6_000, 4_000, 5_000, 95_000]
        assert table["reasons"][0].startswith("Umsatz 2024 unter 9.375\u00a0€")
        assert table["Notiz"][0] == "'=1+1"

    def test_xlsx_holds_numbers_and_no_formula(self, capsys, customers, tmp_path):
        out = tmp_path / "segmente.xlsx"
        assert run(capsys, "identify", customers, "--out", out)[0] == 0
        sheet = openpyxl.load_workbook(out).active
        header = [cell.value for cell in sheet[1]]
        row = dict(zip(header, sheet[2], strict=True))
        assert row["customer_id"].value == "01"
        assert row["revenue_2024"].value == 2_000
        assert (row["Notiz"].value, row["Notiz"].data_type) == ("=1+1", "s")

    def test_english_csv_has_comma_and_point(self, capsys, customers, tmp_path):
        out = tmp_path / "segments.csv"
        assert run(capsys, "identify", customers, "--out", out, "--language", "en")[0] == 0
        table = pd.read_csv(out, encoding="utf-8-sig", dtype={"customer_id": str})
        assert table["revenue_2024"].tolist() == [2_000, 4_000, 0, 95_000]
        assert "revenue 2024 below" in table["reasons"][0]

    def test_nothing_is_overwritten_without_force(self, capsys, customers, tmp_path):
        out = write(tmp_path / "segmente.csv", "mein")
        code, _, err = run(capsys, "identify", customers, "--out", out)
        assert code == 1
        assert "gibt es schon" in err
        assert out.read_text(encoding="utf-8") == "mein"
        assert run(capsys, "identify", customers, "--out", out, "--force")[0] == 0
        assert "segment" in out.read_text(encoding="utf-8-sig")

    def test_the_list_itself_is_never_overwritten(self, capsys, customers):
        code, _, err = run(capsys, "identify", customers, "--out", customers, "--force")
        assert code == 1
        assert "Kundenliste selbst" in err
        assert customers.read_text(encoding="utf-8") == LIST

    @pytest.mark.parametrize(
        ("name", "message"), [("segmente.pdf", ".csv oder .xlsx"), ("gibt/es/nicht.csv", "Ordner")]
    )
    def test_a_file_that_cannot_be_written_is_told(self, capsys, customers, tmp_path, name, message):
        code, out, err = run(capsys, "identify", customers, "--out", tmp_path / name)
        assert (code, out) == (1, "")
        assert message in err


class TestRoundTrip:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_what_was_written_reads_as_the_same_customers(self, capsys, tmp_path, ending):
        source = write(
            tmp_path / "kunden.csv",
            "Kundennummer;Name;PLZ;Umsatz 2022;Umsatz 2023;Umsatz 2024;Letzter Besuch;Rabatt;Notiz\n"
            "0001;=Gleich GmbH;01067;1.000,10;2.000,20;3.000,33;31.12.2024;3%;+49\n"
            "0002;-Strich-;50667;;;12.345,67;nie;;@x\n"
            "0003;'Apostroph' AG;50667;-5,00;0;0,01;01.02.2023;0%;\n",
        )
        first, second = tmp_path / f"erste.{ending}", tmp_path / "zweite.csv"
        reference = tmp_path / "vergleich.csv"
        assert run(capsys, "identify", source, "--out", reference)[0] == 0
        assert run(capsys, "identify", source, "--out", first)[0] == 0
        found = json_of(capsys, "identify", first, "--out", second)
        assert second.read_bytes() == reference.read_bytes()
        assert found["sectors"] == {}
        assert any("neu ermittelt" in warning for warning in found["warnings"])

    @pytest.mark.parametrize("path", [ADVENTUREWORKS, WHOLESALE, RETAIL, DEMO])
    def test_real_lists(self, capsys, tmp_path, path):
        from kkm_helpers.customers.reading import read_customers

        mapping = tmp_path / "mapping.yaml"
        groups = "Fresh, Milk, Grocery, Frozen, Detergents_Paper, Delicassen"
        write(mapping, f"columns: {{revenue_2024: [{groups}]}}" if path == WHOLESALE else "{}")
        out = tmp_path / "segmente.csv"
        assert run(capsys, "identify", needed(path), "--mapping", mapping, "--out", out)[0] == 0
        before, after = read_customers(path, mapping=mapping), read_customers(out)
        assert after.frame["customer_id"].tolist() == before.frame["customer_id"].tolist()
        money = [name for name in before.frame.columns if name.startswith(("revenue_", "orders"))]
        pd.testing.assert_frame_equal(after.frame[money], before.frame[money], atol=0.005, rtol=0, check_dtype=False)


def test_a_wrong_ending_is_told_before_anything_is_read(capsys, tmp_path):
    code, _, err = run(capsys, "identify", tmp_path / "gibt_es_nicht.csv", "--out", tmp_path / "segmente.pdf")
    assert code == 1
    assert ".pdf" in err
    assert "gibt_es_nicht" not in err
