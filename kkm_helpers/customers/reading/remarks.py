"""What is to be said about columns: once, however many columns it holds for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kkm_helpers.customers.customer_list import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_NAMED = 12


@dataclass(frozen=True)
class ColumnRemark:
    """A sentence about a column that may hold for others too.

    Attributes:
        header: the column.
        de, en: the sentence, with `{headers}` where the columns are named and perhaps `{example}`.
        example: a text of the column that shows what is meant; of several columns the first one's is told.
    """

    header: str
    de: str
    en: str
    example: str = ""


def said_once(remarks: Iterable[Message | ColumnRemark]) -> tuple[Message, ...]:
    """Return the messages in their order; remarks in the same words become one that names all columns."""
    columns: dict[tuple[str, str], list[ColumnRemark]] = {}
    order: dict[Message | tuple[str, str], None] = {}
    for remark in remarks:
        if isinstance(remark, Message):
            order[remark] = None
        else:
            columns.setdefault((remark.de, remark.en), []).append(remark)
            order[remark.de, remark.en] = None
    return tuple(each if isinstance(each, Message) else _together(columns[each]) for each in order)


def _together(remarks: Sequence[ColumnRemark]) -> Message:
    headers = list(dict.fromkeys(remark.header for remark in remarks))
    first = remarks[0]
    return Message(
        first.de.replace("{headers}", named(headers, "de")).replace("{example}", first.example),
        first.en.replace("{headers}", named(headers, "en")).replace("{example}", first.example),
    )


def named(headers: Sequence[str], language: str) -> str:
    """Return headers in quotes, one after the other, not too many of them."""
    opening, closing = ("„", "“") if language == "de" else ("“", "”")
    shown = [header for header in headers if header]
    return ", ".join(f"{opening}{header}{closing}" for header in shown[:_MOST_NAMED]) + (
        " …" if len(shown) > _MOST_NAMED else ""
    )
