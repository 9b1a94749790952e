"""A deck put into a presentation: text boxes, native tables, native charts, notes."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_AUTO_SIZE, MSO_VERTICAL_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from kkm_helpers.errors import KkmError
from kkm_helpers.exports.report.blocks import clipped
from kkm_helpers.exports.slides.deck import Deck, Slide
from kkm_helpers.exports.slides.master import FOOTER_SIZE, TOPIC, Area, Master, size_of
from kkm_helpers.exports.slides.measure import LINE_HEIGHT, count_lines, within_lines
from kkm_helpers.exports.slides.native import add_chart
from kkm_helpers.exports.slides.placing import (
    CELL_SIDE,
    CELL_TOP,
    Drawn,
    Grid,
    NoRoomError,
    Run,
    TextBox,
    enlarged,
    placed,
)
from kkm_helpers.language import Language, choose
from kkm_helpers.progress import counted

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.shapes.shapetree import SlideShapes
    from pptx.slide import Slide as PptxSlide
    from pptx.slide import SlideLayout
    from pptx.table import _Cell
    from pptx.text.text import TextFrame, _Paragraph

LONGEST_PROPERTY = 200
LEAST_TITLE, LEAST_FOOTER = 14.0, 7.0
INSET = 7.2, 3.6
"""Margins of a placeholder that says nothing of them: sides, top and bottom."""
FOOTER_LINE = 14.0
LEAST_SIZE_OF_A_LINE = 9.0
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def set_deck(deck: Deck, master: Master, made: datetime) -> Presentation:
    """Return the presentation of a deck.

    Raises:
        KkmError: a slide does not fit into the master's layout.
    """
    for place, slide in enumerate(counted("Folie", "slide", deck.slides), start=1):
        _Page(deck, master, place).set(slide)
    about = master.presentation.core_properties
    about.title, about.author, about.last_modified_by = clipped(deck.title, LONGEST_PROPERTY), "kkm", "kkm"
    about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = made
    about.revision = 1
    about.language = deck.language
    return master.presentation


class _Page:
    """Sets one slide."""

    def __init__(self, deck: Deck, master: Master, place: int) -> None:
        self.deck, self.master, self.place = deck, master, place
        self.palette = master.palette
        self.slide: PptxSlide = master.presentation.slides.add_slide(master.layout)
        self.shapes: SlideShapes = self.slide.shapes

    @property
    def language(self) -> Language:
        return self.deck.language

    def set(self, slide: Slide) -> None:
        self.title(slide.finding)
        self.topic(slide.topic)
        for empty in [each for each in self.slide.placeholders if not each.text_frame.text]:
            empty.element.getparent().remove(empty.element)
        body = self.footers()
        try:
            parts = placed(slide.blocks, body.times(1 / self.master.unit))
        except NoRoomError as error:
            raise KkmError(
                f"Die Folie „{slide.topic}“ passt nicht in das Layout „{self.master.layout.name}“ der Vorlage. Bitte "
                "nehmen Sie eine Vorlage mit mehr Platz unter dem Titel.",
                f"The slide “{slide.topic}” does not fit into the layout “{self.master.layout.name}” of the template. "
                "Please take a template with more room below the title.",
            ) from error
        for number, part in enumerate(parts, start=1):
            self.part(enlarged(part, self.master.unit, self.master.letters), f"{slide.name} {number}")
        notes = self.slide.notes_slide.notes_text_frame
        self.fill(notes, [Run(text, 0.0, tone="") for text in slide.notes])

    # --- what the layout has ---
    def title(self, finding: str) -> None:
        frame = self.shapes.title.text_frame
        area, size = self.master.title, self.master.title_size
        sides, ends = _insets(self.master.layout)
        width, height = (area.width - 2 * sides) / self.master.letters, area.height - 2 * ends
        text = finding
        while (lines := int(height // (size * LINE_HEIGHT))) < 1 or count_lines(text, width, size, strong=True) > lines:
            if size <= LEAST_TITLE:
                text = within_lines(text, width, size, max(lines, 1), strong=True)
                break
            size = max(size - 1, LEAST_TITLE)
        self.fill(frame, [Run(text, 0.0 if size == self.master.title_size else size, tone="")])

    def topic(self, topic: str) -> None:
        for each in self.slide.placeholders:
            if each.placeholder_format.idx == TOPIC and self.master.is_own:
                width = self.master.title.width
                text = within_lines(topic, width, size_of("t-note"), 1)
                self.fill(each.text_frame, [Run(text, 0.0, tone="")])

    def footers(self) -> Area:
        """Fill date, footer and slide number; return the room for everything else."""
        there, body = self.master.footers(), self.master.body
        texts = {KIND.DATE: self.deck.date, KIND.FOOTER: "", KIND.SLIDE_NUMBER: str(self.place)}
        for kind, placeholder in there.items():
            width, height = placeholder.width.pt, placeholder.height.pt
            room = (width if self.master.is_own else width - 2 * INSET[0]) / self.master.letters
            size, text = self.fitting_footer(kind, texts[kind], room, height)
            self.add_footer(placeholder.element, kind, text, size)
        if KIND.FOOTER in there and KIND.SLIDE_NUMBER in there:
            return body
        # A layout without them: one line at the end of its room.
        parts = [text for kind, text in texts.items() if kind not in there and text]
        line = Area(body.left, body.bottom - FOOTER_LINE, body.width, FOOTER_LINE)
        rest = " · ".join(parts)
        text = self.footer_text(body.width * 0.95, LEAST_SIZE_OF_A_LINE, 1, rest)
        self.part(TextBox(line, (Run(text, LEAST_SIZE_OF_A_LINE, tone="ink-2"),)), "footer")
        return Area(body.left, body.top, body.width, body.height - FOOTER_LINE - 4)

    def fitting_footer(self, kind: KIND, text: str, width: float, height: float) -> tuple[float, str]:
        """Return in which size a footer fits, and its text; the name of the case gives way first."""
        size = FOOTER_SIZE
        while size > LEAST_FOOTER:
            lines = max(int(height // (size * LINE_HEIGHT)), 1)
            whole = text or f"{self.deck.title} · {self.deck.origin}"
            if count_lines(whole, width, size) <= lines:
                return size, whole
            size -= 1
        lines = max(int(height // (size * LINE_HEIGHT)), 1)
        if kind == KIND.FOOTER:
            return size, self.footer_text(width, size, lines, "")
        return size, within_lines(text, width, size, lines)

    def footer_text(self, width: float, size: float, lines: int, rest: str) -> str:
        """Return name, origin and the rest in some lines; the name is shortened first."""
        behind = " · ".join(filter(None, (self.deck.origin, rest)))
        for most in (len(self.deck.title), 80, 40, 20, 10):
            text = f"{clipped(self.deck.title, most)} · {behind}"
            if count_lines(text, width, size) <= lines:
                return text
        return within_lines(behind, width, size, lines)

    def add_footer(self, of_layout: Any, kind: KIND, text: str, size: float) -> None:  # noqa: ANN401 - an element
        """Add a placeholder as the layout has it: python-pptx leaves these out."""
        number = max(int(each) for each in self.shapes.element.xpath(".//p:cNvPr/@id")) + 1
        shape = parse_xml(
            f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="{number}" name="{kind.name.title()}"/><p:cNvSpPr>'
            '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p/>'
            "</p:txBody></p:sp>"
        )
        shape.find(f".//{qn('p:nvPr')}").append(deepcopy(of_layout.find(f".//{qn('p:ph')}")))
        self.shapes.element.append(shape)
        added = next(each for each in self.slide.placeholders if each.shape_id == number)
        self.fill(added.text_frame, [Run(text, size, tone="")])
        if kind == KIND.SLIDE_NUMBER:
            (run,) = shape.xpath(".//a:r")
            field = parse_xml(f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"/>')
            field.extend(list(run))
            run.getparent().replace(run, field)

    # --- what a slide holds ---
    def part(self, part: TextBox | Grid | Drawn, name: str) -> None:
        match part:
            case TextBox():
                self.text_box(part, name)
            case Grid():
                self.grid(part, name)
            case Drawn():
                frame = add_chart(self.shapes, part, self.palette)
                frame.name = name
                _describe(frame, part.plot.alt)

    def text_box(self, box: TextBox, name: str) -> None:
        area = box.area
        if box.ruled:
            ends = (Pt(each) for each in (area.left, area.top, area.right, area.top))
            rule = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            rule.name = f"{name} rule"
            rule.line.width = Pt(1)
            self.palette.paint(rule.line.color, "ink-2")
        shape = self.shapes.add_textbox(*map(Pt, (area.left, area.top, area.width, area.height)))
        shape.name = name
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_VERTICAL_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_bottom = 0
        frame.margin_top = Pt(CELL_TOP * self.master.unit if box.ruled else 0)
        self.fill(frame, box.runs)

    def grid(self, grid: Grid, name: str) -> None:
        area, words = grid.area, grid.table.words
        count = len(grid.rows), len(grid.widths)
        frame = self.shapes.add_table(*count, *map(Pt, (area.left, area.top, area.width, area.height)))
        frame.name = name
        _describe(frame, grid.alt)
        table = frame.table
        table.first_row, table.horz_banding = any(words.headings), False
        table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE  # noqa: SLF001 - python-pptx has no other way
        for column, width in zip(table.columns, grid.widths, strict=True):
            column.width = Pt(width)
        for row, height in zip(table.rows, grid.heights, strict=True):
            row.height = Pt(height)
        first = 1 if table.first_row else 0
        strong_rows = {place + first for place in grid.table.strong_rows}
        for place, cells in enumerate(grid.rows):
            for column, text in enumerate(cells):
                head = place < first
                strong = place in strong_rows or column == grid.table.strong_column
                run = Run(text, grid.size, (strong and not head) or (head and column == grid.table.strong_column),
                          "ink-2" if head or (not first and column == 0) else "ink")  # fmt: skip
                cell = table.cell(place, column)
                self.cell(cell, run, right=column in words.right)
                _rule_below(cell, 1.0 if head else 0.5)
                if column == grid.table.strong_column:
                    cell.fill.solid()
                    self.palette.paint(cell.fill.fore_color, "accent-soft")

    def cell(self, cell: _Cell, run: Run, *, right: bool) -> None:
        cell.margin_left = cell.margin_right = Pt(CELL_SIDE * self.master.unit)
        cell.margin_top = cell.margin_bottom = Pt(CELL_TOP * self.master.unit)
        cell.vertical_anchor = MSO_VERTICAL_ANCHOR.TOP
        self.fill(cell.text_frame, [run])
        if right:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def fill(self, frame: TextFrame, runs: Iterable[Run]) -> None:
        """Put paragraphs into a text frame; a size of 0 and a tone of "" are the layout's."""
        for place, run in enumerate(runs):
            paragraph: _Paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            added = paragraph.add_run()
            added.text = run.text
            added.font.language_id = choose(self.language, MSO_LANGUAGE_ID.GERMAN, MSO_LANGUAGE_ID.ENGLISH_UK)
            if run.size:
                added.font.size = Pt(round(run.size, 1))
            if run.tone:
                added.font.bold = run.strong
                self.palette.paint(added.font.color, run.tone)


def _insets(layout: SlideLayout) -> tuple[float, float]:
    """Return the margins of a layout's title at the sides, and at top and bottom, in points."""
    titles = [each.element for each in (*layout.placeholders, *layout.slide_master.placeholders)
              if each.placeholder_format.type in (KIND.TITLE, KIND.CENTER_TITLE)]  # fmt: skip

    def largest(usual: float, *names: str) -> float:
        values = (value for title in titles for name in names for value in title.xpath(f".//a:bodyPr/@{name}"))
        return max((Emu(int(value)).pt for value in values), default=usual)

    return largest(INSET[0], "lIns", "rIns"), largest(INSET[1], "tIns", "bIns")


def _describe(frame: GraphicFrame, alt: str) -> None:
    """Give a chart or a table its text alternative."""
    frame.element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _rule_below(cell: _Cell, width: float) -> None:
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx has no borders
    properties.insert(0, parse_xml(
        f'<a:lnB {nsdecls("a")} w="{int(Pt(width))}"><a:solidFill><a:schemeClr val="bg1"><a:lumMod val="75000"/>'
        "</a:schemeClr></a:solidFill></a:lnB>"
    ))  # fmt: skip
