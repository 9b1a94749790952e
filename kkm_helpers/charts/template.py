"""Declarations: what is shown of a case, as plain data that Python and the page fill alike.

A declaration is a tree of dicts, lists, strings and numbers, taken as they stand, in which these parts are filled:

    Value("field_rep_cost / visits_per_field_rep")     the value of an expression (see engine.expressions)
    Text("{cost_per_visit} je Besuch", "… a visit")    a text with figures in it (see engine.texts); with `when` only
                                                       where that condition holds
    Spans(Text("{net_care_cost} / 2"))                 the same in pieces: [["750 €", "net_care_cost"], [" / 2", ""]]
    ByLanguage(",.", ".,")                             one of two parts, taken as it stands
    Only("takeover == 1", part)                        left out of its list or dict where the condition does not hold
    Choice(part, part, …)                              the first that is not left out
    EachOption(part, …, when="…")                      in a list: the parts for one option after the other
    JoinedText("; ", [part, …])                        texts put together
    Let({"care": "net_care_cost"}, part)               short names for expressions (or parts), each may use those before
    Under({"potential_basis": "'history'"}, part)      the part as it would be with other assumptions
    FromPython(name, function)                         what only Python can compute: function(results, language)

Beside the names of the model every expression may use those of `options.CASE_NAMES`: `option` is the option shown, and
`option_npv`, `option_cumulative`, … are its figures; within EachOption they are those of each option in turn, and
`position` counts them from 0.

A chart is declared with ChartTemplate, which is called as a function of results and language. Worked example:

    PAYBACK = ChartTemplate(
        "payback",
        title=Choice(
            Text("{option} zahlt sich nicht aus", "{option} never pays back", when="option_payback_month is None"),
            Text("{option} zahlt sich ab Monat {option_payback_month} aus", "{option} pays back from month …"),
        ),
        subtitle=Text("Kumulierter Zahlungssaldo in €", "Cumulative cash in €"),
        alt=Text("Stand am Ende: {end:EUR}", "At the end: {end:EUR}"),
        names={"cash": "joined(0, option_cumulative)", "end": "last(cash)"},
        figure={
            "data": [{"type": "scatter", "mode": "lines", "x": Value("joined(0, months)"), "y": Value("cash")}],
            "layout": declared_layout(
                height=300,
                xaxis=axis(range=[0, Value("horizon_months")]),
                yaxis=axis(grid=True),
                annotations=[note(Text("{end:short}"), Value("horizon_months"), Value("end"), xanchor="right")],
            ),
        },
    )

    PAYBACK(evaluate(), "en").title

Bars with label and value have a shorter form: `bars.bars_chart`, with care_cost.py as its example. Charts that only
Python can feed stay plain functions `(results, language) -> Chart`; both kinds stand side by side in a step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.options import CASE_NAMES
from kkm_helpers.charts.parts import (
    ByLanguage,
    Choice,
    EachOption,
    FromPython,
    JoinedText,
    Let,
    Only,
    Part,
    Spans,
    Text,
    Under,
    Value,
)
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.texts import Scope, filled_text, spans
from kkm_helpers.language import Language, choose


@dataclass(frozen=True)
class ChartTemplate:
    """A chart, declared: called with results and language it gives the Chart.

    Attributes:
        name: public name, `data-chart` in the page.
        title: the finding.
        subtitle: which quantity, in which unit.
        alt: the text alternative.
        figure: plotly's data and layout.
        names: short names for all of it, see Let.
    """

    name: str
    title: Part
    subtitle: Part
    alt: Part
    figure: Part
    names: Mapping[str, Part] = field(default_factory=dict)

    @property
    def __name__(self) -> str:
        """The name, as a function has it."""
        return self.name

    @cached_property
    def part(self) -> Part:
        """The chart as one part that is filled to its plain data."""
        attributes = ("name", "title", "subtitle", "alt", "figure")
        return Let(self.names, {attribute: getattr(self, attribute) for attribute in attributes})

    def __call__(self, results: Results, language: Language = "de") -> Chart:
        """Return the chart of a case."""
        return Chart(**filled(self.part, results, language))


def filled(part: Part, results: Results | None = None, language: Language = "de") -> Any:  # noqa: ANN401
    """Return `part` of a declaration with the figures of a case put in: plain data.

    Args:
        part: the declaration.
        results: the case; none is needed where nothing is looked up.
        language: "de" or "en".

    Raises:
        KeyError: the part is left out, or needs a name that the case does not have.
    """
    found = _Filler(results, language).fill(part, Scope(_look_up_in(results), {}))
    if found is _LEFT_OUT:
        msg = f"no alternative holds: {part!r}"
        raise KeyError(msg)
    return found


_LEFT_OUT = object()


def _look_up_in(results: Results | None) -> Callable[[str], Any]:
    @cache
    def look_up(name: str) -> Any:  # noqa: ANN401
        if results is None:
            raise KeyError(name)
        if name in CASE_NAMES:
            return value_of(CASE_NAMES[name], Scope(look_up, {}))
        return results.value(name)

    return look_up


class _Filler:
    """Fills the parts of one declaration; page/fill.js does the same."""

    def __init__(self, results: Results | None, language: Language) -> None:
        self.results = results
        self.language: Language = language
        self.other_cases: dict[tuple[Any, ...], Callable[[str], Any]] = {}

    def fill(self, part: Part, scope: Scope) -> Any:  # noqa: ANN401
        """Return what a part becomes: one that holds other parts."""
        match part:
            case dict():
                found = ((key, self.fill(inner, scope)) for key, inner in part.items())
                return {key: value for key, value in found if value is not _LEFT_OUT}
            case list() | tuple():
                return self.items(part, scope)
            case EachOption():
                return self.items([part], scope)
            case Only(when, inner):
                return self.fill(inner, scope) if value_of(when, scope) else _LEFT_OUT
            case Choice():
                alternatives = (self.fill(inner, scope) for inner in part.parts)
                return next((found for found in alternatives if found is not _LEFT_OUT), _LEFT_OUT)
            case Let(names, inner):
                return self.fill(inner, self.with_names(names, scope))
            case Under(changes, inner):
                return self.fill(inner, Scope(self.other_case(changes, scope), scope.names))
            case _:
                return self.leaf(part, scope)

    def leaf(self, part: Part, scope: Scope) -> Any:  # noqa: ANN401
        """Return what a part becomes: one that is a figure, a text, or stands as it is."""
        match part:
            case Value(expression):
                return _plain(value_of(expression, scope))
            case Text():
                if part.when and not value_of(part.when, scope):
                    return _LEFT_OUT
                return filled_text(part.words(self.language), scope, self.language)
            case Spans(text):
                return [list(piece) for piece in spans(text.words(self.language), scope, self.language)]
            case ByLanguage(de, en):
                return self.fill(choose(self.language, de, en), scope)
            case JoinedText(separator, texts):
                return separator.join(self.items(texts, scope))
            case FromPython(compute=compute) if self.results is not None:
                return compute(self.results, self.language)
            case _:
                return part

    def items(self, parts: list[Part] | tuple[Part, ...], scope: Scope) -> list[Any]:
        """Return the items of a list: what each part becomes, without those left out."""
        found: list[Any] = []
        for part in parts:
            if isinstance(part, EachOption):
                for inner in self.scopes_of_options(part, scope):
                    found += self.items(part.parts, inner)
            else:
                found.append(self.fill(part, scope))
        return [each for each in found if each is not _LEFT_OUT]

    def scopes_of_options(self, part: EachOption, scope: Scope) -> list[Scope]:
        """Return what names mean for each option in turn."""
        scopes: list[Scope] = []
        for option in part.options:
            inner = Scope(scope.look_up, {**scope.names, "option": option, "position": float(len(scopes))})
            if not part.when or value_of(part.when, inner):
                scopes.append(inner)
        return scopes

    def with_names(self, names: Mapping[str, Part], scope: Scope) -> Scope:
        """Return a scope that knows short names as well."""
        known = dict(scope.names)
        inner = Scope(scope.look_up, known)
        for name, part in names.items():
            known[name] = value_of(part, inner) if isinstance(part, str) else _counted_with(self.fill(part, inner))
        return inner

    def other_case(self, changes: Mapping[str, str], scope: Scope) -> Callable[[str], Any]:
        """Return what gives the values of the case with other assumptions; each such case is computed once."""
        changed = {name: value_of(expression, scope) for name, expression in changes.items()}
        assumptions = {name: scope.look_up(name) for name in ASSUMPTIONS} | changed
        key = tuple(assumptions.values())
        if key not in self.other_cases:
            self.other_cases[key] = _look_up_in(evaluate(**assumptions))
        return self.other_cases[key]


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as plain data: no numpy."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value


def _counted_with(value: Any) -> Any:  # noqa: ANN401
    """Return a filled part as expressions count with it: a list of numbers is a series."""
    is_series = isinstance(value, list) and all(isinstance(item, (int, float)) for item in value)
    return np.array(value, dtype=float) if is_series else value
