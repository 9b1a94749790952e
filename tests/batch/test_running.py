"""A run from end to end with small notebooks: what succeeds, what fails and why, what stands where in the end."""

from __future__ import annotations

import errno
import json
import shutil

import nbformat
import numpy as np
import pandas as pd
import pytest

from kkm_helpers.batch.computing import COLUMNS
from kkm_helpers.batch.folder import RunFolder
from kkm_helpers.batch.jobs import Outcome
from kkm_helpers.batch.running import Listener, Run, disagreement, run_batch
from kkm_helpers.errors import KkmError
from kkm_helpers.files import FileTroubleError
from kkm_helpers.scenario import build_case, load_scenario
from tests.batch.runs import (
    environment,
    obeying_notebook,
    records_of,
    results_of,
    runs_of,
    write_notebook,
    write_scenarios,
)  # fmt: skip

PROVENANCE = ["inputs_hash", "kkm", "seed", "started", "ended"]


class Told(Listener):
    def __init__(self):
        self.steps, self.falls, self.begun = [], [], None

    def begin(self, total, done):
        self.begun = (total, done)

    def step(self, name, trouble=None, count=1):  # noqa: ARG002
        self.steps.append(name)

    def failed(self, name, trouble):  # noqa: ARG002
        self.falls.append(name)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """Return a run in which everything that can go wrong does, and what it told."""
    folder = tmp_path_factory.mktemp("run")
    scenarios = write_scenarios(
        folder / "alle.yaml",
        **{"Süd/Ost": "", "Scheitert": "scheitern", "Stirbt": "sterben", "Dauert": "schlafen 30", "Zuletzt": ""},
    )
    with scenarios.open("a", encoding="utf-8") as more:
        more.write("---\nname: Falsch\ncaptured_share: 8\n---\nname: Ohne Liste\ncustomers_file: fehlt.csv\n")
    notebook = obeying_notebook(folder)
    told = Told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        run = Run(scenarios, folder / "out", (notebook,), workers=1, time_limit=4)
        report = run_batch(run, told)
    return report, told, run


@pytest.mark.notebook
class TestEverythingThatCanGoWrong:
    def test_the_others_go_on_and_each_failure_has_its_reason(self, everything):
        report, told, _ = everything
        assert (report.scenarios, report.succeeded) == (7, 2)
        reasons = {name: str(trouble) for name, trouble in report.failed}
        assert list(reasons) == ["Scheitert", "Stirbt", "Dauert", "Falsch", "Ohne Liste"]
        assert reasons["Scheitert"] == "obeying, Zelle [3]: ZeroDivisionError: division by zero"
        assert "Kernel ist abgestürzt" in reasons["Stirbt"]
        assert "nicht fertig nach 4 s" in reasons["Dauert"]
        assert "Schreiben Sie: 0.08" in reasons["Falsch"]
        assert "fehlt.csv" in reasons["Ohne Liste"]
        assert told.begun == (5, 0)
        assert told.falls == ["Falsch", "Ohne Liste"]
        assert sorted(told.steps) == ["Dauert", "Scheitert", "Stirbt", "Süd/Ost", "Zuletzt"]

    def test_half_executed_notebooks_are_kept_apart(self, everything):
        report, _, _ = everything
        assert {path.name for path in (report.out / "failed").iterdir()} == {
            "Scheitert.obeying.ipynb", "Stirbt.obeying.ipynb", "Dauert.obeying.ipynb"
        }  # fmt: skip
        half = nbformat.read(report.out / "failed" / "Scheitert.obeying.ipynb", as_version=4)
        assert any(output.output_type == "error" for cell in half.cells for output in cell.get("outputs", ()))
        done = sorted(path.name for path in (report.out / "notebooks").iterdir())
        assert done[1] == "Zuletzt.obeying.ipynb"
        assert done[0].startswith("Süd_Ost-")
        assert not (report.out / ".scratch").exists()

    def test_the_table_has_every_scalar_quantity_of_what_succeeded(self, everything):
        report, _, _ = everything
        table = results_of(report.out)
        assert table["name"].tolist() == ["Süd/Ost", "Zuletzt"]
        assert list(table.columns) == [*COLUMNS, "obeying.own_figure", *PROVENANCE]
        assert table["visits_per_customer"].tolist() == [2, 6]
        assert table["revenue_threshold"].tolist() == [2 * 150 / 0.08, 6 * 150 / 0.08]
        assert table["obeying.own_figure"].tolist() == [3, 3]
        assert len(pd.read_parquet(report.out / "results.parquet")) == 2

    def test_every_result_carries_where_it_comes_from(self, everything):
        report, _, _ = everything
        record = records_of(report.out)["Zuletzt.obeying.json"]
        executed = nbformat.read(report.out / "notebooks" / "Zuletzt.obeying.ipynb", as_version=4)
        provenance = record["provenance"]
        assert provenance["versions"].keys() >= {"kkm", "python", "papermill", "numpy"}
        assert provenance["seed"] == 1
        assert provenance["started"] < provenance["ended"]
        assert executed.metadata.kkm["inputs_hash"] == record["inputs_hash"]
        assert str(report.out) not in json.dumps(executed.metadata)
        (row,) = results_of(report.out).query("name == 'Zuletzt'").to_dict("records")
        assert (row["started"], row["ended"]) == (provenance["started"], provenance["ended"])

    def test_the_scenario_of_a_notebook_lies_beside_it(self, everything):
        report, _, _ = everything
        parameters = nbformat.read(report.out / "notebooks" / "Zuletzt.obeying.ipynb", as_version=4).cells[1].source
        assert 'scenario = "../scenarios/Zuletzt.yaml"' in parameters
        scenario = load_scenario(report.out / "scenarios" / "Zuletzt.yaml")
        assert scenario.overrides == {"visits_per_customer": 6}

    def test_page_and_summary(self, everything):
        report, _, _ = everything
        page = (report.out / "comparison.html").read_text(encoding="utf-8")
        assert "ZeroDivisionError" in page
        assert 'href="notebooks/Zuletzt.obeying.ipynb"' in page
        summary = json.loads((report.out / "run.json").read_text(encoding="utf-8"))
        assert summary == report.to_json("de")
        assert summary["scenarios"] == 7
        assert summary["results"] == str(report.out / "results.csv")

    def test_resuming_repeats_only_what_is_not_done(self, everything, tmp_path, monkeypatch):
        report, _, run = everything
        monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        out = tmp_path / "out"
        shutil.copytree(report.out, out)
        scenarios = tmp_path / "alle.yaml"
        text = run.source.read_text(encoding="utf-8")
        for before, after in (
            ("description: scheitern", "description: gut"),
            ("visits_per_customer: 6", "visits_per_customer: 7"),
            ("description: sterben", "captured_share: 8"),
            ("description: schlafen 30", "captured_share: 8"),
        ):
            assert before in text
            text = text.replace(before, after)
        scenarios.write_text(text, encoding="utf-8")
        (out / "runs.log").unlink()
        again = run_batch(Run(scenarios, out, run.notebooks, workers=1, resume=True))
        # One was mended, one has another value, one is as it was.
        assert sorted(runs_of(out)) == ["Scheitert", "Zuletzt"]
        assert (again.resumed, again.executed, again.succeeded) == (1, 2, 3)
        assert results_of(out)["visits_per_customer"].tolist() == [2, 3, 7]
        assert not (out / "failed" / "Scheitert.obeying.ipynb").exists()


