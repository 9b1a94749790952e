"""From which revenue a visit pays."""

from __future__ import annotations

from typing import Any

from kkm_helpers.charts.bars import Bar, bars_alt, bars_figure
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.charts.theme import LINE_WIDTH, STRONG_LINE_WIDTH, axis, axis_title, color, layout, note
from kkm_helpers.engine import TERMS, Results
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose

LINE_FINDINGS = (
    Finding(
        "Erst bei {revenue_threshold} decken {max_sales_cost_ratio} vom Umsatz die Betreuung",
        "Only at {revenue_threshold} does {max_sales_cost_ratio} of revenue cover the care",
    ),
)
BAR_FINDINGS = (
    Finding(
        "Die Kleinkunden sind groß genug für den Außendienst",
        "The small customers are large enough for field sales",
        lambda v: v["revenue_per_customer"] >= v["revenue_threshold"],
    ),
    Finding(
        "Für den Außendienst zu klein, für Inside Sales groß genug",
        "Too small for field sales, large enough for inside sales",
        lambda v: v["revenue_per_customer"] >= v["inside_revenue_threshold"],
    ),
    Finding(
        "Für den Außendienst zu klein, für Inside Sales auch",
        "Too small for field sales and for inside sales as well",
    ),
)

SHOWN_BEYOND = 1.7
ROOM_FOR_A_WORD = 0.2
ROOM_FOR_WORDS = 0.28
LEAST_MARGIN_SHOWN = 3  # times the revenue threshold: a margin threshold beyond that leaves the scale


def threshold_line(results: Results, language: Language = "de") -> Chart:
    """Return the cost of care against what a customer's revenue allows, in EUR a year over EUR a year."""
    ratio = results.assumptions["max_sales_cost_ratio"]
    care, revenue, margin = (results[name] for name in ("net_care_cost", "revenue_threshold", "margin_threshold"))
    right = SHOWN_BEYOND * (max(revenue, min(margin, LEAST_MARGIN_SHOWN * revenue)) or 1)
    low, high = min(revenue, margin), min(max(revenue, margin), right)
    zones = [
        _zone(0, low, care, ratio, "warn-soft"),
        _zone(low, high, care, ratio, "line" if margin < revenue else "warn-soft"),
        _zone(high, right, care, ratio, "accent-soft"),
    ]
    lines = [
        _line([0, right], [0, ratio * right], "accent", STRONG_LINE_WIDTH),
        _line([0, right], [care, care], "ink", LINE_WIDTH),
        {
            "type": "scatter", "mode": "markers", "x": [revenue], "y": [care], "hoverinfo": "skip",
            "marker": {"size": 10, "color": color("paper"), "line": {"color": color("ink"), "width": 2}},
        },
    ]  # fmt: skip
    return Chart(
        "threshold_line",
        first_finding(LINE_FINDINGS, results, language),
        choose(
            language,
            "Betreuungskosten und erlaubte Vertriebskosten je Kunde, in € im Jahr",
            "Cost of care and allowed sales cost per customer, in € a year",
        ),
        _line_alt(results, language),
        {
            "data": zones + lines,
            "layout": layout(
                language,
                height=320,
                margin={"l": 8, "r": 8, "t": 28, "b": 8},
                xaxis=axis(
                    range=[0, right], tickformat=",.0f", nticks=5,
                    title=axis_title(
                        choose(language, "Jahresumsatz des Kunden in €", "Customer's revenue a year in €")
                    ),
                ),
                yaxis=axis(grid=True, range=[0, max(ratio * right, care * 1.3)], tickformat=",.0f", nticks=5),
                shapes=[_upright(revenue, care, "ink"), _upright(margin, care, "series")],
                annotations=_line_notes(results, right, language),
            ),
        },
    )  # fmt: skip


def _zone(left: float, right: float, care: float, ratio: float, tone: str) -> dict[str, Any]:
    """Return the area between the two lines from `left` to `right`."""
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": color(tone), "line": {"width": 0},
        "x": [left, right, right, left], "y": [care, care, ratio * right, ratio * left], "hoverinfo": "skip",
    }  # fmt: skip


