"""Every case of customers.md section 1 and domain.md section 6: values, counts and reasons of one small mess each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from kkm_helpers.customers.reading import CustomerListError
from tests.customers.reading.looking import column, reasons, warned

if TYPE_CHECKING:
    from tests.customers.reading.looking import Reader

HEAD = "Kundennummer;Name;Umsatz 2024\n"


def revenue(read: Reader, *cells: str, header: str = "Umsatz 2024") -> list[float | None]:
    """Return the revenues that a list with these cells has."""
    lines = "".join(f'{100 + number};Kunde {number};"{cell}"\n' for number, cell in enumerate(cells))
    return column(read(f"Kundennummer;Name;{header}\n{lines}"), "revenue_2024")


# ---- shape of the file


def test_semicolon_and_decimal_comma(read: Reader) -> None:
    listed = read("Kunde;Umsatz\n1;1.234,56\n2;0,44\n")
    assert column(listed, "customer_id") == ["1", "2"]
    assert column(listed, "revenue_2024") == [1234.56, 0.44]
    assert warned(listed, "Umsatz 2024")  # the year is a guess


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "^", "~", "#"])
def test_any_delimiter(read: Reader, delimiter: str) -> None:
    text = "Kundennummer;Name;Ort;Umsatz 2024\n007;Müller;Köln;1234.5\n008;Meier;Ulm;99.5\n".replace(";", delimiter)
    listed = read(text)
    assert listed.report.delimiter == delimiter
    assert column(listed, "customer_id") == ["007", "008"]
    assert column(listed, "revenue_2024") == [1234.5, 99.5]


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [(name, name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850")],
)  # fmt: skip
def test_encodings(read: Reader, encoding: str, reported: str) -> None:
    listed = read(
        "Kundennummer;Name;Straße;Umsatz 2024\n1;Müller & Söhne;Höhenweg;5,5\n2;Bäßler;Übergasse;7,5\n",
        encoding=encoding,
    )
    assert column(listed, "name") == ["Müller & Söhne", "Bäßler"]
    assert listed.report.encoding == reported
    assert column(listed, "revenue_2024") == [5.5, 7.5]


def test_an_umlaut_far_down_decides_the_encoding(read: Reader) -> None:
    lines = "".join(f"{number};Firma;1,5\n" for number in range(30_000))
    listed = read(HEAD + lines + "99999;Müller;2,5\n", encoding="cp1252")
    assert listed.frame["name"].iloc[-1] == "Müller"


def test_a_few_broken_bytes_do_not_turn_utf8_into_mojibake(read: Reader) -> None:
    data = (HEAD + "".join(f"{n};Müller Köln Süß;1,5\n" for n in range(50))).encode() + b"99;Gr\xfcn;2,5\n"
    listed = read(data)
    assert column(listed, "name")[0] == "Müller Köln Süß"
    assert warned(listed, "1 Zeichen", "beschädigt")


def test_mojibake_in_the_file_is_reported(read: Reader) -> None:
    assert warned(read(HEAD + "1;MÃ¼ller;5,00\n"), "falsch gespeichert")


def test_sep_hint_is_no_header(read: Reader) -> None:
    listed = read("sep=;\nKundennummer;Name;Umsatz 2024\n1;A, B;5,00\n")
    assert (column(listed, "name"), listed.report.header_line, listed.report.delimiter) == (["A, B"], 2, ";")


def test_title_lines_above_the_header(read: Reader) -> None:
    listed = read("Umsatzliste Debitoren\nStand: 31.12.2024\n\nKundennummer;Name;Umsatz\n1;A;5,00\n")
    assert column(listed, "revenue_2024") == [5.0]
    assert listed.report.header_line == 4
    assert listed.data_until is not None
    assert listed.data_until.isoformat() == "2024-12-31"


def test_blank_lines_are_no_rows(read: Reader) -> None:
    listed = read("\n" + HEAD + "\n1;A;5,00\n\n;;\n2;B;6,00\n\n\n")
    assert column(listed, "revenue_2024") == [5.0, 6.0]
    assert (listed.report.rows_in_file, listed.report.rows_used, listed.report.rows_left_out) == (2, 2, ())


def test_two_header_rows_with_merged_years(read: Reader) -> None:
    listed = read(";;2022;;2023;\nKd-Nr;Name;Umsatz;DB;Umsatz;DB\n1;A;100,00;30;200,00;50\n2;B;50,00;10;80,00;20\n")
    assert column(listed, "revenue_2022") == [100.0, 50.0]
    assert column(listed, "revenue_2023") == [200.0, 80.0]
    assert listed.report.columns["revenue_2023"] == "2023 Umsatz"


def test_two_header_rows_years_below(read: Reader) -> None:
    listed = read("Kundennummer;Name;Umsatz;\n;;2022;2023\n1;A;100,00;200,00\n")
    assert (column(listed, "revenue_2022"), column(listed, "revenue_2023")) == ([100.0], [200.0])


def test_a_second_header_row_with_units_scales(read: Reader) -> None:
    listed = read("Kundennummer;Name;2022;2023\n;;T€;T€\n1;A;1,5;2\n")
    assert (column(listed, "revenue_2022"), column(listed, "revenue_2023")) == ([1500.0], [2000.0])
    assert listed.report.units["revenue_2022"].where == "header"


def test_totals_subtotals_and_footers_are_no_customers(read: Reader) -> None:
    listed = read(
        "Kundennummer;Name;Umsatz 2024\n1;A;100,00\n2;B;200,00\n* Ergebnis Gebiet Nord;;300,00\n3;Summe "
        "GmbH;50,00\n;Zwischensumme;50,00\n"
        "Gesamtergebnis;;350,00\nErstellt am 31.12.2024 von MUELLER;;\nSeite 1 von 1;;\n"
    )
    assert column(listed, "customer_id") == ["1", "2", "3"]
    assert column(listed, "name")[2] == "Summe GmbH"
    assert reasons(listed) == [
        (4, "Zwischensumme"), (6, "Zwischensumme"), (7, "Summenzeile"),
        (8, "Titel- oder Fußzeile"), (9, "Titel- oder Fußzeile"),
    ]  # fmt: skip
    total = listed.report.control_totals["revenue_2024"]
    assert (total.file, total.imported, total.total_row, total.matches) == (350.0, 350.0, 350.0, True)
    assert listed.report.rows_in_file == 8
    assert listed.report.rows_used + listed.report.rows_left_out_count == 8


def test_a_total_row_that_does_not_add_up_is_said(read: Reader) -> None:
    listed = read(HEAD + "1;A;100,00\n2;B;200,00\nSumme;;400,00\n")
    assert not listed.report.control_totals["revenue_2024"].matches
    assert warned(listed, "400,00", "300,00")


@pytest.mark.parametrize(
    "label",
    [
        "Summe",
        "SUMME:",
        "Gesamtsumme",
        "Gesamt",
        "Total",
        "Grand Total",
        "Endsumme",
        "Insgesamt",
        "*",
        "**",
        "Summe Gesamt",
    ],
)
def test_ways_to_write_a_total(read: Reader, label: str) -> None:
    listed = read(HEAD + f"1;A;100,00\n{label};;100,00\n")
    assert column(listed, "customer_id") == ["1"]
    assert reasons(listed) == [(3, "Summenzeile")]


def test_an_unlabelled_total_has_no_customer_number(read: Reader) -> None:
    listed = read(HEAD + "1;A;100,00\n2;B;50,00\n;;150,00\n")
    assert column(listed, "customer_id") == ["1", "2"]
    assert listed.report.rows_left_out[0].line == 4


SAP = """\
Umsatzliste                                 Seite 1
-------------------------------------------------
|Debitor   |Name 1        |  Umsatz 2024| PLZ   |
-------------------------------------------------
|0000100234|Müller GmbH   |    1.234,56 | 01067 |
|0000100235|A|B Handel    |      200,00-| 50667 |
-------------------------------------------------
Umsatzliste                                 Seite 2
-------------------------------------------------
|Debitor   |Name 1        |  Umsatz 2024| PLZ   |
-------------------------------------------------
|0000100236|Zöller        |       10,00 | 80331 |
|*         |              |    1.044,56 |       |
-------------------------------------------------
"""


def test_sap_list_with_pipes_rules_and_repeated_heads(read: Reader) -> None:
    listed = read(SAP, name="liste.txt", encoding="cp1252")
    assert column(listed, "customer_id") == ["0000100234", "0000100235", "0000100236"]
    assert column(listed, "name") == ["Müller GmbH", "A|B Handel", "Zöller"]
    assert column(listed, "revenue_2024") == [1234.56, -200.0, 10.0]
    assert column(listed, "postcode") == ["01067", "50667", "80331"]
    assert reasons(listed) == [(8, "Titel- oder Fußzeile"), (10, "wiederholter Spaltenkopf"), (13, "Summenzeile")]
    assert listed.report.control_totals["revenue_2024"].matches


def test_a_trailing_delimiter_in_the_data_only_shifts_nothing(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024\n1;5,00;\n2;6,00;\n")
    assert (column(listed, "customer_id"), column(listed, "revenue_2024")) == (["1", "2"], [5.0, 6.0])
    assert listed.report.columns_kept == ()


def test_a_trailing_delimiter_everywhere_adds_no_column(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;\n1;5,00;\n")
    assert list(listed.frame.columns) == ["customer_id", "revenue_2024"]


def test_quoted_line_breaks_and_inch_marks(read: Reader) -> None:
    listed = read(HEAD + '1;"Müller\nSöhne";5,00\n2;Rohr 3/4" AG;6,00\n3;"Zoll ""2""";7,00\n4;A;kaputt\n')
    assert column(listed, "name")[1:3] == ['Rohr 3/4" AG', 'Zoll "2"']
    assert column(listed, "name")[0].split() == ["Müller", "Söhne"]
    assert column(listed, "revenue_2024") == [5.0, 6.0, 7.0, None]
    assert [(cell.line, cell.text) for cell in listed.report.unreadable_cells] == [(6, "kaputt")]  # physical lines


