"""Own team or provider: when and at which price one overtakes the other, and what a served customer costs."""

from __future__ import annotations

from typing import Any

from kkm_helpers.charts.bars import Bar, bars_chart
from kkm_helpers.charts.business_case import DASHES, FIVE_YEARS, MILLION
from kkm_helpers.charts.parts import ByLanguage, Choice, JoinedText, Only, Part, Text, Value
from kkm_helpers.charts.template import ChartTemplate
from kkm_helpers.charts.theme import (
    LINE_WIDTH,
    STRONG_LINE_WIDTH,
    axis,
    axis_title,
    color,
    declared_layout,
    note,
)
from kkm_helpers.model import OPTION_NAMES, OptionName

BUILD, OUTSOURCE = OPTION_NAMES["build"], OPTION_NAMES["outsource"]
HEIGHT = 300
MARGIN = {"l": 8, "r": 116, "t": 24, "b": 8}
ROOM_BELOW, ROOM_ABOVE = 0.18, 0.12
LABEL_SHARE = 0.24
ROOM_FOR_WORDS = 0.15
"""Least height of an area with words in it, as a share of the height of the scale."""

MARKER = {"size": 9, "color": color("paper"), "line": {"color": color("ink"), "width": 2}}
DASHED = {"color": color("ink"), "width": 1.5, "dash": "3px,3px"}
MONEY_HOVER = ByLanguage(
    "%{fullData.name}: %{y:.2f} Mio. €<extra></extra>", "%{fullData.name}: €%{y:.2f}m<extra></extra>"
)
AXIS_IN_MILLIONS = axis(grid=True, tickformat="~r", nticks=6)


def zero_line() -> dict[str, Any]:
    """Return the line of staying passive."""
    line = {"color": color("ink"), "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": line}


BUILD_BETTER = "build_npv >= outsource_npv"
OUTSOURCE_BETTER = f"not ({BUILD_BETTER})"


# --- from which month -------------------------------------------------------------
OVERTAKES = "build_overtakes_month is not None"
OVERTAKES_LATER = f"{OVERTAKES} and build_overtakes_month > 1"


def _lead(cash: str, **more: Part) -> dict[str, Part]:
    return {"type": "scatter", "mode": "lines", "x": Value("joined(0, months)"), "y": Value(cash), **more}


def _lead_area(limit: str, better: str) -> dict[str, Part]:
    tone = Choice(Only(better, color("accent-soft")), color("series-soft"))
    area = {"fill": "tozeroy", "fillcolor": tone, "line": {"width": 0}, "hoverinfo": "skip"}
    return _lead(f"joined(0, {limit}(build_cash_lead / {MILLION}, 0))", **area)


