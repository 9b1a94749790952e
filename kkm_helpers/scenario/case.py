"""A case: the assumptions of a scenario, a customer list and the user, where each comes from, and the results.

What holds, the first of: set by the user for this run, said by the scenario, found in the customer list, the default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.display import display
from kkm_helpers.errors import KkmError
from kkm_helpers.files import absolute
from kkm_helpers.language import LANGUAGES, Language, choose, format_number
from kkm_helpers.scenario.faults import CaseError, assumption_faults, unknown_name
from kkm_helpers.scenario.record import Scenario
from kkm_helpers.scenario.storage import load_scenario

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.identification import Identification, IdentificationSettings

OriginKind = Literal["override", "scenario", "list", "default"]


@dataclass(frozen=True)
class Origin:
    """Where the value of an assumption comes from, in words."""

    kind: OriginKind
    de: str
    en: str

    def text(self, language: Language = "de") -> str:
        """Return the words."""
        return choose(language, self.de, self.en)


_AT_THE_CONTROL = Origin("override", "am Regler geändert", "moved at the control")


@dataclass(frozen=True)
class Case:
    """A business case with everything that led to it.

    Attributes:
        scenario: the scenario it was built from; an empty one without a file.
        results: every quantity, and the assumptions they were computed with.
        origins: for each assumption where its value comes from.
        notes: what the user should know about how the case came about.
        customers: the customer list that was read; None without one.
        identification: its segments; None without a list.
    """

    scenario: Scenario
    results: Results
    origins: Mapping[str, Origin]
    notes: tuple[Message, ...] = ()
    customers: CustomerList | None = None
    identification: Identification | None = None

    def origins_of(self, assumptions: Mapping[str, float | str]) -> dict[str, Origin]:
        """Return where values come from: as the case was built, or from a control where they were moved since."""
        opened = self.results.assumptions
        moved = {name: _AT_THE_CONTROL for name, value in assumptions.items() if value != opened[name]}
        return {**self.origins, **moved}

    @property
    def changed(self) -> tuple[str, ...]:
        """The assumptions whose value is not the default, in the order of declaration."""
        values = self.results.assumptions
        return tuple(name for name, known in ASSUMPTIONS.items() if values[name] != known.default)

    def with_other_basis(self) -> Results:
        """Return the recommendation of the same case with the other potential: by history instead of by sector."""
        assumptions = self.results.assumptions
        bases = [choice.name for choice in ASSUMPTIONS["potential_basis"].choices]
        other = next(basis for basis in bases if basis != assumptions["potential_basis"])
        return evaluate(only=("recommended_option",), **{**assumptions, "potential_basis": other})


def load_assumptions(path: str | os.PathLike[str] | None = None, **overrides: float | str) -> dict[str, float | str]:
    """Return the value of every assumption: set here, in the scenario file, in its customer list, or the default.

    Args:
        path: a scenario file; None for none.
        **overrides: assumptions by public name.

    Raises:
        KkmError: the file, the list or a value is wrong.
    """
    return build_case(load_scenario(path) if path is not None else None, overrides).results.assumptions


def build_case(
    scenario: Scenario | None = None,
    overrides: Mapping[str, Any] | None = None,
    customers_file: str | os.PathLike[str] | None = None,
    lists: Lists | None = None,
) -> Case:
    """Return the business case of a scenario.

    A customer list gives the assumptions about the group of small customers; with one, the potential is that of
    history unless the scenario or an override says otherwise.

    Args:
        scenario: what is assumed; all defaults where None.
        overrides: assumptions set for this run, by name.
        customers_file: a customer list; it takes the place of the scenario's own.
        lists: what reads and judges customer lists; whoever builds many cases brings one that remembers.

    Raises:
        CaseError: an override has an unknown name or a value that is not allowed.
        KkmError: the customer list cannot be used, or the case cannot be computed.
    """
    scenario = scenario or Scenario()
    if customers_file is not None:
        scenario = replace(scenario, customers_file=absolute(customers_file))
    overrides = dict(overrides or {})
    _check_overrides(overrides)
    given = {**scenario.overrides, **overrides}
    from_list = _values_from_list(scenario, given, lists or Lists()) if scenario.customers_file else _FromList()
    results = evaluate(**{**from_list.values, **given})
    origins = {name: _origin(name, overrides, scenario, from_list) for name in ASSUMPTIONS}
    notes = (*scenario.remarks, *from_list.notes, *_overruled(from_list, given, origins))
    return Case(scenario, results, origins, notes, from_list.customers, from_list.identification)


def _check_overrides(overrides: Mapping[str, Any]) -> None:
    known = {name: value for name, value in overrides.items() if name in ASSUMPTIONS}
    faults = [*(unknown_name(name, ()) for name in overrides if name not in known), *assumption_faults(known)]
    if faults:
        raise CaseError(faults)


def _origin(name: str, overrides: Mapping[str, Any], scenario: Scenario, from_list: _FromList) -> Origin:
    if name in overrides:
        return Origin("override", "gesetzt", "set")
    if name in scenario.overrides:
        note = scenario.notes.get(name)
        behind = [scenario.title, f"({note})" if note else ""]
        return Origin("scenario", *(" ".join(filter(None, (word, *behind))) for word in ("Szenario", "scenario")))
    if name == "potential_basis" and from_list.values:
        return Origin("list", "mit Kundenliste gilt die Historie", "with a customer list history holds")
    if name in from_list.values:
        return Origin("list", from_list.words.de, from_list.words.en)
    basis = ASSUMPTIONS[name].basis
    return Origin("default", f"Vorgabe, {basis.words('de')}", f"default, {basis.words('en')}")


# --- the customer list ------------------------------------------------------------
class Lists:
    """Reads the customer list of a scenario and finds its small customers, anew each time."""

    def read(self, scenario: Scenario) -> CustomerList:
        """Return the list of a scenario that has one."""
        # The list needs pandas; a case without one starts four times as fast.
        from kkm_helpers.customers.reading import read_customers

        return read_customers(scenario.customers_file, mapping=scenario.mapping, crm=scenario.crm_file)

    def identified(
        self, customers: CustomerList, settings: IdentificationSettings, given: Mapping[str, Any]
    ) -> Identification:
        """Return the segments of a list, as `customers.judging.identified`."""
        from kkm_helpers.customers.judging import identified

        return identified(customers, settings, given)


@dataclass(frozen=True)
class _FromList:
    """What a customer list gives: values of assumptions, where they come from in words, and what to know."""

    values: Mapping[str, float | str] = field(default_factory=dict)
    words: Message = field(default_factory=lambda: Message("", ""))
    notes: tuple[Message, ...] = ()
    customers: CustomerList | None = None
    identification: Identification | None = None


def _values_from_list(scenario: Scenario, given: Mapping[str, float | str], lists: Lists) -> _FromList:
    from kkm_helpers.customers.identification import IdentificationSettings

    file = scenario.customers_file
    if file is None:
        return _FromList()
    customers = lists.read(scenario)
    settings = IdentificationSettings.from_mapping(scenario.identification)
    identification = lists.identified(customers, settings, given)
    inputs, year = identification.model_inputs, identification.reference_year
    known = inputs.known()
    if not known:
        raise KkmError(
            f"{file.name}: kein Kleinkunde der Liste hat {year} gekauft; daraus lässt sich kein Business Case rechnen. "
            "Bitte prüfen Sie Umsatzschwelle, Definition und Bezugsjahr.",
            f"{file.name}: no small customer of the list bought in {year}; no business case can be computed from it. "
            "Please check threshold, definition and reference year.",
        )
    faults = list(assumption_faults(known))
    if faults:
        raise CaseError(faults, lambda _: (f"Kundenliste {file.name}: ", f"Customer list {file.name}: "))
    words = list_words(file.name, identification)
    notes = (*customers.report.warnings, *identification.warnings)
    missing = [name for name in (each.name for each in fields(inputs)) if name not in known and name not in given]
    notes += tuple(map(_not_in_list, missing))
    if "potential_basis" not in given:
        notes += (_BASIS_NOTE,)
    return _FromList({"potential_basis": "history", **known}, words, notes, customers, identification)


def list_words(name: str, identification: Identification) -> Message:
    """Return where figures come from that a customer list gives; `name` is the list's."""
    definition, year = identification.settings.definition, identification.reference_year
    customers = identification.model_inputs.small_customers
    counted = {language: format_number(customers, 0, language) for language in LANGUAGES}
    return Message(
        f"Kundenliste {name}, Definition {definition}, {counted['de']} Kleinkunden mit Käufen {year}",
        f"customer list {name}, definition {definition}, {counted['en']} small customers that bought in {year}",
    )


