"""The output folder: results whole or not at all, one run at a time, and what counts as finished."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kkm_helpers.batch.folder import run_folder
from kkm_helpers.batch.jobs import Job, JobError, Outcome
from kkm_helpers.batch.lock import LOCK
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Scenario
from tests.batch.runs import environment

JOB = Job("nord.tiny", "Nord", "nord", Scenario({}, name="Nord"), "tiny", "{}", "hash")
DONE = Outcome("nord.tiny", "{}\n", None, {"x": 1.5}, None, "2026-01-01", "2026-01-02", {"kkm": "1"})

HOLDING = """\
import sys
from pathlib import Path
from kkm_helpers.batch.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def opened(path, **settings):
    return run_folder(path, ("results.csv",), **settings)


def test_a_stored_result_is_finished_and_carries_its_provenance(tmp_path):
    with opened(tmp_path / "out") as folder:
        assert folder.finished(JOB) is None
        folder.store(JOB, DONE)
        assert folder.finished(JOB).results == {"x": 1.5}
        record = json.loads((folder.path / "records" / "nord.tiny.json").read_text())
        assert record["inputs_hash"] == "hash"
        assert record["provenance"] == {
            "versions": {"kkm": "1"}, "seed": 1, "started": "2026-01-01", "ended": "2026-01-02"
        }  # fmt: skip


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: (path / "records" / "nord.tiny.json").write_text('{"inputs_hash": "ha'),
        lambda path: (path / "records" / "nord.tiny.json").write_text("[]"),
        lambda path: (path / "notebooks" / "nord.tiny.ipynb").unlink(),
    ],
)
def test_what_is_not_whole_is_not_finished(tmp_path, spoil):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
        spoil(tmp_path)
        assert folder.finished(JOB) is None


def test_other_inputs_and_a_missing_page_are_to_be_done(tmp_path):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
        assert folder.finished(replace(JOB, inputs_hash="other")) is None
        assert folder.finished(replace(JOB, html=True)) is None


def test_a_failure_keeps_half_the_notebook_and_takes_back_an_older_result(tmp_path):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
        assert folder.store(JOB, replace(DONE, trouble=JobError("kaputt", "broken"), notebook="half")) is None
        assert folder.finished(JOB) is None
        assert folder.failed("nord.tiny").read_text() == "half"
        folder.store(JOB, DONE)
        assert not folder.failed("nord.tiny").exists()


def test_a_run_that_is_there_is_neither_overwritten_nor_taken_up_without_a_word(tmp_path):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
    with pytest.raises(KkmError, match="--resume setzt ihn fort, --force"), opened(tmp_path):
        pass
    with opened(tmp_path, resume=True) as folder:
        assert folder.finished(JOB)
    with opened(tmp_path, force=True) as folder:
        assert folder.finished(JOB) is None


@pytest.mark.parametrize("force", [False, True])
def test_somebodys_own_folder_of_the_same_name_is_left_alone(tmp_path, force):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "mine.ipynb").write_text("x")
    with (
        pytest.raises(KkmError, match="notebooks gibt es schon und ist nicht von kkm run"),
        opened(tmp_path, force=force),
    ):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["notebooks", "mine.ipynb"]


def test_drafts_of_a_killed_run_go(tmp_path):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
    draft = tmp_path / "notebooks" / ".kkm-0123.part"
    draft.write_text("half")
    with opened(tmp_path, resume=True):
        assert not draft.exists()


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path, monkeypatch):
    with opened(tmp_path) as folder:
        folder.store(JOB, DONE)
        written = Path.write_bytes

        def full(path, content):
            written(path, content[:1])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(KkmError, match="der Datenträger ist voll"):
            folder.store(JOB, replace(DONE, notebook="another"))
        monkeypatch.undo()
        assert folder.notebook("nord.tiny").read_text() == "{}\n"
        assert list(tmp_path.rglob("*.part")) == []
        # The result that was to be replaced no longer counts as one.
        assert folder.finished(JOB) is None


def test_one_run_at_a_time_and_the_others_process_is_named(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(KkmError, match=rf"anderer Lauf \(Prozess {holder.pid}\)"), opened(tmp_path):
            pass
    finally:
        holder.kill()
        holder.communicate()
    # The lock file of the killed process is still there, and holds nobody up.
    assert (tmp_path / LOCK).read_text() == f"{holder.pid}\n"
    with opened(tmp_path):
        pass


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KkmError, match="lässt sich nicht anlegen"), opened(tmp_path / "file" / "out"):
        pass
