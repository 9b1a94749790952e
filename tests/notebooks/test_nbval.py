"""nbval runs every notebook and compares the key figures with those stored."""

from __future__ import annotations

import pytest

from kkm_helpers.workbook.stored import NOTEBOOKS as SHIPPED
from tests.notebooks.executing import NOTEBOOKS, run_command

pytestmark = pytest.mark.notebook


def nbval(*paths):
    return run_command("pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *paths)


def test_every_notebook_runs_and_prints_the_stored_figures():
    done = nbval(*(NOTEBOOKS / f"{step.notebook}.ipynb" for step in SHIPPED))
    assert done.returncode == 0, done.stdout


def test_a_wrong_stored_figure_fails(tmp_path):
    right = (NOTEBOOKS / "2_care_cost.ipynb").read_text(encoding="utf-8")
    assert right.count("150\u00a0€") == 1
    wrong = tmp_path / "2_care_cost.ipynb"
    wrong.write_text(right.replace("150\u00a0€", "151\u00a0€"), encoding="utf-8")
    done = nbval(wrong)
    assert done.returncode == 1
    assert "1 failed, " in done.stdout
    assert "Cell outputs differ" in done.stdout
