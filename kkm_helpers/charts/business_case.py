"""How the cash of each option adds up over the months."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.charts.options import PASSIVE, options_of, shown_option
from kkm_helpers.charts.theme import LINE_WIDTH, STRONG_LINE_WIDTH, axis, axis_title, color, layout, note
from kkm_helpers.engine import Results
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES

FINDINGS = (
    Finding(
        "Keine aktive Option spielt ihre Kosten ein",
        "No active option earns back its cost",
        lambda v: v["recommended_option"] == PASSIVE and v["option_payback_month"] is None,
    ),
    Finding(
        "{option} kommt ab Monat {option_payback_month} ins Plus, der Zins frisst den Überschuss",
        "{option} is in the black from month {option_payback_month}, but interest eats the surplus",
        lambda v: v["recommended_option"] == PASSIVE,
    ),
    Finding(
        "{option} zahlt sich ab Monat {option_payback_month} aus",
        "{option} pays back from month {option_payback_month}",
        lambda v: v["option_payback_month"] is not None,
    ),
    Finding(
        "{option} zahlt sich nicht innerhalb von {horizon_months} Monaten aus",
        "{option} does not pay back within {horizon_months} months",
    ),
)

DASHES = {"dissolve": "dot", "build": "dash", "outsource": "longdash", "hybrid": "dashdot"}
HEIGHT = 340
MARGIN = {"l": 8, "r": 116, "t": 24, "b": 8}
RIGHT_PART = 0.8
ROOM_BELOW, ROOM_ABOVE = 0.12, 0.22
LABEL_SHARE = 0.16
"""Least distance of two labels, as a share of the height of the scale."""


@dataclass(frozen=True)
class _Curve:
    option: str
    months: list[int]
    cash: list[float]
    on_scale: bool

    @property
    def end(self) -> float:
        return self.cash[-1]

    @property
    def lowest(self) -> tuple[int, float]:
        month = int(np.argmin(self.cash))
        return self.months[month], self.cash[month]


def cumulative_cash(results: Results, language: Language = "de") -> Chart:
    """Return the cumulative cash of every option against staying passive, in EUR over months."""
    shown, recommended = shown_option(results), results["recommended_option"]
    curves, (low, high) = _curves(results, shown)
    drawn = [curve for curve in curves if curve.on_scale]
    first = [curve for curve in drawn if curve.option == recommended]
    # Areas first: they would hide the other options' lines.
    data = [area for curve in first for area in _areas(curve)]
    data += [_line(curve, language) for curve in drawn if curve.option != recommended]
    data += [trace for curve in first for trace in _recommended_traces(curve, results, language)]
    horizon = int(results.assumptions["horizon_months"])
    return Chart(
        "cumulative_cash",
        first_finding(FINDINGS, results, language, shown),
        choose(
            language,
            "Kumulierter Zahlungssaldo gegenüber Passiv bleiben, in Mio. €",
            "Cumulative cash against staying passive, in € million",
        ),
        _alt(curves, results, language),
        {
            "data": data,
            "layout": layout(
                language,
                height=HEIGHT,
                margin=MARGIN,
                xaxis=axis(
                    range=[0, horizon], dtick=12 if horizon <= 60 else 24, showline=False, # noqa: PLR2004
                    title=axis_title(choose(language, "Monat", "Month")),
                ),
                yaxis=axis(grid=True, range=[low, high], tickformat="~r", nticks=6),
                shapes=[_zero_line(results), *(line for curve in first for line in _payback_line(results, curve, low))],
                annotations=[
                    *_end_labels([_passive(horizon), *drawn], results, (low, high), language),
                    *(text for curve in first for text in _recommended_notes(results, curve, language)),
                    *_off_scale_notes(curves, (low, high), horizon, language),
                ],
            ),
        },
    )  # fmt: skip


def _curves(results: Results, shown: str) -> tuple[list[_Curve], tuple[float, float]]:
    """Return the curves in EUR million, and the scale: that of the active options and of the one shown."""
    months = list(range(int(results.assumptions["horizon_months"]) + 1))
    cash = {
        option: [0.0, *(float(amount) / 1e6 for amount in results[f"{option}_cumulative"])]
        for option in options_of(results)
    }
    scaled = [amount for option, series in cash.items() if option in (shown, *_active(cash)) for amount in series]
    low, high = min(scaled), max(scaled)
    span = high - low or 1
    low, high = low - ROOM_BELOW * span, high + ROOM_ABOVE * span
    curves = [
        _Curve(option, months, series, on_scale=low <= min(series) and max(series) <= high)
        for option, series in cash.items()
    ]
    return curves, (low, high)


def _active(options: dict[str, Any]) -> list[str]:
    return [option for option in options if option != "dissolve"]


def _passive(horizon: int) -> _Curve:
    return _Curve(PASSIVE, [0, horizon], [0.0, 0.0], on_scale=True)


def _line(curve: _Curve, language: Language) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": curve.months, "y": curve.cash,
        "name": OPTION_NAMES[curve.option].label(language),
        "hovertemplate": choose(
            language, "%{fullData.name}, Monat %{x}: %{y:.2f} Mio. €<extra></extra>",
            "%{fullData.name}, month %{x}: €%{y:.2f}m<extra></extra>",
        ),
        "line": {"color": color("series"), "width": LINE_WIDTH, "dash": DASHES[curve.option]},
    }  # fmt: skip


def _areas(curve: _Curve) -> list[dict[str, Any]]:
    """Return what lies under water and what above."""
    return [
        _area(curve, [min(amount, 0) for amount in curve.cash], "warn-soft"),
        _area(curve, [max(amount, 0) for amount in curve.cash], "accent-soft"),
    ]


def _recommended_traces(curve: _Curve, results: Results, language: Language) -> list[dict[str, Any]]:
    """Return the recommended option's line with its lowest point and its payback."""
    payback = results[f"{curve.option}_payback_month"]
    marks = [curve.lowest] if _has_low_point(curve) else []
    marks += [(int(payback), 0.0)] if payback is not None else []
    return [
        {**_line(curve, language), "line": {"color": color("accent"), "width": STRONG_LINE_WIDTH}},
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "skip",
            "x": [month for month, _ in marks], "y": [amount for _, amount in marks],
            "marker": {"size": 9, "color": color("paper"), "line": {"color": color("ink"), "width": 2}},
        },
    ]  # fmt: skip


