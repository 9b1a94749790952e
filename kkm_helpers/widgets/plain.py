"""Tables of words as plain data for the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.language import Language


def plain_table(table: WordTable, *, hit: Iterable[int] = (), without: Iterable[int] = ()) -> dict[str, Any]:
    """Return a table as page/tables.js shows it.

    Args:
        table: the table.
        hit: rows that stand out.
        without: columns that a screen does not show, as public names.
    """
    shown = [place for place in range(len(table.headings)) if place not in set(without)]
    return {
        "title": table.title,
        "headings": [table.headings[place] for place in shown],
        "rows": [[row[place] for place in shown] for row in table.rows],
        "right": [new for new, place in enumerate(shown) if place in table.right],
        "hit": list(hit),
        "more": table.more,
    }


def texts(messages: Iterable[Message], language: Language) -> list[str]:
    """Return sentences in a language, each once."""
    return list(dict.fromkeys(message.text(language) for message in messages))
