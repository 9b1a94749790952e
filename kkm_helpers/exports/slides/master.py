"""Masters: our own, made from the design tokens, and a client's, whose layout is found by its placeholders."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PythonPptxError
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from kkm_helpers.charts.theme import tokens
from kkm_helpers.errors import KkmError
from kkm_helpers.exports.slides.palette import CLIENT, OWN, THEME_SLOTS, Palette, hex_of
from kkm_helpers.files import read_bytes

if TYPE_CHECKING:
    from pptx.presentation import Presentation as PresentationFile
    from pptx.shapes.placeholder import LayoutPlaceholder
    from pptx.slide import SlideLayout

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
FONT = "Arial"
LARGEST_TEMPLATE = 200 * 1024 * 1024
LEAST_WIDTH, LEAST_HEIGHT = WIDTH / 2, HEIGHT / 2
"""Of the room below a title, for slides of our size."""
FOOTER_SIZE = 10.0
TOPIC = 13
"""Index of our placeholder for what a slide is about."""
_FOOTERS = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER)
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_TEXTS = (KIND.OBJECT, KIND.BODY)
_TITLE_ONLY = 5
_USUAL_TITLE = 36.0
_KNOWN_FONTS = {
    "Arial", "Helvetica", "Helvetica Neue", "Liberation Sans", "Segoe UI", "Calibri", "Calibri Light", "Carlito",
    "Cambria", "Georgia", "Times New Roman", "Garamond", "Roboto",
}  # fmt: skip
"""Fonts no wider than those that texts are measured with; any other may be as wide as Verdana."""
_WIDE_LETTERS = 1.18


def size_of(token: str) -> float:
    """Return a size of the design tokens in points of a slide: a pixel of the screen is a point."""
    return float(tokens("light")[token].removesuffix("rem")) * 16


@dataclass(frozen=True)
class Area:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    def times(self, factor: float) -> Area:
        """Return it on a slide that is larger by a factor."""
        return Area(*(factor * side for side in (self.left, self.top, self.width, self.height)))


@dataclass(frozen=True)
class Master:
    """A presentation without slides, and where in its layout what stands.

    Attributes:
        presentation: the file.
        layout: the one that all slides have.
        body: where a slide's blocks go.
        title: where its title goes.
        title_size: of the type of the title, in points.
        palette: its colours.
        letters: how much wider its letters may be than those that texts are measured with.
    """

    presentation: PresentationFile
    layout: SlideLayout
    body: Area
    title: Area
    title_size: float
    palette: Palette
    letters: float = 1.0

    @property
    def is_own(self) -> bool:
        """Whether it is ours."""
        return self.palette.shades is OWN

    @property
    def unit(self) -> float:
        """How much larger its slides are than ours: on a screen all slides are of the same size."""
        return _unit(self.presentation)

    def footers(self) -> dict[KIND, LayoutPlaceholder]:
        """Return the placeholders for date, footer and slide number."""
        found = {each.placeholder_format.type: each for each in self.layout.placeholders}
        return {kind: found[kind] for kind in _FOOTERS if kind in found}


def _unit(presentation: PresentationFile) -> float:
    return float(min(presentation.slide_width.pt / WIDTH, presentation.slide_height.pt / HEIGHT))


# --- our own -------------------------------------------------------------------------------
_TITLE_AREA = Area(MARGIN, 42, WIDTH - 2 * MARGIN, 56)
_TOPIC_AREA = Area(MARGIN, 24, WIDTH - 2 * MARGIN, 18)
_BODY_AREA = Area(MARGIN, 116, WIDTH - 2 * MARGIN, 384)
_FOOTER_AREAS = {
    "ftr": Area(MARGIN, 512, 660, 14), "dt": Area(MARGIN + 670, 512, 130, 14), "sldNum": Area(WIDTH - 80, 512, 40, 14),
}  # fmt: skip
_RULE_AT = 104.0


def own_master() -> Master:
    """Return our own master: white, one layout, one rule below the title."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _drop_pictures_of_the_start(presentation)
    master, layout = presentation.slide_master, presentation.slide_layouts[_TITLE_ONLY]
    for other in [each for each in presentation.slide_layouts if each != layout]:
        presentation.slide_layouts.remove(other)
    _set_theme(presentation)
    layout.name = "kkm"
    for shape in list(master.placeholders):
        kind = shape.element.xpath(".//p:ph/@type")[0]
        _place(shape, {"title": _TITLE_AREA, "body": _BODY_AREA, **_FOOTER_AREAS}[kind])
        _clear_body(shape, "b" if kind == "title" else "t")
        if kind in _FOOTER_AREAS:
            _style_footer(shape, "l" if kind == "ftr" else "r")
    _style_texts(master.element)
    master.shapes.element.append(parse_xml(_rule()))
    layout.shapes.element.append(parse_xml(_topic()))
    return Master(presentation, layout, _BODY_AREA, _TITLE_AREA, size_of("t-finding"), Palette(OWN))


