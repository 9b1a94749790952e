"""Overrides in, checked values out: every problem is found and named at once."""

from __future__ import annotations

import difflib
import math
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from kkm_helpers.assumptions.declared import ASSUMPTIONS
from kkm_helpers.assumptions.records import Assumption
from kkm_helpers.errors import KkmError
from kkm_helpers.language import UNITS, Language, choose, format_value

Value = Any  # a plain number, the name of a choice, or a one-dimensional array of either
Reason = Literal["unknown", "no_number", "not_finite", "too_large", "out_of_bounds", "not_whole", "no_choice", "shape"]

LARGEST = 1e15
"""No assumption may be larger: beyond it the model's products could leave the range of a float."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one override: what it is called, what was found and what is allowed."""

    name: str
    value: object
    reason: Reason
    suggestion: str | None = None

    def text(self, language: Language = "de") -> str:
        """Return the problem as one sentence with name, label, value and what is allowed."""
        if self.reason == "unknown":
            hint = choose(
                language,
                f" Meinten Sie {self.suggestion}?" if self.suggestion else " kkm calc --assumptions nennt die Namen.",
                f" Did you mean {self.suggestion}?" if self.suggestion else " kkm calc --assumptions lists the names.",
            )
            return choose(language, f"{self.name}: unbekannte Annahme.", f"{self.name}: unknown assumption.") + hint
        assumption = ASSUMPTIONS[self.name]
        found = _shown(self.value)
        wrong = choose(
            language,
            {
                "no_number": f"{found} ist keine Zahl",
                "not_finite": f"{found} ist keine endliche Zahl",
                "too_large": f"{found} ist zu groß zum Rechnen, das Höchste ist {LARGEST:.0e}",
                "out_of_bounds": f"{found} liegt außerhalb der Grenzen",
                "not_whole": f"{found} ist keine ganze Zahl",
                "no_choice": f"{found} steht nicht zur Wahl",
                "shape": f"{found} passt nicht; erlaubt sind ein Wert oder eindimensionale, gleich lange Reihen",
            },
            {
                "no_number": f"{found} is not a number",
                "not_finite": f"{found} is not a finite number",
                "too_large": f"{found} is too large to calculate with, the most is {LARGEST:.0e}",
                "out_of_bounds": f"{found} is out of bounds",
                "not_whole": f"{found} is not an integer",
                "no_choice": f"{found} is not one of the choices",
                "shape": f"{found} does not fit; allowed are one value or one-dimensional series of one length",
            },
        )[self.reason]
        hint = choose(language, f" Meinten Sie {self.suggestion}?", f" Did you mean {self.suggestion}?")
        return (
            f"{assumption.label(language)} ({self.name}): {wrong}; "
            f"{choose(language, 'erlaubt', 'allowed')}: {allowed(assumption, language)}."
            f"{hint if self.suggestion else ''}"
        )


