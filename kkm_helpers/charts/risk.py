"""How sure the answer is: the distribution, what moves it, how often which option is the best."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.risk_words import (
    AmountUnit,
    amount_unit,
    chance,
    distribution_sentence,
    draws_words,
    kind_words,
    option_words,
    stability_sentence,
)
from kkm_helpers.analysis.tornado import Swing
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.bars import Bar, bars_alt, bars_figure
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import axis, color, layout, note
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES

BINS = 40
SHOWN_PART = (0.5, 99.5)
"""Percentiles between which the distribution is drawn: its tails are long and thin."""
SWINGS_SHOWN = 10
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_LABEL_PART = 0.16
"""Least distance of two labels below the axis, as a part of its length."""


# --- the distribution -----------------------------------------------------------------
def distribution(risk: Risk, language: Language = "de") -> Chart:
    """Return how often which present value of the option looked at comes out, with P10, P50 and P90."""
    values = risk.simulation.npv[risk.option]
    found = risk.simulation.distribution(risk.option)
    low, high = (short_money(end, language) for end in (found.p10, found.p90))
    option = option_words(risk.option).text(language)
    title = choose(
        language,
        f"In acht von zehn Fällen liegt {option} zwischen {low} und {high}",
        f"In eight of ten cases {option} lies between {low} and {high}",
    )
    edges = bin_edges(values, risk.npv)
    unit = amount_unit(max(abs(edges[0]), abs(edges[-1])))
    outside = chance(float(((values < edges[0]) | (values > edges[-1])).mean())).text(language)
    lowest, highest = (short_money(float(end), language) for end in (values.min(), values.max()))
    subtitle = choose(
        language,
        f"Kapitalwert in {unit.words.de}, {draws_words(risk).de}; außerhalb des Bilds {outside}, von {lowest} "
        f"bis {highest}",
        f"Net present value in {unit.words.en}, {draws_words(risk).en}; {outside} off the chart, from {lowest} to "
        f"{highest}",
    )
    loss = chance(found.share_negative).text(language)
    alt = f"{distribution_sentence(risk).text(language)} " + choose(
        language, f"Unter null liegen {loss} der Fälle.", f"{loss} of cases are below zero."
    )
    return Chart("distribution", title, subtitle, alt, _histogram(risk, values, edges, unit, language))


def bin_edges(values: np.ndarray, plan: float) -> np.ndarray:
    """Return edges [EUR] of about `BINS` bins of a round width; 0 is one of them, so no bin is gain and loss at once.

    The bins hold all but the thin tails, and the value of the case itself.
    """
    low, high = np.percentile(values, SHOWN_PART)
    low, high = min(low, plan), max(high, plan)
    rough = max((high - low) / BINS, 1.0)
    size = 10 ** np.floor(np.log10(rough))
    width = size * next(factor for factor in _NICE if factor * size >= rough * (1 - 1e-9))
    first, last = np.floor(low / width), np.ceil(high / width)
    edges: np.ndarray = np.arange(first, max(last, first + 1) + 1) * width
    return edges


def _histogram(
    risk: Risk, values: np.ndarray, edges: np.ndarray, unit: AmountUnit, language: Language
) -> dict[str, Any]:
    counts, _ = np.histogram(values, edges)
    parts = counts / len(values)
    middles, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]
    found = risk.simulation.distribution(risk.option)
    left, right = edges[0] / unit.amount, edges[-1] / unit.amount
    top = float(parts.max()) * 1.18
    marks = [(f"P{name}", value) for name, value in (("10", found.p10), ("50", found.p50), ("90", found.p90))]
    to = choose(language, "bis", "to")
    shown = [f"{unit.text(low, language)} {to} {unit.text(high, language)}" for low, high in pairwise(edges.tolist())]
    bars = {
        "type": "bar",
        "x": (middles / unit.amount).tolist(),
        "y": parts.tolist(),
        "width": width / unit.amount,
        "marker": {
            "color": [color("warn" if middle < 0 else "accent") for middle in middles],
            "line": {"width": 0.5, "color": color("paper")},
        },
        "customdata": [[text, chance(part).text(language)] for text, part in zip(shown, parts.tolist(), strict=True)],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    return {
        "data": [bars],
        "layout": layout(
            language,
            height=320,
            margin={"l": 8, "r": 8, "t": 30, "b": 62},
            xaxis=axis(range=[left, right], nticks=8, automargin=False),
            yaxis=axis(visible=False, range=[0, top]),
            shapes=[
                *([_upright(0, top, dash="solid")] if left < 0 < right else []),
                _upright(risk.npv / unit.amount, top, dash="3px,3px"),
            ],
            annotations=[
                *_marks(marks, (left, right), unit, language),
                *_zero_and_plan(risk, (left, right), unit, language),
            ],
        ),
    }


def _upright(x: float, top: float, *, dash: str) -> dict[str, Any]:
    return {
        "type": "line", "x0": x, "x1": x, "y0": 0, "y1": top,
        "line": {"color": color("ink"), "width": 1.5, "dash": dash},
    }  # fmt: skip


def _marks(
    marks: list[tuple[str, float]], scale: tuple[float, float], unit: AmountUnit, language: Language
) -> list[dict[str, Any]]:
    """Return the percentiles below the axis; one that would touch the one before it stands a line lower."""
    notes, lines, before = [], 0, None
    for name, value in marks:
        place = value / unit.amount
        close = before is not None and place - before < _LABEL_PART * (scale[1] - scale[0])
        lines, before = (lines + 1) % 2 if close else 0, place
        text = f"▲<br>{name} {unit.text(value, language)}"
        notes.append(note(text, place, 0, yanchor="top", yshift=-24 - 14 * lines, strong=True))
    return notes


def _zero_and_plan(
    risk: Risk, scale: tuple[float, float], unit: AmountUnit, language: Language
) -> list[dict[str, Any]]:
    """Return what share is below zero beside the line at 0, and where the case itself stands."""
    loss = chance(risk.simulation.distribution(risk.option).share_negative).text(language)
    plan = short_money(risk.npv, language)
    below = choose(language, f"{loss} unter null", f"{loss} below zero")
    as_is = choose(language, f"gerechnet {plan}", f"as computed {plan}")
    middle = sum(scale) / 2
    plan_side = "left" if risk.npv >= 0 else "right"
    # Near an edge the label stands on the inner side.
    if abs(risk.npv / unit.amount - middle) > 0.25 * (scale[1] - scale[0]):
        plan_side = "right" if risk.npv / unit.amount > middle else "left"
    zero = min(max(0.0, scale[0]), scale[1])
    zero_side = "left" if zero == scale[0] else "right"
    shift = {"left": 6, "right": -6}
    return [
        note(
            below, zero, 1, yref="paper", yanchor="bottom", xanchor=zero_side, xshift=shift[zero_side], yshift=2,
            color="warn", strong=True,
        ),
        note(
            as_is, risk.npv / unit.amount, 1, yref="paper", yanchor="top", xanchor=plan_side, xshift=shift[plan_side],
            yshift=-2,
        ),
    ]  # fmt: skip


# --- the tornado ----------------------------------------------------------------------
def tornado(risk: Risk, language: Language = "de") -> Chart:
    """Return what the present value is with one assumption at either end of its interval, the widest first."""
    swings = risk.swings[:SWINGS_SHOWN]
    option = option_words(risk.option).text(language)
    subtitle_unit = amount_unit(max((abs(end) for swing in swings for end in _ends(swing)), default=0.0))
    subtitle = choose(
        language,
        f"Kapitalwert in {subtitle_unit.words.de}, wenn nur diese Annahme abweicht; gefüllt: hoher Wert, Umriss: "
        "niedriger Wert",
        f"Net present value in {subtitle_unit.words.en} if only this assumption differs; filled: high value, outline: "
        "low value",
    )
    alt = "; ".join(
        f"{ASSUMPTIONS[swing.name].short_label(language)} {_value(swing, 'low', language)}: "
        f"{short_money(swing.npv_low, language)}, {_value(swing, 'high', language)}: "
        f"{short_money(swing.npv_high, language)}"
        for swing in swings
    )
    title = _tornado_title(risk, option, language)
    return Chart("tornado", title, subtitle, alt or title, _tornado_figure(risk, swings, subtitle_unit, language))


def _ends(swing: Swing) -> tuple[float, float]:
    return swing.npv_low, swing.npv_high


def _value(swing: Swing, end: str, language: Language) -> str:
    return display(swing.name, getattr(swing, end), language)


def _tornado_title(risk: Risk, option: str, language: Language) -> str:
    pays = risk.npv >= 0
    turning = [swing for swing in risk.swings if any((end >= 0) != pays for end in _ends(swing))]
    if not turning:
        return choose(
            language,
            f"Keine einzelne Annahme bringt {option} {'unter' if pays else 'über'} null",
            f"No single assumption brings {option} {'below' if pays else 'above'} zero",
        )
    first = ASSUMPTIONS[turning[0].name]
    if len(turning) == 1:
        return choose(
            language,
            f"Nur „{first.short_label('de')}“ bringt {option} allein {'unter' if pays else 'über'} null",
            f"Only “{first.short_label('en')}” alone brings {option} {'below' if pays else 'above'} zero",
        )
    number = len(turning)
    return choose(
        language,
        f"{number} Annahmen bringen {option} jede allein {'unter' if pays else 'über'} null, am weitesten "
        f"„{first.short_label('de')}“",
        f"{number} assumptions each bring {option} {'below' if pays else 'above'} zero, “{first.short_label('en')}” "
        "furthest",
    )


def _tornado_figure(risk: Risk, swings: tuple[Swing, ...], unit: AmountUnit, language: Language) -> dict[str, Any]:
    today = risk.npv / unit.amount
    reach = [end / unit.amount for swing in swings for end in _ends(swing)] + [0.0, today]
    low, high = min(reach), max(reach)
    room = 0.14 * ((high - low) or 1.0)
    rows = list(range(len(swings)))
    data = [
        {
            "type": "bar", "orientation": "h", "y": rows, "width": 0.36, "base": today,
            "x": [getattr(swing, f"npv_{end}") / unit.amount - today for swing in swings],
            "marker": {"color": color("accent" if end == "high" else "paper"),
                       "line": {"color": color("accent"), "width": 1.5}},
            "customdata": [
                [ASSUMPTIONS[swing.name].short_label(language), _value(swing, end, language),
                 short_money(getattr(swing, f"npv_{end}"), language)]
                for swing in swings
            ],
            "hovertemplate": "%{customdata[0]} %{customdata[1]}: %{customdata[2]}<extra></extra>",
        }
        for end in ("low", "high")
    ]  # fmt: skip
    notes = []
    for row, swing in zip(rows, swings, strict=True):
        label = f"{ASSUMPTIONS[swing.name].short_label(language)} · {kind_words(risk, swing.name).text(language)}"
        # On paper of its own: lines run across the whole chart.
        notes.append(
            note(
                label, 0, row, xref="paper", xanchor="left", yanchor="bottom", yshift=9, color="ink-2",
                bgcolor=color("paper"),
            )
        )  # fmt: skip
        ends = zip(_ends(swing), ("low", "high"), strict=True)
        places = sorted((npv / unit.amount, _value(swing, end, language)) for npv, end in ends)
        for (place, text), side, shift in zip(places, ("right", "left"), (-5, 5), strict=True):
            notes.append(note(text, place, row, xanchor=side, xshift=shift))
    plan = short_money(risk.npv, language)
    notes.append(
        note(
            choose(language, f"heute {plan}", f"today {plan}"), today, 1, yref="paper", yanchor="bottom", yshift=2,
            xanchor="right" if today > (low + high) / 2 else "left", strong=True,
        )
    )  # fmt: skip
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
    return {
        "data": data,
        "layout": layout(
            language,
            height=46 * len(swings) + 56,
            margin={"l": 8, "r": 8, "t": 28, "b": 28},
            barmode="overlay",
            xaxis=axis(grid=True, range=[low - room, high + room], nticks=7),
            yaxis=axis(visible=False, range=[len(swings) - 0.5, -0.85]),
            shapes=[
                {**line, "x0": 0, "x1": 0, "line": {"color": color("warn"), "width": 1.5}},
                {**line, "x0": today, "x1": today, "line": {"color": color("ink"), "width": 1.5}},
            ],
            annotations=notes,
        ),
    }


# --- how often which option is the best --------------------------------------------------
def best_shares(risk: Risk, language: Language = "de") -> Chart:
    """Return in which share of draws each option is the best one."""
    shares = risk.simulation.best
    there = ("passive", *risk.options)
    bars = [
        Bar(
            OPTION_NAMES[name].label(language), shares[name] * 100, chance(shares[name]).text(language),
            "accent" if name == risk.recommended else "bar", strong=name == risk.recommended,
        )
        for name in there
    ]  # fmt: skip
    recommended, often = option_words(risk.recommended).text(language), chance(shares[risk.recommended]).text(language)
    oftenest = max(there, key=shares.__getitem__)
    if shares[risk.recommended] == 1:
        title = stability_sentence(risk).text(language).removesuffix(".")
    elif oftenest == risk.recommended:
        title = choose(
            language,
            f"{recommended} ist am häufigsten die beste Option, in {often} der Fälle",
            f"{recommended} is the best option most often, in {often} of cases",
        )
    else:
        other, its = option_words(oftenest).text(language), chance(shares[oftenest]).text(language)
        title = choose(
            language,
            f"{recommended} ist in {often} der Fälle die beste Option, {other} in {its}",
            f"{recommended} is the best option in {often} of cases, {other} in {its}",
        )
    subtitle = choose(
        language,
        f"Anteil der Fälle, in denen die Option den höchsten Kapitalwert hat, {draws_words(risk).de}",
        f"Share of cases in which the option has the highest net present value, {draws_words(risk).en}",
    )
    return Chart("best_shares", title, subtitle, bars_alt(bars), bars_figure(bars, language))