THREE = {"a": "", "b": "", "c": ""}


class TestTableOnly:
    def test_the_table_is_the_same_without_notebooks(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        list_file = tmp_path / "kunden.csv"
        list_file.write_text(
            "Kundennummer;Umsatz 2024\n" + "\n".join(f"{n};{n * 500}" for n in range(1, 30)), encoding="utf-8"
        )
        scenarios = write_scenarios(tmp_path / "s.yaml", **THREE)
        with scenarios.open("a", encoding="utf-8") as more:
            more.write("---\nname: d\ncustomers_file: kunden.csv\nhorizon_months: 36\n")
        # The whole case from the notebook's own kernel: what stands in the table is held against it.
        notebook = write_notebook(
            tmp_path / "whole.ipynb",
            "import json, numpy\n"
            "from kkm_helpers.scenario import build_case, load_scenario\n"
            "from IPython.display import display\n"
            "case = build_case(load_scenario(scenario)).results\n"
            "found = {n: v for n, v in case.items() if not isinstance(v, numpy.ndarray)}\n"
            "display({'application/vnd.kkm.results+json': found}, raw=True)",
        )
        both = [
            run_batch(Run(scenarios, tmp_path / name, notebooks, workers=1))
            for name, notebooks in (("with", (notebook,)), ("without", ()))
        ]
        assert [report.succeeded for report in both] == [4, 4]
        (with_them, without) = (pd.read_parquet(tmp_path / name / "results.parquet") for name in ("with", "without"))
        assert list(with_them.columns) == list(without.columns) == [*COLUMNS, *PROVENANCE]
        own = ["started", "ended"]
        pd.testing.assert_frame_equal(with_them.drop(columns=own), without.drop(columns=own))
        results = records_of(tmp_path / "with")["d.whole.json"]["results"]
        (row,) = with_them.query("name == 'd'").to_dict("records")
        assert len(results) == len([name for name in COLUMNS if name in results]) > 100
        for name, value in results.items():
            if value is None:
                assert np.isnan(row[name]), name
            else:
                assert row[name] == (value if isinstance(value, str) else pytest.approx(value, rel=1e-12)), name

    def test_blocks_are_one_table(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import running

        monkeypatch.setattr(running, "_BLOCK", 2)
        table = tmp_path / "s.csv"
        table.write_text(
            "name;visits_per_customer;customers_file\n"
            + "".join(f"s{n};{n};\n" for n in range(1, 8))
            + "x;0;\ny;3;no.csv\n"
        )
        told = Told()
        report = run_batch(Run(table, tmp_path / "out"), told)
        assert (report.scenarios, report.succeeded) == (9, 7)
        assert [name for name, _ in report.failed] == told.falls == ["x", "y"]
        assert results_of(tmp_path / "out")["name"].tolist() == [f"s{n}" for n in range(1, 8)]
        assert not (tmp_path / "out" / "notebooks").exists()

    def test_a_million_rows_are_refused_with_the_way_to_do_it(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import running

        monkeypatch.setattr(running, "MOST_NOTEBOOKS", 2)
        scenarios = write_scenarios(tmp_path / "s.yaml", **THREE)
        with pytest.raises(KkmError, match=r"Das wären 3 Notebooks.*--table-only"):
            run_batch(Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),)))
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("found", "agrees"),
    [
        ({"revenue_threshold": 9375.0}, True),
        ({"revenue_threshold": 9375.0000000001, "own": 1}, True),
        ({"revenue_threshold": 9376}, False),
        ({"revenue_threshold": None}, False),
        ({"build_payback_month": None}, True),
        ({"build_payback_month": 36}, False),
        ({"recommended_option": "build"}, False),
    ],
)
def test_a_notebook_that_does_not_agree_with_the_model_is_told(found, agrees):
    results = build_case().results
    row = {name: np.nan if value is None else value for name, value in results.items()} | {
        "build_payback_month": np.nan
    }
    trouble = disagreement("mine", found, row)
    assert (trouble is None) is agrees
    if trouble:
        assert f"mine: {next(iter(found))} ist im Notebook" in str(trouble)


