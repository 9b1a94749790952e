"""A papermill engine that keeps its kernel: starting one takes longer than most notebooks.

`papermill --engine kkm` finds it as entry point. What the notebook before has left in the kernel is put back; after a
failure, and every few runs, comes a new kernel.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jupyter_core.utils import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger
from papermill.utils import nb_language, remove_args

RUNS_PER_KERNEL = 50
_PREPARE = "from kkm_helpers.batch.fresh_start import begin_anew as _begin; _begin({folder!r}, {seed!r})"
_LEAST_SECONDS = 0.1  # nbclient takes 0 for "no limit"
# A kernel says on its stderr what is of no use to whoever runs a batch.
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class _Kept:
    """A running kernel, and how many notebooks it has run."""

    kernel_name: str
    manager: Any
    channels: Any
    runs: int = 0


class KeptKernelEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Executes notebooks in one kernel of this process, one after the other."""

    _kept: _Kept | None = None

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,  # noqa: FBT001, FBT002 - papermill passes these
        stdout_file: Any = None,  # noqa: ANN401
        stderr_file: Any = None,  # noqa: ANN401
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        *,
        isolate: bool = False,
        seed: int | None = None,
        time_limit: float | None = None,
        begun: Callable[[NotebookNode], None] | None = None,
        runs_per_kernel: int = RUNS_PER_KERNEL,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Execute the notebook in the kept kernel, or in a new one.

        Args:
            nb_man: papermill's record of the execution.
            kernel_name: which kind of kernel.
            log_output: as in papermill.
            stdout_file: as in papermill.
            stderr_file: as in papermill.
            start_timeout: seconds a kernel may take to start.
            execution_timeout: seconds one cell may take.
            isolate: take a new kernel, and do not keep it.
            seed: start of Python's and numpy's own random numbers.
            time_limit: seconds the whole notebook may take.
            begun: is given the notebook before its first cell: half of it is there where it cannot be executed to
                its end.
            runs_per_kernel: notebooks before a new kernel is taken.
            **kwargs: nbclient's own options.
        """
        deadline = None if time_limit is None else time.monotonic() + time_limit
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            startup_timeout=int(start_timeout),
            timeout=execution_timeout or kwargs.get("timeout"),
            **({"timeout_func": lambda _: max(_LEAST_SECONDS, deadline - time.monotonic())} if deadline else {}),
            **remove_args(["input_path", "timeout", "startup_timeout"], **kwargs),
        )
        if begun is not None:
            begun(nb_man.nb)
        is_python = nb_language(nb_man.nb, None) == "python"
        if isolate or not is_python:
            cls.end_kernel()
        try:
            kept = cls._ready_kernel(client, kernel_name, seed)
            client.execute(cleanup_kc=False)
        except BaseException:
            cls._kept = cls._kept or _Kept(kernel_name, client.km, client.kc)
            cls.end_kernel()
            raise
        kept.runs += 1
        failed = nb_man.nb.metadata.papermill["exception"]
        if failed or isolate or not is_python or kept.runs >= runs_per_kernel:
            cls.end_kernel()

    @classmethod
    def _ready_kernel(cls, client: PapermillNotebookClient, kernel_name: str, seed: int | None) -> _Kept:
        """Return the kept kernel, as good as new, in the hands of `client`; else a new one."""
        kept = cls._kept
        if kept is not None:
            client.km, client.kc = kept.manager, kept.channels
            if kept.kernel_name == kernel_name and _is_alive(kept) and _prepared(client, seed):
                return kept
            cls.end_kernel()
            client.km = client.kc = None
        _start(client)
        cls._kept = _Kept(kernel_name, client.km, client.kc)
        _prepared(client, seed)
        return cls._kept

    @classmethod
    def end_kernel(cls) -> None:
        """End the kept kernel, if there is one."""
        kept, cls._kept = cls._kept, None
        if kept is None or kept.manager is None:
            return
        try:
            run_sync(_shut_down)(kept)
        except Exception as error:  # noqa: BLE001 - a kernel that is gone already is what was wanted
            logger.debug("ending the kernel: %s", error)

    @classmethod
    def kill_kernel(cls) -> None:
        """Kill the kept kernel from any thread or signal handler, without waiting for it."""
        kept = cls._kept
        process = getattr(getattr(kept.manager, "provisioner", None), "process", None) if kept else None
        if kept is not None and process is not None:
            process.kill()
            kept.manager.cleanup_connection_file()


atexit.register(KeptKernelEngine.kill_kernel)


async def _shut_down(kept: _Kept) -> None:
    if kept.channels is not None:
        kept.channels.stop_channels()
    await kept.manager.shutdown_kernel(now=True)


def _is_alive(kept: _Kept) -> bool:
    return bool(run_sync(kept.manager.is_alive)())


def _start(client: PapermillNotebookClient) -> None:
    """Start a kernel. Kernels that start at the same time may choose the same port: the second try chooses another."""
    for last in (False, True):
        try:
            with client.setup_kernel(cleanup_kc=False, **_QUIET):
                return
        except RuntimeError:
            if last:
                raise
            client.km = client.kc = None


def _prepared(client: PapermillNotebookClient, seed: int | None) -> bool:
    """Make the kernel as good as new; return whether that went well. A kernel without this package stays as it is."""
    code = _PREPARE.format(folder=os.getcwd(), seed=seed)  # noqa: PTH109 - papermill changes it for the notebook
    try:
        reply = client.wait_for_reply(client.kc.execute(code, silent=True, store_history=False))
    except RuntimeError:
        return False
    return bool(reply["content"]["status"] == "ok")
