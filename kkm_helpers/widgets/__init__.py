"""What a notebook and the app show: controls, key figures, charts and the calculation path, in one live panel.

The panel is a widget, and widgets take their time to import: they are when the first is asked for. What the page says
and draws is plain data and needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kkm_helpers.widgets.content import title

if TYPE_CHECKING:
    from kkm_helpers.widgets.panel import Panel, app_panel, step_panel

__all__ = ["Panel", "app_panel", "step_panel", "title"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name of the panel when it is first asked for."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module("kkm_helpers.widgets.panel"), name)