def test_a_quote_that_never_closes_swallows_nothing(read: Reader) -> None:
    listed = read(HEAD + '1;"Zoll;5,00\n2;B;6,00\n3;C;7,00\n')
    assert column(listed, "revenue_2024") == [5.0, 6.0, 7.0]
    assert warned(listed, "nicht geschlossen", "2")


def test_a_delimiter_in_an_unquoted_name_is_reported_and_shifts_nothing(read: Reader) -> None:
    listed = read(HEAD + "1;Müller; Söhne GmbH;100,00\n2;B;50,00\n")
    assert column(listed, "customer_id") == ["2"]
    assert column(listed, "revenue_2024") == [50.0]
    (row,) = listed.report.rows_left_out
    assert (row.line, "mehr Felder" in row.reason.de, row.text) == (2, True, "1 | Müller | Söhne GmbH | 100,00")


def test_hidden_meaning_of_html_named_xls(read: Reader) -> None:
    html = (
        "<html><body><table><tr><td>Logo</td></tr></table><table><tr><th>Kundennummer<th>Name<th>Umsatz 2024</tr>"
        "<tr><td>007</td><td>M&uuml;ller &amp; S&ouml;hne</td><td>1.234,56 &euro;</td></tr></table></body></html>"
    )
    listed = read(html, name="export.xls")
    assert (column(listed, "customer_id"), column(listed, "name"), column(listed, "revenue_2024")) == (
        ["007"],
        ["Müller & Söhne"],
        [1234.56],
    )
    assert warned(listed, "HTML")


