"""One call for every export: endings, overwriting, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kkm_helpers.errors import KkmError
from kkm_helpers.exports import FORMATS, Format, export, exporting
from kkm_helpers.files import FileThereError, FolderMissingError
from kkm_helpers.scenario import Scenario, build_case, save_scenario


@pytest.fixture
def case():
    return build_case(Scenario(name="Nord"))


@pytest.fixture
def plain_format(monkeypatch):
    """A format of three lines, so that a test of `export` takes no second."""
    monkeypatch.setitem(FORMATS, ".txt", Format("tests.exports.test_exporting", "Text", "text", ("shout",)))


def write(case, path, language, *, shout=False):
    path.write_text("half", encoding="utf-8")
    if case.scenario.name == "broken":
        raise OSError(28, "No space left on device")
    text = f"{case.scenario.name} {language}"
    path.write_text(text.upper() if shout else text, encoding="utf-8")


@pytest.mark.usefixtures("plain_format")
def test_the_ending_says_which_format(case, tmp_path):
    path = export(case, tmp_path / "case.TXT", "en")
    assert path == tmp_path / "case.TXT"
    assert path.read_text(encoding="utf-8") == "Nord en"


@pytest.mark.usefixtures("plain_format")
def test_a_format_takes_its_own_options_only(case, tmp_path):
    assert export(case, tmp_path / "a.txt", shout=True).read_text(encoding="utf-8") == "NORD DE"
    with pytest.raises(TypeError, match="takes no template; it takes shout"):
        export(case, tmp_path / "b.txt", template="x")


@pytest.mark.parametrize("name", ["case.xls", "case.docx", "case", ".xlsx"])
def test_an_unknown_ending_names_all_there_are(case, tmp_path, name):
    with pytest.raises(KkmError) as error:
        export(case, tmp_path / name)
    assert all(ending in error.value.de and ending in error.value.en for ending in FORMATS)
    assert list(tmp_path.iterdir()) == []


def test_a_near_ending_is_suggested(case, tmp_path):
    with pytest.raises(KkmError, match=r"Meinten Sie \.xlsx"):
        export(case, tmp_path / "case.xlsm")


@pytest.mark.usefixtures("plain_format")
def test_nothing_is_overwritten_without_force(case, tmp_path):
    file = tmp_path / "case.txt"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(FileThereError):
        export(case, file)
    assert file.read_text(encoding="utf-8") == "before"
    export(case, file, force=True)
    assert file.read_text(encoding="utf-8") == "Nord de"


def test_a_missing_folder_is_told_before_anything_is_computed(case, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "import_module", lambda _: pytest.fail("computed"))
    with pytest.raises(FolderMissingError):
        export(case, tmp_path / "nowhere" / "case.xlsx")


@pytest.mark.usefixtures("plain_format")
def test_a_failure_leaves_no_half_file(tmp_path):
    file = tmp_path / "case.txt"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(KkmError, match="der Datenträger ist voll"):
        export(build_case(Scenario(name="broken")), file, force=True)
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("plain_format")
def test_the_file_a_case_comes_from_is_never_overwritten(tmp_path):
    file = tmp_path / "scenario.txt"
    save_scenario(Scenario(name="Nord"), file)
    with pytest.raises(KkmError, match="aus der der Business Case kommt"):
        export(build_case(Scenario(name="Nord", path=file)), Path(file), force=True)
