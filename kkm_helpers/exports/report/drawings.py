"""How wide a drawing is set, and in which colours: the same for the PDF and the page."""

from __future__ import annotations

import re

from kkm_helpers.charts.theme import tokens

PAGE_WIDTH = 890.0
"""Width of the text in pixels of a chart: its 13 px labels then are set in 7 pt."""
POINTS_A_PIXEL = 481.9 / PAGE_WIDTH
COLUMN_GAP = 16.0
"""Between columns, in points."""

_REFERENCE = re.compile(r"var\(--([\w-]+)\)")


def width_of_column(share: float, width: float) -> float:
    """Return the width of a column in pixels.

    Args:
        share: its part of what two columns share.
        width: the whole, in pixels.
    """
    return share * (width - COLUMN_GAP / POINTS_A_PIXEL)


def painted(drawing: str) -> str:
    """Return a drawing with the colours of print in place of its references: light, on white paper."""
    colors = {**tokens("light"), "paper": "#ffffff"}
    return _REFERENCE.sub(lambda found: colors[found[1]], drawing)
