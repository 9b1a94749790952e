"""What a deck is made of: slides of blocks, plain data. No figure is computed here."""

from __future__ import annotations

from dataclasses import dataclass

from kkm_helpers.exports.report.blocks import Facts, KeyFigures, Paragraph, Table
from kkm_helpers.exports.slides.plots import Plot
from kkm_helpers.language import Language


@dataclass(frozen=True)
class Beside:
    """Columns of blocks side by side; `shares` are their parts of the width."""

    cells: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]


Block = Paragraph | KeyFigures | Facts | Table | Plot | Beside


@dataclass(frozen=True)
class Slide:
    """A slide.

    Attributes:
        name: public name.
        topic: what it is about, small above the title.
        finding: the title.
        blocks: what carries it, from top to bottom.
        notes: what the speaker has: paragraphs.
    """

    name: str
    topic: str
    finding: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """A deck.

    Attributes:
        title: the case's name.
        origin: where it comes from: version, assumptions.
        date: the day it was made.
        slides: the slides.
        language: "de" or "en".
    """

    title: str
    origin: str
    date: str
    slides: tuple[Slide, ...]
    language: Language
