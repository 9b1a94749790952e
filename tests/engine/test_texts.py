"""Texts with figures in them."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.engine.texts import Scope, Text, filled_text, parts_of


def said(text, language="de", overrides=(), **names):
    results = evaluate(**dict(overrides))
    return filled_text(text, Scope(results.value, names), language).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "de", "en"),
    [
        ("{net_care_cost}", "750 €", "€750"),
        ("{net_care_cost:words}!", "750 € im Jahr!", "€750 a year!"),
        ("{outsource_npv:short}", "0,42 Mio. €", "€0.42m"),
        ("{potential_basis}", "nach Branche", "by sector"),
        ("{potential_basis:capital}", "Nach Branche", "By sector"),
        ("{recommended_option}", "Externe Vergabe", "Outsource"),
        ("{option}: {option_npv:short}", "Eigenaufbau: 0,18 Mio. €", "Build: €0.18m"),
        ("{option_npv:label} ({option_npv:name})", "Kapitalwert Eigenaufbau (build_npv)",
         "Net present value Build (build_npv)"),
        ("{field_rep_cost / visits_per_field_rep:EUR/visit}", "150 €", "€150"),
        ("{dissolve_payback_month}", "nicht innerhalb des Betrachtungszeitraums", "not within the horizon"),
        ("{share:share}", "12,5 %", "12.5%"),
        ("2 × {(}{minus:factor}{)}, {(}{share:factor}{)}", "2 × (−1,5), 0,125", "2 × (−1.5), 0.125"),
        ("{(}{minus:factor} × {(}{minus:factor}{)}{)}", "(−1,5 × (−1,5))", "(−1.5 × (−1.5))"),
        ("plain", "plain", "plain"),
    ],
)  # fmt: skip
def test_figures_are_written_as_people_write_them(text, de, en):
    names = {"option": "build", "share": 0.125, "minus": -1.5}
    assert said(text, "de", **names) == de
    assert said(text, "en", **names) == en


def test_a_short_name_comes_before_the_models():
    assert said("{net_care_cost:EUR/year}", net_care_cost=12.0) == "12 €"


@pytest.mark.parametrize("text", ["{a:nonsense}", "{a", "a}", "{(}{a}", "{a}{)}", "{)}{(}", "{}"])
def test_a_text_that_cannot_be_filled_is_refused(text):
    with pytest.raises(ValueError, match=r"style|brace|bracket"):
        parts_of(text)


def test_a_text_may_be_the_same_in_both_languages():
    assert Text("ROI").words("en") == "ROI"
    assert Text("Zins", "interest").words("en") == "interest"
