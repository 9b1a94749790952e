"""Each run of a notebook takes seconds: it is made once and looked at by several tests."""

from __future__ import annotations

import nbformat
import pytest

from tests.notebooks.executing import NOTEBOOKS, Executed, run_command


@pytest.fixture(scope="session")
def execute(tmp_path_factory):
    """Return a function that runs a notebook with plain papermill."""

    def run(notebook, *options):
        target = tmp_path_factory.mktemp("executed") / f"{notebook}.ipynb"
        done = run_command("papermill", NOTEBOOKS / f"{notebook}.ipynb", target, *options)
        return Executed(done.returncode, done.stderr, nbformat.read(target, as_version=4))

    return run
