"""A chart as an SVG picture: for the report and for pages in which no script runs.

Draws the part of plotly's vocabulary that our charts use, no more: lines, areas, markers, bars, cells, shapes and
direct labels on linear axes. What it does not know is an error, so that no chart ever loses a part unnoticed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import TEXT_SIZE, Theme, resolved

Figure = dict[str, Any]

WIDTH = 680
FONT = '"Segoe UI", Arial, "Liberation Sans", "DejaVu Sans", sans-serif'
LINE_HEIGHT = 1.3
TICK = 5
GAP = 4
DASHES = {"solid": "", "dot": "2,3", "dash": "8,5", "longdash": "12,5", "dashdot": "8,4,2,4"}
LEAST_PART_DRAWN = 0.4
NICE_STEPS = (1, 2, 5, 10)
# Averages of a proportional sans serif, as a share of its size: good enough to leave room for a label.
LETTER_WIDTH = 0.56

_UNDER_THE_POINTER = {"customdata", "hoverinfo", "hovertemplate", "name", "showlegend", "text", "type", "visible"}
DRAWN = {
    "scatter": {"x", "y", "mode", "line", "marker", "fill", "fillcolor"} | _UNDER_THE_POINTER,
    "bar": {"x", "y", "base", "width", "orientation", "marker"} | _UNDER_THE_POINTER,
    "heatmap": {"x", "y", "z", "zmin", "zmax", "colorscale", "showscale"} | _UNDER_THE_POINTER,
    "line": {"color", "width", "dash", "shape"},
    "marker": {"color", "size", "symbol", "opacity", "line"},
}
"""What is drawn of each kind of trace, of a line and of a marker, or shows only under the pointer."""

_TICK_FORMAT = re.compile(r"(?P<sign>\+?)(?P<group>,?)(?:\.(?P<digits>\d+))?~?(?P<kind>[f%r]?)")
_TAG = re.compile(r"<(/?)(b|i|br|span)\b([^>]*)>")
_SPAN_COLOR = re.compile(r"color:\s*([^;\"']+)")


class UnknownToSvgError(NotImplementedError):
    """A figure uses a part of plotly that this module does not draw."""


def svg(chart: Chart, theme: Theme | None = "light", width: float = WIDTH) -> str:
    """Return the drawing of a chart, without its title, as the text of an SVG file.

    Args:
        chart: the chart.
        theme: which design tokens fill in its colours; None leaves the references, for a page that knows the tokens.
        width: width in pixels; the height is the chart's own.

    Raises:
        UnknownToSvgError: the chart uses a part of plotly that is not drawn here.
    """
    figure = resolved(chart.figure, theme) if theme else chart.figure
    layout = figure["layout"]
    height = float(layout.get("height", 320))
    frame = _frame(figure, width, height)
    body = [
        *(_shape(shape, frame) for shape in layout.get("shapes", ()) if shape.get("layer") == "below"),
        *_axes(frame),
        *(part for trace in _in_order(figure["data"]) for part in _trace(trace, frame)),
        *(_shape(shape, frame) for shape in layout.get("shapes", ()) if shape.get("layer") != "below"),
        *(_annotation(annotation, frame) for annotation in layout.get("annotations", ())),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-label={quoteattr(f"{chart.title}. {chart.alt}")} '
        f'font-family={quoteattr(FONT)} font-size="{TEXT_SIZE}">{"".join(body)}</svg>'
    )


# --- the frame: where a value stands on the paper -----------------------------------------------------------------
@dataclass(frozen=True)
class _Axis:
    """One axis: its settings, what it spans, and the pixels it spans it over."""

    settings: Figure
    low: float
    high: float
    start: float
    end: float
    separators: str

    def place(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def share(self, part: float) -> float:
        """Return the pixel of a share of the axis' length: plotly's `paper`."""
        return self.start + part * (self.end - self.start)

    @property
    def visible(self) -> bool:
        return bool(self.settings.get("visible", True)) and self.settings.get("showticklabels", True)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The values with a tick, and what stands at them."""
        if "tickvals" in self.settings:
            values = self.settings["tickvals"]
            return list(zip(values, self.settings.get("ticktext", map(self._text, values)), strict=True))
        low, high = sorted((self.low, self.high))
        step = self.settings.get("dtick") or _nice_step(high - low, self.settings.get("nticks", 6))
        first = math.ceil(low / step - 1e-9)
        count = math.floor(high / step + 1e-9) - first + 1
        return [(value, self._text(value)) for value in ((first + k) * step for k in range(max(count, 0)))]

    def _text(self, value: float) -> str:
        text = _formatted(value, self.settings.get("tickformat", ""), self.separators)
        return f"{self.settings.get('tickprefix', '')}{text}{self.settings.get('ticksuffix', '')}"


