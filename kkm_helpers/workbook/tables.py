"""What a notebook shows of a case without any widget: Markdown for people, plain numbers for machines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts import Chart
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import TERMS, Results, evaluate
from kkm_helpers.engine.display import display
from kkm_helpers.formulas import explain
from kkm_helpers.language import Language, choose
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.scenario import Origin

PLOTLY_MIME = "application/vnd.plotly.v1+json"


def calculation_path(names: Iterable[str], results: Results, language: Language) -> str:
    """Return for each quantity its formula as LaTeX and the same with the numbers put in, as Markdown."""
    steps = (explain(name, results, language) for name in names)
    return "\n\n".join(f"{breakable_math(step.latex)}\n\n{step.numbers}" for step in steps)


_TOKENS = re.compile(r"\\(?:left|right|begin|end)\b|[{}]| [=+-] ")
_DEPTH = {r"\left": 1, r"\begin": 1, "{": 1, r"\right": -1, r"\end": -1, "}": -1}


def breakable_math(latex: str) -> str:
    """Return a formula as Markdown that breaks into lines where the page is narrow.

    A formula of its own would stand in the middle, away from its numbers, and nothing breaks one within the line: so
    each term outside all brackets is a formula of its own.
    """
    terms, depth, start = [], 0, 0
    for token in _TOKENS.finditer(latex):
        depth += _DEPTH.get(token[0], 0)
        if depth == 0 and token[0].startswith(" "):
            terms.append(latex[start : token.start()])
            start = token.start() + 1
    terms.append(latex[start:])
    # {} in front: the sign keeps the space of one that stands between two terms.
    return " ".join(f"$\\displaystyle {'{}' if place else ''}{term}$" for place, term in enumerate(terms))


def assumption_table(names: Iterable[str], results: Results, origins: Mapping[str, Origin], language: Language) -> str:
    """Return assumptions with value, default and where the value comes from, as a Markdown table; changed ones bold."""
    header = choose(language, ("Annahme", "Wert", "Vorgabe", "Woher"), ("Assumption", "Value", "Default", "Source"))
    rows = []
    for name in names:
        known, value = ASSUMPTIONS[name], results.assumptions[name]
        shown, default = (display(name, each, language, words=True) for each in (value, known.default))
        changed = value != known.default
        rows.append(
            (known.label(language), f"**{shown}**" if changed else shown, default, origins[name].text(language))
        )
    return markdown_table(header, "lrrl", rows)


def variation_table(
    varied: str, values: Sequence[float], names: Sequence[str], results: Results, language: Language
) -> str:
    """Return what quantities become for other values of one assumption, as a Markdown table.

    Args:
        varied: the assumption that takes each of `values`, all others as in the case; the case's own value is
            among the rows, in bold.
        values: in the assumption's unit.
        names: the quantities of the columns.
        results: the case.
        language: "de" or "en".
    """
    own = results.assumptions[varied]
    rows_of = sorted({*values, own})
    scenarios = evaluate(only=names, **{**results.assumptions, varied: np.array(rows_of)})
    rows = []
    for row, value in enumerate(rows_of):
        cells = [display(varied, value, language)]
        cells += [display(name, float(scenarios[name][row]), language) for name in names]
        rows.append([f"**{cell}**" if value == own else cell for cell in cells])
    header = [TERMS[name].short_label(language) for name in (varied, *names)]
    return markdown_table(header, "r" * len(header), rows)


def key_figures(names: Iterable[str], results: Results, language: Language) -> str:
    """Return quantities with label, value and public name as aligned lines of text."""
    rows = [
        (TERMS[name].label(language), display(name, results.value(name), language, words=True), name) for name in names
    ]
    return aligned_lines(rows)


def aligned_lines(rows: Sequence[tuple[str, str, str]]) -> str:
    """Return lines of label, value and public name, the values one below the other."""
    label, value = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{row[0]:<{label}}  {row[1]:>{value}}  {row[2]}" for row in rows)


def chart_bundle(chart: Chart) -> dict[str, Any]:
    """Return a chart by MIME type: drawn where plotly is at hand, as its finding and text alternative elsewhere."""
    drawn = chart.plotly().to_plotly_json()
    words = "".join(
        f"<{tag}>{escape(text)}</{tag}>" for tag, text in (("h4", chart.title), ("p", chart.subtitle), ("p", chart.alt))
    )
    return {
        PLOTLY_MIME: {"data": drawn["data"], "layout": drawn["layout"], "config": {"displayModeBar": False}},
        "text/html": f'<figure data-chart="{chart.name}">{words}</figure>',
        "text/plain": f"{chart.title}\n{chart.subtitle}\n{chart.alt}",
    }


def plain_results(names: Iterable[str], results: Results) -> dict[str, Any]:
    """Return quantities by public name as JSON holds them: plain numbers, lists, None for what does not happen."""
    return {name: _plain(results.value(name)) for name in names}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, np.ndarray):
        return [_plain(part) for part in value.tolist()]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def markdown_table(header: Sequence[str], alignment: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; `alignment` has "l" or "r" for each column, what stands to the right is a figure."""
    marks = {"l": ":--", "r": "--:"}
    figures = [[_cell(text, side) for text, side in zip(row, alignment, strict=True)] for row in rows]
    lines = [header, [marks[side] for side in alignment], *figures]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def word_table(table: WordTable, *, titled: bool = False) -> str:
    """Return a table of words as Markdown, with its title above it on request."""
    alignment = "".join("r" if column in table.right else "l" for column in range(len(table.headings)))
    below = f"\n\n{table.more}" if table.more else ""
    title = f"**{table.title}**\n\n" if titled else ""
    return f"{title}{markdown_table(table.headings, alignment, table.rows)}{below}"


def _cell(text: str, side: str) -> str:
    """Return the text of a cell; a figure, on the right, stays in one line."""
    escaped = text.replace("|", "\\|")
    return escaped.replace(" ", NO_BREAK_SPACE) if side == "r" else escaped