def _has_low_point(curve: _Curve) -> bool:
    month, lowest = curve.lowest
    return lowest < 0 and month < curve.months[-1]


def _area(curve: _Curve, cash: list[float], tone: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": curve.months, "y": cash, "fill": "tozeroy", "fillcolor": color(tone),
        "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip


def _zero_line(results: Results) -> dict[str, Any]:
    """Return the line of staying passive: what every option is measured against."""
    is_recommended = results["recommended_option"] == PASSIVE
    line = {"color": color("accent" if is_recommended else "ink"), "width": STRONG_LINE_WIDTH if is_recommended else 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": line}


def _payback_line(results: Results, curve: _Curve, low: float) -> list[dict[str, Any]]:
    month = results[f"{curve.option}_payback_month"]
    if month is None:
        return []
    line = {"color": color("ink"), "width": 1.5, "dash": "3px,3px"}
    return [{"type": "line", "x0": month, "x1": month, "y0": 0, "y1": low, "line": line}]


def _end_labels(
    drawn: list[_Curve], results: Results, scale: tuple[float, float], language: Language
) -> list[dict[str, Any]]:
    """Return the name and the last value of each curve at its end, apart from each other."""
    recommended = results["recommended_option"]
    places = spread([curve.end for curve in drawn], LABEL_SHARE * (scale[1] - scale[0]))
    return [
        note(
            f"{OPTION_NAMES[curve.option].label(language)}<br>{short_money(curve.end * 1e6, language)}",
            curve.months[-1], place, xanchor="left", xshift=6, align="left",
            color="accent" if curve.option == recommended else "ink-2", strong=curve.option == recommended,
        )
        for curve, place in zip(drawn, places, strict=True)
    ]  # fmt: skip


def spread(places: list[float], least: float) -> list[float]:
    """Return `places` moved apart until any two are at least `least` apart, in the same order and around their mean."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    # Each pass moves neighbours apart by half of what is missing; a few labels settle within as many passes.
    for _ in range(len(places) ** 2):
        for below, above in pairwise(order):
            missing = least - (moved[above] - moved[below])
            if missing > 0:
                moved[below] -= missing / 2
                moved[above] += missing / 2
    return moved


def _recommended_notes(results: Results, curve: _Curve, language: Language) -> list[dict[str, Any]]:
    notes = []
    month, lowest = curve.lowest
    if _has_low_point(curve):
        amount = short_money(lowest * 1e6, language)
        text = choose(language, f"Tiefpunkt<br>{amount}", f"Lowest point<br>{amount}")
        side = "right" if month > RIGHT_PART * curve.months[-1] else "center"
        notes.append(note(text, month, lowest, xanchor=side, yanchor="bottom", yshift=8, color="warn"))
    payback = results[f"{curve.option}_payback_month"]
    if payback is not None:
        text = choose(language, f"Monat {payback:.0f}: eingespielt", f"Month {payback:.0f}: earned back")
        notes.append(note(text, payback, 0, xanchor="right", yanchor="bottom", xshift=-6, yshift=4, strong=True))
    return notes


def _off_scale_notes(
    curves: list[_Curve], scale: tuple[float, float], horizon: int, language: Language
) -> list[dict[str, Any]]:
    """Return a line for what leaves the scale: with its value, so that nothing is hidden."""
    notes = []
    low, high = scale
    for curve in curves:
        if not curve.on_scale:
            name, amount = OPTION_NAMES[curve.option].label(language), short_money(curve.end * 1e6, language)
            arrow = "↓" if curve.end < low else "↑"
            text = choose(
                language,
                f"{arrow} {name}, außerhalb der Skala:<br>{amount} nach {horizon} Monaten",
                f"{arrow} {name}, off the scale:<br>{amount} after {horizon} months",
            )
            notes.append(note(text, 0, high, xanchor="left", yanchor="top", xshift=6, align="left", color="ink-2"))
    return notes


def _alt(curves: list[_Curve], results: Results, language: Language) -> str:
    horizon = int(results.assumptions["horizon_months"])
    ends = "; ".join(
        f"{OPTION_NAMES[curve.option].label(language)}: {short_money(curve.end * 1e6, language)}" for curve in curves
    )
    return choose(language, f"Stand nach {horizon} Monaten: {ends}", f"After {horizon} months: {ends}")
