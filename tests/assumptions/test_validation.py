import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError, validated


def problem_of(**overrides):
    with pytest.raises(InvalidAssumptionsError) as caught:
        validated(overrides)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"visits_per_day": "4"}, "no_number"),
        ({"visits_per_day": True}, "no_number"),
        ({"visits_per_day": None}, "no_number"),
        ({"visits_per_day": math.nan}, "not_finite"),
        ({"visits_per_day": -math.inf}, "not_finite"),
        ({"field_rep_salary": 1e16}, "too_large"),
        ({"order_value": [500, 1e300]}, "too_large"),
        ({"visits_per_day": 60}, "out_of_bounds"),
        ({"visits_per_day": 0}, "out_of_bounds"),
        ({"small_customers": 400.5}, "not_whole"),
        ({"horizon_months": 12.5}, "not_whole"),
        ({"staffing": "sometimes"}, "no_choice"),
        ({"staffing": 1}, "no_choice"),
        ({"horizon_months": [12, 24]}, "shape"),
        ({"order_value": []}, "shape"),
        ({"order_value": [[1, 2], [3, 4]]}, "shape"),
        ({"order_value": [500, math.nan]}, "not_finite"),
        ({"order_value": [500, 0]}, "out_of_bounds"),
        ({"order_value": [500, "x"]}, "no_number"),
        ({"small_customers": [500, 500.5]}, "not_whole"),
        ({"staffing": ["follow", "folow"]}, "no_choice"),
        ({"visits": 3}, "unknown"),
    ],
)
def test_each_kind_of_mistake_is_named(overrides, reason):
    problem = problem_of(**overrides)
    assert problem.reason == reason
    for language in ("de", "en"):
        text = problem.text(language)
        assert problem.name in text
        if reason != "unknown":
            assert ASSUMPTIONS[problem.name].label(language) in text


def test_a_problem_says_what_was_found_and_what_is_allowed():
    assert problem_of(visits_per_day=60).text("de") == (
        "Besuche je Tag (visits_per_day): 60 liegt außerhalb der Grenzen; erlaubt: 0,1 bis 50."
    )
    assert problem_of(captured_share=5).text("en") == (
        "Share of the open potential captured (captured_share): 5 is out of bounds; allowed: 0 to 1."
    )
    assert problem_of(small_customers=0.5).text("de").endswith("erlaubt: ganze Zahl, 1 bis 10.000.000.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("visits_per_dya", "visits_per_day"),
        ("Besuche je Tag", "visits_per_day"),
        ("Contribution margin of small customers", "contribution_margin"),
        ("CHURN_PASSIVE", "churn_passive"),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(typed, meant):
    problem = problem_of(**{typed: 1})
    assert problem.suggestion == meant
    assert meant in problem.text()


def test_a_choice_gets_the_nearest_one():
    assert "Meinten Sie history?" in problem_of(potential_basis="histry").text("de")


def test_all_problems_are_reported_at_once():
    with pytest.raises(InvalidAssumptionsError) as caught:
        validated({"visits_per_day": 60, "unheard_of": 1, "staffing": "x"})
    assert [problem.name for problem in caught.value.problems] == ["visits_per_day", "unheard_of", "staffing"]
    assert len(str(caught.value).splitlines()) == 3


def test_series_must_have_one_length():
    assert problem_of(order_value=[100, 200], cost_per_order=[1, 2, 3]).name == "cost_per_order"


def test_what_is_an_integer_may_be_written_as_a_decimal():
    assert validated({"small_customers": 400.0})["small_customers"] == 400


def test_a_value_beyond_the_slider_but_within_the_bounds_is_taken():
    assert validated({"visits_per_customer": 52})["visits_per_customer"] == 52


def test_numpy_scalars_and_series_are_numbers():
    values = validated({"visits_per_day": np.float32(3.5), "order_value": np.array([100, 200])})
    assert values["visits_per_day"] == 3.5
    assert values["order_value"].tolist() == [100.0, 200.0]


def outcome(name, value):
    try:
        return validated({name: value})[name], None
    except InvalidAssumptionsError as error:
        return None, str(error)


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none(), st.booleans()))
def test_whatever_comes_is_taken_or_refused_in_words(value):
    for name in ("visits_per_day", "staffing", "small_customers"):
        taken, message = outcome(name, value)
        assert taken == value if message is None else name in message
