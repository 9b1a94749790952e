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
from kkm_helpers.customers.reading.numbers import is_no_number
from kkm_helpers.customers.reading.text_table import TypedTexts, per_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.text_table import TextColumn, TextTable

KINDS = 8
USED, BLANK, REPEATED_HEADER, TOTAL, SUBTOTAL, FOOTER, TOO_WIDE, NO_ID = range(KINDS)
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

_COUNTED = r"(?:kunden|debitoren|datensaetze|zeilen|positionen|eintraege|customers|accounts|records|rows|items)"
_GRAND = re.compile(
    r"(?:(?:gesamt|end|general|haupt)?(?:summe|summen|ergebnis|total|betrag|umsatz)|gesamt|insgesamt|totals?|"
    r"grand total|overall result|sum|summe gesamt|summe total|\u03a3|alle kunden|"
    rf"(?:anzahl|anz\.|number of|count of) {_COUNTED}\s*:?\s*\d[\d.,]*|\d[\d.,]* {_COUNTED})\s*:?"
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
_NUMBER = re.compile(r"[^\W\d_]{0,3}[ ./-]?\d[\d ./-]*")  # "4711", "K 0001": what customer numbers mostly look like
_DIGIT = re.compile(r"\d")
_NEARLY_ALL = 0.95
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
    period_positions: Sequence[int] = (),
) -> RowKinds:
    """Return what each row is.

    Args:
        table: the rows below the header.
        headers: the header's texts, as many as there are columns by right.
        id_position: where the customer number stands.
        number_positions: where numbers stand.
        date_positions: where dates stand.
        period_positions: where the day or the year of an amount stands: "Summe" in its place makes a subtotal.
    """
    filled = [column.filled() for column in table.columns]
    kinds = np.full(len(table), USED, dtype=np.int8)
    if not any(column_filled.all() for column_filled in filled):
        kinds[~np.logical_or.reduce(filled)] = BLANK
    text_positions = [p for p in range(len(headers)) if p not in {*number_positions, *date_positions}]
    for row in _odd_rows(table, headers[id_position], id_position, text_positions, filled):
        has_number = any(filled[position][row] for position in number_positions)
        cells = sum(bool(column_filled[row]) for column_filled in filled)
        kinds[row] = _kind_of_labelled(table, headers, row, id_position, cells=cells, has_number=has_number)
    for column_filled in filled[len(headers) :]:
        kinds[(kinds == USED) & column_filled] = TOO_WIDE
    for position in period_positions:
        kinds[(kinds == USED) & _says_total(table.columns[position])] = SUBTOTAL
    for row in _group_lines(table.columns[id_position], kinds, filled, set(text_positions) - {id_position}):
        kinds[row] = SUBTOTAL if any(filled[position][row] for position in number_positions) else FOOTER
    without_id = np.flatnonzero((kinds == USED) & ~filled[id_position])
    kinds[without_id] = _kinds_without_id(table, without_id, filled, text_positions, number_positions)
    return RowKinds(kinds)


def _odd_rows(
    table: TextTable,
    header: str,
    id_position: int,
    text_positions: Sequence[int],
    filled: Sequence[NDArray[np.bool_]],
) -> list[int]:
    """Return the rows whose customer number could begin a total, a footer or a repeated header: few, to look at."""
    column = table.columns[id_position]
    words = set(header.casefold().split())
    odd, spaced = (np.zeros(len(column.texts), dtype=bool) for _ in range(2))
    for position in np.flatnonzero(~column.typed()).tolist():  # a typed number or day is no label
        text = " ".join(column.texts[position].split())
        is_number = _NUMBER.fullmatch(text) is not None
        odd[position] = bool(text) and _is_label(text, header.casefold(), words, is_number=is_number)
        spaced[position] = " " in text and not is_number
    found = per_row(odd, column.codes)
    if spaced.any():  # numbers are written so as well: only what stands beside them, or nothing, makes them odd
        rows = np.flatnonzero(per_row(spaced, column.codes) & ~found)
        lone = np.sum([column_filled.take(rows) for column_filled in filled], axis=0) == 1
        for position in set(text_positions) - {id_position}:
            lone |= _grand_totals(table.columns[position], rows)
        found[rows[lone]] = True
    return list(map(int, np.flatnonzero(found)))


