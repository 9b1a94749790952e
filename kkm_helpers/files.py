"""Files on the user's disk: read and written with errors in words, and written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from kkm_helpers.errors import KkmError

_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("der Ordner oder die Datei fehlt", "the folder or file does not exist"),
    errno.ENOTDIR: ("ein Teil des Pfades ist kein Ordner", "a part of the path is no folder"),
    errno.EISDIR: ("das ist ein Ordner", "this is a folder"),
    errno.EACCES: (
        "der Zugriff ist verweigert (fehlende Rechte, oder ein anderes Programm hat die Datei geöffnet)",
        "access is denied (missing rights, or another program has the file open)",
    ),
    errno.EPERM: ("die Rechte reichen nicht", "the rights do not suffice"),
    errno.EROFS: ("der Datenträger ist schreibgeschützt", "the disk is read-only"),
    errno.ENOSPC: ("der Datenträger ist voll", "the disk is full"),
    errno.ENAMETOOLONG: ("der Name ist zu lang", "the name is too long"),
}


class FileTroubleError(KkmError):
    """A file cannot be read or written; names the file and the reason."""

    def __init__(self, path: str | os.PathLike[str] | None, action_de: str, action_en: str, error: OSError) -> None:
        named = os.fspath(path) if path is not None else "?"
        de, en = reason_of(error)
        super().__init__(f"{named} {action_de}: {de}.", f"{named} {action_en}: {en}.")


class FileThereError(KkmError):
    """A file of that name is there already, and nobody said that it may be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} gibt es schon. Bitte wählen Sie einen anderen Namen, oder überschreiben Sie sie mit --force.",
            f"{path} exists already. Please choose another name, or overwrite the file with --force.",
        )


def reason_of(error: OSError) -> tuple[str, str]:
    """Return why the system refused, in German and English."""
    system = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, (system, system))


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return the whole path without "..": links stay as the user wrote them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the content of a file.

    Args:
        path: the file.
        limit: most bytes that are read.

    Raises:
        FileTroubleError: the file is missing, is a folder, or cannot be read.
        KkmError: it is larger than `limit`.
    """
    content = _read_up_to(path, limit + 1)
    if len(content) > limit:
        raise KkmError(
            f"{path} ist größer als {limit // 1024} KB und damit zu groß für eine solche Datei.",
            f"{path} is larger than {limit // 1024} KB and thus too large for such a file.",
        )
    return content


def check_may_write(path: Path, *, force: bool) -> None:
    """Raise `FileThereError` if `path` is there and may not be overwritten."""
    if not force and _is_there(path):
        raise FileThereError(path)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # the writing itself says what is wrong with such a path


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all: a reader never sees half of it, and an error leaves what was there.

    Args:
        path: the file; a link is followed.
        content: what it shall hold.
        force: overwrite a file that is there.

    Raises:
        FileThereError: the file is there, and `force` is not given.
        FileTroubleError: the folder is missing, rights are missing, the disk is full …
    """
    check_may_write(path, force=force)
    # A link stays a link: what it points to is replaced.
    target = Path(os.path.realpath(path))
    part = target.with_name(f".kkm-{secrets.token_hex(8)}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise FileTroubleError(path, "lässt sich nicht schreiben", "cannot be written", error) from error


def check_readable(path: Path) -> None:
    """Raise `FileTroubleError` if there is no file `path` that may be read."""
    _read_up_to(path, 1)


def _read_up_to(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        # Windows says "access denied" of a folder.
        shown = IsADirectoryError(errno.EISDIR, "") if path.is_dir() else error
        raise FileTroubleError(path, "lässt sich nicht lesen", "cannot be read", shown) from error
