"""Where a result comes from: a hash of everything it was computed from, and the versions that computed it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kkm_helpers import __version__
from kkm_helpers.files import FileTroubleError
from kkm_helpers.scenario import Scenario

FILE_KEYS = ("customers_file", "crm_file", "mapping")
"""The keys of a scenario that may name a file."""

_CHUNK = 1 << 20


def versions() -> dict[str, str]:
    """Return the versions of what computes: the package, Python, and the libraries that decide about figures."""
    found = {"kkm": __version__, "python": platform.python_version()}
    for library in ("numpy", "pandas", "papermill"):
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


class Digests:
    """Hashes of files by their content, each file read once."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file.

        Raises:
            FileTroubleError: it cannot be read.
        """
        if path not in self._known:
            digest = hashlib.sha256()
            try:
                with path.open("rb") as file:
                    while chunk := file.read(_CHUNK):
                        digest.update(chunk)
            except OSError as error:
                raise FileTroubleError(path, "lässt sich nicht lesen", "cannot be read", error) from error
            self._known[path] = digest.hexdigest()
        return self._known[path]


def files_of(scenario: Scenario) -> dict[str, Path]:
    """Return the files a scenario names, by its key."""
    values = {key: getattr(scenario, key) for key in FILE_KEYS}
    return {key: value for key, value in values.items() if isinstance(value, Path)}


class Inputs:
    """Hashes of everything the results of a run are computed from.

    Args:
        settings: what holds for the whole run and changes results: seed, language.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.digests = Digests()

    @cached_property
    def _common(self) -> dict[str, Any]:
        return {"kkm": __version__, **self.settings}

    def of(self, scenario: Scenario, notebook: str = "") -> str:
        """Return the hash of a scenario with the content of its files, this version, and a notebook's text.

        Where the files lie does not count: the same scenario moved elsewhere has the same hash.

        Raises:
            FileTroubleError: a file cannot be read.
        """
        said = {key: value for key, value in vars(scenario).items() if value}
        content: dict[str, Any] = said | {"path": None}
        content |= {key: (path.name, self.digests.of(path)) for key, path in files_of(scenario).items()}
        content["overrides"] = {name: _plain(value) for name, value in scenario.overrides.items()}
        everything = {"scenario": content, "notebook": notebook, **self._common}
        text = json.dumps(everything, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: float | str) -> float | str:
    """Return a value so that 4 and 4.0 are the same."""
    return value if isinstance(value, str) else float(value)
