"""The hash of everything a result is computed from: it changes when that does, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kkm_helpers.batch import provenance
from kkm_helpers.batch.provenance import Inputs
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Scenario

SETTINGS = {"seed": 1, "language": None}


@pytest.fixture
def scenario(tmp_path):
    file = tmp_path / "kunden.csv"
    file.write_text("a")
    return Scenario({"captured_share": 0.04, "small_customers": 4000}, name="Nord", customers_file=file)


def test_the_same_elsewhere_and_written_otherwise_is_the_same(scenario, tmp_path):
    (tmp_path / "x").mkdir()
    moved = tmp_path / "x" / "kunden.csv"
    moved.write_text("a")
    other = replace(
        scenario, customers_file=moved, path=tmp_path / "nord.yaml",
        overrides={"small_customers": 4000.0, "captured_share": 0.04},
    )  # fmt: skip
    assert Inputs(SETTINGS).of(scenario, "notebook") == Inputs(SETTINGS).of(other, "notebook")


def test_whatever_changes_results_changes_it(scenario, tmp_path, monkeypatch):
    crm = tmp_path / "crm.csv"
    crm.write_text("b")
    hashes = [
        Inputs(SETTINGS).of(scenario, "notebook"),
        Inputs(SETTINGS).of(scenario, "another"),
        Inputs(SETTINGS).of(replace(scenario, overrides={"captured_share": 0.05}), "notebook"),
        Inputs(SETTINGS).of(replace(scenario, name="Süd"), "notebook"),
        Inputs(SETTINGS).of(replace(scenario, crm_file=crm), "notebook"),
        Inputs({**SETTINGS, "seed": 2}).of(scenario, "notebook"),
        Inputs({**SETTINGS, "language": "en"}).of(scenario, "notebook"),
    ]
    scenario.customers_file.write_text("changed")
    hashes.append(Inputs(SETTINGS).of(scenario, "notebook"))
    monkeypatch.setattr(provenance, "__version__", "99")
    hashes.append(Inputs(SETTINGS).of(scenario, "notebook"))
    assert len(set(hashes)) == len(hashes)


def test_a_missing_file_is_told(scenario):
    scenario.customers_file.unlink()
    with pytest.raises(KkmError, match=r"kunden\.csv lässt sich nicht lesen"):
        Inputs(SETTINGS).of(scenario)
