"""A run from end to end: scenarios in; executed notebooks, one table and one page out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kkm_helpers import __version__
from kkm_helpers.batch.comparison import MOST_SHOWN, PAGE, Comparison, comparison_page, recommendations
from kkm_helpers.batch.computing import SCALARS, Computed, RememberedLists, compute
from kkm_helpers.batch.entries import Entries, Entry
from kkm_helpers.batch.folder import FOLDERS, RunFolder, run_folder
from kkm_helpers.batch.jobs import Job, JobError, Outcome, now
from kkm_helpers.batch.names import file_stems
from kkm_helpers.batch.provenance import Inputs, versions
from kkm_helpers.batch.result_tables import CSV, PARQUET, XLSX, result_tables
from kkm_helpers.batch.sources import read_scenarios
from kkm_helpers.engine.evaluation import SERIES
from kkm_helpers.errors import KkmError
from kkm_helpers.files import write_whole
from kkm_helpers.language import LANGUAGES, Language, choose, format_number

SUMMARY = "run.json"
RESULTS = (CSV, PARQUET, XLSX, PAGE, SUMMARY)
MOST_NOTEBOOKS = 10_000
"""Notebooks in one run: at a second or so each more would take days."""

_BLOCK = 10_000
_AGREEMENT = 1e-9  # machines of a cluster may add in another order


@dataclass(frozen=True)
class Run:
    """What is to be done.

    Attributes:
        source: folder or file of the scenarios.
        out: output folder.
        notebooks: the notebooks to execute; none computes the table alone.
        workers: how many work at a time on this machine.
        scheduler: address of a Dask cluster that does the work instead.
        resume: go on with the run that is in the output folder.
        force: take the output folder, whatever is there.
        html: keep the executed notebooks as pages too.
        time_limit: seconds a notebook may take.
        isolate: a new kernel for each notebook.
        seed: start of the random numbers.
        asked: the language the notebooks shall speak; None for each scenario's own.
        language: of table and page.
    """

    source: Path
    out: Path
    notebooks: Sequence[Path] = ()
    workers: int = 1
    scheduler: str | None = None
    resume: bool = False
    force: bool = False
    html: bool = False
    time_limit: float | None = None
    isolate: bool = False
    seed: int = 1
    asked: Language | None = None
    language: Language = "de"


class Listener:
    """Is told how a run gets on; this one keeps it to itself."""

    def begin(self, total: int, done: int) -> None:
        """Take how many steps there are, and how many were done by an earlier run."""

    def step(self, name: str, trouble: KkmError | None = None, count: int = 1) -> None:
        """Take that a step is done, or why it failed; or that `count` are, up to the one of this name."""

    def failed(self, name: str, trouble: KkmError) -> None:
        """Take that a scenario fell out before its first step."""

    def end(self) -> None:
        """Take that no step follows."""


@dataclass
class Report:
    """What became of a run.

    Attributes:
        out: the output folder.
        scenarios: how many there were.
        succeeded: how many have all of their results.
        failed: name and reason of each that failed, in the order of the scenarios.
        resumed: notebooks that were done by an earlier run.
        executed: notebooks executed by this one.
        workbook: whether the table was written as XLSX too.
        interrupted: whether it was stopped before all was done.
        started, ended: moments in ISO format.
    """

    out: Path
    scenarios: int
    succeeded: int = 0
    failed: list[tuple[str, KkmError]] = field(default_factory=list)
    resumed: int = 0
    executed: int = 0
    workbook: bool = True
    interrupted: bool = False
    started: str = ""
    ended: str = ""

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the report as one JSON object."""
        tables = {"csv": CSV, "parquet": PARQUET, **({"xlsx": XLSX} if self.workbook else {})}
        return {
            "scenarios": self.scenarios,
            "succeeded": self.succeeded,
            "failed": [{"name": name, "reason": trouble.message(language)} for name, trouble in self.failed],
            "results": str(self.out / CSV),
            "tables": {kind: str(self.out / name) for kind, name in tables.items()},
            "comparison": str(self.out / PAGE),
            "resumed": self.resumed,
            "executed": self.executed,
            "interrupted": self.interrupted,
            "versions": versions(),
            "started": self.started,
            "ended": self.ended,
        }


