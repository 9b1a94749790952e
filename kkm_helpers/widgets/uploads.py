"""Files that a page sends in pieces: kept in memory, never on a disk, and gone when they are taken or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kkm_helpers.customers.reading.memory_file import MemoryFile
from kkm_helpers.errors import KkmError

LARGEST = 200 * 10**6
"""Largest file in bytes."""
LARGEST_PIECE = 4 << 20
LONGEST_NAME = 120


@dataclass
class Upload:
    """A file on its way.

    Attributes:
        name: as the user's file is called, without any folder.
        size: how large it will be [bytes].
        pieces: what has come so far.
        received: how much that is [bytes].
    """

    name: str
    size: int
    pieces: list[bytes] = field(default_factory=list)
    received: int = 0

    def add(self, offset: object, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            KkmError: it is not the next one, or more than the file was to have.
        """
        if offset != self.received or not 0 < len(piece) <= LARGEST_PIECE or self.received + len(piece) > self.size:
            raise KkmError(
                f"„{self.name}“ ist nicht vollständig angekommen. Bitte wählen Sie die Datei noch einmal.",
                f"“{self.name}” did not arrive whole. Please choose the file again.",
            )
        self.pieces.append(piece)
        self.received += len(piece)

    def file(self) -> MemoryFile:
        """Return the file; its pieces are put together once.

        Raises:
            KkmError: something is missing still.
        """
        if self.received != self.size:
            raise KkmError(
                f"„{self.name}“ ist nicht vollständig angekommen ({self.received} von {self.size} Byte). Bitte wählen "
                "Sie die Datei noch einmal.",
                f"“{self.name}” did not arrive whole ({self.received} of {self.size} bytes). Please choose the file "
                "again.",
            )
        if len(self.pieces) != 1:
            self.pieces = [b"".join(self.pieces)]
        return MemoryFile(self.name, self.pieces[0])


class Uploads:
    """The files of one page that are on their way or have come, each under the name of what it is for."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = tuple(kinds)
        self._found: dict[str, Upload] = {}

    def begin(self, kind: object, name: object, size: object) -> Upload:
        """Begin a file in place of an earlier one for the same.

        Raises:
            KkmError: there is no such kind, no name, or it is too large.
        """
        if kind not in self._kinds or not isinstance(name, str) or type(size) is not int or size < 0:
            raise KkmError(
                "Das ist keine Datei, die diese Seite lesen kann. Bitte wählen Sie sie noch einmal.",
                "This is no file that this page can read. Please choose it again.",
            )
        plain = PurePosixPath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "?"
        if size > LARGEST:
            raise KkmError(
                f"„{plain}“ hat {size / 10**6:.0f} MB; die Seite nimmt bis zu {LARGEST // 10**6} MB. Bitte mit weniger "
                "Spalten exportieren, oder auf der Befehlszeile lesen: kkm identify DATEI.",
                f"“{plain}” has {size / 10**6:.0f} MB; the page takes up to {LARGEST // 10**6} MB. Please export fewer "
                "columns, or read it on the command line: kkm identify FILE.",
            )
        self._found[str(kind)] = Upload(plain, size)
        return self._found[str(kind)]

    def of(self, kind: object) -> Upload:
        """Return the file of a kind.

        Raises:
            KkmError: none was begun.
        """
        found = self._found.get(kind) if isinstance(kind, str) else None
        if found is None:
            raise KkmError(
                "Die Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal.",
                "The file is no longer there. Please choose it again.",
            )
        return found

    def forget(self, *kinds: str) -> None:
        """Drop files, whole or in part."""
        for kind in kinds:
            self._found.pop(kind, None)
