"""Where a figure comes from: its formula in words and numbers, and the tree down to the assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import TERMS, Results, UnknownQuantityError
from kkm_helpers.engine.display import display
from kkm_helpers.formulas.latex import latex
from kkm_helpers.formulas.text import label_text, number_text
from kkm_helpers.language import Language, choose
from kkm_helpers.model import QUANTITIES


@dataclass(frozen=True)
class Explanation:
    """One figure explained.

    Attributes:
        name, label, unit: what it is.
        value: the figure; for a monthly quantity that of `month`.
        text: the figure formatted.
        formula: the formula with labels; empty for an assumption.
        numbers: the formula with the numbers put in and the result; empty for an assumption.
        latex: the formula as LaTeX; empty for an assumption.
        source: kind and source of an assumption, and its default where it was changed; empty for a quantity.
        needs: the names the figure is computed from.
        month: the month shown, for a monthly quantity.
    """

    name: str
    label: str
    unit: str
    value: Any
    text: str
    formula: str = ""
    numbers: str = ""
    latex: str = ""
    source: str = ""
    needs: tuple[str, ...] = ()
    month: int | None = None


@dataclass(frozen=True)
class Dependency:
    """A node of the tree of what a quantity depends on.

    A quantity needed in several places has its own needs shown at the first one only; `repeated` marks the others.
    """

    name: str
    needs: tuple[Dependency, ...] = ()
    repeated: bool = False

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Dependency]]:
        """Yield the node and all below it with their depth, in the order of a printed tree."""
        yield depth, self
        for need in self.needs:
            yield from need.walk(depth + 1)


def explain(name: str, results: Results, language: Language = "de", month: int = 12) -> Explanation:
    """Return where the figure `name` of a case comes from.

    Args:
        name: public name of a quantity or an assumption.
        results: a case with one scenario.
        language: "de" or "en".
        month: the month shown for a monthly quantity; the last one where the horizon is shorter.

    Raises:
        UnknownQuantityError: there is nothing of that name.
    """
    value = results.value(name)
    term = TERMS[name]
    if name in ASSUMPTIONS:
        return Explanation(
            name, term.label(language), term.unit, value, display(name, value, language, words=True),
            source=_source(name, value, language),
        )  # fmt: skip
    quantity = QUANTITIES[name]
    shown_month = min(month, int(results.assumptions["horizon_months"])) if quantity.monthly else None
    if shown_month:
        value = float(np.asarray(value)[shown_month - 1])
    return Explanation(
        name,
        term.label(language),
        term.unit,
        value,
        display(name, value, language, words=True),
        formula=label_text(quantity, language),
        numbers=number_text(quantity, results, language, shown_month or 1),
        latex=latex(quantity, language),
        needs=quantity.needs,
        month=shown_month,
    )


def dependency_tree(name: str) -> Dependency:
    """Return the tree of what `name` depends on, down to the assumptions.

    Raises:
        UnknownQuantityError: there is nothing of that name.
    """
    if name not in TERMS:
        raise UnknownQuantityError(name)
    return _tree(name, set())


def _tree(name: str, shown: set[str]) -> Dependency:
    if name in ASSUMPTIONS:
        return Dependency(name)
    if name in shown:
        return Dependency(name, repeated=True)
    shown.add(name)
    return Dependency(name, tuple(_tree(need, shown) for need in QUANTITIES[name].needs))


def _source(name: str, value: Any, language: Language) -> str:  # noqa: ANN401
    assumption = ASSUMPTIONS[name]
    basis = assumption.basis.words(language)
    if value == assumption.default:
        return basis
    default = display(name, assumption.default, language)
    return choose(language, f"geändert, Vorgabe {default} ({basis})", f"changed, default {default} ({basis})")
