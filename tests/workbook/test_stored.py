"""How the notebooks are stored."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from kkm_helpers.workbook.steps import STEPS
from kkm_helpers.workbook.stored import NOTEBOOKS as SHIPPED
from kkm_helpers.workbook.stored import main, notebooks_stored_otherwise, stored_form, tagged_cell

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def copies(tmp_path):
    for step in SHIPPED:
        shutil.copy(NOTEBOOKS / f"{step.notebook}.ipynb", tmp_path)
    return tmp_path


def test_the_repositorys_notebooks_are_in_their_stored_form():
    assert notebooks_stored_otherwise(NOTEBOOKS) == []


@pytest.mark.parametrize(
    ("stored", "changed"),
    [("Vorgabe/default 0.08", "Vorgabe/default 0.07"), ("9.375", "9.376")],
    ids=["parameters", "key figures"],
)
def test_a_stale_cell_is_named_and_put_right(copies, capsys, stored, changed):
    notebook = copies / "3_break_even.ipynb"
    before = notebook.read_text(encoding="utf-8")
    notebook.write_text(before.replace(stored, changed), encoding="utf-8", newline="\n")
    assert notebook.read_text(encoding="utf-8") != before

    assert main([str(copies)]) == 1
    assert capsys.readouterr().out == "3_break_even.ipynb: not in its stored form; run again with --write\n"
    assert main([str(copies), "--write"]) == 0
    assert notebook.read_text(encoding="utf-8") == before
    assert main([str(copies)]) == 0


def test_what_running_leaves_is_taken_out():
    notebook = nbformat.read(NOTEBOOKS / "2_care_cost.ipynb", as_version=4)
    run = nbformat.from_dict(notebook)
    run.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    run.cells[3].execution_count = 3
    run.cells[3].outputs = [nbformat.v4.new_output("stream", name="stdout", text="left over")]
    run.cells[3].metadata["execution"] = {"shell.execute_reply": "2024"}
    stored = stored_form(run, STEPS["care_cost"])
    assert set(stored.metadata) == {"kernelspec", "language_info"}
    assert stored.cells[3].outputs == []
    assert stored.cells[3].execution_count is None
    assert stored.cells[3].metadata == {}


def test_a_tag_must_be_there_once():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("language = None")])
    with pytest.raises(ValueError, match="not enough values"):
        tagged_cell(notebook, "parameters")
