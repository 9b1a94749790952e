"""Which rows are no customers: rules, repeated headers, totals, footers, rows with too many fields or without a number.

Each row gets one reason, or none. Only rows that lack what a customer has are looked at one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import fold_text
from kkm_helpers.customers.customer_list import Message, RowLeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable

USED, BLANK, REPEATED_HEADER, TOTAL, SUBTOTAL, FOOTER, TOO_WIDE, NO_ID = range(8)
REASONS: dict[int, Message] = {
    REPEATED_HEADER: Message("wiederholter Spaltenkopf", "repeated header"),
    TOTAL: Message("Summenzeile", "total row"),
    SUBTOTAL: Message("Zwischensumme", "subtotal"),
    FOOTER: Message("Titel- oder Fußzeile", "title or footer"),
    TOO_WIDE: Message(
        "mehr Felder als Spalten (steht das Trennzeichen in einem Namen?)",
        "more fields than columns (is the delimiter part of a name?)",
    ),
    NO_ID: Message("ohne Kundennummer", "without customer number"),
}
MOST_LISTED = 1000

_GRAND = re.compile(
    r"(?:(?:gesamt|end|general|haupt)?(?:summe|summen|ergebnis|total|betrag|umsatz)|gesamt|insgesamt|totals?|"
    r"grand total|overall result|sum|summe gesamt|summe total|\u03a3|alle kunden)\s*:?"
)
_STARRED = re.compile(r"(\*+)\s*(.*)")
_SUB = re.compile(
    r"(?:zwischensumme|teilsumme|subtotal|sub-total|uebertrag|(?:summe|ergebnis|total|gesamt)\b.+|"
    r".+\s(?:ergebnis|summe|gesamt|total|result))\s*:?"
)
_FOOTER = re.compile(
    r"(?:erstellt|stand|gedruckt|druckdatum|ausgedruckt|exportiert|export|datum|seite|page|quelle|source|anzahl|anz\.|"
    r"filter|benutzer|user|created|printed|generated|as of|report|bericht|hinweis|anmerkung|note|legende|"
    r"ende der liste|end of|\*{3,}|©|\(c\)|copyright)(?:\b|(?<=\W)).*"
)
_RULE = re.compile(r"[-=_.*+|\s]{3,}")


def total_kind(label: str) -> int:
    """Return TOTAL, SUBTOTAL or USED (no total at all) for the text at the front of a row."""
    folded = " ".join(fold_text(label).split())
    if starred := _STARRED.fullmatch(folded):
        rest = starred[2]
        return TOTAL if not rest or _GRAND.fullmatch(rest) else SUBTOTAL
    if _GRAND.fullmatch(folded):
        return TOTAL
    return SUBTOTAL if _SUB.fullmatch(folded) else USED


def is_footer(text: str) -> bool:
    """Return whether a text begins as the lines below a list do: "Erstellt am …", "Seite 1"."""
    return _FOOTER.fullmatch(fold_text(text).strip()) is not None


@dataclass(frozen=True)
class RowKinds:
    """What each row is: `kinds` holds USED or the reason's code."""

    kinds: NDArray[np.int8]

    @property
    def used(self) -> NDArray[np.intp]:
        """Return the rows that are customers."""
        return np.flatnonzero(self.kinds == USED)

    @property
    def in_file(self) -> int:
        """Return how many rows are not blank."""
        return int((self.kinds != BLANK).sum())

    def rows(self, kind: int) -> NDArray[np.intp]:
        """Return the rows of one kind."""
        return np.flatnonzero(self.kinds == kind)


def classify_rows(
    table: TextTable,
    headers: Sequence[str],
    id_position: int,
    number_positions: Sequence[int],
    date_positions: Sequence[int],
) -> RowKinds:
    """Return what each row is.

    Args:
        table: the rows below the header.
        headers: the header's texts, as many as there are columns by right.
        id_position: where the customer number stands.
        number_positions: where numbers stand.
        date_positions: where dates stand.
    """
    filled = [column.filled() for column in table.columns]
    cells = np.zeros(len(table), dtype=np.int16)
    for column_filled in filled:
        cells += column_filled
    kinds = np.where(cells == 0, np.int8(BLANK), np.int8(USED))
    identifier = table.columns[id_position]
    odd = _odd_ids(identifier, headers[id_position])
    labelled = np.flatnonzero(odd[identifier.codes]) if odd.any() else np.empty(0, dtype=np.intp)
    for row in labelled:
        has_number = any(filled[position][row] for position in number_positions)
        kinds[row] = _kind_of_labelled(
            table, headers, int(row), id_position, cells=int(cells[row]), has_number=has_number
        )
    for column_filled in filled[len(headers) :]:
        kinds[(kinds == USED) & column_filled] = TOO_WIDE
    without_id = np.flatnonzero((kinds == USED) & ~filled[id_position])
    text_positions = [p for p in range(len(headers)) if p not in {*number_positions, *date_positions}]
    kinds[without_id] = _kinds_without_id(
        table, without_id, cells[without_id], filled, text_positions, number_positions
    )
    return RowKinds(kinds)


