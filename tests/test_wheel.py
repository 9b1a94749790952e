"""The built wheel works without the repository: package, notebooks and demo data are in it."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return a folder into which the built wheel was installed, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run(build, check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(folder / "site"), str(wheel)], check=True)
    return folder


def run(installed, *arguments):
    # An installation of the checkout must not stand in for the wheel's.
    environment = os.environ | {"PYTHONPATH": str(installed / "site")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=installed, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_command_computes(installed):
    found = json.loads(run(installed, "-m", "kkm_helpers.cli", "calc", "--json"))
    assert found["revenue_threshold"] == 9375


def test_notebooks_and_data_are_found_inside_the_package(installed):
    program = (
        "import json; from kkm_helpers.resources import notebooks_folder, data_folder;"
        "print(json.dumps([[str(f) for f in (notebooks_folder(), data_folder())],"
        " *(sorted(path.name for path in f.iterdir()) for f in (notebooks_folder(), data_folder()))]))"
    )
    folders, notebooks, data = json.loads(run(installed, "-c", program))
    assert all(folder.startswith(str(installed / "site")) for folder in folders)
    assert [name for name in notebooks if name.endswith(".ipynb")] == sorted(
        path.name for path in (REPOSITORY / "notebooks").glob("*.ipynb")
    )
    assert "demo_customers.csv" in data
    assert "scenarios" in data


def test_the_formulas_are_read_from_the_wheel(installed):
    assert "750 € / 8,0 % = 9.375 €" in run(
        installed, "-m", "kkm_helpers.cli", "calc", "--explain", "revenue_threshold"
    )
