"""What scenarios are worth, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.options import shown_option
from kkm_helpers.charts.theme import axis, color, layout, note
from kkm_helpers.engine import Results
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES

ROW_HEIGHT = 52


def values_of_scenarios(cases: Sequence[tuple[str, Results]], language: Language = "de") -> Chart:
    """Return the present value of the best active option of each scenario, one bar each.

    Args:
        cases: name and results of each.
        language: "de" or "en".
    """
    options = [shown_option(results) for _, results in cases]
    values = [float(results[f"{option}_npv"]) for option, (_, results) in zip(options, cases, strict=True)]
    labels = [
        f"{name}: {OPTION_NAMES[option].label(language)}" for option, (name, _) in zip(options, cases, strict=True)
    ]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    notes = []
    for row, (label, value) in enumerate(zip(labels, values, strict=True)):
        notes += [
            note(label, low, row, xanchor="left", yanchor="bottom", yshift=10, color="ink-2"),
            note(short_money(value, language), max(value, 0.0), row, xanchor="left", xshift=5, strong=True),
        ]
    bars = {
        "type": "bar", "orientation": "h", "x": values, "y": list(range(len(values))), "width": 0.34,
        "marker": {"color": [color("accent" if value > 0 else "bar") for value in values]},
        "customdata": labels,
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    positive = sum(value > 0 for value in values)
    title = choose(
        language,
        f"In {positive} von {len(values)} Szenarien ist eine aktive Option mehr wert als Passiv bleiben",
        f"In {positive} of {len(values)} scenarios an active option is worth more than staying passive",
    )
    return Chart(
        "scenario_values",
        title,
        choose(language, "Kapitalwert der besten aktiven Option, in €", "NPV of the best active option, in €"),
        "; ".join(f"{label} {short_money(value, language)}" for label, value in zip(labels, values, strict=True)),
        {
            "data": [bars],
            "layout": layout(
                language,
                height=ROW_HEIGHT * len(values) + 24,
                margin={"l": 0, "r": 0, "t": 8, "b": 0},
                xaxis=axis(visible=False, range=[low - 0.02 * span, high + 0.3 * span]),
                yaxis=axis(visible=False, range=[len(values) - 0.6, -0.7]),
                annotations=notes,
            ),
        },
    )
