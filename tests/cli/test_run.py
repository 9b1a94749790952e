"""`kkm run`: what it takes, prints and ends with."""

from __future__ import annotations

import io
import json

import openpyxl
import pandas as pd
import pytest

from kkm_helpers.cli.declare import Misuse
from kkm_helpers.cli.run import notebook_files
from kkm_helpers.cli.run_progress import ProgressShown, duration
from kkm_helpers.errors import KkmError
from tests.batch.runs import environment, obeying_notebook, results_of, write_scenarios
from tests.cli.customer_lists import run


@pytest.fixture
def table(tmp_path):
    """Return a workbook as a controller brings it: umlauts, German numbers as text, one row that is wrong."""
    sheet = (book := openpyxl.Workbook()).active
    sheet.append(["name", "captured_share", "visits_per_customer", "small_customers"])
    for row in (["Süd/Öst", 0.08, 4, 4000], ["Größe", "2 %", "5,5", "3.500"], ["Falsch", 8, 4, 100]):
        sheet.append(row)
    path = tmp_path / "szenarien.xlsx"
    book.save(path)
    return path


class TestTableOnly:
    def test_json(self, capsys, table, tmp_path):
        code, out, err = run(capsys, "run", table, "-o", tmp_path / "out", "--table-only", "--json")
        found = json.loads(out)
        assert code == 1
        assert (found["scenarios"], found["succeeded"]) == (3, 2)
        ((failed),) = found["failed"]
        assert failed["name"] == "Falsch"
        assert "szenarien.xlsx, Zeile 4: " in failed["reason"]
        assert "Schreiben Sie: 0.08." in failed["reason"]
        assert found["results"] == str(tmp_path / "out" / "results.csv")
        assert failed["reason"] in " ".join(err.splitlines())
        assert "1 von 3 Szenarien gescheitert: Falsch." in err
        assert results_of(tmp_path / "out")["revenue_threshold"].tolist() == [7_500, 10_312.5]

    def test_english(self, capsys, table, tmp_path):
        code, out, err = run(capsys, "run", table, "-o", tmp_path / "out", "--table-only", "--language", "en")
        assert code == 1
        assert "2 of 3 scenarios computed." in out
        assert "Error Falsch: " in err
        assert "1 of 3 scenarios failed: Falsch." in err
        assert results_of(tmp_path / "out", "en")["captured_share"].tolist() == [0.08, 0.02]
        assert "All quantities" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")

    def test_a_run_that_is_there_is_not_overwritten(self, capsys, tmp_path):
        scenarios = write_scenarios(tmp_path / "s.yaml", a="", b="")
        arguments = ("run", scenarios, "-o", tmp_path / "out", "--table-only")
        assert run(capsys, *arguments)[0] == 0
        code, _, err = run(capsys, *arguments)
        assert code == 1
        assert "--force rechnet alles neu" in err
        assert run(capsys, *arguments, "--force")[0] == 0


