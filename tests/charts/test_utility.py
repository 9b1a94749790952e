"""The scores of the utility analysis as a chart."""

import json

import pytest

from kkm_helpers.analysis.utility import analyse_utility
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.charts.utility import utility_scores


def texts(chart):
    return [note["text"].replace("\u00a0", " ") for note in chart.figure["layout"]["annotations"]]


def test_bars_are_the_scores_by_option_in_columns_of_their_own():
    chart = utility_scores(analyse_utility())
    build, outsource, hybrid = chart.figure["data"]
    assert build["x"] == [4, 4, 4, 5, 9, 6, 5, 8]
    assert outsource["x"] == [8, 8, 9, 8, 4, 7, 6, 5]
    assert hybrid["x"] == [7, 6, 7, 7, 7, 6, 6, 4]
    ends = [
        max(base + score for base, score in zip(bars["base"], bars["x"], strict=True)) for bars in (build, outsource)
    ]
    assert ends[0] < outsource["base"][0]
    assert ends[1] < hybrid["base"][0]


def test_the_best_of_each_row_is_blue_equal_ones_both():
    build, outsource, hybrid = (bars["marker"]["color"] for bars in utility_scores(analyse_utility()).figure["data"])
    control, flexibility = 4, 6
    assert (build[control], outsource[control]) == ("var(--accent)", "var(--bar)")
    assert outsource[flexibility] == hybrid[flexibility] == "var(--accent)"


def test_labels_have_the_weight_and_the_heads_the_sums():
    said = texts(utility_scores(analyse_utility()))
    assert "Fokus auf die Kleinkunden · Gewicht 10" in said
    assert {"Eigenaufbau<br>5,7 Punkte", "<b>Externe Vergabe<br>6,8 Punkte</b>"} <= set(said)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Im Nutzwert liegt Externe Vergabe mit 6,8 von 10 Punkten vorn"),
        ("en", "In utility Outsource is ahead with 6.8 of 10 points"),
    ],
)
def test_the_title_is_the_finding(language, title):
    chart = utility_scores(analyse_utility(), language)
    assert chart.title == title
    assert chart.alt.endswith(": 5.7" if language == "en" else ": 5,7")
    json.dumps(chart.as_json(), allow_nan=False)
    assert "var(" not in chart.plotly("dark").to_json()


def test_a_tie_is_no_lead():
    level = {option: {known.name: 5 for known in CRITERIA} for option in ("build", "outsource", "hybrid")}
    chart = utility_scores(analyse_utility(scores=level))
    assert chart.title == "Im Nutzwert liegen Eigenaufbau und Externe Vergabe mit 5,0 von 10 Punkten gleichauf"
