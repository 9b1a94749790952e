"""A scenario's customer list from file to NPV, and back: where a figure comes from."""

from __future__ import annotations

import pandas as pd
import pytest

from kkm_helpers.cli import main
from kkm_helpers.scenario import build_case, load_scenario
from tests.conftest import REPOSITORY

DEMO = REPOSITORY / "data" / "demo_customers.csv"
SCENARIO = """\
name: Demo
customers_file: kunden.csv
identification: {{definition: {definition}, reference_year: 2025}}
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the demo list as kunden.csv, and one without those that bought nothing in 2025."""
    raw = pd.read_csv(DEMO, sep=";", dtype=str, encoding="utf-8-sig")
    raw.to_csv(tmp_path / "kunden.csv", sep=";", index=False)
    (tmp_path / "fall.yaml").write_text(SCENARIO.format(definition="erp"), encoding="utf-8")
    return tmp_path


def case_of(folder, **overrides):
    return build_case(load_scenario(folder / "fall.yaml"), overrides)


def test_customers_without_purchases_bring_nothing_into_the_npv(folder):
    whole = case_of(folder, captured_share=0.2)
    raw = pd.read_csv(folder / "kunden.csv", sep=";", dtype=str)
    bought = raw["revenue_2025"].str.replace(",", ".").astype(float) > 0
    assert 0 < (~bought).sum() == whole.identification.reactivation_customers
    raw[bought].to_csv(folder / "kunden.csv", sep=";", index=False)
    without = case_of(folder, captured_share=0.2)
    for option in ("build", "outsource", "hybrid", "dissolve"):
        assert without.results[f"{option}_npv"] == pytest.approx(whole.results[f"{option}_npv"], abs=0.01)
    assert without.results.assumptions["small_customers"] == whole.results.assumptions["small_customers"]


def test_the_trace_names_file_definition_and_count(folder, capsys):
    assert main(["calc", "--scenario", str(folder / "fall.yaml"), "--explain", "revenue_per_customer"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Kundenliste kunden.csv, Definition erp, 1.806 Kleinkunden mit Käufen 2025" in told
    assert "Umsatz je Kleinkunde heute [revenue_per_customer]: 2.662 €" in told


def test_the_definition_of_the_scenario_decides(folder):
    (folder / "fall.yaml").write_text(SCENARIO.format(definition="both"), encoding="utf-8")
    case = case_of(folder)
    raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig")
    first, second, last = (raw[f"revenue_{year}"] for year in (2023, 2024, 2025))
    growing = (first > 0) & (second > first) & (last > second) & (last >= first * 1.25**2) & (last >= 9_375 / 2)
    chosen = (last < 9_375) & ~growing & (raw["visits"] == 0) & (last > 0)
    assert case.results.assumptions["small_customers"] == chosen.sum()
    assert "Definition both" in case.origins["order_value"].text("de")


def test_order_value_and_observed_churn_are_offered(folder):
    case = case_of(folder)
    raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig")
    assert case.origins["order_value"].kind == "list"
    assert case.results.assumptions["order_value"] == pytest.approx(309.39, abs=0.01)
    # The churn is offered, not taken over: the default holds.
    assert case.results.assumptions["churn_passive"] == 0.12
    rates = []
    for year in range(2021, 2025):
        pair = next(pair for pair in case.identification.observed_churn.pairs if pair.year == year)
        bought = raw[(raw[f"revenue_{year}"] > 0) & (raw[f"revenue_{year}"] < 9_375)]
        # Growing customers are no small ones; those judged are the others.
        assert pair.customers <= len(bought)
        rates.append(pair.lost / pair.customers)
    assert case.identification.observed_churn.rate == pytest.approx(sum(rates) / 4)
    assert case_of(folder, churn_passive=0.05).results.assumptions["churn_passive"] == 0.05


def test_mapping_and_second_list_of_the_scenario_are_used(tmp_path):
    (tmp_path / "k.csv").write_text("A;B\n1;100,00\n2;200,00\n", encoding="utf-8")
    (tmp_path / "crm.csv").write_text("Kundennr;Besuche\n01;4\n02;2\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text("columns: {customer_id: A, revenue_2024: B}\n", encoding="utf-8")
    (tmp_path / "fall.yaml").write_text("customers_file: k.csv\nmapping: m.yaml\ncrm_file: crm.csv\n", encoding="utf-8")
    values = case_of(tmp_path).results.assumptions
    assert values["revenue_per_customer"] == 150
    assert values["field_visits_per_small_customer"] == 3
