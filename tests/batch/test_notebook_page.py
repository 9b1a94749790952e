"""An executed notebook as a page: formulas, charts, and nothing that runs or asks another host."""

from __future__ import annotations

import re

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kkm_helpers.batch.notebook_page import DRAWING, drawing_script, page_of_notebook

FIGURE = {"data": [{"type": "bar", "y": [1, 2], "name": "</script><b>"}], "layout": {"title": {"text": "Titel"}}}


def display(**data):
    return new_output("display_data", {key.replace("__", "/").replace("_", "."): value for key, value in data.items()})


def page(*outputs, title="Süd"):
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Titel\n\n$\\displaystyle \\frac{1}{2}$"),
            new_code_cell("secret = 1", outputs=list(outputs)),
        ]
    )
    notebook.metadata["kkm"] = {"versions": {"kkm": "1.2"}, "ended": "2026-01-01", "inputs_hash": "a" * 64}
    return page_of_notebook(notebook, title)


def plotly():
    return new_output(
        "display_data",
        {
            "application/vnd.plotly.v1+json": FIGURE,
            "text/html": "<figure><h4>Worte</h4></figure>",
            "text/plain": "Worte",
        },
    )


def widget():
    return new_output(
        "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "Panel(x)"}
    )


def test_texts_and_formulas_without_code_and_controls():
    text = page(new_output("stream", name="stdout", text="Umsatzschwelle 9.375"), widget())
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in text
    assert "Umsatzschwelle 9.375" in text
    assert "secret" not in text
    assert "Panel(x)" not in text
    assert "kkm 1.2 · 2026-01-01 · aaaaaaaaaaaaaaaa</footer>" in text


def test_a_chart_is_data_that_the_script_beside_the_page_draws():
    text = page(plotly())
    (chart,) = re.findall(r'<script type="application/json">(.*?)</script>', text, flags=re.DOTALL)
    assert "\\u003c/script>" in chart
    assert "<h4>Worte</h4>" in text
    assert f'<script src="{DRAWING}" defer></script>' in text
    assert "Plotly.newPlot" in drawing_script()


def test_no_script_of_others_runs_and_nothing_is_fetched():
    evil = new_output("display_data", {"text/markdown": "**<script src=//evil/x.js></script>**", "text/plain": ""})
    text = page(evil, title="<script>alert(1)</script>")
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>" in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#x27;", "'")
    assert "default-src 'none'" in policy
    assert "script-src 'self' file:" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]
