"""How much room texts take: nothing may be underrated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.exports.slides.measure import count_lines, text_width, within_lines

# Widths of Arial in thousandths of the size, from its published metrics.
ARIAL = {"a": 556, "i": 222, "W": 944, "m": 833, "0": 556, " ": 278, "ß": 611, "€": 556, "%": 889}


@pytest.mark.parametrize(("character", "width"), ARIAL.items())
def test_a_line_of_one_letter_is_as_wide_as_in_arial(character, width):
    assert text_width(character * 20, 10) == pytest.approx(20 * width / 100, rel=0.2)


def test_a_text_is_never_much_narrower_than_in_arial():
    text = "Wi0 m%"
    assert text_width(text, 10) >= 0.97 * sum(ARIAL[each] for each in text) / 100


def test_other_scripts_and_emoji_have_a_width():
    assert text_width("שלום", 10) > 20
    assert text_width("😀字", 10) >= 20
    assert text_width("\u0301\u200f", 10) == 0


def test_lines_are_counted():
    assert count_lines("eins zwei drei", 1000, 10) == 1
    assert count_lines("eins zwei drei", text_width("eins zwei", 10) + 1, 10) == 2
    assert count_lines("", 100, 10) == 1


def test_a_word_that_is_too_long_is_cut_into_lines():
    assert count_lines("A" * 10_000, 100, 10) > 10_000 * text_width("A", 10) / 100


@given(st.text(max_size=300), st.integers(1, 3))
def test_a_shortened_text_fits(text, most):
    short = within_lines(text, 80, 10, most)
    assert count_lines(short, 80, 10) <= most
    assert short == text or short.endswith("…")
