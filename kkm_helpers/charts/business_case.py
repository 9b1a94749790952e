"""How the cash of each option adds up over the months."""

from __future__ import annotations

from kkm_helpers.charts.options import EVERY_OPTION, PASSIVE, THERE_IS
from kkm_helpers.charts.parts import (
    ByLanguage,
    Choice,
    EachOption,
    JoinedText,
    Only,
    Part,
    Text,
    Value,
)
from kkm_helpers.charts.template import ChartTemplate
from kkm_helpers.charts.theme import (
    LINE_WIDTH,
    STRONG_LINE_WIDTH,
    axis,
    axis_title,
    bold,
    color,
    declared_layout,
    note,
)

DASHES = {"dissolve": "dot", "build": "dash", "outsource": "longdash", "hybrid": "dashdot"}
MILLION = 1_000_000
FIVE_YEARS = 60
LEFT_PART, RIGHT_PART = 0.4, 0.8
ROOM_BELOW, ROOM_ABOVE = 0.12, 0.22
LABEL_SHARE = 0.16
"""Least distance of two labels, as a share of the height of the scale."""

CASH = f"joined(0, option_cumulative / {MILLION})"
LOWEST = f"minimum(0, minimum_over_months(option_cumulative) / {MILLION})"
HIGHEST = f"maximum(0, -minimum_over_months(-option_cumulative) / {MILLION})"

# The scale is that of the active options and of the one shown: dissolving may lose far more than all others.
SCALED = f"{THERE_IS} and (option == shown_option or option != 'dissolve')"
ON_SCALE = f"{THERE_IS} and low <= {LOWEST} and {HIGHEST} <= high"
OFF_SCALE = f"{THERE_IS} and not (low <= {LOWEST} and {HIGHEST} <= high)"
RECOMMENDED = "option == recommended_option"
HAS_LOW_POINT = f"{LOWEST} < 0 and position_of_smallest({CASH}) < horizon_months"
IS_DRAWN = f"{RECOMMENDED} and {ON_SCALE}"


def _line(width: float, tone: str, dash: Part = None) -> Part:
    style = {"color": color(tone), "width": width} | ({"dash": dash} if dash else {})
    return {
        "type": "scatter", "mode": "lines", "x": Value("joined(0, months)"), "y": Value(CASH),
        "name": Text("{option}"), "line": style,
        "hovertemplate": ByLanguage(
            "%{fullData.name}, Monat %{x}: %{y:.2f} Mio. €<extra></extra>",
            "%{fullData.name}, month %{x}: €%{y:.2f}m<extra></extra>",
        ),
    }  # fmt: skip


def _area(limit: str, tone: str) -> Part:
    return {
        "type": "scatter", "mode": "lines", "x": Value("joined(0, months)"),
        "y": Value(f"joined(0, {limit}(option_cumulative / {MILLION}, 0))"), "fill": "tozeroy",
        "fillcolor": color(tone), "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip


# Areas first: they would hide the other options' lines.
TRACES: list[Part] = [
    EachOption(_area("minimum", "warn-soft"), _area("maximum", "accent-soft"), when=IS_DRAWN),
    EachOption(
        _line(
            LINE_WIDTH, "series", Choice(*(Only(f"option == '{name}'", dash) for name, dash in DASHES.items()))
        ),
        when=f"not {RECOMMENDED} and {ON_SCALE}",
    ),
    EachOption(
        _line(STRONG_LINE_WIDTH, "accent"),
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "skip",
            "x": [
                Only(HAS_LOW_POINT, Value(f"position_of_smallest({CASH})")),
                Only("option_payback_month is not None", Value("option_payback_month")),
            ],
            "y": [Only(HAS_LOW_POINT, Value(LOWEST)), Only("option_payback_month is not None", 0)],
            "marker": {"size": 9, "color": color("paper"), "line": {"color": color("ink"), "width": 2}},
        },
        when=IS_DRAWN,
    ),
]  # fmt: skip


def _zero_line(tone: str, width: float) -> Part:
    line = {"color": color(tone), "width": width}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": line}


SHAPES: list[Part] = [
    # Staying passive is what every option is measured against.
    Choice(Only(f"recommended_option == '{PASSIVE}'", _zero_line("accent", STRONG_LINE_WIDTH)), _zero_line("ink", 1)),
    EachOption(
        {
            "type": "line", "x0": Value("option_payback_month"), "x1": Value("option_payback_month"), "y0": 0,
            "y1": Value("low"), "line": {"color": color("ink"), "width": 1.5, "dash": "3px,3px"},
        },
        when=f"{IS_DRAWN} and option_payback_month is not None",
    ),
]  # fmt: skip

LABELLED = f"option == '{PASSIVE}' or {ON_SCALE}"
END_LABEL = Choice(
    Text("{option}<br>{0:short}", when=f"option == '{PASSIVE}'"), Text("{option}<br>{last(option_cumulative):short}")
)


