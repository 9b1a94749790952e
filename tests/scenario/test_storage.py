import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papermill.iorw import read_yaml_file

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.errors import KkmError
from kkm_helpers.files import FileThereError
from kkm_helpers.scenario import CaseError, Scenario, load_assumptions, load_scenario, save_scenario, scenario_from
from tests.strategies import overrides

EXAMPLE = """\
name: Elektriker Nord
visits_per_customer: 4
captured_share: 0.04
notes:
  captured_share: Vertriebsleitung, Workshop am 12.11.
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nord.yaml"


def loaded(file, text):
    file.write_text(text, encoding="utf-8")
    return load_scenario(file)


def test_the_example_of_the_specification(file):
    scenario = loaded(file, EXAMPLE)
    assert scenario.name == "Elektriker Nord"
    assert scenario.overrides == {"visits_per_customer": 4, "captured_share": 0.04}
    assert scenario.notes == {"captured_share": "Vertriebsleitung, Workshop am 12.11."}
    assert scenario.path == file


def test_an_empty_file_is_the_case_of_all_defaults(file):
    assert loaded(file, "").overrides == {}
    assert load_assumptions(file) == {name: known.default for name, known in ASSUMPTIONS.items()}


def test_every_reserved_key_is_read(file):
    scenario = loaded(
        file,
        """\
