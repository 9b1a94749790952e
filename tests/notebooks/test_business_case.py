"""Plain papermill runs the business-case notebook: its figures are those of `kkm calc`."""

from __future__ import annotations

import json

import pytest

from kkm_helpers.workbook.steps import STEPS
from tests.conftest import REPOSITORY
from tests.notebooks.executing import run_command

pytestmark = pytest.mark.notebook

DEMO = REPOSITORY / "data" / "demo_customers.csv"

SCENARIO = """\
name: Elektriker Nord
captured_share: 0.055
notes:
  captured_share: Vertriebsleitung, Workshop am 12.11.
uncertainty:
  captured_share: [0.05, 0.06]
utility:
  weights: {control: 60}
readiness:
  channels: partly
  project_lead:
    named: {answer: planned, owner: Leitung}
"""


@pytest.fixture(scope="module")
def scenario_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("scenario") / "nord.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def run(execute, scenario_file):
    return execute("5_business_case", "-f", scenario_file)


@pytest.fixture(scope="module")
def calculated(scenario_file):
    done = run_command("kkm_helpers.cli", "calc", "--scenario", scenario_file, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_figures_are_those_of_the_command(run, calculated):
    assert run.returncode == 0, run.stderr
    for name in STEPS["business_case"].results:
        assert run.results[name] == calculated[name], name
    for name in ("loss_chance", "unconfirmed_share", "loss_if_stopped"):
        assert run.results[name] == calculated["decision"][name], name


def test_the_decision_is_that_of_the_command(run, calculated):
    told = " ".join(run.markdown("question").split())
    for part in calculated["decision"]["preconditions"]:
        assert part["de"].replace("\u00a0", " ") in told
    assert "Nutzwert und Kapitalwert führen zu verschiedenen Optionen" in told


def test_every_part_of_the_case_is_there(run):
    assert "| 60 | 2.111 | 1.889 |" in run.markdown("baseline")
    assert "Er muss **750,48 € im Jahr** mehr kaufen" in " ".join(run.markdown("team").split())
    assert "| Kapitalwert |" in run.markdown("options")
    assert "| 12 |" in run.markdown("months")
    assert "| Externe Vergabe | Pessimistisch | Erwartet | Optimistisch |" in run.markdown("cases")
    assert "nein 0, geplant 0,25" in run.markdown("readiness")
    assert "Ist die Projektleitung benannt und freigestellt? (geplant; Leitung)" in run.markdown("readiness")
    assert "Abbruch unter" in run.markdown("milestones")
    assert "gesetzt (Vertriebsleitung, Workshop am 12.11.)" in run.markdown("ledger")
    charts = [
        sum("application/vnd.plotly.v1+json" in output.get("data", {}) for output in run.outputs(cell))
        for cell in ("scheme", "charts", "cases", "care-group")
    ]
    assert charts == [1, 2, 1, 0]


def test_a_list_shows_how_many_deserve_care_in_english(execute):
    run = execute(
        "5_business_case", "-p", "language", "en", "-p", "customers_file", str(DEMO),
        "-y", "identification: {reference_year: 2025}", "-p", "potential_basis", "sector",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    (curve,) = (output.data["text/plain"] for output in run.outputs("care-group") if "text/html" in output.data)
    assert curve.startswith("Care pays for the best")
    assert "small_customers: " in run.markdown("care-group")
    assert "Kunden" not in run.markdown("question") + run.markdown("team") + run.markdown("milestones")
