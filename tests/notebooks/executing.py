"""Notebooks run as a user runs them, as commands, and what then stands in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import nbformat
from click.testing import CliRunner
from papermill.cli import papermill

from tests.conftest import REPOSITORY

NOTEBOOKS = REPOSITORY / "notebooks"
RESULTS = "application/vnd.kkm.results+json"


def run_command(*arguments):
    """Run a Python module as a command, with this repository's package in its kernels too."""
    search_path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": search_path, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", env=environment, cwd=REPOSITORY, check=False,
    )  # fmt: skip


def help_of(name):
    """Return what `papermill --help-notebook` says of a notebook, asked without a process of its own."""
    asked = CliRunner().invoke(papermill, ["--help-notebook", str(NOTEBOOKS / f"{name}.ipynb")])
    assert asked.exit_code == 0, asked.output
    return asked.output


@dataclass
class Executed:
    """An executed notebook: exit code and messages of papermill, and what stands in the file."""

    returncode: int
    stderr: str
    notebook: nbformat.NotebookNode

    def outputs(self, cell_id):
        (cell,) = (cell for cell in self.notebook.cells if cell.id == cell_id)
        return cell.outputs

    def markdown(self, cell_id):
        passages = [output.get("data", {}).get("text/markdown", "") for output in self.outputs(cell_id)]
        return "\n\n".join(passages).replace("\u00a0", " ")

    @property
    def results(self):
        found = [
            output.data[RESULTS]
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
            if RESULTS in output.get("data", {})
        ]
        assert len(found) == 1
        return json.loads(json.dumps(found[0], allow_nan=False))
