"""The same run on a Dask cluster: a real scheduler and workers as processes, one of them killed in the middle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pandas as pd
import psutil
import pytest

from kkm_helpers.batch.cluster import ClusterError
from kkm_helpers.batch.running import Listener, Run, run_batch
from kkm_helpers.errors import KkmError
from tests.batch.runs import environment, obeying_notebook, records_of, wait_until, write_notebook, write_scenarios

pytestmark = pytest.mark.notebook

LIST_NOTEBOOK = """\
from kkm_helpers.scenario import build_case, load_scenario
from IPython.display import display
import socket
loaded = load_scenario(scenario)
case = build_case(loaded).results
left = {"revenue_threshold": case["revenue_threshold"], "list": loaded.customers_file.name,
        "folder": str(loaded.customers_file)}
display({"application/vnd.kkm.results+json": left}, raw=True)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A scheduler and its workers, each a process of its own with a folder that is not the run's."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", self.port)
        wait_until(self.answers)
        self.workers = []

    def start(self, kind, *arguments):
        log = (self.folder / f"{kind}-{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *map(str, arguments), "--no-dashboard"],
            stdout=log, stderr=subprocess.STDOUT, env=environment(), cwd=self.folder,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def hire(self, count):
        self.workers = [
            self.start(
                "worker", self.address, "--no-nanny", "--nthreads", 1, "--name", f"w{n}",
                "--local-directory", self.folder / f"w{n}", "--host", "127.0.0.1",
            )
            for n in range(count)
        ]  # fmt: skip


@contextmanager
def cluster(folder, workers=0):
    folder.mkdir()
    made = Cluster(folder)
    made.hire(workers)
    try:
        yield made
    finally:
        family = [psutil.Process(process.pid) for process in made.processes if process.poll() is None]
        family += [child for each in family for child in each.children(recursive=True)]
        for each in family:
            if each.is_running():
                each.kill()
        for process in made.processes:
            process.wait()


class Counting(Listener):
    def __init__(self, then=lambda _: None):
        self.steps, self.then = [], then

    def step(self, name, trouble=None, count=1):  # noqa: ARG002
        self.steps.append(name)
        self.then(len(self.steps))


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster") / "here", workers=2) as made:
        yield made


class TestTwoWorkers:
    def test_lists_and_notebooks_travel_with_the_job(self, two_workers, tmp_path):
        own = tmp_path / "eigene"
        own.mkdir()
        (own / "kunden.csv").write_text(
            "Kundennummer;Umsatz 2024\n" + "\n".join(f"{n};{n * 500}" for n in range(1, 30)), encoding="utf-8"
        )
        (own / "zuordnung.yaml").write_text("number_format: german\n", encoding="utf-8")
        scenarios = own / "s.yaml"
        scenarios.write_text(
            "---\n".join(
                f"name: Süd {n}\nvisits_per_customer: {n}\ncustomers_file: kunden.csv\nmapping: zuordnung.yaml\n"
                for n in range(2, 5)
            ),
            encoding="utf-8",
        )
        notebook = write_notebook(tmp_path / "listed.ipynb", LIST_NOTEBOOK)
        run = Run(scenarios, tmp_path / "out", (notebook,), scheduler=two_workers.address)
        report = run_batch(run)
        assert [str(trouble) for _, trouble in report.failed] == []
        table = pd.read_parquet(tmp_path / "out" / "results.parquet")
        assert table["listed.list"].tolist() == ["kunden.csv"] * 3
        assert not any(str(tmp_path) in folder for folder in table["listed.folder"])
        assert table["revenue_threshold"].tolist() == [n * 150 / 0.08 for n in (2, 3, 4)]
        local = run_batch(Run(scenarios, tmp_path / "local", (notebook,), workers=1))
        assert local.succeeded == report.succeeded
        own_columns = ["started", "ended", "listed.folder"]
        pd.testing.assert_frame_equal(
            table.drop(columns=own_columns),
            pd.read_parquet(tmp_path / "local" / "results.parquet").drop(columns=own_columns),
        )

    def test_failures_are_told_as_on_one_machine(self, two_workers, tmp_path):
        scenarios = write_scenarios(tmp_path / "s.yaml", gut="", scheitert="scheitern", stirbt="sterben")
        run = Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),), scheduler=two_workers.address)
        report = run_batch(run)
        reasons = {name: str(trouble) for name, trouble in report.failed}
        assert list(reasons) == ["scheitert", "stirbt"]
        assert "ZeroDivisionError" in reasons["scheitert"]
        assert "Kernel ist abgestürzt" in reasons["stirbt"]
        assert len(list((tmp_path / "out" / "failed").iterdir())) == 2

    def test_workers_with_another_version_are_refused(self, two_workers, tmp_path, monkeypatch):
        from kkm_helpers.batch import cluster as module

        monkeypatch.setattr(module, "__version__", "99.0")
        scenarios = write_scenarios(tmp_path / "s.yaml", a="")
        run = Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),), scheduler=two_workers.address)
        with pytest.raises(ClusterError, match=r"hat nicht kkm 99\.0, sondern: \d"):
            run_batch(run)


