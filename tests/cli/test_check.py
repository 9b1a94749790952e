"""`kkm check`: the report as JSON and as text, strict, mappings, bad input."""

from __future__ import annotations

import sqlite3

import pandas as pd
import pytest

from kkm_helpers.cli.reading_options import progress_line
from tests.cli.customer_lists import ADVENTUREWORKS, DEMO, MESSY, WHOLESALE, json_of, needed, run, write

KEYS = {
    "customers", "rows_in_file", "rows_used", "rows_left_out", "unreadable_cells", "columns", "columns_kept",
    "columns_missing", "control_totals", "encoding", "delimiter", "number_format", "units", "duplicates_by_id",
    "likely_duplicates", "quality", "warnings",
}  # fmt: skip


@pytest.fixture
def messy(tmp_path):
    return write(tmp_path / "nord.csv", MESSY)


class TestJson:
    def test_it_has_the_agreed_keys(self, capsys, messy):
        found = json_of(capsys, "check", messy)
        assert found.keys() >= KEYS
        assert found["customers"] == found["rows_used"] == 3
        assert found["rows_in_file"] == 5
        assert [(row["line"], row.keys()) for row in found["rows_left_out"]] == [
            (6, {"line", "reason", "text"}), (7, {"line", "reason", "text"}),
        ]  # fmt: skip
        assert found["unreadable_cells"] == [{"line": 4, "column": "revenue_2023", "text": "abc"}]
        assert found["columns"]["customer_id"] == "Kd-Nr"
        assert found["control_totals"]["revenue_2024"]["file"] == 32_500.25
        assert found["control_totals"]["revenue_2024"]["imported"] == 32_500.25
        assert (found["delimiter"], found["number_format"]) == (";", "german")
        assert 0 < found["quality"]["score"] < 1

    def test_the_control_totals_of_the_demo_list_are_those_of_pandas(self, capsys):
        raw = pd.read_csv(DEMO, sep=";", decimal=",", encoding="utf-8-sig", dtype={"customer_id": str})
        totals = json_of(capsys, "check", DEMO)["control_totals"]
        years = [f"revenue_{year}" for year in range(2021, 2026)]
        assert {name: total["imported"] for name, total in totals.items()} == pytest.approx(
            {name: raw[name].sum() for name in years}, abs=0.005
        )

    def test_the_control_totals_of_a_real_list_are_those_of_pandas(self, capsys):
        raw = pd.read_csv(needed(ADVENTUREWORKS))
        totals = json_of(capsys, "check", ADVENTUREWORKS)["control_totals"]
        for year in (2017, 2018, 2019, 2020):
            assert totals[f"revenue_{year}"]["imported"] == pytest.approx(raw[f"rev_{year}"].sum(), abs=0.005)


class TestText:
    def test_it_says_what_was_left_out_unreadable_and_missing(self, capsys, messy):
        code, out, _ = run(capsys, "check", messy)
        assert code == 0
        assert "Umsatz 2024     32.500,25   32.500,25    32.500,25  stimmt" in out
        assert "    4  Umsatz 2023  abc" in out
        assert "    6  ohne Kundennummer" in out
        assert "    7  Summe" in out
        assert "Nicht gefunden: Postleitzahl (postcode)" in out
        assert "Qualifiziert sind 0 von 3 Kunden (0,0 %)" in out
        note = "Hinweis: In Zeilen ohne Kundennummer stehen Beträge, die keinem Kunden zugerechnet sind: 70,00 €"
        assert note in " ".join(out.split())

    def test_it_speaks_english(self, capsys, messy):
        out = run(capsys, "check", messy, "--language", "en")[1]
        assert "Control totals in €" in out
        assert "32,500.25" in out
        assert "Rows left out" in out

    def test_nothing_is_wider_than_the_terminal(self, capsys):
        out = run(capsys, "check", DEMO)[1]
        assert max(map(len, out.splitlines())) <= 80


class TestStrict:
    def test_it_fails_with_the_reason_behind_the_report(self, capsys, messy):
        code, out, err = run(capsys, "check", messy, "--strict")
        assert code == 1
        assert "Nicht lesbare Zellen" in out
        assert "Zeile 4, Spalte Umsatz 2023: „abc“" in err

    def test_a_clean_list_passes(self, capsys):
        assert run(capsys, "check", DEMO, "--strict")[0] == 0


class TestMapping:
    def test_what_was_guessed_is_written_and_read_back(self, capsys, messy, tmp_path):
        mapping = tmp_path / "zuordnung.yaml"
        first = json_of(capsys, "check", messy, "--write-mapping", mapping)
        again = json_of(capsys, "check", messy, "--mapping", mapping)
        assert first == again
        assert "customer_id: Kd-Nr" in mapping.read_text(encoding="utf-8")

    def test_it_is_not_overwritten_without_force(self, capsys, messy, tmp_path):
        mapping = write(tmp_path / "zuordnung.yaml", "mein")
        code, out, err = run(capsys, "check", messy, "--write-mapping", mapping)
        assert (code, out) == (1, "")
        assert "gibt es schon" in err
        assert mapping.read_text(encoding="utf-8") == "mein"
        assert run(capsys, "check", messy, "--write-mapping", mapping, "--force")[0] == 0
        assert "Kd-Nr" in mapping.read_text(encoding="utf-8")

    def test_the_list_itself_is_never_overwritten(self, capsys, messy):
        code, _, err = run(capsys, "check", messy, "--write-mapping", messy, "--force")
        assert code == 1
        assert "ist die Kundenliste selbst" in err
        assert messy.read_text(encoding="utf-8") == MESSY

    def test_a_mapping_adds_up_columns(self, capsys, tmp_path):
        goods = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
        raw = pd.read_csv(needed(WHOLESALE))
        columns = f"columns:\n  customer_id: CustomerId\n  revenue_2014: [{', '.join(goods)}]\n"
        mapping = write(tmp_path / "m.yaml", columns)
        found = json_of(capsys, "check", WHOLESALE, "--mapping", mapping)
        assert found["customers"] == 440
        assert found["control_totals"]["revenue_2014"]["imported"] == raw[goods].sum().sum()