@pytest.mark.notebook
class TestNotebooks:
    def test_a_step_for_each_scenario_with_its_page(self, capsys, tmp_path, monkeypatch):
        monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        scenarios = write_scenarios(tmp_path / "s.yaml", **{"Süd": "", "<b>Nord</b>": ""})
        out = tmp_path / "out"
        code, shown, err = run(
            capsys, "run", scenarios, "-o", out, "--notebook", "potential", "--html", "--workers", 1, "--language", "en"
        )  # fmt: skip
        assert code == 0, err
        assert "2 of 2 scenarios computed." in shown
        assert "2/2 " in err
        assert len(list((out / "notebooks").glob("*.4_potential.ipynb"))) == 2
        page = (out / "notebooks" / "Süd.4_potential.html").read_text(encoding="utf-8")
        assert "<math" in page
        assert "displaystyle " not in page
        assert 'type="application/json"' in page
        assert "Share of the open potential captured" in page
        assert "://" not in page.replace("http://www.w3.org/", "")
        assert (out / "notebooks" / "charts.js").stat().st_size > 1_000_000
        (nord,) = (out / "notebooks").glob("_b_*.html")
        assert "<title>&lt;b&gt;Nord&lt;/b&gt;</title>" in nord.read_text(encoding="utf-8")

    def test_a_failure_is_told_once(self, capfd, tmp_path, monkeypatch):
        monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        scenarios = write_scenarios(tmp_path / "s.yaml", stirbt="sterben")
        code, _, err = run(capfd, "run", scenarios, "-o", tmp_path / "out", "--notebook", obeying_notebook(tmp_path))
        assert code == 1
        assert [line.split(":")[0] for line in err.splitlines()] == ["Fehler stirbt", "1 von 1 Szenarien gescheitert"]

    def test_the_default_is_the_business_case(self, capsys, tmp_path, monkeypatch):
        monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        scenarios = write_scenarios(tmp_path / "s.yaml", a="")
        code, out, err = run(capsys, "run", scenarios, "-o", tmp_path / "out", "--json")
        assert code == 0, err
        assert json.loads(out)["executed"] == 1
        assert [path.name for path in (tmp_path / "out" / "notebooks").iterdir()] == ["a.5_business_case.ipynb"]
        table = pd.read_parquet(tmp_path / "out" / "results.parquet")
        assert table["revenue_threshold"].tolist() == [2 * 150 / 0.08]


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "Es fehlt"),
            (("x.yaml",), "Es fehlt: --out"),
            (("x.yaml", "-o", "out", "--table-only", "--html"), "--table-only rechnet ohne Notebooks"),
            (
                ("x.yaml", "-o", "out", "--scheduler", "tcp://x:1", "--workers", "2"),
                "--workers gilt für diesen Rechner",
            ),
            (("x.yaml", "-o", "out", "--notebook", "5_bussines_case"), "Meinten Sie 5_business_case? Vorhanden: 1_"),
            (("x.yaml", "-o", "out", "--timeout", "0"), "keine ganze Zahl von 1 bis"),
        ],
    )
    def test_is_told(self, capsys, arguments, message):
        code, _, err = run(capsys, "run", *arguments)
        assert code == 2
        assert message in err

    def test_what_is_required_is_said_in_the_language_of_the_help(self, capsys):
        assert "Ausgabeordner. Erforderlich." in run(capsys, "run", "--help")[1]
        assert "Output folder. Required." in run(capsys, "run", "--help", "--language", "en")[1]

    def test_missing_scenarios(self, capsys, tmp_path):
        code, _, err = run(capsys, "run", tmp_path / "nichts.yaml", "-o", tmp_path / "out")
        assert code == 1
        assert "nichts.yaml lässt sich nicht lesen" in err
        assert not (tmp_path / "out").exists()


class TestNotebookNames:
    def test_by_file_by_step_and_by_path(self, tmp_path):
        own = obeying_notebook(tmp_path)
        found = notebook_files(["2_care_cost", "potential", "4_potential.ipynb", str(own)])
        assert [path.stem for path in found] == ["2_care_cost", "4_potential", "obeying"]

    def test_the_app_is_no_notebook_of_a_run(self):
        with pytest.raises(Misuse, match="no such notebook"):
            notebook_files(["app"])


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestProgress:
    def test_on_a_terminal_one_line_with_the_time_left(self, monkeypatch):
        moments = iter(range(0, 1000, 10))
        monkeypatch.setattr("kkm_helpers.cli.run_progress.time.monotonic", lambda: next(moments))
        stream = Terminal()
        shown = ProgressShown("de", stream)
        shown.begin(4, 1)
        shown.step("Süd")
        shown.step("Nord", KkmError("kaputt\x1b[2J", "broken"))
        shown.step("West")
        shown.end()
        text = stream.getvalue()
        assert "1 von 4 sind schon gerechnet." in text
        # 30 s after the beginning one of three steps is done.
        assert "2/4 · noch 1:00" in text
        assert "Fehler Nord: kaputt�[2J\n" in text
        assert "4/4 · 1 Fehler" in text
        assert text.endswith("\n")
        assert "Süd" not in text

    def test_elsewhere_a_line_for_each_step(self):
        stream = io.StringIO()
        shown = ProgressShown("en", stream)
        shown.begin(2, 0)
        shown.step("a")
        shown.step("b", KkmError("kaputt", "broken"))
        shown.end()
        first, second = stream.getvalue().splitlines()
        assert first.startswith("1/2 a (")
        assert first.endswith(" left)")
        assert second == "Error b: broken"
        assert "\x1b" not in stream.getvalue()

    @pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (59.6, "1:00"), (3723, "1:02:03")])
    def test_durations(self, seconds, text):
        assert duration(seconds) == text


def test_the_command_starts_without_what_only_a_run_needs():
    import subprocess
    import sys

    code = (
        "import sys; from kkm_helpers.cli import main; assert main(['run', '--help']) == 0; "
        "heavy = {'pandas', 'papermill', 'distributed', 'dask', 'nbformat', 'plotly', 'nbconvert'} & set(sys.modules); "
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8", env=environment()
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
