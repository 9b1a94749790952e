"""The customer lists of one page: what was read, from where, and what is small in it by the case on view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.customer_list import CustomerList
from kkm_helpers.customers.identification import Identification, IdentificationSettings
from kkm_helpers.customers.judging import identified, quality_of
from kkm_helpers.customers.quality import Quality
from kkm_helpers.customers.reading.memory_file import File
from kkm_helpers.engine import Results
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Case, Origin
from kkm_helpers.scenario.case import list_words
from kkm_helpers.widgets.session import Session
from kkm_helpers.widgets.uploads import Uploads

UPLOADS = ("list", "crm", "before", "after")
"""What a page may send a file for."""


@dataclass(frozen=True)
class Loaded:
    """A list that was read.

    Attributes:
        number: tells it from those read before.
        customers: the list.
        quality: its scorecard.
        file, crm: where it came from, to be read again another way.
        mapping, crm_mapping: how both were read, as far as somebody said so.
        seconds: how long that took.
        is_demo: it is the shipped one.
    """

    number: int
    customers: CustomerList
    quality: Quality
    file: File | None = None
    crm: File | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
    crm_mapping: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    is_demo: bool = False


@dataclass
class Lists:
    """What a page has in lists; `judged` is the last judgement with what it was made of."""

    uploads: Uploads = field(default_factory=lambda: Uploads(UPLOADS))
    loaded: Loaded | None = None
    reviewed: tuple[Loaded, Loaded] | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    judged: tuple[object, Identification] | None = None
    last_number: int = 0

    def next_number(self) -> int:
        """Return a number that no list of this page has had."""
        self.last_number += 1
        return self.last_number


def lists_of(session: Session) -> Lists:
    """Return the lists of a page; at first that of the case it was opened with, where there is one."""
    if "lists" not in session.kept:
        case, lists = session.case, Lists(origins=session.case.origins)
        if case.customers is not None:
            scenario = case.scenario
            lists.loaded = Loaded(
                lists.next_number(), case.customers, quality_of(case.customers), scenario.customers_file,
                scenario.crm_file, {} if isinstance(scenario.mapping, Path) else dict(scenario.mapping or {}),
            )  # fmt: skip
        session.kept["lists"] = lists
    return cast("Lists", session.kept["lists"])


def loaded_list(session: Session) -> Loaded:
    """Return the list of a page.

    Raises:
        KkmError: it has none.
    """
    loaded = lists_of(session).loaded
    if loaded is None:
        raise KkmError(
            "Es ist keine Kundenliste geladen. Bitte wählen Sie eine im Schritt Identifikation.",
            "No customer list is loaded. Please choose one in the step identification.",
        )
    return loaded


def take_list(session: Session, loaded: Loaded) -> None:
    """Make a list that of the page, in place of any other."""
    lists = lists_of(session)
    is_other = lists.loaded is None or loaded.file is not lists.loaded.file
    lists.loaded, lists.judged = loaded, None
    if is_other:
        # The files of the case that was opened are those of another list from now on.
        scenario = replace(session.case.scenario, customers_file=None, crm_file=None, mapping=None)
        session.case = replace(session.case, scenario=scenario)
    session.case = replace(session.case, customers=loaded.customers, identification=None)


def identification_of(session: Session) -> Identification:
    """Return the segments of the page's list by the case on view; judged anew only where something has changed.

    From then on the session's case has the list, and names it as the origin of the figures that come from it.

    Raises:
        KkmError: there is no list, or a setting does not fit it.
    """
    loaded, lists = loaded_list(session), lists_of(session)
    results, chosen = session.results, dict(session.record.get("identification", {}))
    needed = {name: results.assumptions[name] for name in ("revenue_per_employee",)}
    made_of = (loaded.number, results["revenue_threshold"], needed, chosen)
    if lists.judged is None or lists.judged[0] != made_of:
        settings = IdentificationSettings.from_mapping(chosen)
        lists.judged = made_of, identified(loaded.customers, settings, results.assumptions)
    found = lists.judged[1]
    session.case = _with_list(session.case, lists, loaded, found, results)
    return found


def _with_list(case: Case, lists: Lists, loaded: Loaded, found: Identification, results: Results) -> Case:
    words = list_words(loaded.customers.source, found)
    origin = Origin("list", words.de, words.en)
    inputs = found.model_inputs.known()
    on_view = results.assumptions
    origins = {
        name: origin if name in inputs and on_view[name] == inputs[name] else _unless_of_list(lists.origins[name], name)
        for name in ASSUMPTIONS
    }
    return replace(case, customers=loaded.customers, identification=found, origins=origins)


def _unless_of_list(origin: Origin, name: str) -> Origin:
    """Return where a figure comes from that is not the list's, whatever it was when the case was opened."""
    if origin.kind == "list" and name != "potential_basis":
        return Origin("override", "gesetzt", "set")
    return origin
