"""What the step about risk shows."""

import json

import pytest

from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.scenario import build_case
from kkm_helpers.widgets.risk_view import risk_view


def charts_in(blocks):
    for block in blocks:
        yield from [block["chart"]] if block["kind"] == "chart" else block.get("charts", [])


def tables_in(blocks):
    for block in blocks:
        yield from [block["table"]] if block["kind"] == "table" else tables_in(block.get("blocks", []))


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_the_step_shows_is_plain_data(language):
    risk = assess_risk(build_case(), draws=300)
    view = json.loads(json.dumps(risk_view(risk, language), allow_nan=False))
    names = [chart["name"] for chart in charts_in(view)]
    assert names == ["distribution", "tornado", "best_shares", "win_map", "npv_map"]
    assert all(table["rows"] for table in tables_in(view))
    assert all(block["text"] for block in view if block["kind"] == "words")
    assert view[0]["look"] == "finding"
    assert ("Fälle" in view[0]["text"]) == (language == "de")


def test_refining_changes_what_depends_on_the_draws_and_nothing_else():
    risk = assess_risk(build_case(), draws=300)
    quick, refined = (
        {chart["name"]: chart for chart in charts_in(risk_view(one))} for one in (risk, risk.refined(900))
    )
    changed = {name for name, chart in quick.items() if chart != refined[name]}
    assert changed == {"distribution", "best_shares"}


def test_the_maps_are_over_the_two_assumptions_asked_for():
    risk = assess_risk(build_case(), draws=300)
    charts = {chart["name"]: chart for chart in charts_in(risk_view(risk, over=("small_customers", "order_value")))}
    for name in ("win_map", "npv_map"):
        assert "Auftragswert" in charts[name]["subtitle"] + charts[name]["alt"]
