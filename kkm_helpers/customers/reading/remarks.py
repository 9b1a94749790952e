"""What is to be said about columns: once, however many columns it holds for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.language import Language, choose, format_number
from kkm_helpers.language.numbers import MINUS, NO_BREAK_SPACE

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


def counted(count: int, one: str, many: str, language: Language) -> str:
    """Return how many there are, with the word for one or for many: "1 Zeile", "1.200 Zeilen"."""
    return f"{format_number(count, 0, language)} {one if count == 1 else many}"


def euros(amount: float, language: Language) -> str:
    """Return an amount with its cents, as a bookkeeper compares it."""
    number = format_number(abs(amount), 2, language)
    return (MINUS if amount < 0 else "") + choose(language, f"{number}{NO_BREAK_SPACE}€", f"€{number}")
