"""Plain papermill runs the notebook "build or outsource": its figures are those of `kkm calc`."""

from __future__ import annotations

import json

import pytest

from kkm_helpers.workbook.steps import STEPS
from tests.notebooks.executing import run_command

pytestmark = pytest.mark.notebook

SCENARIO = """\
name: Elektriker Nord
outsource_fte_price: 8500
outsource_exit_cost: 50000
utility:
  weights: {control: 60}
"""


@pytest.fixture(scope="module")
def scenario_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("scenario") / "nord.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def run(execute, scenario_file):
    return execute("6_build_or_outsource", "-f", scenario_file)


def test_the_figures_are_those_of_the_command(run, scenario_file):
    assert run.returncode == 0, run.stderr
    calculated = run_command("kkm_helpers.cli", "calc", "--scenario", scenario_file, "--json")
    assert calculated.returncode == 0, calculated.stderr
    figures = json.loads(calculated.stdout)
    for name in STEPS["build_or_outsource"].results:
        assert run.results[name] == figures[name], name


def test_every_question_of_the_step_is_answered(run):
    assert "Der **Eigenaufbau** bringt" in run.markdown("question")
    assert "ab Monat 4 vorn und bleibt es" in run.markdown("cash")
    assert "wert, darunter die Vergabe. Gerechnet wird mit 8.500 €" in run.markdown("price")
    assert "Kunden" in run.markdown("customers")
    assert "Der Ausstieg kostet 50.000 € in Monat 60" in run.markdown("start-and-exit")
    assert "| Know-how und erprobte Prozesse | muss erst aufgebaut werden |" in run.markdown("arguments")
    assert "Szenario Elektriker Nord: Gewicht" in run.markdown("utility")
    charts = [len([each for each in run.outputs(cell) if "application/vnd.plotly.v1+json" in each.get("data", {})])
              for cell in ("cash", "price", "customers", "served-cost", "utility")]  # fmt: skip
    assert charts == [2, 1, 1, 1, 1]


def test_a_wrong_weight_stops_in_the_first_cell(execute):
    refused = execute("6_build_or_outsource", "-y", "utility: {weights: {controll: 60}}")
    assert refused.returncode != 0
    assert "Meinten Sie control?" in refused.stderr.strip().splitlines()[-1]
    assert refused.outputs("question") == []
