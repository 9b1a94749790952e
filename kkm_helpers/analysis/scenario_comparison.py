"""Scenarios held against each other: what differs in the assumptions, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kkm_helpers.analysis.options import option_looked_at
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES, OPTIONS

Named = tuple[str, Results]


def differences_table(cases: Sequence[Named], language: Language) -> WordTable:
    """Return the assumptions in which the cases differ, one column a case."""
    rows = [
        (
            known.label(language),
            *(display(name, results.assumptions[name], language, words=True) for _, results in cases),
        )
        for name, known in ASSUMPTIONS.items()
        if len({results.assumptions[name] for _, results in cases}) > 1
    ]
    title = choose(language, "Annahmen, die sich unterscheiden", "Assumptions that differ")
    return _table(title, choose(language, "Annahme", "Assumption"), cases, rows)


def figures_table(cases: Sequence[Named], language: Language) -> WordTable:
    """Return what comes out of each case: recommendation, the value of every option, key figures of the one shown."""
    options = [option.name for option in OPTIONS]
    npv = choose(language, "Kapitalwert", "NPV")
    rows = [
        (
            choose(language, "Empfehlung", "Recommendation"),
            *(OPTION_NAMES[str(results["recommended_option"])].label(language) for _, results in cases),
        ),
        *(
            (
                f"{npv} {OPTION_NAMES[option].label(language)}",
                *(_npv(results, option, language) for _, results in cases),
            )
            for option in options
        ),
        *(
            (choose(language, de, en), *(_of_shown(results, name, language) for _, results in cases))
            for name, de, en in (
                ("npv_36", "Kapitalwert nach 36 Monaten", "NPV after 36 months"),
                ("payback_month", "Amortisation, Monat", "Payback, month"),
                ("peak_funding", "Höchster Mittelbedarf", "Peak funding"),
            )
        ),
    ]
    title = choose(language, "Ergebnisse nebeneinander", "Results side by side")
    return _table(title, choose(language, "Größe", "Figure"), cases, rows)


def _table(title: str, first: str, cases: Sequence[Named], rows: Sequence[Sequence[str]]) -> WordTable:
    names = [name for name, _ in cases]
    return WordTable(title, (first, *names), rows, right=tuple(range(1, len(names) + 1)))


def _npv(results: Results, option: str, language: Language) -> str:
    if option == "hybrid" and not results["takeover"]:
        return choose(language, "keine Übernahme", "no take-over")
    return short_money(results[f"{option}_npv"], language)


def _of_shown(results: Results, name: str, language: Language) -> str:
    """Return a figure of the option shown: the recommended one, or the best active one."""
    public = f"{option_looked_at(results)}_{name}"
    value = results.value(public) if public in results else None
    if name == "payback_month":
        return display(public, value, language)
    return "–" if value is None else short_money(value, language)
