"""The texts of the notebooks: Markdown files in `texts/`, one for each step and language, and one for all steps.

A file is made of sections, each opened by a comment on a line of its own:

    <!-- remember: revenue_per_customer < margin_threshold -->
    Ihre Kleinkunden bringen {revenue_per_customer}, …

    <!-- remember -->
    …

Of several sections of one name the first whose condition holds is shown; the last has none and always holds.
`{name}` is that figure of the case as people write it, `{name:words}` with the words of its unit, `{name:short}` an
amount as one says it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.engine import TERMS, Results
from kkm_helpers.language import Language
from kkm_helpers.workbook.list_figures import ListFigure, SpokenFigure

COMMON = "common"
"""The file with what every step says in the same words."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
_HEAD = re.compile(r"^<!-- *(?P<name>\w+)(?:: *(?P<condition>.+?))? *-->\n", re.MULTILINE)
_CONDITION = re.compile(rf"(?P<left>\w+) (?P<comparison>{'|'.join(COMPARISONS)}) (?P<right>[\w.]+)")


@dataclass(frozen=True)
class Section:
    """A passage of a text.

    Attributes:
        name: what the notebook asks for.
        condition: "left < right" of two figures, a figure and a number, or a choice and its value; None for always.
        text: Markdown with figures in braces.
    """

    name: str
    condition: str | None
    text: str

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Return whether the section's condition holds for the values of a case.

        Raises:
            ValueError: the condition is not of the form "left < right".
        """
        if self.condition is None:
            return True
        match = _CONDITION.fullmatch(self.condition)
        if match is None:
            msg = f"{self.name}: {self.condition!r} is no condition of the form 'left < right'"
            raise ValueError(msg)
        return COMPARISONS[match["comparison"]](_operand(match["left"], values), _operand(match["right"], values))


@cache
def sections(text: str, language: Language) -> tuple[Section, ...]:
    """Return the sections of a step's text, or of the common one, in the order of the file.

    Raises:
        FileNotFoundError: there is no such text.
    """
    written = (files("kkm_helpers.workbook") / "texts" / f"{text}.{language}.md").read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(written))
    ends = [head.start() for head in heads[1:]] + [len(written)]
    return tuple(
        Section(head["name"], head["condition"], written[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def narrate(step: str, name: str, results: Results, language: Language) -> str:
    """Return the section `name` of a step, else of the common text, as Markdown with the figures of a case put in.

    Raises:
        KeyError: there is no such section.
    """
    written = (*sections(step, language), *sections(COMMON, language))
    variants = tuple(Finding(part.text, part.text, part.holds) for part in written if part.name == name)
    if not variants:
        raise KeyError(name)
    return first_finding(variants, results, language)


def narrate_figures(step: str, name: str, figures: Mapping[str, ListFigure], language: Language) -> str:
    """Return the section `name` of a step about customer lists, with the figures of its lists put in.

    Raises:
        KeyError: there is no such section.
    """
    values = {each: figure.value for each, figure in figures.items()}
    written = [part for part in (*sections(step, language), *sections(COMMON, language)) if part.name == name]
    if not written:
        raise KeyError(name)
    spoken = {each: SpokenFigure(figure, language) for each, figure in figures.items()}
    return next(part for part in written if part.holds(values)).text.format_map(spoken)


def _operand(word: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if word in TERMS or (isinstance(values, dict) and word in values):
        return values[word]
    try:
        return float(word)
    except ValueError:
        return word  # the name of a choice
