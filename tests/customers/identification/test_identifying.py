"""Identification against figures worked out by hand."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.customers.identification import (
    DEFINITIONS,
    SEGMENTS,
    IdentificationSettings,
    identify,
    segment_alternatives,
)
from kkm_helpers.errors import KkmError
from tests.customers.lists import TODAY, customer_list

THRESHOLD = 9375.0


def identified(frame, threshold=THRESHOLD, per_employee=math.nan, **given):
    return identify(frame, IdentificationSettings(**given), threshold, per_employee, today=TODAY)


def segments(frame, **given):
    return identified(frame, **given).customers["segment"].tolist()


# --- definitions ---------------------------------------------------------------------------------------------------


def test_erp_small_below_the_threshold_or_without_purchase():
    frame = customer_list({"r2024": 9374.99}, {"r2024": 9375.0}, {"r2024": 0.0}, {"r2024": -350.0}, {"r2024": None})
    assert segments(frame) == ["small", "field", "small", "small", "unknown"]


def test_threshold_with_float_noise_leaves_a_customer_exactly_on_it_in_the_field():
    assert segments(customer_list({"r2024": 9375.0}), threshold=9375.000000000002) == ["field"]


VISITS = (
    {"r2024": 100, "visits": 0},
    {"r2024": 100, "visits": 3},
    {"r2024": 100, "visits": None},
    {"r2024": 20000, "visits": 0},
    {"r2024": 20000, "visits": None},
    {"r2024": None, "visits": 0},
    {"r2024": None, "visits": 2},
    {"r2024": None, "visits": None},
)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("erp", "small small small field field unknown unknown unknown"),
        ("crm", "small field field small field small field field"),
        ("both", "small field field field field unknown field unknown"),
        ("either", "small small small small field small unknown unknown"),
    ],
)
def test_definitions_with_known_and_unknown_visits_and_revenues(definition, expected):
    assert segments(customer_list(*VISITS), definition=definition) == expected.split()


def test_last_visit_and_never_count_as_not_visited_only_where_known():
    frame = customer_list(
        {"r2024": 1, "last_visit": "2023-12-31", "never_visited": False},
        {"r2024": 1, "last_visit": "2024-01-01", "never_visited": False},
        {"r2024": 1, "last_visit": None, "never_visited": False},
        {"r2024": 1, "last_visit": None, "never_visited": True},
    )
    found = identified(frame, definition="crm")
    assert found.customers["segment"].tolist() == ["small", "field", "field", "small"]
    assert found.to_json()["visit_unknown"] == 1
    assert segments(frame, definition="crm", as_of=date(2025, 1, 1))[:2] == ["small", "small"]


def test_visits_that_contradict_each_other_are_told():
    frame = customer_list({"r2024": 1, "visits": 0, "last_visit": "2024-06-01"})
    found = identified(frame, definition="crm")
    assert found.customers["segment"].tolist() == ["small"]
    assert any("passen nicht zusammen: 1 Kunde." in warning.de for warning in found.warnings)


# --- potential customers -------------------------------------------------------------------------------------------


def test_untapped_needs_a_potential_at_the_threshold_and_a_share_of_wallet_up_to_the_limit():
    frame = customer_list(
        {"r2024": 3000, "potential": 10000},
        {"r2024": 3001, "potential": 10000},
        {"r2024": 100, "potential": 9374},
        {"r2024": 100, "potential": None},
        {"r2024": 100, "potential": 10000, "share_of_wallet": 0.5},
        {"r2024": 9000, "potential": 10000, "share_of_wallet": 0.3},
        {"r2024": 20000, "potential": 90000},
    )
    assert segments(frame) == ["potential", "small", "small", "small", "small", "potential", "field"]


def test_untapped_by_employees_is_off_unless_switched_on_and_says_what_it_would_move():
    frame = customer_list(
        {"r2024": 500, "employees": 3, "sector": "Elektro"},
        {"r2024": 500, "employees": 1, "sector": "Elektro"},
        {"r2024": 500, "employees": 3, "sector": "Maler"},
        {"r2024": 500, "employees": 3, "sector": "Elektro", "potential": 800},
    )
    per_employee = {"Elektro": 9000.0}
    off = identified(frame, per_employee=per_employee)
    assert off.customers["segment"].tolist() == ["small"] * 4
    assert off.would_move == {"untapped": 0, "growing": 0, "untapped_by_employees": 1}
    on = identified(frame, per_employee=per_employee, untapped_by_employees=True)
    assert on.customers["segment"].tolist() == ["potential", "small", "small", "small"]
    own = on.customers["own_potential"].tolist()
    assert own[:2] == [27000, 9000]
    assert math.isnan(own[2])
    assert own[3] == 800


def test_growing_needs_two_rising_steps_from_positive_amounts_to_half_the_threshold():
    frame = customer_list(
        {"r2022": 3200, "r2023": 4000, "r2024": 5000},  # exactly 25 % twice
        {"r2022": 3200, "r2023": 3210, "r2024": 5000},  # 25 % a year compound, unevenly
        {"r2022": 3201, "r2023": 4000, "r2024": 5000},  # a little too slow
        {"r2022": 2000, "r2023": 3000, "r2024": 4687},  # below half of 9,375
        {"r2022": 0, "r2023": 3000, "r2024": 6000},  # from nothing
        {"r2022": 2000, "r2023": 1900, "r2024": 6000},  # one step down
        {"r2022": None, "r2023": 3000, "r2024": 6000},
    )
    assert segments(frame) == ["potential", "potential", "small", "small", "small", "small", "small"]


# --- years ---------------------------------------------------------------------------------------------------------


def test_reference_year_is_the_last_full_year():
    frame = customer_list({"r2023": 10, "r2024": 20, "r2025": 5})
    found = identified(frame)
    assert found.reference_year == 2024
    assert any("2025 ist kein volles Kalenderjahr" in warning.de for warning in found.warnings)
    assert identified(frame, reference_year=2025).warnings[0].en.startswith("Reference year 2025 is not a full")


def test_a_year_the_data_break_off_in_is_not_full():
    frame = customer_list({"r2023": 10, "r2024": 20})
    cut = identify(frame, IdentificationSettings(), THRESHOLD, data_until=date(2024, 5, 31), today=TODAY)
    whole = identify(frame, IdentificationSettings(), THRESHOLD, data_until=date(2024, 12, 20), today=TODAY)
    assert (cut.reference_year, whole.reference_year) == (2023, 2024)


def test_last_orders_tell_where_an_export_was_cut_off():
    days = pd.date_range("2024-01-02", "2024-05-31", periods=80)
    cut = customer_list(*({"r2023": 1, "r2024": 1, "last_order": day} for day in days))
    assert identified(cut).reference_year == 2023
    same_day = customer_list(*({"r2023": 1, "r2024": 1, "last_order": "2024-05-31"} for _ in days))
    assert identified(same_day).reference_year == 2024  # one day says nothing about the rest of the year


def test_only_part_years_take_the_last_with_a_warning():
    found = identified(customer_list({"r2025": 5}))
    assert found.reference_year == 2025
    assert any("kein volles Kalenderjahr" in warning.de for warning in found.warnings)


# --- best years, classes, flags ------------------------------------------------------------------------------------


def test_best_year_of_five_calendar_years_leaves_out_negative_and_unknown_ones():
    frame = customer_list(
        {"r2018": 9e6, "r2020": 10, "r2021": 50, "r2022": None, "r2023": 70, "r2024": 20},
        {"r2018": 9e6, "r2020": -5, "r2021": None, "r2022": None, "r2023": -1, "r2024": -20},
        {"r2018": 9e6, "r2020": 40, "r2021": -3, "r2022": None, "r2023": None, "r2024": None},
    )
    found = identified(frame).customers
    assert found["best_year"].tolist() == [70, 0, 40]
    assert found["second_best_year"].tolist() == [50, 0, 0]


def test_a_list_with_one_year_has_no_second_best():
    found = identified(customer_list({"r2024": 10}))
    assert found.to_json()["group"]["total_second_best_year"] is None


def test_abc_by_cumulated_revenue():
    frame = customer_list(*({"r2024": amount} for amount in (50, 30, 15, 5, 0, -10, None)))
    assert identified(frame).customers["abc"].tolist() == ["A", "A", "B", "C", "C", "C", ""]
    assert identified(customer_list({"r2024": 990}, {"r2024": 10})).customers["abc"].tolist() == ["A", "C"]


def test_flags_and_reasons_in_words():
    frame = customer_list(
        {
            "r2022": 5, "r2023": 0, "r2024": 0, "visits": 0, "orders": 9, "competition": False, "discount": 0.0,
            "last_order": "2024-01-01", "order_interval_days": 30,
        },
        {
            "r2022": 5, "r2023": 0, "r2024": 4000, "visits": None, "orders": 1, "competition": None, "discount": None,
            "last_order": "2024-12-01", "order_interval_days": 30,
        },
        {"r2022": 9, "r2023": 7, "r2024": 20000, "visits": 2, "orders": 2, "competition": True, "discount": 0.1,
         "last_order": None, "order_interval_days": None},
        {"r2022": 5, "r2023": 7, "r2024": None, "visits": 2, "orders": None, "competition": True, "discount": 0.1,
         "last_order": None, "order_interval_days": None},
    )  # fmt: skip
    found = identified(frame, definition="either")
    assert found.reasons("de").tolist() == [
        (
            "kein Umsatz 2024; zwölf Monate bis 31.12.2024 nicht besucht; viele Bestellungen; zwei Jahre ohne Umsatz; "
            "kein Wettbewerb aktiv; kein Rabatt; länger still als üblich"
        ),
        "Umsatz 2024 unter 9.375\u00a0€; Besuch unbekannt",
        "Umsatz 2024 mindestens 9.375\u00a0€; besucht",
        "Umsatz 2024 unbekannt; besucht",
    ]
    assert found.reasons("en").tolist()[1] == "revenue 2024 below €9,375; visit unknown"


# --- groups, model, churn ------------------------------------------------------------------------------------------

GROUP = (
    {"sector": "A", "r2023": 900, "r2024": 100.10, "orders": 2, "visits": 1, "employees": 2},
    {"sector": "A", "r2023": 100, "r2024": 200.20, "orders": None, "visits": None, "employees": None},
    {"sector": "B", "r2023": 500, "r2024": 0, "orders": 0, "visits": 3, "employees": 1},
    {"sector": "B", "r2023": 0, "r2024": 50000.0, "orders": 40, "visits": 6, "employees": 9},
)


def test_group_figures():
    group = identified(customer_list(*GROUP), per_employee=1000.0).to_json()["group"]
    assert group["small_customers"] == 3
    assert group["revenue"] == 300.30
    assert group["revenue_per_customer"] == pytest.approx(100.10)
    assert group["total_best_year"] == 900 + 200.20 + 500
    assert group["total_second_best_year"] == 100.10 + 100 + 0
    assert group["historic_potential_per_customer"] == pytest.approx((900 + 200.20 + 500) / 3)
    assert group["open_potential"] == pytest.approx(799.90 + 0 + 500)
    assert group["open_potential_of_buying"] == pytest.approx(799.90)
    assert group["open_potential_top_decile_share"] == pytest.approx(799.90 / 1299.90)  # one of three
    assert group["field_visits_per_small_customer"] == 2
    assert (group["orders"], group["visits"]) == (2, 4)
    assert group["total_potential_by_employees"] == 3000


def test_sectors_add_up_to_the_group():
    found = identified(customer_list(*GROUP), per_employee=1000.0)
    assert found.sectors["small_customers"].to_dict() == {"A": 2, "B": 1}
    for name in ("revenue", "total_best_year", "open_potential", "orders", "visits"):
        assert found.sectors[name].sum() == pytest.approx(found.group[name])


def test_only_buying_small_customers_go_into_the_model():
    found = identified(customer_list(*GROUP))
    assert dataclasses.asdict(found.model_inputs) == {
        "small_customers": 2,
        "revenue_per_customer": pytest.approx(150.15),
        "historic_potential_per_customer": pytest.approx((900 + 200.20) / 2),
        "order_value": pytest.approx(50.05),  # of the one whose orders are known
        "field_visits_per_small_customer": 1,
    }
    assert found.reactivation_customers == 1
    without_the_lost = identified(customer_list(*(row for row in GROUP if row["r2024"] > 0)))
    assert without_the_lost.model_inputs == found.model_inputs


def test_nobody_buys_nothing_goes_into_the_model():
    found = identified(customer_list({"r2024": 0.0}, {"r2024": None}))
    assert found.model_inputs.known() == {}
    assert json.dumps(found.to_json(), allow_nan=False)
    assert found.to_json()["model_inputs"]["revenue_per_customer"] is None


def test_nobody_is_small():
    found = identified(customer_list({"r2024": 1e6, "sector": "A"}))
    answer = found.to_json()
    assert answer["group"]["small_customers"] == 0
    assert answer["group"]["revenue_per_customer"] is None
    assert answer["sectors"] == {}
    assert json.dumps(answer, allow_nan=False)


def test_orders_of_the_reference_year_come_before_orders_of_the_last_months():
    frame = customer_list({"r2023": 1, "r2024": 1000, "orders": 99, "orders_2024": 4, "orders_2023": 7})
    assert identified(frame).model_inputs.order_value == 250


def test_observed_churn_is_the_mean_over_the_pairs_of_years():
    frame = customer_list(
        {"r2022": 10, "r2023": 10, "r2024": 0},
        {"r2022": 10, "r2023": 0, "r2024": 0},
        {"r2022": 10, "r2023": 10, "r2024": 10},
        {"r2022": 10, "r2023": -5, "r2024": 90000},
        {"r2022": 90000, "r2023": 0, "r2024": 0},  # was not small
        {"r2022": 10, "r2023": None, "r2024": 10},  # not known to be lost
    )
    churn = identified(frame).observed_churn
    assert [(pair.year, pair.customers, pair.lost) for pair in churn.pairs] == [(2022, 4, 2), (2023, 2, 1)]
    assert churn.rate == 0.5
    assert identified(customer_list({"r2024": 1})).to_json()["observed_churn"] is None


def test_characteristics_say_what_they_were_judged_on():
    rows = [{"r2024": 100, "orders": 9, "potential": 400, "competition": False}] + [
        {"r2024": 50000, "orders": 1, "potential": 60000, "competition": True}
    ] * 3
    found = {each.name: each for each in identified(customer_list(*rows)).characteristics}
    assert set(found) == {
        "many_transactions", "low_share_of_wallet", "visit_does_not_pay", "little_competition", "no_purchasing_power",
    }  # fmt: skip
    assert (found["many_transactions"].share_small, found["many_transactions"].share_others) == (1.0, 0.0)
    assert "75,0\u00a0% der Bestellungen" in found["many_transactions"].sentence("de")
    assert found["low_share_of_wallet"].judged_on.de == "Umsatzpotenzial: höchstens 30,0\u00a0%"
    assert found["low_share_of_wallet"].share_small == 1.0
    assert found["little_competition"].share_small == 1.0
    assert found["no_purchasing_power"].judged_on is None
    assert "nicht beurteilbar" in found["no_purchasing_power"].sentence("de")


# --- what is written -----------------------------------------------------------------------------------------------


def test_table_of_the_written_list():
    frame = customer_list(
        {"name": "B", "r2024": 10, "Notiz": "x", "segment": "eigenes", "last_visit": None, "never_visited": True},
        {"name": "A", "r2024": 99999, "Notiz": "y", "segment": "", "last_visit": "2024-02-01", "never_visited": False},
    )
    table = identified(frame).customers_table("de")
    assert table.columns.tolist() == [
        "customer_id", "name", "revenue_2024", "last_visit", "segment", "reasons", "abc", "best_year",
        "second_best_year", "own_potential", "Notiz", "segment (Liste)",
    ]  # fmt: skip
    assert table["name"].tolist() == ["B", "A"]
    assert table["last_visit"].tolist() == ["nie", pd.Timestamp("2024-02-01")]


def test_the_list_itself_is_not_changed():
    frame = customer_list(*GROUP)
    kept = frame.copy(deep=True)
    identified(frame).customers_table()
    pd.testing.assert_frame_equal(frame, kept)


def test_json_keys_of_the_interface():
    answer = identified(customer_list(*GROUP)).to_json()
    assert {
        "definition", "reference_year", "threshold", "totals", "segments", "group", "model_inputs",
        "reactivation_customers", "observed_churn", "sectors", "visit_unknown", "warnings",
    } <= set(answer)  # fmt: skip
    assert set(answer["segments"]) == set(SEGMENTS)
    assert answer["totals"] == {"customers": 4, "revenue": 50300.30}
    assert {
        "small_customers", "revenue_per_customer", "historic_potential_per_customer",
        "field_visits_per_small_customer", "total_best_year", "total_second_best_year", "open_potential",
        "open_potential_top_decile_share",
    } <= set(answer["group"])  # fmt: skip
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_alternatives_agree_with_identifying_anew():
    found = identified(customer_list(*VISITS))
    table = segment_alternatives(found, [50.0, THRESHOLD])
    assert len(table) == 4 * 2 * 4
    for definition in DEFINITIONS:
        again = identified(customer_list(*VISITS), threshold=50.0, definition=definition)
        chosen = table[(table["definition"] == definition) & (table["threshold"] == 50.0)].set_index("segment")
        assert chosen["customers"].to_dict() == again.segments["customers"].to_dict()
        assert chosen["revenue"].to_dict() == again.segments["revenue"].to_dict()


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"definition": "epr"}, "Meinten Sie erp?"),
        ({"threshold": 0}, "threshold: 0"),
        ({"threshold": math.nan}, "threshold: nan"),
        ({"threshold": "9375"}, "threshold: '9375'"),
        ({"share_of_wallet_limit": 30}, "share_of_wallet_limit: 30"),
        ({"growth_limit": -0.1}, "growth_limit: -0.1"),
        ({"reference_year": 2024.5}, "reference_year: 2024.5"),
        ({"as_of": "31.13.2024"}, "as_of: '31.13.2024'"),
        ({"untapped_by_employees": "ja"}, "untapped_by_employees: 'ja'"),
    ],
)
def test_wrong_settings_are_named(given, named):
    with pytest.raises(KkmError) as error:
        IdentificationSettings(**given)
    assert named in error.value.de


def test_settings_of_a_scenario():
    found = IdentificationSettings.from_mapping({"definition": "both", "as_of": "30.06.2024"})
    assert found == IdentificationSettings("both", as_of=date(2024, 6, 30))
    with pytest.raises(KkmError, match="meinten Sie growth_limit"):
        IdentificationSettings.from_mapping({"growth_limits": 0.2})


def test_missing_year_lists_those_there_are():
    with pytest.raises(KkmError, match="Vorhanden sind 2023, 2024"):
        identified(customer_list({"r2023": 1, "r2024": 1}), reference_year=2019)


def test_lists_nothing_can_be_identified_in():
    with pytest.raises(KkmError, match="keine Umsatzspalte"):
        identified(customer_list({"name": "A"}))
    with pytest.raises(KkmError, match="keine Kunden"):
        identified(customer_list({"r2024": 1}).iloc[:0])
    with pytest.raises(KkmError, match="fehlt die Umsatzschwelle"):
        identified(customer_list({"r2024": 1}), threshold=None)


# --- properties ----------------------------------------------------------------------------------------------------

amounts = st.one_of(
    st.none(), st.just(0.0), st.integers(-500_000, 3_000_000).map(lambda cents: cents / 100), st.just(THRESHOLD)
)
counts = st.one_of(st.none(), st.integers(0, 9))
days = st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2025, 5, 31)))
customers = st.fixed_dictionaries(
    {
        "sector": st.sampled_from(["A", "B", ""]), "r2020": amounts, "r2022": amounts, "r2023": amounts,
        "r2024": amounts, "visits": counts, "orders": counts, "last_visit": days, "employees": counts,
        "potential": amounts.map(lambda amount: None if amount is None else abs(amount)),
    }
)  # fmt: skip
lists = st.lists(customers, min_size=1, max_size=25).map(lambda rows: customer_list(*rows))
any_settings = st.builds(
    IdentificationSettings,
    definition=st.sampled_from(list(DEFINITIONS)),
    untapped_by_employees=st.booleans(),
    growth_limit=st.sampled_from([0.0, 0.25]),
)


def cents(values):
    return sum(round(value * 100) for value in values if not math.isnan(value))


@given(lists, any_settings, st.integers(1, 3_000_000).map(lambda value: value / 100))
def test_segments_partition_the_list_and_add_up_to_the_cent(frame, chosen, threshold):
    found = identify(frame, chosen, threshold, 900.0, today=TODAY)
    assert found.segments["customers"].sum() == len(frame)
    assert cents(found.segments["revenue"]) == cents(frame["revenue_2024"])
    assert found.to_json()["totals"]["revenue"] == pytest.approx(cents(frame["revenue_2024"]) / 100, abs=1e-6)
    assert found.sectors["small_customers"].sum() == found.segments.loc["small", "customers"]
    assert cents(found.sectors["revenue"]) == cents([found.segments.loc["small", "revenue"]])
    assert found.segments["visits"].sum(min_count=1) == frame["visits"].sum(min_count=1) or frame["visits"].isna().all()
    inputs = found.model_inputs
    assert (
        inputs.small_customers
        + found.reactivation_customers
        + int((found.small & frame["revenue_2024"].isna().to_numpy()).sum())
        == found.segments.loc["small", "customers"]
    )
    json.dumps(found.to_json(), allow_nan=False)


@given(lists, any_settings)
def test_never_small_at_or_above_the_threshold_nor_for_an_unknown_visit(frame, chosen):
    found = identify(frame, chosen, THRESHOLD, 900.0, today=TODAY)
    small = found.small
    revenue = frame["revenue_2024"].to_numpy()
    if chosen.definition in ("erp", "both"):
        assert not (small & (revenue >= THRESHOLD)).any()
        assert not (small & np.isnan(revenue)).any()
    unknown_visit = frame["visits"].isna().to_numpy() & frame["last_visit"].isna().to_numpy()
    if chosen.definition in ("crm", "both"):
        assert not (small & unknown_visit).any()
    assert not (found.segmentation.visits.not_visited & unknown_visit).any()


@given(lists, any_settings, st.floats(1, 20_000), st.floats(0, 20_000))
def test_a_higher_threshold_never_takes_anybody_out_before_potential_rules(frame, chosen, threshold, more):
    low = identify(frame, chosen, threshold, today=TODAY).segmentation.before_potential
    high = identify(frame, chosen, threshold + more, today=TODAY).segmentation.before_potential
    assert not (low & ~high).any()


@given(lists, any_settings, st.randoms(use_true_random=False))
def test_the_order_of_the_customers_does_not_matter(frame, chosen, random):
    order = list(range(len(frame)))
    random.shuffle(order)
    one = identify(frame, chosen, THRESHOLD, 900.0, today=TODAY)
    other = identify(frame.iloc[order].reset_index(drop=True), chosen, THRESHOLD, 900.0, today=TODAY)
    assert one.customers["segment"].iloc[order].tolist() == other.customers["segment"].tolist()
    assert one.to_json()["group"] == pytest.approx(other.to_json()["group"])
