"""The live panel: one widget that shows controls and what follows from them, in a notebook cell or as the whole app.

The page holds what people see and change; Python computes and is the referee. One change is one message with the
values and its number `seq`; one answer is one message with everything that changed and `done`, the number answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError, Problem
from kkm_helpers.assumptions.validation import Reason
from kkm_helpers.charts.template import filled
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.widgets.bundle import plotly_js, script, style
from kkm_helpers.widgets.controls import controls_of
from kkm_helpers.widgets.outputs import panel_part
from kkm_helpers.widgets.steps import STEP_OF, STEPS, Step


def title(language: Language) -> str:
    """Return what the workbook is called."""
    return choose(language, "Business Case Kleinkunden", "Small-account business case")


class Panel(anywidget.AnyWidget):
    """A live panel of one or more steps.

    Attributes:
        results: the case on view, as `evaluate` gave it.
        content: what does not change: language, texts, steps and their controls.
        values: every assumption of the controls; written by the page, set back by Python where it refuses a value.
        step: the step on view; only that one is computed for the page.
        seq, done: number of the page's latest change, and of the latest one that is answered.
        outputs: everything on view that depends on the values.
    """

    _esm = script()
    _css = style()

    content = traitlets.Dict().tag(sync=True)
    # A visitor may send anything at all: what these hold is checked where it is used.
    values = traitlets.Any().tag(sync=True)
    step = traitlets.Any().tag(sync=True)
    seq = traitlets.Int(0).tag(sync=True)
    done = traitlets.Int(0).tag(sync=True)
    outputs = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        steps: Sequence[Step],
        assumptions: Mapping[str, Any] | None = None,
        language: Language = "de",
        *,
        is_app: bool = False,
        subtitle: str = "",
    ) -> None:
        self.results: Results = evaluate(**(assumptions or {}))
        self._language = language
        self._steps = {step.name: step for step in steps}
        self._is_app = is_app
        self._step = steps[0]
        super().__init__(
            content={
                "language": language,
                "frame": "app" if is_app else "step",
                "title": title(language),
                "subtitle": subtitle,
                "steps": [self._described(step) for step in steps],
            },
            values=dict(self.results.assumptions),
            step=self._step.name,
            outputs=self._outputs(""),
        )
        self.on_msg(self._serve)

    def _described(self, step: Step) -> dict[str, Any]:
        return {
            "name": step.name,
            "number": step.number,
            "label": step.label(self._language),
            "charts": [chart_of.__name__ for chart_of in step.charts],
            **controls_of(step, self.results, self._language),
        }

    @traitlets.observe("seq")
    def _answer(self, _change: object) -> None:
        """Answer a change of the page: `seq`, because a value moved and moved back changes no value."""
        problem = ""
        try:
            if isinstance(self.step, str) and self.step in self._steps:
                self._step = self._steps[self.step]
            try:
                self.results = evaluate(**_checked(self.values))
            except KkmError as error:
                problem = error.message(self._language)
            self.values = dict(self.results.assumptions)
            self.step = self._step.name
            self.outputs = self._outputs(problem)
        finally:
            self.done = self.seq

    def _outputs(self, problem: str) -> dict[str, Any]:
        part = panel_part(self._step.name, is_app=self._is_app)
        return {"problem": problem, **filled(part, self.results, self._language)}

    def _serve(self, _widget: object, content: object, _buffers: object) -> None:
        """Send plotly.js to a page that has none: once a page, as a message that is part of no saved state."""
        if isinstance(content, dict) and content.get("type") == "plotly":
            self.send({"type": "plotly"}, [plotly_js().read_bytes()])


def _checked(values: object) -> dict[str, Any]:
    """Return what the page sent as overrides of one scenario.

    Raises:
        InvalidAssumptionsError: it is no mapping of names to single values.
    """
    if not isinstance(values, dict):
        raise InvalidAssumptionsError([Problem(str(values), values, "unknown")])
    for name, value in values.items():
        # A list would be many scenarios at once: right for `evaluate`, nonsense for a control.
        if name in ASSUMPTIONS and not isinstance(value, (int, float, str)):
            reason: Reason = "no_choice" if ASSUMPTIONS[name].is_choice else "no_number"
            raise InvalidAssumptionsError([Problem(name, value, reason)])
    return values


def step_panel(step: str, assumptions: Mapping[str, Any] | None = None, language: Language = "de") -> Panel:
    """Return the live panel of one step for a notebook cell: controls, key figures, charts, calculation path.

    Args:
        step: public name: care_cost, break_even, potential or business_case.
        assumptions: what differs from the defaults; what "reset" goes back to.
        language: "de" or "en".

    Raises:
        KeyError: there is no such step.
        KkmError: the assumptions are no possible case.
    """
    return Panel((STEP_OF[step],), assumptions, language)


def app_panel(assumptions: Mapping[str, Any] | None = None, language: Language = "de", subtitle: str = "") -> Panel:
    """Return the whole app: decision, key figures, and every step as a tab.

    Args:
        assumptions: what differs from the defaults.
        language: "de" or "en".
        subtitle: client and project, beside the title.

    Raises:
        KkmError: the assumptions are no possible case.
    """
    return Panel(STEPS, assumptions, language, is_app=True, subtitle=subtitle)
