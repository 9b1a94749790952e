"""Files that come in pieces: whole or not at all, whatever a page sends."""

import pytest

from kkm_helpers.errors import KkmError
from kkm_helpers.widgets.uploads import LARGEST, LARGEST_PIECE, Uploads


@pytest.fixture
def uploads():
    return Uploads(("list", "crm"))


def test_pieces_become_a_file(uploads):
    upload = uploads.begin("list", "kunden.csv", 5)
    upload.add(0, b"abc")
    upload.add(3, b"de")
    file = uploads.of("list").file()
    assert (file.name, file.content) == ("kunden.csv", b"abcde")


def test_an_empty_file_is_whole_at_once(uploads):
    assert uploads.begin("list", "leer.csv", 0).file().content == b""


@pytest.mark.parametrize("name", ["/etc/passwd", "..\\..\\passwd", "a/../passwd"])
def test_a_name_never_leads_anywhere(uploads, name):
    assert uploads.begin("list", name, 1).name == "passwd"


@pytest.mark.parametrize(
    ("kind", "name", "size"),
    [("other", "a", 1), (None, "a", 1), ([], "a", 1), ("list", 5, 1), ("list", "a", "1"), ("list", "a", -1),
     ("list", "a", True), ("list", "a", 1.5), ("list", "a", None)],
)  # fmt: skip
def test_nonsense_is_no_file(uploads, kind, name, size):
    with pytest.raises(KkmError):
        uploads.begin(kind, name, size)
    with pytest.raises(KkmError):
        uploads.of(kind)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(uploads):
    with pytest.raises(KkmError, match="200 MB"):
        uploads.begin("list", "riesig.csv", LARGEST + 1)


@pytest.mark.parametrize(
    ("offset", "piece"),
    [(1, b"a"), ("0", b"a"), (None, b"a"), (0, b""), (0, b"a" * 11), (0, b"a" * (LARGEST_PIECE + 1))],
)
def test_a_piece_out_of_turn_or_too_long_is_refused(uploads, offset, piece):
    upload = uploads.begin("list", "a.csv", 10)
    with pytest.raises(KkmError, match="vollständig"):
        upload.add(offset, piece)
    assert upload.received == 0


def test_half_a_file_is_none(uploads):
    uploads.begin("list", "a.csv", 10).add(0, b"abc")
    with pytest.raises(KkmError, match="3 von 10"):
        uploads.of("list").file()


def test_what_was_cancelled_is_gone(uploads):
    uploads.begin("list", "a.csv", 3).add(0, b"abc")
    uploads.forget("list")
    with pytest.raises(KkmError, match="nicht mehr da"):
        uploads.of("list")
