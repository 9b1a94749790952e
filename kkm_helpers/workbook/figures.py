"""Figures that are no quantity of the model: of customer lists and of the risk, told, printed and left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kkm_helpers.language import Language, choose, format_value, short_money

UNKNOWN = "–"
YEAR = "year"  # no unit of the model: it has no thousands


@dataclass(frozen=True)
class ListFigure:
    """A figure that is no quantity of the model.

    Attributes:
        de, en: what it is.
        value: the number in its unit; None where unknown.
        unit: a key of `UNITS`, or `YEAR`.
    """

    de: str
    en: str
    value: float | None
    unit: str

    def text(self, language: Language = "de", style: str = "") -> str:
        """Return the figure as people write it; `style` is "words", "short" or ""."""
        if self.value is None:
            return UNKNOWN
        if style == "short":
            return short_money(self.value, language)
        if self.unit == YEAR:
            return str(int(self.value))
        if self.unit == "share":
            return format_value(round(self.value, 3), "share", language)
        return format_value(self.value, self.unit, language, words=style == "words")


Figures = Mapping[str, ListFigure]


def figure_rows(figures: Figures, language: Language) -> list[tuple[str, str, str]]:
    """Return label, value and public name of each figure as text."""
    return [
        (choose(language, figure.de, figure.en), figure.text(language, "words"), name)
        for name, figure in figures.items()
    ]


def plain_figures(figures: Figures) -> dict[str, float | int | None]:
    """Return the values by public name as JSON holds them; whole numbers look like counts."""
    return {
        name: int(figure.value) if figure.value is not None and float(figure.value).is_integer() else figure.value
        for name, figure in figures.items()
    }


@dataclass(frozen=True)
class SpokenFigure:
    """A figure in a text: `{name}`, `{name:words}` or `{name:short}`."""

    figure: ListFigure
    language: Language

    def __format__(self, style: str) -> str:
        """Return the figure as people write it."""
        return self.figure.text(self.language, style)
