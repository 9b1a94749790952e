"""What a page says whatever the case is: titles, steps, controls, units and words, in both languages."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.premises import premises
from kkm_helpers.formulas.javascript import model_facts
from kkm_helpers.language import LANGUAGES, Language, choose
from kkm_helpers.widgets.controls import control, controls_of
from kkm_helpers.widgets.steps import STEPS, Step


def title(language: Language) -> str:
    """Return what the workbook is called."""
    return choose(language, "Business Case Kleinkunden", "Small-account business case")


def content(language: Language) -> dict[str, Any]:
    """Return everything constant as plain data: title, premises, facts of the model, steps, specs of the controls."""
    return {
        "title": title(language),
        "premises": premises(language),
        "facts": model_facts(language),
        "steps": [_described(step, language) for step in STEPS],
        "specs": {name: control(known, language) for name, known in ASSUMPTIONS.items()},
    }


def _described(step: Step, language: Language) -> dict[str, Any]:
    return {
        "name": step.name,
        "number": step.number,
        "label": step.label(language),
        "charts": [chart_of.__name__ for chart_of in step.charts],
        **controls_of(step, language),
    }


@cache
def content_source() -> str:
    """Return the content of every language as a module of the page."""
    languages = {language: content(language) for language in LANGUAGES}
    data = json.dumps(languages, ensure_ascii=False, allow_nan=False).replace("</", "<\\/")
    return f"export const CONTENT = {data};\n"
