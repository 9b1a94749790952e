"""Colours and type of every chart: the design tokens, by name.

A figure holds references such as "var(--accent)". The page puts in the tokens that hold there, light or dark, without
asking Python; `resolved` does the same for figures that are shown outside our page.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from kkm_helpers.charts.parts import ByLanguage, JoinedText, Part
from kkm_helpers.language import Language, choose

Theme = Literal["light", "dark"]

TEXT_SIZE = 13
LINE_WIDTH = 2
STRONG_LINE_WIDTH = 3

_BLOCK = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
_DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")


@cache
def tokens(theme: Theme = "light") -> dict[str, str]:
    """Return the design tokens of tokens.css by name, e.g. "accent": "#0b5c88"."""
    style = re.sub(r"/\*.*?\*/", "", read_tokens(), flags=re.DOTALL)
    # Later blocks of the same selector stand inside @media rules: small screens, print.
    bodies = {match["selector"].strip(): match["body"] for match in reversed(list(_BLOCK.finditer(style)))}
    values = dict(_DECLARATION.findall(bodies[":root"]))
    if theme == "dark":
        values |= dict(_DECLARATION.findall(bodies[':root[data-theme="dark"]']))
    return values


def read_tokens() -> str:
    """Return the style sheet of the design tokens."""
    return (files("kkm_helpers.charts") / "tokens.css").read_text(encoding="utf-8")


def color(name: str) -> str:
    """Return the reference to a colour by its token's name.

    Raises:
        KeyError: there is no such token.
    """
    if name not in tokens():
        raise KeyError(name)
    return f"var(--{name})"


def resolved(part: Any, theme: Theme = "light") -> Any:  # noqa: ANN401
    """Return `part` of a figure with the theme's values in place of the references."""
    if isinstance(part, dict):
        return {key: resolved(value, theme) for key, value in part.items()}
    if isinstance(part, list):
        return [resolved(value, theme) for value in part]
    if isinstance(part, str):
        return _REFERENCE.sub(lambda match: tokens(theme)[match[1]].strip(), part)
    return part


SEPARATORS = ByLanguage(",.", ".,")


def declared_layout(**more: Part) -> dict[str, Part]:
    """Return the plotly layout all charts share, as part of a declaration, with `more` put in."""
    return {
        "font": {"family": "var(--font)", "size": TEXT_SIZE, "color": color("ink-2")},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": SEPARATORS,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": color("panel"), "bordercolor": color("line-strong"), "font": {"color": color("ink")}},
        "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
        **more,
    }


def layout(language: Language, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the same layout for a chart that is not declared."""
    return {**declared_layout(**more), "separators": choose(language, SEPARATORS.de, SEPARATORS.en)}


def axis(*, grid: bool = False, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return an axis: no lines but light ones across, if `grid`; a reader cannot zoom by accident."""
    return {
        "showgrid": grid,
        "gridcolor": color("line"),
        "zeroline": False,
        "showline": not grid,
        "linecolor": color("line-strong"),
        "ticks": "" if grid else "outside",
        "tickcolor": color("line-strong"),
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 4,
        **more,
    }


def axis_title(text: Part) -> dict[str, Part]:
    """Return the title of an axis in the size of its numbers."""
    return {"text": text, "font": {"size": TEXT_SIZE}, "standoff": 8}


def bold(text: Part) -> Part:
    """Return a text in bold."""
    return f"<b>{text}</b>" if isinstance(text, str) else JoinedText("", ["<b>", text, "</b>"])


def note(text: Part, x: Part, y: Part, **more: Part) -> dict[str, Part]:
    """Return a direct label at a point: text without arrow; `color` and `strong` belong to the text."""
    tone = more.pop("color", "ink")
    strong = more.pop("strong", False)
    return {
        "text": bold(text) if strong else text,
        "x": x,
        "y": y,
        "showarrow": False,
        "borderwidth": 0,
        "borderpad": 0,
        "font": {"color": color(tone), "size": TEXT_SIZE},
        **more,
    }