cash_lead = ChartTemplate(
    "cash_lead",
    title=Choice(
        Text(
            "Der Eigenaufbau liegt im Zahlungssaldo vom ersten Monat an vorn",
            "In cumulated cash building is ahead from the first month",
            when=f"{OVERTAKES} and build_overtakes_month == 1",
        ),
        Text(
            "Der Eigenaufbau überholt die Vergabe in Monat {build_overtakes_month} und bleibt vorn",
            "Building overtakes outsourcing in month {build_overtakes_month} and stays ahead",
            when=OVERTAKES,
        ),
        Text(
            "Die Vergabe liegt im Zahlungssaldo in jedem Monat vorn",
            "In cumulated cash outsourcing is ahead in every month",
            when="highest <= 0",
        ),
        Text(
            "Der Eigenaufbau überholt die Vergabe nicht auf Dauer",
            "Building does not overtake outsourcing for good",
        ),
    ),
    subtitle=Text(
        "Kumulierter Zahlungssaldo des Eigenaufbaus abzüglich dem der Vergabe, in Mio. €",
        "Cumulated cash of building less that of outsourcing, in € million",
    ),
    alt=JoinedText(
        "; ",
        [
            Text(
                "Größter Vorsprung des Eigenaufbaus {highest:short}", "Largest lead of building {highest:short}",
                when="highest > 0",
            ),
            Text(
                "Größter Vorsprung der Vergabe {-lowest:short}", "Largest lead of outsourcing {-lowest:short}",
                when="lowest < 0",
            ),
            Text(
                "am Ende, in Monat {horizon_months}: {last(build_cash_lead):short}",
                "at the end, in month {horizon_months}: {last(build_cash_lead):short}",
            ),
        ],
    ),
    names={
        "lowest": "minimum(0, smallest(build_cash_lead))",
        "highest": "maximum(0, largest(build_cash_lead))",
        "span": "maximum(highest - lowest, 1)",
        "low": f"(lowest - 0.12 * span) / {MILLION}",
        "high": f"(highest + 0.22 * span) / {MILLION}",
        "end": f"last(build_cash_lead) / {MILLION}",
        # Whether the month is marked in the left half: the words that stand there give way.
        "turn": Choice(Only(OVERTAKES, Value("build_overtakes_month")), 0),
        "is_left": "turn > 1 and turn <= horizon_months / 2",
    },
    figure={
        "data": [
            _lead_area("minimum", OUTSOURCE_BETTER),
            _lead_area("maximum", BUILD_BETTER),
            _lead(
                f"joined(0, build_cash_lead / {MILLION})",
                line={"color": color("ink"), "width": STRONG_LINE_WIDTH},
                hovertemplate=ByLanguage(
                    "Monat %{x}: %{y:.2f} Mio. €<extra></extra>", "month %{x}: €%{y:.2f}m<extra></extra>"
                ),
            ),
            Only(
                OVERTAKES_LATER,
                {
                    "type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [Value("build_overtakes_month")],
                    "y": [Value(f"pick(build_cash_lead, build_overtakes_month - 1) / {MILLION}")], "marker": MARKER,
                },
            ),
        ],
        "layout": declared_layout(
            height=HEIGHT,
            margin=MARGIN,
            xaxis=axis(
                range=[0, Value("horizon_months")], dtick=Value(f"where(horizon_months <= {FIVE_YEARS}, 12, 24)"),
                showline=False, title=axis_title(Text("Monat", "Month")),
            ),
            yaxis={**AXIS_IN_MILLIONS, "range": [Value("low"), Value("high")]},
            shapes=[
                zero_line(),
                Only(
                    OVERTAKES_LATER,
                    {
                        "type": "line", "x0": Value("build_overtakes_month"), "x1": Value("build_overtakes_month"),
                        "y0": 0, "y1": Value("low"), "line": DASHED,
                    },
                ),
            ],
            annotations=[
                Choice(
                    Only("end >= 0", note(
                        Text("Eigenaufbau<br>{end * 1e6:short} vorn", "Building<br>{end * 1e6:short} ahead"),
                        Value("horizon_months"), Value("end"), xanchor="left", xshift=6, align="left", strong=True,
                    )),
                    note(
                        Text("Vergabe<br>{-end * 1e6:short} vorn", "Outsourcing<br>{-end * 1e6:short} ahead"),
                        Value("horizon_months"), Value("end"), xanchor="left", xshift=6, align="left", strong=True,
                    ),
                ),
                Only(
                    OVERTAKES_LATER,
                    note(
                        Text("Monat {build_overtakes_month}: überholt", "Month {build_overtakes_month}: overtaken"),
                        # Where the line is not: it comes from below on the left and goes on above on the right.
                        Value("build_overtakes_month"), 0,
                        xanchor=Value("where(is_left, 'left', 'right')"),
                        xshift=Value("where(is_left, 6, -6)"),
                        yanchor=Value("where(is_left, 'top', 'bottom')"), yshift=Value("where(is_left, -3, 3)"),
                        strong=True,
                    ),
                ),
                note(
                    Text("↑ Eigenaufbau vorn", "↑ building ahead"), 0, Value("high"), xanchor="left", xshift=6,
                    yanchor="top", color="ink-2",
                ),
                Only(
                    f"-lowest > {ROOM_FOR_WORDS} * span",
                    note(
                        Text("↓ Vergabe vorn", "↓ outsourcing ahead"), Value("where(is_left, horizon_months, 0)"),
                        Value("low"), xanchor=Value("where(is_left, 'right', 'left')"),
                        xshift=Value("where(is_left, -6, 6)"), yanchor="bottom", color="ink-2",
                        bgcolor=color("paper"),
                    ),
                ),
            ],
        ),
    },
)  # fmt: skip
"""By how much building's cumulated cash is ahead of outsourcing's, over the months."""


# --- from which price -------------------------------------------------------------
IS_PRICE = "tipping_fte_price is not None and tipping_fte_price >= 0"


