"""What a report is made of: sections of blocks, plain data that any renderer can set. No figure is computed here."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from kkm_helpers.charts.chart import Chart
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.language import Language

Look = Literal["lead", "plain", "note", "warning"]

ELLIPSIS = "…"


@dataclass(frozen=True)
class Paragraph:
    """Running text: the one sentence that matters (lead), ordinary, small, or a warning."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True)
class KeyFigure:
    """A figure with what it is, the words of its unit, and a line of context."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True)
class KeyFigures:
    """Key figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Fact:
    """What there is to say under one heading: one sentence, or several that are counted."""

    label: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Facts one below the other, the headings at the side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """A table of words.

    Attributes:
        words: the table; its title stands above it.
        widths: parts of the width by column; 0 is as wide as its text needs.
        strong_column: the column that stands out; None for none.
        strong_rows: rows that stand out.
        dense: small type, for tables of many rows that may run over pages.
    """

    words: WordTable
    widths: tuple[float, ...] = ()
    strong_column: int | None = None
    strong_rows: tuple[int, ...] = ()
    dense: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart with its finding."""

    chart: Chart


@dataclass(frozen=True)
class Calculation:
    """One figure of a calculation path.

    Attributes:
        label: what is computed.
        formula: how, in words.
        numbers: the same with the numbers put in; empty where there are none to put in.
        result: what comes out.
    """

    label: str
    formula: str
    numbers: str
    result: str


@dataclass(frozen=True)
class CalculationPath:
    """A calculation path; the last step that is `strong` is its answer."""

    steps: tuple[Calculation, ...]
    strong: int


@dataclass(frozen=True)
class Notes:
    """Numbered notes in small type: what numbers in a table refer to."""

    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Blocks side by side; `shares` are the columns' parts of the width."""

    cells: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]


Block = Paragraph | KeyFigures | Facts | Table | Drawing | CalculationPath | Notes | Columns


@dataclass(frozen=True)
class Section:
    """A section: what it is about, its finding, and what carries it.

    `new_page` starts it on a page of its own; `together` keeps it on one page.
    """

    topic: str
    finding: str
    blocks: tuple[Block, ...]
    new_page: bool = False
    together: bool = False


@dataclass(frozen=True)
class Report:
    """The board paper.

    Attributes:
        kind: what sort of paper it is.
        title: the case's name.
        description: what it is about; may be empty.
        facts: what it rests on, in short pieces.
        date: the day it was made.
        summary: the first page.
        sections: everything behind it.
        language: "de" or "en".
    """

    kind: str
    title: str
    description: str
    facts: tuple[str, ...]
    date: str
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    language: Language


def clean(text: str) -> str:
    """Return a text without characters that are no text: control characters, half of a pair, unassigned ones.

    What people write stays: any script, right-to-left marks, joined emoji. A line break becomes a space.
    """
    return "".join(map(_clean_character, text))


def _clean_character(character: str) -> str:
    if character.isspace():
        return character if character in ("\u00a0", "\u202f") else " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return "\ufffd" if category == "Cs" else ""
    # Tags are invisible and would spoil what is copied from the page; joiners and directions are needed.
    return "" if category == "Cf" and ord(character) >= 0xE0000 else character  # noqa: PLR2004


def clipped(text: str, most: int) -> str:
    """Return a text of at most `most` characters; an ellipsis says that there was more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}{ELLIPSIS}"


def rewritten(part: Any, rewrite: Callable[[str], str]) -> Any:  # noqa: ANN401 - any part of a report
    """Return a part of a report with every text in it rewritten; charts stay as they are."""
    if isinstance(part, str):
        return rewrite(part)
    if isinstance(part, (tuple, list)):
        return tuple(rewritten(each, rewrite) for each in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, (type, Chart)):
        changed = {each.name: rewritten(getattr(part, each.name), rewrite) for each in dataclasses.fields(part)}
        return dataclasses.replace(part, **changed)
    return part