def _odd_ids(column: TextColumn, header: str) -> NDArray[np.bool_]:
    """Return per distinct id whether it could begin a total, a footer or a repeated header."""
    words = set(header.casefold().split())

    def is_odd(text: str) -> bool:
        if not text:
            return False
        lowered = text.casefold()
        repeats = lowered in header.casefold() and (lowered == header.casefold() or lowered in words)
        return (
            repeats
            or " " in text
            or (
                not text[0].isdigit()
                and (_RULE.fullmatch(text) is not None or total_kind(text) != USED or is_footer(text))
            )
        )

    return np.fromiter((is_odd(" ".join(text.split())) for text in column.texts), dtype=bool, count=len(column.texts))


def _kind_of_labelled(
    table: TextTable, headers: Sequence[str], row: int, id_position: int, *, cells: int, has_number: bool
) -> int:
    """Return what a row is whose customer number looks like a word of a total, a footer or the header."""
    texts = [" ".join(column.text_at(row).split()) for column in table.columns]
    label = texts[id_position]
    if (
        _RULE.fullmatch(label)
        and not label.startswith("*")
        and all(not text or _RULE.fullmatch(text) for text in texts)
    ):
        return BLANK
    same = sum(
        bool(text) and text.casefold() in header.casefold() for text, header in zip(texts, headers, strict=False)
    )
    if same >= max(2, cells // 2 + 1) and not all(text.isdigit() for text in texts if text):
        return REPEATED_HEADER
    kind = total_kind(label)
    if kind != USED:
        return kind
    few = cells <= 2  # noqa: PLR2004 - a label and its value
    lone = cells == 1 and " " in label and len(headers) > 2  # noqa: PLR2004 - of two columns one may well be empty
    return (
        FOOTER if lone or (is_footer(label) and few and not has_number) or (is_footer(label) and cells == 1) else USED
    )


def _kinds_without_id(
    table: TextTable,
    rows: NDArray[np.intp],
    cells: NDArray[np.int16],
    filled: Sequence[NDArray[np.bool_]],
    text_positions: Sequence[int],
    number_positions: Sequence[int],
) -> NDArray[np.int8]:
    """Tell totals and footers from customers whose number is missing.

    The first text that names a total or a footer decides. A name without a revenue is a customer somebody forgot to
    number; one lone text is a footer.
    """
    has_number = np.zeros(len(rows), dtype=bool)
    for position in number_positions:
        has_number |= filled[position][rows]
    kinds = np.where(has_number | (cells > 1), np.int8(NO_ID), np.int8(FOOTER))
    decided = np.zeros(len(rows), dtype=bool)
    for position in text_positions:
        column = table.columns[position]
        codes = column.codes[rows]
        kind_of_code = np.zeros(len(column.texts), dtype=np.int8)
        for code in np.unique(codes):
            text = column.texts[code].strip()
            if text and not text[0].isdigit():
                kind_of_code[code] = total_kind(text) or (FOOTER if is_footer(text) else USED)
        if kind_of_code.any():
            found = kind_of_code[codes]
            # "Hinweis" in a row with amounts is a customer's name, "Summe" is none.
            counts = (found != USED) & ~decided & ~((found == FOOTER) & has_number)
            kinds[counts] = found[counts]
            decided |= counts
    return kinds


def list_left_out(table: TextTable, found: RowKinds) -> tuple[tuple[RowLeftOut, ...], dict[Message, int]]:
    """Return the rows left out (at most `MOST_LISTED` of a kind) in the file's order, and how many of each reason."""
    listed: list[RowLeftOut] = []
    counts: dict[Message, int] = {}
    for kind, reason in REASONS.items():
        rows = found.rows(kind)
        if len(rows):
            counts[reason] = len(rows)
            listed += [
                RowLeftOut(int(table.lines[row]), reason, table.row_text(int(row))) for row in rows[:MOST_LISTED]
            ]
    return tuple(sorted(listed, key=lambda row: row.line)), counts