@dataclass(frozen=True)
class _Frame:
    x: _Axis
    y: _Axis
    bar_gap: float
    ink: str


def _frame(figure: Figure, width: float, height: float) -> _Frame:
    layout = figure["layout"]
    margin = {"l": 8, "r": 8, "t": 24, "b": 8, **layout.get("margin", {})}
    separators = layout.get("separators", ",.")
    if layout.get("barmode", "overlay") not in ("overlay", "group"):
        raise UnknownToSvgError(f"barmode {layout['barmode']}; give each bar its base")

    def axis(letter: str, start: float, end: float) -> _Axis:
        settings = layout.get(f"{letter}axis", {})
        if settings.get("type", "linear") not in ("linear", "-"):
            raise UnknownToSvgError(f"{letter}axis type {settings['type']}")
        low, high = settings.get("range") or _extent(figure["data"], letter)
        return _Axis(settings, float(low), float(high if high != low else low + 1), start, end, separators)

    bottom_axis = axis("x", 0, 1)
    bottom = height - margin["b"] - _room_below(bottom_axis)
    y = axis("y", bottom, margin["t"])
    widest = max((_text_width(text) for _, text in y.ticks), default=0) if y.visible else 0
    left = margin["l"] + (widest + GAP + TICK if widest else 0) + (LINE_HEIGHT * TEXT_SIZE if _title(y) else 0)
    # A margin of its own has room for the labels already.
    right = width - margin["r"]
    x = axis("x", max(left, margin["l"]), right)
    if not x.visible:
        x = replace(x, end=_end_with_room(x, layout.get("annotations", ()), right))
    return _Frame(x, y, float(layout.get("bargap", 0.2)), layout.get("font", {}).get("color", "#000"))


def _end_with_room(axis: _Axis, annotations: Sequence[Figure], right: float) -> float:
    """Return the pixel at which an axis nobody reads ends so that no label behind a bar leaves the picture."""
    ends = [axis.end]
    for label in annotations:
        if label.get("xanchor") != "left" or label.get("xref", "x") != "x" or label["x"] is None:
            continue
        part = (float(label["x"]) - axis.low) / (axis.high - axis.low)
        size = float(label.get("font", {}).get("size", TEXT_SIZE))
        words = max(_text_width(line, size) for line in _lines(label["text"])) + label.get("xshift", 0)
        if part > 0:
            ends.append(axis.start + (right - axis.start - words) / part)
    return max(min(ends), axis.start + LEAST_PART_DRAWN * (axis.end - axis.start))


def _room_below(axis: _Axis) -> float:
    if not axis.visible:
        return 0
    return TICK + GAP + LINE_HEIGHT * TEXT_SIZE * (2 if _title(axis) else 1)


def _title(axis: _Axis) -> str:
    title = axis.settings.get("title") or ""
    return str(title.get("text", "")) if isinstance(title, dict) else str(title)


def _extent(traces: Sequence[Figure], letter: str) -> tuple[float, float]:
    values = [float(value) for trace in traces for value in trace.get(letter, ()) if value is not None]
    return (min(values), max(values)) if values else (0.0, 1.0)


