"""Which option is shown, and in which order options stand."""

from hypothesis import given, settings

from kkm_helpers import evaluate
from kkm_helpers.charts.options import options_of, ranked_options, shown_option
from kkm_helpers.charts.parts import Value
from kkm_helpers.charts.template import filled
from tests.strategies import overrides


def test_the_recommended_option_is_shown():
    assert shown_option(evaluate()) == "outsource"


def test_where_passive_is_recommended_the_best_active_option_is_shown():
    results = evaluate(potential_basis="history")
    assert results["recommended_option"] == "passive"
    assert shown_option(results) == "build"
    assert results["build_npv"] == max(results[f"{name}_npv"] for name in ("build", "outsource", "hybrid"))


def test_options_are_ranked_by_their_npv_passive_with_nothing():
    assert ranked_options(evaluate()) == ["outsource", "hybrid", "build", "passive", "dissolve"]


def test_hybrid_is_no_option_without_a_take_over():
    results = evaluate(transfer_month=110)
    assert "hybrid" not in options_of(results)
    assert "hybrid" not in ranked_options(results)


@settings(max_examples=40, deadline=None)
@given(overrides())
def test_the_declared_names_are_those_of_the_ranking(scenario):
    results = evaluate(**scenario)
    assert filled(Value("second_option"), results) == ranked_options(results)[1]
    active = [option for option in ranked_options(results) if option in ("build", "outsource", "hybrid")]
    recommended = results["recommended_option"]
    assert filled(Value("shown_option"), results) == (active[0] if recommended == "passive" else recommended)