def _line(x: list[float], y: list[float], tone: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {"color": color(tone), "width": width},
    }  # fmt: skip


def _upright(x: float, top: float, tone: str) -> dict[str, Any]:
    line = {"color": color(tone), "width": 1.5, "dash": "3px,3px"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": top, "line": line}


def _line_notes(results: Results, right: float, language: Language) -> list[dict[str, Any]]:
    ratio = results.assumptions["max_sales_cost_ratio"]
    care, revenue, margin = (results[name] for name in ("net_care_cost", "revenue_threshold", "margin_threshold"))
    names = ("net_care_cost", "revenue_threshold", "margin_threshold", "max_sales_cost_ratio")
    shown = {name: display(name, results.value(name), language) for name in names}
    cost, of_revenue, loss, over_target, pays = choose(
        language,
        (f"Betreuung kostet {shown['net_care_cost']}", f"{shown['max_sales_cost_ratio']} vom Umsatz",
         "Verlust", "über Ziel", "rechnet sich"),
        (f"Care costs {shown['net_care_cost']}", f"{shown['max_sales_cost_ratio']} of revenue",
         "loss", "over target", "pays"),
    )  # fmt: skip
    above, below = {"yanchor": "bottom", "yshift": 2}, {"yanchor": "top", "yshift": -3}
    notes = [
        note(cost, 0, care, xanchor="left", xshift=6, **above),
        note(of_revenue, right, ratio * right, xanchor="right", color="accent", **above),
        note(loss, 0, care, xanchor="left", xshift=4, color="warn", **below),
        note(shown["revenue_threshold"], revenue, 0, xanchor="left", xshift=5, strong=True, **above),
    ]
    if max(revenue, margin) < right:
        notes.append(note(pays, right, care, xanchor="right", xshift=-4, color="accent", **above))
    # The smaller label gives way: it stands only where there is room for it beside the other one.
    if margin < right and abs(revenue - margin) > ROOM_FOR_A_WORD * right:
        notes.append(note(shown["margin_threshold"], margin, 0, xanchor="left", xshift=5, color="ink-2", **above))
    if revenue - margin > ROOM_FOR_WORDS * right:
        notes.append(note(over_target, margin, care, xanchor="left", xshift=6, color="ink-2", **below))
    return notes


def _line_alt(results: Results, language: Language) -> str:
    names = ("net_care_cost", "revenue_threshold", "margin_threshold")
    return "; ".join(
        f"{TERMS[name].label(language)}: {display(name, results[name], language, words=True)}" for name in names
    )


def thresholds(results: Results, language: Language = "de") -> Chart:
    """Return today's revenue per small customer beside the revenues from which care pays, in EUR a year."""
    visits = display("visits_per_customer", results.assumptions["visits_per_customer"], language)
    rows = (
        ("inside_revenue_threshold", "bar", "Inside Sales lohnt ab", "Inside sales pays from"),
        ("revenue_per_customer", "accent", "Umsatz je Kleinkunde heute", "Revenue per small customer today"),
        ("margin_threshold", "series-soft", "Besuche decken ihre Kosten ab", "Visits cover their cost from"),
        (
            "revenue_threshold", "bar",
            f"Außendienst lohnt ab ({visits} Besuche)", f"Field sales pays from ({visits} visits)",
        ),
    )  # fmt: skip
    bars = [
        Bar(
            choose(language, de, en), results.value(name), display(name, results.value(name), language), tone,
            strong=tone == "accent",
        )
        for name, tone, de, en in rows
    ]  # fmt: skip
    return Chart(
        "thresholds",
        first_finding(BAR_FINDINGS, results, language),
        choose(language, "Umsatz je Kunde, in € im Jahr", "Revenue per customer, in € a year"),
        bars_alt(bars),
        bars_figure(bars, language),
    )
