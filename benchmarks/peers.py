"""The peers of the app: a static page with plotly.js, and a Panel app with as many sliders, figures and charts."""

import sys
from pathlib import Path

import numpy as np
import plotly.graph_objects as go

from kkm_helpers import evaluate
from kkm_helpers.widgets.bundle import installed_plotly_js

SLIDERS = ("visits_per_customer", "max_sales_cost_ratio", "contribution_margin")
FIGURES = ("revenue_threshold", "small_customers", "inside_reps", "outsource_npv", "outsource_payback_month")


def charts(**values):
    """Return two charts like those of the app's first step."""
    results = evaluate(**values)
    revenue = np.linspace(0, 2 * results["revenue_threshold"], 50)
    line = go.Figure(
        [
            go.Scatter(x=revenue, y=revenue * results.assumptions["max_sales_cost_ratio"]),
            go.Scatter(x=revenue, y=np.full(50, results["net_care_cost"])),
        ]
    )
    names = ("inside_revenue_threshold", "margin_threshold", "revenue_threshold")
    bars = go.Figure(go.Bar(x=[results[name] for name in names], y=list(names), orientation="h"))
    return [figure.update_layout(height=340, margin={"l": 40, "r": 10, "t": 10, "b": 30}) for figure in (line, bars)]


def write_static(folder: Path):
    """Write a page that does nothing but draw the two charts."""
    (folder / "plotly.min.js").write_bytes(installed_plotly_js().read_bytes())
    drawn = "".join(
        f"<div id='c{place}'></div><script>Plotly.newPlot('c{place}', ...Object.values({figure.to_json()}))</script>"
        for place, figure in enumerate(charts())
    )
    page = f"<!doctype html><meta charset='utf-8'><script src='plotly.min.js'></script>{drawn}"
    (folder / "index.html").write_text(page, encoding="utf-8")


def panel_app():
    """Return the Panel app."""
    import panel as pn

    pn.extension("plotly")
    sliders = [
        pn.widgets.FloatSlider(name="visits_per_customer", start=1, end=12, step=0.5, value=5),
        pn.widgets.FloatSlider(name="max_sales_cost_ratio", start=0.02, end=0.2, step=0.005, value=0.08),
        pn.widgets.FloatSlider(name="contribution_margin", start=0.1, end=0.6, step=0.01, value=0.28),
    ]
    given = {slider.name: slider.param.value for slider in sliders}

    def figures(**values):
        results = evaluate(**values)
        return " · ".join(str(results.value(name)) for name in FIGURES)

    def drawn(place):
        return pn.pane.Plotly(pn.bind(lambda **values: charts(**values)[place], **given))

    return pn.Column(*sliders, pn.pane.Markdown(pn.bind(figures, **given)), drawn(0), drawn(1))


if __name__ == "__main__":
    import panel as pn

    port = int(sys.argv[1])
    print(f"http://127.0.0.1:{port}/", flush=True)
    pn.serve(panel_app, port=port, show=False, address="127.0.0.1")
