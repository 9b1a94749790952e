"""How the value of a named thing is written: the unit decides, choices and options by their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine.terms import UNIT_OF
from kkm_helpers.language import Language, format_value
from kkm_helpers.model import OPTION_NAMES


def display(name: str, value: Any, language: Language = "de", *, words: bool = False) -> str:  # noqa: ANN401
    """Return the value of the assumption or quantity `name` as people write it, e.g. "9.375 €".

    Args:
        name: public name; its unit decides the form.
        value: a number, the name of a choice or an option, None, or a series of numbers (joined by semicolons).
        language: "de" or "en".
        words: add the unit's words ("9.375 € im Jahr").
    """
    if isinstance(value, str):
        return choice_label(name, value, language)
    if isinstance(value, (np.ndarray, list, tuple)):
        return "; ".join(_each(value, name, language))
    return format_value(value, UNIT_OF[name], language, words=words)


def choice_label(name: str, value: str, language: Language = "de") -> str:
    """Return the words for the value of a choice or for the name of an option."""
    choices = {choice.name: choice for choice in ASSUMPTIONS[name].choices} if name in ASSUMPTIONS else OPTION_NAMES
    return choices[value].label(language)


def _each(values: Iterable[Any], name: str, language: Language) -> list[str]:
    return [format_value(float(value), UNIT_OF[name], language) for value in values]
