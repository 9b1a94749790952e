"""Small notebooks and scenarios for tests of runs, and runs as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import REPOSITORY

PYTHON = {"name": "python3", "language": "python", "display_name": "Python 3"}

# What the scenario's description says happens; each run leaves a line in a file beside the results.
OBEYING = """\
import os, time
text = open(scenario, encoding="utf-8").read()
with open("../runs.log", "a") as log:
    log.write(os.path.basename(scenario) + "\\n")
if "description: schlafen" in text:
    time.sleep(float(text.split("schlafen ")[1].split()[0]))
if "description: scheitern" in text:
    1 / 0
if "description: sterben" in text:
    os._exit(1)
"""
LEAVING = """\
from IPython.display import display
display({"application/vnd.kkm.results+json": {"own_figure": 3, "own_list": [1, 2]}}, raw=True)
"""


def write_notebook(path, *sources):
    """Write a notebook with a parameters cell and these cells."""
    cells = [
        new_code_cell(
            "language: str = None\nscenario: str = None", id="parameters", metadata={"tags": ["parameters"]}
        ),
        *(new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)),
    ]  # fmt: skip
    metadata = {"kernelspec": PYTHON, "language_info": {"name": "python"}}
    path.write_text(nbformat.writes(new_notebook(cells=cells, metadata=metadata)), encoding="utf-8")
    return path


def obeying_notebook(folder):
    """Return a notebook that does what the description of its scenario says."""
    return write_notebook(folder / "obeying.ipynb", OBEYING, LEAVING)


def write_scenarios(path, **descriptions):
    """Write a YAML file with a scenario for each name, and what shall happen to it."""
    documents = [
        f"name: {name}\nvisits_per_customer: {place + 2}\n" + (f"description: {what}\n" if what else "")
        for place, (name, what) in enumerate(descriptions.items())
    ]
    path.write_text("---\n".join(documents), encoding="utf-8")
    return path


def results_of(out, language="de"):
    """Return the results table as a person would read it."""
    separator, decimal = (";", ",") if language == "de" else (",", ".")
    return pd.read_csv(out / "results.csv", sep=separator, decimal=decimal, encoding="utf-8-sig")


def runs_of(out):
    """Return which scenarios' notebooks were begun, in order."""
    log = out / "runs.log"
    return [line.removesuffix(".yaml") for line in log.read_text().splitlines()] if log.exists() else []


def records_of(out):
    """Return the record of each finished notebook, by file name."""
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (out / "records").glob("*.json")}


def environment():
    """Return the environment of a process that uses this repository's package, in its kernels too."""
    search_path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": search_path, "PYTHONUTF8": "1"}


@contextmanager
def kkm_run(*arguments):
    """Run `kkm run` as a process of its own; it is gone when the block ends."""
    # Tests started in the background by a shell ignore Ctrl-C, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "kkm_helpers.cli", "run", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment(),
        start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_until(holds, seconds=120):
    """Wait until something holds; fail where it does not come true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