def _is_label(text: str, header: str, words: set[str], *, is_number: bool) -> bool:
    lowered = text.casefold()
    if lowered in header and (lowered == header or lowered in words):
        return True
    if is_number:
        return False
    if text[0].isdigit():
        return " " in text and total_kind(text) != USED
    return _RULE.fullmatch(text) is not None or total_kind(text) != USED or is_footer(text) or is_no_number(text)


def _group_lines(
    column: TextColumn, kinds: NDArray[np.int8], filled: Sequence[NDArray[np.bool_]], text_positions: set[int]
) -> list[int]:
    """Return the rows that name a group in place of a customer ("Nord", and nothing but amounts beside it).

    They are told from customers by what all others have: digits in their number, and a name or a place beside it.
    """
    if isinstance(column.texts, TypedTexts) or not text_positions:
        return []
    worded = per_row(np.array([bool(text.strip()) and not _DIGIT.search(text) for text in column.texts]), column.codes)
    beside = np.logical_or.reduce([filled[position] for position in text_positions])
    found = (kinds == USED) & worded & ~beside
    if not found.any():
        return []
    others = (kinds == USED) & column.filled() & ~found
    is_usual = np.count_nonzero(others & beside & ~worded) >= _NEARLY_ALL * np.count_nonzero(others) > 0
    return [int(row) for row in np.flatnonzero(found)] if is_usual else []


def _says_total(column: TextColumn) -> NDArray[np.bool_]:
    """Return per row whether a label of a total stands in place of a day or a year."""
    is_total = np.zeros(len(column.texts), dtype=bool)
    if not isinstance(column.texts, TypedTexts):
        words = [code for code, text in enumerate(column.texts) if text[:1].isalpha()]
        is_total[[code for code in words if total_kind(column.texts[code]) != USED]] = True
    return per_row(is_total, column.codes)


def _grand_totals(column: TextColumn, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    codes = column.codes.take(rows)
    is_total = np.zeros(len(column.texts), dtype=bool)
    for code in np.unique(codes).tolist():
        is_total[code] = total_kind(column.texts[code]) == TOTAL
    return is_total.take(codes)


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
    if is_no_number(label):
        return NO_ID
    # "2 Kunden; Summe: 300": what stands beside an odd number may tell as well.
    beside = has_number and " " in label and any(text and total_kind(text) == TOTAL for text in texts)
    kind = total_kind(label) or (TOTAL if beside else USED)
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
        has_number |= filled[position].take(rows)
    kinds = np.full(len(rows), NO_ID, dtype=np.int8)
    bare = np.flatnonzero(~has_number)
    cells = np.sum([column_filled.take(rows[bare]) for column_filled in filled], axis=0)
    kinds[bare[cells <= 1]] = FOOTER
    decided = np.zeros(len(rows), dtype=bool)
    for position in text_positions:
        column = table.columns[position]
        codes = column.codes.take(rows)
        kind_of_code = np.zeros(len(column.texts), dtype=np.int8)
        present = np.bincount(codes, minlength=len(column.texts)) > 0
        for code in np.flatnonzero(present & ~column.typed()).tolist():
            text = column.texts[code].strip()
            if text and not text[0].isdigit():
                kind_of_code[code] = total_kind(text) or (FOOTER if is_footer(text) else USED)
        if kind_of_code.any():
            found = kind_of_code.take(codes)
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
            shown = rows[:MOST_LISTED]
            lines = table.lines.take(shown).tolist()
            listed += [RowLeftOut(line, reason, text) for line, text in zip(lines, table.row_texts(shown), strict=True)]
    return tuple(sorted(listed, key=lambda row: row.line)), counts
