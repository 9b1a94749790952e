"""Delimited text: which delimiter, and records with the line each begins on.

Small files and all irregular ones are split record by record, with an eye on quotes that never close. A large regular
file is split by Arrow, which reads only the columns that are needed; whatever it finds irregular sends the file back
to the careful way, so that both give the same table.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.encodings import chunks
from kkm_helpers.customers.reading.header import HEAD_ROWS, Layout, find_layout
from kkm_helpers.customers.reading.memory_file import MemoryFile
from kkm_helpers.customers.reading.progress import Progress, no_progress
from kkm_helpers.customers.reading.text_table import CHUNK_ROWS, TableBuilder, TextColumn, TextTable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from kkm_helpers.customers.reading.encodings import Encoding
    from kkm_helpers.customers.reading.memory_file import File

DELIMITERS = (";", "\t", ",", "|", "^", "~", "\x1f", "#", "!", ":")
LARGE_FILE_BYTES = 8 << 20
_LONGEST_RECORD = 500  # lines: a quote open for longer was never meant to quote
_HINT = re.compile(r"\s*sep\s*=\s*(.)\s*", re.IGNORECASE)
_RULE = re.compile(r"[\s|+\-=_]*[-=_]{5,}[\s|+\-=_]*")
_MOST_NAMED_LINES = 20


@dataclass(frozen=True)
class Dialect:
    """How a text file is delimited.

    Attributes:
        delimiter: one character.
        first_line: lines in front that are no content ("sep=;").
        layout: where the header was found with this delimiter; None: nowhere.
        sap: a SAP list, whose lines are framed by pipes and parted by rules.
    """

    delimiter: str
    first_line: int = 0
    layout: Layout | None = None
    sap: bool = False


def text_lines(path: File, encoding: Encoding) -> Iterator[str]:
    """Yield the decoded lines of a text file without what ends them."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline=None) as text:
        for line in text:
            yield line.removesuffix("\n")


def find_dialect(
    path: File, encoding: Encoding, *, delimiter: str | None, also_known: Collection[str], header_line: int | None
) -> Dialect:
    """Return how the file is delimited: so that most column names are recognised, then so that it is most regular."""
    head = list(islice(text_lines(path, encoding), 8 * HEAD_ROWS))
    hint = _HINT.fullmatch(head[0].lstrip("\ufeff")) if head else None
    first_line = 1 if hint else 0
    if delimiter is None and hint:
        delimiter = hint[1]
    if delimiter in (None, "|") and _is_sap_list(head):
        rows = [cells for _, cells in islice(_sap_records(head), HEAD_ROWS)]
        lines = [line for line, _ in islice(_sap_records(head), HEAD_ROWS)]
        return Dialect(
            "|", 0, find_layout(rows, also_known=also_known, header_row=_row_of(header_line, lines)), sap=True
        )
    candidates = (delimiter,) if delimiter else tuple(sign for sign in DELIMITERS if any(sign in line for line in head))
    best: tuple[tuple[int, float], Dialect] | None = None  # of equals the first: "1,5;2,5" is parted by the semicolon
    for sign in candidates or (";",):
        records = list(islice(_records(iter(head[first_line:]), sign, first_line, None, []), HEAD_ROWS))
        rows = [cells for _, cells in records]
        row = _row_of(header_line, [line for line, _ in records])
        layout = find_layout(rows, also_known=also_known, header_row=row)
        score = (layout.known if layout else 0, _regularity(rows))
        if best is None or score > best[0]:
            best = (score, Dialect(sign, first_line, layout))
    assert best is not None  # noqa: S101 - there is always one candidate
    return best[1]


def _row_of(header_line: int | None, lines: Sequence[int]) -> int | None:
    if header_line is None:
        return None
    return next((row for row, line in enumerate(lines) if line >= header_line), len(lines))


