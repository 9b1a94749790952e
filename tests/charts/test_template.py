"""Declarations: each part, filled."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.parts import (
    ByLanguage,
    Choice,
    EachOption,
    FromPython,
    JoinedText,
    Let,
    Only,
    Text,
    Under,
    Value,
)
from kkm_helpers.charts.template import ChartTemplate, filled
from kkm_helpers.engine import Results


@pytest.fixture(scope="module")
def case() -> Results:
    return evaluate()


def test_what_is_no_part_stands_as_it_is(case):
    plain = {"a": [1, "x", None, {"b": True}], "c": "{net_care_cost}"}
    assert filled(plain, case) == plain


def test_values_are_plain_data(case):
    assert filled([Value("net_care_cost"), Value("recommended_option == 'outsource'")], case) == [750, True]
    series = filled(Value("joined(0, build_cumulative)"), case)
    assert type(series) is list
    assert type(series[0]) is float
    assert len(series) == 61
    assert filled(Value("build_npv > 0 and outsource_npv > 0"), case) is True
    assert filled(Value("dissolve_payback_month"), case) is None


def test_what_does_not_hold_is_left_out_of_lists_and_dicts(case):
    part = {
        "kept": Only("net_care_cost == 750", 1),
        "left": Only("net_care_cost > 750", 2),
        "list": [Only("net_care_cost > 750", 3), Text("a", when="net_care_cost > 750"), Text("b"), 4],
    }
    assert filled(part, case) == {"kept": 1, "list": ["b", 4]}


def test_the_first_that_holds_is_chosen(case):
    part = Choice(Text("no", when="net_care_cost < 0"), Only("net_care_cost > 0", Text("{net_care_cost}")), "last")
    assert filled(part, case) == "750\u00a0€"
    with pytest.raises(KeyError, match="no alternative"):
        filled(Choice(Text("no", when="net_care_cost < 0")), case)


def test_languages(case):
    part = [ByLanguage("eins", Value("1")), Text("zwei", "two"), JoinedText("; ", [Text("a"), Text("b", "c")])]
    assert filled(part, case) == ["eins", "zwei", "a; b"]
    assert filled(part, case, "en") == [1, "two", "a; c"]


def test_each_option_has_its_own_figures_and_its_place(case):
    part = ["first", EachOption(Value("position"), Text("{option}"), when="option_npv > 0"), "last"]
    assert filled(part, case) == ["first", 0, "Eigenaufbau", 1, "Externe Vergabe", 2, "Hybrid", "last"]


def test_option_names_stand_for_the_option_shown(case):
    assert filled(Value("option_npv"), case) == case["outsource_npv"]
    passive = evaluate(potential_basis="history")
    assert filled([Value("option"), Value("option_npv")], passive) == ["build", passive["build_npv"]]


def test_short_names_may_use_each_other_and_parts(case):
    part = Let(
        {"double": "2 * net_care_cost", "texts": [Text("a"), "b"], "more": "double + 1"},
        [Value("more"), Value("texts"), Text("{double:EUR/year}")],
    )
    assert filled(part, case) == [1501, ["a", "b"], "1.500\u00a0€"]


def test_what_would_be_under_other_assumptions(case):
    part = Let(
        {"here": "revenue_threshold"},
        Under({"visits_per_customer": "visits_per_customer + 1"}, [Value("revenue_threshold - here"), Value("here")]),
    )
    assert filled(part, case) == [1_875, 9_375]


def test_python_may_compute_what_cannot_be_declared(case):
    part = FromPython("own", lambda results, language: [results["net_care_cost"], language])
    assert filled({"x": part}, case, "en") == {"x": [750, "en"]}


def test_a_chart_is_called_like_a_function(case):
    chart_of = ChartTemplate(
        "mine", Text("{x:EUR}"), "sub", "alt", {"data": [], "layout": {"height": Value("x")}}, {"x": "net_care_cost"}
    )
    chart = chart_of(case, "en")
    assert chart_of.__name__ == chart.name == "mine"
    assert (chart.title, chart.figure["layout"]["height"]) == ("€750", 750)


def test_what_looks_nothing_up_needs_no_case():
    assert filled(["a", Value("1 + 1")]) == ["a", 2]
    with pytest.raises(KeyError, match="net_care_cost"):
        filled(Value("net_care_cost"))
