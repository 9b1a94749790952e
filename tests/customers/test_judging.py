"""From a list that was read to quality, segments and the case fed from them."""

from __future__ import annotations

from datetime import date

import pytest

from kkm_helpers.customers.customer_list import CustomerList, ImportReport
from kkm_helpers.customers.identification import IdentificationSettings
from kkm_helpers.customers.judging import fed_from, identified, quality_of
from tests.customers.lists import customer_list

FRAME = customer_list(
    {"r2023": 4_000.0, "r2024": 3_000.0}, {"r2023": 0.0, "r2024": 0.0}, {"r2023": 1.0, "r2024": 8_000.0}
)


def listed(**report):
    return CustomerList(FRAME, (), ImportReport("k.csv", **report), "k.csv", data_until=date(2024, 12, 31))


def test_what_the_reading_found_counts_for_the_quality():
    quality = quality_of(
        listed(
            unreadable_counts={"revenue_2024": 2},
            duplicates_by_id={"1": (2, 3)},
            likely_duplicates=(("1", "2"), ("1", "3")),
        )
    )
    assert (quality.duplicates, quality.likely_duplicates) == (1, 2)
    assert next(each for each in quality.columns if each.name == "revenue_2024").suspicious == 2


def test_the_models_threshold_decides_unless_the_settings_have_one():
    assert identified(listed(), IdentificationSettings(), {}).threshold == 9_375
    assert identified(listed(), IdentificationSettings(), {"visits_per_customer": 4}).threshold == 7_500
    assert identified(listed(), IdentificationSettings(threshold=5_000), {}).small.tolist() == [True, True, False]


def test_what_is_given_goes_before_what_the_list_says():
    found = identified(listed(), IdentificationSettings(threshold=5_000), {})
    case = fed_from(found, {"revenue_per_customer": 2_500, "captured_share": 0.1})
    assert case.assumptions["small_customers"] == 1
    assert case.assumptions["revenue_per_customer"] == 2_500
    assert case.assumptions["historic_potential_per_customer"] == 4_000
    assert case.assumptions["potential_basis"] == "history"
    assert case["potential_per_customer"] == 4_000
    assert case["additional_revenue_per_customer"] == pytest.approx(150)
