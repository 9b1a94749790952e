"""Tables of scenarios as people bring them: German and English numbers, Excel cells, wrong columns."""

from __future__ import annotations

import openpyxl
import pytest

from kkm_helpers.batch.sources import read_scenarios
from kkm_helpers.errors import KkmError


def csv(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "szenarien.csv"
    path.write_bytes(text.encode(encoding))
    return path


def overrides(path):
    return {entry.name: dict(entry.scenario.overrides) for entry in read_scenarios(path).entries if entry.scenario}


def troubles(path):
    return {entry.name: str(entry.trouble) for entry in read_scenarios(path).entries if entry.trouble}


def test_german_numbers(tmp_path):
    path = csv(
        tmp_path,
        "name;captured_share;small_customers;inside_rep_salary;potential_basis\n"
        "Süd;0,04;4.000;50.000 €;history\n"
        "Ost;5,5 %;3.500;48 T€;\n"
        "\n"
        ";;;;\n"
        "West;;;;sector\n",
    )
    assert overrides(path) == {
        "Süd": {
            "captured_share": 0.04, "small_customers": 4000, "inside_rep_salary": 50_000, "potential_basis": "history"
        },
        "Ost": {"captured_share": 0.055, "small_customers": 3500, "inside_rep_salary": 48_000},
        "West": {"potential_basis": "sector"},
    }  # fmt: skip


def test_english_numbers_and_those_of_programs(tmp_path):
    path = csv(tmp_path, 'name,captured_share,small_customers,discount_rate\nA,0.04,"4,000",1e-3\nB,5%,3500,0.1\n')
    assert overrides(path) == {
        "A": {"captured_share": 0.04, "small_customers": 4000, "discount_rate": 0.001},
        "B": {"captured_share": 0.05, "small_customers": 3500, "discount_rate": 0.1},
    }


def test_a_number_that_may_mean_two_things_is_refused_alone(tmp_path):
    path = csv(tmp_path, "name;small_customers;visits_per_customer\nA;4.000;4\nB;3000;5\n")
    assert list(overrides(path)) == ["B"]
    assert (
        "Zeile 2: Anzahl Kleinkunden (small_customers): 4.000 ist mehrdeutig. Schreiben Sie 4 oder 4000."
        in (troubles(path)["A"])
    )


def test_numbers_of_two_languages_are_told(tmp_path):
    path = csv(tmp_path, "name;captured_share\nA;0,04\nB;0.05\n")
    with pytest.raises(
        KkmError, match=r"teils deutsch \(captured_share 0,04\), teils englisch \(captured_share 0.05\)"
    ):
        read_scenarios(path)


def test_a_workbook_with_numbers_percent_and_texts(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["name", "captured_share", "small_customers", "description"],
        ["Süd", 0.04, 4000, "Workshop"],
        ["Ost", "5 %", "3.500", None],
        [2024, "0,06", None, None],
    ):
        sheet.append(row)
    sheet["B2"].number_format = "0 %"
    path = tmp_path / "szenarien.xlsx"
    book.save(path)
    assert overrides(path) == {
        "Süd": {"captured_share": 0.04, "small_customers": 4000},
        "Ost": {"captured_share": 0.05, "small_customers": 3500},
        "2024": {"captured_share": 0.06},
    }
    assert read_scenarios(path).entries[0].scenario.description == "Workshop"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_in_the_encodings_of_excel(tmp_path, encoding):
    path = csv(tmp_path, "name;captured_share;discount_rate\nMüller & Söhne;0,04;0,08\nGröße;0,05;0,1\n", encoding)
    assert list(overrides(path)) == ["Müller & Söhne", "Größe"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("name;visits_per_costumer", "visits_per_costumer: unbekannter Name. Meinten Sie visits_per_customer?"),
        ("name;Besuche je Kunde", "Besuche je Kunde: unbekannter Name. Meinten Sie visits_per_customer?"),
        ("name;revenue_threshold", "wird berechnet und lässt sich nicht setzen"),
        ("captured_share;visits_per_customer", "die Spalte name fehlt"),
        ("name;captured_share;captured_share", "die Spalte gibt es zweimal"),
        ("name;notes;captured_share", "notes"),
    ],
)
def test_wrong_columns_are_told_before_anything_is_computed(tmp_path, header, message):
    cells = ";".join("1" for _ in header.split(";"))
    with pytest.raises(KkmError, match=message.replace("?", r"\?")):
        read_scenarios(csv(tmp_path, f"{header}\n{cells}\n"))


def test_bad_rows_are_told_with_their_line_and_all_their_faults(tmp_path):
    path = csv(tmp_path, "name;captured_share;potential_basis\nA;8;histry\n;0,1;\nB;abc;\nC;0,1;\n")
    assert list(overrides(path)) == ["C"]
    found = troubles(path)
    assert f"{path}, Zeile 2: " in found["A"]
    assert "8.0 liegt außerhalb der Grenzen; erlaubt: 0 bis 1. Schreiben Sie: 0.08." in found["A"]
    assert "Meinten Sie history?" in found["A"]
    assert "der Name fehlt" in found["szenarien.csv:3"]
    assert "'abc' ist keine Zahl" in found["B"]


def test_the_same_name_twice_is_refused(tmp_path):
    with pytest.raises(KkmError, match="heißen gleich: A"):
        read_scenarios(csv(tmp_path, "name;captured_share\nA;0,1\n A ;0,2\n"))


def test_files_are_relative_to_the_table(tmp_path):
    path = csv(tmp_path, "name;customers_file\nA;listen\\kunden.csv\nB;\n")
    first, second = read_scenarios(path).entries
    assert first.scenario.customers_file == tmp_path / "listen" / "kunden.csv"
    assert second.scenario.customers_file is None


def test_only_a_header(tmp_path):
    with pytest.raises(KkmError, match="enthält kein Szenario"):
        read_scenarios(csv(tmp_path, "name;captured_share\n"))
