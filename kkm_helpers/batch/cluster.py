"""Workers on a Dask cluster: the same jobs, with the files they need sent along."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers import __version__
from kkm_helpers.batch.jobs import NOTEBOOKS, SCENARIOS, SCRATCH, Job, JobError, Outcome, kill_kernel, run_job
from kkm_helpers.batch.provenance import Digests, files_of
from kkm_helpers.errors import KkmError
from kkm_helpers.files import write_whole
from kkm_helpers.scenario import save_scenario

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10
WORKERS_SECONDS = 30


class ClusterError(KkmError):
    """The cluster cannot be reached, or cannot do the work."""


@dataclass(frozen=True)
class SentFile:
    """A file that travels with a job: its content's hash, its name and its content."""

    digest: str
    name: str
    content: bytes


def check_cluster(address: str) -> None:
    """Check that a cluster can do a run, before anything is written for it.

    Raises:
        ClusterError: the scheduler cannot be reached, it has no workers, or they have another version.
    """
    client = _connected(address)
    try:
        _check_workers(client, address)
    finally:
        client.close(timeout=CONNECT_SECONDS)


def run_on_cluster(jobs: Sequence[Job], address: str) -> Generator[Outcome]:
    """Yield what becomes of each job, in the order in which they end.

    A job whose worker dies is given to another one by the scheduler; each job comes back once. Whoever stops listening
    takes the jobs back.

    Args:
        jobs: what to do.
        address: of the scheduler, e.g. tcp://10.0.0.5:8786.

    Raises:
        ClusterError: the scheduler cannot be reached or gets lost.
    """
    client = _connected(address)
    try:
        yield from _outcomes(client, jobs, address)
    finally:
        with suppress(Exception):  # a cluster that is gone has nothing left to tidy up
            client.run(kill_kernel)
        client.close(timeout=CONNECT_SECONDS)


def _connected(address: str) -> Client:
    # Dask takes half a second to import.
    from distributed import Client

    # In two steps, to have hold of a client that does not come about: left to garbage collection, it would be closed
    # in the thread of the next one, and wait there for the lock which that one holds while it starts.
    client = Client.__new__(Client)
    try:
        Client.__init__(client, address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        with suppress(Exception):
            client.close(timeout=CONNECT_SECONDS)
        cause = " ".join(str(error).split())
        raise ClusterError(
            f"Der Dask-Scheduler {address} ist nicht erreichbar ({cause}). Bitte prüfen Sie Adresse und Port, und ob "
            "er läuft: dask scheduler. Wie man einen Cluster startet, steht in docs/cluster.md.",
            f"The Dask scheduler {address} cannot be reached ({cause}). Please check address and port, and whether it "
            "runs: dask scheduler. How to start a cluster is told in docs/cluster.md.",
        ) from error
    return client


def _check_workers(client: Client, address: str) -> None:
    """Raise a `ClusterError` unless there are workers and each has this version of the package."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError as error:
        raise ClusterError(
            f"Der Dask-Scheduler {address} hat keinen Worker. Bitte starten Sie welche: dask worker {address}",
            f"The Dask scheduler {address} has no worker. Please start some: dask worker {address}",
        ) from error
    found: Mapping[str, object] = client.run(installed_version, on_error="return")
    for worker, version in found.items():
        if version != __version__:
            raise ClusterError(
                f"Der Worker {worker} hat nicht kkm {__version__}, sondern: {version}. Bitte installieren Sie dort "
                "dieselbe Version.",
                f"The worker {worker} does not have kkm {__version__} but: {version}. Please install the same version "
                "there.",
            )


def installed_version() -> str:
    """Return the version of this package where it is called: on a worker."""
    return __version__


def _outcomes(client: Client, jobs: Sequence[Job], address: str) -> Iterator[Outcome]:
    from distributed import as_completed

    run = uuid.uuid4().hex
    digests = Digests()
    sent: dict[tuple[str, str], Future[SentFile]] = {}
    waiting: dict[Future[Outcome], Job] = {}
    try:
        for number, job in enumerate(jobs):
            keys = {}
            for key, path in files_of(job.scenario).items():
                digest = digests.of(path)
                keys[key] = digest
                # A task of its own, not scattered data: what a dead worker had is made again.
                if (digest, path.name) not in sent:
                    sent[digest, path.name] = _send(client, f"kkm-file-{run}-{len(sent)}", digest, path)
            files = [sent[keys[key], path.name] for key, path in files_of(job.scenario).items()]
            future = client.submit(run_staged_job, job, keys, files, key=f"kkm-job-{run}-{number}", priority=-number)
            waiting[future] = job
        for future in as_completed(list(waiting), loop=client.loop):
            yield _outcome_of(future, waiting.pop(future), address)
            future.release()
    finally:
        with suppress(Exception):
            client.cancel([*waiting, *sent.values()], force=True)


def _send(client: Client, key: str, digest: str, path: Path) -> Future[SentFile]:
    with warnings.catch_warnings():
        # Dask advises against large content in a task; a list has the size it has, and is sent once.
        warnings.filterwarnings("ignore", message="Sending large graph")
        return client.submit(SentFile, digest, path.name, path.read_bytes(), key=key, retries=2)


def _outcome_of(future: Future[Outcome], job: Job, address: str) -> Outcome:
    if future.status in ("cancelled", "lost"):
        raise ClusterError(
            f"Die Verbindung zum Dask-Scheduler {address} ist verloren. Was fertig ist, ist gesichert; --resume setzt "
            "den Lauf fort.",
            f"The connection to the Dask scheduler {address} is lost. What is done is saved; --resume goes on with the "
            "run.",
        )
    error = future.exception()
    if error is None:
        outcome: Outcome = future.result()
        return outcome
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return Outcome(job.key, trouble=JobError(f"auf dem Cluster: {what}", f"on the cluster: {what}"))


# --- on the worker ------------------------------------------------------------------
def run_staged_job(job: Job, keys: Mapping[str, str], files: Sequence[SentFile]) -> Outcome:
    """Execute a job on a worker, in a folder of the worker's own with the files that were sent.

    Args:
        job: what to execute.
        keys: by key of the scenario, the hash of the file it names.
        files: what was sent.
    """
    return _one_by_one().submit(_run_staged, job, keys, files).result()


@cache
def _one_by_one() -> ThreadPoolExecutor:
    """Return the one thread of this process that runs notebooks: a kernel's channels belong to the thread they are of.

    More at a time takes more worker processes.
    """
    return ThreadPoolExecutor(1, thread_name_prefix="kkm")


@cache
def _stage() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kkm-worker-"))
    _remove_at_exit(folder)
    for name in (SCENARIOS, NOTEBOOKS, SCRATCH):
        (folder / name).mkdir()
    return folder


def _remove_at_exit(folder: Path) -> None:
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _run_staged(job: Job, keys: Mapping[str, str], files: Sequence[SentFile]) -> Outcome:
    stage = _stage()
    paths = {}
    for file in files:
        # The name is part of what a notebook tells about its list.
        path = stage / "files" / file.digest / file.name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, file.content, force=True)
        paths[file.digest] = path
    staged: dict[str, Any] = {key: paths[digest] for key, digest in keys.items()}
    target = stage / SCENARIOS / f"{job.stem}.yaml"
    target.unlink(missing_ok=True)
    save_scenario(replace(job.scenario, **staged), target)
    return run_job(job, stage)
