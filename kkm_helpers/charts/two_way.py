"""Two assumptions at once: which option wins where, and what one option is worth where."""

from __future__ import annotations

from typing import Any

import numpy as np

from kkm_helpers.analysis.risk_words import AmountUnit, amount_unit, chance, option_words
from kkm_helpers.analysis.two_way import TwoWay
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import axis, axis_title, color, layout, note
from kkm_helpers.engine.display import display
from kkm_helpers.language import UNITS, Language, choose, short_money
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.model import OPTION_NAMES

TONES = {
    "passive": "panel", "dissolve": "bar", "build": "series-soft", "outsource": "line", "hybrid": "series",
    "": "paper",
}  # fmt: skip
"""Fill of the options that are not today's; the line around each region tells them apart, not the shade alone."""
DARK_TONES = ("bar", "series")
LEAST_PART_WITH_A_LABEL = 0.02
HEIGHT = 380
ASPECT = 2.5
ROOM_AROUND_TODAY = 0.25
NEAR_AN_END = 0.1


# --- which option wins where --------------------------------------------------------------
def win_map(table: TwoWay, language: Language = "de") -> Chart:
    """Return which option is the best one over two assumptions, with today's values marked.

    Args:
        table: `recommended_option` over the two.
        language: "de" or "en".
    """
    parts = {name: float((table.values == name).mean()) for name in OPTION_NAMES if (table.values == name).any()}
    across, down = (ASSUMPTIONS[name].short_label(language) for name in (table.across, table.down))
    winner = option_words(str(table.at_today)).text(language)
    subtitle = choose(
        language,
        f"Beste Option nach {across} und {down}; Punkt: heute",
        f"Best option by {across} and {down}; dot: today",
    )
    listed = "; ".join(
        choose(language, f"{option_words(name).de}: {chance(part).de} der Fläche",
               f"{option_words(name).en}: {chance(part).en} of the area")
        for name, part in sorted(parts.items(), key=lambda each: -each[1])
    )  # fmt: skip
    own = [display(name, value, language) for name, value in zip((table.across, table.down), table.today, strict=True)]
    alt = choose(
        language,
        f"Heute ({across} {own[0]}, {down} {own[1]}): {winner}. {listed}",
        f"Today ({across} {own[0]}, {down} {own[1]}): {winner}. {listed}",
    )
    return Chart("win_map", _win_title(table, language), subtitle, alt, _win_figure(table, parts, language))


def _win_title(table: TwoWay, language: Language) -> str:
    """Return at which value of one of the two assumptions another option becomes the best one, the other staying."""
    if table.tips:
        tip = table.tips[0]
        other, called = option_words(tip.option).text(language), ASSUMPTIONS[tip.name].short_label(language)
        there, here = (display(tip.name, value, language) for value in (tip.value, tip.today))
        return choose(
            language,
            f"„{called}“ {there} statt {here}: dann wäre {other} die beste Option",
            f"“{called}” {there} instead of {here}: then {other} would be the best option",
        )
    winner = option_words(str(table.at_today)).text(language)
    return choose(
        language,
        f"{winner} bleibt die beste Option, wenn sich nur eine der beiden Annahmen ändert",
        f"{winner} stays the best option if only one of the two assumptions changes",
    )


def _place(values: np.ndarray, today: float | str) -> int:
    """Return the place of the value that is today's, or the nearest to it."""
    if isinstance(today, str):
        return int(np.flatnonzero(values == today)[0])
    return int(np.abs(values - today).argmin())


def _win_figure(table: TwoWay, parts: dict[str, float], language: Language) -> dict[str, Any]:
    across, down = _Scale(table.across, table.across_values, language), _Scale(table.down, table.down_values, language)
    today = across.place(table.today[0]), down.place(table.today[1])
    names = [*parts, *([""] if (table.values == "").any() else [])]
    data = [
        # The case is impossible where no option has a name; only the table of the chart says so.
        _runs(table.values == name, across, down, _tone(name, table))
        | {"name": option_words(name).text(language) if name else choose(language, "kein Fall", "no case")}
        for name in names
    ]
    data.append(_borders(table.values, across, down))
    data.append(
        {
            "type": "scatter", "mode": "markers", "x": [today[0]], "y": [today[1]], "hoverinfo": "skip",
            "marker": {"size": 12, "color": color("paper"), "line": {"color": color("ink"), "width": 3}},
        }
    )  # fmt: skip
    notes = [note(choose(language, "heute", "today"), *today, yanchor="bottom", yshift=8, strong=True)]
    for name, part in parts.items():
        if part >= LEAST_PART_WITH_A_LABEL:
            row, column = _middle(table.values == name, (down.index(today[1]), across.index(today[0])))
            place = across.centres[column]
            side, shift = across.side(place)
            notes.append(
                note(
                    OPTION_NAMES[name].label(language), place, down.centres[row], xanchor=side, xshift=shift,
                    color="paper" if _tone(name, table) in DARK_TONES else "ink", strong=name == table.at_today,
                )
            )  # fmt: skip
    return {
        "data": data,
        "layout": layout(
            language,
            height=HEIGHT,
            margin={"l": 8, "r": 16, "t": 8, "b": 8},
            barmode="overlay",
            xaxis=across.axis(),
            yaxis=down.axis(),
            annotations=notes,
        ),
    }