def _regularity(rows: Sequence[Sequence[str]]) -> float:
    """Return the share of rows of the most frequent width, 0 where that is one field."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max((count / widths.total() for width, count in widths.items() if width > 1), default=0.0)


def load_delimited(
    path: File,
    encoding: Encoding,
    dialect: Dialect,
    *,
    choose_columns: Callable[[tuple[str, ...], list[list[str]]], list[int] | None] | None = None,
    progress: Progress = no_progress,
) -> tuple[TextTable, list[Message]]:
    """Return all records of a file, and what was odd about its quotes."""
    if path.stat().st_size >= LARGE_FILE_BYTES and not dialect.sap and dialect.layout is not None:
        table = _load_with_arrow(path, encoding, dialect, choose_columns)
        if table is not None:
            progress(int(table.lines[-1]))
            return table, []
    return _load_carefully(path, encoding, dialect, progress)


def _load_carefully(
    path: File, encoding: Encoding, dialect: Dialect, progress: Progress
) -> tuple[TextTable, list[Message]]:
    lines = text_lines(path, encoding)
    broken: list[int] = []
    width = len(dialect.layout.headers) if dialect.layout else None
    records: Iterator[tuple[int, list[str]]]
    if dialect.sap:
        records = _sap_records(lines, dialect.layout)
    else:
        records = _records(
            islice(lines, dialect.first_line, None), dialect.delimiter, dialect.first_line, width, broken
        )
    builder = TableBuilder()
    while chunk := list(islice(records, CHUNK_ROWS)):
        builder.add([cells for _, cells in chunk], [line for line, _ in chunk])
        progress(chunk[-1][0])
    return builder.table(), _broken_quotes(broken)


def _broken_quotes(lines: list[int]) -> list[Message]:
    if not lines:
        return []
    named = ", ".join(map(str, lines[:_MOST_NAMED_LINES])) + (" …" if len(lines) > _MOST_NAMED_LINES else "")
    return [
        Message(
            f"Anführungszeichen, die nicht geschlossen werden, gelten als Zeichen des Textes (Zeile {named}).",
            f"Quotation marks that are never closed count as characters of the text (line {named}).",
        )
    ]


def _records(
    lines: Iterator[str], delimiter: str, lines_before: int, width: int | None, broken: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, fields) of each record; `broken` takes the lines whose quotes are taken as text."""
    csv.field_size_limit(1 << 30)
    pending: deque[str] = deque()
    number = lines_before
    while (line := pending.popleft() if pending else next(lines, None)) is not None:
        number += 1
        if '"' not in line:
            yield number, line.split(delimiter)
            continue
        taken: list[str] = []
        fields = _quoted_record(line, _following(pending, lines), delimiter, width, taken)
        if fields is None:
            if line.count('"') % 2:
                broken.append(number)
            pending.extendleft(reversed(taken))
            yield number, [_unquoted(field) for field in line.split(delimiter)]
        else:
            yield number, fields
            number += len(taken)


def _following(pending: deque[str], lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines that were put back, then the others."""
    while (line := pending.popleft() if pending else next(lines, None)) is not None:
        yield line


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if len(field) > 1 and field[0] == field[-1] == '"' else field


def _quoted_record(
    line: str, following: Iterator[str], delimiter: str, width: int | None, taken: list[str]
) -> list[str] | None:
    """Return the fields of a record that begins with `line`; None: its quotes were never meant to quote.

    `taken` takes the further lines it was given. A quote is none where it stays open to the end, or where the line and
    the next one are whole records by themselves.
    """
    broken = False

    def feed() -> Iterator[str]:
        nonlocal broken
        yield line + "\n"
        whole = len(line.split(delimiter))
        for further in following:
            taken.append(further)
            torn = whole == (width or whole) == len(further.split(delimiter)) > 1
            if len(taken) > _LONGEST_RECORD or (torn and len(taken) == 1):
                break
            yield further + "\n"
        broken = True

    try:
        fields = next(csv.reader(feed(), delimiter=delimiter, strict=True), [])
    except csv.Error:  # quotes within quotes that nobody doubled
        return None
    return None if broken else [field.removesuffix("\n") for field in fields]


def _is_sap_list(head: Sequence[str]) -> bool:
    framed = sum(line.lstrip().startswith("|") and line.rstrip().endswith("|") for line in head)
    return framed >= 2 and any(_RULE.fullmatch(line) for line in head)  # noqa: PLR2004 - a header and a line


def _sap_records(lines: Iterable[str], layout: Layout | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, fields) of a SAP list; the pipes of the header say where columns end, so names may hold pipes."""
    width = len(layout.headers) if layout else 0
    header = layout.headers if layout else ()
    ends: list[int] = []
    for number, line in enumerate(lines, start=1):
        if _RULE.fullmatch(line) or not line.strip():
            continue
        if not line.lstrip().startswith("|"):
            yield number, [line.strip()]
            continue
        fields = _between(line, [position for position, sign in enumerate(line) if sign == "|"])
        if header and tuple(" ".join(field.split()) for field in fields) == header:
            ends = [position for position, sign in enumerate(line) if sign == "|"]
        if len(fields) != width and ends and all(position < len(line) and line[position] == "|" for position in ends):
            fields = _between(line, ends)
        yield number, fields


def _between(line: str, pipes: Sequence[int]) -> list[str]:
    inner = [line[start + 1 : end].strip() for start, end in pairwise(pipes)]
    rest = line[pipes[-1] + 1 :].strip()
    return [*inner, rest] if rest else inner


def _load_with_arrow(
    path: File,
    encoding: Encoding,
    dialect: Dialect,
    choose_columns: Callable[[tuple[str, ...], list[list[str]]], list[int] | None] | None,
) -> TextTable | None:
    """Return the table of a large regular file, or None: something in it is irregular."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    layout = dialect.layout
    if layout is None or encoding.name.startswith(("utf-16", "utf-32")) or encoding.errors != "strict":
        return None
    lines = islice(text_lines(path, encoding), dialect.first_line, None)
    head = list(islice(_records(lines, dialect.delimiter, dialect.first_line, len(layout.headers), []), 4 * HEAD_ROWS))
    if len(head) <= layout.first_data_row:
        return None
    first_line = head[layout.first_data_row][0]
    sample = [cells for _, cells in head[layout.first_data_row :]]
    chosen = choose_columns(layout.headers, sample) if choose_columns else None
    positions = list(range(len(layout.headers))) if chosen is None else chosen
    names = [str(position) for position in range(len(layout.headers))]
    try:
        # A stream would be read ahead by another thread; bytes in memory are taken as they are.
        loaded = arrow_csv.read_csv(
            pa.BufferReader(path.content) if isinstance(path, MemoryFile) else path,
            read_options=arrow_csv.ReadOptions(
                skip_rows=first_line - 1, column_names=names, encoding=encoding.name.removesuffix("-sig")
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.delimiter, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=[names[position] for position in positions],
                column_types={names[position]: pa.dictionary(pa.int32(), pa.string()) for position in positions},
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, LookupError):
        return None
    ends, last = 0, b""
    for last in chunks(path):
        ends += last.count(b"\n")
    if ends + (not last.endswith(b"\n")) != loaded.num_rows + first_line - 1:
        return None
    columns = tuple(dictionary_column(loaded.column(names[position])) for position in positions)
    lines_of_rows = np.arange(first_line, first_line + loaded.num_rows, dtype=np.int32)
    return TextTable(
        columns,
        lines_of_rows,
        header=tuple(layout.headers[position] for position in positions),
        header_line=head[layout.header_row][0],
        preamble=tuple(" ".join(cells).strip() for _, cells in head[: layout.header_row]),
        not_read=tuple(header for position, header in enumerate(layout.headers) if position not in set(positions)),
    )


def dictionary_column(column: object) -> TextColumn:
    """Return an Arrow dictionary column of strings as a text column."""
    unified = column.unify_dictionaries().combine_chunks()  # type: ignore[attr-defined]
    return TextColumn(
        unified.dictionary.to_pylist(), unified.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    )
