"""One job, a notebook executed for one scenario: what a worker gets, what it gives back, what it does in between."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers.batch.provenance import versions
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, format_number
from kkm_helpers.scenario import Scenario

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from kkm_helpers.batch.kernels import KeptKernelEngine

ENGINE = "kkm"
SCENARIOS, NOTEBOOKS, SCRATCH = "scenarios", "notebooks", ".scratch"
"""The folders a job needs: of scenarios' files, the one notebooks run in, and one for drafts."""


@dataclass(frozen=True)
class Job:
    """A notebook to execute for a scenario.

    Attributes:
        key: how its files begin, no two alike.
        name: the scenario's name.
        stem: how the scenario's file begins.
        scenario: what is assumed.
        notebook_name: the notebook's name without ending.
        notebook: its text.
        inputs_hash: hash of everything the results are computed from.
        language: the language asked for; None for the scenario's own.
        seed: start of the random numbers.
        time_limit: seconds it may take; None for any.
        isolate: in a new kernel of its own.
        html: the executed notebook is wanted as a page too.
    """

    key: str
    name: str
    stem: str
    scenario: Scenario
    notebook_name: str
    notebook: str
    inputs_hash: str
    language: Language | None = None
    seed: int = 1
    time_limit: float | None = None
    isolate: bool = False
    html: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Attributes:
        key: that of the job.
        notebook: the executed notebook's text, half of it where it failed; None where nothing was executed.
        html: the same as a page, if it was wanted.
        results: what the notebook left for programs: public names and plain numbers.
        trouble: why it failed; None where it did not.
        started, ended: moments in ISO format, UTC.
        versions: of what computed it.
    """

    key: str
    notebook: str | None = None
    html: str | None = None
    results: Mapping[str, Any] = field(default_factory=dict)
    trouble: KkmError | None = None
    started: str = ""
    ended: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


class JobError(KkmError):
    """A notebook was not executed to its end."""

    def __reduce__(self) -> tuple[type[JobError], tuple[str, str]]:
        """Return how it travels from a worker to the run."""
        return type(self), (self.de, self.en)


def now() -> str:
    """Return the moment in ISO format."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def run_job(job: Job, folder: Path) -> Outcome:
    """Execute a notebook; whatever goes wrong is told in the outcome.

    Args:
        job: what to execute.
        folder: holds the folders a job needs, and the scenario's file in one of them.
    """
    started = now()
    trouble: KkmError | None = None
    begun: list[NotebookNode] = []
    html: str | None = None
    try:
        with tempfile.TemporaryDirectory(dir=folder / SCRATCH, ignore_cleanup_errors=True) as scratch:
            source = Path(scratch, f"{job.notebook_name}.ipynb")
            source.write_text(job.notebook, encoding="utf-8")
            _execute(job, source, folder / NOTEBOOKS, begun.append)
        html = _page(_with_provenance(begun[0], job, started), job) if job.html else None
    except Exception as error:  # noqa: BLE001 - the others go on, whatever it was
        trouble = _trouble_of(error, job)
    text, results = None, {}
    for notebook in begun:
        text, results = _text(_with_provenance(notebook, job, started)), _results(notebook)
    return Outcome(job.key, text, html, results, trouble, started, now(), versions())


def end_kernel() -> None:
    """End the kernel that this process keeps, if it does."""
    engine = _engine_at_work()
    if engine is not None:
        engine.end_kernel()


def kill_kernel() -> None:
    """Kill the kernel that this process keeps, at once and from wherever it is called."""
    engine = _engine_at_work()
    if engine is not None:
        engine.kill_kernel()


def _engine_at_work() -> type[KeptKernelEngine] | None:
    """Return the engine if this process has used it: to end a kernel papermill need not be imported."""
    module = sys.modules.get("kkm_helpers.batch.kernels")
    return module.KeptKernelEngine if module else None


def _execute(job: Job, source: Path, folder: Path, begun: Callable[[NotebookNode], None]) -> None:
    # Importing papermill takes as long as a short notebook.
    import papermill
    from papermill.engines import papermill_engines

    from kkm_helpers.batch.kernels import KeptKernelEngine

    papermill_engines.register(ENGINE, KeptKernelEngine)
    parameters = {"scenario": f"../{SCENARIOS}/{job.stem}.yaml"}
    if job.language is not None:
        parameters["language"] = job.language
    papermill.execute_notebook(
        str(source).replace("{", "{{").replace("}", "}}"),  # papermill fills in what stands in braces
        None,
        parameters,
        engine_name=ENGINE,
        progress_bar=False,
        cwd=folder,
        isolate=job.isolate,
        seed=job.seed,
        time_limit=job.time_limit,
        begun=begun,
    )


def _trouble_of(error: Exception, job: Job) -> KkmError:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    match error:
        case KkmError():
            return JobError(error.de, error.en)
        case PapermillExecutionError() if error.ename == "ParameterError":
            return JobError(str(error.evalue), str(error.evalue))
        case PapermillExecutionError():
            place, what = error.exec_count, f"{error.ename}: {error.evalue}"
            return JobError(
                f"{job.notebook_name}, Zelle [{place}]: {what}", f"{job.notebook_name}, cell [{place}]: {what}"
            )
        case CellTimeoutError():
            limit = job.time_limit or 0
            return JobError(
                f"{job.notebook_name}: nicht fertig nach {format_number(limit, 0, 'de')} s (--timeout).",
                f"{job.notebook_name}: not done after {format_number(limit, 0, 'en')} s (--timeout).",
            )
        case DeadKernelError():
            return JobError(
                f"{job.notebook_name}: der Kernel ist abgestürzt (vielleicht zu wenig Arbeitsspeicher).",
                f"{job.notebook_name}: the kernel died (perhaps too little memory).",
            )
        case _:
            what = f"{job.notebook_name}: {type(error).__name__}: {error}"
            return JobError(what, what)


def _with_provenance(notebook: NotebookNode, job: Job, started: str) -> NotebookNode:
    """Return the executed notebook with where it comes from."""
    notebook.metadata["kkm"] = {
        "scenario": job.name,
        "inputs_hash": job.inputs_hash,
        "versions": versions(),
        "seed": job.seed,
        "started": started,
        "ended": now(),
    }
    # The folder it was executed in is gone, and says something about the machine.
    notebook.metadata.papermill["input_path"] = f"{job.notebook_name}.ipynb"
    notebook.metadata.papermill["output_path"] = f"{job.key}.ipynb"
    return notebook


def _page(notebook: NotebookNode, job: Job) -> str:
    from kkm_helpers.batch.notebook_page import page_of_notebook

    return page_of_notebook(notebook, job.name)


def _text(notebook: NotebookNode) -> str:
    import nbformat

    return str(nbformat.writes(notebook)) + "\n"


def _results(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the notebook left for programs, all of its outputs together."""
    from kkm_helpers.workbook.notebook import RESULTS_MIME

    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found |= output.get("data", {}).get(RESULTS_MIME, {})
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a notebook leaves
    """Return a value as JSON has it: None in place of NaN and infinity."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
