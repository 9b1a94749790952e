"""Any name a scenario may have becomes a file name that every system takes."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.batch.names import file_stems, plain_name

WINDOWS_REFUSES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def test_a_name_that_is_a_file_name_stays():
    assert file_stems(["Elektriker Süd", "Größe 3,5 %"]) == {
        "Elektriker Süd": "Elektriker Süd",
        "Größe 3,5 %": "Größe 3,5 %",
    }


@pytest.mark.parametrize(
    "name", ["..", ".", "Nord/Süd", "a\\b", "CON", "nul.txt", "x" * 200, "ü" * 200, "endet.", " ", "a:b", "<b>", "../x"]
)
def test_any_other_name_becomes_one_and_stays_recognisable(tmp_path, name):
    stem = file_stems([name])[name]
    assert not WINDOWS_REFUSES.search(stem)
    assert re.search(r"-[0-9a-f]{8}$", stem)
    written = tmp_path / f"{stem}.5_business_case.ipynb"
    written.write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [written.name]


def test_names_that_only_case_or_a_sign_parts_have_different_files():
    stems = file_stems(["Nord", "nord", "A/B", "A:B", "A_B"])
    assert len({stem.casefold() for stem in stems.values()}) == 5


@given(st.lists(st.text(min_size=1, max_size=300), unique=True, max_size=5))
def test_stems_are_safe_short_and_differ(names):
    stems = list(file_stems(names).values())
    assert len({stem.casefold() for stem in stems}) == len(names)
    for stem in stems:
        assert stem
        assert not WINDOWS_REFUSES.search(stem)
        assert stem[-1] not in ". "
        assert len(stem) <= 90


def test_one_spelling_of_the_same_letters():
    decomposed = unicodedata.normalize("NFD", "Süd")
    assert plain_name(f"  {decomposed}\n West ") == "Süd West"
