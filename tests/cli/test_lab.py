import sys

import pytest

from kkm_helpers.cli import lab, main
from kkm_helpers.errors import KkmError


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Return the folders of an installation with one notebook and one data file."""
    notebooks, data = tmp_path / "shipped" / "notebooks", tmp_path / "shipped" / "data"
    (notebooks / ".ipynb_checkpoints").mkdir(parents=True)
    (data / "scenarios").mkdir(parents=True)
    (notebooks / "2_care_cost.ipynb").write_text("{}", encoding="utf-8")
    (data / "scenarios" / "expected.yaml").write_text("name: x\n", encoding="utf-8")
    monkeypatch.setattr(lab, "notebooks_folder", lambda: notebooks)
    monkeypatch.setattr(lab, "data_folder", lambda: data)
    monkeypatch.setattr(lab, "checkout", lambda: None)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return notebooks


@pytest.fixture
def calls(monkeypatch):
    made = []
    monkeypatch.setattr(lab, "run", lambda call: made.append(call) or 0)
    return made


@pytest.mark.usefixtures("shipped")
def test_an_installation_opens_a_copy_in_the_current_folder(calls, tmp_path, capsys):
    assert main(["lab", "--no-browser", "--port", "8890"]) == 0
    copy = tmp_path / "here" / "kkm-notebooks"
    assert calls == [[sys.executable, "-m", "jupyterlab", str(copy), "--no-browser", "--port=8890"]]
    assert sorted(str(path.relative_to(copy).as_posix()) for path in copy.rglob("*.*")) == [
        "2_care_cost.ipynb", "data/scenarios/expected.yaml",
    ]  # fmt: skip
    assert str(copy) in capsys.readouterr().err


@pytest.mark.usefixtures("shipped")
def test_what_the_user_changed_stays_and_is_named(calls, tmp_path, capsys):
    main(["lab"])
    mine = tmp_path / "here" / "kkm-notebooks" / "2_care_cost.ipynb"
    mine.write_text('{"meins": 1}', encoding="utf-8")
    capsys.readouterr()
    assert main(["lab"]) == 0
    assert mine.read_text(encoding="utf-8") == '{"meins": 1}'
    assert f"{mine} ist anders als ausgeliefert und bleibt" in capsys.readouterr().err
    assert len(calls) == 2


def test_a_clone_opens_its_own_notebooks(shipped, calls, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "checkout", lambda: tmp_path)
    assert main(["lab"]) == 0
    assert calls == [[sys.executable, "-m", "jupyterlab", str(shipped)]]
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.usefixtures("shipped", "calls")
def test_outside_of_the_clone_a_copy_is_opened(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(lab, "checkout", lambda: tmp_path / "elsewhere")
    assert main(["lab"]) == 0
    assert (tmp_path / "here" / "kkm-notebooks" / "2_care_cost.ipynb").exists()


@pytest.mark.usefixtures("shipped")
def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KkmError, match="lässt sich nicht anlegen"):
        lab.copy_notebooks(tmp_path / "file" / "kkm-notebooks")


@pytest.mark.usefixtures("shipped")
def test_jupyterlab_ending_badly_ends_with_1(monkeypatch, capsys):
    monkeypatch.setattr(lab, "run", lambda _: 3)
    assert main(["lab", "--language", "en"]) == 1
    assert "JupyterLab ended with error code 3" in capsys.readouterr().err


def test_a_program_is_run_until_it_ends():
    assert lab.run([sys.executable, "-c", "raise SystemExit(7)"]) == 7
