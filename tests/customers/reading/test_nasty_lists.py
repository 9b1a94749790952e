"""Lists as ERP systems, pivot tables and colleagues make them: read as they are meant, or said not to be."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from kkm_helpers.customers.reading import CustomerListError, importing, read_customers, text_table
from tests.customers.reading.looking import column, reasons, warned
from tests.customers.reading.test_bad_input import workbook
from tests.customers.reading.test_workbooks import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.customers.reading.looking import Reader

MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


def line(*cells: object) -> str:
    return ";".join(map(str, cells)) + "\n"


# ---- parts of a year


@pytest.mark.parametrize(
    "headers",
    [
        [f"{month} 24" for month in MONTHS],
        [f"Umsatz {month}. 2024" for month in MONTHS],
        [f"{number:02d}/2024" for number in range(1, 13)],
        [f"2024-{number:02d}" for number in range(1, 13)],
    ],
)
def test_twelve_months_are_a_year(read: Reader, headers: list[str]) -> None:
    amounts = [f"{100 * number},50" for number in range(1, 13)]
    listed = read(line("Kundennummer", "Name", *headers) + line(1, "A", *amounts) + line(2, "B", *["1,00"] * 11, ""))
    assert column(listed, "revenue_2024") == [7806.0, 11.0]
    assert warned(listed, "Umsatz 2024", "Summe von 12 Spalten")
    assert listed.kept_columns == ()


def test_quarters_are_a_year_and_can_be_kept_in_a_mapping(read: Reader, tmp_path: Path) -> None:
    from kkm_helpers.customers.reading import guessed_mapping

    text = "Kundennr;Name;Q1 2024;Q2 2024;Q3 2024;Q4 2024\n1;A;1,00;2,00;3,00;4,00\n"
    listed = read(text)
    assert column(listed, "revenue_2024") == [10.0]
    guessed_mapping(listed.report).write(tmp_path / "mapping.yaml")
    again = read(text, mapping=tmp_path / "mapping.yaml")
    assert column(again, "revenue_2024") == [10.0]


def test_months_below_merged_years(read: Reader) -> None:
    upper = line("", "", 2023, *[""] * 11, 2024, *[""] * 11)
    listed = read(upper + line("Kundennr.", "Name", *MONTHS, *MONTHS) + line(1, "A", *["10,00"] * 12, *["20,00"] * 12))
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([120.0], [240.0])


def test_months_of_an_unfinished_year_are_kept_and_said(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024;Jan 25;Feb 25\n1;A;5,00;1,00;2,00\n")
    assert "revenue_2025" not in listed.frame.columns
    assert listed.kept_columns == ("Jan 25", "Feb 25")
    assert warned(listed, "andere fehlen", "Jan 25", "Feb 25")


def test_a_year_total_goes_before_its_months(read: Reader) -> None:
    months = [f"{month} 2024" for month in MONTHS]
    listed = read(line("Kundennr", "Name", *months, "Umsatz 2024") + line(1, "A", *["1,00"] * 12, "12,50"))
    assert column(listed, "revenue_2024") == [12.5]


@pytest.mark.parametrize(
    "header",
    [
        "Umsatz 01.01.2024 - 31.12.2024",
        "Umsatz Jan-Dez 2024",
        "Umsatz 01/2024 bis 12/2024",
        "Umsatz 2024 exkl. MwSt.",
        "NETWR_2024",
    ],
)
def test_more_ways_to_say_a_year(read: Reader, header: str) -> None:
    assert column(read(f"Kundennr;Name;{header}\n1;A;5,00\n"), "revenue_2024") == [5.0]


def test_bare_fiscal_years(read: Reader) -> None:
    listed = read("Kundennr;Name;2022/23;2023/24\n1;A;5,00;7,00\n")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([5.0], [7.0])
    assert warned(listed, "Geschäftsjahr", "2022/23", "2023/24")


def test_gross_beside_net_and_shares_beside_amounts(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024 inkl. MwSt.;Umsatz 2024;Umsatz 2024 in %\n1;A;119,00;100,00;33,3\n")
    assert column(listed, "revenue_2024") == [100.0]
    assert not warned(listed, "Umsatz 2024 in %")


def test_the_year_before_an_undated_revenue(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz;Umsatz Vorjahr\n1;A;5,00;4,00\n")
    assert (column(listed, "revenue_2024"), column(listed, "revenue_2023")) == ([5.0], [4.0])
    assert warned(listed, "Umsatz Vorjahr", "2023", "das Jahr davor")


def test_a_current_year_that_is_over(read: Reader) -> None:
    listed = read("Stand 31.12.2024\nKundennr;Name;Umsatz (aktuell);Umsatz (Vorjahr)\n1;A;5,00;4,00\n")
    assert (column(listed, "revenue_2024"), column(listed, "revenue_2023")) == ([5.0], [4.0])


def test_a_revenue_without_a_year_beside_those_with_one_is_said(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2023;Umsatz\n1;A;5,00;4,00\n")
    assert listed.kept_columns == ("Umsatz",)
    assert warned(listed, "Ohne Jahr", "Umsatz")


# ---- totals


@pytest.mark.parametrize("total", ["2 Kunden;Summe:;300,00", "Anzahl Kunden: 2;;300,00", "2 Debitoren;;300,00"])
def test_totals_that_count_customers(read: Reader, total: str) -> None:
    listed = read(f"Kundennr;Name;Umsatz 2024\n1;A;100,00\n2;B;200,00\n{total}\n")
    assert column(listed, "customer_id") == ["1", "2"]
    assert reasons(listed) == [(4, "Summenzeile")]
    assert listed.report.control_totals["revenue_2024"].total_row == 300.0


def test_a_total_in_disguise_is_pointed_at(read: Reader) -> None:
    listed = read("Kundennr;Name;2023;2024\n1;A;10;20\n2;B;30;5\n3;C;1;1\n99;Region West;41;26\n")
    assert warned(listed, "„99“", "Summenzeile?")
    assert not warned(read("Kundennr;Name;2023;2024\n1;A;10;20\n2;B;30;5\n3;C;1;1\n99;D;41;25\n"), "Summenzeile?")


def test_a_total_without_any_label_is_compared(read: Reader) -> None:
    listed = read("Kundennr;Name;Ort;Umsatz 2024\n1;A;X;10,00\n2;B;Y;5,50\n;;;15,50\n")
    assert warned(listed, "ohne Bezeichnung", "sie stimmt")
    assert len(listed.frame) == 2


def test_totals_in_place_of_a_year(read: Reader) -> None:
    listed = read("Kundennr;Jahr;Umsatz\n1;2023;10,00\n1;2024;20,00\n1;Summe;30,00\n")
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([10.0], [20.0])
    assert reasons(listed) == [(4, "Zwischensumme")]
    assert listed.report.unreadable_cells == ()


# ---- customer numbers and names


def test_numbers_that_differ_by_leading_zeros_only_are_said(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024\n000100;A;1,00\n100;A;2,00\n0200;B;3,00\n")
    assert len(listed.frame) == 3
    assert warned(listed, "führende Nullen", "000100 = 100")
    assert not warned(listed, "0200")


@pytest.mark.parametrize("text", ["-", "n/a", "k.A.", "keine", "#NV", "unbekannt"])
def test_ways_to_say_that_there_is_no_number(read: Reader, text: str) -> None:
    listed = read(f"Kundennr;Name;Umsatz 2024\n1;A;100,00\n{text};B;5,00\n{text};C;6,00\n")
    assert column(listed, "customer_id") == ["1"]
    assert [reason for _, reason in reasons(listed)] == ["ohne Kundennummer"] * 2
    assert warned(listed, "11,00", "keinem Kunden")


@pytest.mark.parametrize("text", ["NA", "KA", "K 0001"])
def test_numbers_that_look_odd_but_are_some(read: Reader, text: str) -> None:
    assert column(read(f"Kundennr;Name;Umsatz 2024\n1;A;100,00\n{text};B;5,00\n"), "customer_id") == ["1", text]


def test_a_pivot_table_with_numbers(read: Reader) -> None:
    data = workbook(
        rows(
            ["Summe von Umsatz", "Spaltenbeschriftungen"],
            ["Zeilenbeschriftungen", 2023, 2024, "Gesamtergebnis"],
            ["4711", 200, 300, 500],
            ["4712", 50, 60, 110],
            ["Gesamtergebnis", 250, 360, 610],
        )
    )
    listed = read(data, name="pivot.xlsx")
    assert column(listed, "customer_id") == ["4711", "4712"]
    assert listed.report.control_totals["revenue_2024"].total_row == 360.0


def test_names_alone_are_no_numbers_but_the_way_out_is_named(read: Reader) -> None:
    text = "Kunde;Umsatz 2023;Umsatz 2024\nMüller GmbH;1,00;2,00\nMeier AG;3,00;4,00\n"
    with pytest.raises(CustomerListError, match="customer_id: Kunde"):
        read(text)
    listed = read(text, mapping={"columns": {"customer_id": "Kunde"}})
    assert column(listed, "customer_id") == ["Müller GmbH", "Meier AG"]


@pytest.mark.parametrize(
    ("header", "canonical"),
    [
        ("Name (Firma)", "name"),
        ("Ort [Rechnungsadresse]", "city"),
        ("Kundennummer neu", "customer_id"),
        ("FIRMENNAME_1", "name"),
        ("LETZTER_BESUCH_DATUM", "last_visit"),
        ("PSTLZ", "postcode"),
        ("ORT01", "city"),
        ("NAME1", "name"),
    ],
)
def test_more_headers(read: Reader, header: str, canonical: str) -> None:
    cell = "20241105" if canonical == "last_visit" else "1"
    first = "" if canonical == "customer_id" else "Kundennr;"
    listed = read(f"{first}{header};Umsatz 2024\n{'4711;' if first else ''}{cell};5,00\n")
    assert listed.report.columns[canonical] == header


def test_a_header_in_brackets_is_not_what_it_is_planned(read: Reader) -> None:
    assert "visits" not in read("Kundennr;Umsatz 2024;Besuche (Soll)\n1;5,00;4\n").frame.columns


# ---- cells


@pytest.mark.parametrize("text", ["$(500.00)", "($500.00)", "-$500.00", "(500.00)"])
def test_brackets_beside_a_currency(read: Reader, text: str) -> None:
    listed = read(f'Customer No,Name,Revenue 2024\n1,A,"$2,000.00"\n2,B,{text}\n')
    assert column(listed, "revenue_2024") == [2000.0, -500.0]


@pytest.mark.parametrize("text", [" -   € ", "- €", "€ -"])
def test_a_dash_with_a_currency_is_nothing_earned(read: Reader, text: str) -> None:
    assert column(read(f"Kundennr;Name;Umsatz 2024\n1;A;1.234,00 €\n2;B;{text}\n"), "revenue_2024") == [1234.0, 0.0]


def test_a_null_of_a_database_dump_is_unknown(read: Reader) -> None:
    listed = read("customer_id,name,revenue_2023,revenue_2024\n1,A,NULL,100.5\n2,B,\\N,200\n")
    assert column(listed, "revenue_2023") == [None, None]
    assert listed.report.unreadable_cells == ()


def test_umlauts_stored_wrongly_are_mended_and_said(read: Reader) -> None:
    broken = "Kundennr;Name;Umsatz 2024;Straße\n1;Müller;100,00 €;Höhenweg\n".encode().decode("cp1252")
    listed = read(broken)
    assert column(listed, "name") == ["Müller"]
    assert column(listed, "revenue_2024") == [100.0]
    assert column(listed, "Straße") == ["Höhenweg"]
    assert warned(listed, "falsch gespeichert", "MÃ¼ller", "„Müller“")


def test_quotes_within_quotes_that_nobody_doubled(read: Reader) -> None:
    listed = read('Kundennr;Name;Umsatz 2024\n1;"Müller "Holz" GmbH";100,00\n2;"Meier; Söhne";5,00\n')
    assert column(listed, "name") == ['Müller "Holz" GmbH', "Meier; Söhne"]
    assert column(listed, "revenue_2024") == [100.0, 5.0]


ERRORS = (
    ["Kundennr", "Name", "Branche", "Umsatz 2024"],
    [1, "A", "Holz", 10],
    [2, "B", "=1/0", "=NA()"],
    [3, "C", "Metall", 20],
)


def check_errors(listed: Any) -> None:
    assert column(listed, "revenue_2024") == [10.0, None, 20.0]
    assert column(listed, "sector") == ["Holz", "", "Metall"]
    assert [(cell.line, cell.column, cell.text) for cell in listed.report.unreadable_cells] == [
        (3, "sector", "#DIV/0!"),
        (3, "revenue_2024", "#N/A"),
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_error_cells_of_every_kind_of_workbook_are_named(tmp_path: Path, ending: str) -> None:
    source = tmp_path / "quelle.xlsx"
    source.write_bytes(workbook(rows(*map(list, ERRORS))))
    target = "xlsx:Calc MS Excel 2007 XML" if ending == "xlsx" else ending
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", tmp_path / "out", source], check=True, capture_output=True, timeout=120)
    check_errors(read_customers(tmp_path / "out" / f"quelle.{ending}"))


def test_a_broken_container_has_no_errors_to_tell() -> None:
    from kkm_helpers.customers.reading.old_excel import xls_errors

    assert xls_errors(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Blatt1") == {}
    assert xls_errors(b"\xd0\xcf", "Blatt1") == {}


@pytest.mark.parametrize(
    ("content", "kind"),
    [('[{"Kundennummer": 1, "Umsatz 2024": 5}]', "JSON"), ('<?xml version="1.0"?><kunden><nr>1</nr></kunden>', "XML")],
)
def test_other_texts_are_named(read: Reader, content: str, kind: str) -> None:
    with pytest.raises(CustomerListError, match=kind):
        read(content)


def test_one_column_alone_says_what_is_missing(read: Reader) -> None:
    with pytest.raises(CustomerListError, match=r"nur eine Spalte .*Kundennummer.*Umsatz"):
        read("Kundennummer\n1\n2\n")


# ---- marks of a row


def test_another_currency_in_a_column_of_its_own(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024;Währung\n1;A;1,00;EUR\n2;B;2,00;USD\n3;C;3,00;USD\n")
    assert warned(listed, "Währung", "USD: 2", "nicht umgerechnet")
    assert column(listed, "Währung") == ["EUR", "USD", "USD"]
    assert not warned(read("Kundennr;Name;Umsatz 2024;Währung\n1;A;1,00;EUR\n2;B;2,00;€\n"), "Währung")


def test_blocked_customers_are_counted(read: Reader) -> None:
    listed = read("Kundennr;Name;Löschvormerkung;Umsatz 2024\n1;A;X;1,00\n2;B;;2,00\n3;C;nein;2,00\n")
    assert warned(listed, "Löschvormerkung", "1 Zeile", "gesperrt oder gelöscht")


LEDGER = "Konto;Belegdatum;Belegfeld 1;Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen\n"


def test_debit_and_credit_in_a_column_of_their_own(read: Reader) -> None:
    body = "10000;01.02.2024;R1;100,00;S\n10000;01.03.2024;G1;20,00;H\n10001;01.04.2024;R3;300,00;S\n"
    listed = read(LEDGER + body)
    assert column(listed, "revenue_2024") == [80.0, 300.0]
    assert column(listed, "orders") == [1.0, 1.0]
    assert listed.report.control_totals["revenue_2024"].matches
    assert warned(listed, "Vorzeichen", "Haben")


def test_amounts_that_carry_their_sign_keep_it(read: Reader) -> None:
    listed = read(LEDGER + "10000;01.02.2024;R1;100,00;S\n10000;01.03.2024;G1;-20,00;H\n")
    assert column(listed, "revenue_2024") == [80.0]
    assert warned(listed, "schon selbst")


def test_marks_nobody_understands_change_nothing_and_are_said(read: Reader) -> None:
    listed = read(LEDGER + "10000;01.02.2024;R1;100,00;A\n10000;01.03.2024;G1;20,00;B\n")
    assert column(listed, "revenue_2024") == [120.0]
    assert warned(listed, "Soll/Haben-Kennzeichen", "prüfen")


def test_credit_notes_with_a_positive_amount_are_said(read: Reader) -> None:
    head = "Belegart;Belegnr;Belegdatum;Kundennr;Betrag\nRechnung;R1;01.02.2024;1;100,00\n"
    listed = read(head + "Gutschrift;G1;02.02.2024;1;40,00\n")
    assert warned(listed, "Belegart", "1 Zeile", "40,00", "Vorzeichen prüfen")
    assert not warned(read(head + "Gutschrift;G1;02.02.2024;1;-40,00\n"), "Belegart")


# ---- invoice lines without a day


def test_amounts_without_a_day_are_said_and_fail_when_strict(read: Reader) -> None:
    text = "Kundennr;Belegnr;Belegdatum;Betrag\n1;R1;01.02.2023;100,00\n1;R2;;5000,00\n2;R3;03.04.2024;200,00\n"
    listed = read(text)
    assert (column(listed, "revenue_2023"), column(listed, "revenue_2024")) == ([100.0, 0.0], [0.0, 200.0])
    assert listed.report.to_json()["undated"] == {"rows": 1, "amount": 5000.0}
    assert warned(listed, "1 Zeile", "5.000,00", "fehlen im Umsatz")
    with pytest.raises(CustomerListError, match=r"5\.000,00"):
        read(text, strict=True)


def test_days_of_another_age_are_no_days_of_invoices(read: Reader) -> None:
    text = "Kundennr;Belegnr;Belegdatum;Betrag\n1;R1;01.02.2023;100,00\n1;R2;01.01.1900;5,00\n2;R3;03.04.2924;200,00\n"
    listed = read(text)
    assert [name for name in listed.frame.columns if name.startswith("revenue_")] == ["revenue_2023"]
    assert [(cell.line, cell.text) for cell in listed.report.unreadable_cells] == [(4, "03.04.2924")]
    assert warned(listed, "2 Zeilen", "205,00")


def test_years_of_another_age_are_none(read: Reader) -> None:
    listed = read("Kundennr;Jahr;Umsatz\n1;2023;10,00\n1;2924;20,00\n1;2024.5;30,00\n")
    assert [name for name in listed.frame.columns if name.startswith("revenue_")] == ["revenue_2023"]
    assert [cell.text for cell in listed.report.unreadable_cells] == ["2924", "2024.5"]


# ---- what is said


def test_what_holds_for_several_columns_is_said_once(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2022;Umsatz 2023;Umsatz 2024\n1;A;;;5,00\n2;B;1,00;;CHF 2,00\n3;C;CHF 3,00;;\n")
    about_blanks = [message.de for message in listed.report.warnings if "unbekannt, nicht als 0" in message.de]
    assert about_blanks == [
        (
            "Leere Zellen oder solche ohne Angabe stehen in Umsatz 2022 (1), Umsatz 2023 (3), Umsatz 2024 (1); "
            "sie gelten als unbekannt, nicht als 0 (anders mit blank_revenue: zero in der Zuordnung)."
        )
    ]
    about_francs = [message.en for message in listed.report.warnings if "CHF" in message.en]
    assert about_francs == [
        "Amounts in CHF stand in “Umsatz 2022”, “Umsatz 2024”; they were not converted and read like euro."
    ]


# ---- what a row or a header means


def test_a_number_beside_a_name_is_the_customer_number(read: Reader) -> None:
    listed = read("Kunde;Name 1;Umsatz 2024\n1001;Müller;5,00\n1002;Maier;6,00\n")
    assert column(listed, "customer_id") == ["1001", "1002"]
    assert column(listed, "name") == ["Müller", "Maier"]
    assert warned(listed, "„Kunde“ enthält Nummern")


def test_rows_that_name_a_region_in_place_of_a_number_are_subtotals(read: Reader) -> None:
    text = "Kundennr;Name;Umsatz 2024\n1001;A;100,00\n1002;B;50,00\nNord;;150,00\n1003;C;70,00\nSüd;;70,00\n"
    listed = read(text)
    assert column(listed, "customer_id") == ["1001", "1002", "1003"]
    assert reasons(listed) == [(4, "Zwischensumme"), (6, "Zwischensumme")]


def test_customers_whose_numbers_are_words_stay(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024\nMUELLER;A;100,00\nMAIER;;50,00\nHUBER;C;70,00\n")
    assert column(listed, "customer_id") == ["MUELLER", "MAIER", "HUBER"]


def test_a_customer_without_a_digit_but_with_a_name_stays(read: Reader) -> None:
    listed = read("Kundennr;Name;Umsatz 2024\n1001;A;100,00\nNORD;Nord GmbH;50,00\n1003;C;70,00\n")
    assert column(listed, "customer_id") == ["1001", "NORD", "1003"]


@pytest.mark.parametrize(
    "unit",
    ["EUR thousand", "000 EUR", "'000 EUR", "€k", "k EUR", "TEUR", "EUR thousands", "thousands of EUR", "1.000 €"],
)
def test_ways_to_write_thousands(read: Reader, unit: str) -> None:
    listed = read(f"Kundennr;Name;Umsatz 2024 ({unit})\n1;A;5,0\n2;B;7,5\n")
    assert column(listed, "revenue_2024") == [5000.0, 7500.0]
    assert listed.report.units["revenue_2024"].factor == 1000


# ---- blocks


def test_a_file_read_in_blocks_gives_the_same_customers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block ends between the lines of a customer, of an invoice, and of no customer at all."""
    lines = ["Kundennr;Name;Belegnr;Belegdatum;Menge;Preis;Besuche"]
    for number in range(500):
        customer = number % 17
        day = f"{1 + number % 28:02d}.{1 + number % 12:02d}.{2022 + number % 3}"
        amount = f"{number % 7 - 1};{number % 11},{number % 10}0"
        lines.append(f"{customer or ''};Kunde {customer};R{number // 3};{day};{amount};{number % 4 or ''}")
    path = tmp_path / "belege.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole = read_customers(path)
    for module in (text_table, importing):
        monkeypatch.setattr(module, "BLOCK_ROWS", 20)
    parts = read_customers(path)
    pd.testing.assert_frame_equal(parts.frame, whole.frame)
    assert parts.report.to_json() == whole.report.to_json()
    assert whole.report.shape == "lines"
