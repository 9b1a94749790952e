import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.language import UNITS, format_value, parse_value

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "german", "english"),
    [
        (9375, "EUR/year", f"9.375{NBSP}€", "€9,375"),
        (163.482, "EUR", f"163,48{NBSP}€", "€163.48"),
        (1234.5, "EUR", f"1.235{NBSP}€", "€1,235"),
        (-0.7, "EUR", f"\u22120,70{NBSP}€", "\u2212€0.70"),
        (0.08, "share", f"8,0{NBSP}%", "8.0%"),
        (0.0825, "share", f"8,25{NBSP}%", "8.25%"),
        (-0.5, "share", f"\u221250,0{NBSP}%", "\u221250.0%"),
        (4000, "customers", "4.000", "4,000"),
        (3552.6, "customers", "3.553", "3,553"),
        (2.5, "visits/year", "2,5", "2.5"),
        (1.022891, "factor", "1,0229", "1.0229"),
        (57, "months", "57", "57"),
        (None, "months", "nicht innerhalb des Betrachtungszeitraums", "not within the horizon"),
        (None, "share", "nicht definiert", "not defined"),
    ],
)
def test_formats_values_by_their_unit(value, unit, german, english):
    assert format_value(value, unit, "de") == german
    assert format_value(value, unit, "en") == english


def test_adds_the_words_of_the_unit_on_request():
    assert format_value(9375, "EUR/year", words=True) == f"9.375{NBSP}€{NBSP}im Jahr"
    assert format_value(9375, "EUR/year", "en", words=True) == f"€9,375{NBSP}a year"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("8,0", "share", 0.08),
        ("8 %", "share", 0.08),
        (f"8,25{NBSP}%", "share", 0.0825),
        ("120 T€", "EUR", 120_000),
        ("1,2 Mio. €", "EUR", 1_200_000),
        ("1.234,5", "EUR", 1234.5),
        ("1.234,50 €", "EUR", 1234.5),
        ("4.000", "customers", 4000),
    ],
)
def test_parses_what_a_person_types_into_a_field(text, unit, value):
    assert parse_value(text, unit, "de") == value


@pytest.mark.parametrize(("text", "unit"), [("8 %", "customers"), ("5 €", "share"), ("viel", "EUR"), ("1.5", "share")])
def test_refuses_what_does_not_fit_the_field(text, unit):
    with pytest.raises(ValueError, match="is not a number"):
        parse_value(text, unit, "de")


@given(st.integers(0, 10_000), st.sampled_from(["de", "en"]))
def test_a_share_in_basis_points_survives_the_field(basis_points, language):
    share = basis_points / 10_000
    assert parse_value(format_value(share, "share", language), "share", language) == pytest.approx(share, abs=1e-12)


def test_every_unit_has_words_in_both_languages_or_none():
    for unit in UNITS.values():
        assert bool(unit.de) == bool(unit.en)