@pytest.mark.skipif(os.name == "nt", reason="kills as this system does")
class TestKilling:
    def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(self, tmp_path):
        names = [f"s{n}" for n in range(8)]
        scenarios = write_scenarios(tmp_path / "s.yaml", **dict.fromkeys(names, "schlafen 0.4"))
        with cluster(tmp_path / "cluster", workers=2) as made:
            wait_until(lambda: len(list((tmp_path / "cluster").glob("w*/*"))) >= 2)

            def kill_one(steps):
                if steps == 2:
                    made.workers[0].kill()

            listener = Counting(kill_one)
            run = Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),), scheduler=made.address)
            report = run_batch(run, listener)
            assert made.workers[0].wait() != 0
            assert made.workers[1].poll() is None
        assert [str(trouble) for _, trouble in report.failed] == []
        assert Counter(listener.steps) == Counter(names)
        assert len(records_of(tmp_path / "out")) == len(names)
        assert sorted(pd.read_parquet(tmp_path / "out" / "results.parquet")["name"]) == names

    def test_a_lost_scheduler_keeps_what_is_done(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import cluster as module

        monkeypatch.setattr(module, "CONNECT_SECONDS", 3)
        names = [f"s{n}" for n in range(6)]
        scenarios = write_scenarios(tmp_path / "s.yaml", **dict.fromkeys(names, "schlafen 0.4"))
        notebook = obeying_notebook(tmp_path)
        with cluster(tmp_path / "cluster", workers=1) as made:
            listener = Counting(lambda steps: made.scheduler.kill() if steps == 2 else None)
            with pytest.raises(ClusterError, match=r"ist verloren.*--resume"):
                run_batch(Run(scenarios, tmp_path / "out", (notebook,), scheduler=made.address), listener)
        done = len(records_of(tmp_path / "out"))
        assert 2 <= done < len(names)
        assert len(pd.read_parquet(tmp_path / "out" / "results.parquet")) == done


class TestUnreachable:
    def run(self, tmp_path, address):
        scenarios = write_scenarios(tmp_path / "s.yaml", a="")
        return run_batch(Run(scenarios, tmp_path / "out", (obeying_notebook(tmp_path),), scheduler=address))

    def test_nobody_there(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import cluster as module

        monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)
        with pytest.raises(KkmError, match=r"tcp://127\.0\.0\.1:9 ist nicht erreichbar.*docs/cluster\.md"):
            self.run(tmp_path, "tcp://127.0.0.1:9")
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("address", ["kein Ort", "foo://x:1", "localhost:notaport"])
    def test_no_address_at_all(self, tmp_path, monkeypatch, address):
        from kkm_helpers.batch import cluster as module

        monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)
        with pytest.raises(KkmError, match="ist nicht erreichbar"):
            self.run(tmp_path, address)

    def test_no_worker(self, tmp_path, monkeypatch):
        from kkm_helpers.batch import cluster as module

        monkeypatch.setattr(module, "WORKERS_SECONDS", 0.5)
        with cluster(tmp_path / "cluster") as made, pytest.raises(KkmError, match=r"hat keinen Worker.*dask worker"):
            self.run(tmp_path, made.address)
