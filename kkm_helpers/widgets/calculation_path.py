"""The calculation path as plain data for the page: each figure's formula in words, its numbers, its result."""

from __future__ import annotations

from typing import Any

from kkm_helpers.charts.options import shown_option
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.formulas import explain
from kkm_helpers.language import Language
from kkm_helpers.model.declare import renamed

EQUALS = " = "


def calculation_path(names: tuple[str, ...], answer: str, results: Results, language: Language) -> list[dict[str, Any]]:
    """Return the rows of a calculation path; `answer` is the row that answers the step."""
    option = shown_option(results)
    return [_row(renamed(name, option), results, language, hit=name == answer) for name in names]


def _row(name: str, results: Results, language: Language, *, hit: bool) -> dict[str, Any]:
    explanation = explain(name, results, language)
    # Label and result stand in places of their own; a formula itself may hold an equals sign.
    _, _, formula = explanation.formula.partition(EQUALS)
    numbers, _, _ = explanation.numbers.rpartition(EQUALS)
    return {
        "name": name,
        "value": explanation.value,
        "text": display(name, explanation.value, language),
        "label": explanation.label,
        "formula": formula,
        "numbers": "" if numbers == formula else numbers,
        "hit": hit,
    }
