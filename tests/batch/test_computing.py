"""Many scenarios at once are what each of them is alone; impossible ones fall out with their reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.batch.computing import COLUMNS, SCALARS, RememberedLists, compute
from kkm_helpers.batch.entries import Entry, entry_of
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Scenario, build_case

LIST = "Kundennummer;Umsatz 2023;Umsatz 2024\n" + "".join(f"{n};{n * 900};{n * 800}\n" for n in range(1, 31))


def entries(**overrides):
    return [entry_of(name, Scenario(given)) for name, given in overrides.items()]


def same(found, expected):
    if expected is None:
        return np.isnan(found)
    return found == expected if isinstance(expected, str) else found == pytest.approx(expected, rel=1e-12)


def test_each_scenario_is_what_it_is_alone():
    batch = entries(
        defaults={},
        early={"captured_share": 0.08, "visits_per_customer": 4},
        long={"horizon_months": 84, "potential_basis": "history"},
        never={"captured_share": 0.0, "churn_reduction": 0.0},
    )
    found = compute(batch, RememberedLists())
    assert tuple(found.frame.columns) == COLUMNS
    assert found.frame["name"].tolist() == ["defaults", "early", "long", "never"]
    assert found.troubles == {}
    for row, entry in zip(found.frame.to_dict("records"), batch, strict=True):
        alone = build_case(entry.scenario).results
        for name in SCALARS:
            assert same(row[name], alone[name]), (entry.name, name)
        for name in ASSUMPTIONS:
            assert row[name] == alone.assumptions[name], (entry.name, name)


def test_no_monthly_quantity_and_every_other_one():
    alone = build_case().results
    scalar = {name for name, value in alone.items() if not isinstance(value, np.ndarray)}
    assert set(SCALARS) == scalar


def test_impossible_scenarios_fall_out_and_hold_nobody_up():
    batch = entries(a={}, b={"vacation_days": 250}, c={"captured_share": 0.1}, d={"small_customers": 1e7})
    broken = Entry("e", trouble=KkmError("kaputt", "broken"))
    huge = entry_of("f", Scenario(dict.fromkeys(("inside_rep_salary", "revenue_per_customer"), 1000000000000000.0)))
    found = compute([*batch, broken, huge], RememberedLists())
    assert "Verkaufstage" in str(found.troubles["b"])
    assert str(found.troubles["e"]) == "kaputt"
    assert {"a", "c", "d"} <= set(found.frame["name"])
    assert np.isfinite(found.frame[["build_npv", "revenue_threshold"]]).all().all()


def test_nothing_at_all_is_a_table_without_rows():
    found = compute([Entry("e", trouble=KkmError("kaputt", "broken"))], RememberedLists())
    assert len(found.frame) == 0
    assert list(found.frame.columns) == list(COLUMNS)


class TestCustomerLists:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "kunden.csv"
        path.write_text(LIST, encoding="utf-8")
        return path

    def test_each_list_is_read_once_and_judged_once_for_the_same_threshold(self, file, monkeypatch):
        from kkm_helpers.customers import judging, reading

        read, judged = [], []
        monkeypatch.setattr(
            reading,
            "read_customers",
            lambda path, *a, _real=reading.read_customers, **k: read.append(path) or _real(path, *a, **k),
        )
        monkeypatch.setattr(judging, "identified", lambda *a, _real=judging.identified: judged.append(a) or _real(*a))
        same_threshold = [
            entry_of(f"s{n}", Scenario({"captured_share": n / 100}, customers_file=file)) for n in range(1, 6)
        ]
        other = entry_of("other", Scenario({"visits_per_customer": 4}, customers_file=file))
        found = compute([*same_threshold, other], RememberedLists())
        assert found.troubles == {}
        assert read == [file]
        assert len(judged) == 2
        raw = pd.read_csv(file, sep=";")
        small = raw[(raw["Umsatz 2024"] < 9_375)]
        assert found.frame["small_customers"].tolist()[:5] == [len(small)] * 5
        assert found.frame["small_customers"].tolist()[5] == (raw["Umsatz 2024"] < 7_500).sum()
        assert set(found.frame["potential_basis"]) == {"history"}

    def test_a_missing_list_is_that_scenarios_trouble(self, file, tmp_path):
        batch = [
            entry_of("a", Scenario(customers_file=tmp_path / "fehlt.csv")),
            entry_of("b", Scenario(customers_file=file)),
        ]
        found = compute(batch, RememberedLists())
        assert "fehlt.csv" in str(found.troubles["a"])
        assert found.frame["name"].tolist() == ["b"]
