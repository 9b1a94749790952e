"""From which revenue a visit pays."""

from __future__ import annotations

from kkm_helpers.charts.bars import Bar, bars_chart
from kkm_helpers.charts.parts import Choice, JoinedText, Only, Part, Text, Value
from kkm_helpers.charts.template import ChartTemplate
from kkm_helpers.charts.theme import LINE_WIDTH, STRONG_LINE_WIDTH, axis, axis_title, color, declared_layout, note

SHOWN_BEYOND = 1.7
LEAST_MARGIN_SHOWN = 3  # times the revenue threshold: a margin threshold beyond that leaves the scale
ROOM_FOR_A_WORD = 0.2
ROOM_FOR_WORDS = 0.28
ABOVE = {"yanchor": "bottom", "yshift": 2}
BELOW = {"yanchor": "top", "yshift": -3}


def _zone(left: str, right: str, tone: Part) -> Part:
    """Return the area between the two lines from `left` to `right`."""
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": tone, "line": {"width": 0},
        "x": [Value(left), Value(right), Value(right), Value(left)],
        "y": [Value("care"), Value("care"), Value(f"ratio * {right}"), Value(f"ratio * {left}")],
        "hoverinfo": "skip",
    }  # fmt: skip


def _line(name: Text, start: str, end: str, tone: str, width: float) -> Part:
    """Return a line across the whole chart."""
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": [0, Value("right")], "y": [Value(start), Value(end)],
        "hoverinfo": "skip", "line": {"color": color(tone), "width": width},
    }  # fmt: skip


def _upright(place: str, tone: str) -> Part:
    line = {"color": color(tone), "width": 1.5, "dash": "3px,3px"}
    return {"type": "line", "x0": Value(place), "x1": Value(place), "y0": 0, "y1": Value("care"), "line": line}


ALLOWED = Text("Erlaubte Vertriebskosten", "Allowed sales cost")
CARE = Text("Betreuungskosten", "Cost of care")

NOTES: list[Part] = [
    note(
        Text("Betreuung kostet {net_care_cost}", "Care costs {net_care_cost}"),
        0, Value("care"), xanchor="left", xshift=6, **ABOVE,
    ),
    note(
        Text("{max_sales_cost_ratio} vom Umsatz", "{max_sales_cost_ratio} of revenue"),
        Value("right"), Value("ratio * right"), xanchor="right", color="accent", **ABOVE,
    ),
    note(Text("Verlust", "loss"), 0, Value("care"), xanchor="left", xshift=4, color="warn", **BELOW),
    note(Text("{revenue_threshold}"), Value("revenue"), 0, xanchor="left", xshift=5, strong=True, **ABOVE),
    Only(
        "maximum(revenue, margin) < right",
        note(
            Text("rechnet sich", "pays"), Value("right"), Value("care"), xanchor="right", xshift=-4, color="accent",
            **ABOVE,
        ),
    ),
    # The smaller label gives way: it stands only where there is room for it beside the other one.
    Only(
        f"margin < right and maximum(revenue - margin, margin - revenue) > {ROOM_FOR_A_WORD} * right",
        note(Text("{margin_threshold}"), Value("margin"), 0, xanchor="left", xshift=5, color="ink-2", **ABOVE),
    ),
    Only(
        f"revenue - margin > {ROOM_FOR_WORDS} * right",
        note(
            Text("über Ziel", "over target"), Value("margin"), Value("care"), xanchor="left", xshift=6, color="ink-2",
            **BELOW,
        ),
    ),
]  # fmt: skip

