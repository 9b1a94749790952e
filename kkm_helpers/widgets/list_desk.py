"""What the services about the customer list do: files in pieces, reading, who is small, tables to take away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kkm_helpers.customers.judging import quality_of
from kkm_helpers.customers.reading import (
    CustomerListError,
    MemoryFile,
    SecondListError,
    guessed_mapping,
    headers_in,
    read_customers,
)
from kkm_helpers.customers.reading import Mapping as ReadingMapping
from kkm_helpers.customers.reading.memory_file import File
from kkm_helpers.customers.tables import table_bytes
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.resources import data_folder
from kkm_helpers.widgets.list_view import care_view, inputs_view, mapping_form, report_view, segments_view
from kkm_helpers.widgets.lists import Lists, Loaded, identification_of, lists_of, loaded_list, take_list
from kkm_helpers.widgets.services import Answer, Request
from kkm_helpers.widgets.session import Session

DEMO_LIST = "demo_customers.csv"
TELL_EVERY = 0.1  # seconds

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- files in pieces -----------------------------------------------------------------------------------------------


def take_piece(session: Session, request: Request) -> Answer:
    """Take the next piece of a file: `kind`, `name`, `size`, `offset` and one buffer. Answers how much there is."""
    uploads, asked = lists_of(session).uploads, request.content
    kind, offset = asked.get("kind"), asked.get("offset")
    upload = uploads.begin(kind, asked.get("name"), asked.get("size")) if offset == 0 else uploads.of(kind)
    if upload.size or request.buffers:
        upload.add(offset, bytes(request.buffers[0]) if request.buffers else b"")
    return Answer({"received": upload.received})


def forget_file(session: Session, request: Request) -> Answer:
    """Drop a file that was sent, whole or in part: `kind`."""
    kind = request.content.get("kind")
    if isinstance(kind, str):
        lists_of(session).uploads.forget(kind)
    return Answer()


# --- reading -------------------------------------------------------------------------------------------------------


def read_list(session: Session, request: Request) -> Answer:
    """Read a list and make it the page's.

    `list` and `crm` say from where: "upload", "kept" (what the page's list was read from; None for no second one),
    `list` also "demo"; `mapping` and `crm_mapping` how. Answers `problem` in words and `field`, where it lies, with
    `form` to say by hand what the headers mean; or the `report`.
    """
    lists, asked = lists_of(session), request.content
    mapping = ReadingMapping.of(asked.get("mapping") or {})
    crm_mapping = ReadingMapping.of(asked.get("crm_mapping") or {})
    file, crm = _list_file(lists, asked.get("list")), _crm_file(lists, asked.get("crm"))
    started = time.monotonic()
    try:
        customers = read_customers(
            file, mapping=mapping, crm=crm, crm_mapping=crm_mapping, language=session.language,
            progress=progress_to(request, file),
        )  # fmt: skip
    except CustomerListError as error:
        request.go_on()
        if isinstance(error, SecondListError) and crm is not None:
            return Answer(_problem(error, "crm", crm, crm_mapping, session.language))
        return Answer(_problem(error, "list", file, mapping, session.language))
    quality = quality_of(customers)
    request.go_on()
    loaded = Loaded(
        lists.next_number(), customers, quality, file, crm, mapping.plain(), crm_mapping.plain(),
        seconds=time.monotonic() - started, is_demo=asked.get("list") == "demo",
    )  # fmt: skip
    take_list(session, loaded)
    lists.uploads.forget("list", "crm")
    return Answer({"problem": "", "report": report_view(loaded, session.language)})


def _problem(
    error: CustomerListError, field: str, file: File, mapping: ReadingMapping, language: Language
) -> dict[str, Any]:
    # Where no line looks like headers, the first one may hold words that nobody knows.
    headers = headers_in(file, mapping) or headers_in(file, replace(mapping, header_row=mapping.header_row or 1))
    columns = {name: header for name, header in mapping.columns.items() if isinstance(header, str)}
    form = mapping_form(headers, columns, language) if headers else None
    return {"problem": error.message(language), "field": field, "form": form}


def _list_file(lists: Lists, wanted: object) -> File:
    if wanted == "demo":
        return data_folder() / DEMO_LIST
    if wanted == "upload":
        return lists.uploads.of("list").file()
    if wanted == "kept" and lists.loaded is not None and lists.loaded.file is not None:
        return lists.loaded.file
    raise KkmError(
        "Diese Liste ist nicht mehr da. Bitte wählen Sie die Datei noch einmal.",
        "This list is no longer there. Please choose the file again.",
    )


def _crm_file(lists: Lists, wanted: object) -> File | None:
    if wanted == "upload":
        return lists.uploads.of("crm").file()
    return lists.loaded.crm if wanted == "kept" and lists.loaded is not None else None


def progress_to(request: Request, file: File) -> Callable[[int], None]:
    """Return what tells a page the line that was reached, and stops where nobody waits any more."""
    lines = file.content.count(b"\n") if isinstance(file, MemoryFile) and b"\0" not in file.content[:4096] else None
    told = 0.0

    def tell(line: int) -> None:
        nonlocal told
        request.go_on()
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            request.tell({"line": line, "lines": lines})

    tell(0)
    return tell


def drop_list(session: Session, _request: Request) -> Answer:
    """Forget the page's list; the case keeps its values."""
    lists = lists_of(session)
    lists.loaded = lists.judged = None
    scenario = replace(session.case.scenario, customers_file=None, crm_file=None, mapping=None)
    session.case = replace(session.case, scenario=scenario, customers=None, identification=None)
    return Answer()


# --- what it shows -------------------------------------------------------------------------------------------------


def tell_report(session: Session, _request: Request) -> Answer:
    """Answer the `report` of the page's list, or None where it has none."""
    loaded = lists_of(session).loaded
    return Answer({"report": None if loaded is None else report_view(loaded, session.language)})


def tell_segments(session: Session, _request: Request) -> Answer:
    """Answer everything that follows from definition, threshold and year."""
    found = identification_of(session)
    return Answer(segments_view(loaded_list(session), found, session.language))


def tell_inputs(session: Session, _request: Request) -> Answer:
    """Answer what the list says of the model's assumptions; nothing where there is no list."""
    loaded = lists_of(session).loaded
    if loaded is None:
        return Answer({"number": 0, "inputs": {}, "origin": None})
    return Answer(inputs_view(loaded, identification_of(session)))


def tell_care(session: Session, _request: Request) -> Answer:
    """Answer how many of the list's small customers are worth their care."""
    results = session.results
    identification_of(session)
    return Answer(care_view(session.case, results, session.language))


# --- what one takes away -------------------------------------------------------------------------------------------


def make_file(session: Session, request: Request) -> Answer:
    """Make a file: `what` is "segments", "worklist" or "mapping", `ending` ".csv" or ".xlsx".

    A worklist may have a control group: `control_share` and `seed`. Answers `name`, `mime`, what to say, and the bytes.
    """
    asked, language = request.content, session.language
    loaded = loaded_list(session)
    stem = Path(loaded.customers.source).stem
    if asked.get("what") == "mapping":
        name = f"{stem}_{choose(language, 'zuordnung', 'mapping')}.yaml"
        text = _whole_mapping(loaded).as_yaml()
        return Answer({"name": name, "mime": "text/yaml", "said": ""}, [text.encode()])
    ending = asked.get("ending")
    if asked.get("what") not in ("segments", "worklist") or ending not in (".csv", ".xlsx"):
        raise KkmError("Diese Datei gibt es nicht.", "There is no such file.")
    found, said = identification_of(session), ""
    if asked["what"] == "segments":
        table, word = found.customers_table(language), choose(language, "segmente", "segments")
    else:
        from kkm_helpers.analysis.care_group import worklist_of

        share, seed = _share(asked.get("control_share", 0)), _seed(asked.get("seed", 0))
        worklist = worklist_of(found, session.results, control_share=share, seed=seed)
        table, word = worklist.table(language), choose(language, "arbeitsliste", "worklist")
        said = worklist.summary(language)
    request.go_on()
    content = table_bytes(table, ending, language=language, sheet=choose(language, "Kunden", "Customers"))
    mime = XLSX_TYPE if ending == ".xlsx" else "text/csv;charset=utf-8"
    day = f"{datetime.now().astimezone():%Y-%m-%d}"
    return Answer({"name": f"{stem}_{word}_{day}{ending}", "mime": mime, "said": said}, [content])


def _whole_mapping(loaded: Loaded) -> ReadingMapping:
    """Return what was recognised, with what somebody said in its place."""
    guessed, said = guessed_mapping(loaded.customers.report), ReadingMapping.of(loaded.mapping)
    return replace(guessed, columns={**guessed.columns, **said.columns}, blank_revenue=said.blank_revenue)


def _share(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1:
        return float(value)
    raise KkmError(
        "Der Anteil der Kontrollgruppe muss ab 0 und unter 100 % liegen, zum Beispiel 10 %.",
        "The share of the control group must be 0 or more and below 100%, for example 10%.",
    )


def _seed(value: object) -> int:
    if type(value) is int and 0 <= value < 2**32:
        return value
    raise KkmError(
        "Der Startwert der Ziehung muss eine ganze Zahl ab 0 sein.", "The seed of the draw must be an integer from 0."
    )
