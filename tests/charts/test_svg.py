"""The drawing of charts without a browser: places, words, and nothing left out unnoticed."""

import re
import xml.etree.ElementTree as ET

import pytest

from kkm_helpers.charts import Chart
from kkm_helpers.charts.svg import UnknownToSvgError, svg

SVG = "{http://www.w3.org/2000/svg}"
AXIS = {"visible": False}


def drawn(data, layout=None, **options):
    frame = {
        "height": 100, "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**AXIS, "range": [0, 10]}, "yaxis": {**AXIS, "range": [0, 10]},
    }  # fmt: skip
    chart = Chart("a", "Titel", "Einheit", "Text", {"data": data, "layout": {**frame, **(layout or {})}})
    return ET.fromstring(svg(chart, width=200, **options))


def test_a_line_runs_through_the_pixels_of_its_points():
    line = {"type": "scatter", "mode": "lines", "x": [0, 5, 10], "y": [0, 10, 5], "line": {"color": "#123456"}}
    found = drawn([line]).find(f"{SVG}polyline")
    assert found.get("points") == "0,100 100,0 200,50"
    assert found.get("stroke") == "#123456"


def test_an_empty_value_breaks_a_line():
    line = {"type": "scatter", "mode": "lines", "x": [0, 1, 2, 3], "y": [1, None, 2, 3]}
    assert len(drawn([line]).findall(f"{SVG}polyline")) == 2


def test_an_area_reaches_down_to_zero_even_where_zero_is_out_of_range():
    area = {"type": "scatter", "mode": "lines", "x": [0, 10], "y": [6, 8], "fill": "tozeroy", "fillcolor": "#eee",
            "line": {"width": 0}}  # fmt: skip
    assert drawn([area]).find(f"{SVG}polygon").get("points") == "0,100 0,40 200,20 200,100"
    raised = drawn([area], {"yaxis": {**AXIS, "range": [5, 10]}})
    assert raised.find(f"{SVG}polygon").get("points").startswith("0,100 0,80")


def test_lying_bars_start_at_their_base_and_are_as_wide_as_they_say():
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [4],
        "base": [2],
        "y": [5],
        "width": 2,
        "marker": {"color": ["#f00"]},
    }
    found = drawn([bar]).find(f"{SVG}rect")
    place = [found.get(name) for name in ("x", "y", "width", "height", "fill")]
    assert place == ["40", "40", "80", "20", "#f00"]


def test_bars_have_their_outline():
    bar = {"type": "bar", "x": [5], "y": [5], "marker": {"color": "#fff", "line": {"color": "#0b5c88", "width": 1.5}}}
    found = drawn([bar]).find(f"{SVG}rect")
    assert [found.get(name) for name in ("fill", "stroke", "stroke-width")] == ["#fff", "#0b5c88", "1.5"]
    plain = drawn([{**bar, "marker": {"color": "#fff"}}]).find(f"{SVG}rect")
    assert plain.get("stroke") is None


def test_the_label_behind_a_bar_stays_in_the_picture():
    bar = {"type": "bar", "orientation": "h", "x": [8, 4], "y": [8, 2], "width": 1}
    words = "1.417 Besuche"
    note = {"text": words, "x": 8, "y": 8, "showarrow": False, "xanchor": "left"}
    found = drawn([bar], {"annotations": [note]})
    long, short = (float(each.get("width")) for each in found.findall(f"{SVG}rect"))
    assert long == pytest.approx(2 * short, abs=0.02)
    assert float(found.find(f"{SVG}text/{SVG}tspan").get("x")) + len(words) * 13 * 0.56 <= 200.01
    assert float(drawn([bar]).find(f"{SVG}rect").get("width")) == 160


def test_without_a_theme_the_references_to_colours_stay():
    line = {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "line": {"color": "var(--accent)"}}
    assert drawn([line], theme=None).find(f"{SVG}polyline").get("stroke") == "var(--accent)"
    assert drawn([line], theme="light").find(f"{SVG}polyline").get("stroke").startswith("#")


def test_upright_bars_below_zero_hang_from_it():
    bar = {"type": "bar", "x": [5], "y": [-5], "width": 1, "marker": {"color": "#f00"}}
    found = drawn([bar], {"yaxis": {**AXIS, "range": [-10, 10]}}).find(f"{SVG}rect")
    assert [found.get(name) for name in ("x", "y", "width", "height")] == ["90", "50", "20", "25"]