def _drop_pictures_of_the_start(presentation: PresentationFile) -> None:
    """Leave out the preview and the printer of the empty presentation that everything starts from."""
    package = presentation.part.package
    package.drop_rel(
        package.relate_to(package.part_related_by(RELATIONSHIP_TYPE.THUMBNAIL), RELATIONSHIP_TYPE.THUMBNAIL)
    )
    printer = RELATIONSHIP_TYPE.PRINTER_SETTINGS
    part = presentation.part
    part.drop_rel(part.relate_to(part.part_related_by(printer), printer))


def _set_theme(presentation: PresentationFile) -> None:
    part = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "kkm")
    colors = theme.find(f".//{qn('a:clrScheme')}")
    colors.set("name", "kkm")
    for slot, token in THEME_SLOTS.items():
        color = colors.find(qn(f"a:{slot}"))
        for old in list(color):
            color.remove(old)
        etree.SubElement(color, qn("a:srgbClr")).set("val", hex_of(token))
    for face in theme.iterfind(f".//{qn('a:fontScheme')}//{qn('a:latin')}"):
        face.set("typeface", FONT)
    part.blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(shape: LayoutPlaceholder, area: Area) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, (area.left, area.top, area.width, area.height))


def _clear_body(shape: LayoutPlaceholder, anchor: str) -> None:
    """Take the margins from a text box, and whatever would change the size of its type."""
    body = shape.element.find(f".//{qn('a:bodyPr')}")
    for old in list(body):
        body.remove(old)
    for name, value in {**dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0"), "anchor": anchor}.items():
        body.set(name, value)


def _style_footer(shape: LayoutPlaceholder, side: str) -> None:
    style = shape.element.find(f".//{qn('a:lstStyle')}")
    for old in list(style):
        style.remove(old)
    style.append(parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} algn="{side}"><a:defRPr sz="{round(FOOTER_SIZE * 100)}"><a:solidFill>'
        '<a:schemeClr val="tx2"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    ))  # fmt: skip


def _style_texts(master: Any) -> None:  # noqa: ANN401 - an element of lxml
    title = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(round(size_of("t-finding") * 100)))
    title.find(qn("a:defRPr")).set("b", "1")
    for level in master.find(f".//{qn('p:bodyStyle')}"):
        level.find(qn("a:defRPr")).set("sz", str(round(size_of("t-body") * 100)))


