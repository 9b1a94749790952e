"""The keys of a scenario that are no assumptions: what each holds, and the check of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from kkm_helpers.assumptions import ASSUMPTIONS, nearest_name
from kkm_helpers.assumptions.criteria import BEST_SCORE, CRITERIA, LEAST_SCORE
from kkm_helpers.assumptions.success_factors import ANSWERS, BESIDE_AN_ANSWER, FACTORS, Factor, answer_meant
from kkm_helpers.assumptions.validation import allowed
from kkm_helpers.errors import KkmError
from kkm_helpers.language import LANGUAGES
from kkm_helpers.model import ACTIVE_OPTIONS
from kkm_helpers.scenario.faults import CaseError, Fault, Path

Check = Callable[[Path, Any], Iterable[Fault]]

LOG_KEYS = ("at", "what", "from", "to", "remark")
"""What an entry of a workshop's log says, all of it texts."""

_OPTIONS = tuple(option.name for option in ACTIVE_OPTIONS)
_CRITERIA = tuple(criterion.name for criterion in CRITERIA)


def _wrong(path: Path, value: object, de: str, en: str) -> Fault:
    found = repr(value) if isinstance(value, str) else str(value)
    shown = found if len(found) <= 40 else f"{found[:39]}…"  # noqa: PLR2004
    key = ".".join(path)
    return Fault(path, f"{key}: {shown} passt nicht; nötig ist {de}.", f"{key}: {shown} does not fit; needed is {en}.")


def _text(path: Path, value: object) -> Iterator[Fault]:
    if not isinstance(value, str) or not value.strip():
        yield _wrong(path, value, "ein Text (Zahlen in Anführungszeichen)", "a text (numbers in quotation marks)")


def _language(path: Path, value: object) -> Iterator[Fault]:
    if value not in LANGUAGES:
        yield _wrong(path, value, "de oder en", "de or en")


def _mapping(path: Path, value: object) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield _wrong(path, value, "ein eingerückter Block name: Wert", "an indented block of name: value")


def _text_or_mapping(path: Path, value: object) -> Iterator[Fault]:
    if not isinstance(value, (str, Mapping)) or not value:
        yield _wrong(path, value, "eine Datei oder ein Block mit Leseoptionen", "a file or a block of reading options")


def _number_between(low: float, high: float) -> Check:
    def check(path: Path, value: object) -> Iterator[Fault]:
        if not _is_number(value) or not low <= value <= high:
            yield _wrong(path, value, f"eine Zahl von {low:g} bis {high:g}", f"a number from {low:g} to {high:g}")

    return check


def _weights(path: Path, value: object) -> Iterator[Fault]:
    yield from _each(_CRITERIA, _weight)(path, value)
    if isinstance(value, Mapping) and set(value) >= set(_CRITERIA) and not any(value[name] for name in _CRITERIA):
        yield _wrong(path, 0, "ein Kriterium mit Gewicht", "one criterion with some weight")


def _weight(path: Path, value: object) -> Iterator[Fault]:
    if not _is_number(value) or value < 0:
        yield _wrong(path, value, "eine Zahl ab 0", "a number from 0 up")


def _each(names: Collection[str] | None, check: Check) -> Check:
    """Return the check of a block: each key one of `names` (any, where None), each value right by `check`."""

    def check_all(path: Path, value: object) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield from _mapping(path, value)
            return
        for name, item in value.items():
            if names is not None and name not in names:
                yield _unknown_key((*path, name), names)
            else:
                yield from check((*path, name), item)

    return check_all


def _keys(checks: Mapping[str, Check]) -> Check:
    """Return the check of a block with fixed keys, each with a check of its own."""

    def check_key(path: Path, value: object) -> Iterable[Fault]:
        return checks[path[-1]](path, value)

    return _each(checks, check_key)


def _unknown_key(path: Path, names: Collection[str]) -> Fault:
    near = nearest_name(path[-1], names)
    known = ", ".join(names) if len(names) <= 10 else ""  # noqa: PLR2004
    hint_de = f" Meinten Sie {near}?" if near else f" Bekannt sind: {known}." if known else ""
    hint_en = f" Did you mean {near}?" if near else f" Known are: {known}." if known else ""
    key = ".".join(path)
    return Fault(path, f"{key}: unbekannter Name.{hint_de}", f"{key}: unknown name.{hint_en}")