_BASIS_NOTE = Message(
    "Mit Kundenliste ist das Potenzial nach Historie gerechnet (potential_basis: history). Nach Branche: "
    "--set potential_basis=sector, oder potential_basis: sector im Szenario.",
    "With a customer list the potential is computed by history (potential_basis: history). By sector: "
    "--set potential_basis=sector, or potential_basis: sector in the scenario.",
)


def _not_in_list(name: str) -> Message:
    known = ASSUMPTIONS[name]
    de, en = (display(name, known.default, language) for language in LANGUAGES)
    return Message(
        f"{known.de} ({name}) steht nicht in der Kundenliste; es gilt die Vorgabe {de}.",
        f"{known.en} ({name}) is not in the customer list; the default {en} holds.",
    )


def _overruled(from_list: _FromList, given: Mapping[str, Any], origins: Mapping[str, Origin]) -> Iterator[Message]:
    """Yield where the list has a value and another one holds."""
    for name, listed in from_list.values.items():
        if name in given and given[name] != listed and name != "potential_basis":
            known, origin = ASSUMPTIONS[name], origins[name]
            used_de, used_en = (display(name, given[name], language) for language in LANGUAGES)
            found_de, found_en = (display(name, listed, language) for language in LANGUAGES)
            yield Message(
                f"{known.de} ({name}): {used_de} ({origin.de}) gilt statt {found_de} aus der Kundenliste.",
                f"{known.en} ({name}): {used_en} ({origin.en}) holds instead of {found_en} from the customer list.",
            )
