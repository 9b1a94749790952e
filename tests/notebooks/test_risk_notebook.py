"""Plain papermill runs the notebook about risk: parameters, a scenario file, help, bad input."""

from __future__ import annotations

import pytest

from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.scenario import build_case
from tests.notebooks.executing import help_of

pytestmark = pytest.mark.notebook


@pytest.fixture(scope="module")
def scenario_run(execute, tmp_path_factory):
    file = tmp_path_factory.mktemp("scenario") / "nord.yaml"
    file.write_text(
        "name: Elektriker Nord\nlanguage: en\ncaptured_share: 0.06\n"
        "notes:\n  captured_share: sales management\nuncertainty:\n  order_value: [400, 600]\n",
        encoding="utf-8",
    )
    return execute("7_risk", "-f", str(file), "-p", "option", "build", "-p", "draws", "400", "-p", "seed", "3")


def test_the_results_are_those_of_the_package(scenario_run):
    assert scenario_run.returncode == 0, scenario_run.stderr
    found = scenario_run.results
    assert (found["option"], found["draws"]) == ("build", 400)
    plain = assess_risk(build_case(overrides={"captured_share": 0.06}), "build", draws=400, seed=3)
    assert found["npv"] == pytest.approx(plain.npv)
    assert found["unconfirmed_share"] < plain.unconfirmed_share  # somebody confirmed the widest


def test_the_notebook_speaks_the_scenarios_language_and_shows_its_charts(scenario_run):
    told = "\n".join(scenario_run.markdown(cell.id) for cell in scenario_run.notebook.cells if cell.cell_type == "code")
    assert "## And what if we are wrong?" in told
    assert "confirmed" in told
    assert "Kapitalwert" not in told
    for cell in ("distribution", "tornado", "stability", "winners"):
        assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for output in scenario_run.outputs(cell))


def test_help_tells_each_parameters_meaning():
    shown = help_of("7_risk")
    for parameter in ("option: str", "draws: int", "seed: int", "captured_share: float"):
        assert f"  {parameter} (default None)" in shown


def test_a_wrong_parameter_stops_in_the_first_cell_with_the_message_alone(execute):
    refused = execute("7_risk", "-p", "option", "passiv")
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].startswith("option: 'passiv' steht nicht zur Wahl")
    (output,) = refused.outputs("open-risk")
    assert "Traceback" not in "\n".join(output.traceback)
