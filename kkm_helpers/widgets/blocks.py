"""What Python writes into a view of the page: words, charts, tables, and folds of them, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from kkm_helpers.charts.chart import Chart
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.widgets.plain import plain_table

Block = dict[str, Any]
Look = Literal["plain", "strong", "finding", "section", "note", "caution"]


def words(text: str, look: Look = "plain") -> Block:
    """Return a paragraph, or with `look` a heading or a note."""
    return {"kind": "words", "text": text, "look": look}


def drawing(chart: Chart) -> Block:
    """Return a chart."""
    return {"kind": "chart", "chart": chart.as_json()}


def side_by_side(*charts: Chart) -> Block:
    """Return charts that stand beside each other where there is room."""
    return {"kind": "charts", "charts": [chart.as_json() for chart in charts]}


def table(found: WordTable, *, titled: bool = True, hit: Iterable[int] = (), without: Iterable[int] = ()) -> Block:
    """Return a table, under its title unless that stands elsewhere; `hit` and `without` as in `plain_table`."""
    plain = plain_table(found, hit=hit, without=without)
    return {"kind": "table", "table": plain if titled else {**plain, "title": ""}}


def fold(title: str, blocks: Iterable[Block]) -> Block:
    """Return blocks that are read when somebody opens them."""
    return {"kind": "fold", "title": title, "blocks": list(blocks)}
