"""Horizontal bars with the label above and the value behind each: what a legend would say stands where one looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kkm_helpers.charts.theme import axis, color, layout, note
from kkm_helpers.language import Language

ROW_HEIGHT = 56
ROOM_FOR_VALUES = 1.35
BAR_WIDTH = 0.3


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: what is measured, above the bar.
        value: length of the bar.
        text: the value as people write it, behind the bar.
        tone: token of the colour.
        start: where the bar begins: the end of the bar above it in a chart of parts.
        strong: label and value are set in bold.
    """

    label: str
    value: float
    text: str
    tone: str = "bar"
    start: float = 0
    strong: bool = False

    @property
    def end(self) -> float:
        """Where the bar ends."""
        return self.start + self.value


def bars_figure(bars: list[Bar], language: Language) -> dict[str, Any]:
    """Return a figure of `bars` from top to bottom; their order is the caller's, so that only lengths ever move."""
    rows = list(range(len(bars)))
    farthest = max(bar.end for bar in bars) or 1
    drawn = {
        "type": "bar",
        "orientation": "h",
        "x": [bar.value for bar in bars],
        "base": [bar.start for bar in bars],
        "y": rows,
        "width": BAR_WIDTH,
        "marker": {"color": [color(bar.tone) for bar in bars]},
        "customdata": [[bar.label, bar.text] for bar in bars],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    beside: list[dict[str, Any]] = []
    for row, bar in enumerate(bars):
        label_tone = "ink" if bar.strong else "ink-2"
        beside += [
            note(bar.label, 0, row, xanchor="left", yanchor="bottom", yshift=11, color=label_tone, strong=bar.strong),
            note(bar.text, bar.end, row, xanchor="left", xshift=5, strong=bar.strong),
        ]
    return {
        "data": [drawn],
        "layout": layout(
            language,
            height=ROW_HEIGHT * len(bars) + 16,
            margin={"l": 0, "r": 0, "t": 8, "b": 0},
            xaxis=axis(visible=False, range=[0, farthest * ROOM_FOR_VALUES]),
            yaxis=axis(visible=False, range=[len(bars) - 0.6, -0.7]),
            annotations=beside,
        ),
    }


def bars_alt(bars: list[Bar]) -> str:
    """Return the bars as one line of text."""
    return "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
