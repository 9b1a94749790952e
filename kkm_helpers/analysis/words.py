"""Figures and names in both languages at once, as they stand in the sentences of the analysis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine.display import display
from kkm_helpers.language import LANGUAGES, Labelled, Term, choose, format_number, short_money
from kkm_helpers.language.numbers import NO_BREAK_SPACE

NOTHING = Message("", "")
_WHOLE_PER_CENT_FROM = 0.1


def money(value: float) -> Message:
    """Return an amount [EUR] as one says it."""
    return Message(*(short_money(value, language) for language in LANGUAGES))


def share(value: float, limit: float | None = None) -> Message:
    """Return a share as one says it: in whole per cent from ten on, with one digit below.

    Args:
        value: the share.
        limit: what it is compared with; a digit is added where without it the two would look the same.
    """
    looks_like_limit = limit is not None and round(value * 100) == round(limit * 100) and value != limit
    is_whole = abs(value) >= _WHOLE_PER_CENT_FROM or math.isclose(value * 100, round(value * 100))
    decimals = 0 if is_whole and not looks_like_limit else 1
    return Message(
        *(
            f"{format_number(value * 100, decimals, language)}{choose(language, NO_BREAK_SPACE, '')}%"
            for language in LANGUAGES
        )
    )


def figure(name: str, value: object, *, words: bool = False) -> Message:
    """Return the value of an assumption or quantity as people write it."""
    return Message(*(display(name, value, language, words=words) for language in LANGUAGES))


def quoted(called: Labelled) -> Message:
    """Return a name in quotation marks; of a term without the remark in brackets at its end."""
    de, en = (
        called.short_label(language) if isinstance(called, Term) else called.label(language) for language in LANGUAGES
    )
    return Message(f"„{de}“", f"“{en}”")


def enumerated(parts: Sequence[Message]) -> Message:
    """Return parts as an enumeration: "a, b und c"."""
    return Message(_enumerated([part.de for part in parts], " und "), _enumerated([part.en for part in parts], " and "))


def _enumerated(texts: Sequence[str], last: str) -> str:
    *before, end = texts or [""]
    return last.join(filter(None, (", ".join(before), end)))