def _interval(path: Path, value: object) -> Iterator[Fault]:
    """Check [low, high] of an assumption: two numbers in order, within its hard bounds."""
    known = ASSUMPTIONS[path[-1]]
    low, high = known.bounds
    if known.is_choice:
        yield _wrong(path, value, "kein Intervall: das ist eine Auswahl", "no interval: this is a choice")
    elif not _is_pair(value) or value[0] > value[1]:
        yield _wrong(path, value, "ein Paar [niedrig, hoch]", "a pair [low, high]")
    elif (low is not None and value[0] < low) or (high is not None and value[1] > high):
        yield _wrong(
            path, value,
            f"ein Intervall in den Grenzen ({allowed(known, 'de')})",
            f"an interval within the bounds ({allowed(known, 'en')})",
        )  # fmt: skip


def _identification(path: Path, value: object) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield from _mapping(path, value)
        return
    # The settings stand beside code that needs pandas; a scenario without this block does not.
    from kkm_helpers.customers.identification import IdentificationSettings

    for name, item in value.items():
        try:
            IdentificationSettings.from_mapping({name: item})
        except KkmError as error:
            yield Fault((*path, name), error.de, error.en)


def _factor_check(factor: Factor) -> Check:
    """Return the check of a success factor: an answer to each question, or one to all of them."""
    check_each = _each([question.name for question in factor.questions], _answer)

    def check(path: Path, value: object) -> Iterable[Fault]:
        by_question = isinstance(value, Mapping) and "answer" not in value
        return check_each(path, value) if by_question else _answer(path, value)

    return check


def _answer(path: Path, value: object) -> Iterator[Fault]:
    """Check an answer: one word or what it is worth, or a block with it and what stands beside it."""
    if isinstance(value, Mapping) and "answer" in value:
        yield from _keys({"answer": _bare_answer, **dict.fromkeys(BESIDE_AN_ANSWER, _text)})(path, value)
    else:
        yield from _bare_answer(path, value)


def _bare_answer(path: Path, value: object) -> Iterator[Fault]:
    if answer_meant(value) is None:
        listed = ", ".join(f"{answer.name} ({answer.worth:g})" for answer in ANSWERS.values())
        yield _wrong(
            path, value,
            f"eine Antwort: {listed}, oder ein Block mit answer", f"an answer: {listed}, or a block with answer",
        )  # fmt: skip


def _log(path: Path, value: object) -> Iterator[Fault]:
    if not isinstance(value, (list, tuple)) or not all(map(_is_log_entry, value)):
        needed = ", ".join(LOG_KEYS)
        yield _wrong(path, value, f"eine Liste von Einträgen aus {needed}", f"a list of entries of {needed}")


def _is_log_entry(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() <= set(LOG_KEYS)
        and all(isinstance(text, str) for text in value.values())
    )


def _is_pair(value: object) -> TypeGuard[Sequence[float]]:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_number, value))  # noqa: PLR2004


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


RESERVED: dict[str, Check] = {
    "name": _text,
    "description": _text,
    "language": _language,
    "customers_file": _text,
    "crm_file": _text,
    "mapping": _text_or_mapping,
    "identification": _identification,
    "notes": _each(ASSUMPTIONS, _text),
    "uncertainty": _each(ASSUMPTIONS, _interval),
    "correlation": _each(ASSUMPTIONS, _each(ASSUMPTIONS, _number_between(-1, 1))),
    "utility": _keys(
        {
            "weights": _weights,
            "scores": _each(_OPTIONS, _each(_CRITERIA, _number_between(LEAST_SCORE, BEST_SCORE))),
        }
    ),
    "readiness": _keys({factor.name: _factor_check(factor) for factor in FACTORS}),
    "log": _log,
}
"""What may stand in a scenario beside assumptions, in the order in which it is written."""


def check_reserved(values: Mapping[str, Any]) -> None:
    """Raise a `CaseError` with everything that is wrong with the reserved keys among `values`."""
    faults = list(reserved_faults(values))
    if faults:
        raise CaseError(faults)


def reserved_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the reserved keys among `values`."""
    for name, value in values.items():
        yield from RESERVED[name]((name,), value)
