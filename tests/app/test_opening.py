"""Opening the app in its notebook."""

import pytest

from kkm_helpers.app import open_app
from kkm_helpers.app.environment import VARIABLES
from kkm_helpers.workbook.opening import ParameterError


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


def test_without_parameters_the_app_shows_the_defaults_in_german():
    panel = open_app({"language": None, "scenario": None, "customers_file": None})
    assert panel.results["revenue_threshold"] == 9_375
    assert panel.state["frame"] == "app"
    assert panel.state["language"] == "de"


def test_the_scenario_of_the_server_is_opened(tmp_path, monkeypatch):
    scenario = tmp_path / "north.yaml"
    scenario.write_text("name: Elektriker Nord\nvisits_per_customer: 4\n", encoding="utf-8")
    monkeypatch.setenv("KKM_SCENARIO", str(scenario))
    monkeypatch.setenv("KKM_LANGUAGE", "en")
    panel = open_app({})
    assert panel.results["revenue_threshold"] == 7_500
    assert panel.state["case"]["record"]["name"] == "Elektriker Nord"
    assert panel.state["language"] == "en"


def test_a_parameter_goes_before_the_scenario_and_a_wrong_one_is_named(tmp_path, monkeypatch):
    scenario = tmp_path / "north.yaml"
    scenario.write_text("visits_per_customer: 4\n", encoding="utf-8")
    monkeypatch.setenv("KKM_SCENARIO", str(scenario))
    assert open_app({"visits_per_customer": 6}).results["revenue_threshold"] == 11_250
    with pytest.raises(ParameterError, match="visits_per_customer"):
        open_app({"visits_per_custmer": 6})
