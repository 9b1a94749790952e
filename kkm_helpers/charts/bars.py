"""Horizontal bars with the label above and the value behind each: what a legend would say stands where one looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kkm_helpers.charts.parts import JoinedText, Let, Part, Value
from kkm_helpers.charts.template import ChartTemplate, filled
from kkm_helpers.charts.theme import axis, color, declared_layout, note
from kkm_helpers.language import Language

ROW_HEIGHT = 56
ROOM_FOR_VALUES = 1.35
BAR_WIDTH = 0.3


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: what is measured, above the bar.
        value: length of the bar: a number or an expression.
        text: the value as people write it, behind the bar; `value` in it is the length.
        tone: token of the colour.
        start: where the bar begins: a number or an expression; "end_above" is the end of the bar above it, for charts
            of parts.
        strong: label and value are set in bold.
    """

    label: Part
    value: float | str
    text: Part
    tone: str = "bar"
    start: float | str = 0
    strong: bool = False


def bars_chart(
    name: str, title: Part, subtitle: Part, bars: Sequence[Bar], names: Mapping[str, Part] | None = None
) -> ChartTemplate:
    """Declare a chart of `bars` from top to bottom; their order is the caller's, so that only lengths ever move.

    Args:
        name: public name, `data-chart` in the page.
        title: the finding.
        subtitle: which quantity, in which unit.
        bars: the bars; their expressions may use the short names.
        names: short names, see parts.Let.
    """
    lengths = {**(names or {}), **_lengths(bars)}
    return ChartTemplate(name, title, subtitle, _alt(bars), _figure(bars), lengths)


def bars_figure(bars: Sequence[Bar], language: Language, room: float = ROOM_FOR_VALUES) -> dict[str, Any]:
    """Return the figure of bars whose lengths are numbers already.

    Args:
        bars: the bars.
        language: "de" or "en".
        room: how much wider the drawing is than the longest bar: the text beside it must find its place.
    """
    figure: dict[str, Any] = filled(Let(_lengths(bars), _figure(bars, room)), language=language)
    return figure


def bars_alt(bars: Sequence[Bar]) -> str:
    """Return bars whose labels are words already as one line of text."""
    return str(filled(_alt(bars)))


def _lengths(bars: Sequence[Bar]) -> dict[str, Part]:
    """Return the names of where each bar starts and ends."""
    names: dict[str, Part] = {}
    for row, bar in enumerate(bars):
        names[f"start_{row}"] = f"end_{row - 1}" if bar.start == "end_above" else bar.start
        names[f"length_{row}"] = bar.value
        names[f"end_{row}"] = f"start_{row} + length_{row}"
    ends = ", ".join(f"end_{row}" for row, _ in enumerate(bars))
    names["farthest"] = f"largest(joined({ends}))"
    return names


def _figure(bars: Sequence[Bar], room: float = ROOM_FOR_VALUES) -> dict[str, Part]:
    rows = range(len(bars))
    drawn = {
        "type": "bar",
        "orientation": "h",
        "x": [Value(f"length_{row}") for row in rows],
        "base": [Value(f"start_{row}") for row in rows],
        "y": list(rows),
        "width": BAR_WIDTH,
        "marker": {"color": [color(bar.tone) for bar in bars]},
        "customdata": [[bar.label, _text(bar, row)] for row, bar in enumerate(bars)],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    beside: list[Part] = []
    for row, bar in enumerate(bars):
        label_tone = "ink" if bar.strong else "ink-2"
        end = Value(f"end_{row}")
        beside += [
            note(bar.label, 0, row, xanchor="left", yanchor="bottom", yshift=11, color=label_tone, strong=bar.strong),
            note(_text(bar, row), end, row, xanchor="left", xshift=5, strong=bar.strong),
        ]
    right = Value(f"where(farthest == 0, 1, farthest) * {room}")
    return {
        "data": [drawn],
        "layout": declared_layout(
            height=ROW_HEIGHT * len(bars) + 16,
            margin={"l": 0, "r": 0, "t": 8, "b": 0},
            xaxis=axis(visible=False, range=[0, right]),
            yaxis=axis(visible=False, range=[len(bars) - 0.6, -0.7]),
            annotations=beside,
        ),
    }


def _alt(bars: Sequence[Bar]) -> Part:
    return JoinedText("; ", [JoinedText(": ", [bar.label, _text(bar, row)]) for row, bar in enumerate(bars)])


def _text(bar: Bar, row: int) -> Part:
    return bar.text if isinstance(bar.text, str) else Let({"value": f"length_{row}"}, bar.text)
