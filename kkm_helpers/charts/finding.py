"""Findings: sentences with the numbers of a case put in, of which the first that holds is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.engine import TERMS, Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.model.declare import renamed


@dataclass(frozen=True)
class CaseOf(Mapping[str, Any]):
    """The values of a case by name; `option_npv` is the NPV of the option looked at."""

    results: Results
    option: str | None = None

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self.results.value(renamed(name, self.option))

    def __iter__(self) -> Iterator[str]:
        return iter(TERMS)

    def __len__(self) -> int:
        return len(TERMS)


@dataclass(frozen=True)
class Finding:
    """A sentence and when it holds.

    In the sentences `{name}` stands for that figure as people write it, `{name:words}` for the same with the words of
    its unit, `{name:short}` for an amount as one says it, `{option}` for what the option looked at is called.
    """

    de: str
    en: str
    holds: Callable[[Mapping[str, Any]], Any] = lambda _: True


def first_finding(
    findings: tuple[Finding, ...], results: Results, language: Language = "de", option: str | None = None
) -> str:
    """Return the first sentence that holds in a case, with its numbers; the last of `findings` must always hold."""
    values = CaseOf(results, option)
    finding = next(finding for finding in findings if finding.holds(values))
    return choose(language, finding.de, finding.en).format_map(_Figures(values, language))


@dataclass(frozen=True)
class _Figure:
    name: str
    value: Any
    language: Language

    def __format__(self, style: str) -> str:
        if style == "short":
            return short_money(self.value, self.language)
        return display(self.name, self.value, self.language, words=style == "words")


@dataclass(frozen=True)
class _Figures(Mapping[str, Any]):
    values_by_name: CaseOf
    language: Language

    def __getitem__(self, name: str) -> _Figure | str:
        option = self.values_by_name.option
        if name == "option":
            return OPTION_NAMES[option or "passive"].label(self.language)
        return _Figure(renamed(name, option), self.values_by_name[name], self.language)

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)
