"""One run at a time in an output folder: a lock that the system itself takes away from a process that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kkm_helpers.errors import KkmError
from kkm_helpers.files import FileTroubleError

LOCK = ".kkm-run.lock"
"""The lock file; it stays, and says that the folder is one of runs."""


class FolderInUseError(KkmError):
    """Another run works in the folder."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__(
            f"In {folder} arbeitet schon ein anderer Lauf (Prozess {process}). Bitte warten Sie, bis er fertig ist, "
            "oder wählen Sie einen anderen Ordner.",
            f"Another run is at work in {folder} (process {process}). Please wait until it is done, or choose another "
            "folder.",
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    A lock file that a killed process has left is no lock: the system let go of it when the process ended.

    Raises:
        FolderInUseError: another process holds it; with its process id.
        FileTroubleError: the lock file cannot be written.
    """
    path = folder / LOCK
    try:
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise FileTroubleError(path, "lässt sich nicht schreiben", "cannot be written", error) from error
    with file:
        try:
            _take(file)
        except OSError as error:
            file.seek(0)
            raise FolderInUseError(folder, file.read().strip() or "?") from error
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            # Emptied, not removed: between removing and letting go, two others could each hold a file of this name.
            with suppress(OSError):
                file.truncate(0)


if sys.platform == "win32":
    import msvcrt

    # Far behind the process id that stands in the file: Windows lets nobody read what is locked.
    _LOCKED_BYTE = 1 << 30

    def _take(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
