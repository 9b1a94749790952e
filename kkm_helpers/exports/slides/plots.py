"""What a native chart is made of, and how it follows from the charts of the workbook: figures once, drawn anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import LINE_WIDTH
from kkm_helpers.language import Language, choose

_TONE = re.compile(r"var\(--([\w-]+)\)")
_ARROWS = ("↑", "↓")


@dataclass(frozen=True)
class Series:
    """Values of one name.

    Attributes:
        name: what they are.
        values: one for each category, or one for each place of a line.
        tone: the token of their colour.
        tones: a colour for each value, where they differ.
        places: where the values of a line stand.
        width: of a line, in points.
        dash: plotly's name of its dash; "" for none.
    """

    name: str
    values: tuple[float, ...]
    tone: str
    tones: tuple[str, ...] = ()
    places: tuple[float, ...] = ()
    width: float = 0.0
    dash: str = ""


@dataclass(frozen=True)
class Plot:
    """A native chart with its finding.

    Attributes:
        title: what it shows; "" where the slide's title says it.
        subtitle: which quantity, in which unit.
        alt: the text alternative.
        kind: bars lie, columns stand, shares fill the whole, "swings" are bars about a middle, lines run.
        categories: what bars are called; for lines the one title of the axis below.
        series: the values.
        numbers: Excel's format of the values.
        step: for lines, from one number of the axis below to the next.
    """

    title: str
    subtitle: str
    alt: str
    kind: Literal["bars", "columns", "shares", "swings", "lines"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    numbers: str
    step: float = 0.0


def euros(language: Language, unit: str = "") -> str:
    """Return Excel's format of amounts in EUR: whole, or in millions where `unit` is "million"."""
    digits = "0.00,," if unit == "million" else "#,##0"
    return f"{digits};−{digits}" if unit == "million" else choose(language, f'{digits} "€"', f'"€"{digits}')


def bars_plot(chart: Chart, numbers: str, *, title: str | None = None) -> Plot:
    """Return the bars of a chart, each from 0 on.

    Args:
        chart: a chart of one set of bars with label and value behind each.
        numbers: Excel's format of the values.
        title: takes the place of the chart's own finding.
    """
    (drawn,) = chart.figure["data"]
    tones = tuple(map(_tone, drawn["marker"]["color"]))
    values = Series(chart.subtitle, tuple(map(float, drawn["x"])), tones[0], tones)
    categories = tuple(label for label, *_ in drawn["customdata"])
    return Plot(_title(chart, title), chart.subtitle, chart.alt, "bars", categories, (values,), numbers)


def shares_plot(chart: Chart, *, title: str | None = None) -> Plot:
    """Return the parts of wholes that a chart draws one behind the other."""
    drawn = chart.figure["data"]
    categories = tuple(label for label, *_ in drawn[0]["customdata"])
    series = tuple(
        Series(trace["customdata"][0][1], tuple(map(float, trace["x"])), _tone(trace["marker"]["color"]))
        for trace in drawn
        if any(trace["x"])
    )
    return Plot(_title(chart, title), chart.subtitle, chart.alt, "shares", categories, series, "0%")


def lines_plot(chart: Chart, numbers: str, *, title: str | None = None) -> Plot:
    """Return the named lines of a chart; areas and marks are left out."""
    named = [trace for trace in chart.figure["data"] if trace.get("name") and "lines" in trace["mode"]]
    series = tuple(
        Series(
            trace["name"], tuple(map(float, trace["y"])), _tone(trace["line"]["color"]), (),
            tuple(map(float, trace["x"])), trace["line"].get("width", LINE_WIDTH), trace["line"].get("dash") or "",
        )
        for trace in named
    )  # fmt: skip
    below = chart.figure["layout"]["xaxis"]
    return Plot(
        _title(chart, title), chart.subtitle, chart.alt, "lines", (below["title"]["text"],), series, numbers,
        float(below["dtick"]),
    )  # fmt: skip


def off_the_scale(chart: Chart) -> list[str]:
    """Return what a chart says about lines that leave its scale."""
    notes: Sequence[dict[str, Any]] = chart.figure["layout"].get("annotations", ())
    return [note["text"].lstrip("".join(_ARROWS)).replace("<br>", " ").strip()
            for note in notes if note["text"].startswith(_ARROWS)]  # fmt: skip


def _title(chart: Chart, title: str | None) -> str:
    return chart.title if title is None else title


def _tone(reference: str) -> str:
    found = _TONE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return found[1]
