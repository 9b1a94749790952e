"""A batch of scenarios: `kkm run` against papermill one by one, and against nothing but a kept kernel.

The floor executes the same notebooks in as many processes, each with one kernel it keeps, by nbclient alone: no reset
between two notebooks, nothing written, no table, no page. Of the runs of the papermill command a few are measured and
scaled to all of them.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kkm_helpers.resources import notebooks_folder

SCENARIOS, WORKERS, ONE_BY_ONE = 40, 2, 4
LEAST_FASTER, MOST_OVER_FLOOR = 8, 1.3
MANY, MOST_SECONDS = 10_000, 5
NOTEBOOK = "5_business_case"
ROUNDS = 2


def value(number):
    """Return the assumption that differs from scenario to scenario."""
    return 0.02 + 0.002 * number


def write_table(path, count):
    rows = (f"Szenario {number};{str(value(number % 40)).replace('.', ',')};{3000 + number}" for number in range(count))
    path.write_text("name;captured_share;small_customers\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def timed(*commands):
    """Return how long it takes until all commands, started together, have ended [s]."""
    start = time.perf_counter()
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    for process in running:
        _, complaint = process.communicate()
        if process.returncode:
            sys.exit(complaint)
    return time.perf_counter() - start


def one_by_one(folder):
    """Return the time of all scenarios, each by a papermill command of its own, scaled from some of them."""
    notebook = notebooks_folder() / f"{NOTEBOOK}.ipynb"
    parameters = (
        ("papermill", notebook, folder / f"{number}.ipynb", "-p", "captured_share", value(number))
        for number in range(ONE_BY_ONE)
    )
    return sum(map(timed, parameters)) / ONE_BY_ONE * SCENARIOS


def bare(first):
    """Execute every second notebook in one kernel by nbclient alone."""
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    text = (notebooks_folder() / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    manager = channels = None
    for number in range(first, SCENARIOS, WORKERS):
        notebook = nbformat.reads(text, as_version=4)
        parameters = f"captured_share = {value(number)}\nsmall_customers = {3000 + number}"
        notebook.cells.insert(2, nbformat.v4.new_code_cell(parameters))
        client = NotebookClient(notebook, km=manager or AsyncKernelManager(kernel_name="python3"))
        client.kc = channels
        client.execute(cleanup_kc=False)
        manager, channels = client.km, client.kc
    manager.provisioner.process.kill()


def table_only(folder):
    """Return how long many scenarios take without notebooks [s]."""
    table = write_table(folder / "many.csv", MANY)
    return timed(("kkm_helpers.cli", "run", table, "-o", folder / "many", "--table-only", "--force"))


def main():
    """Print both, with their bounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = write_table(folder / "some.csv", SCENARIOS)
        workers = [("benchmarks.batch", "--bare", first) for first in range(WORKERS)]
        batch = (
            "kkm_helpers.cli", "run", table, "-o", folder / "out", "--force", "--notebook", NOTEBOOK,
            "--workers", WORKERS,
        )  # fmt: skip
        papermill = one_by_one(folder)
        floors, ours = zip(*((timed(*workers), timed(batch)) for _ in range(ROUNDS)), strict=True)
        floor, own = min(floors), min(ours)
        many = min(table_only(folder) for _ in range(ROUNDS))
    print(f"\n{SCENARIOS} scenarios, {NOTEBOOK}, {WORKERS} workers")
    print(f"  {f'papermill one by one ({ONE_BY_ONE} measured, scaled)':<44} {papermill:8.1f} s")
    print(f"  {'nothing but kept kernels':<44} {floor:8.1f} s   floor")
    print(f"  {'kkm run':<44} {own:8.1f} s   x {own / floor:.2f} of the floor (limit {MOST_OVER_FLOOR})")
    print(f"  {'kkm run against papermill':<44} {papermill / own:8.1f} x (at least {LEAST_FASTER})")
    print(f"\n{MANY:,} scenarios with --table-only: {many:.1f} s (limit {MOST_SECONDS} s)")
    held = own <= MOST_OVER_FLOOR * floor and papermill >= LEAST_FASTER * own and many <= MOST_SECONDS
    return 0 if held else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bare", type=int)
    chosen = parser.parse_args()
    if chosen.bare is None:
        sys.exit(main())
    bare(chosen.bare)