def _xfrm(area: Area) -> str:
    left, top, width, height = (int(Pt(each)) for each in (area.left, area.top, area.width, area.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _rule() -> str:
    area = Area(MARGIN, _RULE_AT, WIDTH - 2 * MARGIN, 0)
    return (
        f'<p:cxnSp {nsdecls("a", "p")}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/>'
        '<p:nvPr userDrawn="1"/>'
        f'</p:nvCxnSpPr><p:spPr>{_xfrm(area)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )


def _topic() -> str:
    size = round(size_of("t-note") * 100)
    return (
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="91" name="Topic"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="{TOPIC}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_xfrm(_TOPIC_AREA)}</p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/>'
        '<a:lstStyle><a:lvl1pPr marL="0" indent="0">'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size}"><a:solidFill>'
        '<a:schemeClr val="accent1"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr lang="de-DE"/>'
        "<a:t>kkm</a:t></a:r></a:p></p:txBody></p:sp>"
    )


# --- a client's ----------------------------------------------------------------------------
def client_master(path: Path) -> Master:
    """Return the master of a client's presentation, without its slides.

    Raises:
        FileTroubleError: it is missing or cannot be read.
        KkmError: it is no PowerPoint file, or has no layout with a title and room below it.
    """
    presentation = _opened(path)
    _drop_slides(presentation)
    ranked = sorted(
        ((rank, area, layout) for layout in presentation.slide_layouts for rank, area in _usable(layout, presentation)),
        key=lambda each: each[0],
    )
    if not ranked:
        raise _no_layout(path, presentation)
    _, body, layout = ranked[0]
    title = next(each for each in layout.placeholders if each.placeholder_format.type in _TITLES)
    return Master(presentation, layout, body, _area(title), _title_size(layout), Palette(CLIENT), _letters(layout))


def _opened(path: Path) -> PresentationFile:
    read_bytes(path, LARGEST_TEMPLATE)
    try:
        presentation = Presentation(str(path))
        kind = presentation.part.content_type
        _ = [each.name for each in presentation.slide_layouts]  # a part that is missing shows when it is looked at
    except (PythonPptxError, KeyError, ValueError, ParseError, etree.LxmlError, zipfile.BadZipFile, OSError) as error:
        raise KkmError(
            f"{path} lässt sich als Vorlage nicht öffnen: das ist keine PowerPoint-Datei (.pptx). Bitte speichern Sie "
            "die Vorlage in PowerPoint als .pptx, ohne Kennwort.",
            f"{path} cannot be opened as a template: it is no PowerPoint file (.pptx). Please save the template in "
            "PowerPoint as .pptx, without a password.",
        ) from error
    if kind != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        raise KkmError(
            f"{path} enthält Makros und kann keine Vorlage sein. Bitte speichern Sie sie als .pptx ohne Makros.",
            f"{path} holds macros and cannot be a template. Please save it as .pptx without macros.",
        )
    return presentation


def _drop_slides(presentation: PresentationFile) -> None:
    root = presentation.part.element if hasattr(presentation.part, "element") else presentation.element
    for slide in list(presentation.slides.element):
        presentation.part.drop_rel(slide.get(qn("r:id")))
        slide.getparent().remove(slide)
    # What refers to slides that are gone would make PowerPoint repair the file.
    for gone in root.xpath("//p:custShowLst") + root.xpath("//*[local-name()='sectionLst']/.."):
        gone.getparent().remove(gone)


def _usable(layout: SlideLayout, presentation: PresentationFile) -> Iterator[tuple[int, Area]]:
    """Yield how well a layout serves, the best first, and its room; nothing where it does not serve."""
    placeholders = [each for each in layout.placeholders if each.placeholder_format.type not in _FOOTERS]
    titles = [each for each in placeholders if each.placeholder_format.type in _TITLES]
    others = [each for each in placeholders if each not in titles]
    if len(titles) != 1 or any(each.placeholder_format.type not in _TEXTS for each in others):
        return
    if len(others) > 1:
        return
    area = _area(others[0]) if others else _room_below(titles[0], layout, presentation)
    unit = _unit(presentation)
    if area.width >= LEAST_WIDTH * unit and area.height >= LEAST_HEIGHT * unit:
        yield (1 if others else 0) + (2 if titles[0].placeholder_format.type == KIND.CENTER_TITLE else 0), area


def _room_below(title: LayoutPlaceholder, layout: SlideLayout, presentation: PresentationFile) -> Area:
    """Return where the master has its text, below the title of a layout that has none."""
    bodies = [each for each in layout.slide_master.placeholders if each.placeholder_format.type in _TEXTS]
    top = _area(title).bottom
    if bodies:
        body = _area(bodies[0])
        top = max(top, body.top)
        return Area(body.left, top, body.width, body.bottom - top)
    width, height = presentation.slide_width.pt, presentation.slide_height.pt
    left = _area(title).left
    return Area(left, top, width - 2 * left, 0.9 * height - top)


def _area(shape: LayoutPlaceholder) -> Area:
    sides = (shape.left, shape.top, shape.width, shape.height)
    return Area(*(0.0 if side is None else Emu(side).pt for side in sides))


def _title_size(layout: SlideLayout) -> float:
    """Return the size of a layout's title, in points: its own, or the master's."""
    title = next(each for each in layout.placeholders if each.placeholder_format.type in _TITLES)
    sizes = title.element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz") or layout.slide_master.element.xpath(
        ".//p:titleStyle/a:lvl1pPr/a:defRPr/@sz"
    )
    return float(sizes[0]) / 100 if sizes else _USUAL_TITLE


def _letters(layout: SlideLayout) -> float:
    """Return how much wider the letters of a layout's fonts may be than those that texts are measured with."""
    theme = etree.fromstring(layout.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    faces = theme.xpath("//*[local-name()='fontScheme']/*/*[local-name()='latin']/@typeface")
    return 1.0 if set(faces) <= _KNOWN_FONTS else _WIDE_LETTERS


def _no_layout(path: Path, presentation: PresentationFile) -> KkmError:
    names = [each.name for each in presentation.slide_layouts]
    listed = ", ".join(names[:8]) or "–"
    return KkmError(
        f"{path} hat kein Layout mit einem Titel und genug Platz darunter (mindestens die halbe Breite und die halbe "
        f"Höhe der Folie). Gefunden: {listed}. Bitte legen Sie ein Layout „Nur Titel“ an.",
        f"{path} has no layout with a title and enough room below it (at least half the width and half the height of "
        f"the slide). Found: {listed}. Please add a layout “Title Only”.",
    )
