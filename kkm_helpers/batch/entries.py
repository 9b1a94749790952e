"""The scenarios of a batch: each with its name, and what keeps a bad one from being computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Scenario

_MOST_NAMED = 5


@dataclass(frozen=True)
class Entry:
    """One scenario of a batch.

    Attributes:
        name: what it is called.
        scenario: what is assumed; None where it cannot be read.
        trouble: why it cannot be read.
    """

    name: str
    scenario: Scenario | None = None
    trouble: KkmError | None = None


def entry_of(name: str, scenario: Scenario) -> Entry:
    """Return a scenario under the name the batch has for it."""
    return Entry(name, replace(scenario, name=name))


@dataclass(frozen=True)
class Entries:
    """All scenarios of a batch.

    Attributes:
        names: their names, each once.
        entries: the scenarios in the same order; those of a table are made when they are looked at.
    """

    names: Sequence[str]
    entries: Sequence[Entry]

    def __len__(self) -> int:
        return len(self.names)


def checked_entries(source: object, names: Sequence[str], entries: Sequence[Entry]) -> Entries:
    """Return the scenarios of a source.

    Raises:
        KkmError: there is none, or two have one name.
    """
    if not names:
        raise KkmError(f"{source} enthält kein Szenario.", f"{source} holds no scenario.")
    twice = [name for name, uses in Counter(names).items() if uses > 1]
    if twice:
        listed = _listed(twice)
        raise KkmError(
            f"{source}: mehrere Szenarien heißen gleich: {listed}. Bitte geben Sie jedem einen eigenen Namen (name).",
            f"{source}: several scenarios have the same name: {listed}. Please give each a name of its own (name).",
        )
    return Entries(names, entries)


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:_MOST_NAMED]) + (" …" if len(found) > _MOST_NAMED else "")