def run_batch(run: Run, listener: Listener | None = None) -> Report:
    """Do a run.

    A scenario that fails is in the report with its reason; the others go on.

    Args:
        run: what is to be done.
        listener: is told how it gets on.

    Raises:
        KkmError: the scenarios cannot be read, the output folder cannot be used, a file cannot be written, or the
            cluster is lost.
        KeyboardInterrupt: it was stopped; what was done is in table and page.
    """
    listener = listener or Listener()
    _check_source_outside(run)
    entries = read_scenarios(run.source)
    if len(entries) * len(run.notebooks) > MOST_NOTEBOOKS:
        raise _too_many(len(entries) * len(run.notebooks))
    if run.scheduler is not None:
        from kkm_helpers.batch.cluster import check_cluster

        check_cluster(run.scheduler)
    with run_folder(run.out, RESULTS, resume=run.resume, force=run.force, anew=bool(run.notebooks)) as folder:
        return (_run_notebooks if run.notebooks else _run_table)(run, entries, folder, listener)


def _check_source_outside(run: Run) -> None:
    """Raise a `KkmError` where the run would write over what it is to read."""
    source, out = run.source.resolve(), run.out.resolve()
    written = (*(out / name for name in FOLDERS), *(out / name for name in RESULTS))
    if any(path in (source, *source.parents) for path in written):
        raise KkmError(
            f"{run.source} liegt, wo der Lauf seine Ergebnisse hinschreibt. Bitte mit -o einen anderen Ordner wählen.",
            f"{run.source} lies where the run writes its results. Please give another folder with -o.",
        )


def _too_many(notebooks: int) -> KkmError:
    de, en = (format_number(notebooks, 0, language) for language in LANGUAGES)
    most_de, most_en = (format_number(MOST_NOTEBOOKS, 0, language) for language in LANGUAGES)
    return KkmError(
        f"Das wären {de} Notebooks, höchstens {most_de} sind vorgesehen. Mit --table-only rechnen Sie alle Szenarien "
        "ohne Notebooks in eine Tabelle.",
        f"That would be {en} notebooks, the most is {most_en}. With --table-only you compute all scenarios without "
        "notebooks into one table.",
    )


# --- the table alone ------------------------------------------------------------------
def _run_table(run: Run, entries: Entries, folder: RunFolder, listener: Listener) -> Report:
    report = Report(run.out, len(entries), started=now())
    listener.begin(len(entries), 0)
    inputs, lists = _inputs(run), RememberedLists()
    first: list[pd.DataFrame] = []
    recommended: Counter[str] = Counter()
    with result_tables(run.out, run.language) as tables:
        for block in _blocks(entries.entries):
            begun = now()
            computed = compute(block, lists)
            frame = computed.frame.assign(
                inputs_hash=[inputs.of(entry.scenario) for entry in _kept(block, computed) if entry.scenario],
                kkm=__version__, seed=run.seed, started=begun, ended=now(),
            )  # fmt: skip
            tables.add(frame)
            if sum(map(len, first)) < MOST_SHOWN:
                first.append(frame.head(MOST_SHOWN))
            recommended += recommendations(frame)
            report.succeeded += len(frame)
            report.failed += _in_order(block, computed.troubles)
            for name, trouble in _in_order(block, computed.troubles):
                listener.failed(name, trouble)
            listener.step(block[-1].name, count=len(block))
    listener.end()
    _finish(run, folder, report, pd.concat(first).head(MOST_SHOWN), recommended, {})
    return report


