"""The comparison page of a run: one HTML file that asks nobody for anything, not even for a script."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kkm_helpers import __version__
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.theme import read_tokens
from kkm_helpers.engine import TERMS
from kkm_helpers.engine.display import display
from kkm_helpers.errors import KkmError
from kkm_helpers.language import UNITS, Language, choose, format_number, short_money
from kkm_helpers.model import ACTIVE_OPTIONS, OPTION_NAMES
from kkm_helpers.scenario.scalars import write_number

if TYPE_CHECKING:
    import pandas as pd

PAGE = "comparison.html"
MOST_SHOWN = 200
"""Scenarios on the page; nobody reads more of them, and a browser shows them at once."""

KEY_FIGURES = ("revenue_threshold", "small_customers", "inside_reps", "potential_per_customer")
_PASSIVE = "passive"

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Comparison:
    """What the page shows.

    Attributes:
        frame: the scenarios, as in the results table; the first of them where there are too many.
        succeeded: how many there are in all.
        recommended: how often each option is recommended, in all of them.
        failed: name and reason of each that failed.
        source: what the scenarios were read from.
        made: the moment the run ended.
        links: by name the file of the executed notebook, relative to the page.
        tables: the files with all figures, relative to the page.
        left: how many scenarios a run that was stopped did not come to.
    """

    frame: pd.DataFrame
    succeeded: int
    recommended: Mapping[str, int]
    failed: Sequence[tuple[str, KkmError]]
    source: str
    made: str
    links: Mapping[str, str] = field(default_factory=dict)
    tables: Sequence[str] = ()
    left: int = 0

    @property
    def scenarios(self) -> int:
        """How many there are, whatever became of them."""
        return self.succeeded + len(self.failed) + self.left

    @property
    def is_cut_off(self) -> bool:
        """Whether the page shows some of them only."""
        return self.succeeded > len(self.frame)


def comparison_page(shown: Comparison, language: Language) -> str:
    """Return the page as HTML."""
    rows = shown.frame.to_dict("records")
    heading = _heading(shown, language)
    style = f"{read_tokens()}\n{(files('kkm_helpers.batch') / 'comparison.css').read_text(encoding='utf-8')}"
    parts = [
        f'<p class="topic">{escape(_topic(shown, language))}</p><h1>{escape(heading)}</h1>',
        _left(shown, language),
        _failed(shown, language),
        *((_cut_off(shown, language), _chart(shown, rows, language)) if rows else ()),
        *((_figures(rows, shown.links, language), _differences(rows, shown.links, language)) if rows else ()),
        _footer(shown, language),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Nothing can be fetched, whatever a scenario is called.
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
        f"<title>{escape(heading)}</title><style>\n{style}</style></head>\n"
        f'<body data-ready="true">\n{"".join(parts)}\n</body></html>\n'
    )


def recommendations(frame: pd.DataFrame) -> Counter[str]:
    """Return how often each option is recommended."""
    return Counter(frame["recommended_option"].tolist() if "recommended_option" in frame else ())


# --- the parts ------------------------------------------------------------------------
def _topic(shown: Comparison, language: Language) -> str:
    count = format_number(shown.scenarios, 0, language)
    return choose(
        language, f"Vergleich von {count} Szenarien aus {shown.source}", f"{count} scenarios of {shown.source} compared"
    )


def _heading(shown: Comparison, language: Language) -> str:
    listed = [
        (OPTION_NAMES[name].label(language), uses)
        for name, uses in sorted(shown.recommended.items(), key=lambda item: -item[1])
    ]
    if not listed:
        return choose(language, "Kein Szenario ließ sich rechnen", "No scenario could be computed")
    if len(listed) == 1:
        ((option, uses),) = listed
        if uses == 1:
            return choose(language, f"Empfehlung: {option}", f"Recommendation: {option}")
        count = format_number(uses, 0, language)
        computed = choose(language, "gerechneten ", "computed ") if uses < shown.scenarios else ""
        return choose(
            language,
            f"Alle {count} {computed}Szenarien empfehlen: {option}",
            f"All {count} {computed}scenarios recommend: {option}",
        )
    told = ", ".join(
        choose(language, f"{count}-mal {option}", f"{count} × {option}")
        for option, uses in listed
        for count in (format_number(uses, 0, language),)
    )
    return choose(language, f"Empfohlen ist {told}", f"Recommended: {told}")


def _left(shown: Comparison, language: Language) -> str:
    if not shown.left:
        return ""
    left, count = (format_number(number, 0, language) for number in (shown.left, shown.scenarios))
    said = choose(
        language,
        f"Der Lauf wurde abgebrochen: {left} von {count} Szenarien fehlen. kkm run mit --resume setzt ihn fort.",
        f"The run was stopped: {left} of {count} scenarios are missing. kkm run with --resume goes on with it.",
    )
    return f'<p class="note">{escape(said)}</p>'


def _failed(shown: Comparison, language: Language) -> str:
    if not shown.failed:
        return ""
    count = format_number(len(shown.failed), 0, language)
    title = choose(language, f"Nicht gerechnet: {count}", f"Not computed: {count}")
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(trouble.message(language))}</td></tr>"
        for name, trouble in shown.failed[:MOST_SHOWN]
    )
    return f'<section class="failed"><h2>{escape(title)}</h2>{_wide(title, f"<table>{cells}</table>")}</section>'


def _cut_off(shown: Comparison, language: Language) -> str:
    if not shown.is_cut_off:
        return ""
    first, count = format_number(len(shown.frame), 0, language), format_number(shown.succeeded, 0, language)
    said = choose(
        language,
        f"Gezeigt sind die ersten {first} von {count} Szenarien; alle stehen in der Ergebnistabelle.",
        f"Shown are the first {first} of {count} scenarios; all of them stand in the results table.",
    )
    return f'<p class="note">{escape(said)}</p>'


def _chart(shown: Comparison, rows: Sequence[Row], language: Language) -> str:
    values = [float(row[f"{_shown_option(row)}_npv"]) for row in rows]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    zero = -low / span
    bars = []
    for row, value in zip(rows, values, strict=True):
        option = _shown_option(row)
        start, end = sorted((zero, zero + value / span))
        place = f"--zero:{zero:.2%};--from:{start:.2%};--long:{max(end - start, 0.001):.2%};--end:{max(end, zero):.2%}"
        name = OPTION_NAMES[option].label(language)
        kind = ' class="recommended"' if row["recommended_option"] == option else ""
        bars.append(
            f'<dt>{_name(row, shown.links)}</dt><dd{kind} style="{place}"><span class="bar"></span>'
            f'<span class="figure">{_quantity(f"{option}_npv", value, short_money(value, language))} '
            f'<span class="note">{escape(name)}</span></span></dd>'
        )
    title = _chart_title([row["name"] for row in rows], values, language, some=shown.is_cut_off)
    unit = choose(
        language,
        "Kapitalwert der empfohlenen Option (blau); wo Passiv bleiben empfohlen ist, der besten aktiven Option (grau).",
        "NPV of the recommended option (blue); where staying passive is recommended, of the best active option (grey).",
    )
    return (
        f'<section><h2>{escape(title)}</h2><figure data-chart="npv_by_scenario"><figcaption>{escape(unit)}</figcaption>'
        f'<dl class="bars">{"".join(bars)}</dl></figure></section>'
    )


def _chart_title(names: Sequence[str], values: Sequence[float], language: Language, *, some: bool) -> str:
    """Return which scenario brings the most; with `some` the page has not all of them, and does not speak of them."""
    most = max(values)
    if most <= 0:
        where = choose(
            language,
            "In keinem der gezeigten Szenarien" if some else "In keinem Szenario",
            "In none of the scenarios shown" if some else "In no scenario",
        )
        return choose(
            language,
            f"{where} spielt eine aktive Option ihre Kosten ein",
            f"{where} does an active option earn back its cost",
        )
    amount = short_money(most, language)
    if len(values) > 1 and min(values) == most:
        return choose(
            language,
            f"Die gezeigten bringen gleich viel: {amount}" if some else f"Alle bringen gleich viel: {amount}",
            f"Those shown bring the same: {amount}" if some else f"All bring the same: {amount}",
        )
    best = names[values.index(most)]
    if some:
        return choose(
            language,
            f"Unter den gezeigten bringt {best} am meisten: {amount}",
            f"Of those shown {best} brings the most: {amount}",
        )
    return choose(language, f"Am meisten bringt {best}: {amount}", f"{best} brings the most: {amount}")


def _figures(rows: Sequence[Row], links: Mapping[str, str], language: Language) -> str:
    title = choose(language, "Kennzahlen je Szenario", "Key figures of each scenario")
    columns: list[tuple[str, Callable[[Row], str]]] = [
        (TERMS["recommended_option"].label(language), lambda row: _cell(row, "recommended_option", language)),
        (choose(language, "Bezogen auf", "Figures of"), lambda row: _option_cell(row, language)),
        (choose(language, "Kapitalwert", "NPV"), lambda row: _cell(row, f"{_shown_option(row)}_npv", language)),
        (
            choose(language, "Amortisation im Monat", "Payback in month"),
            lambda row: _cell(row, f"{_shown_option(row)}_payback_month", language),
        ),
        *((_heading_of(name, language), lambda row, name=name: _cell(row, name, language)) for name in KEY_FIGURES),
    ]
    return _table(title, columns, rows, links, language)


def _differences(rows: Sequence[Row], links: Mapping[str, str], language: Language) -> str:
    differing = [name for name in ASSUMPTIONS if len({row[name] for row in rows}) > 1]
    if not differing:
        return ""
    title = choose(language, "Worin sich die Szenarien unterscheiden", "What the scenarios differ in")
    said = choose(language, "Blau: nicht die Vorgabe.", "Blue: not the default.")
    columns = [(_heading_of(name, language), lambda row, name=name: _cell(row, name, language)) for name in differing]
    return _table(title, columns, rows, links, language, note=said)


def _footer(shown: Comparison, language: Language) -> str:
    links = ", ".join(f'<a href="{escape(quote(name))}">{escape(name)}</a>' for name in shown.tables)
    return "<footer>" + choose(
        language,
        f"Alle Größen: {links}. Gerechnet mit kkm {__version__} am {escape(shown.made)}.",
        f"All quantities: {links}. Computed with kkm {__version__} on {escape(shown.made)}.",
    ) + "</footer>"  # fmt: skip


# --- the pieces -----------------------------------------------------------------------
def _shown_option(row: Row) -> str:
    """Return the option whose figures are shown: the recommended one, the best active one where that is passive."""
    if row["recommended_option"] != _PASSIVE:
        return str(row["recommended_option"])
    # The hybrid option counts only where a take-over happens.
    compared = {
        option.name: row.get(f"{option.name}_npv_compared", row[f"{option.name}_npv"]) for option in ACTIVE_OPTIONS
    }
    return max(compared, key=compared.__getitem__)


def _table(
    title: str,
    columns: Iterable[tuple[str, Callable[[Row], str]]],
    rows: Sequence[Row],
    links: Mapping[str, str],
    language: Language,
    note: str = "",
) -> str:
    listed = list(columns)
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading, _ in listed)
    body = "".join(
        f'<tr><th scope="row">{_name(row, links)}</th>{"".join(cell(row) for _, cell in listed)}</tr>' for row in rows
    )
    scenario = choose(language, "Szenario", "Scenario")
    table = f'<table><thead><tr><th scope="col">{scenario}</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    said = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{said}{_wide(title, table)}</section>"


def _wide(title: str, table: str) -> str:
    # Whoever has no mouse scrolls with the keys, for which the region must take the focus.
    return f'<div class="wide" role="region" tabindex="0" aria-label="{escape(title)}">{table}</div>'


def _heading_of(name: str, language: Language) -> str:
    unit = UNITS[TERMS[name].unit]
    # "4 customers" needs no word in the heading of the customers; what an amount is per does.
    words = choose(language, unit.de, unit.en) if unit.kind in ("money", "share") else ""
    label = TERMS[name].label(language)
    return f"{label}, {words}" if words else label


def _name(row: Row, links: Mapping[str, str]) -> str:
    name = str(row["name"])
    target = links.get(name)
    return f'<a href="{escape(quote(target))}">{escape(name)}</a>' if target else escape(name)


def _cell(row: Row, name: str, language: Language) -> str:
    value = row[name]
    known = None if isinstance(value, float) and math.isnan(value) else value
    changed = name in ASSUMPTIONS and value != ASSUMPTIONS[name].default
    kinds = {"changed": changed, "never": known is None, "words": isinstance(value, str)}
    kind = " ".join(name for name, holds in kinds.items() if holds)
    return f'<td class="{kind}">{_quantity(name, known, display(name, known, language))}</td>'


def _option_cell(row: Row, language: Language) -> str:
    return f'<td class="words">{escape(OPTION_NAMES[_shown_option(row)].label(language))}</td>'


def _quantity(name: str, value: float | str | None, text: str) -> str:
    plain = "" if value is None else write_number(value) if isinstance(value, float) else str(value)
    return f'<span data-quantity="{name}" data-value="{escape(plain)}">{escape(text)}</span>'