def value_line(option: OptionName, better: str, x: Part, y: Part) -> dict[str, Part]:
    """Return the line of what an option is worth; blue and thicker where it is the better one, an expression."""
    strong = {"color": color("accent"), "width": STRONG_LINE_WIDTH}
    other = {"color": color("series"), "width": LINE_WIDTH, "dash": DASHES["build"]}
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "name": Text(option.de, option.en),
        "hovertemplate": MONEY_HOVER, "line": Choice(Only(better, strong), other),
    }  # fmt: skip


value_over_price = ChartTemplate(
    "value_over_price",
    title=Choice(
        Text(
            "Der Dienstleister wird im Betrachtungszeitraum nicht bezahlt",
            "The provider is not paid within the horizon",
            when="tipping_fte_price is None",
        ),
        Text(
            "Der Eigenaufbau ist zu jedem Preis mehr wert", "Building is worth more at any price",
            when=f"not ({IS_PRICE})",
        ),
        Text(
            "Erst ab {tipping_fte_price} je Vollzeitkraft ist der Eigenaufbau mehr wert",
            "Only from {tipping_fte_price} per FTE is building worth more",
            when="outsource_fte_price <= tipping_fte_price",
        ),
        Text(
            "Erst unter {tipping_fte_price} je Vollzeitkraft ist die Vergabe mehr wert",
            "Only below {tipping_fte_price} per FTE is outsourcing worth more",
        ),
    ),
    subtitle=Text(
        "Kapitalwert über dem Preis je Vollzeitkraft und Monat, in Mio. €",
        "Net present value over the price per FTE and month, in € million",
    ),
    alt=JoinedText(
        "; ",
        [
            Text("Preis heute {outsource_fte_price}", "Price today {outsource_fte_price}"),
            Text(
                "Eigenaufbau {build_npv:short}, Vergabe {outsource_npv:short}",
                "building {build_npv:short}, outsourcing {outsource_npv:short}",
            ),
            Text(
                "gleich viel wert bei {tipping_fte_price}", "worth the same at {tipping_fte_price}", when=IS_PRICE
            ),
        ],
    ),
    names={
        "price": "outsource_fte_price",
        "tip": Choice(Only(IS_PRICE, Value("tipping_fte_price")), Value("outsource_fte_price")),
        "room": "maximum(0.6 * maximum(tip - price, price - tip), 0.2 * price, 500)",
        "left": "maximum(0, minimum(price, tip) - room)",
        "right": "maximum(price, tip) + room",
        "middle": "(left + right) / 2",
        "fixed": f"build_npv / {MILLION}",
        "at_left": f"(outsource_npv + (price - left) * paid_fte_months_value) / {MILLION}",
        "at_right": f"(outsource_npv + (price - right) * paid_fte_months_value) / {MILLION}",
        "span": "maximum(at_left, at_right, fixed, 0) - minimum(at_left, at_right, fixed, 0) + 0.000001",
        "low": f"minimum(at_left, at_right, fixed, 0) - {ROOM_BELOW} * span",
        "high": f"maximum(at_left, at_right, fixed, 0) + {ROOM_ABOVE} * span",
        "places": f"spread(joined(fixed, at_right), {LABEL_SHARE} * span, low, high)",
    },
    figure={
        "data": [
            value_line(BUILD, BUILD_BETTER, [Value("left"), Value("right")], [Value("fixed"), Value("fixed")]),
            value_line(
                OUTSOURCE, OUTSOURCE_BETTER, [Value("left"), Value("right")], [Value("at_left"), Value("at_right")]
            ),
            Only(
                IS_PRICE,
                {
                    "type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [Value("tip")],
                    "y": [Value("fixed")], "marker": MARKER,
                },
            ),
        ],
        "layout": declared_layout(
            height=HEIGHT,
            margin=MARGIN,
            xaxis=axis(
                range=[Value("left"), Value("right")], tickformat=",.0f", nticks=6, showline=False,
                title=axis_title(Text("Preis je Vollzeitkraft und Monat in €", "Price per FTE and month in €")),
            ),
            yaxis={**AXIS_IN_MILLIONS, "range": [Value("low"), Value("high")]},
            shapes=[
                zero_line(),
                {"type": "line", "x0": Value("price"), "x1": Value("price"), "y0": Value("low"),
                 "y1": Value(f"outsource_npv / {MILLION}"), "line": {**DASHED, "color": color("series")}},
                Only(IS_PRICE, {"type": "line", "x0": Value("tip"), "x1": Value("tip"), "y0": Value("low"),
                                "y1": Value("fixed"), "line": DASHED}),
            ],
            annotations=[
                note(
                    Text(f"{BUILD.de}<br>{{build_npv:short}}", f"{BUILD.en}<br>{{build_npv:short}}"), Value("right"),
                    Value("pick(places, 0)"), xanchor="left", xshift=6, align="left", color="ink-2",
                ),
                note(
                    Text(OUTSOURCE.de, OUTSOURCE.en), Value("right"), Value("pick(places, 1)"), xanchor="left",
                    xshift=6, align="left", color="ink-2",
                ),
                note(
                    Text("heute {outsource_fte_price}", "today {outsource_fte_price}"), Value("price"), Value("low"),
                    xanchor=Value("where(price <= tip, 'right', 'left')"),
                    xshift=Value("where(price <= tip, -5, 5)"), yanchor="bottom", yshift=2, color="ink-2",
                ),
                Only(
                    IS_PRICE,
                    note(
                        Text("gleich viel wert<br>bei {tipping_fte_price}", "worth the same<br>at {tipping_fte_price}"),
                        Value("tip"), Value("fixed"), xanchor="left", xshift=8, yanchor="bottom", yshift=4,
                        align="left", strong=True,
                    ),
                ),
            ],
        ),
    },
)  # fmt: skip
"""What building and outsourcing are worth over the provider's price, with the price at which they are equal."""


