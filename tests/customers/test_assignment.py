"""The hand-over: loads, regions, priority, the line up to which care pays, the control group."""

from __future__ import annotations

import math

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.customers.assignment import assign, care_line, expected_margin
from kkm_helpers.customers.identification import IdentificationSettings, identify
from kkm_helpers.customers.tables import write_table
from kkm_helpers.errors import KkmError
from tests.customers.lists import TODAY, customer_list

CASE = {
    "captured_share": 0.05, "churn_passive": 0.12, "churn_active": 0.08, "contribution_margin": 0.28,
    "inside_care_cost": 60.0,
}  # fmt: skip


def assigned(frame, customers_per_rep=400, per_employee=math.nan, **given):
    found = identify(frame, IdentificationSettings(), 9375.0, per_employee, today=TODAY)
    return assign(found, customers_per_rep, **(CASE | given))


def many(count, seed=3):
    random = np.random.default_rng(seed)
    return customer_list(
        *(
            {
                "name": f"Kunde {number}", "sector": str(random.choice(["Elektro", "Maler", "Dach"])),
                "postcode": f"{random.integers(10, 16)}{random.integers(0, 999):03d}", "field_rep": "Weber",
                "r2023": float(random.integers(0, 9000)), "r2024": float(random.integers(0, 9000)),
            }
            for number in range(count)
        )
    )  # fmt: skip


def test_expected_margin_by_the_formula():
    potential, revenue = np.array([7000.0, 3000, 100, 500]), np.array([5000.0, 3000, 400, np.nan])
    # (2000·5 % + 5000·4 %)·28 % = 84; (0 + 3000·4 %)·28 % = 33.60; 400·4 %·28 % = 4.48; unknown: nothing
    assert expected_margin(potential, revenue, 0.05, 0.12, 0.08, 0.28) == pytest.approx([84, 33.6, 4.48, 0])


def test_care_line():
    line = care_line(np.array([10.0, 100, 60, 80]), 60.0)
    assert (line.customers, line.worth_it) == (4, 2)
    assert (line.best, line.everybody) == (60, 10)
    assert line.net_of_best.tolist() == [40, 60, 60, 10]
    assert line.net_of_best.max() == line.best


def test_worklist_columns_order_and_line():
    frame = customer_list(
        {"name": "A", "r2023": 7000, "r2024": 5000, "field_rep": "Weber", "phone": "1"},  # 84.00
        {"name": "B", "r2023": 3000, "r2024": 3000, "field_rep": "", "phone": "2"},  # 33.60
        {"name": "C", "r2023": 9000, "r2024": 0, "field_rep": "Kurz", "phone": "3"},  # lost
        {"name": "D", "r2023": 1, "r2024": 99999, "field_rep": "Kurz", "phone": "4"},  # field
        {"name": "E", "r2023": 9300, "r2024": 9000, "field_rep": "Kurz", "phone": "5"},  # 105.00
    )
    found = assigned(frame)
    table = found.table()
    assert table.columns.tolist() == [
        "customer_id", "name", "phone", "field_rep", "inside_rep", "priority", "expected_margin", "segment", "reasons",
        "care_pays",
    ]  # fmt: skip
    assert table["name"].tolist() == ["E", "A", "B", "C"]
    assert table["expected_margin"].tolist() == [105.0, 84.0, 33.6, 0.0]
    assert table["priority"].tolist() == [1, 2, 3, 4]
    assert table["care_pays"].tolist() == ["ja", "ja", "nein", "nein"]
    assert table["field_rep"].tolist() == ["Kurz", "Weber", "", "Kurz"]
    assert table["reasons"].tolist()[2].endswith("Betreuung kostet mehr, als sie bringt")
    assert table["reasons"].tolist()[3] == "kein Umsatz 2024"
    assert (found.care_line.customers, found.care_line.worth_it, found.reactivation) == (3, 2, 1)
    assert found.care_line.best == pytest.approx(105 + 84 - 120)
    assert "Betreuung lohnt sich für die besten 2 von 3 kaufenden: 69\u00a0€" in found.summary()
    assert "2 of 3 that buy" in found.summary("en")


