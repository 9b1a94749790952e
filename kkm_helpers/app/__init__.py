"""The app: served on this machine, and opened in its notebook."""

from kkm_helpers.app.opening import open_app
from kkm_helpers.app.server import serve

__all__ = ["open_app", "serve"]
