"""Amounts that may be no revenue, or not all of it: credit notes added, cancelled documents, offers, discounts.

They are counted as they stand, and said: what a company means by its documents, only the company knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import fold_text, header_words
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.marks import amount_columns, amounts_of
from kkm_helpers.customers.reading.numbers import clean, is_unknown
from kkm_helpers.customers.reading.remarks import named
from kkm_helpers.customers.reading.text_table import per_row, stretches
from kkm_helpers.customers.words import counted, euros, share_text
from kkm_helpers.language import choose

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.cell_values import ReadColumn
    from kkm_helpers.customers.reading.recognition import ColumnUse
    from kkm_helpers.customers.reading.text_table import TextTable
    from kkm_helpers.language.terms import Language

_CREDIT_NOTE = re.compile(r"gutschrift|storno|stornierung|retoure|ruecknahme|credit|cancel|return|refund")
_CANCELLED = re.compile(
    r"(?<!nicht )(?<!not )"
    r"(?:stornier|storno|annullier|cancel|abgelehnt|reject|geloescht|deleted|entwurf|draft|ungueltig|void)"
)
_NO_INVOICE = re.compile(
    r"angebot|offerte|kostenvoranschlag|anfrage|\b(?:offer|quote|quotation|inquiry|pro ?forma|draft)\b|proforma|entwurf"
)
# Of these and the invoice for them, only one is revenue; in a list without invoices they may stand for them.
_BEFORE_INVOICE = re.compile(r"auftragsbestaetigung|lieferschein|order confirmation|delivery note")
_INVOICE = re.compile(r"rechnung|faktura|invoice")
_YES = frozenset({"x", "ja", "j", "yes", "y", "1", "true", "wahr"})
_MOST_NAMED = 5
_ONE = re.compile(r"0*1(?:[.,]0+)?")


def document_remarks(
    marks: AnyMapping[str, ColumnUse], table: TextTable, read: AnyMapping[str, ReadColumn], used: NDArray[np.bool_],
    *, signed: bool,
) -> list[Message]:  # fmt: skip
    """Return what to say of documents with a positive amount that are credit notes, cancelled, or no invoices.

    Args:
        marks: the columns that say something about their row.
        table: the rows below the header.
        read: what the columns hold.
        used: which rows are customers'.
        signed: marks of debit and credit have given the amounts their sign already.
    """
    remarks = []
    if "document_type" in marks:
        use = marks["document_type"]
        texts = [fold_text(text) for text in table.columns[use.positions[0]].texts]
        invoices = any(_INVOICE.search(text) for text in texts)
        credit = [_CREDIT_NOTE.search(text) is not None for text in texts]
        if not signed and (found := _Added.find(use, credit, table, read, used)):
            remarks.append(found.credit_notes())
        none = [
            bool(_NO_INVOICE.search(text) or (invoices and _BEFORE_INVOICE.search(text) and not _INVOICE.search(text)))
            for text in texts
        ]
        if found := _Added.find(use, none, table, read, used):
            remarks.append(found.no_invoices())
    if "document_status" in marks:
        use = marks["document_status"]
        says_so = any(_CANCELLED.search(word) for word in header_words(use.header))
        texts = [fold_text(clean(text)) for text in table.columns[use.positions[0]].texts]
        cancelled = [bool(_CANCELLED.search(text)) or (says_so and text in _YES) for text in texts]
        if found := _Added.find(use, cancelled, table, read, used):
            remarks.append(found.cancelled())
    return remarks


@dataclass(frozen=True)
class _Added:
    """Rows that were added to the revenue though their document is none of it, by what the column `header` says.

    Attributes:
        header: the column.
        texts: what it says, the most frequent first.
        rows: how many rows.
        amount: their sum [EUR].
    """

    header: str
    texts: list[str]
    rows: int
    amount: float

    @staticmethod
    def find(
        use: ColumnUse,
        doubtful: list[bool],
        table: TextTable,
        read: AnyMapping[str, ReadColumn],
        used: NDArray[np.bool_],
    ) -> _Added | None:
        """Return the rows with a positive amount whose text is doubtful, or None."""
        names = amount_columns(read)
        if not names or not any(doubtful):
            return None
        position = use.positions[0]
        is_doubtful = np.array(doubtful)
        rows_of_text = np.zeros(len(doubtful), dtype=np.int64)
        amount = 0.0
        for stretch in stretches(len(table)):
            block = table.part(stretch)
            codes = block.columns[position].codes
            values = amounts_of(read, names, block)
            added = per_row(is_doubtful, codes) & used[stretch] & (values > 0)
            rows_of_text += np.bincount(codes[added], minlength=len(doubtful))
            amount += float(values[added].sum())
        if not rows_of_text.any():
            return None
        most = np.argsort(-rows_of_text, kind="stable")[: min(_MOST_NAMED, np.count_nonzero(rows_of_text))]
        texts = [clean(table.columns[position].texts[code]) for code in most.tolist()]
        return _Added(use.header, texts, int(rows_of_text.sum()), amount)

    def _in(self, language: Language) -> tuple[str, str, str]:
        """Return the texts, the rows and the amount in words."""
        rows = choose(language, ("Zeile", "Zeilen"), ("row", "rows"))
        return named(self.texts, language), counted(self.rows, *rows, language), euros(self.amount, language)

    def credit_notes(self) -> Message:
        (_, de, sum_de), (_, en, sum_en) = self._in("de"), self._in("en")
        return Message(
            f"Nach „{self.header}“ Gutschrift oder Storno, aber mit positivem Betrag: {de}, zusammen {sum_de}. Addiert "
            "wurde trotzdem. Bitte das Vorzeichen prüfen.",
            f"By “{self.header}” credit notes or cancellations, but with a positive amount: {en}, {sum_en} in all. "
            "This was added all the same. Please check the sign.",
        )

    def no_invoices(self) -> Message:
        (texts_de, de, sum_de), (texts_en, en, sum_en) = self._in("de"), self._in("en")
        return Message(
            f"Nach „{self.header}“ ({texts_de}) keine Rechnung: {de}, zusammen {sum_de}. Addiert wurde trotzdem. Ist "
            "das kein Umsatz, bitte ohne diese Belege exportieren.",
            f"By “{self.header}” ({texts_en}) no invoice: {en}, {sum_en} in all. This was added all the same. If it is "
            "no revenue, please export without these documents.",
        )

    def cancelled(self) -> Message:
        (texts_de, de, sum_de), (texts_en, en, sum_en) = self._in("de"), self._in("en")
        return Message(
            f"Nach „{self.header}“ ({texts_de}) storniert oder ungültig: {de}, zusammen {sum_de}. Addiert wurde "
            "trotzdem. Stehen keine Gegenbuchungen in der Liste, bitte ohne diese Belege exportieren.",
            f"By “{self.header}” ({texts_en}) cancelled or void: {en}, {sum_en} in all. This was added all the same. "
            "If the list has no reversals, please export without these documents.",
        )


def price_remarks(
    price_unit: ColumnUse | None,
    discount: ColumnUse | None,
    table: TextTable,
    read: AnyMapping[str, ReadColumn],
    used: NDArray[np.bool_],
) -> list[Message]:
    """Return what to say where quantity times price leaves out a price unit or a discount that stand beside them."""
    if amount_columns(read) != ("price", "quantity"):
        return []
    remarks = []
    if price_unit is not None:
        column = table.columns[price_unit.positions[0]]
        other = [not is_unknown(clean(text)) and _ONE.fullmatch(clean(text)) is None for text in column.texts]
        if rows := int(column.counts(used)[np.array(other, dtype=bool)].sum()):
            remarks.append(_price_unit(price_unit.header, rows))
    if discount is not None and "discount" in read:
        rates = np.concatenate(
            [read["discount"].values(table.part(rows))[used[rows]] for rows in stretches(len(table))]
        )
        given = rates[rates > 0].astype(np.float64)
        if len(given):
            remarks.append(_discount(discount.header, len(given), float(given.max())))
    return remarks


def _price_unit(header: str, rows: int) -> Message:
    return Message(
        f"Menge × Preis ergibt den Umsatz ohne „{header}“, die in {counted(rows, 'Zeile', 'Zeilen', 'de')} nicht 1 "
        "ist: Gilt der Preis für mehrere Stück, ist der Umsatz zu hoch. Bitte den Zeilenbetrag mitliefern.",
        f"Quantity × price makes the revenue without “{header}”, which is not 1 in "
        f"{counted(rows, 'row', 'rows', 'en')}: if the price is for several pieces, the revenue is too high. Please "
        "export the amount of the line as well.",
    )


def _discount(header: str, rows: int, highest: float) -> Message:
    return Message(
        f"Menge × Preis ergibt den Umsatz, „{header}“ ist nicht abgezogen ({counted(rows, 'Zeile', 'Zeilen', 'de')}, "
        f"bis zu {share_text(highest, 'de')}): Ist der Preis ein Listenpreis, ist der Umsatz zu hoch. Bitte den "
        "Zeilenbetrag mitliefern.",
        f"Quantity × price makes the revenue, “{header}” is not deducted ({counted(rows, 'row', 'rows', 'en')}, up to "
        f"{share_text(highest, 'en')}): if the price is a list price, the revenue is too high. Please export the "
        "amount of the line as well.",
    )
