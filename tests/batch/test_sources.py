"""Scenarios from a folder and from a file with several: bad ones are told, the others are read."""

from __future__ import annotations

import pytest

from kkm_helpers.batch.sources import read_scenarios
from kkm_helpers.errors import KkmError

SEVERAL = """\
# drei Szenarien
name: Nord
captured_share: 0.04
---
name: Kaputt
description: |
  --- kein neues Dokument
captured_shar: 0.02
--- # Süd
name: "Süd / Ost"
customers_file: liste.csv
...
"""


def by_name(entries):
    return {entry.name: entry for entry in entries.entries}


def test_a_file_with_several_scenarios(tmp_path):
    file = tmp_path / "alle.yaml"
    file.write_text(SEVERAL, encoding="utf-8")
    found = by_name(read_scenarios(file))
    assert list(found) == ["Nord", "Kaputt", "Süd / Ost"]
    assert found["Nord"].scenario.overrides == {"captured_share": 0.04}
    assert found["Süd / Ost"].scenario.customers_file == tmp_path / "liste.csv"
    # The line is that of the file, not of the document.
    assert str(found["Kaputt"].trouble) == (
        f"{file}, Zeile 8: captured_shar: unbekannter Name. Meinten Sie captured_share?"
    )


def test_a_scenario_among_several_needs_a_name(tmp_path):
    file = tmp_path / "alle.yaml"
    file.write_text("name: A\n---\ncaptured_share: 0.1\n", encoding="utf-8")
    entry = read_scenarios(file).entries[1]
    assert entry.name == "alle.yaml:2"
    assert "Zeile 2: dem Szenario fehlt der Name" in str(entry.trouble)


def test_a_folder_is_read_in_order_and_a_file_without_name_is_called_by_its_own(tmp_path):
    (tmp_path / "b.yml").write_text("captured_share: 0.04\n")
    (tmp_path / "a.yaml").write_text("name: Erste\n")
    (tmp_path / "c.yaml").write_text("name: [1\n")
    (tmp_path / ".hidden.yaml").write_text("name: H\n")
    (tmp_path / "notes.txt").write_text("x")
    found = by_name(read_scenarios(tmp_path))
    assert list(found) == ["Erste", "b", "[1"]
    assert found["b"].scenario.name == "b"
    assert "Zeile 1" in str(found["[1"].trouble)


def test_an_unreadable_file_does_not_hold_up_the_others(tmp_path):
    (tmp_path / "a.yaml").write_bytes("name: Süd\n".encode("latin-1"))
    (tmp_path / "b.yaml").write_text("name: B\n")
    found = by_name(read_scenarios(tmp_path))
    assert "UTF-8" in str(found["a"].trouble)
    assert found["B"].scenario is not None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "keine Szenariodatei"),
        ({"a.yaml": "name: Süd\n", "b.yaml": "name:  Süd\n"}, "heißen gleich: Süd"),
        ({"süd.yaml": "", "b.yaml": "name: süd\n"}, "heißen gleich: süd"),
    ],
)
def test_what_is_refused_as_a_whole(tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KkmError, match=message):
        read_scenarios(tmp_path)


def test_a_missing_or_foreign_file(tmp_path):
    with pytest.raises(KkmError, match="lässt sich nicht lesen"):
        read_scenarios(tmp_path / "nichts.yaml")
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(KkmError, match=r"\.yaml, \.yml, \.csv"):
        read_scenarios(tmp_path / "x.pdf")


def test_an_empty_file_is_the_scenario_of_all_defaults(tmp_path):
    (tmp_path / "leer.yaml").write_text("# nichts\n")
    (entry,) = read_scenarios(tmp_path / "leer.yaml").entries
    assert (entry.name, dict(entry.scenario.overrides)) == ("leer", {})
