"""The bridge from staying passive to the option shown: what it brings and costs, each part at its present value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kkm_helpers.charts.parts import Choice, JoinedText, Let, Only, Part, Text, Value
from kkm_helpers.charts.template import ChartTemplate
from kkm_helpers.charts.theme import axis, color, declared_layout, note

ROW_HEIGHT = 50
BAR_WIDTH = 0.34
CONNECTOR_END = 0.48
ROOM_FOR_VALUES = 0.3
"""Room to the right of the longest bar, as a share of the scale."""


@dataclass(frozen=True)
class Step:
    """One step of the bridge: what it is called, and its present value [EUR]; what costs is below 0."""

    label: Text
    value: str
    tone: str


def _present(monthly: str) -> str:
    """Return the expression of the present value of a monthly amount."""
    return f"total({monthly} / compounding_factor)"


FREED_VISITS = Text("Freigesetzte Besuche", "Freed visits")
OF_AN_ACTIVE_OPTION = (
    Step(Text("Gehaltene Kunden", "Customers retained"), _present("option_retention_benefit"), "accent"),
    Step(Text("Mehrumsatz", "Additional revenue"), _present("option_development_benefit"), "accent"),
    Step(FREED_VISITS, _present("option_redeployment_benefit"), "accent"),
    Step(Text("Einmalkosten, Kapitalbindung", "One-off cost, working capital"), f"-{_present('option_investment')}",
         "bar"),
    Step(Text("Laufende Kosten", "Running cost"), f"-{_present('option_running_cost')}", "bar"),
)  # fmt: skip
OF_DISSOLVING = (
    Step(Text("Ersparte Auftragsabwicklung", "Order handling saved"), _present("passive_order_cost"), "accent"),
    Step(FREED_VISITS, _present("passive_visit_value"), "accent"),
    Step(
        Text("Aufgegebener Deckungsbeitrag", "Margin given up"),
        f"-{_present('passive_revenue * contribution_margin * (1 - dissolve_kept_margin)')}",
        "bar",
    ),
    Step(Text("Einmalkosten", "One-off cost"), f"-{_present('dissolve_investment')}", "bar"),
)
NPV = Text("Kapitalwert", "Net present value")
BELOW_ZERO = "option_npv < 0"
FAR_RIGHT = 0.7
"""From which part of the scale on a label ends with its bar instead of beginning with it."""


def _names(steps: Sequence[Step]) -> dict[str, Part]:
    """Return the names of where each step starts and ends."""
    names: dict[str, Part] = {}
    for row, step in enumerate(steps):
        names[f"start_{row}"] = f"end_{row - 1}" if row else "0"
        names[f"step_{row}"] = step.value
        names[f"end_{row}"] = f"start_{row} + step_{row}"
    names["ends"] = f"joined(0, {', '.join(f'end_{row}' for row, _ in enumerate(steps))}, option_npv)"
    names["least"], names["most"] = "smallest(ends)", "largest(ends)"
    names["span"] = "where(most == least, 1, most - least)"
    return names


def _figure(steps: Sequence[Step]) -> Part:
    rows, result = range(len(steps)), len(steps)
    value = Text("{value:short}")
    texts = [Let({"value": f"step_{row}"}, value) for row in rows]
    npv = Text("{option_npv:short}")
    bars = {
        "type": "bar", "orientation": "h", "width": BAR_WIDTH,
        "x": [*(Value(f"step_{row}") for row in rows), Value("option_npv")],
        "base": [*(Value(f"start_{row}") for row in rows), 0],
        "y": [*rows, result],
        "marker": {
            "color": [
                *(color(step.tone) for step in steps),
                Choice(Only(BELOW_ZERO, color("warn")), color("ink")),
            ]
        },
        "customdata": [[step.label, text] for step, text in zip(steps, texts, strict=True)] + [[NPV, npv]],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }  # fmt: skip
    # They end above the label of the next bar.
    connectors = [_upright(f"end_{row}", row + BAR_WIDTH / 2, row + CONNECTOR_END) for row in rows]
    labels: list[Part] = []
    for row, (step, text) in enumerate(zip(steps, texts, strict=True)):
        labels += _labels(step.label, text, row, f"minimum(start_{row}, end_{row})", f"maximum(start_{row}, end_{row})")
    labels += _labels(NPV, npv, result, "minimum(0, option_npv)", "maximum(0, option_npv)", strong=True)
    return {
        "data": [bars],
        "layout": declared_layout(
            height=ROW_HEIGHT * (result + 1) + 24,
            margin={"l": 0, "r": 0, "t": 12, "b": 0},
            xaxis=axis(visible=False, range=[Value("least"), Value(f"most + {ROOM_FOR_VALUES} * span")]),
            yaxis=axis(visible=False, range=[result + 0.4, -0.75]),
            shapes=[_upright("0", -BAR_WIDTH / 2, result + BAR_WIDTH / 2, "line"), *connectors],
            annotations=labels,
        ),
    }


def _upright(at: str, top: float, bottom: float, tone: str = "series") -> Part:
    line = {"color": color(tone), "width": 1}
    return {"type": "line", "x0": Value(at), "x1": Value(at), "y0": top, "y1": bottom, "line": line}


def _labels(label: Part, text: Part, row: int, left: str, right: str, *, strong: bool = False) -> list[Part]:
    """Return what a bar is called, above it, and its value, behind it."""
    tone = "ink" if strong else "ink-2"
    # A label that begins far right would leave the picture: it ends where its bar ends.
    far_right = f"{left} - least > {FAR_RIGHT} * span"
    above = {"yanchor": "bottom", "yshift": 10, "color": tone, "strong": strong}
    return [
        Choice(
            Only(far_right, note(label, Value(right), row, xanchor="right", **above)),
            note(label, Value(left), row, xanchor="left", **above),
        ),
        note(text, Value(right), row, xanchor="left", xshift=6, strong=strong),
    ]


def _alt(steps: Sequence[Step]) -> Part:
    told = [
        JoinedText(": ", [step.label, Let({"value": f"step_{row}"}, Text("{value:short}"))])
        for row, step in enumerate(steps)
    ]
    return JoinedText("; ", [*told, JoinedText(": ", [NPV, Text("{option_npv:short}")])])


def _either(of_dissolving: Part, of_an_active_option: Part) -> Part:
    """Return the part for the option shown: dissolving has other steps than active care."""
    return Choice(
        Only("option == 'dissolve'", Let(_names(OF_DISSOLVING), of_dissolving)),
        Let(_names(OF_AN_ACTIVE_OPTION), of_an_active_option),
    )


bridge = ChartTemplate(
    "bridge",
    title=Choice(
        Text(
            "{option}: Der Nutzen deckt die Kosten nicht, es fehlen {-option_npv:short}",
            "{option}: the benefit does not cover the cost, {-option_npv:short} is missing",
            when=BELOW_ZERO,
        ),
        Text(
            "{option}: Nach Kosten und Zins bleiben {option_npv:short}",
            "{option}: {option_npv:short} is left after cost and interest",
        ),
    ),
    subtitle=Text(
        "Vom Passiv bleiben zum Kapitalwert: Barwerte über {horizon_months} Monate, in €",
        "From staying passive to the net present value: present values over {horizon_months} months, in €",
    ),
    alt=_either(_alt(OF_DISSOLVING), _alt(OF_AN_ACTIVE_OPTION)),
    figure=_either(_figure(OF_DISSOLVING), _figure(OF_AN_ACTIVE_OPTION)),
)
"""The net present value of the option shown as a waterfall of its parts, in EUR."""
