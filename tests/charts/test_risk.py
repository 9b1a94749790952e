import json
import re

import numpy as np
import pytest

from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.charts.risk import best_shares, bin_edges, distribution, tornado
from kkm_helpers.charts.theme import tokens
from kkm_helpers.charts.two_way import npv_map, win_map
from kkm_helpers.scenario import Scenario, build_case

CHARTS = {
    "distribution": distribution,
    "tornado": tornado,
    "best_shares": best_shares,
    "win_map": lambda risk, language="de": win_map(risk.win_map, language),
    "npv_map": lambda risk, language="de": npv_map(risk.table(*risk.two_widest), language),
}
CASES = (
    {},
    {"potential_basis": "history"},
    {"small_customers": 1},
    {"horizon_months": 6},
    {"captured_share": 0.3},
    {"sick_days": 150, "non_selling_days": 60},
    {"dissolve_kept_margin": 1, "contribution_margin": 0.02},
)


def risk_of(option=None, **overrides):
    return assess_risk(build_case(overrides=overrides), option, draws=500)


@pytest.fixture(scope="module")
def default():
    return assess_risk(build_case(), draws=4_000)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_chart_stands_in_every_case(case, language):
    risk = risk_of(**case)
    for name, chart_of in CHARTS.items():
        chart = chart_of(risk, language)
        assert chart.name == name
        assert all((chart.title, chart.subtitle, chart.alt))
        written = json.dumps(chart.as_json(), allow_nan=False)
        assert not re.search(r'"#[0-9a-f]{3,8}"', written), "a colour of its own instead of a token"
        assert set(re.findall(r"var\(--([\w-]+)\)", written)) <= tokens().keys()
        assert "var(" not in chart.plotly("dark").to_json()


def test_a_case_without_anything_uncertain_still_has_charts():
    values = build_case().results.assumptions
    certain = {name: [value, value] for name, value in values.items() if not isinstance(value, str)}
    risk = assess_risk(build_case(Scenario(uncertainty=certain)), draws=20)
    for chart_of in CHARTS.values():
        json.dumps(chart_of(risk).as_json(), allow_nan=False)


# --- the distribution -----------------------------------------------------------------
def test_the_bars_are_the_shares_of_draws(default):
    chart = distribution(default)
    (bars,) = chart.figure["data"]
    values = default.simulation.npv["outsource"] / 1e6
    width = bars["width"]
    for middle, part in zip(bars["x"][::5], bars["y"][::5], strict=True):
        inside = (values >= middle - width / 2) & (values < middle + width / 2)
        assert part == pytest.approx(inside.mean(), abs=2e-3)
    assert 0.98 < sum(bars["y"]) <= 1
    assert all(
        (tone == "var(--warn)") == (middle < 0) for middle, tone in zip(bars["x"], bars["marker"]["color"], strict=True)
    )


def test_zero_is_an_edge_and_widths_are_round():
    values = np.random.default_rng(1).normal(3e5, 4e5, 5_000)
    edges = bin_edges(values, 1e5)
    assert 0 in edges.round(6)
    assert np.diff(edges) == pytest.approx(100_000)
    assert 20 <= len(edges) <= 61
    assert bin_edges(np.full(5, 7.0), 7.0).tolist() == [7, 8]


def test_the_title_says_where_eight_of_ten_lie_and_the_alt_the_loss(default):
    chart = distribution(default)
    found = default.simulation.distribution("outsource")
    low, high = (f"{value / 1e6:.2f}".replace(".", ",").replace("-", "−") for value in (found.p10, found.p90))
    assert (
        plain(chart.title) == f"In acht von zehn Fällen liegt Externe Vergabe zwischen {low} Mio. € und {high} Mio. €"
    )
    assert f"Unter null liegen {found.share_negative * 100:.0f} % der Fälle" in plain(chart.alt)
    assert "4.000 Ziehungen" in plain(chart.subtitle)
    labels = [each["text"] for each in chart.figure["layout"]["annotations"]]
    assert next(label for label in labels if "P10" in label).count(low) == 1


FURTHEST = "Externe Vergabe jede allein unter null, am weitesten „Ausschöpfung des offenen Potenzials“"


