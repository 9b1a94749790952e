"""`kkm export`: files for people without Python, and back."""

from __future__ import annotations

import json

import openpyxl
import pytest
from pptx import Presentation

from tests.cli.customer_lists import json_of, run
from tests.exports.spreadsheet import with_inputs


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    from kkm_helpers.cli import main

    file = tmp_path_factory.mktemp("export") / "case.xlsx"
    assert main(["export", "--set", "visits_per_customer=4", "-o", str(file), "--language", "en"]) == 0
    return file


def test_it_writes_a_workbook_in_the_language(exported):
    assert "Assumptions" in openpyxl.load_workbook(exported, read_only=True).sheetnames


def test_calc_reads_it_back(capsys, exported):
    found = json_of(capsys, "calc", "--scenario", exported)
    assert found["revenue_threshold"] == 7_500
    plain = json_of(capsys, "calc", "--set", "visits_per_customer=4")
    assert {name: found[name] for name in plain if name not in ("origins", "notes")} == {
        name: plain[name] for name in plain if name not in ("origins", "notes")
    }


def test_calc_says_on_stderr_what_was_changed(capsys, exported, tmp_path):
    file = with_inputs(exported, {"churn_passive": 0.2}, tmp_path / "changed.xlsx")
    code, out, err = run(capsys, "calc", "--scenario", file, "--json")
    assert code == 0
    assert "Assumptions!B" in err
    assert "(churn_passive) geändert von 12,0 % auf 20,0 %" in err
    assert json.loads(out)["assumptions"]["churn_passive"] == 0.2


def test_it_serves_as_the_scenario_of_another_export(capsys, exported, tmp_path):
    code, _, err = run(
        capsys, "export", "--scenario", exported, "--set", "horizon_months=12", "-o", tmp_path / "b.xlsx"
    )
    assert code == 0, err
    assert json_of(capsys, "calc", "--scenario", tmp_path / "b.xlsx")["months"] == list(range(1, 13))


def test_an_existing_file_stays_without_force(capsys, exported):
    before = exported.read_bytes()
    code, out, err = run(capsys, "export", "-o", exported)
    assert (code, out) == (1, "")
    assert "--force" in err
    assert exported.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-o", "case.doc"], 1, "case.doc: mit der Endung .doc"),
        (["-o", "nowhere/case.xlsx"], 1, "lässt sich nicht schreiben"),
        ([], 2, "Es fehlt -o"),
        (["-o", "x.xlsx", "--set", "churn_passive=8"], 1, "Schreiben Sie: 0.08"),
        (["-o", "x.xlsx", "--scenario", "nowhere.yaml"], 1, "nowhere.yaml lässt sich nicht lesen"),
    ],
)
def test_bad_input_ends_with_one_clear_message(capsys, tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    found, out, err = run(capsys, "export", *arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_the_file_is_told(capsys, tmp_path):
    (tmp_path / "case.xlsx").mkdir()
    code, _, err = run(capsys, "export", "-o", tmp_path / "case.xlsx", "--force")
    assert code == 1
    assert "das ist ein Ordner" in err


def test_slides_in_a_clients_master(capsys, tmp_path):
    Presentation().save(tmp_path / "client.pptx")
    code, out, err = run(capsys, "export", "-o", tmp_path / "case.pptx", "--template", tmp_path / "client.pptx")
    assert (code, out) == (0, "")
    assert "geschrieben" in err
    assert Presentation(tmp_path / "case.pptx").slides[0].shapes.title.text.startswith("Empfehlung: ")


def test_a_template_that_is_none_is_told(capsys, tmp_path):
    (tmp_path / "client.pptx").write_text("no slides", encoding="utf-8")
    code, _, err = run(capsys, "export", "-o", tmp_path / "case.pptx", "--template", tmp_path / "client.pptx")
    assert code == 1
    assert "keine PowerPoint-Datei" in err
    assert not (tmp_path / "case.pptx").exists()


def test_a_template_belongs_to_slides(capsys, tmp_path):
    code, _, err = run(capsys, "export", "-o", tmp_path / "case.xlsx", "--template", tmp_path / "client.pptx")
    assert code == 2
    assert "--template gehört zu einer .pptx-Datei" in err