def test_tsv_named_xls(read: Reader) -> None:
    listed = read("Kundennummer\tName\tUmsatz 2024\n007\tA\t1.234,56\n", name="export.xls", encoding="utf-16")
    assert (column(listed, "customer_id"), column(listed, "revenue_2024")) == (["007"], [1234.56])


def test_excel_xml_of_2003_named_xls(read: Reader) -> None:
    def cells(*texts: str) -> str:
        return "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts) + "</Row>"

    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = cells("Kundennummer", "Name", "Umsatz 2024") + cells("007", "A", "12.5")
    xml = (
        f'<?xml version="1.0"?><Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Worksheet ss:Name="Liste"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    listed = read(xml, name="export.xls")
    assert (column(listed, "customer_id"), column(listed, "revenue_2024")) == (["007"], [12.5])


# ---- numbers


def test_a_number_format_is_the_columns_not_the_cells(read: Reader) -> None:
    assert revenue(read, "1.234", "12,5", "1.234.567,89") == [1234.0, 12.5, 1234567.89]
    assert revenue(read, "1.234", "12.5") == [1.234, 12.5]
    assert revenue(read, "1,234.56", "1,234", "7") == [1234.56, 1234.0, 7.0]
    assert revenue(read, "1'234.56", "12.50", "1’000") == [1234.56, 12.5, 1000.0]
    assert revenue(read, "1234.56", "7") == [1234.56, 7.0]


def test_thousands_without_decimals_are_german_and_said(read: Reader) -> None:
    listed = read(HEAD + "1;A;12.500\n2;B;7.000\n")
    assert column(listed, "revenue_2024") == [12500.0, 7000.0]
    assert warned(listed, "mehrdeutig", "Umsatz 2024")


def test_an_ambiguous_column_follows_the_others(read: Reader) -> None:
    listed = read("Kundennummer,Name,Umsatz 2023,Umsatz 2024\n1,A,12.5,1.234\n2,B,7.25,2.500\n")
    assert column(listed, "revenue_2024") == [1.234, 2.5]
    assert warned(listed, "mehrdeutig", "wie die anderen")


def test_whole_numbers_are_not_ambiguous(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Besuche\n1;100,5;0\n2;200,5;12\n3;300;\n")
    assert listed.report.warnings == ()
    assert listed.report.number_formats == {"revenue_2024": "german", "visits": "plain"}


def test_english_decimals_under_german_eyes_are_not_multiplied(read: Reader) -> None:
    listed = read(HEAD + "1;A;1234.56\n2;B;99.90\n")
    assert column(listed, "revenue_2024") == [1234.56, 99.9]
    assert listed.report.number_format == "plain"


def test_a_cell_in_another_format_than_its_column_is_unreadable(read: Reader) -> None:
    listed = read(HEAD + "1;A;1.234,56\n2;B;2.345,67\n3;C;1,234.56\n")
    assert column(listed, "revenue_2024") == [1234.56, 2345.67, None]
    assert [(cell.line, cell.column, cell.text) for cell in listed.report.unreadable_cells] == [
        (4, "revenue_2024", "1,234.56")
    ]


def test_negatives(read: Reader) -> None:
    assert (
        revenue(read, "1.234,56-", "(1.234,56)", "−1.234,56", "-1.234,56", "1.234,56 CR", "–1.234,56") == [-1234.56] * 6
    )


def test_debit_and_credit_letters_the_more_frequent_is_positive(read: Reader) -> None:
    listed = read(HEAD + "1;A;1.234,56 H\n2;B;10,00 H\n3;C;200,00 S\n")
    assert column(listed, "revenue_2024") == [1234.56, 10.0, -200.0]
    assert warned(listed, "H ist häufiger")
    assert revenue(read, "5,00 S", "6,00 S", "7,00 H") == [5.0, 6.0, -7.0]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " "])
