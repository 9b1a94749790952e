"""What a notebook and the app show: controls, key figures, charts and the calculation path, in one live panel."""

from kkm_helpers.widgets.content import title
from kkm_helpers.widgets.panel import Panel, app_panel, step_panel

__all__ = ["Panel", "app_panel", "step_panel", "title"]
