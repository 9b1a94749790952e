"""Customer lists for tests of commands, and how commands are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kkm_helpers.cli import main
from tests.conftest import REPOSITORY, SHARED

DEMO = REPOSITORY / "data" / "demo_customers.csv"
ADVENTUREWORKS = SHARED / "realdata" / "adventureworks_resellers" / "aw_resellers_by_year.csv"
WHOLESALE = SHARED / "realdata" / "wholesale_customers" / "Wholesale customers data.csv"
RETAIL = SHARED / "realdata" / "online_retail_ii" / "online_retail_II_2009_2011.parquet"

MESSY = """\
Kundenliste Nord;;;;
Kd-Nr;Firma;Branche;Umsatz 2023;Umsatz 2024
0001;Alpha GmbH;Elektro;1.000,50;2.000,00
0002;Beta KG;Elektro;abc;500,25
0003;Gamma;Sanitär;20.000,00;30.000,00
;Ohne Nummer;Sanitär;;70,00
Summe;;;21.000,50;32.500,25
"""


def needed(path: Path) -> Path:
    """Return the path; skip the test where the real data are not beside the repository."""
    if not path.exists():
        pytest.skip(f"the real data are not beside this repository (../shared/realdata/{path.parent.name})")
    return path


def run(capsys, *arguments):
    """Run `kkm …` and return exit code, output and messages."""
    code = main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def json_of(capsys, *arguments):
    """Return the JSON object a command prints; NaN and Infinity fail."""
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err

    def refuse(word):
        pytest.fail(f"{word} in JSON")

    return json.loads(out, parse_constant=refuse)


def write(path, text):
    """Write a text file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path
