"""The texts of the notebooks: Markdown files in `texts/`, one for each step and language, and one for all steps.

A file is made of sections, each opened by a comment on a line of its own:

    <!-- remember: revenue_per_customer < margin_threshold -->
    Ihre Kleinkunden bringen {revenue_per_customer}, …

    <!-- remember -->
    …

Of several sections of one name the first whose condition holds is shown; the last has none and always holds. How
conditions and figures are written: see engine.expressions and engine.texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kkm_helpers.charts.parts import Choice, Text
from kkm_helpers.charts.template import filled
from kkm_helpers.engine import Results
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.language import Language
from kkm_helpers.workbook.figures import ListFigure, SpokenFigure

COMMON = "common"
"""The file with what every step says in the same words."""

_HEAD = re.compile(r"^<!-- *(?P<name>\w+)(?:: *(?P<condition>.+?))? *-->\n", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A passage of a text.

    Attributes:
        name: what the notebook asks for.
        condition: an expression; empty for always.
        text: Markdown with figures in braces.
    """

    name: str
    condition: str
    text: str


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
        Section(head["name"], head["condition"] or "", written[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def narrate(step: str, name: str, results: Results, language: Language) -> str:
    """Return the section `name` of a step, else of the common text, as Markdown with the figures of a case put in.

    Raises:
        KeyError: there is no such section.
    """
    written = (*sections(step, language), *sections(COMMON, language))
    variants = [Text(part.text, when=part.condition) for part in written if part.name == name]
    if not variants:
        raise KeyError(name)
    return str(filled(Choice(*variants), results, language))


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
    told = next(part for part in written if not part.condition or value_of(part.condition, values))
    return told.text.format_map(spoken)
