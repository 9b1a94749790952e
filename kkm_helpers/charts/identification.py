"""Who the customers of a list are: how many small ones there are, and what they bring and bind."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.charts.bars import Bar, bars_alt, bars_figure
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import LINE_WIDTH, STRONG_LINE_WIDTH, axis, axis_title, color, layout, note
from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES, by_segment, share_of_small
from kkm_helpers.customers.words import counted
from kkm_helpers.language import Language, choose, format_number, format_value, short_money
from kkm_helpers.language.numbers import NO_BREAK_SPACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kkm_helpers.customers.identification import Identification

    Floats = NDArray[np.float64]

TONES = {"small": "accent", "potential": "series", "field": "series-soft", "unknown": "line"}
ORDER = tuple(TONES)
ROW_HEIGHT = 64
LEAST_SHARE_WITH_WORDS = 0.36  # on a phone as well
LEAST_SHARE_WITH_A_NUMBER = 0.06
CURVE_POINTS = 300
ROOM_FOR_VISITS = 2.1
# Bands of revenue, as parts of the threshold; the last has no upper end.
BANDS = (0.25, 0.5, 1.0, 2.0, 4.0)


def _share(value: float, language: Language) -> str:
    return f"{format_number(value * 100, 0, language)}{choose(language, NO_BREAK_SPACE, '')}%"


def _count(value: float, language: Language) -> str:
    return format_number(value, 0, language)


# --- customers and revenue by segment ------------------------------------------------------------------------------


def segments(identification: Identification, language: Language = "de") -> Chart:
    """Return the shares of the segments in customers, revenue and, where known, orders and visits."""
    measures = {
        choose(language, de, en): by_segment(identification, name)
        for name, de, en in (
            ("customers", "Kunden", "Customers"),
            ("revenue", "Umsatz", "Revenue"),
            ("orders", "Bestellungen", "Orders"),
            ("visits", "Besuche", "Visits"),
        )
    }
    # Parts of a whole need a whole, and none below zero; what is unknown is neither.
    shares = {
        label: {name: part / sum(parts.values()) for name, part in parts.items()}
        for label, parts in measures.items()
        if sum(parts.values()) > 0 and min(parts.values()) >= 0
    }
    customers, revenue = (share_of_small(identification, name) for name in ("customers", "revenue"))
    title = choose(
        language,
        f"{_share(customers, 'de')} der Kunden sind klein und bringen {_share(revenue, 'de')} vom Umsatz",
        f"{_share(customers, 'en')} of the customers are small and bring {_share(revenue, 'en')} of the revenue",
    )
    year = identification.reference_year
    # A part may be too narrow for its name: the order tells which it is.
    counted = by_segment(identification, "customers")
    drawn = ", ".join(SEGMENT_NAMES[name].text(language) for name in ORDER if counted[name])
    subtitle = choose(language, f"Anteile der Segmente {year}: {drawn}", f"Shares of the segments {year}: {drawn}")
    return Chart("segments", title, subtitle, _segments_alt(shares, language), _segments_figure(shares, language))


def _segments_alt(shares: dict[str, dict[str, float]], language: Language) -> str:
    return "; ".join(
        f"{label}: "
        + ", ".join(f"{SEGMENT_NAMES[name].text(language)} {_share(parts[name], language)}" for name in ORDER)
        for label, parts in shares.items()
    )


def _segments_figure(shares: dict[str, dict[str, float]], language: Language) -> dict[str, Any]:
    rows = list(range(len(shares)))
    data, words = [], []
    for name in ORDER:
        parts = [float(of[name]) for of in shares.values()]
        starts = [float(sum(of[before] for before in ORDER[: ORDER.index(name)])) for of in shares.values()]
        called = SEGMENT_NAMES[name].text(language)
        data.append(
            {
                "type": "bar", "orientation": "h", "x": parts, "base": starts, "y": rows, "width": 0.42,
                "marker": {"color": color(TONES[name]), "line": {"width": 1, "color": color("paper")}},
                "customdata": [
                    [label, called, _share(part, language)] for label, part in zip(shares, parts, strict=True)
                ],
                "hovertemplate": "%{customdata[0]}: %{customdata[1]} %{customdata[2]}<extra></extra>",
            }
        )  # fmt: skip
        words += [
            _part_note(called, part, start, row, name, language)
            for row, part, start in zip(rows, parts, starts, strict=True)
            if part >= LEAST_SHARE_WITH_A_NUMBER
        ]
    words += [
        note(label, 0, row, xanchor="left", yanchor="bottom", yshift=15, color="ink-2")
        for row, label in zip(rows, shares, strict=True)
    ]
    return {
        "data": data,
        "layout": layout(
            language,
            height=ROW_HEIGHT * len(rows) + 16,
            margin={"l": 0, "r": 0, "t": 12, "b": 0},
            barmode="overlay",
            xaxis=axis(visible=False, range=[0, 1]),
            yaxis=axis(visible=False, range=[len(rows) - 0.5, -0.65]),
            annotations=words,
        ),
    }


def _part_note(called: str, part: float, start: float, row: int, name: str, language: Language) -> dict[str, Any]:
    """Return the label inside a part: its name where there is room, the share in any case."""
    number = _share(part, language)
    text = f"{called} {number}" if part >= LEAST_SHARE_WITH_WORDS else number
    tone = {"small": "on-accent", "potential": "paper"}.get(name, "ink")
    return note(text, start + part / 2, row, color=tone, strong=name == "small")


# --- the revenue curve ---------------------------------------------------------------------------------------------


def revenue_curve(identification: Identification, language: Language = "de") -> Chart:
    """Return the cumulated share of revenue over the customers, largest first, with the threshold marked."""
    revenue = np.sort(identification.customers["revenue"].dropna().to_numpy())[::-1]
    cumulated = np.concatenate([[0.0], np.cumsum(revenue)])
    total = cumulated[-1] if cumulated[-1] > 0 else 1.0
    above = int((revenue >= identification.threshold).sum())
    share = float(cumulated[above] / total)
    threshold = format_value(identification.threshold, "EUR", language)
    count = _count(above, language)
    title = choose(
        language,
        f"{counted(above, 'Kunde liegt', 'Kunden liegen', 'de')} über {threshold} und "
        f"{'bringt' if above == 1 else 'bringen'} {_share(share, 'de')} vom Umsatz",
        f"{counted(above, 'customer is', 'customers are', 'en')} above {threshold} and "
        f"{'brings' if above == 1 else 'bring'} {_share(share, 'en')} of the revenue",
    )
    subtitle = choose(
        language,
        f"Kumulierter Umsatz {identification.reference_year} in %, Kunden vom größten zum kleinsten",
        f"Cumulated revenue {identification.reference_year} in %, customers from the largest to the smallest",
    )
    below = _count(len(revenue) - above, language)
    alt = choose(
        language,
        f"{count} Kunden ab {threshold}: {_share(share, 'de')} vom Umsatz; {below} darunter: {_share(1 - share, 'de')}",
        f"{count} customers from {threshold}: {_share(share, 'en')} of the revenue; {below} below: "
        f"{_share(1 - share, 'en')}",
    )
    return Chart(
        "revenue_curve", title, subtitle, alt, _curve_figure(cumulated / total, above, (threshold, below), language)
    )


def _curve_figure(cumulated: Floats, above: int, words: tuple[str, str], language: Language) -> dict[str, Any]:
    last = len(cumulated) - 1
    # The corner at the threshold must stay, however many customers there are.
    places = np.unique(np.append(np.linspace(0, last, CURVE_POINTS).round().astype(int), above))
    heights = cumulated[places] * 100
    beyond = places >= above
    threshold, below = words
    behind = choose(language, f"{below} Kunden darunter", f"{below} customers below")
    top = max(105.0, float(heights.max()) * 1.05)
    # Where most customers are above the line, there is no room behind it.
    left_of_line = above > 0.6 * last
    anchor, shift = ("right", -6) if left_of_line else ("left", 6)
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines", "x": places[beyond].tolist(), "y": heights[beyond].tolist(),
                "fill": "tozeroy", "fillcolor": color("accent-soft"), "hoverinfo": "skip",
                "line": {"color": color("accent"), "width": STRONG_LINE_WIDTH},
            },
            {
                "type": "scatter", "mode": "lines", "x": places[~beyond | (places == above)].tolist(),
                "y": heights[~beyond | (places == above)].tolist(), "hoverinfo": "skip",
                "line": {"color": color("ink"), "width": LINE_WIDTH},
            },
        ],
        "layout": layout(
            language,
            height=320,
            margin={"l": 8, "r": 8, "t": 20, "b": 8},
            xaxis=axis(
                range=[0, max(last, 1)], tickformat=",.0f", nticks=5,
                title=axis_title(choose(language, "Kunden", "Customers")),
            ),
            yaxis=axis(grid=True, range=[min(0.0, float(heights.min())), top], tickformat=",.0f", nticks=5),
            shapes=[
                {
                    "type": "line", "x0": above, "x1": above, "y0": 0, "y1": float(cumulated[above] * 100),
                    "line": {"color": color("ink"), "width": 1.5, "dash": "3px,3px"},
                }
            ],
            annotations=[
                note(threshold, above, 0, xanchor=anchor, xshift=shift, yanchor="bottom", yshift=22, strong=True),
                note(behind, above, 0, xanchor=anchor, xshift=shift, yanchor="bottom", yshift=4, color="accent"),
            ],
        ),
    }  # fmt: skip


# --- visits against revenue ----------------------------------------------------------------------------------------


def visits_by_revenue(identification: Identification, language: Language = "de") -> Chart | None:
    """Return the field visits by bands of revenue; None where the list says nothing about visits."""
    known = identification.customers[["revenue", "visits"]].dropna()
    if not len(known) or not known["visits"].sum() > 0:
        return None
    edges = [identification.threshold * part for part in BANDS]
    revenue, visits = known["revenue"].to_numpy(), known["visits"].to_numpy()
    # Nobody is small for a cent: the same rounding as the rule's.
    bands = np.searchsorted(np.array(edges) - 1e-6, revenue, side="right")
    bands = np.where(revenue <= 0, -1, bands)
    threshold_band = BANDS.index(1.0)
    bars = [
        _visits_bar(words, visits[bands == band], band <= threshold_band, language)
        for band, words in enumerate(_band_words(edges, language), start=-1)
    ]
    below = float(visits[bands <= threshold_band].sum() / visits.sum())
    title = choose(
        language,
        f"{_share(below, 'de')} der Besuche gelten Kunden unter der Umsatzschwelle",
        f"{_share(below, 'en')} of the visits go to customers below the revenue threshold",
    )
    customers = _count(len(known), language)
    subtitle = choose(
        language,
        f"Besuche in zwölf Monaten nach Umsatz {identification.reference_year}, bekannt von {customers} Kunden",
        f"Visits in twelve months by revenue {identification.reference_year}, known of {customers} customers",
    )
    return Chart("visits_by_revenue", title, subtitle, bars_alt(bars), bars_figure(bars, language, ROOM_FOR_VISITS))


def _band_words(edges: Sequence[float], language: Language) -> list[str]:
    amounts = [short_money(edge, language) for edge in edges]
    none = choose(language, "kein Umsatz", "no revenue")
    first = choose(language, f"bis {amounts[0]}", f"up to {amounts[0]}")
    between = [choose(language, f"{low} bis {high}", f"{low} to {high}") for low, high in itertools.pairwise(amounts)]
    last = choose(language, f"ab {amounts[-1]}", f"from {amounts[-1]}")
    return [none, first, *between, last]


def _visits_bar(label: str, visits: Floats, is_below: bool, language: Language) -> Bar:  # noqa: FBT001
    total = float(visits.sum())
    each = format_number(total / len(visits), 1, language) if len(visits) else "–"
    text = choose(
        language,
        f"{_count(total, 'de')} Besuche, {each} je Kunde",
        f"{_count(total, 'en')} visits, {each} per customer",
    )
    return Bar(label, max(total, 0.0), text, "accent" if is_below else "bar")
