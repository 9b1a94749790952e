"""The scorecard against lists whose faults are known."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kkm_helpers.customers.quality import assess_quality, quality_change
from tests.customers.lists import customer_list

TODAY = date(2025, 6, 1)
GOOD = {
    "customer_id": "1", "name": "Müller GmbH", "sector": "Elektro", "postcode": "01067", "employees": 3, "email": "",
    "phone": "", "r2024": 100.0, "last_visit": "2024-03-01", "discount": 0.05,
}  # fmt: skip


def assessed(*changes, **given):
    return assess_quality(customer_list(*(GOOD | change for change in changes)), today=TODAY, **given)


def test_qualified_needs_all_six():
    found = assessed(
        {},
        {"name": ""},
        {"sector": "unbekannt"},
        {"postcode": ""},
        {"employees": None},
        {"employees": None, "email": "a@firma.de"},
        {"r2024": None},
        {"customer_id": "4,01E+12"},
        {"r2024": 0.0},
    )
    assert found.qualified.tolist() == [True, False, False, False, False, True, False, False, True]
    assert found.qualified_customers == 3
    assert found.customer_scores.tolist() == pytest.approx([1, 5 / 6, 5 / 6, 5 / 6, 5 / 6, 1, 5 / 6, 5 / 6, 1])
    assert found.score == pytest.approx((9 * 6 - 6) / 54)


def test_a_missing_column_is_an_empty_one_so_that_lists_compare():
    full = assessed({}, {})
    bare = assess_quality(customer_list({"r2024": 1.0}, {"r2024": 2.0}), today=TODAY)
    assert bare.criteria == {
        "customer_id": 1, "name": 0, "sector": 0, "postcode": 0, "contact_or_employees": 0, "revenue": 1,
    }  # fmt: skip
    assert bare.score == pytest.approx(2 / 6)
    assert quality_change(bare, full)["score"] == pytest.approx(4 / 6)
    assert quality_change(bare, full)["qualified_share"] == 1


def columns(found):
    return {column.name: column for column in found.columns}


def test_columns():
    found = columns(
        assessed(
            {},
            {"name": "Testkunde 1", "postcode": "1067", "employees": -2, "discount": 12.0, "last_visit": "2031-01-01"},
            {"name": "", "postcode": "??", "employees": None, "r2024": -50.0, "last_visit": None},
            {"name": "NA", "email": "nix", "r2024": None},
        )
    )
    assert (found["name"].filled, found["name"].valid, found["name"].suspicious) == (0.75, 1.0, 1)
    assert found["name"].examples == ("Testkunde 1",)
    assert (found["postcode"].valid, found["postcode"].suspicious) == (0.75, 2)
    assert (found["employees"].filled, found["employees"].valid) == (0.75, pytest.approx(2 / 3))
    assert (found["discount"].valid, found["discount"].distinct) == (0.75, 2)
    assert (found["last_visit"].valid, found["last_visit"].examples) == (pytest.approx(2 / 3), (date(2031, 1, 1),))
    assert (found["email"].filled, found["email"].valid) == (0.25, 0)
    assert (found["phone"].filled, found["phone"].valid) == (0, None)
    assert (found["revenue_2024"].filled, found["revenue_2024"].suspicious) == (0.75, 1)


def test_unreadable_cells_count_as_filled_and_wrong():
    found = columns(assessed({}, {"employees": None}, unreadable={"employees": 1}))["employees"]
    assert (found.filled, found.valid, found.suspicious) == (1.0, 0.5, 1)


def test_json_is_plain():
    answer = assessed({}, {"name": ""}, duplicates=2, likely_duplicates=1).to_json()
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert (answer["qualified_share"], answer["reference_year"]) == (0.5, 2024)
    assert (answer["duplicates"], answer["likely_duplicates"]) == (2, 1)
