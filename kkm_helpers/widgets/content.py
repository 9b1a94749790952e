"""What a page says whatever the case is: titles, steps, controls, units and words, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.assumptions.premises import premises
from kkm_helpers.assumptions.success_factors import ANSWERS, FACTORS, Answer, Question
from kkm_helpers.formulas.javascript import model_facts
from kkm_helpers.language import LANGUAGES, Language, choose
from kkm_helpers.widgets.controls import control, controls_of
from kkm_helpers.widgets.steps import STEPS, Step


def title(language: Language) -> str:
    """Return what the workbook is called."""
    return choose(language, "Business Case Kleinkunden", "Small-account business case")


def content(language: Language) -> dict[str, Any]:
    """Return everything constant as plain data.

    Title and premises, facts of the model, steps, what is asked of the success factors, the criteria of the utility
    analysis, and the specs of the controls.
    """
    return {
        "title": title(language),
        "premises": premises(language),
        "facts": model_facts(language),
        "steps": [_described(step, language) for step in STEPS],
        "factors": [
            {"name": factor.name, "label": factor.label(language), "questions": _named(factor.questions, language)}
            for factor in FACTORS
        ],
        "answers": _named(ANSWERS.values(), language),
        "criteria": [
            {
                "name": criterion.name,
                "label": criterion.label(language),
                "weight": criterion.weight,
                "scores": {
                    option: {"score": reason.score, "reason": reason.label(language)}
                    for option, reason in criterion.scores.items()
                },
            }
            for criterion in CRITERIA
        ],
        "specs": {name: control(known, language) for name, known in ASSUMPTIONS.items()},
    }


def _named(things: Iterable[Question | Answer], language: Language) -> list[dict[str, str]]:
    return [{"name": thing.name, "label": thing.label(language)} for thing in things]


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
