"""`kkm lab`: JupyterLab on the notebooks."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

import click

from kkm_helpers.cli.declare import WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.cli.output import tell
from kkm_helpers.errors import KkmError
from kkm_helpers.files import FileTroubleError
from kkm_helpers.language import choose
from kkm_helpers.resources import checkout, data_folder, notebooks_folder

COPY = "kkm-notebooks"
_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__")


@kkm_command(
    "lab",
    de="Öffnet die Notebooks in JupyterLab. In einem Klon des Projekts sind es die des Klons, sonst eine Kopie im "
    f"Ordner {COPY}; was Sie darin geändert haben, bleibt. Strg+C beendet JupyterLab.",
    en="Opens the notebooks in JupyterLab. In a clone of the project these are the clone's, else a copy in the folder "
    f"{COPY}; what you changed there stays. Ctrl+C ends JupyterLab.",
    examples=("kkm lab", "kkm lab --no-browser --port 8890"),
)
@option("--port", type=WholeNumber(1, 65_535), metavar="N", de="Port; sonst ein freier.", en="Port; else a free one.")
@option("--no-browser", is_flag=True, de="Öffnet keinen Browser.", en="Opens no browser.")
@click.pass_context
def command(context: click.Context, port: int | None, no_browser: bool) -> None:  # noqa: D103, FBT001 - the help says it
    language = invocation_of(context).language
    folder = own_notebooks()
    if folder is None:
        folder = Path.cwd() / COPY
        kept = copy_notebooks(folder)
        tell(choose(language, f"Notebooks: {folder}", f"Notebooks: {folder}"))
        for path in kept:
            tell(
                choose(
                    language,
                    f"{path} ist anders als ausgeliefert und bleibt, wie es ist.",
                    f"{path} differs from what was shipped and stays as it is.",
                )
            )
    call = [sys.executable, "-m", "jupyterlab", str(folder)]
    call += ["--no-browser"] if no_browser else []
    call += [f"--port={port}"] if port is not None else []
    code = run(call)
    if code:
        raise KkmError(
            f"JupyterLab endete mit Fehlercode {code}; den Grund nennen die Zeilen darüber.",
            f"JupyterLab ended with error code {code}; the lines above give the reason.",
        )


def run(call: list[str]) -> int:
    """Run a program until it ends by itself and return its exit code."""
    with subprocess.Popen(call) as process:  # noqa: S603 - our own arguments
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # JupyterLab got the Ctrl+C as well, asks whether it is meant, and ends its kernels itself.
                continue


def own_notebooks() -> Path | None:
    """Return the notebooks of the clone that the user stands in; None elsewhere."""
    root = checkout()
    is_inside = root is not None and Path.cwd().resolve().is_relative_to(root.resolve())
    return notebooks_folder() if is_inside else None


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the shipped notebooks and data into `folder`; return the files there that differ and were left alone.

    Raises:
        FileTroubleError: the folder cannot be written.
    """
    kept: list[Path] = []

    def copy(source: str, target: str) -> None:
        there = Path(target)
        if not there.exists():
            shutil.copyfile(source, target)
        elif not filecmp.cmp(source, target, shallow=False):
            kept.append(there)

    try:
        for shipped, target in ((notebooks_folder(), folder), (data_folder(), folder / "data")):
            shutil.copytree(shipped, target, ignore=_LEFT_BEHIND, copy_function=copy, dirs_exist_ok=True)
    except shutil.Error as error:
        raise KkmError(f"{folder}: {error}", f"{folder}: {error}") from error
    except OSError as error:
        raise FileTroubleError(folder, "lässt sich nicht anlegen", "cannot be made", error) from error
    return kept