def test_potential_by_sector_falls_back_on_the_best_year():
    frame = customer_list({"r2024": 1000, "employees": 3}, {"r2024": 1000, "employees": None})
    margins = assigned(frame, per_employee=3000.0, potential_basis="sector").worklist["expected_margin"]
    assert margins.to_dict() == pytest.approx({0: (8000 * 0.05 + 1000 * 0.04) * 0.28, 1: 1000 * 0.04 * 0.28})


@given(st.integers(1, 120), st.integers(1, 50), st.sampled_from([0.0, 0.1, 0.5]))
def test_loads_are_even_and_everybody_has_one_rep(count, customers_per_rep, control_share):
    frame = many(count)
    found = assigned(frame, customers_per_rep, control_share=control_share)
    worklist = found.worklist
    assert sorted(worklist["customer_id"]) == sorted(frame["customer_id"])  # all of them are small
    in_care = worklist[~worklist["customer_id"].isin(found.control_group)]
    loads = in_care["inside_rep"].value_counts()
    assert (in_care["inside_rep"] != "").all()
    assert loads.max() <= customers_per_rep
    assert loads.max() - loads.min() <= 1
    assert len(loads) == math.ceil(len(in_care) / customers_per_rep)
    assert worklist["expected_margin"].is_monotonic_decreasing


def test_regions_stay_together_as_far_as_equal_loads_allow():
    frame = many(600)
    worklist = assigned(frame, 100).worklist
    region = worklist["postcode"].str[:2]
    pairs = worklist.assign(region=region).groupby(["inside_rep", "region"]).ngroups
    assert pairs <= region.nunique() + worklist["inside_rep"].nunique() - 1
    cells = worklist.assign(region=region).groupby(["inside_rep", "region", "sector"]).ngroups
    whole = worklist.assign(region=region).groupby(["region", "sector"]).ngroups
    assert cells <= whole + worklist["inside_rep"].nunique() - 1


def test_control_group_is_random_seeded_and_independent_of_the_order():
    frame = many(200)
    one = assigned(frame, control_share=0.1, seed=5)
    assert len(one.control_group) == 20
    shuffled = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    assert set(assigned(shuffled, control_share=0.1, seed=5).control_group) == set(one.control_group)
    assert set(assigned(frame, control_share=0.1, seed=6).control_group) != set(one.control_group)
    marked = one.table()[one.table()["control_group"] == "ja"]
    assert set(marked["customer_id"]) == set(one.control_group)
    assert (marked["inside_rep"] == "").all()
    assert marked["reasons"].str.contains("Kontrollgruppe").all()


def test_names_of_the_reps():
    frame = many(30)
    assert sorted(assigned(frame, 10, rep_names=["Ada", "Ben", "Cem"]).loads.index) == ["Ada", "Ben", "Cem"]
    assert sorted(assigned(frame, 3).loads.index)[:2] == ["Inside Sales 01", "Inside Sales 02"]
    with pytest.raises(KkmError, match="gebraucht werden 3"):
        assigned(frame, 10, rep_names=["Ada", "Ben"])


@pytest.mark.parametrize(
    ("given", "named"),
    [({"customers_per_rep": 0}, "customers_per_rep: 0"), ({"control_share": 1.0}, "control_share: 1.0")],
)
def test_wrong_values_are_named(given, named):
    with pytest.raises(KkmError, match=named):
        assigned(many(5), **given)


def test_nobody_small_is_an_error():
    with pytest.raises(KkmError, match="kein Kleinkunde"):
        assigned(customer_list({"r2024": 50000}))


def test_hostile_names_survive_the_way_into_the_crm_as_text(tmp_path):
    frame = customer_list(
        {"name": '=HYPERLINK("http://example.org")', "phone": "+49 30 1", "r2023": 1, "r2024": -20.5, "city": "Köln"}
    )
    table = assigned(frame).table()
    text = write_table(table, tmp_path / "w.csv").read_bytes().decode("utf-8-sig")
    assert '"\'=HYPERLINK(""http://example.org"")";Köln;\'+49 30 1;' in text
    sheet = openpyxl.load_workbook(write_table(table, tmp_path / "w.xlsx")).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
