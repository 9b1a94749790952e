"""Where on a slide everything stands, and in which size: as large as fits, and never beyond its room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.exports.report.blocks import Facts, KeyFigures, Paragraph, Table, clipped, rewritten
from kkm_helpers.exports.slides.deck import Beside, Block
from kkm_helpers.exports.slides.master import Area, size_of
from kkm_helpers.exports.slides.measure import LINE_HEIGHT, count_lines, longest_word, text_height, text_width
from kkm_helpers.exports.slides.plots import Plot

SCALES = tuple(each / 100 for each in range(100, 60, -5))
SHORTER = (1200, 300, 150, 80, 50)
"""Most characters of a text, tried one after the other where the smallest type does not help."""
LEAST_SIZE = 9.0
GAP, COLUMN_GAP = 12.0, 24.0
CELL_SIDE, CELL_TOP = 6.0, 3.0
LEAST_PLOT = 130.0
WIDEST_NUMBER, WIDEST_WORD = 0.3, 0.35
"""Parts of a table's width: a longer number may be broken after all, a longer word may be cut."""
HIGHEST_ROW = {"bars": 64.0, "swings": 48.0, "shares": 62.0}
ROOM_OF_A_LEGEND = 26.0
_LOOKS = {"lead": "t-lead", "plain": "t-body", "note": "t-note", "warning": "t-body"}


class NoRoomError(ValueError):
    """What a slide shall hold does not fit, however small it is set."""


@dataclass(frozen=True)
class Run:
    """A paragraph of one look."""

    text: str
    size: float
    strong: bool = False
    tone: str = "ink"

    def height(self, width: float) -> float:
        """Return how high it is, set to a width [points]."""
        return text_height(self.text, width, self.size, strong=self.strong)


