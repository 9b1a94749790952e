"""The option shown in the three cases every board asks for: pessimistic, expected, optimistic."""

from __future__ import annotations

from kkm_helpers.analysis.stress import STRESS_CASES, Stress
from kkm_helpers.charts.parts import ByLanguage, Choice, JoinedText, Part, Text, Under, Value
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

MILLION = 1_000_000
FIVE_YEARS = 60
ROOM_BELOW, ROOM_ABOVE = 0.1, 0.22
LABEL_SHARE = 0.16
"""Least distance of two labels, as a share of the height of the scale."""
EXPECTED = "expected"
STYLES = {"pessimistic": ("warn", "dash"), EXPECTED: ("accent", "solid"), "optimistic": ("series", "longdash")}


def _under(stress: Stress, part: Part) -> Part:
    return Under(stress.expressions(), part)


def _line(stress: Stress) -> Part:
    tone, dash = STYLES[stress.name]
    width = STRONG_LINE_WIDTH if stress.name == EXPECTED else LINE_WIDTH
    return {
        "type": "scatter", "mode": "lines", "x": Value("joined(0, months)"), "y": Value(f"cash_{stress.name}"),
        "name": Text(stress.de, stress.en), "line": {"color": color(tone), "width": width, "dash": dash},
        "hovertemplate": ByLanguage(
            "%{fullData.name}, Monat %{x}: %{y:.2f} Mio. €<extra></extra>",
            "%{fullData.name}, month %{x}: €%{y:.2f}m<extra></extra>",
        ),
    }  # fmt: skip


def _label(stress: Stress, place: int) -> Part:
    tone, _ = STYLES[stress.name]
    end = Text(f"{{last(cash_{stress.name}) * {MILLION}:short}}")
    text = JoinedText("<br>", [Text(stress.de, stress.en), end])
    return note(
        bold(text) if stress.name == EXPECTED else text,
        Value("horizon_months"), Value(f"pick(label_places, {place})"), xanchor="left", xshift=6, align="left",
        color=tone if stress.name != "optimistic" else "ink-2",
    )  # fmt: skip


def _npv(stress: Stress) -> str:
    return f"npv_{stress.name}"


def _told(stress: Stress) -> Part:
    npv, end = f"{{{_npv(stress)}:short}}", f"{{last(cash_{stress.name}) * {MILLION}:short}}"
    words = Text(f"Kapitalwert {npv}, am Ende {end}", f"net present value {npv}, at the end {end}")
    return JoinedText(": ", [Text(stress.de, stress.en), words])


ALL = ", ".join(f"cash_{stress.name}" for stress in STRESS_CASES)
stress_cases = ChartTemplate(
    "stress_cases",
    title=Choice(
        Text(
            "{option} lohnt sich auch im pessimistischen Fall ({npv_pessimistic:short} Kapitalwert)",
            "{option} pays even in the pessimistic case (a net present value of {npv_pessimistic:short})",
            when="npv_pessimistic >= 0",
        ),
        Text(
            "{option} lohnt sich auch im optimistischen Fall nicht ({npv_optimistic:short} Kapitalwert)",
            "{option} does not pay even in the optimistic case (a net present value of {npv_optimistic:short})",
            when="npv_optimistic < 0",
        ),
        Text(
            "{option}: {npv_pessimistic:short} im pessimistischen, {npv_optimistic:short} im optimistischen Fall",
            "{option}: {npv_pessimistic:short} in the pessimistic, {npv_optimistic:short} in the optimistic case",
        ),
    ),
    subtitle=Text(
        "Kumulierter Zahlungssaldo gegenüber Passiv bleiben, in Mio. €; im Titel der Kapitalwert",
        "Cumulative cash against staying passive, in € million; the title has the net present value",
    ),
    alt=JoinedText("; ", [_told(stress) for stress in STRESS_CASES]),
    names={
        # The option shown stays the same: another one may be the best in another case.
        "option": "shown_option",
        **{
            f"cash_{stress.name}": _under(stress, Value(f"joined(0, option_cumulative / {MILLION})"))
            for stress in STRESS_CASES
        },
        **{_npv(stress): _under(stress, Value("option_npv")) for stress in STRESS_CASES},
        "least": f"smallest(joined({ALL}))",
        "most": f"largest(joined({ALL}))",
        "span": "where(most == least, 1, most - least)",
        "low": f"least - {ROOM_BELOW} * span",
        "high": f"most + {ROOM_ABOVE} * span",
        "label_places": (
            f"spread(joined({', '.join(f'last(cash_{stress.name})' for stress in STRESS_CASES)}), "
            f"{LABEL_SHARE} * (high - low), low, high)"
        ),
    },
    figure={
        "data": [_line(stress) for stress in STRESS_CASES],
        "layout": declared_layout(
            height=320,
            margin={"l": 8, "r": 116, "t": 16, "b": 8},
            xaxis=axis(
                range=[0, Value("horizon_months")], dtick=Value(f"where(horizon_months <= {FIVE_YEARS}, 12, 24)"),
                showline=False, title=axis_title(Text("Monat", "Month")),
            ),
            yaxis=axis(grid=True, range=[Value("low"), Value("high")], tickformat="~r", nticks=6),
            shapes=[
                {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
                 "line": {"color": color("ink"), "width": 1}},
            ],
            annotations=[_label(stress, place) for place, stress in enumerate(STRESS_CASES)],
        ),
    },
)  # fmt: skip
"""The cumulative cash of the option shown in three cases, in EUR over months."""
