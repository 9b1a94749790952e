"""A file that lies nowhere but in memory: what somebody has handed over is read without ever standing on a disk."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any


@dataclass(frozen=True)
class _Size:
    st_size: int


@dataclass(frozen=True)
class MemoryFile:
    """Content with a name; whoever reads a `Path` may read this in its place.

    Attributes:
        name: file name without any folder.
        content: all of it.
    """

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePath(self.name).stem

    def is_dir(self) -> bool:
        """Return False: this is a file."""
        return False

    def stat(self) -> _Size:
        """Return how large the file is."""
        return _Size(len(self.content))

    def read_bytes(self) -> bytes:
        """Return all of it."""
        return self.content

    def open(
        self, mode: str = "r", encoding: str | None = None, errors: str | None = None, newline: str | None = None
    ) -> IO[Any]:
        """Open it for reading, as bytes where `mode` says so."""
        stream = io.BytesIO(self.content)
        return stream if "b" in mode else io.TextIOWrapper(stream, encoding, errors, newline)


File = Path | MemoryFile