def test_a_heat_map_mixes_its_colours():
    cells = {
        "type": "heatmap",
        "x": [2.5, 7.5],
        "y": [5],
        "z": [[0, 1]],
        "colorscale": [[0, "#000000"], [1, "#ffffff"]],
    }
    assert [cell.get("fill") for cell in drawn([cells]).iter(f"{SVG}rect")] == ["#000000", "#ffffff"]
    halved = {**cells, "zmin": -1, "zmax": 1}
    assert [cell.get("fill") for cell in drawn([halved]).iter(f"{SVG}rect")] == ["#808080", "#ffffff"]


@pytest.mark.parametrize(
    ("form", "separators", "texts"),
    [
        (",.0f", ",.", ["0", "1.000", "2.000"]),
        (",.0f", ".,", ["0", "1,000", "2,000"]),
        (".1f", ",.", ["0,0", "1000,0", "2000,0"]),
        ("~r", ",.", ["0", "1000", "2000"]),
    ],
)
def test_ticks_are_round_and_written_in_the_language(form, separators, texts):
    axis = {"range": [0, 2000], "nticks": 3, "tickformat": form}
    found = drawn([], {"xaxis": axis, "separators": separators})
    assert ["".join(text.itertext()) for text in found.iter(f"{SVG}text")] == texts


def test_negative_ticks_have_a_true_minus_and_no_float_noise():
    found = drawn([], {"xaxis": {"range": [-0.3, 0.3], "dtick": 0.1, "tickformat": "~r"}, "separators": ",."})
    texts = ["".join(text.itertext()) for text in found.iter(f"{SVG}text")]
    assert texts == ["−0,3", "−0,2", "−0,1", "0", "0,1", "0,2", "0,3"]


def test_words_keep_their_marks_and_stay_words():
    note = {"text": "<b>5 < 6 &amp; 7</b><br>zweite", "x": 5, "y": 5, "showarrow": False, "xanchor": "left",
            "font": {"color": "#111", "size": 10}}  # fmt: skip
    text = drawn([], {"annotations": [note]}).find(f"{SVG}text")
    rows = text.findall(f"{SVG}tspan")
    assert ["".join(row.itertext()) for row in rows] == ["5 < 6 & 7", "zweite"]
    assert rows[0].find(f"{SVG}tspan").get("font-weight") == "bold"
    assert text.get("text-anchor") == "start"
    assert rows[0].get("x") == "100"


def test_shapes_stand_on_values_or_on_the_paper():
    dashed = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 5, "y1": 5,
              "line": {"color": "#222", "width": 1, "dash": "3px,3px"}}  # fmt: skip
    line = drawn([], {"shapes": [dashed]}).find(f"{SVG}line")
    assert [line.get(name) for name in ("x1", "x2", "y1", "stroke-dasharray")] == ["0", "200", "50", "3,3"]


def test_names_with_marks_of_xml_cannot_break_the_picture():
    chart = Chart("a", 'Fa. "Müller" <script>', "", "&", {"data": [], "layout": {"height": 10}})
    assert "<script>" not in svg(chart)
    assert ET.fromstring(svg(chart)).get("aria-label").startswith('Fa. "Müller" <script>')


@pytest.mark.parametrize(
    ("data", "layout", "named"),
    [
        ([{"type": "pie"}], {}, "pie"),
        ([{"type": "scatter", "x": [1], "y": [1], "fill": "tonexty"}], {}, "tonexty"),
        ([{"type": "scatter", "x": [1], "y": [1], "error_y": {"array": [1]}}], {}, "error_y of a scatter"),
        ([{"type": "bar", "x": [1], "y": [1], "marker": {"pattern": {"shape": "/"}}}], {}, "pattern of a marker"),
        ([{"type": "scatter", "x": [1], "y": [1], "line": {"smoothing": 1}}], {}, "smoothing of a line"),
        ([], {"annotations": [{"text": "a", "x": 1, "y": 1}]}, "arrow"),
        ([], {"shapes": [{"type": "path", "x0": 0, "x1": 0, "y0": 0, "y1": 0}]}, "path"),
        ([], {"barmode": "stack"}, "stack"),
        ([], {"xaxis": {"type": "log", "range": [0, 1]}}, "log"),
    ],
)
def test_what_it_does_not_draw_is_an_error(data, layout, named):
    with pytest.raises(UnknownToSvgError, match=re.escape(named)):
        drawn(data, layout)
