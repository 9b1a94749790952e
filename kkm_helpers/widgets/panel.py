"""The live panel: one widget that shows controls and what follows from them, in a notebook cell or as the whole app.

The page holds what people see and change, and computes all of the model itself (page/outputs.js). It tells Python its
case, one request at a time and always the newest; Python is the referee, and does what only Python can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from kkm_helpers.engine import Results
from kkm_helpers.language import Language
from kkm_helpers.scenario import Case, build_case
from kkm_helpers.widgets.bundle import plotly_script, script, style
from kkm_helpers.widgets.registry import SERVICES
from kkm_helpers.widgets.services import Buffers, Desk, Service
from kkm_helpers.widgets.session import Session, state_of
from kkm_helpers.widgets.steps import FIRST_ON_VIEW, STEP_OF

Services = Mapping[str, Service[Session]]


class Panel(anywidget.AnyWidget):
    """A live panel: the whole app, or one step of it.

    Attributes:
        session: what the page has on view, and what its services work on.
        state: what a page opens with; written by Python alone, whatever a visitor sends.
    """

    _esm = script()
    _css = style()

    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self, case: Case, language: Language = "de", step: str | None = None, services: Services = SERVICES
    ) -> None:
        self.session = Session(case, language, step or FIRST_ON_VIEW, is_app=step is None)
        self._desk = Desk(self.session, services, self.send, lambda: self.session.language)
        super().__init__(state=state_of(self.session))
        self.on_msg(self._take)

    @property
    def results(self) -> Results:
        """The case on view."""
        return self.session.results

    def _take(self, _widget: object, content: object, buffers: Buffers) -> None:
        if isinstance(content, dict) and content.get("type") == "plotly":
            # Once a page, and as a message: part of no saved state.
            self.send({"type": "plotly"}, [plotly_script().encode()])
        elif self._desk.take(content, buffers):
            self.state = state_of(self.session)


def step_panel(step: str, assumptions: Mapping[str, Any] | None = None, language: Language = "de") -> Panel:
    """Return the live panel of one step for a notebook cell: controls, key figures, charts, calculation path.

    Args:
        step: public name, as care_cost or break_even.
        assumptions: what differs from the defaults; what "reset" goes back to.
        language: "de" or "en".

    Raises:
        KeyError: there is no such step.
        KkmError: the assumptions are no possible case.
    """
    return Panel(build_case(overrides=assumptions), language, STEP_OF[step].name)


def app_panel(case: Case | None = None, language: Language = "de", services: Services = SERVICES) -> Panel:
    """Return the whole app: decision, key figures, and every step as a tab.

    Args:
        case: the case it opens with; the one of all defaults where None.
        language: "de" or "en".
        services: what the page can ask for; the app itself adds to those of every panel.

    Raises:
        KkmError: the assumptions are no possible case.
    """
    return Panel(case or build_case(), language, services=services)
