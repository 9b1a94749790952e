"""The printed explanation of a figure: its formula in words and numbers, and the tree down to the assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.validation import allowed
from kkm_helpers.cli.output import print_lines
from kkm_helpers.cli.text_table import text_width, wrapped
from kkm_helpers.engine.display import display
from kkm_helpers.formulas import dependency_tree, explain
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from kkm_helpers.formulas import Dependency
    from kkm_helpers.scenario import Case

_LEAST_WIDTH = 30


def print_explanation(name: str, case: Case, language: Language) -> None:
    """Print where the figure `name` comes from.

    Raises:
        UnknownQuantityError: there is nothing of that name.
    """
    print_lines(_tree_lines(dependency_tree(name), case, language, text_width()))


def _tree_lines(node: Dependency, case: Case, language: Language, width: int) -> Iterator[str]:
    """Yield a node's own lines, then those of what it needs behind their guides."""
    below = "│  " if node.needs else ""
    for position, paragraph in enumerate(_paragraphs(node, case, language)):
        for line in wrapped(paragraph, width - len(below), "  "):
            yield line if position == 0 else below + line
    for position, need in enumerate(node.needs):
        is_last = position == len(node.needs) - 1
        for number, line in enumerate(_tree_lines(need, case, language, max(width - 3, _LEAST_WIDTH))):
            guide = ("└─ " if is_last else "├─ ") if number == 0 else ("   " if is_last else "│  ")
            yield guide + line


def _paragraphs(node: Dependency, case: Case, language: Language) -> Iterator[str]:
    """Yield label, name and value of a node, then its formula, or where an assumption comes from."""
    explained = explain(node.name, case.results, language)
    month = choose(language, f" (Monat {explained.month})", f" (month {explained.month})") if explained.month else ""
    above = choose(language, ", siehe oben", ", see above") if node.repeated else ""
    yield f"{explained.label} [{node.name}]: {explained.text}{month}{above}"
    if node.name in ASSUMPTIONS:
        yield from _origin(node.name, case, language)
    elif not node.repeated:
        yield explained.formula
        yield f"= {explained.numbers}"


def _origin(name: str, case: Case, language: Language) -> Iterator[str]:
    """Yield where the value comes from, what the default would be, and what is allowed."""
    origin, known = case.origins[name], ASSUMPTIONS[name]
    yield origin.text(language)
    if origin.kind != "default":
        default, basis = display(name, known.default, language), known.basis.words(language)
        yield choose(language, f"Vorgabe {default}, {basis}", f"default {default}, {basis}")
        yield choose(language, f"erlaubt: {allowed(known, 'de')}", f"allowed: {allowed(known, 'en')}")
