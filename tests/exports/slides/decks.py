"""Decks of the cases of the board paper, written once for all tests, and what stands in them."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from pptx import Presentation
from pptx.util import Pt

from kkm_helpers.exports.slides.content import deck_of
from kkm_helpers.exports.slides.deck import Deck
from kkm_helpers.exports.slides.master import own_master
from kkm_helpers.exports.slides.package import packed
from kkm_helpers.exports.slides.setting import set_deck
from kkm_helpers.resources import data_folder
from kkm_helpers.scenario import Case, build_case, load_scenario
from tests.exports.report_cases import CASES

DAY = datetime(2025, 3, 5)  # noqa: DTZ001 - a day is enough


@cache
def case(name: str) -> Case:
    if name == "demo":
        return build_case(load_scenario(data_folder() / "demo_scenario.yaml"))
    overrides, scenario = CASES[name]
    return build_case(scenario, overrides)


@cache
def deck(name: str, language: str = "de") -> Deck:
    return deck_of(case(name), language, DAY)


@cache
def written(name: str, language: str = "de") -> bytes:
    return packed(set_deck(deck(name, language), own_master(), DAY), DAY)


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def texts(slide) -> Iterator[str]:
    """Yield every text of a slide: boxes, cells, names and categories of charts."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            for plot in shape.chart.plots:
                yield from (str(category) for category in plot.categories)
                yield from (series.name for series in plot.series)


def charts(slide) -> list:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def values(chart) -> dict[str, list[float]]:
    return {series.name: list(series.values) for series in chart.plots[0].series}


def boxes(slide) -> list[tuple[str, float, float, float, float]]:
    """Return name, left, top, right and bottom [points] of what stands on a slide."""
    return [
        (shape.name, *(side / Pt(1) for side in (shape.left, shape.top, shape.left + shape.width,
                                                 shape.top + shape.height)))
        for shape in slide.shapes
        if shape.width and shape.height
    ]  # fmt: skip


def overlaps(slide, tolerance: float = 0.5) -> list[tuple[str, str]]:
    """Return the names of shapes that lie on one another."""
    return [
        (one[0], other[0])
        for one, other in itertools.combinations(boxes(slide), 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > tolerance
        and min(one[4], other[4]) - max(one[2], other[2]) > tolerance
    ]


def beyond(slide, width: float, height: float) -> list[str]:
    """Return the names of shapes that leave the slide."""
    return [name for name, left, top, right, bottom in boxes(slide)
            if left < 0 or top < 0 or right > width + 0.5 or bottom > height + 0.5]  # fmt: skip
