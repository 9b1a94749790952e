"""The service every page uses: it tells its case, Python computes it too and is the referee."""

from __future__ import annotations

from collections.abc import Mapping

from kkm_helpers.errors import KkmError
from kkm_helpers.widgets.outputs import panel_outputs
from kkm_helpers.widgets.services import Answer, Request, Service
from kkm_helpers.widgets.session import Session


def take_case(session: Session, request: Request) -> Answer:
    """Take over the case on view of a page.

    Answers `outputs`, everything on view as Python computes it; `case`, what holds now; and `problem`, why that is not
    what the page sent, in words, or nothing.
    """
    problem = ""
    try:
        session.take(request.content)
    except KkmError as error:
        problem = error.message(session.language)
    outputs = panel_outputs(session.step, session.results, session.language, is_app=session.is_app)
    return Answer({"problem": problem, "case": session.case_on_view(), "outputs": outputs})


SERVICES: Mapping[str, Service[Session]] = {"case": Service(take_case)}
