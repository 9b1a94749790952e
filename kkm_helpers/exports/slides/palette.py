"""Colours of a deck: the design tokens by name, as colours of the theme, so that a new theme recolours everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR as THEME

from kkm_helpers.charts.theme import tokens

if TYPE_CHECKING:
    from pptx.dml.color import ColorFormat

THEME_SLOTS = {
    "dk1": "ink", "lt1": "white", "dk2": "ink-2", "lt2": "line", "accent1": "accent", "accent2": "warn",
    "accent3": "series", "accent4": "bar", "accent5": "series-soft", "accent6": "accent-soft", "hlink": "accent",
    "folHlink": "series",
}  # fmt: skip
"""Which token each colour of our theme is; slides stand on white, as paper does."""


@dataclass(frozen=True)
class Shade:
    """A colour of a theme, lighter by a part."""

    color: THEME
    lighter: float = 0.0


OWN: Mapping[str, Shade] = {
    "ink": Shade(THEME.TEXT_1), "white": Shade(THEME.BACKGROUND_1), "ink-2": Shade(THEME.TEXT_2),
    "line": Shade(THEME.BACKGROUND_2), "accent": Shade(THEME.ACCENT_1), "warn": Shade(THEME.ACCENT_2),
    "series": Shade(THEME.ACCENT_3), "bar": Shade(THEME.ACCENT_4), "series-soft": Shade(THEME.ACCENT_5),
    "accent-soft": Shade(THEME.ACCENT_6),
}  # fmt: skip
"""The tokens in a deck with our theme."""

CLIENT: Mapping[str, Shade] = {
    "ink": Shade(THEME.TEXT_1), "white": Shade(THEME.BACKGROUND_1), "ink-2": Shade(THEME.TEXT_1, 0.25),
    "line": Shade(THEME.TEXT_1, 0.8), "accent": Shade(THEME.ACCENT_1), "series": Shade(THEME.TEXT_1, 0.4),
    "bar": Shade(THEME.TEXT_1, 0.55), "series-soft": Shade(THEME.TEXT_1, 0.75),
    "accent-soft": Shade(THEME.ACCENT_1, 0.8),
}  # fmt: skip
"""The tokens in a client's deck: its text colour in shades, its first accent. A warning keeps its own colour."""


@dataclass(frozen=True)
class Palette:
    """The colours of one deck."""

    shades: Mapping[str, Shade]

    def paint(self, target: ColorFormat, tone: str) -> None:
        """Give a colour of a shape, a line or a text the colour of a token.

        Raises:
            KeyError: there is no such token.
        """
        shade = self.shades.get(tone)
        if shade is None:
            target.rgb = RGBColor.from_string(hex_of(tone))
            return
        target.theme_color = shade.color
        if shade.lighter:
            target.brightness = shade.lighter


def hex_of(tone: str) -> str:
    """Return the colour of a token as six digits."""
    return ("#ffffff" if tone == "white" else tokens("light")[tone]).removeprefix("#").upper()