def test_spaces_between_thousands(read: Reader, space: str) -> None:
    assert revenue(read, f"1{space}234,56", f"1{space}234{space}567,00", "5,00") == [1234.56, 1234567.0, 5.0]


def test_currency_in_the_cell(read: Reader) -> None:
    assert revenue(read, "1.234,56 €", "EUR 1.234,56", "1.234,56\u00a0€", "€1.234,56", "12,-- €") == [1234.56] * 4 + [
        12.0
    ]


def test_scale_in_the_cell(read: Reader) -> None:
    listed = read(HEAD + "1;A;12 T€\n2;B;1,2 Mio.\n3;C;500 €\n4;D;3 TEUR\n5;E;1,5 Mio. €\n")
    assert column(listed, "revenue_2024") == [12_000.0, 1_200_000.0, 500.0, 3000.0, 1_500_000.0]
    assert listed.report.units["revenue_2024"].where == "cell"


@pytest.mark.parametrize(
    "header",
    [
        "Umsatz 2024 (T€)",
        "Umsatz TEUR 2024",
        "Umsatz 2024 in Tsd.",
        "Umsatz 2024 [Tsd. €]",
        "Umsatz 2024 in T€",
        "Umsatz 2024 in 1.000 €",
    ],
)
def test_scale_in_the_header(read: Reader, header: str) -> None:
    listed = read(f"Kundennummer;Name;{header}\n1;A;12,5\n2;B;1.000,0\n")
    assert column(listed, "revenue_2024") == [12_500.0, 1_000_000.0]
    unit = listed.report.units["revenue_2024"]
    assert (unit.factor, unit.where) == (1000.0, "header")
    assert listed.report.control_totals["revenue_2024"].file == 1_012_500.0


def test_a_scale_in_header_and_cell_counts_once(read: Reader) -> None:
    assert revenue(read, "12 T€", "3", header="Umsatz 2024 (T€)") == [12_000.0, 3000.0]


def test_a_scale_in_a_title_line(read: Reader) -> None:
    listed = read("Umsätze, alle Angaben in T€\n" + HEAD + "1;A;12,5\n")
    assert column(listed, "revenue_2024") == [12_500.0]
    assert listed.report.units["revenue_2024"].where == "title"


@pytest.mark.parametrize("text", ["k.A.", "n/a", "-", "", "–", "N/A", "keine Angabe", "unbekannt"])
def test_ways_to_say_unknown(read: Reader, text: str) -> None:
    listed = read(HEAD + f"1;A;5,00\n2;B;{text}\n")
    assert column(listed, "revenue_2024") == [5.0, None]
    assert listed.report.unreadable_cells == ()
    assert listed.report.unknown_cells == {"revenue_2024": 1}


@pytest.mark.parametrize("text", ["#NV", "#DIV/0!", "########", "#WERT!", "#REF!", "#N/A", "#BEZUG!"])
def test_errors_of_a_spreadsheet_are_reported(read: Reader, text: str) -> None:
    listed = read(HEAD + f"1;A;5,00\n2;B;{text}\n")
    assert column(listed, "revenue_2024") == [5.0, None]
    assert [(cell.line, cell.column, cell.text) for cell in listed.report.unreadable_cells] == [
        (3, "revenue_2024", text)
    ]


def test_blank_revenue_is_unknown_and_said_unless_told_to_be_zero(read: Reader) -> None:
    text = HEAD + "1;A;\n2;B;0\n3;C;5\n"
    listed = read(text)
    assert column(listed, "revenue_2024") == [None, 0.0, 5.0]
    assert warned(listed, "Umsatz 2024 (1)", "unbekannt, nicht als 0")
    assert column(read(text, mapping={"blank_revenue": "zero"}), "revenue_2024") == [0.0, 0.0, 5.0]