class TestOtherSources:
    def test_a_database_in_place_of_the_file(self, capsys, tmp_path):
        database, query = tmp_path / "erp.db", tmp_path / "kunden.sql"
        with sqlite3.connect(database) as connection:
            connection.execute("create table kunden (kunnr text, firma text, umsatz_2024 real)")
            connection.executemany(
                "insert into kunden values (?, ?, ?)", [("01", "Alpha", 10.5), ("02", "Beta", 20.25)]
            )
        connection.close()
        write(query, "select * from kunden where umsatz_2024 > 15")
        by_query = json_of(capsys, "check", "--source", f"sqlite:///{database}", "--query", query)
        by_table = json_of(capsys, "check", "--source", f"sqlite:///{database}", "--table", "kunden")
        assert by_query["customers"] == 1
        assert by_table["control_totals"]["revenue_2024"]["imported"] == 30.75

    def test_a_second_list_is_joined_and_reported(self, capsys, messy, tmp_path):
        visits = write(tmp_path / "crm.csv", "Kundennummer;Besuche\n1;3\n2;0\n99;1\n")
        found = json_of(capsys, "check", messy, "--crm", visits)
        assert found["crm"]["matched"] == 2
        assert found["crm"]["only_in_list"] == ["0003"]
        assert found["crm"]["only_in_crm"] == ["99"]
        out = run(capsys, "check", messy, "--crm", visits)[1]
        assert "nur in der zweiten  1: 99" in out

    def test_a_sheet_by_its_name(self, capsys, tmp_path):
        file = tmp_path / "k.xlsx"
        with pd.ExcelWriter(file) as book:
            pd.DataFrame({"x": ["Deckblatt"]}).to_excel(book, sheet_name="Info", index=False)
            pd.DataFrame({"Kundennr": ["1"], "Umsatz 2024": [5.0]}).to_excel(book, sheet_name="Daten", index=False)
        assert json_of(capsys, "check", file, "--sheet", "Daten")["sheet"] == "Daten"
        code, _, err = run(capsys, "check", file, "--sheet", "Dtaen")
        assert code == 1
        assert "Daten" in err


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "leer"),
            (b"Kundennr;Umsatz 2024\n", "nur"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "Bild"),
            (b"Kundennr;Firma;Ort\n1;Alpha;Ulm\n2;Beta;Bonn\n", "keine Umsatzspalte"),
            (b"Farbe;Umsatz 2024\nrot;1\nrot;2\nblau;3\n", "Kundennummer"),
        ],
    )
    def test_what_is_no_list_is_told(self, capsys, tmp_path, content, message):
        file = tmp_path / "k.csv"
        file.write_bytes(content)
        code, out, err = run(capsys, "check", file)
        assert (code, out) == (1, "")
        assert message in err
        assert "Traceback" not in err

    def test_a_missing_file_and_a_folder_are_told(self, capsys, tmp_path):
        code, _, err = run(capsys, "check", tmp_path / "fehlt.csv")
        assert code == 1
        assert "fehlt.csv" in err
        code, _, err = run(capsys, "check", tmp_path)
        assert code == 1
        assert "Ordner" in err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "genau eines angeben"),
            ((DEMO, "--source", "sqlite:///erp.db"), "genau eines angeben"),
            ((DEMO, "--table", "kunden"), "brauchen eine Datenbank"),
        ],
    )
    def test_a_wrong_call_is_wrong_usage(self, capsys, arguments, message):
        code, _, err = run(capsys, "check", *arguments)
        assert code == 2
        assert message in err


class Terminal:
    """A terminal that remembers what was written."""

    def __init__(self):
        self.written = []

    def isatty(self):
        return True

    def write(self, text):
        self.written.append(text)

    def flush(self):
        pass


@pytest.mark.parametrize(
    ("patience", "written"), [(0, ["\rZeile 120.000 gelesen …", "\r\x1b[K"]), (60, [])], ids=["slow", "quick"]
)
def test_a_slow_reading_shows_a_line_and_wipes_it_away(monkeypatch, patience, written):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress_line("de", patience=patience) as progress:
        progress(120_000)
    assert terminal.written == written


def test_nothing_is_shown_where_there_is_no_terminal(capsys):
    with progress_line("de", patience=0) as progress:
        progress(120_000)
    assert capsys.readouterr().err == ""


class TestSizeLimit:
    def test_a_list_above_the_limit_is_refused_and_the_way_out_is_named(self, capsys, messy):
        code, out, err = run(capsys, "check", messy, "--size-limit", "200B")
        assert (code, out) == (1, "")
        assert "erlaubt sind 200\u00a0Bytes" in err
        assert "--size-limit 4GB" in err

    @pytest.mark.parametrize("size", ["500MB", "1,5 GB", "2kB", "100000", "0.5gb"])
    def test_sizes_as_people_write_them(self, capsys, messy, size):
        assert run(capsys, "check", messy, "--size-limit", size)[0] == 0

    @pytest.mark.parametrize("size", ["viel", "0", "-5MB", "5TB"])
    def test_no_size(self, capsys, messy, size):
        code, _, err = run(capsys, "check", messy, "--size-limit", size)
        assert code == 2
        assert "500MB" in err
