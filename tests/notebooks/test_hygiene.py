"""What every stored notebook must be: thin, clean, without outputs, lintable."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from kkm_helpers.workbook.steps import STEPS
from kkm_helpers.workbook.stored import COMPARED_TAG, PARAMETERS_TAG, tagged_cell
from kkm_helpers.workbook.stored import NOTEBOOKS as SHIPPED

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
WITHOUT_PARAMETERS = {"app"}  # the app's case comes from the command line
MOST_LINES_OF_A_CELL = 6
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/<])/(?:\w[\w.-]*/)+|\b[A-Za-z]:\\")


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_each_step_is_shipped_as_one_notebook():
    stems = [path.stem for path in PATHS]
    listed = [step.notebook for step in SHIPPED]
    assert len(listed) == len(set(listed))
    assert sorted(set(stems) - WITHOUT_PARAMETERS) == sorted(listed)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestEachNotebook:
    def test_is_valid_with_stable_ids_and_the_python_kernel(self, path):
        notebook = read(path)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert notebook.metadata.kernelspec.name == "python3"
        assert "widgets" not in notebook.metadata
        # Names, because an id made by chance is a new one with every copy.
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id) for cell in notebook.cells)

    def test_has_no_outputs_but_those_that_are_compared(self, path):
        for place, cell in enumerate(code_cells(path), start=1):
            if COMPARED_TAG in tags(cell):
                assert [output.output_type for output in cell.outputs] == ["stream"]
                assert cell.execution_count == place
            else:
                assert cell.outputs == []
                assert cell.execution_count is None

    def test_defines_nothing_and_has_short_cells(self, path):
        for cell in code_cells(path):
            tree = ast.parse(cell.source)
            assert not [node for node in ast.walk(tree) if isinstance(node, DEFINITIONS)]
            if PARAMETERS_TAG not in tags(cell):
                assert len(cell.source.splitlines()) <= MOST_LINES_OF_A_CELL

    def test_has_a_title_and_parameters(self, path):
        first, *rest = read(path).cells
        if path.stem in WITHOUT_PARAMETERS:
            return
        assert first.cell_type == "markdown"
        assert first.source.startswith("# ")
        assert PARAMETERS_TAG in tags(rest[0])
        assert re.search(r"\bopen_\w+\(", rest[1].source)
        assert sum(PARAMETERS_TAG in tags(cell) for cell in rest) == 1

    def test_names_no_absolute_path(self, path):
        for cell in read(path).cells:
            assert not ABSOLUTE_PATH.search(cell.source)


def test_titles_are_those_of_the_steps():
    for step in SHIPPED:
        title = read(NOTEBOOKS / f"{step.notebook}.ipynb").cells[0].source.splitlines()[0]
        german, english = step.title("de"), step.title("en")
        assert title == f"# {german} / {english.partition(' · ')[2]}"


def test_the_stored_key_figures_are_the_worked_figures():
    stored = {
        step.name: tagged_cell(read(NOTEBOOKS / f"{step.notebook}.ipynb"), COMPARED_TAG).outputs[0].text
        for step in STEPS.values()
    }
    for name, figures in {
        "care_cost": ("120.000 €", "150 € je Besuch", "750 € im Jahr", "160 Kunden"),
        "break_even": ("9.375 €", "2.679 €"),
        "potential": ("27.000 €", "108.000.000 €", "30.240.000 €", "22.000 €", "1.100 €", "22,0 %"),
        "business_case": ("10 Mitarbeiter", "750,48 €", "418.602 €", "−776.862 €", "52 Monate", "21,9 %", "25,17 %"),
        "build_or_outsource": ("183.876 €", "418.602 €", "256.966 €", "57 Monate", "52 Monate", "55 Monate", "8.046 €"),
    }.items():
        for figure in figures:
            assert figure in stored[name].replace("\u00a0", " "), figure


def test_cells_lint():
    # Line length apart: the help of a parameter has to stand on the parameter's line.
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "B,E4,E7,E9,F,I,UP,W", *PATHS]
    checked = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert checked.returncode == 0, checked.stdout