def test_negative_years_stay(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2023;Umsatz 2024\n1;-350,00;0,01\n")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([-350.0], [0.01])


def test_foreign_currency_and_gross_are_flagged(read: Reader) -> None:
    assert warned(read("Kundennummer;Name;Umsatz 2024\n1;A;CHF 5.00\n2;B;6.00\n"), "CHF", "nicht umgerechnet")
    assert warned(read("Kundennummer;Umsatz brutto 2024\n1;5,00\n"), "brutto")


def test_shares_by_sign_header_and_size(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Lieferanteil;Rabatt;DB %\n1;5,00;25 %;3;40\n2;6,00;0,5 %;0;25,5\n")
    assert column(listed, "share_of_wallet") == [0.25, 0.005]
    assert column(listed, "discount") == [0.03, 0.0]
    assert column(listed, "contribution_margin") == [0.4, 0.255]
    assert warned(listed, "Rabatt", "Prozent")


def test_a_contribution_margin_in_euro_becomes_a_share_of_its_years_revenue(read: Reader) -> None:
    listed = read(
        "Kundennummer;Umsatz 2023;Umsatz 2024;DB 2023;DB 2024\n1;100,00;1.000,00;50,00;250,00\n2;5,00;0,00;1,00;10,00\n"
    )
    assert column(listed, "contribution_margin") == [0.25, None]
    assert warned(listed, "DB 2024", "Umsatzes 2024")
    assert "DB 2023" in listed.kept_columns


# ---- texts, ids, dates, yes and no


def test_leading_zeros_survive(read: Reader) -> None:
    listed = read("KUNNR;PLZ;Umsatz 2024\n0000100234;01067;5,00\n")
    assert (column(listed, "customer_id"), column(listed, "postcode")) == (["0000100234"], ["01067"])


def test_customers_named_like_missing_values(read: Reader) -> None:
    listed = read(HEAD + "1;NA;5\n2;None;6\n3;null;7\n4;nan;8\n")
    assert column(listed, "name") == ["NA", "None", "null", "nan"]


def test_ids_that_excel_shortened_are_reported(read: Reader) -> None:
    listed = read(HEAD + "4,01E+12;A;5\n4,02E+12;B;6\n")
    assert column(listed, "customer_id") == ["4,01E+12", "4,02E+12"]
    assert warned(listed, "4,01E+12", "zwei Kunden")


def test_ids_with_excels_apostrophe_and_as_decimals(read: Reader) -> None:
    assert column(read(HEAD + "'0012;A;5\n"), "customer_id") == ["0012"]
    assert column(read(HEAD + "4711.0;A;5\n4712.0;B;5\n"), "customer_id") == ["4711", "4712"]
    assert column(read(HEAD + "4711,0;A;5\n4712,0;B;5\n"), "customer_id") == ["4711", "4712"]


def test_ids_with_thousands_keep_their_zeros(read: Reader) -> None:
    assert column(read(HEAD + "1.000;A;5\n2.000;B;5\n"), "customer_id") == ["1.000", "2.000"]


@pytest.mark.parametrize("cell", ['="0012"', '"=""0012"""'])
def test_ids_written_so_that_excel_keeps_their_zeros(read: Reader, cell: str) -> None:
    assert column(read(HEAD + f"{cell};A;5\n"), "customer_id") == ["0012"]


def test_the_total_price_of_a_line_goes_before_quantity_times_price(read: Reader) -> None:
    lines = "1;01.02.2024;5;5,00;23,50\n1;01.03.2024;1;5,00;5,00\n2;01.03.2024;2;5,00;10,00\n"
    listed = read(f"Kundennummer;Rechnungsdatum;Menge;Einzelpreis;Gesamtpreis\n{lines}")
    assert column(listed, "revenue_2024") == [28.5, 10]


@pytest.mark.parametrize("text", ["31.12.2024", "2024-12-31", "20241231", "31/12/24", "45657", "31.12.24", "Dez 24"])
def test_date_forms(read: Reader, text: str) -> None:
    listed = read(f"Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;{text}\n")
    assert column(listed, "last_visit") == [pd.Timestamp("2024-12-31")]


@pytest.mark.parametrize("text", ["00.00.0000", "31.12.9999", "", "k.A."])
def test_no_dates(read: Reader, text: str) -> None:
    listed = read(f"Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;{text}\n2;6;01.02.2024\n")
    assert column(listed, "last_visit") == [None, pd.Timestamp("2024-02-01")]
    assert listed.report.unreadable_cells == ()


def test_days_and_months_follow_the_column(read: Reader) -> None:
    text = "Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;03/04/2024\n2;5;12/31/2024\n"
    assert column(read(text), "last_visit") == [pd.Timestamp("2024-03-04"), pd.Timestamp("2024-12-31")]
    unclear = read("Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;03/04/2024\n")
    assert column(unclear, "last_visit") == [pd.Timestamp("2024-04-03")]
    assert warned(unclear, "Letzter Besuch", "Tag zuerst")
    mapped = read("Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;03/04/2024\n", mapping={"dates": "month_first"})
    assert column(mapped, "last_visit") == [pd.Timestamp("2024-03-04")]


def test_an_unreadable_date_is_reported(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;31.02.2024\n2;5;01.02.2024\n3;5;02.02.2024\n")
    assert [(cell.line, cell.column, cell.text) for cell in listed.report.unreadable_cells] == [
        (2, "last_visit", "31.02.2024")
    ]


def test_never_visited_is_told_from_unknown(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Letzter Besuch\n1;5;nie\n2;5;\n3;5;01.02.2024\n")
    assert column(listed, "never_visited") == [True, False, False]
    assert column(listed, "last_visit") == [None, None, pd.Timestamp("2024-02-01")]


@pytest.mark.parametrize(
    ("yes", "no"), [("ja", "nein"), ("J", "N"), ("wahr", "falsch"), ("yes", "no"), ("1", "0"), ("TRUE", "FALSE")]
)
def test_yes_and_no(read: Reader, yes: str, no: str) -> None:
    listed = read(f"Kundennummer;Umsatz 2024;Wettbewerb aktiv\n1;5;{yes}\n2;5;{no}\n3;5;\n")
    assert column(listed, "competition") == [True, False, None]


def test_x_is_yes_and_blank_unknown(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Wettbewerb\n1;5;X\n2;5;\n")
    assert column(listed, "competition") == [True, None]
    assert warned(listed, "unbekannt")


def test_a_blank_visit_is_unknown(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Besuche\n1;5;0\n2;5;\n3;5;4\n")
    assert column(listed, "visits") == [0.0, None, 4.0]


# ---- columns


@pytest.mark.parametrize(
    ("header", "canonical"),
    [
        (header, canonical)
        for canonical, headers in {
            "customer_id": "Kundennummer|Kundennr.|Kd-Nr|KdNr|Debitor|KUNNR|Kontonummer|Customer No|Account Number|ID|"
            "KUNDEN-NR.|kunden_nr",
            "name": "Name|Name 1|Firma|Firma1|Kunde|Kundenname|Company|Suchbegriff",
            "sector": "Branche|Branchencode|Kundengruppe|Segment|Industry|Sector",
            "postcode": "PLZ|Postleitzahl|ZIP",
            "city": "Ort|Stadt",
            "country": "Land",
            "employees": "Mitarbeiter|Anz. Mitarbeiter|MA|Beschäftigte|Beschaeftigte|Employees",
            "revenue_2024": "Umsatz 2024|Nettoumsatz 2024|Umsatz_2024|2024|U24|Erlös GJ 2024|Revenue FY24|rev_2024|"
            "Umsatz netto 2024|UMSATZ2024|Fakturawert 2024|Umsatz 2024 (EUR)",
            "orders": "Aufträge|Bestellungen|Anzahl Aufträge|Belege|Orders",
            "last_order": "Letzte Bestellung|Letzter Kauf",
            "last_visit": "Letzter Besuch|Besuchsdatum|Last Visit",
            "visits": "Besuche|AD-Besuche|Anzahl Besuche",
            "share_of_wallet": "Lieferanteil|Share of Wallet|SoW|Bedarfsdeckung",
            "potential": "Potenzial|Umsatzpotenzial|Bedarf|Potential",
            "contribution_margin": "DB|Deckungsbeitrag|DB-Quote|DB %|Rohertrag|Margin",
            "field_rep": "Außendienst|Aussendienst|ADM|Betreuer|Vertreter|Gebiet",
            "inside_rep": "Innendienst",
            "competition": "Wettbewerb|Wettbewerb aktiv",
            "discount": "Rabatt|Konditionsgruppe",
        }.items()
        for header in headers.split("|")
    ],
)  # fmt: skip
def test_headers_of_the_specification(read: Reader, header: str, canonical: str) -> None:
    others = {"customer_id": "Kundennummer", "revenue_2023": "Umsatz 2023"}
    others.pop(canonical, None)
    number = "1" if canonical not in ("last_order", "last_visit") else "31.12.2024"
    listed = read(";".join([header, *others.values()]) + "\n" + ";".join([number, "2", "3"][: len(others) + 1]) + "\n")
    assert listed.report.columns[canonical] == header
    assert canonical in listed.frame.columns


@pytest.mark.parametrize(
    "header", ["Plan 2025", "Umsatz Q1 2024", "DB 2024", "Absatz 2024", "Budget 2024", "Umsatz 12/2024", "Menge 2024"]
)
def test_these_are_no_years_of_revenue(read: Reader, header: str) -> None:
    listed = read(f"Kundennummer;Umsatz 2023;{header}\n1;5,00;7,00\n")
    assert [name for name in listed.frame.columns if name.startswith("revenue_")] == ["revenue_2023"]


def test_fiscal_years_are_labelled(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz GJ 22/23;Umsatz GJ 2023/24\n1;5,00;7,00\n")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([5.0], [7.0])
    assert warned(listed, "Geschäftsjahr", "2023/24")


def test_relative_years_need_a_day(read: Reader) -> None:
    text = "Kundennummer;Umsatz lfd. Jahr;Umsatz VJ;Umsatz VVJ\n1;5,00;7,00;9,00\n"
    listed = read("Stand: 30.06.2025\n" + text)
    assert (column(listed, "revenue_2024"), column(listed, "revenue_2023")) == ([7.0], [9.0])
    assert "revenue_2025" not in listed.frame.columns  # half a year is not comparable
    assert warned(listed, "lfd. Jahr", "angefangen")


@pytest.mark.parametrize(
    ("header", "canonical"),
    [
        ("Letzter Auftrag am", "last_order"),
        ("Besuche letzte 12 Monate", "visits"),
        ("Aufträge (letzte 12 Monate)", "orders"),
        ("Kunden-PLZ", "postcode"),
        ("Summe von Umsatz 2024", "revenue_2024"),
        ("Umsatzerlöse 2024 (netto)", "revenue_2024"),
        ("Ort Kunde", "city"),
    ],
)
def test_words_around_a_column_do_not_hide_it(read: Reader, header: str, canonical: str) -> None:
    cell = "31.12.2024" if canonical == "last_order" else "1"
    listed = read(f"Kundennummer;Umsatz 2023;{header}\n1;5,00;{cell}\n")
    assert listed.report.columns[canonical] == header


def test_a_revenue_of_the_last_12_months_is_none_of_a_year(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2023;Umsatz letzte 12 Monate\n1;5,00;7,00\n")
    assert listed.kept_columns == ("Umsatz letzte 12 Monate",)


def test_unknown_columns_are_kept_as_text(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Zahlungsziel;segment\n1;5;030;\n")
    assert "Zahlungsziel" in listed.kept_columns
    assert column(listed, "Zahlungsziel") == ["030"]
    assert listed.frame.columns[0] == "customer_id"


def test_a_condition_group_is_no_share(read: Reader) -> None:
    listed = read("Kundennummer;Umsatz 2024;Konditionsgruppe\n1;5;A1\n2;5;B2\n")
    assert "discount" not in listed.frame.columns
    assert column(listed, "Konditionsgruppe") == ["A1", "B2"]
    assert warned(listed, "Konditionsgruppe", "als Text behalten")


def test_the_report_names_what_was_recognised_kept_and_missing(read: Reader) -> None:
    report = read("Kd-Nr;Firma;Umsatz 2024;Farbe\n1;A;5,00;rot\n").report.to_json()
    assert report["columns"] == {"customer_id": "Kd-Nr", "name": "Firma", "revenue_2024": "Umsatz 2024"}
    assert report["columns_kept"] == ["Farbe"]
    assert "sector" in report["columns_missing"]
    assert report["control_totals"] == {"revenue_2024": {"file": 5.0, "imported": 5.0}}
    assert (report["encoding"], report["delimiter"], report["number_format"]) == ("utf-8", ";", "german")
    for key in (
        "customers",
        "rows_in_file",
        "rows_used",
        "rows_left_out",
        "unreadable_cells",
        "units",
        "duplicates_by_id",
        "likely_duplicates",
        "warnings",
    ):
        assert key in report


# ---- duplicates


def test_duplicate_ids_are_summed_and_reported(read: Reader) -> None:
    listed = read("Kundennummer;Name;Umsatz 2023;Umsatz 2024;Besuche\n1;A;10,00;1,00;2\n2;B;;5,00;1\n1;A AG;20,00;;3\n")
    assert column(listed, "customer_id") == ["1", "2"]
    assert column(listed, "revenue_2023") == [30.0, None]
    assert column(listed, "revenue_2024") == [1.0, 5.0]
    assert column(listed, "name") == ["A", "B"]
    assert listed.report.duplicates_by_id == {"1": (2, 4)}
    assert (listed.report.rows_used, listed.report.customers) == (3, 2)


def test_likely_duplicates_are_pairs_to_look_at(read: Reader) -> None:
    listed = read(
        "Kundennummer;Name;PLZ;Ort;Umsatz 2024\n1;Müller GmbH;50667;Köln;1\n2;Mueller GmbH;50667;Köln;2\n3;Fa. Maier "
        "Design;80331;München;3\n"
        "4;Design-Maier;80331;München;4\n5;Müller GmbH;10115;Berlin;5\n6;Schreinerei "
        "Hubermann;80331;München;6\n7;Schreinerei Hubermannn;80331;München;7\n"
    )
    assert listed.report.likely_duplicates == (("1", "2"), ("3", "4"), ("6", "7"))
    assert len(listed.frame) == 7


# ---- long files


def test_one_row_per_customer_and_year(read: Reader) -> None:
    listed = read(
        "Kundennummer;Name;Jahr;Umsatz;Aufträge\n1;A;2023;10,00;3\n1;A;2024;20,00;4\n2;B;2024;5,00;1\n3;C;2024;;1\n"
    )
    assert listed.report.shape == "years"
    assert column(listed, "revenue_2023") == [10.0, 0.0, 0.0]
    assert column(listed, "revenue_2024") == [20.0, 5.0, None]
    assert column(listed, "orders_2024") == [4.0, 1.0, 1.0]
    assert (listed.report.rows_used, listed.report.customers) == (4, 3)


def test_numbers_on_the_first_row_of_a_block_only(read: Reader) -> None:
    listed = read("Kundennummer;Name;Jahr;Umsatz\n1;A;2023;10,00\n;;2024;20,00\n2;B;2023;5,00\n;;2024;7,00\n")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([10.0, 5.0], [20.0, 7.0])
    assert warned(listed, "2 Zeilen", "Kunden darüber")


LINES = """\
Kundennr;Firma;Rechnungsnr;Rechnungsdatum;Betrag
1;A;R1;15.03.2023;100,00
1;A;R1;15.03.2023;50,00
1;A;R2;15.05.2024;200,00
2;B;G3;01.06.2024;-30,00
1;A;R4;15.12.2024;10,00
2;B;R5;31.12.2024;80,00
;;R6;31.12.2024;7,00
"""


def test_invoice_lines_become_customers_per_year(read: Reader) -> None:
    listed = read(LINES)
    assert listed.report.shape == "lines"
    assert column(listed, "revenue_2023") == [150.0, 0.0]
    assert column(listed, "revenue_2024") == [210.0, 50.0]
    assert (column(listed, "orders"), column(listed, "orders_2023")) == ([2.0, 1.0], [1.0, 0.0])
    assert column(listed, "last_order") == [pd.Timestamp("2024-12-15"), pd.Timestamp("2024-12-31")]
    assert column(listed, "order_interval_days") == [320.5, None]  # 427 and 214 days
    assert column(listed, "name") == ["A", "B"]
    assert reasons(listed) == [(8, "ohne Kundennummer")]
    assert listed.report.control_totals["revenue_2024"].left_out == 7.0
    assert warned(listed, "7,00\u00a0€ (Umsatz 2024)", "keinem Kunden")
    assert str(listed.data_until) == "2024-12-31"


def test_quantity_times_price(read: Reader) -> None:
    listed = read(
        "Customer ID,Invoice,InvoiceDate,Quantity,Price\n1,A,2024-01-05 10:00,3,2.5\n1,C1,2024-02-05 10:00,-1,2.5\n"
    )
    assert column(listed, "revenue_2024") == [5.0]
    assert column(listed, "orders") == [1.0]


# ---- mapping, strict


def test_a_mapping_overrides_every_guess(read: Reader) -> None:
    text = "Listenkopf ohne Sinn;x;y;z\nNr.;Wer;Betrag A;Betrag B\n7;Müller;1.234;500\n"
    listed = read(
        text,
        encoding="cp1252",
        mapping={
            "encoding": "cp1252",
            "delimiter": ";",
            "header_row": 2,
            "number_format": "english",
            "units": {"Betrag A": 1000},
            "columns": {
                "customer_id": "Nr.",
                "name": "Wer",
                "revenue_2022": "Betrag A",
                "revenue_2023": ["Betrag A", "Betrag B"],
            },
        },
    )  # fmt: skip
    assert (column(listed, "customer_id"), column(listed, "name")) == (["7"], ["Müller"])
    assert column(listed, "revenue_2022") == [1234.0]
    assert column(listed, "revenue_2023") == [501.234]
    assert listed.report.columns["revenue_2023"] == "Betrag A + Betrag B"


def test_strict_fails_where_lenient_reports(read: Reader) -> None:
    for bad in ("1;A;abc\n2;B;5\n3;C;6\n", "1;A;100,00\nSumme;;400,00\n", "1;A;B;5,00\n2;C;6,00\n"):
        assert len(read(HEAD + bad).frame) >= 1
        with pytest.raises(CustomerListError):
            read(HEAD + bad, strict=True)
    assert len(read(HEAD + "1;A;5\n2;B;k.A.\nSumme;;5\n", strict=True).frame) == 2


def test_every_number_can_be_traced(read: Reader) -> None:
    listed = read(HEAD + "1;A;1.234,56\n2;B;7,00\n")
    assert math.isclose(listed.frame["revenue_2024"].sum(), listed.report.control_totals["revenue_2024"].file)


def test_progress_is_told_and_a_large_file_is_read_whole(read: Reader) -> None:
    told: list[int] = []
    lines = "".join(f'{number};"Kunde\n{number}";{number},5\n' for number in range(45_000))
    listed = read(HEAD + lines, progress=told.append)
    assert told == sorted(told)
    assert len(told) == 3
    assert listed.frame["revenue_2024"].sum() == sum(number + 0.5 for number in range(45_000))
    assert listed.report.rows_used == 45_000