# --- what a served customer costs ---------------------------------------------------
def _served(option: str) -> tuple[Part, Part]:
    """Return the cost per served customer as a length, and as words."""
    name = f"{option}_cost_per_served_customer"
    served = f"{name} is not None"
    return (
        Choice(Only(served, Value(name)), 0),
        Choice(Text(f"{{{name}:words}}", when=served), Text("niemand betreut", "nobody served")),
    )


_BUILD_COST, _OUTSOURCE_COST, _HYBRID_COST = (_served(option) for option in ("build", "outsource", "hybrid"))

cost_per_served_customer = bars_chart(
    "cost_per_served_customer",
    title=Choice(
        Text(
            "Im Betrachtungszeitraum betreut niemand die Kunden", "Within the horizon nobody serves the customers",
            when="build_cost_per_served_customer is None and outsource_cost_per_served_customer is None",
        ),
        Text(
            "Im Betrachtungszeitraum betreut nur der Eigenaufbau Kunden",
            "Within the horizon only building serves customers",
            when="outsource_cost_per_served_customer is None",
        ),
        Text(
            "Im Betrachtungszeitraum betreut nur die Vergabe Kunden",
            "Within the horizon only outsourcing serves customers",
            when="build_cost_per_served_customer is None",
        ),
        Text(
            "Einen Kunden betreut die Vergabe für {outsource_cost:EUR} im Jahr, der Eigenaufbau für {build_cost:EUR}",
            "Outsourcing serves a customer for {outsource_cost:EUR} a year, building for {build_cost:EUR}",
            when="outsource_cost <= build_cost",
        ),
        Text(
            "Einen Kunden betreut der Eigenaufbau für {build_cost:EUR} im Jahr, die Vergabe für {outsource_cost:EUR}",
            "Building serves a customer for {build_cost:EUR} a year, outsourcing for {outsource_cost:EUR}",
        ),
    ),
    subtitle=Text(
        "Alle Kosten über den Betrachtungszeitraum je wirklich betreutem Kunden, in € im Jahr",
        "All cost over the horizon per customer really served, in € a year",
    ),
    bars=[
        Bar(Text(BUILD.de, BUILD.en), "build_cost", _BUILD_COST[1]),
        Bar(Text(OUTSOURCE.de, OUTSOURCE.en), "outsource_cost", _OUTSOURCE_COST[1]),
        Bar(
            Choice(
                Text("Hybrid", "Hybrid", when="takeover == 1"),
                Text("Hybrid (ohne Übernahme: wie Vergabe)", "Hybrid (without a take-over: as outsourcing)"),
            ),
            "hybrid_cost", _HYBRID_COST[1],
        ),
        Bar(
            Text(
                "Zum Vergleich: Außendienst, {visits_per_customer} Besuche",
                "For comparison: field sales, {visits_per_customer} visits",
            ),
            "net_care_cost", Text("{net_care_cost:words}"), "series-soft",
        ),
    ],
    names={"build_cost": _BUILD_COST[0], "outsource_cost": _OUTSOURCE_COST[0], "hybrid_cost": _HYBRID_COST[0]},
)  # fmt: skip
"""What care costs per customer really in care and year, beside field sales."""
