"""The option shown in three cases."""

from itertools import pairwise

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.charts.stress_cases import stress_cases


def test_each_line_is_the_cash_of_its_case():
    results = evaluate()
    lines = stress_cases(results).figure["data"]
    for case, line in zip(STRESS_CASES, lines, strict=True):
        cash = evaluate(**case.overrides(results.assumptions))["outsource_cumulative"]
        assert line["y"] == pytest.approx([0, *(cash / 1e6)])


def test_the_option_stays_the_one_shown_where_another_would_win():
    pessimistic = STRESS_CASES[0]
    results = evaluate()
    assert evaluate(**pessimistic.overrides(results.assumptions))["recommended_option"] == "passive"
    assert stress_cases(results).title.startswith("Externe Vergabe: −0,99")


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"captured_share": 0.09}, "Externe Vergabe lohnt sich auch im pessimistischen Fall"),
        ({"potential_basis": "history"}, "Eigenaufbau lohnt sich auch im optimistischen Fall nicht"),
    ],
)
def test_the_title_is_the_finding(changes, title):
    assert stress_cases(evaluate(**changes)).title.startswith(title)


def test_labels_at_the_ends_keep_their_distance():
    chart = stress_cases(evaluate(contribution_margin=0.05, cost_per_order=80, dissolve_kept_margin=0.9))
    low, high = chart.figure["layout"]["yaxis"]["range"]
    places = sorted(note["y"] for note in chart.figure["layout"]["annotations"])
    assert all(above - below >= 0.159 * (high - low) for below, above in pairwise(places))
    assert low <= places[0] <= places[-1] <= high
