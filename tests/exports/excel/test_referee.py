"""LibreOffice recalculates the workbook: every cell of every quantity is what Python has, whatever the inputs are."""

from __future__ import annotations

import os
import re
import zipfile

import numpy as np
import pytest

from kkm_helpers.engine import evaluate
from kkm_helpers.engine.display import choice_label
from kkm_helpers.exports import export
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.scenario import Scenario, build_case
from tests.cli.customer_lists import DEMO
from tests.exports.spreadsheet import (
    converted,
    defined_names,
    differences,
    errors,
    figures,
    grid,
    random_values,
    with_inputs,
)

RANDOM_CASES = 500 if os.environ.get("KKM_NIGHTLY") else 20
HORIZONS = (60, 60, 60, 30, 1, 120)
SEED = 8
AT_ONCE = 50
"""Files for one start of LibreOffice."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("referee")


@pytest.fixture(scope="module")
def exported(folder):
    """Every workbook of this module as exported, with what Python says: name to (file, results)."""
    made = {}
    for name, case, language in (
        ("default", build_case(), "de"),
        ("english", build_case(Scenario(name="North"), {"potential_basis": "history"}), "en"),
        ("list", build_case(None, {"visits_per_customer": 4}, DEMO), "de"),
    ):
        made[name] = (export(case, folder / f"{name}.xlsx", language), case.results)
    wrong = {"small_customers": 300.5, "captured_share": 9.0, "potential_basis": "both", "vacation_days": 250.0}
    made["wrong inputs"] = (with_inputs(made["default"][0], wrong, folder / "wrong_inputs.xlsx"), None)
    made["wrong values"] = (_with_wrong_values(made["default"][0], folder / "wrong.xlsx"), made["default"][1])
    templates = {
        months: export(build_case(None, {"horizon_months": months}), folder / f"{months}.xlsx")
        for months in sorted(set(HORIZONS[:RANDOM_CASES]))
    }
    random = np.random.default_rng(SEED)
    for number in range(RANDOM_CASES):
        months, values = HORIZONS[number % len(HORIZONS)], random_values(random)
        file = with_inputs(templates[months], values, folder / f"random_{number}.xlsx")
        made[f"random {number}"] = (file, evaluate(**values, horizon_months=months))
    return made


@pytest.fixture(scope="module")
def recalculated(exported, folder):
    files = [file for file, _ in exported.values()]
    done = []
    for start in range(0, len(files), AT_ONCE):
        done += converted(files[start : start + AT_ONCE], folder)
    return dict(zip(exported, done, strict=True))


def _with_wrong_values(path, target):
    """Write a copy in which every formula has the value 12345: who only reads values finds nothing else."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.namelist():
            content = source.read(member)
            if member.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[-0-9.eE+]+</v>", rb"\1<v>12345</v>", content)
            copy.writestr(member, content)
    return target


def test_it_really_recalculates(exported, recalculated):
    file, results = exported["wrong values"]
    assert len(differences(figures(file), results)) > 100
    assert differences(figures(recalculated["wrong values"]), results) == []


@pytest.mark.parametrize(("name", "language"), [("default", "de"), ("english", "en"), ("list", "de")])
def test_as_exported_every_cell_equals_python(exported, recalculated, name, language):
    file, results = exported[name]
    assert differences(figures(file), results, language) == []
    assert differences(figures(recalculated[name]), results, language) == []
    assert errors(recalculated[name]) == []


def test_after_random_changes_of_the_inputs_every_cell_equals_python(exported, recalculated):
    recommended = set()
    for number in range(RANDOM_CASES):
        name = f"random {number}"
        results = exported[name][1]
        assert differences(figures(recalculated[name]), results) == [], name
        assert errors(recalculated[name]) == [], name
        recommended.add(results["recommended_option"])
    assert len(recommended) >= 3  # cases worth the name


@pytest.mark.parametrize("name", ["default", "list", "wrong values", *(f"random {number}" for number in range(4))])
def test_the_checks_hold_whatever_the_inputs_are(recalculated, name):
    rows = grid(recalculated[name], "Prüfungen")
    first, last = (next(place for place, row in enumerate(rows) if row[0] == heading)
                   for heading in ("Muss stimmen", "Bitte ansehen"))  # fmt: skip
    must_hold = [row for row in rows[first + 1 : last] if row[0]]
    assert len(must_hold) >= 15
    assert [row for row in must_hold if row[1] != "OK"] == []


def test_the_summary_says_what_follows_from_the_new_inputs(exported, recalculated):
    for number in range(RANDOM_CASES):
        name = f"random {number}"
        sentences = [cell for row in grid(recalculated[name], "Übersicht") for cell in row if isinstance(cell, str)]
        recommended = OPTION_NAMES[exported[name][1]["recommended_option"]].de
        advice = next(text for text in sentences[sentences.index("Empfehlung") + 1 :] if text)
        assert advice.startswith((recommended, "Aktiv betreuen;", "Wirtschaftlich gleichwertig")), advice
        assert any("Eingaben sind geändert" in text for text in sentences)
        basis = choice_label("potential_basis", exported[name][1].assumptions["potential_basis"])
        assert any(text.startswith(f"Gerechnet mit dem Potenzial {basis} (") for text in sentences)
        assert any(re.match(r"[1-9]\d* Eingaben seit der Ausgabe geändert", text) for text in sentences)
    unchanged = [cell for row in grid(recalculated["default"], "Übersicht") for cell in row if isinstance(cell, str)]
    assert any(text.startswith("0 Eingaben seit der Ausgabe geändert") for text in unchanged)
    assert any(text.startswith("Externe Vergabe unter Vorbehalt") for text in unchanged)


def test_the_checks_name_wrong_inputs_even_where_nothing_can_be_computed(recalculated):
    found = figures(recalculated["wrong inputs"])
    assert found["inputs_changed"] == 4
    assert found["checks_failed"] >= 2
    rows = {row[0]: row[1] for row in grid(recalculated["wrong inputs"], "Prüfungen")}
    assert rows["Alle Eingaben sind zulässig"].startswith("3 Eingaben sind es nicht")
    assert rows["Es bleibt mindestens ein Verkaufstag"].startswith("Urlaub, Krankheit")
    assert rows["Der Betrachtungszeitraum ist der dieser Datei"] == "OK"
    states = {row[14]: row[3] for row in grid(recalculated["wrong inputs"], "Annahmen") if len(row) > 14}
    assert states["small_customers"] == "keine ganze Zahl"
    assert states["captured_share"] == "außerhalb der Grenzen"
    assert states["potential_basis"] == "steht nicht zur Wahl"
    assert states["vacation_days"] == "geändert"


def test_the_names_survive(exported, recalculated):
    assert {name for name, *_ in defined_names(recalculated["default"])} == {
        name for name, *_ in defined_names(exported["default"][0])
    }
