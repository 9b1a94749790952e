"""Where the notebooks and the demo data lie: beside the package in a checkout, inside it when it was installed."""

from __future__ import annotations

from pathlib import Path

from kkm_helpers.errors import KkmError

_PACKAGE = Path(__file__).parent


def notebooks_folder() -> Path:
    """Return the folder of the notebooks.

    Raises:
        KkmError: the installation is incomplete.
    """
    return _folder("notebooks")


def data_folder() -> Path:
    """Return the folder of the demo data and the scenarios.

    Raises:
        KkmError: the installation is incomplete.
    """
    return _folder("data")


def checkout() -> Path | None:
    """Return the root of the repository the package is run from; None where it was installed."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir() else None


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise KkmError(
        f"Der Ordner {name} fehlt in der Installation ({_PACKAGE}). Bitte installieren Sie kkm neu.",
        f"The folder {name} is missing in the installation ({_PACKAGE}). Please install kkm again.",
    )
