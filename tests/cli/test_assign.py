"""`kkm assign`: the worklist, loads, control group, and where the model's figures come from."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from kkm_helpers.engine import evaluate
from tests.cli.customer_lists import DEMO, json_of, run, write

COLUMNS = ["customer_id", "field_rep", "inside_rep", "priority", "expected_margin", "segment", "reasons"]


def read(path):
    return pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})


@pytest.fixture
def worklist(capsys, tmp_path):
    out = tmp_path / "liste.csv"
    code, shown, _ = run(
        capsys, "assign", DEMO, "--reference-year", "2025", "--control-share", "0.1", "--seed", "7", "--out", out
    )  # fmt: skip
    assert code == 0
    return read(out), shown


def test_every_small_customer_is_on_it_once_in_order(worklist):
    table, shown = worklist
    assert set(COLUMNS) <= set(table.columns)
    assert len(table) == table["customer_id"].nunique() == 2_135
    assert table["priority"].tolist() == list(range(1, 2_136))
    assert table["expected_margin"].is_monotonic_decreasing
    assert "1.921 Kleinkunden auf 5 Inside-Sales-Mitarbeiter verteilt, je 384 bis 385." in shown
    assert "214 zufällig gezogene Kunden" in shown


def test_loads_are_even_and_the_control_group_has_no_rep(worklist):
    table, _ = worklist
    loads = table["inside_rep"].value_counts()
    assert loads.max() - loads.min() <= 1
    assert loads.max() <= 400
    control = table["control_group"] == "ja"
    assert control.sum() == 214  # a tenth of 2,135
    assert table.loc[control, "inside_rep"].isna().all()
    assert table.loc[~control, "inside_rep"].notna().all()


def test_the_expected_margin_is_that_of_the_model(worklist):
    table, _ = worklist
    raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})
    raw = raw.set_index("customer_id").loc[table["customer_id"]]
    revenue = raw["revenue_2025"]
    best = raw[[f"revenue_{year}" for year in range(2021, 2026)]].max(axis=1)
    churn_change = 0.12 * 0.33
    margin = ((best - revenue).clip(lower=0) * 0.05 + revenue * churn_change) * 0.28
    expected = margin.where(revenue > 0, 0.0)
    assert table["expected_margin"].to_numpy() == pytest.approx(expected.to_numpy(), abs=0.0051)


def test_care_pays_above_the_models_cost_of_care_for_this_list(worklist, capsys, tmp_path):
    table, _ = worklist
    # 1,806 of them buy; that many decide the size of the team.
    cost = evaluate(small_customers=1_806)["inside_care_cost"]
    assert (table["care_pays"] == "ja").tolist() == (
        (table["expected_margin"] > cost) & (table["control_group"] == "nein")
    ).tolist()
    found = json_of(capsys, "assign", DEMO, "--reference-year", "2025", "--out", tmp_path / "l.csv")
    assert found["care_line"]["worth_it"] == (table["expected_margin"] > cost).sum()
    assert sum(found["loads"].values()) == found["customers"] == 2_135


def test_the_same_seed_draws_the_same_control_group(capsys, tmp_path):
    drawn = [
        json_of(capsys, "assign", DEMO, "--out", tmp_path / f"{number}.csv", "--control-share", "0.05", "--seed", seed)
        for number, seed in enumerate((1, 1, 2))
    ]
    groups = [each["control_group"] for each in drawn]
    assert groups[0] == groups[1] != groups[2]


def test_scenario_and_options_decide_about_the_team(capsys, tmp_path):
    scenario = write(tmp_path / "nord.yaml", "customers_per_rep: 350\npotential_basis: sector\n")
    arguments = ("assign", DEMO, "--reference-year", "2025", "--scenario", scenario)
    by_scenario = json_of(capsys, *arguments, "--out", tmp_path / "a.csv")
    assert len(by_scenario["loads"]) == 7  # 2,135 / 350
    by_option = json_of(capsys, *arguments, "--customers-per-rep", "500", "--out", tmp_path / "b.csv")
    assert len(by_option["loads"]) == 5  # 2,135 / 500


def test_xlsx_is_written_by_the_files_ending(capsys, tmp_path):
    out = tmp_path / "liste.xlsx"
    assert run(capsys, "assign", DEMO, "--out", out, "--language", "en")[0] == 0
    sheet = openpyxl.load_workbook(out).active
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert row["priority"].value == 1
    assert isinstance(row["expected_margin"].value, float)
    assert row["care_pays"].value in ("yes", "no")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "Es fehlt: --out"),
        (("--out", "l.csv", "--control-share", "1"), 2, "kein Anteil von 0 bis unter 1"),
        (("--out", "l.csv", "--customers-per-rep", "0"), 2, "keine ganze Zahl von 1"),
        (("--out", "l.csv", "--seed", "-1"), 2, "keine ganze Zahl"),
        (("--out", "l.txt"), 1, ".csv oder .xlsx"),
        (("--out", "l.csv", "--threshold", "1", "--definition", "both"), 1, "kein Kleinkunde"),
    ],
)
def test_what_cannot_be_done_is_told(capsys, tmp_path, monkeypatch, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    customers = write(tmp_path / "k.csv", "Kundennr;Umsatz 2024;Besuche\n1;100;3\n2;200;4\n")
    found, _, err = run(capsys, "assign", customers, *arguments)
    assert found == code
    assert message in err
    assert not (tmp_path / "l.csv").exists()
