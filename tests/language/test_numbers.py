import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.language.numbers import NUMBER_FORMATS, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "number_format", "value"),
    [
        ("1.234,56", "german", 1234.56),
        ("1234,56", "german", 1234.56),
        ("12.500", "german", 12500),
        ("1.234.567", "german", 1234567),
        ("-1.234,5", "german", -1234.5),
        ("\u22121.234,5", "german", -1234.5),
        ("+7", "german", 7),
        (",5", "german", 0.5),
        ("1 234,56", "german", 1234.56),
        ("1\u202f234,56", "german", 1234.56),
        ("1,234.56", "english", 1234.56),
        ("1'234.56", "swiss", 1234.56),
        ("1\u2019234.56", "swiss", 1234.56),
        ("1234.56", "plain", 1234.56),
    ],
)
def test_parses_what_people_write(text, number_format, value):
    assert parse_number(text, NUMBER_FORMATS[number_format]) == value


@pytest.mark.parametrize(
    ("text", "number_format"),
    [
        ("1.5", "german"),  # a group has three digits: 1,5 or 15, nobody knows
        ("1.2345", "german"),
        ("1234.567", "german"),
        ("1,5", "english"),
        ("1,2,3", "english"),
        ("1.234,56", "english"),
        ("1,234.56", "german"),
        ("1.234.56", "plain"),
        ("", "german"),
        ("-", "german"),
        ("--5", "german"),
        ("5-", "german"),
        ("abc", "german"),
        ("1e3", "german"),
        ("nan", "plain"),
        ("inf", "plain"),
        ("\u0661\u0662", "plain"),
        ("1.234 567", "german"),
    ],
)
def test_refuses_to_guess(text, number_format):
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(text, NUMBER_FORMATS[number_format])


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (1234.56, 2, "1.234,56", "1,234.56"),
        (-1234.5, 0, "\u22121.235", "\u22121,235"),
        (0.5, 0, "1", "1"),
        (1.005, 2, "1,01", "1.01"),
        (-0.001, 2, "0,00", "0.00"),
        (1e9, 0, "1.000.000.000", "1,000,000,000"),
    ],
)
def test_formats_for_both_languages(value, decimals, german, english):
    assert format_number(value, decimals, "de") == german
    assert format_number(value, decimals, "en") == english


@given(st.integers(-(10**12), 10**12), st.integers(0, 3), st.sampled_from(["de", "en"]))
def test_what_is_formatted_parses_back(digits, decimals, language):
    value = digits / 10**decimals
    number_format = NUMBER_FORMATS["german" if language == "de" else "english"]
    assert parse_number(format_number(value, decimals, language), number_format) == pytest.approx(value, abs=1e-9)
