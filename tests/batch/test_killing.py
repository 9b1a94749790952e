"""Runs that are killed or stopped in the middle: nothing is lost, nothing is done twice, nothing is half written."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter

import nbformat
import psutil
import pytest

from tests.batch.runs import kkm_run, obeying_notebook, records_of, results_of, runs_of, wait_until, write_scenarios

pytestmark = [
    pytest.mark.notebook,
    pytest.mark.skipif(os.name == "nt", reason="signals of this system"),
]

SCENARIOS = dict.fromkeys(("eins", "zwei", "drei", "vier", "fünf", "sechs"), "schlafen 0.4")


@pytest.fixture
def batch(tmp_path):
    """Return the arguments of a run of six short notebooks, and its output folder."""
    scenarios = write_scenarios(tmp_path / "s.yaml", **SCENARIOS)
    out = tmp_path / "out"
    return (scenarios, "-o", out, "--notebook", obeying_notebook(tmp_path), "--workers", 2), out


def ended(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def check_whole(out):
    """Check that everything that has its final name is whole."""
    for path in (out / "notebooks").glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    for name in records_of(out):
        assert (out / "notebooks" / name.replace(".json", ".ipynb")).exists()


def check_complete(out):
    assert sorted(results_of(out)["name"]) == sorted(SCENARIOS)
    assert len(records_of(out)) == len(list((out / "notebooks").glob("*.ipynb"))) == len(SCENARIOS)
    check_whole(out)
    assert list(out.rglob("*.part")) == []


def test_a_killed_run_goes_on_where_it_was(batch):
    arguments, out = batch
    with kkm_run(*arguments) as process:
        wait_until(lambda: len(records_of(out)) >= 2 or process.poll() is not None)
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
    check_whole(out)
    finished = records_of(out)
    assert 2 <= len(finished) < len(SCENARIOS)
    # Workers and kernels end with the run they belong to.
    _, left = psutil.wait_procs(family, timeout=20)
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []
    with kkm_run(*arguments, "--resume", "--json") as process:
        code, shown, err = ended(process)
    assert code == 0, err
    report = json.loads(shown)
    assert (report["resumed"], report["executed"]) == (len(finished), len(SCENARIOS) - len(finished))
    check_complete(out)
    assert {name: record for name, record in records_of(out).items() if name in finished} == finished
    begun = Counter(runs_of(out))
    assert all(begun[name.partition(".")[0]] == 1 for name in finished)


def test_a_killed_worker_is_replaced_and_its_job_done_once_more(batch):
    arguments, out = batch
    with kkm_run(*arguments, "--json") as process:
        wait_until(lambda: len(runs_of(out)) >= 3 or process.poll() is not None)
        workers = [
            child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())
        ]
        assert len(workers) == 2
        workers[0].kill()
        code, shown, err = ended(process)
    assert code == 0, err
    assert json.loads(shown)["executed"] == len(SCENARIOS)
    check_complete(out)
    assert len(runs_of(out)) <= len(SCENARIOS) + 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_cleanly_and_keep_what_is_done(batch, number):
    arguments, out = batch
    with kkm_run(*arguments) as process:
        wait_until(lambda: len(records_of(out)) >= 2 or process.poll() is not None)
        family = psutil.Process(process.pid).children(recursive=True)
        # A terminal sends Ctrl-C to every process of the run.
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        code, _, err = ended(process)
    assert code == 130
    assert f"Was fertig ist, liegt in {out}; --resume setzt den Lauf fort." in err
    assert "Abgebrochen." in err
    assert "Traceback" not in err
    done = {record["name"] for record in records_of(out).values()}
    assert 2 <= len(done) < len(SCENARIOS)
    assert set(results_of(out)["name"]) == done
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["interrupted"] is True
    check_whole(out)
    assert not (out / ".scratch").exists()
    _, left = psutil.wait_procs(family, timeout=20)
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []
