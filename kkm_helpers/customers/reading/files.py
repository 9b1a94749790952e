"""From a path to a table of texts: opens the file, finds its kind, hands it to whoever can decode it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.encodings import (
    chunks,
    converted_back,
    find_encoding,
    known_encoding,
    looks_converted_wrongly,
)
from kkm_helpers.customers.reading.packages import too_large
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.signatures import file_kind
from kkm_helpers.customers.reading.text_table import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from kkm_helpers.customers.reading.mapping import Mapping
    from kkm_helpers.customers.reading.memory_file import File
    from kkm_helpers.customers.reading.progress import Progress

SIZE_LIMIT = 10**9
_HEAD_BYTES = 1 << 16
_CONTENT = re.compile(rb"[^\xef\xbb\xbf\xff\xfe\x00 \t\r\n]")  # anything but marks and blanks


def load_file(
    path: File,
    mapping: Mapping,
    *,
    choose_columns: Callable[[tuple[str, ...], list[list[str]]], list[int] | None],
    size_limit: int = SIZE_LIMIT,
    progress: Progress,
) -> Source:
    """Return what stands in a file.

    Args:
        path: the file.
        mapping: what the user says about it.
        choose_columns: says from the headers and the first rows which columns are needed; None: all.
        size_limit: largest decoded size in bytes.
        progress: told the line that was reached.

    Raises:
        CustomerListError: there is no such file, it cannot be read, or it holds no table.
    """
    name = path.name
    also_known = named_headers(mapping)
    kind = file_kind(_head_of(path, size_limit), name)
    if kind == "text":
        return _load_text(path, mapping, choose_columns, also_known, progress)
    data = path.read_bytes()
    if kind in ("zip", "ole"):
        from kkm_helpers.customers.reading.workbooks import load_workbook

        return load_workbook(
            data, name, sheet=mapping.sheet, also_known=also_known, size_limit=size_limit, progress=progress
        )
    if kind == "parquet":
        from kkm_helpers.customers.reading.parquet_files import load_parquet

        return load_parquet(data, name, choose_columns=choose_columns, size_limit=size_limit)
    if kind == "html":
        from kkm_helpers.customers.reading.markup import load_html

        return load_html(data, name, encoding=mapping.encoding, also_known=also_known)
    from kkm_helpers.customers.reading.markup import load_spreadsheet_xml

    return load_spreadsheet_xml(data, name, sheet=mapping.sheet, also_known=also_known)


def _load_text(
    path: File,
    mapping: Mapping,
    choose_columns: Callable[[tuple[str, ...], list[list[str]]], list[int] | None],
    also_known: frozenset[str],
    progress: Progress,
) -> Source:
    from kkm_helpers.customers.reading.delimited import find_dialect, load_delimited

    name = path.name
    encoding = known_encoding(mapping.encoding) if mapping.encoding else find_encoding(path)
    try:
        dialect = find_dialect(
            path, encoding, delimiter=mapping.delimiter, also_known=also_known, header_line=mapping.header_row
        )
        table, warnings = load_delimited(path, encoding, dialect, choose_columns=choose_columns, progress=progress)
    except UnicodeError as error:
        raise CustomerListError(
            f"„{name}“ ist nicht in der Kodierung {encoding.name} geschrieben. Bitte in der Zuordnung unter "
            "„encoding“ eine andere angeben.",
            f"“{name}” is not written in the encoding {encoding.name}. Please give another one as “encoding” in the "
            "mapping.",
        ) from error
    if encoding.broken:
        warnings.append(
            Message(
                f"{encoding.broken} Zeichen sind in der Datei beschädigt (kein gültiges UTF-8) und als � gelesen.",
                f"{encoding.broken} characters are damaged in the file (no valid UTF-8) and were read as �.",
            )
        )
    wrong = next((t for column in table.columns for t in column.texts if looks_converted_wrongly(t)), None)
    if wrong is not None:
        table = table.with_texts(converted_back)
        warnings.append(_stored_wrongly(wrong.strip(), converted_back(wrong).strip()))
    return Source(table, encoding=encoding.name, delimiter=dialect.delimiter, warnings=tuple(warnings))


def _stored_wrongly(wrong: str, right: str) -> Message:
    return Message(
        f"Umlaute und Sonderzeichen sind in der Datei selbst falsch gespeichert (zum Beispiel „{wrong}“); gelesen "
        f"wurden sie, wie sie gemeint sind („{right}“). Bitte den Export prüfen.",
        f"Umlauts and signs are stored wrongly in the file itself (for instance “{wrong}”); they were read as they are "
        f"meant (“{right}”). Please check the export.",
    )


def _head_of(path: File, size_limit: int) -> bytes:
    """Return the beginning of a file, after making sure that there is one that can be read and is not too large."""
    if path.is_dir():
        raise CustomerListError(
            f"„{path}“ ist ein Ordner. Bitte eine Datei darin angeben.",
            f"“{path}” is a folder. Please name a file in it.",
        )
    try:
        size = path.stat().st_size
        if size > size_limit:
            raise too_large(path.name, size, size_limit)
        head = next(chunks(path), b"")
        is_empty = all(_CONTENT.search(piece) is None for piece in chunks(path))
    except FileNotFoundError as error:
        raise CustomerListError(
            f"Die Datei „{path}“ gibt es nicht. Bitte Namen und Ordner prüfen.",
            f"There is no file “{path}”. Please check name and folder.",
        ) from error
    except OSError as error:
        raise CustomerListError(
            f"Die Datei „{path}“ ist nicht lesbar ({error.strerror}). Ist sie noch in Excel geöffnet, oder fehlt das "
            "Recht?",
            f"The file “{path}” cannot be read ({error.strerror}). Is it still open in Excel, or is the right missing?",
        ) from error
    if is_empty:
        raise CustomerListError(
            f"Die Datei „{path.name}“ ist leer. Bitte die Liste noch einmal exportieren.",
            f"The file “{path.name}” is empty. Please export the list again.",
        )
    return head[:_HEAD_BYTES]


def named_headers(mapping: Mapping) -> frozenset[str]:
    """Return the headers that the mapping names, as they are written there."""
    named: set[str] = set()
    for header in mapping.columns.values():
        if header is not None:
            named.update((header,) if isinstance(header, str) else header)
    return frozenset(named)