def _tone(name: str, table: TwoWay) -> str:
    return "accent-soft" if name == table.at_today else TONES[name]


class _Scale:
    """One axis: where each value is drawn, and how the axis is written.

    Values of a number stand where they belong, each in the middle of its cell; those of a choice side by side.
    """

    def __init__(self, name: str, values: np.ndarray, language: Language) -> None:
        self.known, self.values, self.language = ASSUMPTIONS[name], values, language
        self.is_share = UNITS[self.known.unit].kind == "share"
        centres = np.arange(float(len(values))) if self.known.is_choice else values * (100 if self.is_share else 1)
        between = (centres[:-1] + centres[1:]) / 2
        first, last = (centres[0], centres[-1]) if not self.known.is_choice else (-0.5, len(values) - 0.5)
        self.centres: list[float] = centres.tolist()
        self.edges: list[float] = [float(first), *between.tolist(), float(last)]

    def place(self, value: float | str) -> float:
        """Return where a value is drawn."""
        if isinstance(value, str):
            return float(self.values.tolist().index(value))
        return value * (100 if self.is_share else 1)

    def index(self, place: float) -> int:
        """Return the cell that a place lies in."""
        return int(np.abs(np.array(self.centres) - place).argmin())

    def side(self, place: float) -> tuple[str, int]:
        """Return from which side a label at a place begins, and its shift [px]: one near an end grows inwards."""
        part = (place - self.edges[0]) / (self.edges[-1] - self.edges[0])
        if part < NEAR_AN_END:
            return "left", -6
        return ("right", 6) if part > 1 - NEAR_AN_END else ("center", 0)

    def axis(self) -> dict[str, Any]:
        """Return the axis with its title and unit."""
        unit, label = UNITS[self.known.unit], self.known.short_label(self.language)
        words = choose(self.language, unit.de, unit.en) if unit.kind == "number" else ""
        written = axis(range=[self.edges[0], self.edges[-1]], title=axis_title(f"{label}, {words}" if words else label))
        if self.known.is_choice:
            labels = [choice.label(self.language) for choice in self.known.choices]
            return {**written, "tickvals": self.centres, "ticktext": labels}
        if self.is_share:
            return {**written, "ticksuffix": choose(self.language, f"{NO_BREAK_SPACE}%", "%"), "nticks": 8}
        if unit.kind == "money":
            sign = {"ticksuffix": f"{NO_BREAK_SPACE}€"} if self.language == "de" else {"tickprefix": "€"}
            return {**written, **sign, "tickformat": ",~r", "nticks": 8}
        return {**written, "tickformat": ",~r", "nticks": 8}


def _runs(cells: np.ndarray, across: _Scale, down: _Scale, tone: str) -> dict[str, Any]:
    """Return the cells that are True as bars, neighbours of one row as one bar."""
    starts, lengths, middles, heights = [], [], [], []
    for row, line in enumerate(cells):
        turns = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(int), [0]])))
        for first, end in turns.reshape(-1, 2).tolist():
            starts.append(across.edges[first])
            lengths.append(across.edges[end] - across.edges[first])
            middles.append((down.edges[row] + down.edges[row + 1]) / 2)
            heights.append(down.edges[row + 1] - down.edges[row])
    return {
        "type": "bar", "orientation": "h", "base": starts, "x": lengths, "y": middles, "width": heights,
        # An edge of its own colour closes the hairlines between two rows.
        "marker": {"color": color(tone), "line": {"width": 1, "color": color(tone)}}, "hoverinfo": "skip",
    }  # fmt: skip