@dataclass(frozen=True)
class TextBox:
    """Paragraphs in a box; `ruled` draws a line above it."""

    area: Area
    runs: tuple[Run, ...]
    ruled: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with the widths of its columns and the heights of its rows; the first row is its head unless empty."""

    area: Area
    table: Table
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    alt: str

    @property
    def rows(self) -> tuple[Sequence[str], ...]:
        """All rows, the head included."""
        return rows_of(self.table.words)


@dataclass(frozen=True)
class Drawn:
    """A native chart."""

    area: Area
    plot: Plot
    size: float


Placed = TextBox | Grid | Drawn


def enlarged(part: Placed, factor: float, letters: float) -> Placed:
    """Return a part as it is on a slide that is larger by a factor, in a font whose letters are wider by another."""
    area, size = part.area.times(factor), factor / letters
    match part:
        case TextBox(runs=runs):
            return replace(part, area=area, runs=tuple(replace(run, size=run.size * size) for run in runs))
        case Grid(widths=widths, heights=heights):
            across, down = (tuple(factor * side for side in sides) for sides in (widths, heights))
            return replace(part, area=area, size=part.size * size, widths=across, heights=down)
        case Drawn():
            return replace(part, area=area, size=part.size * size)


def rows_of(words: WordTable) -> tuple[Sequence[str], ...]:
    """Return the rows of a table, its head first where it has one."""
    return ((words.headings,) if any(words.headings) else ()) + tuple(words.rows)


def placed(blocks: tuple[Block, ...], area: Area) -> list[Placed]:
    """Return blocks from top to bottom in the largest type that fits into an area.

    Raises:
        NoRoomError: they do not fit in the smallest.
    """
    for most in SHORTER:
        shorter: tuple[Block, ...] = rewritten(blocks, partial(clipped, most=most))
        for scale in SCALES:
            setter = _Setter(scale)
            if setter.height(shorter, area.width) <= area.height and setter.fits_across(shorter, area.width):
                return list(setter.place(shorter, area))
    raise NoRoomError


@dataclass(frozen=True)
class _Setter:
    """Sets blocks in one scale of type."""

    scale: float

    def size(self, token: str) -> float:
        return max(size_of(token) * self.scale, LEAST_SIZE)

    # --- how high ---
    def height(self, blocks: Sequence[Block], width: float) -> float:
        """Return the least height of blocks one below the other."""
        return sum(self.of_block(block, width) for block in blocks) + GAP * self.scale * max(len(blocks) - 1, 0)

    def of_block(self, block: Block, width: float) -> float:
        match block:
            case Paragraph():
                return self.run(block).height(width)
            case KeyFigures():
                return max(box.area.bottom for box in self.tiles(block, Area(0, 0, width, 0)))
            case Facts():
                return self.of_block(self.as_table(block), width)
            case Table():
                head, grid, more = self.grid(block, Area(0, 0, width, 0))
                return sum(each.area.height for each in (head, grid, more) if each)
            case Plot():
                return sum(run.height(width) for run in self.heading(block)) + LEAST_PLOT
            case Beside(cells, shares):
                return max(
                    self.height(cell, part) for cell, part in zip(cells, self.columns(shares, width), strict=True)
                )

    def fits_across(self, blocks: Sequence[Block], width: float) -> bool:
        """Return whether no word of a table is cut by the width of its column."""
        return all(self.block_fits_across(block, width) for block in blocks)

    def block_fits_across(self, block: Block, width: float) -> bool:
        match block:
            case Facts():
                return self.block_fits_across(self.as_table(block), width)
            case Table(words):
                size = self.table_size(words)
                return sum(self.needs(words, column, width, size)[0] for column in range(len(words.headings))) <= width
            case Beside(cells, shares):
                parts = zip(cells, self.columns(shares, width), strict=True)
                return all(self.fits_across(cell, part) for cell, part in parts)
            case _:
                return True

    # --- where ---
    def place(self, blocks: Sequence[Block], area: Area) -> Iterator[Placed]:
        """Yield what blocks become; charts share the height that is left."""
        spare = area.height - self.height(blocks, area.width)
        elastic = sum(_is_elastic(block) for block in blocks)
        top = area.top
        for block in blocks:
            height = self.of_block(block, area.width) + (spare / elastic if _is_elastic(block) else 0.0)
            yield from self.place_block(block, Area(area.left, top, area.width, height))
            top += height + GAP * self.scale

    def place_block(self, block: Block, area: Area) -> Iterator[Placed]:
        match block:
            case Paragraph():
                yield TextBox(area, (self.run(block),))
            case KeyFigures():
                yield from self.tiles(block, area)
            case Facts():
                yield from self.place_block(self.as_table(block), area)
            case Table():
                yield from (each for each in self.grid(block, area) if each)
            case Plot():
                runs = self.heading(block)
                height = sum(run.height(area.width) for run in runs)
                if runs:
                    yield TextBox(replace(area, height=height), runs)
                room = min(area.height - height, _highest(block))
                yield Drawn(Area(area.left, area.top + height, area.width, room), block, self.size("t-note"))
            case Beside(cells, shares):
                left = area.left
                for cell, width in zip(cells, self.columns(shares, area.width), strict=True):
                    yield from self.place(cell, Area(left, area.top, width, area.height))
                    left += width + COLUMN_GAP

    # --- texts ---
    def run(self, paragraph: Paragraph) -> Run:
        tone = {"note": "ink-2", "warning": "warn"}.get(paragraph.look, "ink")
        return Run(paragraph.text, self.size(_LOOKS[paragraph.look]), paragraph.look == "lead", tone)

    def heading(self, plot: Plot) -> tuple[Run, ...]:
        title = (Run(plot.title, self.size("t-body"), strong=True),) if plot.title else ()
        return (*title, Run(plot.subtitle, self.size("t-note"), tone="ink-2"))

    def tiles(self, block: KeyFigures, area: Area) -> list[TextBox]:
        """Return key figures side by side below a rule: labels, figures and notes each in a line of their own."""
        count = len(block.figures)
        width = (area.width - COLUMN_GAP * (count - 1)) / count
        rows = [
            [Run(each.label, self.size("t-note"), tone="ink-2") for each in block.figures],
            [self.figure(each.value, width) for each in block.figures],
            [
                Run(", ".join(filter(None, (each.unit, each.note))), self.size("t-note"), tone="ink-2")
                for each in block.figures
            ],
        ]
        boxes, top = [], area.top
        for number, row in enumerate(rows):
            is_first = number == 0
            height = max(run.height(width) for run in row) + (CELL_TOP if is_first else 0.0)
            for place, run in enumerate(row):
                left = area.left + place * (width + COLUMN_GAP)
                if run.text:
                    boxes.append(TextBox(Area(left, top, width, height), (run,), ruled=is_first))
            top += height
        return boxes

    def figure(self, text: str, width: float) -> Run:
        """Return a key figure in the largest type in which it stands in one line, else in which no word is cut."""
        sizes = [self.size(token) for token in ("t-figure", "t-lead", "t-body", "t-note")]
        in_a_line = [size for size in sizes if text_width(text, size, strong=True) <= width]
        uncut = [size for size in sizes[2:] if longest_word(text, size, strong=True) <= width]
        return Run(text, next(iter(in_a_line + uncut), LEAST_SIZE), strong=True)

    # --- tables ---
    def as_table(self, facts: Facts) -> Table:
        """Return facts as a table without a head: labels beside sentences, several of them counted."""
        rows = []
        for fact in facts.facts:
            several = len(fact.sentences) > 1
            for place, sentence in enumerate(fact.sentences, start=1):
                text = f"{place}. {sentence}" if several else sentence
                rows.append((fact.label if place == 1 else "", text))
        return Table(WordTable("", ("", ""), rows, broken=(1,)))

    def columns(self, shares: tuple[float, ...], width: float) -> list[float]:
        room = width - COLUMN_GAP * (len(shares) - 1)
        return [room * share / sum(shares) for share in shares]

    def table_size(self, words: WordTable) -> float:
        """Return the size of a table's type: what has no head is read like text."""
        return self.size("t-note" if any(words.headings) else "t-body")

    def grid(self, block: Table, area: Area) -> tuple[TextBox | None, Grid, TextBox | None]:
        """Return the title of a table, the table, and what is said below it."""
        words, size = block.words, self.table_size(block.words)
        widths = self.widths(block, area.width, size)
        first = 1 if any(words.headings) else 0
        heights = tuple(
            self.row_height(row, widths, size, block.strong_column, strong=place - first in block.strong_rows)
            for place, row in enumerate(rows_of(words))
        )
        head = Run(words.title, self.size("t-body"), strong=True)
        more = Run(words.more, self.size("t-note"), tone="ink-2")
        above = head.height(area.width) + CELL_TOP if words.title else 0.0
        below = more.height(area.width) + CELL_TOP if words.more else 0.0
        grid = Grid(
            Area(area.left, area.top + above, area.width, sum(heights)), block, widths, heights, size,
            _alt(words),
        )  # fmt: skip
        return (
            TextBox(replace(area, height=above), (head,)) if above else None,
            grid,
            TextBox(Area(area.left, grid.area.bottom, area.width, below), (more,)) if below else None,
        )

    def row_height(
        self, row: Sequence[str], widths: Sequence[float], size: float, strong_column: int | None, *, strong: bool
    ) -> float:
        lines = max(
            count_lines(cell, width - 2 * CELL_SIDE, size, strong=strong or column == strong_column)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return lines * size * LINE_HEIGHT + 2 * CELL_TOP

    def widths(self, block: Table, width: float, size: float) -> tuple[float, ...]:
        """Return the widths of columns: as shared out if no word is cut by that, else as wide as their texts need."""
        needs = [self.needs(block.words, column, width, size) for column in range(len(block.words.headings))]
        least, wished = sum(need for need, _ in needs), sum(wish for _, wish in needs)
        if block.widths:
            fixed = sum(wish for (_, wish), share in zip(needs, block.widths, strict=True) if not share)
            room = (width - fixed) / sum(block.widths)
            shared = [room * share if share else wish for (_, wish), share in zip(needs, block.widths, strict=True)]
            if all(given >= need for given, (need, _) in zip(shared, needs, strict=True)):
                return tuple(shared)
        if wished <= width:
            return tuple(wish * width / wished for _, wish in needs)
        part = max(width - least, 0.0) / (wished - least) if wished > least else 0.0
        return tuple((need + part * (wish - need)) * min(width / least, 1.0) for need, wish in needs)

    def needs(self, words: WordTable, column: int, width: float, size: float) -> tuple[float, float]:
        """Return the least width of a column, and that at which no text in it is broken; the head may always be."""
        cells = [row[column] for row in words.rows]
        whole = max((text_width(cell, size, strong=True) for cell in cells), default=0.0)
        word = max((longest_word(text, size, strong=True) for text in (*cells, words.headings[column])), default=0.0)
        is_number = column not in words.broken and whole <= WIDEST_NUMBER * width
        sides = 2 * CELL_SIDE + 1
        least = min(max(word, whole) if is_number else word, WIDEST_WORD * width) + sides
        return least, max(whole + sides, least)


def _alt(words: WordTable) -> str:
    """Return what a table is about: its title, its head, or what its rows are called."""
    named = (words.headings, [row[0] for row in words.rows])
    return words.title or next(filter(None, (", ".join(filter(None, names)) for names in named)), "")


def _is_elastic(block: Block) -> bool:
    return isinstance(block, Plot) or (
        isinstance(block, Beside) and any(_is_elastic(each) for cell in block.cells for each in cell)
    )


def _highest(plot: Plot) -> float:
    """Return beyond which height a chart only gets emptier."""
    row = HIGHEST_ROW.get(plot.kind)
    if row is None:
        return 340.0
    return max(row * len(plot.categories) + (ROOM_OF_A_LEGEND if len(plot.series) > 1 else 0.0), LEAST_PLOT)