def _blocks(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while block := list(islice(left, _BLOCK)):
        yield block


def _kept(block: Sequence[Entry], computed: Computed) -> list[Entry]:
    return [entry for entry in block if entry.name not in computed.troubles]


def _in_order(entries: Sequence[Entry], troubles: Mapping[str, KkmError]) -> list[tuple[str, KkmError]]:
    return [(entry.name, troubles[entry.name]) for entry in entries if entry.name in troubles]


# --- with notebooks -------------------------------------------------------------------
@dataclass
class _Done:
    """What is complete of a run: by job, its results and where they come from; and why scenarios failed."""

    results: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    provenance: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    troubles: dict[str, KkmError] = field(default_factory=dict)


def _run_notebooks(run: Run, entries: Entries, folder: RunFolder, listener: Listener) -> Report:
    report = Report(run.out, len(entries), started=now())
    # What cannot be computed need not be executed, and what a notebook says is held against this.
    computed = compute(entries.entries, RememberedLists())
    done = _Done(troubles=dict(computed.troubles))
    for name, trouble in _in_order(entries.entries, computed.troubles):
        listener.failed(name, trouble)
    jobs = _jobs(run, _kept(entries.entries, computed), file_stems(entries.names), folder)
    todo = []
    for job in jobs:
        record = folder.finished(job) if run.resume else None
        if record is None:
            todo.append(job)
        else:
            done.results[job.key], done.provenance[job.key] = record.results, record.provenance
    report.resumed = len(jobs) - len(todo)
    listener.begin(len(jobs), report.resumed)
    if run.html and todo:
        folder.write_drawing_script()
    stopped: BaseException | None = None
    try:
        _execute(run, todo, computed, done, folder, listener)
    except (KeyboardInterrupt, KkmError) as error:
        stopped = error
    listener.end()
    report.executed = len(done.results) - report.resumed
    report.interrupted = stopped is not None
    frame = _table(run, jobs, computed, done)
    report.succeeded = len(frame)
    report.failed = _in_order(entries.entries, done.troubles)
    links = {job.name: folder.notebook(job.key) for job in reversed(jobs) if job.key in done.results}
    if run.html:
        links = {job.name: folder.page(job.key) for job in reversed(jobs) if job.key in done.results}
    relative = {name: path.relative_to(run.out).as_posix() for name, path in links.items()}
    try:
        with result_tables(run.out, run.language) as tables:
            tables.add(frame)
        _finish(run, folder, report, frame.head(MOST_SHOWN), recommendations(frame), relative)
    finally:
        # What stopped the run goes before what may go wrong in telling of it.
        if stopped is not None:
            raise stopped
    return report


def _jobs(run: Run, entries: Sequence[Entry], stems: Mapping[str, str], folder: RunFolder) -> list[Job]:
    inputs = _inputs(run)
    notebooks = {path.stem: path.read_text(encoding="utf-8") for path in run.notebooks}
    jobs = []
    for entry in entries:
        scenario, stem = entry.scenario, stems[entry.name]
        assert scenario is not None  # noqa: S101 - the others are told as failed
        folder.write_scenario(stem, scenario)
        jobs += [
            Job(
                f"{stem}.{name}", entry.name, stem, scenario, name, text, inputs.of(scenario, text), run.asked,
                run.seed, run.time_limit, run.isolate, run.html,
            )
            for name, text in notebooks.items()
        ]  # fmt: skip
    return jobs


def _inputs(run: Run) -> Inputs:
    return Inputs({"seed": run.seed, "language": run.asked})


def _execute(
    run: Run, jobs: Sequence[Job], computed: Computed, done: _Done, folder: RunFolder, listener: Listener
) -> None:
    """Execute the jobs and store what they give, each as soon as it is there."""
    by_key = {job.key: job for job in jobs}
    rows = {row["name"]: row for row in computed.frame.to_dict("records")}
    with closing(_outcomes(run, jobs, folder)) as outcomes:
        for outcome in outcomes:
            job = by_key[outcome.key]
            trouble = outcome.trouble or disagreement(job.notebook_name, outcome.results, rows[job.name])
            kept = Outcome(**{**vars(outcome), "trouble": trouble})
            record = folder.store(job, kept)
            if record is not None:
                done.results[job.key], done.provenance[job.key] = record.results, record.provenance
            elif trouble is not None:
                done.troubles.setdefault(job.name, trouble)
            listener.step(job.name if len(run.notebooks) == 1 else f"{job.name}, {job.notebook_name}", trouble)


def _outcomes(run: Run, jobs: Sequence[Job], folder: RunFolder) -> Generator[Outcome]:
    if run.scheduler is not None:
        from kkm_helpers.batch.cluster import run_on_cluster

        return run_on_cluster(jobs, run.scheduler)
    from kkm_helpers.batch.local import run_locally

    return run_locally(jobs, run.workers, folder.path)


def disagreement(notebook: str, results: Mapping[str, Any], row: Mapping[Any, Any]) -> KkmError | None:
    """Return where a notebook's figures are not those of the model; None where they agree.

    Args:
        notebook: its name.
        results: what it left for programs.
        row: every scalar quantity of the same scenario.
    """
    for name in SCALARS:
        if name in results and not _same(results[name], row[name]):
            found, expected = results[name], row[name]
            return JobError(
                f"{notebook}: {name} ist im Notebook {found}, nach dem Modell {expected}. Bitte prüfen Sie, ob das "
                "Notebook geändert wurde.",
                f"{notebook}: {name} is {found} in the notebook, {expected} by the model. Please check whether the "
                "notebook was changed.",
            )
    return None


def _same(found: Any, expected: Any) -> bool:  # noqa: ANN401 - numbers, words, None
    if isinstance(expected, str) or isinstance(found, str):
        return bool(found == expected)
    if found is None or math.isnan(expected):
        return found is None and math.isnan(expected)
    return math.isclose(found, expected, rel_tol=_AGREEMENT, abs_tol=_AGREEMENT)


def _table(run: Run, jobs: Sequence[Job], computed: Computed, done: _Done) -> pd.DataFrame:
    """Return the rows of the scenarios all of whose notebooks are done, with what notebooks left beyond the model."""
    of_name: dict[str, list[Job]] = {}
    for job in jobs:
        of_name.setdefault(job.name, []).append(job)
    complete = {name: each for name, each in of_name.items() if all(job.key in done.results for job in each)}
    frame = computed.frame[computed.frame["name"].isin(complete)]
    names = frame["name"].tolist()
    inputs = _inputs(run)
    beyond = {name: _beyond_the_model(complete[name], done.results) for name in names}
    columns = list(dict.fromkeys(column for values in beyond.values() for column in values))
    ends = {
        name: sorted(str(done.provenance[job.key][end]) for job in complete[name] for end in ("started", "ended"))
        for name in names
    }
    return frame.assign(
        **{column: _uniform([beyond[name].get(column) for name in names]) for column in columns},
        inputs_hash=[inputs.of(complete[name][0].scenario) for name in names],
        kkm=__version__,
        seed=run.seed,
        started=[ends[name][0] for name in names],
        ended=[ends[name][-1] for name in names],
    )


def _beyond_the_model(jobs: Sequence[Job], results: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{job.notebook_name}.{name}": value
        for job in jobs
        for name, value in results[job.key].items()
        if name not in SCALARS and name not in SERIES and not isinstance(value, (list, dict))
    }


def _uniform(values: Sequence[Any]) -> Any:  # noqa: ANN401 - an array or a list
    """Return a column of one type: numbers, or else texts."""
    if all(value is None or isinstance(value, (int, float)) for value in values):
        return np.array([np.nan if value is None else float(value) for value in values])
    return [None if value is None else str(value) for value in values]


# --- the end --------------------------------------------------------------------------
def _finish(
    run: Run,
    folder: RunFolder,
    report: Report,
    shown: pd.DataFrame,
    recommended: Mapping[str, int],
    links: Mapping[str, str],
) -> None:
    """Write the comparison page and the summary."""
    report.ended = now()
    report.workbook = (run.out / XLSX).exists()
    moment = datetime.fromisoformat(report.ended).astimezone()
    made = moment.strftime(choose(run.language, "%d.%m.%Y um %H:%M Uhr", "%Y-%m-%d at %H:%M"))
    tables = [CSV, PARQUET, *([XLSX] if report.workbook else [])]
    page = Comparison(
        shown, report.succeeded, recommended, report.failed, run.source.name or str(run.source), made, links, tables,
        left=report.scenarios - report.succeeded - len(report.failed),
    )  # fmt: skip
    write_whole(run.out / PAGE, comparison_page(page, run.language).encode(), force=True)
    folder.write_json(SUMMARY, report.to_json(run.language))
