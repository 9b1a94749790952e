"""An executed notebook as a page: texts, tables, formulas and charts, without code and without any other host.

The charts are drawn by plotly, which lies beside the pages as one file; without it they are told in words.
"""

from __future__ import annotations

import json
from copy import deepcopy
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kkm_helpers.batch.mathml import with_mathml
from kkm_helpers.charts.theme import read_tokens

if TYPE_CHECKING:
    from nbformat import NotebookNode

DRAWING = "charts.js"
"""The file that draws the charts, beside the pages."""

_DRAW = """
for (const chart of document.querySelectorAll(".chart")) {
  const figure = JSON.parse(chart.querySelector("script").textContent);
  chart.replaceChildren();
  Plotly.newPlot(chart, figure.data, figure.layout, { displayModeBar: false, responsive: true });
}
"""

_PLOTLY, _WIDGET = "application/vnd.plotly.v1+json", "application/vnd.jupyter.widget-view+json"
# No script but the one beside the page runs, whatever a scenario is called; opened from disk, that is "file:".
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'self' file:"


def drawing_script() -> str:
    """Return the script that draws the charts of all pages."""
    from plotly.offline import get_plotlyjs

    return f"{get_plotlyjs()}\n{_DRAW}"


def page_of_notebook(notebook: NotebookNode, title: str) -> str:
    """Return an executed notebook as a page.

    Args:
        notebook: the notebook.
        title: what stands in the window's title.
    """
    from nbconvert import HTMLExporter

    shown = deepcopy(notebook)
    for cell in shown.cells:
        if cell.cell_type == "markdown":
            cell.source = with_mathml(cell.source)
        # Controls do nothing without a kernel.
        cell["outputs"] = [output for output in cell.get("outputs", ()) if _WIDGET not in output.get("data", {})]
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/markdown" in data:
                data["text/markdown"] = with_mathml(_joined(data["text/markdown"]))
            if _PLOTLY in data:
                data["text/html"] = _chart(data[_PLOTLY], _joined(data.get("text/html", "")))
        if cell.cell_type != "code":
            del cell["outputs"]
    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_output_prompt=True)
    body, _ = exporter.from_notebook_node(shown)
    style = f"{read_tokens()}\n{(files('kkm_helpers.batch') / 'notebook_page.css').read_text(encoding='utf-8')}"
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f'<title>{escape(title)}</title><style>\n{style}</style><script src="{DRAWING}" defer></script></head>\n'
        f"<body>\n{body}\n{_footer(notebook)}</body></html>\n"
    )


def _joined(text: Any) -> str:  # noqa: ANN401 - notebooks hold texts as one or as lines
    return text if isinstance(text, str) else "".join(text)


def _chart(figure: Any, words: str) -> str:  # noqa: ANN401 - plain plotly
    """Return a chart that is drawn where the script is there, and told in words where it is not."""
    plain = json.dumps({"data": figure["data"], "layout": figure["layout"]}).replace("<", "\\u003c")
    return f'<div class="chart">{words}<script type="application/json">{plain}</script></div>'


def _footer(notebook: NotebookNode) -> str:
    told = notebook.metadata.get("kkm", {})
    parts = [f"kkm {told.get('versions', {}).get('kkm', '')}", told.get("ended", ""), told.get("inputs_hash", "")[:16]]
    return f"<footer>{escape(' · '.join(part for part in parts if part))}</footer>"
