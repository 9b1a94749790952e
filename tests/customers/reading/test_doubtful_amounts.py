"""Amounts that may be no revenue, or not all of it, are counted and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.customers.reading.looking import column, warned

if TYPE_CHECKING:
    from tests.customers.reading.looking import Reader


def lines(header: str, *cells: str) -> str:
    """Return invoice lines of 100 € each with one more column."""
    rows = [f"{1000 + number};0{number + 1}.03.2024;100,00;{cell}" for number, cell in enumerate(cells)]
    return "\n".join([f"Kundennr;Datum;Betrag;{header}", *rows]) + "\n"


class TestDocuments:
    def test_offers_are_said(self, read: Reader) -> None:
        listed = read(lines("Belegart", "Rechnung", "Angebot", "Angebot", "Proforma-Rechnung"))
        assert warned(listed, "„Belegart“", "„Angebot“, „Proforma-Rechnung“", "keine Rechnung", "3 Zeilen", "300,00")
        assert column(listed, "revenue_2024") == [100.0] * 4

    def test_what_comes_before_an_invoice_is_said_only_beside_invoices(self, read: Reader) -> None:
        assert warned(read(lines("Belegart", "Rechnung", "Lieferschein")), "„Lieferschein“", "1 Zeile", "100,00")
        assert not warned(read(lines("Belegart", "Lieferschein", "Lieferschein")), "keine Rechnung")

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("Status", ("fakturiert", "storniert", "Abgelehnt")),
            ("Order Status", ("Shipped", "Cancelled", "Canceled")),
            ("Storno", ("", "X", "ja")),
        ],
    )
    def test_cancelled_documents_are_said(self, read: Reader, header: str, cells: tuple[str, ...]) -> None:
        listed = read(lines(header, *cells))
        assert warned(listed, f"„{header}“", "storniert oder ungültig", "2 Zeilen", "200,00")

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("Status", ("5", "nicht storniert", "offen")),
            ("Storno", ("", "nein", "N")),
            ("Belegart", ("Rechnung", "RE", "F2")),
        ],
    )
    def test_ordinary_documents_are_not(self, read: Reader, header: str, cells: tuple[str, ...]) -> None:
        assert not warned(read(lines(header, *cells)), "trotzdem")

    def test_cancelled_rows_that_are_negative_lower_the_revenue_already(self, read: Reader) -> None:
        text = "Kundennr;Datum;Betrag;Status\n1;01.03.2024;100,00;ok\n1;02.03.2024;-40,00;storniert\n"
        listed = read(text)
        assert column(listed, "revenue_2024") == [60.0]
        assert not warned(listed, "storniert")


class TestQuantityTimesPrice:
    def test_a_discount_beside_it_is_said(self, read: Reader) -> None:
        listed = read("Kundennr;Datum;Menge;Preis;Rabatt\n1;01.03.2024;10;5,00;10%\n2;01.03.2024;1;5,00;0%\n")
        assert warned(listed, "„Rabatt“ ist nicht abgezogen", "1 Zeile", "10,0")
        assert column(listed, "revenue_2024") == [50.0, 5.0]

    def test_a_price_unit_beside_it_is_said(self, read: Reader) -> None:
        listed = read("Kundennr;Datum;Menge;Preis;Preiseinheit\n1;01.03.2024;10;5,00;100\n2;01.03.2024;1;5,00;1\n")
        assert warned(listed, "„Preiseinheit“", "1 Zeile")

    def test_neither_matters_where_all_is_one_or_the_amount_is_given(self, read: Reader) -> None:
        one = read("Kundennr;Datum;Menge;Preis;Preiseinheit;Rabatt\n1;01.03.2024;10;5,00;1,00;0%\n")
        assert not warned(one, "Menge × Preis")
        given = read("Kundennr;Datum;Menge;Preis;Preiseinheit;Betrag\n1;01.03.2024;10;5,00;100;0,50\n")
        assert not warned(given, "Menge × Preis")


class TestCollectiveAccounts:
    @pytest.mark.parametrize(
        "name", ["DIVERSE", "CPD", "Diverse Kunden", "Barverkauf", "Einmalkunde", "Walk-in customers"]
    )
    def test_are_said(self, read: Reader, name: str) -> None:
        assert warned(read(f"Kundennr;Name;Umsatz 2024\n1;Müller GmbH;5,00\n99999;{name};7,00\n"), f"99999 {name}")

    @pytest.mark.parametrize("name", ["Diverse Moden GmbH", "Barth Bau", "CPD Consulting AG", "Various Artists Ltd"])
    def test_names_that_only_begin_so_are_not(self, read: Reader, name: str) -> None:
        assert not warned(read(f"Kundennr;Name;Umsatz 2024\n1;Müller GmbH;5,00\n2;{name};7,00\n"), "Sammelkonto")
