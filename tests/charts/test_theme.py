"""The tokens in figures: read from the style sheet, put in by name."""

import pytest

from kkm_helpers.charts.theme import color, resolved, tokens


def test_the_tokens_are_those_of_the_style_sheet():
    assert tokens()["accent"] == "#0b5c88"
    assert tokens("dark")["accent"] == "#79bde4"


def test_what_the_dark_theme_does_not_say_is_as_in_the_light_one():
    assert tokens("dark")["t-note"] == tokens("light")["t-note"] == "0.8125rem"


def test_rules_for_small_screens_and_print_do_not_leak_into_the_tokens():
    assert tokens()["paper"] == "#fcfbf8"
    assert tokens()["t-figure"] == "1.5rem"


def test_an_unknown_colour_is_an_error_where_it_is_written():
    with pytest.raises(KeyError):
        color("acent")


def test_references_are_resolved_wherever_they_stand():
    figure = {"data": [{"line": {"color": "var(--accent)", "width": 2}}], "layout": {"title": "ohne"}}
    assert resolved(figure, "dark") == {
        "data": [{"line": {"color": "#79bde4", "width": 2}}],
        "layout": {"title": "ohne"},
    }