@pytest.mark.parametrize("source", ["scenarios", "scenarios/s.yaml", "results.csv"])
def test_a_run_never_writes_over_what_it_reads(tmp_path, source):
    (tmp_path / "scenarios").mkdir()
    write_scenarios(tmp_path / "scenarios" / "s.yaml", a="")
    (tmp_path / "results.csv").write_text("name;captured_share\na;0,1\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(KkmError, match="liegt, wo der Lauf seine Ergebnisse hinschreibt"):
        run_batch(Run(tmp_path / source, tmp_path, force=True))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


class TestStopping:
    """What ends a run before its end, told without any kernel."""

    @pytest.fixture
    def run(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import running

        def outcomes(_run, jobs, _folder):
            for job in jobs:
                yield Outcome(job.key, "{}", started="2026-01-01", ended="2026-01-02")

        monkeypatch.setattr(running, "_outcomes", outcomes)
        scenarios = write_scenarios(tmp_path / "s.yaml", **THREE)
        return Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),))

    def test_a_full_disk_is_told_and_what_is_done_stays(self, run, monkeypatch):
        stored = RunFolder.store

        def full(folder, job, outcome):
            if job.name == "b":
                raise FileTroubleError(folder.path, "x", "x", OSError(errno.ENOSPC, "full"))
            return stored(folder, job, outcome)

        monkeypatch.setattr(RunFolder, "store", full)
        with pytest.raises(KkmError, match="der Datenträger ist voll"):
            run_batch(run)
        assert results_of(run.out)["name"].tolist() == ["a"]
        assert json.loads((run.out / "run.json").read_text())["interrupted"] is True
        monkeypatch.undo()

    def test_a_disk_too_full_for_the_table_does_not_hide_the_reason(self, run, monkeypatch):
        from kkm_helpers.batch import running

        def full(*_):
            raise FileTroubleError(run.out / "results.csv", "x", "x", OSError(errno.ENOSPC, "full"))

        class Stopping(Listener):
            def step(self, *_):
                raise KeyboardInterrupt

        monkeypatch.setattr(running, "result_tables", full)
        with pytest.raises(KeyboardInterrupt):
            run_batch(run, Stopping())
        assert len(records_of(run.out)) == 1

    def test_a_changed_notebook_is_a_failure(self, run, monkeypatch):
        from kkm_helpers.batch import running

        def outcomes(_run, jobs, _folder):
            yield from (Outcome(job.key, "{}", None, {"revenue_threshold": 1}, None, "a", "b") for job in jobs)

        monkeypatch.setattr(running, "_outcomes", outcomes)
        report = run_batch(run)
        assert report.succeeded == 0
        assert "nach dem Modell" in str(report.failed[0][1])
        assert len(list((run.out / "failed").iterdir())) == 3
