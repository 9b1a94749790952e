"""Native charts: drawn by PowerPoint from data that can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from kkm_helpers.exports.slides.measure import text_width
from kkm_helpers.exports.slides.palette import Palette
from kkm_helpers.exports.slides.placing import Drawn
from kkm_helpers.exports.slides.plots import Plot, Series

if TYPE_CHECKING:
    from pptx.chart.axis import _BaseAxis
    from pptx.chart.chart import Chart
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.shapes.shapetree import SlideShapes

_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED, "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "shares": XL_CHART_TYPE.BAR_STACKED_100, "swings": XL_CHART_TYPE.BAR_CLUSTERED,
    "lines": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}  # fmt: skip
_GAPS = {"bars": 70, "columns": 60, "shares": 50, "swings": 45}
_DASHES = {
    "dot": MSO_LINE.ROUND_DOT, "dash": MSO_LINE.DASH, "longdash": MSO_LINE.LONG_DASH, "dashdot": MSO_LINE.DASH_DOT,
}  # fmt: skip
MOST_OF_NAMES = 0.45
"""Largest part of a chart's width that the names of lying bars take: longer ones are broken."""
ROOM_OF_A_NUMBER = 0.25
LEGEND_LINES = 2.2
_SHARES_WITH_A_NUMBER = '[<0.06]"";0%'
_DARK = ("accent", "series", "ink", "warn")


def add_chart(shapes: SlideShapes, drawn: Drawn, palette: Palette) -> GraphicFrame:
    """Add a native chart to a slide."""
    area, plot = drawn.area, drawn.plot
    place = map(Pt, (area.left, area.top, area.width, area.height))
    frame = shapes.add_chart(_TYPES[plot.kind], *place, _data(plot))
    chart = frame.chart
    chart.font.size = Pt(drawn.size)
    palette.paint(chart.font.color, "ink-2")
    chart.has_title = False
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    if plot.kind == "lines":
        _style_lines(chart, plot, palette)
    else:
        _style_bars(chart, drawn, palette)
    return frame


def _data(plot: Plot) -> CategoryChartData | XyChartData:
    if plot.kind == "lines":
        data = XyChartData(number_format=plot.numbers)
        for series in plot.series:
            line = data.add_series(series.name)
            for place, value in zip(series.places, series.values, strict=True):
                line.add_data_point(place, value)
        return data
    data = CategoryChartData(number_format=plot.numbers)
    data.categories = plot.categories
    for series in plot.series:
        data.add_series(series.name, series.values)
    return data


def _style_bars(chart: Chart, drawn_in: Drawn, palette: Palette) -> None:
    plot = drawn_in.plot
    drawn, categories, values = chart.plots[0], chart.category_axis, chart.value_axis
    drawn.gap_width = _GAPS[plot.kind]
    drawn.overlap = {"shares": 100, "swings": 100}.get(plot.kind, -10 if len(plot.series) > 1 else 0)
    _quiet(values)
    values.visible = False
    _quiet(categories)
    # Bars of a chart are read from the top, and nothing lies across the names.
    categories.reverse_order = plot.kind != "columns"
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _make_room(chart, drawn_in, plot)
    line = categories.format.line
    line.width = Pt(1)
    palette.paint(line.color, "ink-2")
    for series, of in zip(drawn.series, plot.series, strict=True):
        series.invert_if_negative = False
        _fill(series, of.tone, palette)
        for place, tone in enumerate(of.tones):
            _fill(series.points[place], tone, palette)
        _label(series, plot, of, palette)


def _make_room(chart: Chart, drawn: Drawn, plot: Plot) -> None:
    """Give the names beside lying bars the width they need, and the numbers at the ends of bars room of their own."""
    if plot.kind == "columns":
        return
    widest = max(text_width(name, drawn.size) for name in plot.categories) + drawn.size
    part = min(widest / drawn.area.width, MOST_OF_NAMES)
    below = LEGEND_LINES * drawn.size / drawn.area.height if len(plot.series) > 1 else 0.0
    area = chart.element.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = {"x": part, "y": 0.0, "w": 0.99 - part, "h": 1.0 - below}
    modes = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    values = "".join(f'<c:{side} val="{value:.4f}"/>' for side, value in sides.items())
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>{modes}{values}'
        "</c:manualLayout></c:layout>"
    ))  # fmt: skip
    if plot.kind == "shares":
        return
    ends = [0.0, *(value for series in plot.series for value in series.values)]
    low, high = min(ends), max(ends)
    room = ROOM_OF_A_NUMBER * ((high - low) or 1.0)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = (low - room if low < 0 else 0.0), high + room


def _fill(target: Any, tone: str, palette: Palette) -> None:  # noqa: ANN401 - a series or one of its points
    target.format.fill.solid()
    palette.paint(target.format.fill.fore_color, tone)


def _label(series: Any, plot: Plot, of: Series, palette: Palette) -> None:  # noqa: ANN401 - one of python-pptx
    labels = series.data_labels
    labels.show_value = True
    labels.number_format = _SHARES_WITH_A_NUMBER if plot.kind == "shares" else plot.numbers
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.CENTER if plot.kind == "shares" else XL_LABEL_POSITION.OUTSIDE_END
    palette.paint(labels.font.color, "white" if plot.kind == "shares" and of.tone in _DARK else "ink")


def _style_lines(chart: Chart, plot: Plot, palette: Palette) -> None:
    below, values = chart.category_axis, chart.value_axis
    for series, of in zip(chart.plots[0].series, plot.series, strict=True):
        series.smooth = False
        line = series.format.line
        line.width = Pt(of.width)
        palette.paint(line.color, of.tone)
        if of.dash:
            line.dash_style = _DASHES[of.dash]
    _quiet(below)
    _quiet(values)
    below.minimum_scale, below.maximum_scale = 0, max(max(series.places) for series in plot.series)
    below.major_unit = plot.step
    below.has_title = True
    below.axis_title.text_frame.text = plot.categories[0]
    below.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    below.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    below.tick_labels.number_format, below.tick_labels.number_format_is_linked = "0", False
    palette.paint(below.format.line.color, "ink")
    values.has_major_gridlines = True
    palette.paint(values.major_gridlines.format.line.color, "line")
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = plot.numbers, False


def _quiet(axis: _BaseAxis) -> None:
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