class InvalidAssumptionsError(KkmError):
    """One or more overrides are wrong; `problems` has each of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(problem.text("de") for problem in self.problems),
            "\n".join(problem.text("en") for problem in self.problems),
        )


def allowed(assumption: Assumption, language: Language = "de") -> str:
    """Return in words which values `assumption` takes, e.g. "0,1 bis 50" or "ganze Zahl, ab 1"."""
    if assumption.is_choice:
        return ", ".join(f"{choice.name} ({choice.label(language)})" for choice in assumption.choices)
    is_share = UNITS[assumption.unit].kind == "share"
    # A share is entered as 0.08: bounds in per cent alone would invite somebody to enter 8.
    low, high = (
        None if bound is None else format_value(bound, "factor" if is_share else assumption.unit, language)
        for bound in assumption.bounds
    )
    if low and high:
        text = choose(language, f"{low} bis {high}", f"{low} to {high}")
    elif low:
        text = choose(language, f"ab {low}", f"{low} or more")
    else:
        text = choose(language, "jede Zahl", "any number")
    return choose(language, f"ganze Zahl, {text}", f"integer, {text}") if assumption.is_whole else text


_LEAST_BEGINNING = 3  # letters: fewer say nothing


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """Return the name that `name` most likely means, mistyped or cut short, or None when none is near."""
    known = list(names)
    matches = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    begun = [each for each in known if len(name) >= _LEAST_BEGINNING and each.startswith(name.lower())]
    return next(iter([*matches, *begun]), None)


def nearest_assumption(name: str) -> str | None:
    """Return the assumption that `name`, a mistyped name or a label in either language, most likely means."""
    called = {label.lower(): known.name for known in ASSUMPTIONS.values() for label in (known.de, known.en, known.name)}
    match = nearest_name(str(name), called)
    return called[match] if match else None


def validated(overrides: Mapping[str, Value]) -> dict[str, Value]:
    """Return the value of every assumption: the default, or the override after all checks.

    Args:
        overrides: name to value. A value is a plain number, the name of a choice, or a one-dimensional array (list,
            Series) of n of them for n scenarios at once; `horizon_months` takes one value only.

    Returns:
        Every assumption in the order of declaration: a float, the name of a choice, or an array of shape (n,).

    Raises:
        InvalidAssumptionsError: with every problem there is, not just the first.
    """
    values: dict[str, Value] = {name: _as_value(known.default) for name, known in ASSUMPTIONS.items()}
    problems: list[Problem] = []
    scenarios: int | None = None
    for name, given in overrides.items():
        known = ASSUMPTIONS.get(name)
        if known is None:
            problems.append(Problem(name, given, "unknown", nearest_assumption(name)))
            continue
        if _is_series(given):
            series = np.asarray(given)
            one_value_only = name == "horizon_months"
            if series.ndim != 1 or series.size == 0 or one_value_only or scenarios not in (None, series.size):
                problems.append(Problem(name, given, "shape"))
                continue
            scenarios = series.size
            problem = _series_problem(known, series)
            values[name] = series.astype(str) if known.is_choice else _as_float_array(series, problem)
        else:
            problem = _problem(known, given)
            values[name] = given if problem else _as_value(given)
        if problem:
            problems.append(problem)
    if problems:
        raise InvalidAssumptionsError(problems)
    return values


def _as_value(value: Value) -> float | str:
    return str(value) if isinstance(value, str) else float(value)


def _as_float_array(series: np.ndarray, problem: Problem | None) -> np.ndarray | None:
    return None if problem else series.astype(float, copy=False)


def _is_series(value: object) -> bool:
    if isinstance(value, (str, bytes)):
        return False
    return isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0


def _problem(known: Assumption, value: Value) -> Problem | None:
    if known.is_choice:
        names = [choice.name for choice in known.choices]
        if value in names:
            return None
        return Problem(known.name, value, "no_choice", nearest_name(str(value), names))
    # True is 1 for Python, but nobody who writes true means one visit a day.
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        return Problem(known.name, value, "no_number")
    number = float(value)
    if not math.isfinite(number):
        return Problem(known.name, value, "not_finite")
    if abs(number) > LARGEST:
        return Problem(known.name, value, "too_large")
    low, high = known.bounds
    if (low is not None and number < low) or (high is not None and number > high):
        return Problem(known.name, value, "out_of_bounds")
    if known.is_whole and not number.is_integer():
        return Problem(known.name, value, "not_whole")
    return None


def _series_problem(known: Assumption, series: np.ndarray) -> Problem | None:
    """Return the problem of the first wrong value of a series; whole-array tests find it without a Python loop."""
    if known.is_choice:
        wrong = ~np.isin(series.astype(str), [choice.name for choice in known.choices])
    elif series.dtype.kind not in "iuf":
        checked = (_problem(known, value) for value in series.tolist())
        return next((problem for problem in checked if problem), None)
    else:
        low, high = known.bounds
        wrong = ~(np.abs(series) <= LARGEST)  # NaN included
        wrong |= False if low is None else series < low
        wrong |= False if high is None else series > high
        if known.is_whole:
            wrong |= series != np.round(series)
    return _problem(known, series[int(np.argmax(wrong))].item()) if wrong.any() else None


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004
