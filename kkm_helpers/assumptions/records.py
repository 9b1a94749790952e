"""What an assumption is: a term with a default, a range, hard bounds, and where its figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kkm_helpers.language import UNITS, Labelled, Language, Term, choose

Kind = Literal["found", "derived", "assumed"]

KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "found": ("belegt", "found"),
    "derived": ("abgeleitet", "derived"),
    "assumed": ("angenommen", "assumed"),
}


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, or why there is none, in our own words."""

    de: str
    en: str


@dataclass(frozen=True)
class Basis:
    """How sure a default is.

    `kind`: a source says so (found), it is computed from found figures (derived), or nobody published it and the
    workshop has to confirm it (assumed).
    """

    kind: Kind
    sources: tuple[Source, ...] = ()

    def words(self, language: Language = "de") -> str:
        """Return the kind and its sources as one line, e.g. "belegt: Gehaltsübersicht Vertrieb (2020)"."""
        kind = choose(language, *KIND_WORDS[self.kind])
        sources = "; ".join(choose(language, source.de, source.en) for source in self.sources)
        return f"{kind}: {sources}" if sources else kind


def found(*sources: Source) -> Basis:
    """Return the basis of a figure that stands in `sources`."""
    return Basis("found", sources)


def derived(*sources: Source) -> Basis:
    """Return the basis of a figure computed from what stands in `sources`."""
    return Basis("derived", sources)


def assumed(*remarks: Source) -> Basis:
    """Return the basis of a figure that nobody published; `remarks` say what is known all the same."""
    return Basis("assumed", remarks)


@dataclass(frozen=True)
class Choice(Labelled):
    """One value a choice can take: its public name and what people call it."""

    name: str
    de: str
    en: str


@dataclass(frozen=True)
class Assumption(Term):
    """An input of the business case.

    Attributes:
        default: the value without any override, in the model's unit; the name of a choice for a choice.
        basis: where the default comes from.
        slider: (low, high, step) of the slider; a value beyond it but within `bounds` is taken.
        bounds: hard (minimum, maximum); None where there is none.
        choices: the values of a choice; empty for a number.
    """

    default: float | str
    basis: Basis
    slider: tuple[float, float, float] = (0, 0, 0)
    bounds: tuple[float | None, float | None] = (None, None)
    choices: tuple[Choice, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether the value is one of `choices` rather than a number."""
        return bool(self.choices)

    @property
    def is_whole(self) -> bool:
        """Whether the value must be an integer; the unit decides."""
        return UNITS[self.unit].whole


@dataclass(frozen=True)
class Group(Labelled):
    """Assumptions that belong together, under a heading."""

    name: str
    de: str
    en: str
    assumptions: tuple[Assumption, ...]