threshold_line = ChartTemplate(
    "threshold_line",
    title=Text(
        "Erst bei {revenue_threshold} decken {max_sales_cost_ratio} vom Umsatz die Betreuung",
        "Only at {revenue_threshold} does {max_sales_cost_ratio} of revenue cover the care",
    ),
    subtitle=Text(
        "Betreuungskosten und erlaubte Vertriebskosten je Kunde, in € im Jahr",
        "Cost of care and allowed sales cost per customer, in € a year",
    ),
    alt=JoinedText(
        "; ",
        [
            Text(f"{{{name}:label}}: {{{name}:words}}")
            for name in ("net_care_cost", "revenue_threshold", "margin_threshold")
        ],
    ),
    names={
        "ratio": "max_sales_cost_ratio",
        "care": "net_care_cost",
        "revenue": "revenue_threshold",
        "margin": "margin_threshold",
        "farther": f"maximum(revenue, minimum(margin, {LEAST_MARGIN_SHOWN} * revenue))",
        "right": f"{SHOWN_BEYOND} * where(farther == 0, 1, farther)",
        "low": "minimum(revenue, margin)",
        "high": "minimum(maximum(revenue, margin), right)",
    },
    figure={
        "data": [
            _zone("0", "low", color("warn-soft")),
            _zone("low", "high", Choice(Only("margin < revenue", color("line")), color("warn-soft"))),
            _zone("high", "right", color("accent-soft")),
            _line(ALLOWED, "0", "ratio * right", "accent", STRONG_LINE_WIDTH),
            _line(CARE, "care", "care", "ink", LINE_WIDTH),
            {
                "type": "scatter", "mode": "markers", "x": [Value("revenue")], "y": [Value("care")],
                "hoverinfo": "skip",
                "marker": {"size": 10, "color": color("paper"), "line": {"color": color("ink"), "width": 2}},
            },
        ],
        "layout": declared_layout(
            height=320,
            margin={"l": 8, "r": 20, "t": 28, "b": 8},  # room for the last number: wider margins draw all twice
            xaxis=axis(
                range=[0, Value("right")], tickformat=",.0f", nticks=5,
                title=axis_title(Text("Jahresumsatz des Kunden in €", "Customer's revenue a year in €")),
            ),
            yaxis=axis(grid=True, range=[0, Value("maximum(ratio * right, care * 1.3)")], tickformat=",.0f", nticks=5),
            shapes=[_upright("revenue", "ink"), _upright("margin", "series")],
            annotations=NOTES,
        ),
    },
)  # fmt: skip
"""The cost of care against what a customer's revenue allows, in EUR a year over EUR a year."""

A_YEAR = Text("{value:EUR/year}")

thresholds = bars_chart(
    "thresholds",
    title=Choice(
        Text(
            "Die Kleinkunden sind groß genug für den Außendienst",
            "The small customers are large enough for field sales",
            when="revenue_per_customer >= revenue_threshold",
        ),
        Text(
            "Für den Außendienst zu klein, für Inside Sales groß genug",
            "Too small for field sales, large enough for inside sales",
            when="revenue_per_customer >= inside_revenue_threshold",
        ),
        Text(
            "Für den Außendienst zu klein, für Inside Sales auch",
            "Too small for field sales and for inside sales as well",
        ),
    ),
    subtitle=Text("Umsatz je Kunde, in € im Jahr", "Revenue per customer, in € a year"),
    bars=[
        Bar(Text("Inside Sales lohnt ab", "Inside sales pays from"), "inside_revenue_threshold", A_YEAR),
        Bar(
            Text("Umsatz je Kleinkunde heute", "Revenue per small customer today"),
            "revenue_per_customer", A_YEAR, "accent", strong=True,
        ),
        Bar(
            Text("Besuche decken ihre Kosten ab", "Visits cover their cost from"),
            "margin_threshold", A_YEAR, "series-soft",
        ),
        Bar(
            Text(
                "Außendienst lohnt ab ({visits_per_customer} Besuche)",
                "Field sales pays from ({visits_per_customer} visits)",
            ),
            "revenue_threshold", A_YEAR,
        ),
    ],
)  # fmt: skip
"""Today's revenue per small customer beside the revenues from which care pays, in EUR a year."""
