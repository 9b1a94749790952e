from pathlib import Path

import pytest

import kkm_helpers.app
from kkm_helpers.cli import main


@pytest.fixture
def served(monkeypatch):
    calls = []
    monkeypatch.setattr(kkm_helpers.app, "serve", lambda **settings: calls.append(settings))
    return calls


def test_the_options_are_passed_on(served, tmp_path):
    scenario, customers = tmp_path / "nord.yaml", tmp_path / "kunden.csv"
    scenario.write_text("language: en\n", encoding="utf-8")
    customers.write_text("customer_id\n1\n", encoding="utf-8")
    arguments = ["--scenario", str(scenario), "--customers", str(customers), "--token", "geheim"]
    assert main(["app", "--port", "8901", "--no-browser", *arguments]) == 0
    assert served == [
        {
            "port": 8901, "open_browser": False, "scenario": scenario, "customers": customers, "token": "geheim",
            "language": "en",
        }
    ]  # fmt: skip


def test_without_options_the_server_decides(served):
    assert main(["app"]) == 0
    assert served[0]["port"] is None
    assert served[0]["open_browser"] is True
    assert served[0]["token"] is None
    assert served[0]["language"] == "de"


def test_a_wrong_scenario_is_an_error_before_anything_starts(served, capsys, tmp_path):
    scenario = tmp_path / "nord.yaml"
    scenario.write_text("visits: 4\n", encoding="utf-8")
    assert main(["app", "--scenario", str(scenario)]) == 1
    assert main(["app", "--customers", str(Path(tmp_path) / "fehlt.csv")]) == 1
    assert "fehlt.csv lässt sich nicht lesen" in capsys.readouterr().err
    assert served == []
