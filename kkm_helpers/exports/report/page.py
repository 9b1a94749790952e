"""The board paper as one page: inline drawings, light and dark, printable, no script and no other file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from pathlib import Path

from kkm_helpers.charts.svg import svg
from kkm_helpers.charts.theme import read_tokens
from kkm_helpers.exports.provenance import made_at
from kkm_helpers.exports.report.blocks import (
    Block,
    CalculationPath,
    Columns,
    Drawing,
    Fact,
    Facts,
    KeyFigure,
    KeyFigures,
    Notes,
    Paragraph,
    Report,
    Section,
    Table,
)
from kkm_helpers.exports.report.content import report_of
from kkm_helpers.exports.report.drawings import PAGE_WIDTH, width_of_column
from kkm_helpers.language import Language
from kkm_helpers.scenario import Case

LONG_VALUE = 16
"""A value of more characters is words, not a figure, and is set smaller."""


def write(case: Case, path: Path, language: Language) -> None:
    """Write the board paper of a case as one HTML file.

    Raises:
        KkmError: the case cannot be judged.
    """
    path.write_text(page_of(case, language), encoding="utf-8", newline="\n")


def page_of(case: Case, language: Language) -> str:
    """Return the board paper of a case as HTML.

    Raises:
        KkmError: the case cannot be judged.
    """
    return set_as_page(report_of(case, language, made_at()))


def set_as_page(report: Report) -> str:
    """Return a report as HTML."""
    style = read_tokens() + (files("kkm_helpers.exports.report") / "report.css").read_text(encoding="utf-8")
    # The browser may ask nobody for anything, whatever a text holds.
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    parts = [
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _tag("title", f"{report.kind}: {report.title}"),
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n<header>",
        _tag("p", report.kind, "kind"),
        _tag("h1", report.title, dir="auto"),
        _tag("p", report.description, "description", dir="auto") if report.description else "",
        _tag("p", " · ".join(report.facts), "facts-line"),
        "</header>",
        *(_block(block, PAGE_WIDTH) for block in report.summary),
        *(_section(section) for section in report.sections),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(filter(None, parts))


def _section(section: Section) -> str:
    opened = '<section class="new-page">' if section.new_page else "<section>"
    blocks = (_block(block, PAGE_WIDTH) for block in section.blocks)
    return "\n".join([opened, _tag("p", section.topic, "topic"), _tag("h2", section.finding), *blocks, "</section>"])


def _tag(name: str, text: str, kind: str = "", **attributes: str) -> str:
    """Return a text as an element: the one place where text becomes HTML."""
    return f"<{name}{_attributes(kind, **attributes)}>{escape(text)}</{name}>"


def _attributes(kind: str = "", **attributes: str) -> str:
    named = {"class": kind, **attributes} if kind else attributes
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items())


def _block(block: Block, width: float) -> str:
    match block:
        case Paragraph(text, look):
            return _tag("p", text, "" if look == "plain" else look)
        case KeyFigures(figures):
            return _inside("dl", map(_key_figure, figures), "figures")
        case Facts(facts):
            return _inside("dl", map(_fact, facts), "facts")
        case Table():
            return _table(block)
        case Drawing(chart):
            caption = f"<figcaption>{_tag('b', chart.title)}{_tag('span', chart.subtitle)}</figcaption>"
            return f'<figure data-chart="{escape(chart.name)}">{caption}{svg(chart, None, width)}</figure>'
        case CalculationPath():
            return _path(block)
        case Notes(title, notes):
            return _tag("p", title) + _inside("ol", (_tag("li", note) for note in notes), "notes")
        case Columns(cells, shares):
            widths = [width_of_column(share, width) for share in shares]
            columns = (
                f"<div>{''.join(_block(each, room) for each in cell)}</div>"
                for cell, room in zip(cells, widths, strict=True)
            )
            template = " ".join(f"minmax(0, {share}fr)" for share in shares)
            return _inside("div", columns, "columns", style=f"grid-template-columns: {template}")


def _inside(name: str, parts: Iterable[str], kind: str = "", **attributes: str) -> str:
    return f"<{name}{_attributes(kind, **attributes)}>{''.join(parts)}</{name}>"


def _key_figure(figure: KeyFigure) -> str:
    value = _tag("b", figure.value, "words" if len(figure.value) > LONG_VALUE else "")
    unit = f" {_tag('span', figure.unit)}" if figure.unit else ""
    note = _tag("dd", figure.note, "context")
    return f"<div>{_tag('dt', figure.label)}<dd>{value}{unit}</dd>{note}</div>"


def _fact(fact: Fact) -> str:
    if len(fact.sentences) == 1:
        return _tag("dt", fact.label) + _tag("dd", fact.sentences[0])
    counted = _inside("ol", (_tag("li", sentence) for sentence in fact.sentences))
    return f"{_tag('dt', fact.label)}<dd>{counted}</dd>"


def _table(table: Table) -> str:
    words = table.words

    def cell(row: int, column: int, text: str) -> str:
        strong = row in table.strong_rows or column == table.strong_column
        kind = " ".join(filter(None, ("right" if column in words.right else "", "strong" if strong else "")))
        return _tag("th", text, kind, scope="row") if column == 0 else _tag("td", text, kind)

    heads = (
        _tag("th", text, "right" if column in words.right else "", scope="col")
        for column, text in enumerate(words.headings)
    )
    rows = (
        _inside("tr", (cell(row, column, text) for column, text in enumerate(cells)))
        for row, cells in enumerate(words.rows)
    )
    caption = _tag("caption", words.title) if words.title else ""
    body = f"{caption}<thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody>"
    more = _tag("p", words.more, "note") if words.more else ""
    return f'<div class="scroll"><table{_attributes("dense" if table.dense else "")}>{body}</table>{more}</div>'


def _path(path: CalculationPath) -> str:
    rows = []
    for place, step in enumerate(path.steps):
        what = f'<th scope="row">{_tag("span", step.label)}{_tag("small", step.formula)}</th>'
        cells = _tag("td", step.numbers, "right") + _tag("td", f"= {step.result}", "right")
        rows.append(f"<tr{_attributes('strong' if place == path.strong else '')}>{what}{cells}</tr>")
    return f'<div class="scroll"><table class="path"><tbody>{"".join(rows)}</tbody></table></div>'
