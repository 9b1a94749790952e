"""Where the scenarios of a batch come from: a folder of files, a YAML file with several, a table."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kkm_helpers.batch.entries import Entries, Entry, checked_entries, entry_of
from kkm_helpers.batch.names import plain_name
from kkm_helpers.errors import KkmError
from kkm_helpers.files import check_readable, read_bytes
from kkm_helpers.scenario.storage import scenario_of_text
from kkm_helpers.scenario.yaml_text import decode, parse

YAML_ENDINGS = (".yaml", ".yml")
TABLE_ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
LARGEST_FILE = 64 * 1024 * 1024

_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)(?=\s|$)", re.MULTILINE)
_NO_VALUE = re.compile(r"(?:\s*#[^\n]*|\s+)*")
_NAME_LINE = re.compile(r"^name:[ \t]*(?P<name>[^#\n]*)", re.MULTILINE)


def read_scenarios(source: str | os.PathLike[str]) -> Entries:
    """Return the scenarios of a folder, a YAML file or a table (CSV, XLSX …).

    A scenario that is wrong is among them with its reason; the others are not held up by it.

    Args:
        source: folder or file. In a table each row is a scenario and each column an assumption, `name` among them.

    Raises:
        KkmError: nothing can be read, there is no scenario, two have one name, or a table has an unknown column.
    """
    path = Path(source)
    if path.is_dir():
        entries = list(_of_folder(path))
    elif path.suffix.lower() in TABLE_ENDINGS:
        # Reading tables needs pandas.
        from kkm_helpers.batch.scenario_table import read_scenario_table

        return read_scenario_table(path)
    elif path.suffix.lower() in YAML_ENDINGS:
        entries = list(_of_file(path))
    else:
        check_readable(path)
        endings = ", ".join((*YAML_ENDINGS, *TABLE_ENDINGS))
        raise KkmError(
            f"{path}: Szenarien stehen in einem Ordner oder in einer Datei mit einer dieser Endungen: {endings}.",
            f"{path}: scenarios stand in a folder or in a file with one of these endings: {endings}.",
        )
    return checked_entries(path, [entry.name for entry in entries], entries)


def _of_folder(folder: Path) -> Iterator[Entry]:
    files = sorted(
        path for path in folder.iterdir() if path.suffix.lower() in YAML_ENDINGS and not path.name.startswith(".")
    )
    if not files:
        raise KkmError(
            f"Im Ordner {folder} liegt keine Szenariodatei (.yaml oder .yml).",
            f"The folder {folder} holds no scenario file (.yaml or .yml).",
        )
    for file in files:
        try:
            yield from _of_file(file)
        except KkmError as trouble:
            yield Entry(plain_name(file.stem), trouble=trouble)


def _of_file(file: Path) -> Iterator[Entry]:
    """Yield the scenarios of a YAML file, one of each document."""
    text = decode(read_bytes(file, LARGEST_FILE), str(file))
    documents = list(_documents(text))
    for line, document in documents:
        alone = len(documents) == 1
        yield _entry(file, line, document, plain_name(file.stem) if alone else None)


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line each document begins on and its text; a file without any value is one, empty."""
    starts = [0, *(mark.end() for mark in _DOCUMENT_MARK.finditer(text))]
    ends = [*(mark.start() for mark in _DOCUMENT_MARK.finditer(text)), len(text)]
    parts = [(text.count("\n", 0, start) + 1, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    filled = [(line, part) for line, part in parts if not _NO_VALUE.fullmatch(part)]
    yield from filled or parts[:1]


def _entry(file: Path, line: int, document: str, default: str | None) -> Entry:
    # Empty lines in front keep the lines in messages those of the file.
    text = "\n" * (line - 1) + document
    said = _NAME_LINE.search(document)
    said_name = plain_name(said["name"].strip("\"' \t\r")) if said else ""
    called = said_name or default or f"{file.name}:{line}"
    try:
        scenario = scenario_of_text(parse(text, str(file)), file)
    except KkmError as trouble:
        return Entry(called, trouble=trouble)
    name = plain_name(scenario.name or "") or default
    if name:
        return entry_of(name, scenario)
    nameless = KkmError(
        f"{file}, Zeile {line}: dem Szenario fehlt der Name (name: …).",
        f"{file}, line {line}: the scenario has no name (name: …).",
    )
    return Entry(called, trouble=nameless)
