"""The controls of assumptions as plain data for the page."""

from __future__ import annotations

from typing import Any

from kkm_helpers.assumptions import GROUPS, Assumption
from kkm_helpers.assumptions.records import KIND_WORDS
from kkm_helpers.language import UNITS, Language, choose
from kkm_helpers.widgets.steps import Step, label_of_group

LONGEST_UNIT_IN_FIELD = 9


def controls_of(step: Step, language: Language) -> dict[str, Any]:
    """Return the names of a step's controls: those on view, and the others in groups."""
    groups = step.more_controls()
    return {
        "controls": list(step.controls),
        "more": [
            # One group needs no heading of its own.
            {"label": label_of_group(group, language) if len(groups) > 1 else "", "controls": list(names)}
            for group, names in groups
        ],
    }


def control(assumption: Assumption, language: Language) -> dict[str, Any]:
    """Return what the page needs to show and check one assumption; all numbers in the model's unit."""
    low, high, step = assumption.slider
    in_field, beside_range = unit_words(assumption.unit, language)
    return {
        "name": assumption.name,
        "label": assumption.label(language),
        "kind": UNITS[assumption.unit].kind,
        "unit": in_field,
        "range_unit": beside_range,
        "slider": [low, high],
        "step": step,
        "bounds": list(assumption.bounds),
        "whole": assumption.is_whole,
        "default": assumption.default,
        "group": next(group.label(language) for group in GROUPS if assumption in group.assumptions),
        "basis": choose(language, *KIND_WORDS[assumption.basis.kind]),
        "assumed": assumption.basis.kind == "assumed",
        "source": assumption.basis.words(language),
        "choices": [{"name": choice.name, "label": choice.label(language)} for choice in assumption.choices],
    }


def unit_words(unit: str, language: Language) -> tuple[str, str]:
    """Return what stands in the field behind the number, and what behind the range below it.

    A field is narrow: where sign and words do not fit, the words stand behind the range.
    """
    suffix = UNITS[unit].suffix(language)
    if len(suffix) <= LONGEST_UNIT_IN_FIELD:
        return suffix, ""
    sign = {"money": "€", "share": "%"}.get(UNITS[unit].kind, "")
    return sign, suffix
