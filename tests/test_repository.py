"""What the repository promises about itself: environments in step, locks pinned, no foreign addresses."""

import re
import subprocess
import tomllib

import pytest
import yaml

from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"dask": "dask-core", "nbconvert": "nbconvert-core"}
FROM_PIP = ("typst",)
LOCKS = ("requirements.lock", "requirements-dev.lock")


def name_and_bounds(requirement):
    return re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?(.*)", requirement).groups()


def test_the_conda_environment_has_what_the_package_needs():
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str) and entry != "pip"]
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    expected = [f"python{PROJECT['requires-python']}"]
    for requirement in PROJECT["dependencies"]:
        name, bounds = name_and_bounds(requirement)
        if name not in FROM_PIP:
            expected.append(CONDA_NAMES.get(name, name) + bounds)
    assert conda == expected
    assert [entry for entry in pip if not entry.startswith("-")] == [
        requirement for requirement in PROJECT["dependencies"] if name_and_bounds(requirement)[0] in FROM_PIP
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE)
    pinned = [entry for entry in entries if "==" in entry.splitlines()[0]]
    assert len(pinned) > 50
    assert all("--hash=sha256:" in entry for entry in pinned)
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_hold_every_requirement(lock):
    text = (REPOSITORY / lock).read_text(encoding="utf-8").lower()
    for requirement in PROJECT["dependencies"]:
        name, _ = name_and_bounds(requirement)
        locked = re.sub(r"[._]", "-", name.lower())
        assert re.search(rf"^{locked}==", text, flags=re.MULTILINE), name


def test_no_private_path_stands_in_a_tracked_file():
    found = subprocess.run(
        ["git", "grep", "-nIE", r"/(home/[a-z]+|root)/|[A-Z]:\\\\Users"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if found.returncode not in (0, 1):
        pytest.skip("not a git checkout")
    assert not found.stdout


def test_the_layers_of_the_readme_are_the_checked_ones():
    layers = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for layer in layers["contracts"][0]["layers"]:
        assert re.search(rf"`{layer}[/.`]", readme), f"README.md does not say where {layer} is"