name: Nord
description: Ein Fall
language: en
customers_file: liste/kunden.csv
crm_file: ../crm.xlsx
mapping: {number_format: german}
identification: {definition: both, reference_year: 2024, as_of: 2024-12-31, untapped_by_employees: true}
notes: {captured_share: bestätigt}
uncertainty: {captured_share: [0.02, 0.08]}
correlation: {wage_growth: {price_growth: 0.6}}
utility: {weights: {focus: 10}, scores: {build: {focus: 7}}}
readiness: {field_sales: {informed: 0.5, incentives: {answer: planned, owner: Leitung}}}
""",
    )
    assert scenario.language == "en"
    assert scenario.customers_file == file.parent / "liste" / "kunden.csv"
    assert scenario.crm_file == file.parent.parent / "crm.xlsx"
    assert scenario.mapping == {"number_format": "german"}
    assert scenario.identification["as_of"] == "2024-12-31"
    assert scenario.uncertainty == {"captured_share": (0.02, 0.08)}
    assert scenario.correlation == {"wage_growth": {"price_growth": 0.6}}
    assert scenario.utility["scores"]["build"] == {"focus": 7}


def test_paths_written_on_windows_work_elsewhere(file):
    assert loaded(file, "customers_file: liste\\kunden.csv\n").customers_file == file.parent / "liste" / "kunden.csv"


@pytest.mark.parametrize(
    ("text", "line", "de", "en"),
    [
        (
            "name: x\nvisits_per_custome: 4\n",
            2,
            "Meinten Sie visits_per_customer?",
            "Did you mean visits_per_customer?",
        ),
        ("nmae: x\n", 1, "Meinten Sie name?", "Did you mean name?"),
        ("Besuche je Tag: 3\n", 1, "Meinten Sie visits_per_day?", "Did you mean visits_per_day?"),
        ("xyzzy: 3\n", 1, "kkm calc --assumptions", "kkm calc --assumptions"),
        ("revenue_threshold: 9000\n", 1, "wird berechnet", "is computed"),
        ("captured_share: 0,05\n", 1, "Schreiben Sie: 0.05", "Please write: 0.05"),
        ("captured_share: 5 %\n", 1, "Schreiben Sie: 0.05", "Please write: 0.05"),
        ("captured_share: 5\n", 1, "Schreiben Sie: 0.05", "Please write: 0.05"),
        ("small_customers: 4.000\n", 1, "4000 oder 4", "4000 or 4"),
        ("small_customers: 400.5\n", 1, "keine ganze Zahl", "not an integer"),
        ("captured_share: .nan\n", 1, "keine endliche Zahl", "not a finite number"),
        ("captured_share:\n", 1, "der Wert fehlt", "the value is missing"),
        ("captured_share: true\n", 1, "keine Zahl", "not a number"),
        ("visits_per_customer: [4, 5]\n", 1, "keine Liste", "neither a list"),
        ("visits_per_customer: {a: 5}\n", 1, "kein Block", "nor a block"),
        ("potential_basis: branche\n", 1, "sector (nach Branche)", "sector (by sector)"),
        ("language: fr\n", 1, "de oder en", "de or en"),
        ("name: 2024\n", 1, "ein Text", "a text"),
        ("customers_file: [a.csv]\n", 1, "ein Text", "a text"),
        ("notes: ja\n", 1, "eingerückter Block", "indented block"),
        ("notes:\n  a: x\n  captured_shar: y\n", 3, "Meinten Sie captured_share?", "Did you mean captured_share?"),
        ("notes:\n  captured_share: 3\n", 2, "ein Text", "a text"),
        ("uncertainty:\n  captured_share: [0.5, 0.1]\n", 2, "[niedrig, hoch]", "[low, high]"),
        ("uncertainty:\n  captured_share: [0.5, 2]\n", 2, "0 bis 1", "0 to 1"),
        ("uncertainty:\n  potential_basis: [0, 1]\n", 2, "Auswahl", "choice"),
        ("correlation:\n  wage_growth: {price_growth: 2}\n", 2, "-1 bis 1", "-1 to 1"),
        ("utility:\n  weight: {focus: 1}\n", 2, "Meinten Sie weights?", "Did you mean weights?"),
        ("utility:\n  scores:\n    build: {focus: 11}\n", 3, "1 bis 10", "1 to 10"),
        ("utility:\n  weights:\n    fokus: 11\n", 3, "Meinten Sie focus?", "Did you mean focus?"),
        ("readiness:\n  field_sale: {}\n", 2, "Meinten Sie field_sales?", "Did you mean field_sales?"),
        ("readiness:\n  roi:\n    computd: 1\n", 3, "Meinten Sie computed?", "Did you mean computed?"),
        ("readiness:\n  roi:\n    computed: perhaps\n", 3, "planned (0.25)", "planned (0.25)"),
        (
            "readiness:\n  roi:\n    computed: {answer: planned, ownr: ich}\n",
            3,
            "Meinten Sie owner?",
            "Did you mean owner?",
        ),
        ("identification:\n  definition: erb\n", 2, "Meinten Sie erp?", "Did you mean erp?"),
        ("identification:\n  definitoin: erp\n", 2, "definition", "definition"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line_in_both_languages(file, text, line, de, en):
    with pytest.raises(CaseError) as caught:
        loaded(file, text)
    messages = {"de": caught.value.de, "en": caught.value.en}
    assert any(part.startswith(f"{file}, Zeile {line}: ") and de in part for part in messages["de"].split("\n"))
    assert any(part.startswith(f"{file}, line {line}: ") and en in part for part in messages["en"].split("\n"))


def test_all_faults_are_named_at_once(file):
    with pytest.raises(CaseError) as caught:
        loaded(file, "visits_per_day: 0\nnotes: {x: y}\nxyzzy: 1\nlanguage: fr\n")
    assert {fault.path[0] for fault in caught.value.faults} == {"visits_per_day", "notes", "xyzzy", "language"}


@pytest.mark.parametrize(
    ("make", "de", "en"),
    [
        (lambda _: None, "fehlt", "does not exist"),
        (lambda path: path.mkdir(), "das ist ein Ordner", "this is a folder"),
        (lambda path: path.write_bytes(b"#" * 300_000), "zu groß", "too large"),
        (lambda path: path.write_bytes("name: Ä".encode("cp1252")), "UTF-8", "UTF-8"),
    ],
)
def test_a_file_that_is_none_is_named_with_the_reason(file, make, de, en):
    make(file)
    with pytest.raises(KkmError) as caught:
        load_scenario(file)
    assert str(file) in caught.value.de
    assert de in caught.value.de
    assert en in caught.value.en


# --- saving -------------------------------------------------------------------------
FULL = Scenario(
    {"visits_per_customer": 4.0, "captured_share": 0.05, "potential_basis": "history"},
    name="Süd: Ärzte # 2",
    description="zwei\nZeilen",
    language="en",
    notes={"captured_share": "yes"},
    uncertainty={"captured_share": (0.02, 0.08)},
    correlation={"wage_growth": {"price_growth": 0.6}},
    utility={"weights": {"focus": 10}, "scores": {"build": {"focus": 7}}},
    readiness={"field_sales": {"informed": 0.5}},
    identification={"definition": "both", "as_of": "2024-12-31"},
    mapping={"columns": {"customer_id": "Kd-Nr"}},
)


def test_a_saved_scenario_is_the_one_that_is_loaded(file):
    save_scenario(FULL, file)
    expected = replace(FULL, path=file, overrides={"visits_per_customer": 4, "potential_basis": "history"})
    assert load_scenario(file) == expected


def test_only_what_differs_from_the_default_is_written(file):
    save_scenario(Scenario({"visits_per_customer": 5.0, "captured_share": 0.04}), file)
    assert file.read_text(encoding="utf-8") == "captured_share: 0.04\n"


def test_beside_a_customer_list_a_default_is_written_because_it_holds_against_the_list(file):
    save_scenario(Scenario({"revenue_per_customer": 5_000}, customers_file=file.parent / "k.csv"), file)
    assert file.read_text(encoding="utf-8") == "customers_file: k.csv\nrevenue_per_customer: 5000\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=overrides())
def test_any_assumptions_survive_saving_and_are_the_same_for_papermill(file, values):
    file.unlink(missing_ok=True)
    save_scenario(Scenario(values), file)
    assert load_assumptions(file) == {name: values.get(name, known.default) for name, known in ASSUMPTIONS.items()}
    assert read_yaml_file(str(file)) in (dict(load_scenario(file).overrides), None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=overrides(), after=overrides(), name=st.text(min_size=1, max_size=20).filter(str.strip))
def test_a_file_that_is_there_is_changed_to_any_other_case(file, before, after, name):
    file.write_text("# Kopf\n" + yaml.safe_dump(before) + "# Ende\n", encoding="utf-8")
    name = name.encode("utf-8", "ignore").decode() or "x"
    try:
        save_scenario(Scenario(after, name=name), file, force=True)
    except KkmError as error:
        assert "Schreiben Sie" in error.de  # PyYAML wrote 1.0e+15 or the like  # noqa: PT017
        return
    assert load_assumptions(file) == load_assumptions(None, **after)
    assert load_scenario(file).name == name
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Kopf\n")
    assert text.endswith("# Ende\n")


def test_comments_of_the_file_survive(file):
    file.write_text(
        "# Kunde Nord\nvisits_per_customer: 4  # Workshop 12.11.\ncaptured_share: 0.04 # kühn\n", encoding="utf-8"
    )
    scenario = load_scenario(file)
    save_scenario(replace(scenario, overrides={"captured_share": 0.06, "churn_passive": 0.1}), file, force=True)
    assert file.read_text(encoding="utf-8") == (
        "# Kunde Nord\n# Workshop 12.11.\ncaptured_share: 0.06 # kühn\nchurn_passive: 0.1\n"
    )


def test_nothing_is_overwritten_unless_asked(file):
    file.write_text("name: alt\n", encoding="utf-8")
    with pytest.raises(FileThereError, match=r"gibt es schon.*--force") as caught:
        save_scenario(FULL, file)
    assert "exists already" in caught.value.en
    assert file.read_text(encoding="utf-8") == "name: alt\n"


def test_a_file_that_is_no_scenario_is_not_overwritten(file):
    file.write_text("a: [1\n", encoding="utf-8")
    with pytest.raises(KkmError, match="Zeile 1"):
        save_scenario(FULL, file, force=True)
    assert file.read_text(encoding="utf-8") == "a: [1\n"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(file, monkeypatch):
    file.write_text("name: alt\n", encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KkmError, match="der Datenträger ist voll") as caught:
        save_scenario(FULL, file, force=True)
    assert "the disk is full" in caught.value.en
    assert [path.name for path in file.parent.iterdir()] == ["nord.yaml"]
    assert file.read_text(encoding="utf-8") == "name: alt\n"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(KkmError, match="der Ordner oder die Datei fehlt"):
        save_scenario(FULL, tmp_path / "gibt" / "es.yaml")


def test_paths_are_saved_relative_to_the_file_and_kept_as_written(file):
    file.write_text("customers_file: ./liste/../kunden.csv\n", encoding="utf-8")
    scenario = load_scenario(file)
    save_scenario(scenario, file, force=True)
    assert file.read_text(encoding="utf-8") == "customers_file: ./liste/../kunden.csv\n"
    (file.parent / "faelle").mkdir()
    save_scenario(scenario, file.parent / "faelle" / "neu.yaml")
    assert load_scenario(file.parent / "faelle" / "neu.yaml").customers_file == file.parent / "kunden.csv"
    assert "customers_file: ../kunden.csv\n" in (file.parent / "faelle" / "neu.yaml").read_text(encoding="utf-8")


def test_a_mapping_becomes_a_scenario_too():
    scenario = scenario_from({"visits_per_customer": 4, "notes": None, "customers_file": "k.csv"})
    assert scenario == Scenario({"visits_per_customer": 4}, customers_file=Path.cwd() / "k.csv")