def _end_label(text: Part, tone: str) -> Part:
    return note(
        text, Value("horizon_months"), Value("pick(label_places, position)"), xanchor="left", xshift=6, align="left",
        color=tone,
    )  # fmt: skip


def _low_point(side: str) -> Part:
    return note(
        Text("Tiefpunkt<br>{minimum_over_months(option_cumulative):short}",
             "Lowest point<br>{minimum_over_months(option_cumulative):short}"),
        Value(f"position_of_smallest({CASH})"), Value(LOWEST), xanchor=side, yanchor="bottom", yshift=8, color="warn",
    )  # fmt: skip


def _payback(side: str, *, xshift: int) -> Part:
    return note(
        Text("Monat {option_payback_month}: eingespielt", "Month {option_payback_month}: earned back"),
        Value("option_payback_month"), 0, xanchor=side, yanchor="bottom", xshift=xshift, yshift=4, strong=True,
    )  # fmt: skip


NOTES: list[Part] = [
    EachOption(
        Choice(Only(RECOMMENDED, _end_label(bold(END_LABEL), "accent")), _end_label(END_LABEL, "ink-2")),
        when=LABELLED,
        options=EVERY_OPTION,
    ),
    EachOption(
        Only(
            HAS_LOW_POINT,
            Choice(
                Only(f"position_of_smallest({CASH}) > {RIGHT_PART} * horizon_months", _low_point("right")),
                _low_point("center"),
            ),
        ),
        Only(
            "option_payback_month is not None",
            Choice(
                Only(f"option_payback_month < {LEFT_PART} * horizon_months", _payback("left", xshift=12)),
                _payback("right", xshift=-6),
            ),
        ),
        when=IS_DRAWN,
    ),
    # What leaves the scale says so with its value: nothing is hidden.
    EachOption(
        note(
            JoinedText("", [
                Choice(Only(f"last(option_cumulative) / {MILLION} < low", "↓"), "↑"),
                Text(
                    " {option}, außerhalb der Skala:<br>{last(option_cumulative):short} nach {horizon_months} Monaten",
                    " {option}, off the scale:<br>{last(option_cumulative):short} after {horizon_months} months",
                ),
            ]),
            0, Value("high"), xanchor="left", yanchor="top", xshift=6, align="left", color="ink-2",
        ),
        when=OFF_SCALE,
    ),
]  # fmt: skip

cumulative_cash = ChartTemplate(
    "cumulative_cash",
    title=Choice(
        Text(
            "Keine aktive Option spielt ihre Kosten ein",
            "No active option earns back its cost",
            when=f"recommended_option == '{PASSIVE}' and option_payback_month is None",
        ),
        Text(
            "{option} kommt ab Monat {option_payback_month} ins Plus, der Zins frisst den Überschuss",
            "{option} is in the black from month {option_payback_month}, but interest eats the surplus",
            when=f"recommended_option == '{PASSIVE}'",
        ),
        Text(
            "{option} zahlt sich ab Monat {option_payback_month} aus",
            "{option} pays back from month {option_payback_month}",
            when="option_payback_month is not None",
        ),
        Text(
            "{option} zahlt sich nicht innerhalb von {horizon_months} Monaten aus",
            "{option} does not pay back within {horizon_months} months",
        ),
    ),
    subtitle=Text(
        "Kumulierter Zahlungssaldo gegenüber Passiv bleiben, in Mio. €",
        "Cumulative cash against staying passive, in € million",
    ),
    alt=JoinedText("", [
        Text("Stand nach {horizon_months} Monaten: ", "After {horizon_months} months: "),
        JoinedText("; ", [EachOption(Text("{option}: {last(option_cumulative):short}"), when=THERE_IS)]),
    ]),
    names={
        "lowest": [EachOption(Value(LOWEST), when=SCALED)],
        "highest": [EachOption(Value(HIGHEST), when=SCALED)],
        "span": "largest(highest) - smallest(lowest)",
        "room": "where(span == 0, 1, span)",
        "low": f"smallest(lowest) - {ROOM_BELOW} * room",
        "high": f"largest(highest) + {ROOM_ABOVE} * room",
        "ends": [
            EachOption(
                Choice(Only(f"option == '{PASSIVE}'", 0), Value(f"last(option_cumulative) / {MILLION}")),
                when=LABELLED,
                options=EVERY_OPTION,
            )
        ],
        "label_places": f"spread(ends, {LABEL_SHARE} * (high - low), low, high)",
    },
    figure={
        "data": TRACES,
        "layout": declared_layout(
            height=340,
            margin={"l": 8, "r": 116, "t": 24, "b": 8},
            xaxis=axis(
                range=[0, Value("horizon_months")], dtick=Value(f"where(horizon_months <= {FIVE_YEARS}, 12, 24)"),
                showline=False, title=axis_title(Text("Monat", "Month")),
            ),
            yaxis=axis(grid=True, range=[Value("low"), Value("high")], tickformat="~r", nticks=6),
            shapes=SHAPES,
            annotations=NOTES,
        ),
    },
)  # fmt: skip
"""The cumulative cash of every option against staying passive, in EUR over months."""
