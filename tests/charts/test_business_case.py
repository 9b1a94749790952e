"""The cumulative cash of the options."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.business_case import cumulative_cash


def line_of(chart, name):
    return next(trace for trace in chart.figure["data"] if trace.get("name") == name)


def texts(chart):
    return [note["text"].replace("\u00a0", " ") for note in chart.figure["layout"]["annotations"]]


def test_the_recommended_option_is_blue_and_thicker_the_others_are_told_apart_by_dash():
    chart = cumulative_cash(evaluate())
    assert line_of(chart, "Externe Vergabe")["line"] == {"color": "var(--accent)", "width": 3}
    others = [line_of(chart, name)["line"] for name in ("Eigenaufbau", "Hybrid")]
    assert all(line["color"] == "var(--series)" for line in others)
    assert len({line["dash"] for line in others}) == 2


def test_the_curve_is_the_models_and_starts_at_nothing():
    results = evaluate()
    curve = line_of(cumulative_cash(results), "Eigenaufbau")
    assert curve["x"][0] == 0
    assert curve["y"][0] == 0
    assert curve["y"][1:] == pytest.approx(results["build_cumulative"] / 1e6)


def test_lowest_point_and_payback_are_named():
    chart = cumulative_cash(evaluate())
    assert chart.title == "Externe Vergabe zahlt sich ab Monat 52 aus"
    assert "Tiefpunkt<br>−1,15 Mio. €" in texts(chart)
    assert "<b>Monat 52: eingespielt</b>" in texts(chart)


def test_what_leaves_the_scale_says_so_with_its_value():
    chart = cumulative_cash(evaluate())
    assert not any(trace.get("name") == "Auflösen" for trace in chart.figure["data"])
    assert "↓ Auflösen, außerhalb der Skala:<br>−16,74 Mio. € nach 60 Monaten" in texts(chart)


def test_where_passive_is_recommended_its_line_is_the_blue_one():
    chart = cumulative_cash(evaluate(potential_basis="history"))
    assert chart.title == "Keine aktive Option spielt ihre Kosten ein"
    assert chart.figure["layout"]["shapes"][0]["line"] == {"color": "var(--accent)", "width": 3}
    assert "<b>Passiv bleiben<br>0 €</b>" in texts(chart)
    assert all(trace["line"]["color"] == "var(--series)" for trace in chart.figure["data"])


def test_hybrid_is_not_drawn_without_a_take_over():
    chart = cumulative_cash(evaluate(transfer_month=110))
    assert not any(trace.get("name") == "Hybrid" for trace in chart.figure["data"])


def test_no_payback_is_said_in_words():
    results = evaluate(churn_passive=0.12, horizon_months=36)
    assert results["recommended_option"] == "passive"
    assert cumulative_cash(results, "en").title == "No active option earns back its cost"


def test_no_area_hides_a_line():
    traces = cumulative_cash(evaluate()).figure["data"]
    filled = [position for position, trace in enumerate(traces) if "fill" in trace]
    lines = [position for position, trace in enumerate(traces) if "fill" not in trace]
    assert max(filled) < min(lines)
