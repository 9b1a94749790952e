"""The file itself: slides that can be edited, nothing on top of anything, the same bytes each time."""

import io
import zipfile

import openpyxl
import pytest
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from kkm_helpers.charts.theme import tokens
from kkm_helpers.exports import export
from kkm_helpers.exports.slides.measure import LINE_HEIGHT, count_lines
from kkm_helpers.exports.slides.plots import Plot
from tests.exports.report_cases import CASES, MARKUP
from tests.exports.slides.decks import beyond, boxes, case, charts, deck, opened, overlaps, texts, values, written

EVERY = [*((name, "de") for name in CASES), ("demo", "de"), ("default", "en"), ("passive", "en"), ("demo", "en")]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_nothing_overlaps_and_nothing_leaves_the_slide(name, language):
    presentation = opened(written(name, language))
    for slide in presentation.slides:
        assert boxes(slide)
        assert overlaps(slide) == [], slide.shapes.title.text
        assert beyond(slide, 960, 540) == [], slide.shapes.title.text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_text_fits_its_box(name, language):
    for slide in opened(written(name, language)).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.is_placeholder:
                continue
            needed = 0.0
            for paragraph in shape.text_frame.paragraphs:
                (run,) = paragraph.runs
                size = run.font.size.pt
                lines = count_lines(run.text, shape.width / Pt(1), size, strong=bool(run.font.bold))
                needed += lines * size * LINE_HEIGHT
            assert needed <= shape.height / Pt(1) + 1, (slide.shapes.title.text, shape.text_frame.text)
            assert size >= 9


def test_titles_are_findings_and_charts_are_native():
    presentation = opened(written("demo"))
    slides = list(presentation.slides)
    assert [slide.shapes.title.text for slide in slides] == [slide.finding for slide in deck("demo").slides]
    assert sum(len(charts(slide)) for slide in slides) >= 7
    assert sum(shape.has_table for slide in slides for shape in slide.shapes) >= 8
    assert not [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]  # no pictures


@pytest.mark.parametrize("name", ["default", "passive", "dissolve"])
def test_native_charts_hold_the_values(name):
    for slide, written_slide in zip(deck(name).slides, opened(written(name)).slides, strict=True):
        plots = [block for each in slide.blocks for block in _flat(each) if isinstance(block, Plot)]
        for plot, chart in zip(plots, charts(written_slide), strict=True):
            assert values(chart) == {series.name: pytest.approx(series.values) for series in plot.series}


def _flat(block):
    return [each for cell in block.cells for each in cell] if hasattr(block, "cells") else [block]


def test_a_chart_brings_the_data_to_edit():
    chart = charts(opened(written("default")).slides[2])[0]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.active.values)
    assert rows[1] == ("Inside Sales lohnt ab", pytest.approx(case("default").results["inside_revenue_threshold"]))
    assert not [cell for row in book.active for cell in row if cell.data_type == "f"]


def test_everything_drawn_has_a_text_alternative():
    for slide in opened(written("demo")).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape.element.xpath(".//p:cNvPr/@descr")[0]


def test_footers_and_notes():
    for number, slide in enumerate(opened(written("default")).slides, start=1):
        found = {each.placeholder_format.type: each for each in slide.placeholders}
        assert "Elektriker Nord" in found[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert "Stand der Annahmen" in found[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert found[PP_PLACEHOLDER.DATE].text_frame.text == "05.03.2025"
        field = found[PP_PLACEHOLDER.SLIDE_NUMBER].element.xpath(".//a:fld")[0]
        assert field.get("type") == "slidenum"
        assert field.xpath("string(.//a:t)") == str(number)
        assert slide.notes_slide.notes_text_frame.text


def test_names_stay_text():
    whole = "\n".join(text for slide in opened(written("markup")).slides for text in texts(slide))
    assert MARKUP in whole
    assert "שלום شركة 😀" in whole


def test_a_long_name_gives_way_to_where_the_slides_come_from():
    slide = opened(written("long_names")).slides[3]
    footer = next(each for each in slide.placeholders if each.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    assert footer.text_frame.text.startswith("AAAA")
    assert "kkm" in footer.text_frame.text


def test_the_theme_has_the_colours_of_the_app():
    with zipfile.ZipFile(io.BytesIO(written("default"))) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    for token in ("ink", "accent", "warn", "series"):
        assert tokens("light")[token].removeprefix("#").upper() in theme


def test_the_same_case_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741176000")
    first = export(case("default"), tmp_path / "one.pptx").read_bytes()
    second = export(case("default"), tmp_path / "two.pptx", "de").read_bytes()
    assert first == second
    assert opened(first).core_properties.created.isoformat().startswith("2025-03-05T12:00:00")
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name or "printer" in name]
