"""Workers on this machine: a process each with a kernel of its own, replaced where one dies."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from kkm_helpers.batch.jobs import Job, JobError, Outcome, end_kernel, kill_kernel, run_job

MOST_TRIES = 2
_PATIENCE = 5.0  # seconds a worker gets to end


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    job: Job | None = None


def run_locally(jobs: Iterable[Job], workers: int, folder: Path) -> Generator[Outcome]:
    """Yield what becomes of each job, in the order in which they end.

    A worker that dies is replaced and its job tried once more. Whoever stops listening ends all workers.

    Args:
        jobs: what to do.
        workers: how many at a time.
        folder: as for `run_job`.
    """
    waiting = deque(jobs)
    tries: Counter[str] = Counter()
    team = [_hire(folder) for _ in range(min(workers, len(waiting)))]
    try:
        for worker in team:
            _assign(worker, waiting)
        while busy := [worker for worker in team if worker.job is not None]:
            ready = wait([worker.connection for worker in busy])
            for worker in (worker for worker in busy if worker.connection in ready):
                job = worker.job
                assert job is not None  # noqa: S101 - the idle ones are not waited for
                try:
                    outcome: Outcome = worker.connection.recv()
                except (EOFError, OSError):
                    tries[job.key] += 1
                    team.remove(worker)
                    _dismiss(worker)
                    if tries[job.key] < MOST_TRIES:
                        waiting.appendleft(job)
                    else:
                        yield Outcome(job.key, trouble=_died(tries[job.key]))
                    if waiting:
                        team.append(_hire(folder))
                        _assign(team[-1], waiting)
                else:
                    _assign(worker, waiting)
                    yield outcome
    finally:
        for worker in team:
            _dismiss(worker)


def _died(times: int) -> JobError:
    return JobError(
        f"der Arbeitsprozess ist {times}-mal abgestürzt (vielleicht zu wenig Arbeitsspeicher).",
        f"the worker process died {times} times (perhaps too little memory).",
    )


def _hire(folder: Path) -> _Worker:
    # A process begun anew on every system: a copy of this one would share its threads' locks.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, folder), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _assign(worker: _Worker, waiting: deque[Job]) -> None:
    worker.job = waiting.popleft() if waiting else None
    with suppress(OSError):  # it may have died just now; reading from it says so
        worker.connection.send(worker.job)


def _dismiss(worker: _Worker) -> None:
    """End a worker: one that is idle ends by itself, one at work is stopped."""
    worker.connection.close()
    if worker.job is not None:
        worker.process.terminate()
    worker.process.join(_PATIENCE)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join(_PATIENCE)


# --- in the worker's process ----------------------------------------------------------
def _work(connection: Connection, folder: Path) -> None:
    """Do one job after the other until there is none, or until the run is gone."""
    # Ctrl-C reaches every process of a terminal; the run decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: _stop_at_once())
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    # Why a notebook failed is in its outcome; on stderr it would be told twice, in the midst of the progress.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    try:
        while (job := _next_job(connection)) is not None:
            outcome = run_job(job, folder)
            with suppress(OSError):  # the run is gone
                connection.send(outcome)
    finally:
        end_kernel()


def _next_job(connection: Connection) -> Job | None:
    try:
        job: Job | None = connection.recv()
    except (EOFError, OSError):
        return None  # the run is gone
    return job


def _end_with_the_run() -> None:
    run = parent_process()
    if run is not None:
        run.join()
        _stop_at_once()


def _stop_at_once() -> None:
    kill_kernel()
    os._exit(1)