def _nice_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that needs no more than `most` ticks."""
    if not span:
        return 1.0
    rough = span / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in NICE_STEPS if step * power >= rough * (1 - 1e-9))


def _formatted(value: float, form: str, separators: str) -> str:
    """Return a number in the part of d3's format language that our axes use."""
    found = _TICK_FORMAT.fullmatch(form.replace("~", ""))
    if found is None:
        raise UnknownToSvgError(f"tickformat {form}")
    value = 0.0 if abs(value) < 1e-12 else value  # noqa: PLR2004 - float noise of 3 * 0.1 - 0.3
    number = value * 100 if found["kind"] == "%" else value
    if found["digits"] is not None and found["kind"] != "r":
        text = f"{abs(number):,.{found['digits']}f}"
    else:
        text = f"{abs(number):,.6f}".rstrip("0").rstrip(".")
    if not found["group"]:
        text = text.replace(",", "")
    decimal, group = separators[0], separators[1:] or ""
    text = text.replace(",", "\0").replace(".", decimal).replace("\0", group)
    sign = "−" if number < 0 and re.search(r"[1-9]", text) else found["sign"] and "+"
    return f"{sign}{text}{'%' if found['kind'] == '%' else ''}"


# --- axes ---------------------------------------------------------------------------------------------------------
def _axes(frame: _Frame) -> Iterator[str]:
    for axis, across in ((frame.x, frame.y), (frame.y, frame.x)):
        if axis.settings.get("visible", True):
            yield from _axis_lines(axis, across, frame)
            yield from _axis_words(axis, across, frame)


def _axis_lines(axis: _Axis, across: _Axis, frame: _Frame) -> Iterator[str]:
    settings, is_x = axis.settings, axis is frame.x
    edge, far = across.start, across.end
    tick = edge + (TICK if is_x else -TICK)
    for value, _ in axis.ticks:
        place = axis.place(value)
        if settings.get("showgrid"):
            yield _line(*_turned(is_x, place, edge, place, far), settings.get("gridcolor", frame.ink), 1)
        if settings.get("ticks") == "outside":
            yield _line(*_turned(is_x, place, edge, place, tick), settings.get("tickcolor", frame.ink), 1)
    if settings.get("showline"):
        yield _line(*_turned(is_x, axis.start, edge, axis.end, edge), settings.get("linecolor", frame.ink), 1)
    if settings.get("zeroline"):
        zero = axis.place(0)
        yield _line(*_turned(is_x, zero, edge, zero, far), settings.get("zerolinecolor", frame.ink), 1)


def _axis_words(axis: _Axis, across: _Axis, frame: _Frame) -> Iterator[str]:
    color = axis.settings.get("tickfont", {}).get("color", frame.ink)
    title, middle, edge = _title(axis), (axis.start + axis.end) / 2, across.start
    if axis is frame.x:
        below = edge + TICK + GAP
        if axis.visible:
            yield from (_text(text, axis.place(value), below, "center", "top", color) for value, text in axis.ticks)
        if title:
            yield _text(title, middle, below + LINE_HEIGHT * TEXT_SIZE, "center", "top", frame.ink)
        return
    if axis.visible:
        left = edge - TICK - GAP
        yield from (_text(text, left, axis.place(value), "right", "middle", color) for value, text in axis.ticks)
    if title:
        yield _text(title, TEXT_SIZE, middle, "center", "middle", frame.ink, angle=-90)


