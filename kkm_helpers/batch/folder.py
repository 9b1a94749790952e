"""The output folder of a run: what is done already, and how a result gets there whole.

- scenarios/: the scenarios as files, which the executed notebooks were given
- notebooks/: the executed notebooks, and their pages
- failed/: notebooks that were not executed to their end
- records/: for each executed notebook its results and where they come from; written last, so that what has a record
  is complete
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kkm_helpers.batch.jobs import NOTEBOOKS, SCENARIOS, SCRATCH, Job, Outcome
from kkm_helpers.batch.lock import LOCK, locked
from kkm_helpers.errors import KkmError
from kkm_helpers.files import FileTroubleError, write_whole
from kkm_helpers.scenario import Scenario, save_scenario

FAILED, RECORDS = "failed", "records"
FOLDERS = (SCENARIOS, NOTEBOOKS, FAILED, RECORDS)
"""The folders in which a run alone writes."""


@dataclass(frozen=True)
class Record:
    """A result that is complete.

    Attributes:
        inputs_hash: of everything it was computed from.
        results: what the notebook left for programs.
        provenance: versions, seed, start and end.
    """

    inputs_hash: str
    results: Mapping[str, Any]
    provenance: Mapping[str, Any]


class RunFolder:
    """The output folder of a run that holds its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def notebook(self, key: str) -> Path:
        """Return where the executed notebook of a job stands."""
        return self.path / NOTEBOOKS / f"{key}.ipynb"

    def page(self, key: str) -> Path:
        """Return where its page stands."""
        return self.path / NOTEBOOKS / f"{key}.html"

    def failed(self, key: str) -> Path:
        """Return where a notebook stands that was not executed to its end."""
        return self.path / FAILED / f"{key}.ipynb"

    def _record(self, key: str) -> Path:
        return self.path / RECORDS / f"{key}.json"

    def write_scenario(self, stem: str, scenario: Scenario) -> None:
        """Write a scenario as the file that its notebooks are given."""
        target = self.path / SCENARIOS / f"{stem}.yaml"
        # What stands there would keep its order and comments.
        with suppress(OSError):
            target.unlink(missing_ok=True)
        save_scenario(scenario, target)

    def finished(self, job: Job) -> Record | None:
        """Return the record of a job that was done with the same inputs; None where there is something to do."""
        if not self.notebook(job.key).is_file() or (job.html and not self.page(job.key).is_file()):
            return None
        try:
            content = json.loads(self._record(job.key).read_text(encoding="utf-8"))
            record = Record(content["inputs_hash"], content["results"], content["provenance"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return record if record.inputs_hash == job.inputs_hash else None

    def store(self, job: Job, outcome: Outcome) -> Record | None:
        """Write what a job gave; return its record, or None where it failed.

        Raises:
            FileTroubleError: a file cannot be written.
        """
        with suppress(OSError):
            self._record(job.key).unlink(missing_ok=True)
        if outcome.trouble is not None:
            if outcome.notebook is not None:
                write_whole(self.failed(job.key), outcome.notebook.encode(), force=True)
            return None
        write_whole(self.notebook(job.key), (outcome.notebook or "").encode(), force=True)
        if outcome.html is not None:
            write_whole(self.page(job.key), outcome.html.encode(), force=True)
        provenance = {
            "versions": dict(outcome.versions),
            "seed": job.seed,
            "started": outcome.started,
            "ended": outcome.ended,
        }
        record = Record(job.inputs_hash, outcome.results, provenance)
        content = {"name": job.name, "notebook": job.notebook_name, **vars(record)}
        write_whole(self._record(job.key), _json(content), force=True)
        with suppress(OSError):
            self.failed(job.key).unlink(missing_ok=True)
        return record

    def write_drawing_script(self) -> None:
        """Write what draws the charts of the pages, once for all of them."""
        from kkm_helpers.batch.notebook_page import DRAWING, drawing_script

        write_whole(self.path / NOTEBOOKS / DRAWING, drawing_script().encode(), force=True)

    def write_json(self, name: str, content: Mapping[str, Any]) -> Path:
        """Write a summary beside the tables."""
        write_whole(self.path / name, _json(content), force=True)
        return self.path / name


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


@contextmanager
def run_folder(
    path: Path, results: Sequence[str], *, resume: bool = False, force: bool = False, anew: bool = True
) -> Iterator[RunFolder]:
    """Give an output folder that this run alone works in.

    Args:
        path: the folder; it is made if it is missing.
        results: files of a finished run, any of which says that the folder is used already.
        resume: go on with the run that is there.
        force: take the folder, whatever is there.
        anew: with `force`, remove the notebooks of the run that is there.

    Raises:
        FolderInUseError: another run is at work there.
        KkmError: a run is there, and neither `resume` nor `force` is given; or folders of the same names that are no
            run's.
        FileTroubleError: the folder cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTroubleError(path, "lässt sich nicht anlegen", "cannot be made", error) from error
    _check_not_of_others(path)
    with locked(path):
        if not (resume or force) and ((path / RECORDS).exists() or any((path / name).exists() for name in results)):
            raise KkmError(
                f"In {path} liegt schon ein Lauf. --resume setzt ihn fort, --force rechnet alles neu; oder wählen Sie "
                "einen anderen Ordner.",
                f"There is a run in {path} already. --resume goes on with it, --force computes everything anew; or "
                "choose another folder.",
            )
        try:
            if force and anew and not resume:
                for name in FOLDERS:
                    _remove_own(path / name)
            for name in (*FOLDERS, SCRATCH):
                (path / name).mkdir(exist_ok=True)
        except OSError as error:
            raise FileTroubleError(path, "lässt sich nicht schreiben", "cannot be written", error) from error
        _remove_drafts(path)
        try:
            yield RunFolder(path)
        finally:
            shutil.rmtree(path / SCRATCH, ignore_errors=True)
            for name in FOLDERS:
                with suppress(OSError):
                    (path / name).rmdir()  # only where it is empty


def _check_not_of_others(path: Path) -> None:
    """Raise a `KkmError` where a run would write among files that are not its own: somebody's scenarios, notebooks."""
    if (path / LOCK).exists():
        return
    for name in FOLDERS:
        if (path / name).exists() and any((path / name).iterdir()):
            raise KkmError(
                f"{path / name} gibt es schon und ist nicht von kkm run. Bitte wählen Sie mit -o einen eigenen Ordner.",
                f"{path / name} exists already and is not of kkm run. Please give a folder of its own with -o.",
            )


def _remove_own(folder: Path) -> None:
    """Remove what a run has put into one of its folders."""
    for file in folder.glob("*"):
        if file.suffix in (".ipynb", ".html", ".json", ".yaml"):
            file.unlink()


def _remove_drafts(path: Path) -> None:
    """Remove what a killed run was just writing."""
    for folder in (path, *(path / name for name in FOLDERS)):
        for draft in folder.glob(".kkm-*.part"):
            with suppress(OSError):
                draft.unlink()
    for scratch in (path / SCRATCH).glob("*"):
        shutil.rmtree(scratch, ignore_errors=True)
