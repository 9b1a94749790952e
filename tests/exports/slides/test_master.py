"""A client's template: its layout is found by placeholders, its slides are left out, and what cannot serve is told."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from kkm_helpers.errors import KkmError
from kkm_helpers.exports import export
from kkm_helpers.exports.slides.master import client_master
from kkm_helpers.files import FileTroubleError
from tests.exports.slides.decks import beyond, case, charts, opened, overlaps

SECTIONS = (
    '<p:extLst {names}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="A" '
    'id="{{11111111-1111-1111-1111-111111111111}}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst></p14:section>'
    "</p14:sectionLst></p:ext></p:extLst>"
)


def template(tmp_path, change=None):
    """Write a template with two slides of its own, 4:3, changed by a test."""
    presentation = Presentation()
    for layout in (0, 1):
        presentation.slides.add_slide(presentation.slide_layouts[layout]).shapes.title.text = "Confidential"
    if change:
        change(presentation)
    presentation.save(tmp_path / "client.pptx")
    return tmp_path / "client.pptx"


def keep(*kept):
    def change(presentation):
        for slide in list(presentation.slides.element):
            presentation.part.drop_rel(slide.rId)
            presentation.slides.element.remove(slide)
        for place, layout in reversed(list(enumerate(presentation.slide_layouts))):
            if place not in kept:
                presentation.slide_layouts.remove(layout)

    return change


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ["default", "passive", "long_names", "demo"])
def test_slides_get_the_clients_master(tmp_path, name, language):
    path = export(case(name), tmp_path / "case.pptx", language, template=template(tmp_path))
    content = path.read_bytes()
    presentation = opened(content)
    assert presentation.slide_width == Pt(720)
    assert len(presentation.slides) == (12 if name == "demo" else 11)
    assert {slide.slide_layout.name for slide in presentation.slides} == {"Title Only"}
    assert charts(presentation.slides[2])
    for slide in presentation.slides:
        assert overlaps(slide, 1.0) == []
        assert beyond(slide, 720, 540) == []
        assert not [each for each in slide.placeholders if not each.text_frame.text]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [part for part in package.namelist() if b"Confidential" in package.read(part)]


def test_a_layout_with_one_text_serves_too(tmp_path):
    master = client_master(template(tmp_path, keep(1)))
    assert master.layout.name == "Title and Content"
    assert master.body.top == pytest.approx(126, abs=1)
    path = export(case("default"), tmp_path / "case.pptx", template=tmp_path / "client.pptx")
    assert len(opened(path.read_bytes()).slides) == 11


def test_colours_are_those_of_the_theme(tmp_path):
    path = export(case("default"), tmp_path / "case.pptx", template=template(tmp_path))
    series = charts(opened(path.read_bytes()).slides[2])[0].plots[0].series[0]
    assert series.points[1].format.fill.fore_color.theme_color is not None


def test_a_layout_without_footers_gets_a_line(tmp_path):
    def change(presentation):
        for layout in presentation.slide_layouts:
            for each in list(layout.placeholders):
                if each.placeholder_format.idx >= 10:
                    each.element.getparent().remove(each.element)

    path = export(case("default"), tmp_path / "case.pptx", template=template(tmp_path, change))
    for number, slide in enumerate(opened(path.read_bytes()).slides, start=1):
        line = next(shape.text_frame.text for shape in slide.shapes if shape.name == "footer")
        assert "Elektriker Nord" in line
        assert line.endswith(f" · {number}")
        assert overlaps(slide, 1.0) == []


def test_what_refers_to_slides_that_are_gone_is_gone_too(tmp_path):
    def change(presentation):
        presentation.part._element.append(parse_xml(SECTIONS.format(names=nsdecls("p"))))

    path = export(case("default"), tmp_path / "case.pptx", template=template(tmp_path, change))
    with zipfile.ZipFile(path) as package:
        assert b"sectionLst" not in package.read("ppt/presentation.xml")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"])
def test_a_file_that_is_no_presentation_is_told(tmp_path, content):
    path = tmp_path / "client.pptx"
    path.write_bytes(content)
    with pytest.raises(KkmError, match="keine PowerPoint-Datei"):
        export(case("default"), tmp_path / "case.pptx", template=path)
    assert [file.name for file in tmp_path.iterdir()] == ["client.pptx"]


def test_another_office_file_is_told(tmp_path):
    book = export(case("default"), tmp_path / "book.xlsx")
    with pytest.raises(KkmError, match=r"book\.xlsx .*keine PowerPoint-Datei"):
        client_master(book)


def test_a_presentation_cut_short_is_told(tmp_path):
    whole = template(tmp_path).read_bytes()
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            if name != "ppt/slideMasters/slideMaster1.xml":
                target.writestr(name, source.read(name))
    (tmp_path / "client.pptx").write_bytes(broken.getvalue())
    with pytest.raises(KkmError, match="keine PowerPoint-Datei"):
        client_master(tmp_path / "client.pptx")


def test_macros_are_told(tmp_path):
    path = template(tmp_path)
    content = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                    b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
                )
            target.writestr(name, part)
    path.write_bytes(content.getvalue())
    with pytest.raises(KkmError, match="enthält Makros"):
        client_master(path)


def test_a_missing_template_is_told(tmp_path):
    with pytest.raises(FileTroubleError):
        export(case("default"), tmp_path / "case.pptx", template=tmp_path / "nowhere.pptx")
    assert list(tmp_path.iterdir()) == []


def test_a_template_without_a_usable_layout_names_those_there_are(tmp_path):
    with pytest.raises(KkmError) as error:
        client_master(template(tmp_path, keep(3, 6)))
    assert "Two Content" in error.value.de
    assert "Blank" in error.value.en


def test_a_layout_with_too_little_room_does_not_serve(tmp_path):
    def change(presentation):
        keep(1)(presentation)
        presentation.slide_layouts[0].placeholders[1].height = Pt(100)

    with pytest.raises(KkmError, match="genug Platz"):
        client_master(template(tmp_path, change))


def test_the_template_is_never_overwritten(tmp_path):
    path = template(tmp_path)
    before = path.read_bytes()
    with pytest.raises(KkmError, match="ist die Vorlage"):
        export(case("default"), path, template=path, force=True)
    assert path.read_bytes() == before
