"""The bytes of a presentation: the same for the same slides, whenever they are written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def packed(presentation: Presentation, made: datetime) -> bytes:
    """Return a presentation as a file that holds no other moment than `made`."""
    stream = io.BytesIO()
    presentation.save(stream)

    def dated_book(content: bytes) -> bytes:
        return _rewritten(content, {"docProps/core.xml": lambda core: _dated(core, made)})

    return _rewritten(stream.getvalue(), {".xlsx": dated_book})


def _dated(core: bytes, made: datetime) -> bytes:
    moment = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    return _MOMENT.sub(lambda found: found[1] + moment, core)


def _rewritten(content: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """Return a package with the members whose names end like a key of `changes` changed, and without days."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            for ending, change in changes.items():
                part = change(part) if name.endswith(ending) else part
            member = zipfile.ZipInfo(name, _NO_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, part)
    return stream.getvalue()
