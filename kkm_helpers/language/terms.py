"""A term: a public name with its German and English label and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

_T = TypeVar("_T")


def choose(language: Language, de: _T, en: _T) -> _T:
    """Return `de` or `en`: the one place that knows which languages there are."""
    return de if language == "de" else en


class Labelled:
    """Something that people call by a German and an English name."""

    de: str
    en: str

    def label(self, language: Language = "de") -> str:
        """Return what it is called, remarks in brackets included."""
        return choose(language, self.de, self.en)


@dataclass(frozen=True)
class Term(Labelled):
    """A public name and what people call it.

    `unit` is a key of `language.units.UNITS`.
    """

    name: str
    de: str
    en: str
    unit: str

    def short_label(self, language: Language = "de") -> str:
        """Return the label without the remark in brackets at its end: what stands in a formula."""
        label = self.label(language)
        return label.split(" (")[0] if label.endswith(")") else label
