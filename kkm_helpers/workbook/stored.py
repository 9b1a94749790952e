"""How the notebooks are stored: with the parameters of the registry, without outputs but the key figures.

    python -m kkm_helpers.workbook.stored            names the notebooks that are stored otherwise
    python -m kkm_helpers.workbook.stored --write    puts them right, after working in them too

The key figures are stored with their output, so that nbval compares them with what the notebook prints when it runs.
"""

from __future__ import annotations

import argparse
import sys
from copy import deepcopy
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kkm_helpers.engine import evaluate
from kkm_helpers.workbook.figures import figure_rows
from kkm_helpers.workbook.list_opening import DEFAULT_LISTS
from kkm_helpers.workbook.list_steps import LIST_STEPS, ListStep
from kkm_helpers.workbook.parameters import parameters_source
from kkm_helpers.workbook.risk import risk_notebook
from kkm_helpers.workbook.risk_step import RISK
from kkm_helpers.workbook.steps import STEPS, NotebookStep
from kkm_helpers.workbook.tables import aligned_lines, key_figures

PARAMETERS_TAG = "parameters"  # papermill's
COMPARED_TAG = "nbval-check-output"  # nbval's
NOTEBOOKS: tuple[NotebookStep | ListStep, ...] = (*STEPS.values(), RISK, *LIST_STEPS.values())
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def tagged_cell(notebook: NotebookNode, tag: str) -> NotebookNode:
    """Return the one cell with that tag.

    Raises:
        ValueError: there is none, or more than one.
    """
    cell: NotebookNode
    (cell,) = (cell for cell in notebook.cells if tag in cell.metadata.get("tags", ()))
    return cell


def stored_form(notebook: NotebookNode, step: NotebookStep | ListStep) -> NotebookNode:
    """Return a step's notebook as it is stored, whatever was run in it."""
    stored = deepcopy(notebook)
    stored.metadata = nbformat.from_dict(METADATA)
    runs = count(1)
    for cell in stored.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})
        if cell.cell_type == "code":
            cell.outputs = []
            place = next(runs)
            # nbval takes an output without the number of its run for one that was never made.
            cell.execution_count = place if COMPARED_TAG in cell.metadata.get("tags", ()) else None
    tagged_cell(stored, PARAMETERS_TAG).source = parameters_source(step)
    printed = _printed(step) + "\n"
    tagged_cell(stored, COMPARED_TAG).outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)]
    return stored


def _printed(step: NotebookStep | ListStep) -> str:
    """Return the key figures that a notebook prints without any parameter."""
    if step is RISK:
        return aligned_lines(figure_rows(risk_notebook({}).figures, "de"))
    if isinstance(step, NotebookStep):
        return key_figures(step.results, evaluate(), "de")
    opened = DEFAULT_LISTS[step.name]({})
    return aligned_lines(figure_rows(opened.figures, "de"))


def notebooks_stored_otherwise(folder: Path, *, write: bool = False) -> list[str]:
    """Return the file names of the steps' notebooks in `folder` that are not in their stored form.

    Args:
        folder: where the notebooks are.
        write: put them right.
    """
    found = []
    for step in NOTEBOOKS:
        path = folder / f"{step.notebook}.ipynb"
        written = path.read_text(encoding="utf-8")
        text = nbformat.writes(stored_form(nbformat.reads(written, as_version=4), step)) + "\n"
        if text != written:
            found.append(path.name)
            if write:
                path.write_text(text, encoding="utf-8", newline="\n")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Check or write the stored form; 1 when a notebook was left otherwise."""
    parser = argparse.ArgumentParser(description="Stored form of the notebooks.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("notebooks"))
    parser.add_argument("--write", action="store_true", help="put the notebooks right")
    chosen = parser.parse_args(arguments)
    found = notebooks_stored_otherwise(chosen.folder, write=chosen.write)
    for name in found:
        print(f"{name}: {'written' if chosen.write else 'not in its stored form; run again with --write'}")  # noqa: T201
    return int(bool(found) and not chosen.write)


if __name__ == "__main__":
    sys.exit(main())
