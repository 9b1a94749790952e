"""Opening the app in its notebook: parameters in, the whole panel out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from IPython.core.getipython import get_ipython

from kkm_helpers.app import export_services
from kkm_helpers.app.environment import parameters_from_environment
from kkm_helpers.widgets import Panel, app_panel
from kkm_helpers.widgets.registry import SERVICES
from kkm_helpers.workbook.opening import case_of
from kkm_helpers.workbook.parameters import given_parameters


def open_app(namespace: Mapping[str, Any]) -> Panel:
    """Return the app with the case that the notebook's parameters describe, else what the server was started with.

    Args:
        namespace: the notebook's global names.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    shell = get_ipython()
    hidden, sources = (shell.user_ns_hidden, shell.user_ns.get("In", ())) if shell else ((), ())
    given = given_parameters(namespace, hidden, sources)
    case, language = case_of(parameters_from_environment() | dict(given))
    return app_panel(case, language, {**SERVICES, **export_services.SERVICES})
