"""What a year of care brought: the measures against their targets, the moves, the margin against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import LINE_WIDTH, STRONG_LINE_WIDTH, axis, axis_title, color, layout, note
from kkm_helpers.customers.presentation.review import STATE_NAMES
from kkm_helpers.language import Language, choose, format_number, short_money

if TYPE_CHECKING:
    from kkm_helpers.customers.review import Review

CELL_HEIGHT = 44


def moves(review: Review, language: Language = "de") -> Chart:
    """Return how many customers went from which segment to which, as a table with shades."""
    states = [
        state
        for state in review.moves
        if sum(review.moves[state].values()) or sum(row[state] for row in review.moves.values())
    ]
    up = review.moves["small"]["field"] + review.moves["small"]["potential"]
    lost = review.moves["small"]["gone"]
    counted = {name: format_number(value, 0, language) for name, value in (("up", up), ("lost", lost))}
    title = choose(
        language,
        f"{counted['up']} Kleinkunden sind aufgestiegen, {counted['lost']} kaufen nicht mehr",
        f"{counted['up']} small customers moved up, {counted['lost']} no longer buy",
    )
    subtitle = choose(
        language,
        "Kunden nach Segment, vorher (Zeile) und nachher (Spalte)",
        "Customers by segment, before (row) and after (column)",
    )
    names = {state: STATE_NAMES[state].text(language) for state in states}
    alt = "; ".join(
        f"{names[start]}: " + ", ".join(f"{names[end]} {review.moves[start][end]}" for end in states)
        for start in states
    )
    return Chart("moves", title, subtitle, alt, _moves_figure(review, names, language))


def _moves_figure(review: Review, names: dict[str, str], language: Language) -> dict[str, Any]:
    cells, words = [], []
    for row, start in enumerate(names):
        total = sum(review.moves[start].values())
        for column, end in enumerate(names):
            number = review.moves[start][end]
            stays = start == end
            tone = "series-soft" if stays else "accent-soft"
            if number:
                cells.append(_cell(column, row, tone, np.sqrt(number / total)))
                text = format_number(number, 0, language)
                words.append(note(text, column, row, strong=start == "small" and not stays))
    words += [
        # Above the drawing: what is beyond the range of an axis is not drawn.
        note(name, place, 1, yref="paper", yanchor="bottom", color="ink-2")
        for place, name in enumerate(names.values())
    ]
    words += [
        note(name, 0, place, xref="paper", xanchor="right", xshift=-6, color="ink-2")
        for place, name in enumerate(names.values())
    ]
    count = len(names)
    return {
        "data": [
            # Without a point plotly draws no axes, and without axes nothing that stands on them.
            {"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}
        ],
        "layout": layout(
            language,
            height=CELL_HEIGHT * count + 52,
            margin={"l": 100, "r": 8, "t": 44, "b": 8},
            xaxis=axis(visible=False, range=[-0.55, count - 0.45]),
            yaxis=axis(visible=False, range=[count - 0.45, -0.55]),
            shapes=cells,
            annotations=words,
        ),
    }


def _cell(column: int, row: int, tone: str, size: float) -> dict[str, Any]:
    half = 0.1 + 0.36 * float(size)
    return {
        "type": "rect", "x0": column - half, "x1": column + half, "y0": row - half, "y1": row + half, "layer": "below",
        "fillcolor": color(tone), "line": {"width": 0},
    }  # fmt: skip


def margin_against_plan(review: Review, language: Language = "de") -> Chart | None:
    """Return the additional margin cumulated, planned, measured and required; None where nothing is planned."""
    table = review.plan_against_actual
    if not table["planned"].notna().any():
        return None
    months = [0, *table["month"].astype(int).tolist()]
    planned = [0.0, *table["planned_cumulated"].tolist()]
    actual = [0.0, *table["actual_cumulated"].dropna().tolist()] if table["actual"].notna().any() else []
    required = [(each.month, each.required) for each in review.milestones]
    end = len(actual) - 1
    title = choose(
        language,
        f"Bis Monat {months[-1]} sind {short_money(planned[-1], 'de')} zusätzlicher Deckungsbeitrag geplant",
        f"By month {months[-1]} an additional margin of {short_money(planned[-1], 'en')} is planned",
    )
    if end > 0:
        title = choose(
            language,
            f"Nach {end} Monaten {short_money(actual[-1], 'de')} gemessen, {short_money(planned[end], 'de')} geplant",
            f"After {end} months {short_money(actual[-1], 'en')} measured, {short_money(planned[end], 'en')} planned",
        )
    subtitle = choose(language, "Zusätzlicher Deckungsbeitrag, kumuliert, in €", "Additional margin, cumulated, in €")
    alt = "; ".join(
        choose(
            language,
            f"Monat {month}: nötig {short_money(value, 'de')}",
            f"month {month}: required {short_money(value, 'en')}",
        )
        for month, value in required
    )
    figure = _margin_figure(months, planned, actual, required, language)
    return Chart("margin_against_plan", title, subtitle, f"{title}; {alt}" if alt else title, figure)


def _margin_figure(
    months: list[int], planned: list[float], actual: list[float], required: list[tuple[int, float]], language: Language
) -> dict[str, Any]:
    values = [*planned, *actual, *(value for _, value in required)]
    data = [_line(months, planned, "series", LINE_WIDTH, "longdash")]
    plan, measured, needed = choose(language, ("Plan", "gemessen", "nötig"), ("plan", "measured", "required"))
    words = [note(plan, months[-1], planned[-1], xanchor="left", xshift=6, color="series")]
    if len(actual) > 1:
        data.append(_line(months[: len(actual)], actual, "accent", STRONG_LINE_WIDTH, "solid"))
        words.append(note(measured, len(actual) - 1, actual[-1], xanchor="left", xshift=8, color="accent", strong=True))
    if required:
        data.append(
            {
                "type": "scatter", "mode": "markers", "x": [month for month, _ in required],
                "y": [value for _, value in required], "hoverinfo": "skip",
                "marker": {"symbol": "line-ew", "size": 16, "line": {"color": color("warn"), "width": 3}},
            }
        )  # fmt: skip
        month, value = required[-1]
        words.append(note(needed, month, value, yanchor="top", yshift=-6, color="warn"))
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or 1.0
    return {
        "data": data,
        "layout": layout(
            language,
            height=320,
            margin={"l": 8, "r": 72, "t": 16, "b": 8},
            xaxis=axis(range=[0, months[-1] + 0.3], dtick=3, title=axis_title(choose(language, "Monat", "Month"))),
            yaxis=axis(grid=True, range=[low - room, high + room], tickformat=",.0f", nticks=6),
            annotations=words,
        ),
    }


def _line(x: list[int], y: list[float], tone: str, width: float, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {"color": color(tone), "width": width, "dash": dash},
    }  # fmt: skip
