"""What is wrong with a case: each fault with its place, all of them reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError, Problem, nearest_name, validated
from kkm_helpers.assumptions.validation import nearest_assumption
from kkm_helpers.errors import KkmError
from kkm_helpers.language import UNITS
from kkm_helpers.model import QUANTITIES
from kkm_helpers.scenario.scalars import plain_numbers_meant, write_number

Path = tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the path of keys that leads to it."""

    path: Path
    de: str
    en: str


class CaseError(KkmError):
    """Values of a case are wrong; `faults` has each of them."""

    def __init__(self, faults: Iterable[Fault], place: Callable[[Fault], tuple[str, str]] = lambda _: ("", "")) -> None:
        self.faults = tuple(faults)
        places = [place(fault) for fault in self.faults]
        super().__init__(
            "\n".join(de + fault.de for (de, _), fault in zip(places, self.faults, strict=True)),
            "\n".join(en + fault.en for (_, en), fault in zip(places, self.faults, strict=True)),
        )


def unknown_name(name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a key that is neither an assumption nor one of `known`, naming what may be meant."""
    if name in QUANTITIES:
        term = QUANTITIES[name]
        return Fault(
            (name,),
            f"{name} ({term.de}) wird berechnet und lässt sich nicht setzen. Womit: kkm calc --explain {name}",
            f"{name} ({term.en}) is computed and cannot be set. What from: kkm calc --explain {name}",
        )
    near = nearest_name(name, [*known, *ASSUMPTIONS]) or nearest_assumption(name)
    return Fault(
        (name,),
        f"{name}: unbekannter Name. " + (f"Meinten Sie {near}?" if near else "kkm calc --assumptions nennt alle."),
        f"{name}: unknown name. " + (f"Did you mean {near}?" if near else "kkm calc --assumptions lists all."),
    )


def assumption_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with values of known assumptions, each with the plain number that may be meant."""
    single = {name: value for name, value in values.items() if not isinstance(value, (list, tuple, dict))}
    for name in values.keys() - single.keys():
        label = ASSUMPTIONS[name]
        yield Fault(
            (name,),
            f"{label.de} ({name}): nötig ist ein einzelner Wert, keine Liste und kein Block.",
            f"{label.en} ({name}): one single value is needed, neither a list nor a block.",
        )
    try:
        validated(single)
    except InvalidAssumptionsError as error:
        for problem in error.problems:
            if problem.value is None:
                yield _no_value(problem)
            else:
                hint_de, hint_en = _hint(problem)
                yield Fault((problem.name,), problem.text("de") + hint_de, problem.text("en") + hint_en)


def _no_value(problem: Problem) -> Fault:
    label = ASSUMPTIONS[problem.name]
    return Fault(
        (problem.name,),
        f"{label.de} ({problem.name}): der Wert fehlt. Ohne die Zeile gilt die Vorgabe.",
        f"{label.en} ({problem.name}): the value is missing. Without the line the default holds.",
    )


def _hint(problem: Problem) -> tuple[str, str]:
    known = ASSUMPTIONS[problem.name]
    meant: tuple[str, ...] = ()
    if problem.reason == "no_number" and isinstance(problem.value, str):
        meant = plain_numbers_meant(problem.value, known)
    elif problem.reason == "out_of_bounds" and UNITS[known.unit].kind == "share":
        meant = _per_cent_meant(float(str(problem.value)), known.bounds)
    if not meant:
        return "", ""
    return f" Schreiben Sie: {' oder '.join(meant)}.", f" Please write: {' or '.join(meant)}."


def _per_cent_meant(value: float, bounds: tuple[float | None, float | None]) -> tuple[str, ...]:
    low, high = bounds
    share = value / 100
    fits = (low is None or low <= share) and (high is None or share <= high)
    return (write_number(share),) if fits and value > 1 else ()
