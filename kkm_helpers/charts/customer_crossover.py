"""From how many customers an own team is worth more than a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kkm_helpers.analysis.sourcing import CustomerCrossover, customer_crossover, leading
from kkm_helpers.charts.business_case import MILLION
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.sourcing import (
    AXIS_IN_MILLIONS,
    BUILD,
    BUILD_BETTER,
    DASHED,
    HEIGHT,
    LABEL_SHARE,
    MARGIN,
    MARKER,
    OUTSOURCE,
    OUTSOURCE_BETTER,
    ROOM_ABOVE,
    ROOM_BELOW,
    value_line,
    zero_line,
)
from kkm_helpers.charts.template import filled
from kkm_helpers.charts.theme import axis, axis_title, color, layout, note
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.presentation import spread
from kkm_helpers.language import Language, choose, format_value, short_money
from kkm_helpers.model import OptionName

POINTS = 241
BEYOND = 2
BEYOND_CHANGE = 1.25
"""The scale goes to so many times today's customers, and to so many times the number at which the lead changes."""


def value_over_customers(
    results: Results, language: Language = "de", crossover: CustomerCrossover | None = None
) -> Chart:
    """Return what building and outsourcing are worth over the number of customers, in EUR million.

    Where the lead changes once, the place is marked; where it changes many times, because teams are whole people, the
    range in which it does.

    Args:
        results: the case.
        language: "de" or "en".
        crossover: where the lead changes, if somebody has sought it already.
    """
    crossover = crossover or customer_crossover(results.assumptions)
    numbers = _numbers(crossover)
    values = evaluate(only=("build_npv", "outsource_npv"), **{**results.assumptions, "small_customers": numbers})
    build, outsource = (values[f"{option.name}_npv"] / MILLION for option in (BUILD, OUTSOURCE))
    low, high = min(0, build.min(), outsource.min()), max(0, build.max(), outsource.max())
    span = high - low or 1
    low, high = low - ROOM_BELOW * span, high + ROOM_ABOVE * span
    left, right = int(numbers[0]), int(numbers[-1])
    figure = {
        "data": [
            *(
                value_line(option, better, numbers.tolist(), worth.tolist())
                for option, better, worth in ((BUILD, BUILD_BETTER, build), (OUTSOURCE, OUTSOURCE_BETTER, outsource))
            ),
            *_crossing(crossover, right, results),
        ],
        "layout": layout(
            language,
            height=HEIGHT,
            margin=MARGIN,
            xaxis=axis(
                range=[left, right], tickformat=",.0f", nticks=6, showline=False,
                title=axis_title(choose(language, "Zahl der Kleinkunden", "Number of small customers")),
            ),
            yaxis={**AXIS_IN_MILLIONS, "range": [low, high]},
            shapes=[*_band(crossover, right), zero_line(), _today(crossover, low, high)],
            annotations=[
                *_end_labels({BUILD: build[-1], OUTSOURCE: outsource[-1]}, right, (low, high), language),
                *_notes(crossover, (left, right), low, language),
            ],
        ),
    }  # fmt: skip
    return Chart(
        "value_over_customers",
        _title(crossover, language),
        choose(
            language,
            "Kapitalwert über der Zahl der Kleinkunden, in Mio. €",
            "Net present value over the number of small customers, in € million",
        ),
        crossover.sentence().text(language),
        filled(figure, results, language),
    )


def _title(crossover: CustomerCrossover, language: Language) -> str:
    leader = leading(build=crossover.build_last).text(language)
    if not crossover.turns:
        low, high = (_number(end, language) for end in (crossover.low, crossover.high))
        return choose(
            language,
            f"Von {low} bis {high} Kunden ist durchweg {leader} mehr wert",
            f"From {low} to {high} customers {leader} is worth more throughout",
        )
    first, last = (_number(crossover.turns[place], language) for place in (0, -1))
    if len(crossover.turns) == 1:
        return choose(
            language, f"Ab {first} Kunden ist {leader} mehr wert", f"From {first} customers {leader} is worth more"
        )
    return choose(
        language,
        f"Zwischen {first} und {last} Kunden wechselt der Vorsprung {len(crossover.turns)}-mal",
        f"Between {first} and {last} customers the lead changes {len(crossover.turns)} times",
    )


def _number(value: float, language: Language) -> str:
    return format_value(value, "customers", language)


def _numbers(crossover: CustomerCrossover) -> np.ndarray:
    """Return the numbers of customers drawn: today's and the nearest change among them."""
    marked = [crossover.today, *(() if crossover.nearest is None else (crossover.nearest,))]
    right = min(crossover.high, max(BEYOND * crossover.today, round(BEYOND_CHANGE * max(marked))))
    return np.unique(np.rint([*np.linspace(crossover.low, max(right, crossover.low + 1), POINTS), *marked]))


def _today(crossover: CustomerCrossover, low: float, high: float) -> dict[str, Any]:
    line = {**DASHED, "color": color("series")}
    return {"type": "line", "x0": crossover.today, "x1": crossover.today, "y0": low, "y1": high, "line": line}


def _crossing(crossover: CustomerCrossover, right: int, results: Results) -> list[dict[str, Any]]:
    """Return the mark where the lead changes, if that is one place on the scale."""
    if len(crossover.turns) != 1 or crossover.turns[0] > right:
        return []
    (turn,) = crossover.turns
    worth = evaluate(only=("build_npv",), **{**results.assumptions, "small_customers": turn})["build_npv"] / MILLION
    return [{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [turn], "y": [worth], "marker": MARKER}]


def _band(crossover: CustomerCrossover, right: int) -> list[dict[str, Any]]:
    """Return the range in which the lead changes many times."""
    if len(crossover.turns) < 2:  # noqa: PLR2004 - one place is no range
        return []
    ends = {"x0": min(crossover.turns[0], right), "x1": min(crossover.turns[-1], right)}
    return [
        {
            "type": "rect", **ends, "yref": "paper", "y0": 0, "y1": 1, "fillcolor": color("line"),
            "opacity": 0.6,
            "line": {"width": 0}, "layer": "below",
        }
    ]  # fmt: skip


def _end_labels(
    worth: Mapping[OptionName, float], right: int, scale: tuple[float, float], language: Language
) -> list[dict[str, Any]]:
    low, high = scale
    places = spread(list(worth.values()), LABEL_SHARE * (high - low), low, high)
    return [
        note(
            f"{option.label(language)}<br>{short_money(value * MILLION, language)}", right, place, xanchor="left",
            xshift=6, align="left", color="ink-2",
        )
        for (option, value), place in zip(worth.items(), places, strict=True)
    ]  # fmt: skip


def _notes(crossover: CustomerCrossover, ends: tuple[int, int], low: float, language: Language) -> list[dict[str, Any]]:
    """Return today's number at the foot, and at the top what is marked."""
    today = _number(crossover.today, language)
    notes = [
        note(
            choose(language, f"heute {today}", f"today {today}"), crossover.today, low, xanchor="left", xshift=5,
            yanchor="bottom", yshift=2, color="ink-2",
        )
    ]  # fmt: skip
    left, right = ends
    if crossover.turns and crossover.turns[0] < right:
        turn, times = crossover.turns[0], len(crossover.turns)
        said = _number(turn, language) if times == 1 else choose(language, f"{times} Wechsel", f"{times} changes")
        side = "left" if turn < (left + right) / 2 else "right"
        notes.append(
            note(
                said, turn, 1, yref="paper", xanchor=side, xshift=5 if side == "left" else -5, yanchor="top",
                strong=True,
            )
        )  # fmt: skip
    return notes
