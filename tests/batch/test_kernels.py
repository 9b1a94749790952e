"""The engine that keeps its kernel: as good as new before each notebook, new after a failure and after some runs."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from kkm_helpers.batch.kernels import KeptKernelEngine, _start
from tests.batch.runs import environment, write_notebook

pytestmark = pytest.mark.notebook

# What a notebook may leave behind in its kernel.
LITTERING = """\
import os, random, warnings, numpy as np
leftover = "name" in dir(), "LITTER" in os.environ, os.getcwd()
name, os.environ["LITTER"] = 1, "1"
os.chdir("/")
warnings.warn("once")
print(leftover, random.random(), np.random.random(), os.getpid())
"""


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    papermill_engines.register("kkm", KeptKernelEngine)
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    yield KeptKernelEngine
    KeptKernelEngine.end_kernel()


def execute(source, folder, *, parameters=None, **settings):
    """Execute a notebook and return it and what it printed."""
    target = folder / f"out-{len(list(folder.iterdir()))}.ipynb"
    papermill.execute_notebook(
        source, target, parameters or {"language": "de"}, engine_name="kkm", progress_bar=False, cwd=folder, seed=7,
        **settings,
    )  # fmt: skip
    notebook = nbformat.read(target, as_version=4)
    printed = "".join(
        output.text for cell in notebook.cells for output in cell.get("outputs", ()) if output.get("name") == "stdout"
    )
    return notebook, printed.split()


def content(notebook):
    """Return what a notebook holds but moments and the ids of its process."""
    return [
        (cell.source, cell.get("execution_count"), [
            (output.output_type, output.get("name"), output.get("text", "").rpartition(" ")[0])
            for output in cell.get("outputs", ())
        ])
        for cell in notebook.cells
    ]  # fmt: skip


class TestOneKernel:
    def test_a_kept_kernel_gives_what_a_new_one_gives(self, tmp_path):
        source = write_notebook(tmp_path / "littering.ipynb", LITTERING)
        first, of_first = execute(source, tmp_path)
        second, of_second = execute(source, tmp_path)
        alone, of_alone = execute(source, tmp_path, isolate=True)
        assert of_first[-1] == of_second[-1] != of_alone[-1]  # process ids
        # A warning names its cell by the process; all else is the same to the last digit of a random number.
        assert content(first)[:2] == content(second)[:2] == content(alone)[:2]
        assert of_first[:-1] == of_second[:-1] == of_alone[:-1]
        assert [cell.get("execution_count") for cell in second.cells] == [1, 2, 3]
        warned = [
            sum(output.get("name") == "stderr" for output in nb.cells[2].outputs) for nb in (first, second, alone)
        ]
        assert warned == [1, 1, 1]

    def test_a_new_kernel_after_a_failure_and_after_some_runs(self, tmp_path, engine):
        fine = write_notebook(tmp_path / "fine.ipynb", "import os\nprint(os.getpid())")
        wrong = write_notebook(tmp_path / "wrong.ipynb", "1 / 0")
        (_, first), (_, second) = (execute(fine, tmp_path, runs_per_kernel=2) for _ in range(2))
        assert first == second
        assert engine._kept is None
        _, third = execute(fine, tmp_path)
        assert third != first
        with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
            execute(wrong, tmp_path)
        assert engine._kept is None


class TestWhatGoesWrong:
    def test_a_dead_kernel_leaves_half_the_notebook(self, tmp_path, engine):
        source = write_notebook(tmp_path / "dying.ipynb", "print('before')", "import os\nos._exit(1)", "print('after')")
        begun = []
        with pytest.raises(DeadKernelError):
            execute(source, tmp_path, begun=begun.append)
        before, dying, after = begun[0].cells[2:]
        assert before.outputs[0].text == "before\n"
        assert dying.outputs == after.outputs == []
        assert engine._kept is None

    def test_a_time_limit_for_the_whole_notebook(self, tmp_path, engine):
        # Each cell alone would be done in time.
        source = write_notebook(tmp_path / "slow.ipynb", *["import time\ntime.sleep(0.7)"] * 3)
        with pytest.raises(CellTimeoutError):
            execute(source, tmp_path, time_limit=1.0)
        assert engine._kept is None

    def test_a_kernel_that_died_between_two_notebooks_is_replaced(self, tmp_path, engine):
        source = write_notebook(tmp_path / "fine.ipynb", "import os\nprint(os.getpid())")
        _, first = execute(source, tmp_path)
        engine.kill_kernel()
        engine._kept.manager.provisioner.process.wait()
        _, second = execute(source, tmp_path)
        assert first != second


def test_a_kernel_that_does_not_start_is_tried_once_more():
    class Client:
        tries, km, kc = 0, "km", "kc"

        def setup_kernel(self, **_settings):
            self.tries += 1
            if self.tries <= self.failures:
                raise RuntimeError("Kernel died before replying to kernel_info")
            return nullcontext()

    fine, broken = Client(), Client()
    fine.failures, broken.failures = 1, 2
    _start(fine)
    assert fine.tries == 2
    with pytest.raises(RuntimeError):
        _start(broken)


def test_plain_papermill_finds_the_engine_and_leaves_no_kernel_behind(tmp_path):
    # What installing the package does: the entry point.
    facts = tmp_path / "site" / "kkm-0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: kkm\nVersion: 0\n")
    (facts / "entry_points.txt").write_text(
        "[papermill.engine]\nkkm = kkm_helpers.batch.kernels:KeptKernelEngine\n"
    )  # fmt: skip
    source = write_notebook(tmp_path / "fine.ipynb", "import os\nprint(os.getpid(), language)")
    search = {**environment(), "PYTHONPATH": os.pathsep.join((str(facts.parent), environment()["PYTHONPATH"]))}
    ended = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "kkm", source, tmp_path / "out.ipynb", "-p", "language", "en"],
        env=search, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    printed = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs[0].text.split()
    assert printed[1] == "en"
    import psutil

    assert not psutil.pid_exists(int(printed[0])) or psutil.Process(int(printed[0])).status() == "zombie"


def test_the_entry_point_is_declared():
    import tomllib

    from tests.conftest import REPOSITORY

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["papermill.engine"]["kkm"].partition(":")
    assert (module, name) == (KeptKernelEngine.__module__, KeptKernelEngine.__name__)
