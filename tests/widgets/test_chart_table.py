"""The table of a chart, made by the page of what the chart draws."""

import json
import shutil
import subprocess

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.scenario import build_case
from kkm_helpers.widgets.bundle import as_one
from kkm_helpers.widgets.outputs import panel_outputs
from kkm_helpers.widgets.risk_view import risk_view
from kkm_helpers.widgets.steps import STEPS

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's logic cannot be run")


def tables(charts, language="de"):
    """Return the table of each chart by name, with words as people read them."""
    program = f"""
      {as_one(("numbers", "elements", "chart_table"))}
      const charts = JSON.parse({json.dumps(json.dumps(charts))});
      console.log(JSON.stringify(charts.map((chart) => $chart_table.tableOf(chart, {json.dumps(language)}))));
    """
    done = subprocess.run([NODE, "-"], input=program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.replace("\u00a0", " "))
    return {chart["name"]: table for chart, table in zip(charts, found, strict=True)}


def charts_of_steps(language="de"):
    results = evaluate()
    found = (panel_outputs(step.name, results, language, is_app=True)["step"]["charts"] for step in STEPS)
    return [chart for charts in found for chart in charts]


def charts_of_risk(language):
    blocks = risk_view(assess_risk(build_case(), draws=300), language)
    return [chart for block in blocks for chart in block.get("charts", [block.get("chart")]) if chart]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_chart_of_the_model_has_a_table(language):
    charts = charts_of_steps(language) + charts_of_risk(language)
    for name, table in tables(charts, language).items():
        assert table, name
        assert table["rows"], name
        assert {len(row) for row in table["rows"]} == {len(table["headings"])}, name
        assert all(row[0] for row in table["rows"]), name
        assert all(heading.strip(" \\") for heading in table["headings"]), (name, table["headings"])


def test_a_table_says_what_the_chart_draws():
    found = tables(charts_of_steps())
    assert found["thresholds"]["headings"] == ["Bezeichnung", "Wert"]
    assert found["thresholds"]["rows"][-1][1] == "9.375 €"
    assert found["threshold_line"] == {
        "headings": ["Jahresumsatz des Kunden in €", "Erlaubte Vertriebskosten", "Betreuungskosten"],
        "rows": [["0", "0", "750"], ["15.938", "1.275", "750"]],
    }
    months = found["cumulative_cash"]
    assert months["headings"] == ["Monat", "Eigenaufbau", "Hybrid", "Externe Vergabe"]
    assert [row[0] for row in months["rows"]] == [str(month) for month in range(61)]
    assert months["rows"][-1][-1] == "1,04"
