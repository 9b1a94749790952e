import os

import pytest

from kkm_helpers.errors import KkmError
from kkm_helpers.files import check_readable, read_bytes, write_whole


def test_a_file_is_written_and_read(tmp_path):
    write_whole(tmp_path / "a.txt", b"eins")
    assert read_bytes(tmp_path / "a.txt", 10) == b"eins"
    write_whole(tmp_path / "a.txt", b"zwei", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "other").write_bytes(b"")
    write_whole(tmp_path / "a.txt", b"")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "target").write_bytes(b"alt")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "link", b"neu", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"neu"


@pytest.mark.parametrize(
    ("act", "de", "en"),
    [
        (lambda folder: write_whole(folder, b"", force=True), "das ist ein Ordner", "this is a folder"),
        (lambda folder: write_whole(folder / "x" / "y", b""), "lässt sich nicht schreiben", "cannot be written"),
        (lambda folder: write_whole(folder / ("x" * 300), b""), "der Name ist zu lang", "the name is too long"),
        (check_readable, "das ist ein Ordner", "this is a folder"),
        (lambda folder: check_readable(folder / "x"), "lässt sich nicht lesen", "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_reason(tmp_path, act, de, en):
    with pytest.raises(KkmError) as caught:
        act(tmp_path)
    assert de in caught.value.de
    assert en in caught.value.en


def test_a_file_too_large_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 2_049)
    with pytest.raises(KkmError, match="größer als 2 KB"):
        read_bytes(tmp_path / "a", 2_048)
