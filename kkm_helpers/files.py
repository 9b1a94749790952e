"""Files on the user's disk: read and written with errors in words, and written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
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


class FolderMissingError(KkmError):
    """The folder a file shall be written to is missing."""

    def __init__(self, path: Path, folder: Path) -> None:
        super().__init__(
            f"{path} lässt sich nicht schreiben: der Ordner oder die Datei fehlt, denn {folder} gibt es nicht.",
            f"{path} cannot be written: the folder or file does not exist, there is no {folder}.",
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


@contextlib.contextmanager
def written_whole(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a draft beside `path`; it takes the file's place when the block ends well, else it is gone.

    A reader never sees half of a file, and an error leaves what was there. A link stays a link: what it points to is
    replaced.

    Args:
        path: the file.
        force: overwrite a file that is there.

    Raises:
        FileThereError: the file is there, and `force` is not given.
        FolderMissingError: the folder it shall stand in is missing.
        FileTroubleError: rights are missing, the disk is full …
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".kkm-{secrets.token_hex(8)}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        check_may_write(path, force=force)
        if not target.parent.exists():
            raise FolderMissingError(path, target.parent)
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise FileTroubleError(path, "lässt sich nicht schreiben", "cannot be written", error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all, as `written_whole`.

    Args:
        path: the file.
        content: what it shall hold.
        force: overwrite a file that is there.

    Raises:
        FileThereError: the file is there, and `force` is not given.
        FolderMissingError: the folder it shall stand in is missing.
        FileTroubleError: rights are missing, the disk is full …
    """
    with written_whole(path, force=force) as draft:
        draft.write_bytes(content)


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