# --- the tornado ----------------------------------------------------------------------
def test_bars_start_at_today_and_end_at_the_swings(default):
    low, high = tornado(default).figure["data"]
    for place, swing in enumerate(default.swings[:10]):
        assert low["base"] + low["x"][place] == pytest.approx(swing.npv_low / 1e6)
        assert high["base"] + high["x"][place] == pytest.approx(swing.npv_high / 1e6)
    assert len(low["x"]) == 10


@pytest.mark.parametrize(
    ("case", "title"),
    [
        (
            {},
            f"11 Annahmen bringen {FURTHEST}",
        ),
        ({"potential_basis": "history"}, "Keine einzelne Annahme bringt Eigenaufbau über null"),
        ({"captured_share": 0.3}, "Keine einzelne Annahme bringt Externe Vergabe unter null"),
    ],
)  # fmt: skip
def test_the_tornados_finding(case, title):
    assert plain(tornado(risk_of(**case)).title) == title


def test_each_row_says_how_sure_the_figure_is(default):
    labels = [plain(each["text"]) for each in tornado(default).figure["layout"]["annotations"]]
    assert "Ausschöpfung des offenen Potenzials · angenommen" in labels
    assert "Deckungsbeitragsquote der Kleinkunden · abgeleitet" in labels
    assert "<b>heute 0,42 Mio. €</b>" in labels


# --- shares and maps ------------------------------------------------------------------
def test_shares_of_the_best_option(default):
    chart = best_shares(default)
    (bars,) = chart.figure["data"]
    assert bars["x"] == pytest.approx([default.simulation.best[name] * 100 for name in default.simulation.best])
    assert "Passiv bleiben in 5" in chart.title
    assert (
        best_shares(risk_of(potential_basis="history")).title == "Passiv bleiben bleibt in jedem Fall die beste Option"
    )


def test_the_map_fills_every_cell_once(default):
    table = default.win_map
    chart = win_map(table)
    *runs, _, dot = chart.figure["data"]
    area = sum(x * width for each in runs for x, width in zip(each["x"], each["width"], strict=True))
    assert area == pytest.approx(30 * 50)  # 0–30 % across, 10–60 % down
    assert (dot["x"], dot["y"]) == ([5.0], [pytest.approx(28.0)])
    today = next(each for each in runs if each["marker"]["color"] == "var(--accent-soft)")
    inside = sum(
        start <= 5.0 <= start + length and abs(middle - 28) <= width / 2
        for start, length, middle, width in zip(today["base"], today["x"], today["y"], today["width"], strict=True)
    )
    assert inside == 1
    assert plain(chart.title) == (
        "„Ausschöpfung des offenen Potenzials“ 4,16 % statt 5,0 %: dann wäre Passiv bleiben die beste Option"
    )
    assert plain(chart.alt).startswith(
        "Heute (Ausschöpfung des offenen Potenzials 5,0 %, Deckungsbeitragsquote der Kleinkunden 28,0 %): Externe "
        "Vergabe."
    )


def test_a_choice_has_its_words_on_the_axis(default):
    chart = win_map(default.winners("horizon_months", "potential_basis"), "en")
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["by sector", "by history"]
    assert chart.figure["layout"]["xaxis"]["title"]["text"] == "Horizon, months"


def test_the_heat_map_writes_each_value_and_frames_today(default):
    table = default.table("captured_share", "outsource_fte_price")
    chart = npv_map(table)
    texts = [each["text"] for each in chart.figure["layout"]["annotations"]]
    assert len(texts) == table.values.size
    assert "<b>0,42</b>" in texts
    (frame,) = chart.figure["layout"]["shapes"]
    row, column = table.down_values.tolist().index(7_500), table.across_values.tolist().index(0.05)
    assert (frame["x0"], frame["y0"]) == (column - 0.5, row - 0.5)
    (cells,) = chart.figure["data"]
    assert cells["marker"]["color"].count("var(--warn)") == (table.values < 0).sum()
    gain = f"{(table.values >= 0).mean() * 100:.0f}"
    assert plain(chart.title) == f"In {gain} % der Felder ist Externe Vergabe mindestens null wert"