def _turned(is_x: bool, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:  # noqa: FBT001
    return (x0, y0, x1, y1) if is_x else (y0, x0, y1, x1)


# --- traces -------------------------------------------------------------------------------------------------------
def _in_order(traces: Sequence[Figure]) -> list[Figure]:
    """Return the traces as plotly stacks them: cells, then bars, then lines."""
    layer = {"heatmap": 0, "bar": 1, "scatter": 2}
    return sorted(traces, key=lambda trace: layer.get(trace.get("type", "scatter"), 2))


def _trace(trace: Figure, frame: _Frame) -> Iterator[str]:
    if trace.get("visible", True) is not True:
        return
    kind = trace.get("type", "scatter")
    _check_drawn(kind, trace)
    if kind == "scatter":
        yield from _scatter(trace, frame)
    elif kind == "bar":
        yield from _bars(trace, frame)
    else:
        yield from _cells(trace, frame)


def _check_drawn(kind: str, trace: Figure) -> None:
    """Raise `UnknownToSvgError` if a trace asks for more than is drawn."""
    if kind not in DRAWN:
        raise UnknownToSvgError(f"trace type {kind}")
    marker = trace.get("marker", {})
    parts = ((kind, trace), ("line", trace.get("line", {})), ("marker", marker), ("line", marker.get("line", {})))
    for name, part in parts:
        unknown = part.keys() - DRAWN[name]
        if unknown:
            raise UnknownToSvgError(f"{', '.join(sorted(unknown))} of a {name}")


def _scatter(trace: Figure, frame: _Frame) -> Iterator[str]:
    mode = trace.get("mode", "lines")
    for points in _runs(trace, frame):
        line = trace.get("line", {})
        corners = _stepped(points) if line.get("shape") == "hv" else points
        fill = trace.get("fill", "none")
        if fill == "tozeroy":
            low, high = sorted((frame.y.low, frame.y.high))
            base = frame.y.place(min(max(0.0, low), high))
            area = [(corners[0][0], base), *corners, (corners[-1][0], base)]
            yield _polygon(area, trace["fillcolor"])
        elif fill == "toself":
            yield _polygon(corners, trace["fillcolor"])
        elif fill != "none":
            raise UnknownToSvgError(f"fill {fill}")
        if "lines" in mode and line.get("width", 2):
            dash = line.get("dash", "solid")
            yield (
                f'<polyline points="{_points(corners)}" fill="none" stroke={quoteattr(line.get("color", "#000"))} '
                f'stroke-width="{_n(line.get("width", 2))}" stroke-linejoin="round"{_dash(dash)}/>'
            )
        if "markers" in mode:
            yield from (_marker(x, y, trace.get("marker", {}), index) for index, (x, y) in enumerate(points))
        if "text" in mode:
            raise UnknownToSvgError("text of a trace; use annotations")


def _runs(trace: Figure, frame: _Frame) -> Iterator[list[tuple[float, float]]]:
    """Yield the unbroken runs of points, in pixels: an empty value breaks a line."""
    run: list[tuple[float, float]] = []
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            if run:
                yield run
            run = []
        else:
            run.append((frame.x.place(float(x)), frame.y.place(float(y))))
    if run:
        yield run


def _stepped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    corners = points[:1]
    for (_, before), (x, y) in pairwise(points):
        corners += [(x, before), (x, y)]
    return corners


def _marker(x: float, y: float, marker: Figure, index: int) -> str:
    def of(part: Any) -> Any:  # noqa: ANN401
        return part[index] if isinstance(part, list) else part

    size, edge = float(of(marker.get("size", 6))), marker.get("line", {})
    stroke, width = of(edge.get("color", "none")), float(of(edge.get("width", 0)))
    symbol = of(marker.get("symbol", "circle"))
    opacity = float(of(marker.get("opacity", 1)))
    if not opacity:
        return ""
    if symbol == "line-ew":
        return _line(x - size / 2, y, x + size / 2, y, stroke, width)
    if symbol == "line-ns":
        return _line(x, y - size / 2, x, y + size / 2, stroke, width)
    paint = f'fill={quoteattr(of(marker.get("color", "#000")))} stroke={quoteattr(stroke)} stroke-width="{_n(width)}"'
    if symbol == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size / 2)}" {paint}/>'
    half = size / 2
    outlines = {
        "diamond": [(x, y - half), (x + half, y), (x, y + half), (x - half, y)],
        "square": [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
    }
    if symbol not in outlines:
        raise UnknownToSvgError(f"symbol {symbol}")
    return f'<polygon points="{_points(outlines[symbol])}" {paint}/>'


def _bars(trace: Figure, frame: _Frame) -> Iterator[str]:
    lies = trace.get("orientation") == "h"
    along, across = (frame.x, frame.y) if lies else (frame.y, frame.x)
    lengths, places = (trace["x"], trace["y"]) if lies else (trace["y"], trace["x"])
    if any(not isinstance(place, (int, float)) for place in places):
        raise UnknownToSvgError("bars at names; place them by number")
    widths, bases = (_each(trace.get(name), default, len(places)) for name, default in (("width", None), ("base", 0)))
    marker = trace.get("marker", {})
    colors = _each(marker.get("color"), "#000", len(places))
    edge = _edge(marker.get("line", {}))
    usual = min((abs(b - a) for a, b in pairwise(sorted(places)) if b != a), default=1.0) * (1 - frame.bar_gap)
    for place, length, width, base, color in zip(places, lengths, widths, bases, colors, strict=True):
        if length is None:
            continue
        half = (usual if width is None else float(width)) / 2
        ends = sorted((along.place(float(base)), along.place(float(base) + float(length))))
        sides = sorted((across.place(place - half), across.place(place + half)))
        (left, right), (top, bottom) = (ends, sides) if lies else (sides, ends)
        yield _rectangle(left, top, right - left, bottom - top, color, edge)


def _edge(line: Figure) -> str:
    """Return the attributes of an outline; nothing where there is none."""
    color, width = line.get("color", "none"), float(line.get("width", 1 if line else 0))
    return f' stroke={quoteattr(color)} stroke-width="{_n(width)}"' if width and color != "none" else ""


def _each(part: Any, default: Any, count: int) -> list[Any]:  # noqa: ANN401
    return list(part) if isinstance(part, (list, tuple)) else [default if part is None else part] * count


def _cells(trace: Figure, frame: _Frame) -> Iterator[str]:
    """Draw a heat map: one rectangle a cell, its colour from the scale."""
    xs, ys = ([float(value) for value in trace[letter]] for letter in ("x", "y"))
    numbers = [value for row in trace["z"] for value in row if value is not None]
    low, high = float(trace.get("zmin", min(numbers))), float(trace.get("zmax", max(numbers)))
    scale = trace["colorscale"]
    for row, (bottom, top) in zip(trace["z"], _borders(ys), strict=True):
        for value, (left, right) in zip(row, _borders(xs), strict=True):
            if value is None:
                continue
            share = min(max((value - low) / ((high - low) or 1), 0.0), 1.0)
            x0, x1 = sorted((frame.x.place(left), frame.x.place(right)))
            y0, y1 = sorted((frame.y.place(bottom), frame.y.place(top)))
            yield _rectangle(x0, y0, x1 - x0, y1 - y0, _on_scale(scale, share))


def _borders(middles: list[float]) -> list[tuple[float, float]]:
    inner = [(a + b) / 2 for a, b in pairwise(middles)]
    first = middles[0] - (inner[0] - middles[0] if inner else 0.5)
    last = middles[-1] + (middles[-1] - inner[-1] if inner else 0.5)
    return list(pairwise([first, *inner, last]))


def _on_scale(scale: Sequence[Sequence[Any]], share: float) -> str:
    """Return the colour at a share of a scale of [share, "#rrggbb"], mixed between its neighbours."""
    for (low, before), (high, after) in pairwise(scale):
        if share <= high:
            part = (share - low) / ((high - low) or 1)
            mixed = (round(a + (b - a) * part) for a, b in zip(_rgb(before), _rgb(after), strict=True))
            return "#" + "".join(f"{level:02x}" for level in mixed)
    return str(scale[-1][1])


def _rgb(color: str) -> tuple[int, ...]:
    digits = color.strip().lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits  # noqa: PLR2004
    return tuple(int(digits[k : k + 2], 16) for k in (0, 2, 4))


# --- shapes and words ---------------------------------------------------------------------------------------------
def _shape(shape: Figure, frame: _Frame) -> str:
    x0, x1 = (_placed(shape, "x", shape[key], frame.x) for key in ("x0", "x1"))
    y0, y1 = (_placed(shape, "y", shape[key], frame.y) for key in ("y0", "y1"))
    line = shape.get("line", {})
    color, width = line.get("color", "none"), float(line.get("width", 1))
    if shape["type"] == "line":
        return _line(x0, y0, x1, y1, color, width, line.get("dash", "solid"))
    if shape["type"] == "rect":
        left, top = min(x0, x1), min(y0, y1)
        return _rectangle(left, top, abs(x1 - x0), abs(y1 - y0), shape.get("fillcolor", "none"), _edge(line))
    raise UnknownToSvgError(f"shape {shape['type']}")


def _placed(part: Figure, letter: str, value: float, axis: _Axis) -> float:
    reference = part.get(f"{letter}ref", letter)
    if reference == "paper" or reference.endswith("domain"):
        return axis.share(float(value))
    return axis.place(float(value))


def _annotation(annotation: Figure, frame: _Frame) -> str:
    if annotation.get("showarrow", True):
        raise UnknownToSvgError("arrow of an annotation")
    x = _placed(annotation, "x", annotation["x"], frame.x) + annotation.get("xshift", 0)
    y = _placed(annotation, "y", annotation["y"], frame.y) - annotation.get("yshift", 0)
    font = annotation.get("font", {})
    return _text(
        annotation["text"], x, y, annotation.get("xanchor", "center"), annotation.get("yanchor", "middle"),
        font.get("color", "#000"), size=font.get("size", TEXT_SIZE), align=annotation.get("align"),
        ground=annotation.get("bgcolor"), angle=annotation.get("textangle", 0),
    )  # fmt: skip


def _text(
    text: str, x: float, y: float, anchor: str, side: str, color: str,
    *, size: float = TEXT_SIZE, align: str | None = None, ground: str | None = None, angle: float = 0,
) -> str:  # fmt: skip
    """Return one or more lines of text whose box lies at (x, y) by its `anchor` and `side`, as plotly means them."""
    lines = _lines(text)
    height, width = LINE_HEIGHT * size * len(lines), max(_text_width(line, size) for line in lines)
    left = x - {"left": 0, "center": width / 2, "right": width, "auto": width / 2}[anchor]
    top = y - {"top": 0, "middle": height / 2, "bottom": height, "auto": height / 2}[side]
    aligned = align or {"auto": "center"}.get(anchor, anchor)
    at, svg_anchor = {
        "left": (left, "start"), "center": (left + width / 2, "middle"), "right": (left + width, "end"),
    }[aligned]  # fmt: skip
    # Where the box is anchored at its own side the text needs no guess of its width.
    if aligned == anchor:
        at = x
    rows = "".join(
        f'<tspan x="{_n(at)}" y="{_n(top + LINE_HEIGHT * size * (row + 0.5) + 0.35 * size)}">{_marked_up(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    turned = f' transform="rotate({_n(angle)} {_n(x)} {_n(y)})"' if angle else ""
    box = _rectangle(left, top, width, height, ground) if ground and ground != "rgba(0,0,0,0)" else ""
    return f'{box}<text text-anchor="{svg_anchor}" fill={quoteattr(color)} font-size="{_n(size)}"{turned}>{rows}</text>'


def _lines(text: str) -> list[str]:
    return re.split(r"<br\s*/?>", text)


def _marked_up(line: str) -> str:
    """Return a line of plotly's markup as SVG: bold, italic, colour; everything else is text."""
    parts, at = [], 0
    for tag in _TAG.finditer(line):
        parts.append(_plain(line[at : tag.start()]))
        closes, name, attributes = tag.groups()
        if closes:
            parts.append("</tspan>")
        elif name == "b":
            parts.append('<tspan font-weight="bold">')
        elif name == "i":
            parts.append('<tspan font-style="italic">')
        else:
            found = _SPAN_COLOR.search(attributes)
            parts.append(f"<tspan fill={quoteattr(found[1].strip())}>" if found else "<tspan>")
        at = tag.end()
    return "".join(parts) + _plain(line[at:])


def _plain(text: str) -> str:
    entities = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0"}
    return escape(re.sub("|".join(entities), lambda found: entities[found[0]], text))


def _text_width(text: str, size: float = TEXT_SIZE) -> float:
    return LETTER_WIDTH * size * len(_TAG.sub("", text))


# --- marks --------------------------------------------------------------------------------------------------------
def _line(x0: float, y0: float, x1: float, y1: float, color: str, width: float, dash: str = "solid") -> str:
    return (
        f'<line x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}" stroke={quoteattr(color)} '
        f'stroke-width="{_n(width)}"{_dash(dash)}/>'
    )


def _dash(dash: str) -> str:
    pattern = DASHES.get(dash, dash.replace("px", ""))
    return f' stroke-dasharray="{pattern}"' if pattern else ""


def _rectangle(x: float, y: float, width: float, height: float, color: str, edge: str = "") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return f"<rect {place} fill={quoteattr(color)}{edge}/>"


def _polygon(points: Sequence[tuple[float, float]], color: str) -> str:
    return f'<polygon points="{_points(points)}" fill={quoteattr(color)}/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """Return a number with two decimals at most: enough for the eye."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
