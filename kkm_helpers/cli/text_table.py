"""Tables and paragraphs as plain text that fits the terminal; 80 columns where there is none.

Values are never broken: the no-break spaces in them hold until the very end, where they become plain ones.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence

Row = Sequence[str] | str
"""The cells of a row, or a line over the whole width. A cell may have several lines."""

_GAP = "  "
_LEAST_WIDTH = 12
_NARROWEST = 40


def text_width() -> int:
    """Return how many characters fit in a line of the output."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80


def wrapped(text: str, width: int, later: str = "") -> list[str]:
    """Return the lines of a text, each at most `width` long; `later` stands before all but the first."""
    return textwrap.wrap(text, width, subsequent_indent=later, break_on_hyphens=False) or [""]


def table_lines(
    headings: Sequence[str], rows: Iterable[Row], *, right: Collection[int] = (), broken: Collection[int] = (0,)
) -> Iterator[str]:
    """Yield the lines of a table.

    Args:
        headings: one for each column.
        rows: cells, or lines over the whole width.
        right: columns that stand to the right.
        broken: columns whose text is broken into lines where the table would be too wide.
    """
    listed = list(rows)
    cells = [tuple(headings), *(row for row in listed if not isinstance(row, str))]
    widths = _widths(cells, broken, text_width())
    yield from _row_lines(tuple(headings), widths, right)
    yield "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    for row in listed:
        if isinstance(row, str):
            yield from wrapped(row, text_width(), "  ")
        else:
            yield from _row_lines(row, widths, right)


def _widths(cells: Sequence[Sequence[str]], broken: Collection[int], available: int) -> list[int]:
    """Return the width of each column: what its cells need, less in the broken ones where that is too much."""
    widths = [max(len(line) for cell in column for line in cell.split("\n")) for column in zip(*cells, strict=True)]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - available
    while excess > 0 and broken:
        widest = max(broken, key=lambda column: widths[column])
        if widths[widest] <= _LEAST_WIDTH:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _row_lines(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> Iterator[str]:
    columns = [
        [piece for line in cell.split("\n") for piece in wrapped(line, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, columns))):
        pieces = [lines[number] if number < len(lines) else "" for lines in columns]
        yield _GAP.join(
            piece.rjust(width) if column in right else piece.ljust(width)
            for column, (piece, width) in enumerate(zip(pieces, widths, strict=True))
        ).rstrip(" ")
