"""Columns that say how the amount of their row counts: debit and credit, currency, and customers that are blocked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import fold_text
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.numbers import clean, is_unknown
from kkm_helpers.customers.reading.remarks import ColumnRemark
from kkm_helpers.customers.reading.text_table import per_row, stretches
from kkm_helpers.customers.words import counted
from kkm_helpers.language.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.cell_values import ReadColumn
    from kkm_helpers.customers.reading.recognition import ColumnUse
    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable
    from kkm_helpers.language.terms import Language

_DEBIT = frozenset({"s", "soll", "d", "dr", "debit", "+"})
_CREDIT = frozenset({"h", "haben", "c", "cr", "credit", "-"})
_EURO = frozenset({"eur", "euro", "€"})
_NOT_BLOCKED = frozenset({"nein", "n", "no", "false", "falsch", "0", "aktiv", "active", "offen"})


@dataclass(frozen=True)
class Signs:
    """How the amounts of a column count: 1 or -1 per distinct text of the mark's column at `position`."""

    position: int
    of_text: NDArray[np.float64]
    amounts: str


def find_signs(
    use: ColumnUse, table: TextTable, read: AnyMapping[str, ReadColumn], relevant: NDArray[np.bool_] | None
) -> tuple[Signs | None, list[Message | ColumnRemark]]:
    """Return how a column of debit and credit marks makes amounts count, and what to say about it.

    Debit is an invoice to a customer; where credit is more frequent the book is kept the other way round. Amounts that
    carry their sign already stay as they are; so they do where it is not clear which column the marks belong to.
    """
    names = amount_columns(read)
    position = use.positions[0]
    column = table.columns[position]
    counts = column.counts(relevant)
    folded = [fold_text(clean(text)) for text in column.texts]
    is_debit, is_credit = (np.array([text in words for text in folded], dtype=bool) for words in (_DEBIT, _CREDIT))
    is_other = np.array([not is_unknown(text) for text in folded], dtype=bool) & ~is_debit & ~is_credit
    if not names or counts[is_other].any() or not counts[is_debit | is_credit].any():
        return None, [_not_used(use.header)]
    negative = is_debit if counts[is_credit].sum() > counts[is_debit].sum() else is_credit
    for rows in stretches(len(table)):
        block = table.part(rows)
        if (per_row(negative, block.columns[position].codes) & (amounts_of(read, names, block) < 0)).any():
            return None, [_signed_already(use.header)]
    return Signs(position, np.where(negative, -1.0, 1.0), names[0]), [_signed(use.header, credit=negative is is_credit)]


def amount_columns(read: AnyMapping[str, ReadColumn]) -> tuple[str, ...]:
    """Return the columns whose product is the amount of a row; none where a row has several amounts."""
    if "amount" in read:
        return ("amount",)
    if {"quantity", "price"} <= read.keys():
        return ("price", "quantity")
    revenue = [name for name in read if name.startswith("revenue_")]
    return tuple(revenue) if len(revenue) == 1 else ()


def amounts_of(read: AnyMapping[str, ReadColumn], names: Sequence[str], block: TextTable) -> NDArray[np.float64]:
    """Return the amount of each row of a block: one column, or the product of quantity and price."""
    amounts = np.ones(len(block))
    for name in names:
        amounts *= read[name].values(block).astype(np.float64, copy=False)
    return amounts


def currency_remarks(use: ColumnUse, column: TextColumn, used: NDArray[np.bool_]) -> list[Message]:
    """Return what to say of a column that names currencies: those that are no euro, with their rows."""
    counts = column.counts(used)
    foreign: dict[str, int] = {}
    for text, count in zip(column.texts, counts.tolist(), strict=True):
        name = clean(text)
        if count and not is_unknown(name) and fold_text(name) not in _EURO:
            foreign[name] = foreign.get(name, 0) + count
    if not foreign:
        return []
    de, en = _counted(foreign, "de"), _counted(foreign, "en")
    return [
        Message(
            f"Nach „{use.header}“ stehen Beträge auch in anderer Währung in der Datei ({de}); sie wurden nicht "
            "umgerechnet und wie Euro gelesen.",
            f"By “{use.header}” the file has amounts in other currencies as well ({en}); they were not converted and "
            "read like euro.",
        )
    ]


def blocked_remarks(use: ColumnUse, column: TextColumn, used: NDArray[np.bool_]) -> list[Message]:
    """Return what to say of a column that marks customers as blocked or deleted."""
    counts = column.counts(used)
    marked = sum(
        count
        for text, count in zip(column.texts, counts.tolist(), strict=True)
        if not is_unknown(clean(text)) and fold_text(clean(text)) not in _NOT_BLOCKED
    )
    if not marked:
        return []
    return [
        Message(
            f"„{use.header}“ markiert {counted(marked, 'Zeile', 'Zeilen', 'de')} als gesperrt oder gelöscht; gelesen "
            "wurden sie trotzdem.",
            f"“{use.header}” marks {counted(marked, 'row', 'rows', 'en')} as blocked or deleted; they were read all "
            "the same.",
        )
    ]


def _counted(counts: AnyMapping[str, int], language: Language) -> str:
    named: Sequence[tuple[str, int]] = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{name}: {format_number(count, 0, language)}" for name, count in named[:6]) + (
        " …" if len(named) > 6 else ""  # noqa: PLR2004 - a few examples tell
    )


def _signed(header: str, *, credit: bool) -> Message:
    negative_de, negative_en = ("Haben", "credit") if credit else ("Soll", "debit")
    return Message(
        f"„{header}“ bestimmt das Vorzeichen: Beträge im {negative_de} gelten als Gutschriften (negativ).",
        f"“{header}” decides the sign: amounts in {negative_en} count as credit notes (negative).",
    )


def _signed_already(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Die Beträge tragen ihr Vorzeichen schon selbst; {headers} ändert daran nichts.",
        "The amounts carry their sign already; {headers} changes nothing about that.",
    )


def _not_used(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "{headers} sieht nach Soll und Haben aus, bestimmt aber kein Vorzeichen: Es ist nicht klar, für welche Spalte "
        "oder was die Zeichen bedeuten. Bitte die Vorzeichen prüfen.",
        "{headers} looks like debit and credit but decides no sign: it is not clear for which column or what the marks "
        "mean. Please check the signs.",
    )
