"""`kkm review`: six measures, the control group from the worklist, the plan from the scenario."""

from __future__ import annotations

import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests.cli.customer_lists import DEMO, json_of, run, write

MEASURES = ["qualified_customers", "churn", "moved_up", "revenue_growth", "market_share", "team_cost"]
PLAN = "potential_basis: sector\ncaptured_share: 0.08\n"


@pytest.fixture
def lists(tmp_path):
    """Return the demo list as it was a year ago, and as it is."""
    raw = pd.read_csv(DEMO, sep=";", dtype=str, encoding="utf-8-sig")
    before = tmp_path / "vorher.csv"
    raw.drop(columns=["revenue_2025", "last_order"]).to_csv(before, sep=";", index=False)
    return before, DEMO


@pytest.fixture
def worklist(capsys, lists, tmp_path):
    out = tmp_path / "arbeitsliste.csv"
    assert run(capsys, "assign", lists[0], "--control-share", "0.2", "--out", out)[0] == 0
    return out


def by_name(found):
    return {measure["name"]: measure for measure in found["measures"]}


def test_json_has_the_six_measures_the_moves_and_the_milestones(capsys, lists, tmp_path):
    scenario = write(tmp_path / "nord.yaml", PLAN)
    found = json_of(capsys, "review", *lists, "--scenario", scenario)
    assert [measure["name"] for measure in found["measures"]] == MEASURES
    assert all(measure.keys() >= {"target", "actual", "status", "sentence"} for measure in found["measures"])
    assert {measure["status"] for measure in found["measures"]} <= {"green", "yellow", "red", "unknown"}
    assert sum(sum(row.values()) for row in found["moves"].values()) == 3_000
    assert [each["month"] for each in found["milestones"]] == [3, 6, 9, 12]
    assert found["baseline"] == "year_before"


def test_the_moves_are_those_of_plain_pandas(capsys, lists):
    raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig")
    moves = json_of(capsys, "review", *lists)["moves"]
    was_field, is_field = (raw[f"revenue_{year}"] >= 9_375 for year in (2024, 2025))
    assert moves["field"]["field"] == (was_field & is_field).sum()
    assert moves["field"]["gone"] == (was_field & (raw["revenue_2025"] <= 0)).sum()
    assert sum(moves["gone"].values()) == (raw["revenue_2024"] <= 0).sum()
    assert sum(moves["unknown"].values()) == raw["revenue_2024"].isna().sum()


def test_the_worklist_brings_the_control_group(capsys, lists, worklist):
    raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})
    marked = pd.read_csv(worklist, sep=";", encoding="utf-8-sig", dtype={"customer_id": str})
    bought = raw[raw["revenue_2024"] > 0].set_index("customer_id")
    lost = {
        answer: (bought.loc[bought.index.isin(part["customer_id"]), "revenue_2025"] <= 0).mean()
        for answer, part in marked.groupby("control_group")
    }
    found = json_of(capsys, "review", *lists, "--crm", worklist)
    assert found["baseline"] == "control"
    assert by_name(found)["churn"]["actual"] == pytest.approx(lost["nein"] - lost["ja"])


def test_a_list_without_any_effect_is_no_success(capsys, lists, worklist, tmp_path):
    scenario = write(tmp_path / "nord.yaml", PLAN)
    found = by_name(
        json_of(
            capsys, "review", *lists, "--scenario", scenario, "--crm", worklist, "--market-churn", "0.1",
            "--market-growth", "0.02", "--segment-market-growth", "0.02",
        )
    )  # fmt: skip
    assert "green" not in {found[name]["status"] for name in MEASURES[1:]}


def test_a_control_group_drawn_from_the_later_list_is_refused(capsys, lists, tmp_path):
    out = tmp_path / "falsch.csv"
    assert run(capsys, "assign", lists[1], "--control-share", "0.2", "--out", out)[0] == 0
    code, _, err = run(capsys, "review", *lists, "--crm", out)
    assert code == 1
    assert "Kontrollgruppe passt nicht zur ersten Liste" in err


def test_what_people_enter_is_used(capsys, lists, tmp_path):
    scenario = write(tmp_path / "nord.yaml", PLAN)
    arguments = ("review", *lists, "--scenario", scenario)
    planned = by_name(json_of(capsys, *arguments))
    assert planned["churn"]["status"] == planned["market_share"]["status"] == "unknown"
    assert planned["team_cost"]["target"] > 0
    found = json_of(
        capsys, *arguments, "--market-churn", "0.1", "--market-growth", "0.01", "--segment-market-growth", "0.02",
        "--team-cost", "350000", "--actual-margin", "0", "--actual-margin", "100", "--actual-margin", "200",
    )  # fmt: skip
    assert by_name(found)["churn"]["status"] != "unknown"
    assert by_name(found)["market_share"]["status"] != "unknown"
    assert by_name(found)["team_cost"]["target"] == 350_000
    assert found["milestones"][0]["actual"] == 300
    assert found["milestones"][0]["reached"] is False
    assert found["milestones"][1]["actual"] is None
    assert found["plan_against_actual"][2]["actual_cumulated"] == 300


def test_where_passive_is_recommended_there_is_no_plan(capsys, lists):
    found = json_of(capsys, "review", *lists)
    assert found["milestones"] == []
    assert by_name(found)["churn"]["target"] is None
    assert by_name(found)["team_cost"]["status"] == "unknown"


def test_it_is_told_in_words(capsys, lists, tmp_path):
    scenario = write(tmp_path / "nord.yaml", PLAN)
    code, out, _ = run(capsys, "review", *lists, "--scenario", scenario, "--actual-margin", "10")
    assert code == 0
    assert "gegen dieselbe Regel ein Jahr früher" in " ".join(out.split())
    assert "grün" in out
    assert "unbekannt" in out
    assert "Wanderungen: Kunden von … nach …" in out
    assert "Jetzt ein Fall für den Außendienst: 102 Kunden" in out
    assert "Meilensteine: zusätzlicher Deckungsbeitrag, kumuliert" in out
    assert max(map(len, out.splitlines())) <= 80
    english = run(capsys, "review", *lists, "--language", "en")[1]
    assert "The six success measures" in english
    assert "Kunden" not in english.replace("Kundennr", "")


def test_the_measures_are_written(capsys, lists, tmp_path):
    csv, xlsx = tmp_path / "r.csv", tmp_path / "r.xlsx"
    assert run(capsys, "review", *lists, "--out", csv)[0] == 0
    assert run(capsys, "review", *lists, "--out", xlsx)[0] == 0
    table = pd.read_csv(csv, sep=";", decimal=",", encoding="utf-8-sig")
    assert table["name"].tolist() == MEASURES
    assert np.isfinite(table["actual"][:4]).all()
    sheet = openpyxl.load_workbook(xlsx).active
    assert [cell.value for cell in sheet["A"]][1:] == MEASURES
    code, _, err = run(capsys, "review", *lists, "--out", csv)
    assert code == 1
    assert "gibt es schon" in err


def test_lists_of_the_same_year_are_told(capsys, lists):
    code, _, err = run(capsys, "review", lists[1], lists[1])
    assert code == 1
    assert "muss ein späteres Jahr haben" in err


@pytest.mark.parametrize("arguments", [(), (DEMO,), (DEMO, DEMO, "--source", "sqlite:///erp.db")])
def test_two_lists_are_needed(capsys, arguments):
    assert run(capsys, "review", *arguments)[0] == 2
