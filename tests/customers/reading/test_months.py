"""Revenue by month: a column per month, a month beside a year, posting periods."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from kkm_helpers.customers.reading import CustomerListError
from tests.customers.reading.looking import column, reasons, warned
from tests.customers.reading.test_bad_input import workbook
from tests.customers.reading.test_workbooks import rows

if TYPE_CHECKING:
    from tests.customers.reading.looking import Reader


class TestColumnPerMonth:
    @pytest.mark.parametrize(
        "header",
        ["01.{:02d}.2024", "{:02d}/2024", "2024-{:02d}", "2024-{:02d}-01", "2024{:02d}", "2024/{}", "{:02d}.2024"],
    )
    def test_adds_up_to_the_year(self, read: Reader, header: str) -> None:
        months = [header.format(month) for month in range(1, 13)]
        amounts = [f"{month},50" for month in range(1, 13)]
        listed = read("\n".join([";".join(["Kundennr", "Name", *months]), ";".join(["1", "A", *amounts])]) + "\n")
        assert column(listed, "revenue_2024") == [84.0]
        assert warned(listed, "Umsatz 2024", "Summe von 12 Spalten")

    def test_may_be_a_date_in_excel(self, read: Reader) -> None:
        months = [date(2024, month, 1) for month in range(1, 13)]
        listed = read(workbook(rows(["Kundennr", "Name", *months], ["1", "A", *range(1, 13)])), name="monate.xlsx")
        assert column(listed, "revenue_2024") == [78.0]

    def test_a_year_may_be_written_as_a_decimal(self, read: Reader) -> None:
        listed = read("Kundennr;Name;2023.0;2024.0\n1;A;5,00;6,00\n")
        assert column(listed, "revenue_2024") == [6.0]


class TestRowPerMonth:
    LINES = (("1", 2023, 1, 100), ("1", 2023, 2, 200), ("1", 2024, 12, 300), ("2", 2024, 3, 50))

    @pytest.mark.parametrize(
        ("header", "cell"),
        [
            ("Periode", "{0}{1:02d}"),
            ("Periode", "{1:03d}.{0}"),
            ("Geschäftsjahr/Periode", "{0}/{1:03d}"),
            ("Kalenderjahr/Monat", "{1:02d}.{0}"),
            ("Monat", "{0}-{1:02d}"),
            ("Monat", "01.{1:02d}.{0}"),
            ("Jahr;Monat", "{0};{1}"),
            ("Monat;Jahr", "{1:02d};{0}"),
            ("Geschäftsjahr;Periode", "{0};{1:03d}"),
        ],
    )
    def test_adds_up_to_years_and_counts_no_orders(self, read: Reader, header: str, cell: str) -> None:
        text = "\n".join(
            f"{number};{cell.format(year, month)};{amount},00" for number, year, month, amount in self.LINES
        )
        listed = read(f"Kundennr;{header};Umsatz\n{text}\n")
        assert column(listed, "revenue_2023") == [300.0, 0.0]
        assert column(listed, "revenue_2024") == [300.0, 50.0]
        assert column(listed, "last_order") == [pd.Timestamp("2024-12-31"), pd.Timestamp("2024-03-31")]
        assert not [name for name in listed.frame.columns if name.startswith("orders")]
        assert warned(listed, "Monatssummen")
        assert listed.data_until == date(2024, 12, 31)
        assert not warned(listed, "Tag oder der Monat vorn")

    def test_names_of_months_will_do(self, read: Reader) -> None:
        listed = read("Kundennr;Jahr;Monat;Umsatz\n1;2024;Januar;5,00\n1;2024;Feb;6,00\n2;2024;Mrz.;7,00\n")
        assert column(listed, "revenue_2024") == [11.0, 7.0]

    def test_sums_among_them_are_left_out_as_they_stand(self, read: Reader) -> None:
        text = (
            "Kundennr;Name;Jahr;Monat;Umsatz\n1;A;2024;1;5,00\n1;A;2024;2;6,00\n1;A;2024;3;7,00\n1;A;2024;Summe;18,00\n"
        )
        listed = read(text)
        assert column(listed, "revenue_2024") == [18.0]
        assert reasons(listed) == [(5, "Zwischensumme")]
        assert listed.report.rows_left_out[0].text == "1 | A | 2024 | Summe | 18,00"

    def test_a_date_in_three_columns_is_refused_with_a_clear_error(self, read: Reader) -> None:
        mapping = {"columns": {"date": ["Jahr", "Monat", "Tag"]}}
        with pytest.raises(CustomerListError, match=r"„Jahr \+ Monat \+ Tag“ keine Zelle lesbar"):
            read("Kundennr;Jahr;Monat;Tag;Umsatz\n1;2024;1;2;5,00\n", mapping=mapping)

    def test_the_closing_periods_of_sap_are_december(self, read: Reader) -> None:
        listed = read("Kundennr;Periode;Umsatz\n1;012.2024;5,00\n1;013.2024;6,00\n2;001.2024;7,00\n1;002.2024;8,00\n")
        assert column(listed, "revenue_2024") == [19.0, 7.0]

    def test_invoices_keep_their_orders(self, read: Reader) -> None:
        text = "Kundennr;Belegnr;Datum;Betrag\n1;R1;31.01.2024;5,00\n1;R2;29.02.2024;6,00\n1;R3;31.03.2024;7,00\n"
        assert column(read(text), "orders_2024") == [3.0]
