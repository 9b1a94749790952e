"""Everything a panel shows that depends on the case, as declarations (see charts.template).

Python fills them for its answers, page/fill.js in the page itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.parts import Choice, FromPython, Part
from kkm_helpers.charts.template import ChartTemplate, filled
from kkm_helpers.engine import Results
from kkm_helpers.engine.cautions import RULES
from kkm_helpers.language import Language
from kkm_helpers.widgets.calculation_path import calculation_path
from kkm_helpers.widgets.figures import DECISION, KEY_FIGURES, OPTIONS_TABLE, step_figures
from kkm_helpers.widgets.steps import STEP_OF, ChartOf, Step


def panel_outputs(step: str, results: Results, language: Language, *, is_app: bool) -> dict[str, Any]:
    """Return everything a panel shows on a step, as plain data.

    Args:
        step: public name.
        results: the case.
        language: "de" or "en".
        is_app: see `panel_part`.
    """
    found: dict[str, Any] = filled(panel_part(step, is_app=is_app), results, language)
    return found


@cache
def panel_part(step: str, *, is_app: bool) -> Part:
    """Declare what a panel shows on a step.

    Args:
        step: public name.
        is_app: whether the five key figures of the app stand above, in place of the step's own.
    """
    return {"decision": DECISION, "tiles": KEY_FIGURES, "step": step_part(STEP_OF[step], is_app=is_app)}


def step_part(step: Step, *, is_app: bool) -> Part:
    """Declare what a step shows."""
    return {
        "name": step.name,
        "finding": Choice(*step.findings) if step.findings else "",
        "cautions": [rule.text for rule in RULES if not step.names.isdisjoint(rule.quantities)],
        "figures": [] if is_app else step_figures(step.figures),
        "charts": [chart_part(chart_of) for chart_of in step.charts],
        "table": OPTIONS_TABLE if step.compares_options else None,
        "path": calculation_path(step.path, step.answer),
    }


def chart_part(chart_of: ChartOf) -> Part:
    """Return a chart as part of a declaration: its own, or for a plain function what only Python can compute."""
    if isinstance(chart_of, ChartTemplate):
        return chart_of.part

    def compute(results: Results, language: Language) -> dict[str, object]:
        chart: Chart = chart_of(results, language)
        return chart.as_json()

    return FromPython(chart_of.__name__, compute)
