"""File names for scenarios: any name a scenario may have becomes one that every system takes, and no two the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LONGEST = 80
# What Windows refuses in a name; other systems refuse less.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)


def plain_name(text: str) -> str:
    """Return a name in one line and one spelling: the same letters are the same name on every system."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def file_stems(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the beginning of its file names.

    A name that is a file name stays as it is. Where something had to go, or two differ in case only, a part of the
    name's hash tells them apart.
    """
    stems = {name: _safe(name) for name in names}
    uses = Counter(stem.casefold() for stem in stems.values())
    return {
        name: stem if stem == name and uses[stem.casefold()] == 1 else f"{stem}-{_mark(name)}"
        for name, stem in stems.items()
    }


def _safe(name: str) -> str:
    stem = _FORBIDDEN.sub("_", name)[:LONGEST].strip(". ")
    return "_" + stem if not stem or _DEVICES.fullmatch(stem) else stem


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