def _borders(values: np.ndarray, across: _Scale, down: _Scale) -> dict[str, Any]:
    """Return the lines between cells of different options."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, column in np.argwhere(values[:, :-1] != values[:, 1:]).tolist():
        x += [across.edges[column + 1], across.edges[column + 1], None]
        y += [down.edges[row], down.edges[row + 1], None]
    for row, column in np.argwhere(values[:-1] != values[1:]).tolist():
        x += [across.edges[column], across.edges[column + 1], None]
        y += [down.edges[row + 1], down.edges[row + 1], None]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {"color": color("ink"), "width": 1.5},
    }  # fmt: skip


def _middle(cells: np.ndarray, avoided: tuple[int, int]) -> tuple[int, int]:
    """Return the cell that is True and farthest from all that are not, from the frame, and from the avoided one."""
    inside = np.argwhere(cells)
    framed = np.pad(~cells, 1, constant_values=True)
    outside = np.vstack([np.argwhere(framed) - 1, np.array(avoided)])
    ways = np.abs(inside[:, np.newaxis] - outside[np.newaxis]) * np.array([1.0, ASPECT]) / np.array(cells.shape)
    distances = ways.max(axis=2)
    distances[:, -1] -= ROOM_AROUND_TODAY
    free = distances.min(axis=1)
    to_centre = (np.abs(inside - inside.mean(axis=0)) / np.array(cells.shape)).sum(axis=1)
    row, column = inside[np.lexsort([to_centre, -free.round(9)])[0]]
    return int(row), int(column)


# --- what an option is worth where ---------------------------------------------------------
def npv_map(table: TwoWay, language: Language = "de") -> Chart:
    """Return the present value of an option over two assumptions as a table with shades, today's cell framed.

    Args:
        table: `…_npv` over the two, one of the values today's.
        language: "de" or "en".
    """
    option = option_words(table.figure.removesuffix("_npv")).text(language)
    across, down = (ASSUMPTIONS[name].short_label(language) for name in (table.across, table.down))
    known = table.values[~np.isnan(table.values)]
    unit = amount_unit(float(np.abs(known).max()))
    gain = chance(float((known >= 0).mean())).text(language)
    title = choose(
        language,
        f"In {gain} der Felder ist {option} mindestens null wert",
        f"In {gain} of the fields {option} is worth at least zero",
    )
    subtitle = choose(
        language,
        f"Kapitalwert in {unit.words.de}: {across} (Spalten) und {down} (Zeilen); Rahmen: heute",
        f"Net present value in {unit.words.en}: {across} (columns) and {down} (rows); frame: today",
    )
    ends = [
        f"{across} {display(table.across, table.across_values[column].item(), language)}, {down} "
        f"{display(table.down, table.down_values[row].item(), language)}: "
        f"{short_money(float(table.values[row, column]), language)}"
        for row in (0, -1)
        for column in (0, -1)
        if not np.isnan(table.values[row, column])
    ]
    today = short_money(float(table.at_today), language)
    alt = "; ".join([choose(language, f"heute {today}", f"today {today}"), *ends])
    return Chart("npv_map", title, subtitle, alt, _npv_figure(table, unit, language))


def _npv_figure(table: TwoWay, unit: AmountUnit, language: Language) -> dict[str, Any]:
    rows, columns = table.values.shape
    strongest = np.nanmax(np.abs(table.values)) or 1.0
    places = [(row, column) for row, column in np.argwhere(~np.isnan(table.values)).tolist()]
    values = [float(table.values[place]) for place in places]
    cells = {
        "type": "bar", "orientation": "h", "base": [column - 0.5 for _, column in places], "x": [1] * len(places),
        "y": [row for row, _ in places], "width": 1, "hoverinfo": "skip",
        "marker": {
            "color": [color("warn" if value < 0 else "accent") for value in values],
            "opacity": [0.08 + 0.42 * abs(value) / strongest for value in values],
            "line": {"width": 0},
        },
    }  # fmt: skip
    own = _place(table.down_values, table.today[1]), _place(table.across_values, table.today[0])
    frame = {
        "type": "rect", "x0": own[1] - 0.5, "x1": own[1] + 0.5, "y0": own[0] - 0.5, "y1": own[0] + 0.5,
        "line": {"color": color("ink"), "width": 2.5},
    }  # fmt: skip
    return {
        "data": [cells],
        "layout": layout(
            language,
            height=40 * rows + 64,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            barmode="overlay",
            xaxis=_names_axis(table.across, table.across_values, language, [-0.5, columns - 0.5]),
            yaxis=_names_axis(table.down, table.down_values, language, [-0.5, rows - 0.5]),
            shapes=[frame],
            annotations=[
                note(unit.text(value, language), column, row, strong=(row, column) == own)
                for (row, column), value in zip(places, values, strict=True)
            ],
        ),
    }


def _names_axis(name: str, values: np.ndarray, language: Language, ends: list[float]) -> dict[str, Any]:
    labels = [display(name, value, language) for value in values.tolist()]
    return axis(
        range=ends, tickvals=list(range(len(labels))), ticktext=labels,
        title=axis_title(ASSUMPTIONS[name].short_label(language)),
    )  # fmt: skip
