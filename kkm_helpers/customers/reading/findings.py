"""What there is to say about a list once it is read: margins in EUR, blanks, totals that differ, undated amounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.customers.columns import fold_text
from kkm_helpers.customers.customer_list import ControlTotal, Message, Undated
from kkm_helpers.customers.reading import left_out
from kkm_helpers.customers.reading.doubtful_amounts import document_remarks, price_remarks
from kkm_helpers.customers.reading.joining import comparable_id
from kkm_helpers.customers.reading.marks import blocked_remarks, currency_remarks
from kkm_helpers.customers.reading.remarks import named
from kkm_helpers.customers.words import counted, euros, label
from kkm_helpers.language import LANGUAGES, Language, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from datetime import date

    import pandas as pd

    from kkm_helpers.customers.reading.cell_values import CellValues
    from kkm_helpers.customers.reading.mapping import Mapping
    from kkm_helpers.customers.reading.recognition import Recognised
    from kkm_helpers.customers.reading.text_table import TextTable

_LEAST_FOR_A_TOTAL = 4  # of two customers one may well be as large as the other
_CENT = 0.005
_COLLECTIVE = re.compile(
    r"(?:conto pro diverse|cpdk?|diverse[rsn]?|div\.|einmal-?kunden?|sammel-?(?:kunden?|konto|debitor)|"
    r"bar-?(?:verkauf|verkaeufe|kunden?|zahler)|lauf-?kund(?:en?|schaft)|theken-?verkauf|one[- ]time|walk[- ]in|"
    r"cash (?:sales?|customers?)|various|sundry|misc(?:ellaneous)?)\b"
    r"(?:[\s./-]*(?:kunden?|kundschaft|debitoren|customers?|accounts?|inland|ausland|national|bar|\d+))*[\s.]*"
)


def findings(
    table: TextTable,
    kinds: left_out.RowKinds,
    columns: Recognised,
    values: CellValues,
    frame: pd.DataFrame,
    totals: AnyMapping[str, ControlTotal],
    undated: Undated,
    oldest: date | None,
    mapping: Mapping,
) -> list[Message]:
    """Return what the user should know of a list that was read.

    Args:
        table: the rows below the header.
        kinds: what each row is.
        columns: the recognised columns.
        values: what their texts mean.
        frame: the customers.
        totals: the control totals of the revenue columns.
        undated: rows with an amount, but without a day.
        oldest: first day of an invoice line; None where there are no such lines.
        mapping: what the user says about the file.
    """
    return [
        *_mark_remarks(table, kinds, columns, values),
        *_margin_warnings(values, columns),
        *_blank_warnings(values, mapping),
        *_total_warnings(totals),
        *_left_out_warnings(totals),
        *undated_warnings(undated),
        *_first_year_warnings(oldest),
        *_id_warnings(frame),
        *_collective_warnings(frame),
        *_total_like_warnings(frame, totals),
    ]


def _margin_warnings(values: CellValues, columns: Recognised) -> list[Message]:
    if not values.margin_is_amount or "contribution_margin" in values.not_meant:
        return []
    use = columns.uses["contribution_margin"]
    newest = max((name for name in columns.uses if name.startswith("revenue_")), default="revenue")
    year = use.of_year or newest.rpartition("_")[2] or "?"
    base_de = f"des Umsatzes {year}" if columns.shape == "wide" else "des Umsatzes aller Zeilen"
    base_en = f"of the revenue {year}" if columns.shape == "wide" else "of the revenue of all lines"
    return [
        Message(
            f"„{use.header}“ enthält Euro-Beträge und wird als Anteil {base_de} geführt.",
            f"“{use.header}” holds amounts in EUR and is kept as a share {base_en}.",
        )
    ]


def _blank_warnings(values: CellValues, mapping: Mapping) -> list[Message]:
    """Say once what blank revenue means, with the number of cells of each column."""
    counts = {name: count for name, count in values.unknown.items() if name.startswith("revenue_")}
    if not counts or mapping.blank_revenue == "zero":
        return []
    de, en = (
        ", ".join(f"{label(name, language)} ({format_number(count, 0, language)})" for name, count in counts.items())
        for language in LANGUAGES
    )
    return [
        Message(
            f"Leere Zellen oder solche ohne Angabe stehen in {de}; sie gelten als unbekannt, nicht als 0 (anders mit "
            "blank_revenue: zero in der Zuordnung).",
            f"Cells that are empty or say nothing stand in {en}; they count as unknown, not as 0 (otherwise: "
            "blank_revenue: zero in the mapping).",
        )
    ]


def _amounts(amounts: AnyMapping[str, float], language: Language) -> str:
    """Return amounts with their columns: "1.234,00 € (Umsatz 2024)"."""
    return ", ".join(f"{euros(amount, language)} ({label(name, language)})" for name, amount in amounts.items())


def _total_warnings(totals: AnyMapping[str, ControlTotal]) -> list[Message]:
    wrong = {name: total for name, total in totals.items() if not total.total_row_matches}
    if not wrong:
        return []
    stated = {name: total.total_row or 0.0 for name, total in wrong.items()}
    added = {name: total.file for name, total in wrong.items()}
    return [
        Message(
            f"Die Summenzeile der Datei nennt {_amounts(stated, 'de')}, die Kundenzeilen ergeben "
            f"{_amounts(added, 'de')}.",
            f"The file's total row says {_amounts(stated, 'en')}, the customer lines add up to "
            f"{_amounts(added, 'en')}.",
        )
    ]


def _left_out_warnings(totals: AnyMapping[str, ControlTotal]) -> list[Message]:
    left = {name: total.left_out for name, total in totals.items() if total.left_out}
    if not left:
        return []
    if all(abs(total.left_out - total.file) <= _CENT for total in totals.values()):
        return [
            Message(
                "Unter der Liste steht ohne Bezeichnung und ohne Kundennummer die Summe der Kundenzeilen; sie stimmt.",
                "Below the list stands, without a label and a customer number, the sum of the customer lines; it is "
                "right.",
            )
        ]
    return [
        Message(
            f"In Zeilen ohne Kundennummer stehen Beträge, die keinem Kunden zugerechnet sind: {_amounts(left, 'de')}.",
            f"Rows without a customer number hold amounts that belong to no customer: {_amounts(left, 'en')}.",
        )
    ]


def undated_warnings(undated: Undated) -> list[Message]:
    """Return what is lost in rows that have an amount, but no day or year."""
    if not undated.rows:
        return []
    one = undated.rows == 1
    return [
        Message(
            f"{counted(undated.rows, 'Zeile', 'Zeilen', 'de')} mit einem Betrag {'hat' if one else 'haben'} kein "
            f"lesbares Datum oder Jahr: {euros(undated.amount, 'de')} gehören zu keinem Jahr und fehlen im Umsatz.",
            f"{counted(undated.rows, 'row', 'rows', 'en')} with an amount {'has' if one else 'have'} no readable date "
            f"or year: {euros(undated.amount, 'en')} belong to no year and are missing from the revenue.",
        )
    ]


def _first_year_warnings(oldest: date | None) -> list[Message]:
    """Say that the first year is not a full one where invoices begin in the course of it."""
    if oldest is None or oldest < oldest.replace(month=2, day=1):
        return []
    return [
        Message(
            f"Die Belege beginnen am {oldest:%d.%m.%Y}: {oldest.year} ist kein volles Jahr, und Vergleiche damit "
            "(Wachstum, Verlustrate, bestes Jahr) sagen wenig.",
            f"The invoices begin on {oldest.isoformat()}: {oldest.year} is no full year, and comparisons with it "
            "(growth, churn, best year) say little.",
        )
    ]


def _mark_remarks(table: TextTable, kinds: left_out.RowKinds, columns: Recognised, values: CellValues) -> list[Message]:
    used = kinds.kinds == left_out.USED
    marks = columns.marks
    remarks: list[Message] = []
    if "currency" in marks:
        remarks += currency_remarks(marks["currency"], table.columns[marks["currency"].positions[0]], used)
    remarks += document_remarks(marks, table, values.columns, used, signed=values.signs is not None)
    remarks += price_remarks(marks.get("price_unit"), columns.uses.get("discount"), table, values.columns, used)
    if "blocked" in marks:
        remarks += blocked_remarks(marks["blocked"], table.columns[marks["blocked"].positions[0]], used)
    return remarks


def _id_warnings(frame: pd.DataFrame) -> list[Message]:
    """Say where customer numbers differ by leading zeros only: in another system they would be one."""
    numbers = frame["customer_id"]
    padded = set(numbers[numbers.str.startswith("0")].map(comparable_id))
    if not padded:
        return []
    alike: dict[str, list[str]] = {}
    for number in numbers:
        alike.setdefault(comparable_id(number), []).append(number)
    twice = [same for key, same in alike.items() if len(same) > 1 and key in padded]
    if not twice:
        return []
    shown = "; ".join(" = ".join(numbers) for numbers in twice[:5]) + (" …" if len(twice) > 5 else "")  # noqa: PLR2004
    return [
        Message(
            f"Kundennummern unterscheiden sich nur durch führende Nullen ({shown}) und gelten als verschiedene Kunden. "
            "Bitte prüfen, ob es dieselben sind.",
            f"Customer numbers differ by leading zeros only ({shown}) and count as different customers. Please check "
            "whether they are the same.",
        )
    ]


def _collective_warnings(frame: pd.DataFrame) -> list[Message]:
    """Say which customers are accounts on which a company books many: they count as one."""
    numbers = frame["customer_id"].tolist()
    names = frame["name"].tolist() if "name" in frame.columns else [""] * len(numbers)
    found = [
        f"{number} {name}".strip()
        for number, name in zip(numbers, names, strict=True)
        if any(text and not text[0].isdigit() and _COLLECTIVE.fullmatch(fold_text(text)) for text in (number, name))
    ]
    if not found:
        return []
    return [
        Message(
            f"Nach dem Namen ein Sammelkonto, auf dem mehrere Kunden stehen: {named(found, 'de')}. Jedes zählt als ein "
            "Kunde. Bitte prüfen und gegebenenfalls aus der Liste nehmen.",
            f"By the name a collective account, which holds several customers: {named(found, 'en')}. Each counts as "
            "one customer. Please check, and take it out of the list if so.",
        )
    ]


def _total_like_warnings(frame: pd.DataFrame, totals: AnyMapping[str, ControlTotal]) -> list[Message]:
    """Say which customers have as much revenue as all others together, in each year: they may be a total."""
    like = np.full(len(frame), len(frame) >= _LEAST_FOR_A_TOTAL)
    years = [name for name, total in totals.items() if abs(total.imported) > _CENT and name in frame.columns]
    for name in years:
        total = totals[name].imported
        like &= np.abs(2 * frame[name].to_numpy() - total) <= _CENT + 1e-9 * abs(total)
    if not years or not like.any():
        return []
    shown = ", ".join(frame["customer_id"][like])
    return [
        Message(
            f"Der Kunde „{shown}“ hat in jedem Jahr so viel Umsatz wie alle anderen zusammen: Ist das eine "
            "Summenzeile? Dann bitte in der Datei löschen.",
            f"The customer “{shown}” has as much revenue as all others together in each year: is that a total row? "
            "Then please delete it in the file.",
        )
    ]
