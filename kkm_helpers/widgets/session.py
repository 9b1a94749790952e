"""What a page and its Python share: the case on view, the language, the step; services add what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError, Problem, validated
from kkm_helpers.assumptions.validation import Reason
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.language import LANGUAGES, Language
from kkm_helpers.scenario import RESERVED, Case, Origin, Scenario, scenario_from
from kkm_helpers.scenario.reserved import check_reserved
from kkm_helpers.widgets.steps import FIRST_ON_VIEW, STEP_OF

FILES = ("customers_file", "crm_file")
RECORD_KEYS = tuple(name for name in RESERVED if name not in (*FILES, "language"))
"""What a page may say beside the assumptions. A page names no file: Python alone knows where things lie."""


@dataclass
class Session:
    """One page's Python.

    Attributes:
        case: as it was opened last, with files, customers, identification and origins.
        language: "de" or "en".
        step: public name of the step on view.
        is_app: the page is the whole app, else one step in a notebook.
        results: the case on view.
        start: every assumption as the case was opened: what "reset" goes back to.
        record: what a scenario holds beside the assumptions, by its keys, plain data.
        kept: what services keep between requests, each under a name of its own.
    """

    case: Case
    language: Language
    step: str
    is_app: bool = False
    results: Results = field(init=False)
    start: dict[str, float | str] = field(init=False)
    record: dict[str, Any] = field(init=False)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.results = self.case.results
        self.start = dict(self.case.results.assumptions)
        self.record = record_of(self.case.scenario)

    def take(self, content: Mapping[str, Any]) -> None:
        """Take over what a page has on view: `values`, `start`, `record`, `language`, `step`, all checked.

        Raises:
            KkmError: the values are no possible case, or the record is wrong; both then stay as they are.
        """
        if content.get("language") in tuple(LANGUAGES):
            self.language = content["language"]
        if self.is_app and content.get("step") in tuple(STEP_OF):  # a tuple compares anything, a dict hashes it
            self.step = content["step"]
        results = evaluate(**checked_values(content.get("values")))
        start = validated(checked_values(content.get("start")))
        record = checked_record(content.get("record"))
        self.results, self.start, self.record = results, start, record

    @property
    def origins(self) -> dict[str, Origin]:
        """For each assumption where its value comes from."""
        return self.case.origins_of(self.results.assumptions)

    def case_on_view(self) -> dict[str, Any]:
        """Return the case as the page has it: `values`, `start` and `record`."""
        return {"values": dict(self.results.assumptions), "start": self.start, "record": self.record}

    def scenario(self) -> Scenario:
        """Return the case on view as a scenario, with the files of the case that was opened."""
        overrides = {name: value for name, value in self.results.assumptions.items() if self._says(name, value)}
        given = scenario_from({**overrides, **self.record})
        reserved = {name: getattr(given, name) for name in RECORD_KEYS}
        # A mapping file stays where it is until the page says how to read the list.
        reserved["mapping"] = given.mapping or self.case.scenario.mapping
        return replace(self.case.scenario, overrides=given.overrides, language=self.language, **reserved)

    def shown_case(self) -> Case:
        """Return the case on view with everything that belongs to it."""
        found = self.case
        return Case(self.scenario(), self.results, self.origins, found.notes, found.customers, found.identification)

    def _says(self, name: str, value: float | str) -> bool:
        """Return whether a scenario has to say a value: without it something else would hold."""
        found = self.case.identification
        if self.case.scenario.customers_file and found is not None:
            listed = {"potential_basis": "history", **found.model_inputs.known()}
            if name in listed:
                return bool(value != listed[name])
        return value != ASSUMPTIONS[name].default or name in self.case.scenario.overrides


def opened(case: Case) -> dict[str, Any]:
    """Return a case as the page opens it: `values`, `start` and `record`."""
    values = dict(case.results.assumptions)
    return {"values": values, "start": values, "record": record_of(case.scenario)}


def state_of(session: Session) -> dict[str, Any]:
    """Return what a page opens with, as plain data."""
    return {
        "frame": "app" if session.is_app else "step",
        "language": session.language,
        "step": session.step,
        "case": session.case_on_view(),
    }


def first_state(case: Case, language: Language) -> dict[str, Any]:
    """Return what the app opens with, for a page that draws itself before its kernel is there."""
    return state_of(Session(case, language, FIRST_ON_VIEW, is_app=True))


def record_of(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario holds beside the assumptions, as plain data without what is not said."""
    said = {name: getattr(scenario, name) for name in RECORD_KEYS} | {"name": scenario.title}
    return {name: _plain(value) for name, value in said.items() if value and not isinstance(value, Path)}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def checked_values(values: object) -> dict[str, Any]:
    """Return what a page sent as overrides of one scenario.

    Raises:
        InvalidAssumptionsError: it is no mapping of names to single values.
    """
    if not isinstance(values, dict):
        raise InvalidAssumptionsError([Problem(str(values), values, "unknown")])
    for name, value in values.items():
        # A list would be many scenarios at once: right for `evaluate`, nonsense for a control.
        if name in ASSUMPTIONS and not isinstance(value, (int, float, str)):
            reason: Reason = "no_choice" if ASSUMPTIONS[name].is_choice else "no_number"
            raise InvalidAssumptionsError([Problem(name, value, reason)])
    return values


def checked_record(record: object) -> dict[str, Any]:
    """Return what a page sent as the record of its case.

    Raises:
        KkmError: it is none, or something in it is wrong.
    """
    if not isinstance(record, dict) or not record.keys() <= set(RECORD_KEYS):
        raise KkmError(
            "Was die Seite zum Szenario geschickt hat, ist keines; es bleibt beim letzten Stand.",
            "What the page sent about the scenario is none; the last state holds.",
        )
    check_reserved(record)
    if "mapping" in record:
        # Reading needs pandas; a page that says nothing about it starts without.
        from kkm_helpers.customers.reading import Mapping as ReadingMapping

        ReadingMapping.of(record["mapping"])
    return record
