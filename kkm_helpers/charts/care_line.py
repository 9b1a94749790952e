"""Between all and none: how many of a list's small customers are worth their care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import STRONG_LINE_WIDTH, axis, axis_title, color, layout, note
from kkm_helpers.language import Language, choose, format_number, short_money

if TYPE_CHECKING:
    from kkm_helpers.customers.assignment import CareLine

CURVE_POINTS = 300
RIGHT_PART = 0.6
ROOM = 0.16


def care_curve(line: CareLine, inside_care_cost: float, language: Language = "de") -> Chart:
    """Return the expected margin of the best n customers less the cost of their care, in EUR a year over n.

    Args:
        line: the customers that buy, the best first.
        inside_care_cost: cost of caring for one customer [EUR/year].
        language: "de" or "en".
    """
    count, worth = (format_number(number, 0, language) for number in (line.customers, line.worth_it))
    best, everybody = (short_money(amount, language) for amount in (line.best, line.everybody))
    cost = short_money(inside_care_cost, language)
    if line.worth_it == 0:
        title = choose(
            language,
            f"Für keinen der {count} Kunden deckt der erwartete Deckungsbeitrag die Betreuung",
            f"For none of the {count} customers does the expected margin cover the care",
        )
    elif line.worth_it == line.customers:
        title = choose(
            language,
            f"Betreuung lohnt sich für alle {count} Kunden: {best} im Jahr",
            f"Care pays for all {count} customers: {best} a year",
        )
    else:
        title = choose(
            language,
            f"Betreuung lohnt sich für die besten {worth} von {count} Kunden: {best} im Jahr",
            f"Care pays for the best {worth} of {count} customers: {best} a year",
        )
    subtitle = choose(
        language,
        f"Erwarteter Deckungsbeitrag der besten Kunden abzüglich {cost} Betreuung je Kunde, in € im Jahr",
        f"Expected margin of the best customers less {cost} of care per customer, in € a year",
    )
    alt = choose(
        language,
        f"Beste {worth} Kunden: {best} im Jahr; alle {count}: {everybody} im Jahr",
        f"Best {worth} customers: {best} a year; all {count}: {everybody} a year",
    )
    return Chart("care_curve", title, subtitle, alt, _figure(line, language))


def _figure(line: CareLine, language: Language) -> dict[str, Any]:
    net = np.concatenate([[0.0], line.net_of_best])
    last = line.customers
    # The corners must stay, however many customers there are.
    places = np.unique(np.append(np.linspace(0, last, CURVE_POINTS).round().astype(int), line.worth_it))
    heights = net[places]
    low, high = float(min(heights.min(), 0)), float(max(heights.max(), 0))
    room = ROOM * (high - low or 1.0)
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines", "x": places.tolist(), "y": heights.tolist(), "hoverinfo": "skip",
                "line": {"color": color("accent"), "width": STRONG_LINE_WIDTH},
            },
            {
                "type": "scatter", "mode": "markers", "hoverinfo": "skip",
                "x": [line.worth_it, last], "y": [line.best, line.everybody],
                "marker": {"size": 9, "color": color("paper"), "line": {"color": color("ink"), "width": 2}},
            },
        ],
        "layout": layout(
            language,
            height=320,
            margin={"l": 8, "r": 16, "t": 20, "b": 8},
            xaxis=axis(
                range=[0, max(last, 1) * 1.02], tickformat=",.0f", nticks=6, showline=False,
                title=axis_title(
                    choose(language, "betreute Kunden, der beste zuerst", "customers cared for, best first")
                ),
            ),
            yaxis=axis(grid=True, range=[low - room, high + room], tickformat=",.0f", nticks=6),
            shapes=[
                {
                    "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
                    "line": {"color": color("ink"), "width": 1},
                },
                {
                    "type": "line", "x0": line.worth_it, "x1": line.worth_it, "y0": low - room, "y1": line.best,
                    "line": {"color": color("ink"), "width": 1.5, "dash": "3px,3px"},
                },
            ],
            annotations=_notes(line, language),
        ),
    }  # fmt: skip


def _notes(line: CareLine, language: Language) -> list[dict[str, Any]]:
    worth = format_number(line.worth_it, 0, language)
    best, everybody = (short_money(amount, language) for amount in (line.best, line.everybody))
    notes = []
    if 0 < line.worth_it < line.customers:
        text = choose(language, f"beste {worth}: {best}", f"best {worth}: {best}")
        side = {"xanchor": "right", "xshift": -8} if line.worth_it > RIGHT_PART * line.customers else {
            "xanchor": "left", "xshift": 8,
        }  # fmt: skip
        notes.append(note(text, line.worth_it, line.best, yanchor="bottom", yshift=4, strong=True, **side))
    text = choose(language, f"alle: {everybody}", f"all: {everybody}")
    above = line.everybody >= 0
    notes.append(
        note(
            text, line.customers, line.everybody, xanchor="right", xshift=-8, color="ink" if above else "warn",
            yanchor="bottom" if above else "top", yshift=6 if above else -6,
        )
    )  # fmt: skip
    return notes
