"""The decision scheme with a case's figures at each branch."""

import pytest

from kkm_helpers.analysis.decision import decide
from kkm_helpers.analysis.readiness import assess_readiness
from kkm_helpers.charts.decision_scheme import decision_scheme
from tests.analysis.cases import WINNERS, evidence, plain


def scheme(language="de", **changes):
    judged = evidence(**changes)
    return judged, decision_scheme(judged, decide(judged), language)


def highlighted(chart):
    """Return the titles of the boxes the way leads through."""
    shapes, notes = chart.figure["layout"]["shapes"], chart.figure["layout"]["annotations"]
    taken = [box for box in shapes if box["type"] == "rect" and box["line"]["color"] == "var(--accent)"]
    return [
        note["text"].removeprefix("<b>").removesuffix("</b>")
        for box in taken
        for note in notes
        if note["text"].startswith("<b>") and note["x"] == box["x0"] and box["y0"] < note["y"] < box["y1"]
    ]


@pytest.mark.parametrize(
    ("option", "way"),
    [
        ("passive", ["Kleinkunden", "Passiv bleiben"]),
        ("dissolve", ["Kleinkunden", "Auflösen"]),
        ("build", ["Kleinkunden", "Entwickeln", "Eigenaufbau"]),
        ("outsource", ["Kleinkunden", "Entwickeln", "Externe Vergabe"]),
        ("hybrid", ["Kleinkunden", "Entwickeln", "Hybrid"]),
    ],
)
def test_the_way_leads_to_the_recommended_option(option, way):
    _, chart = scheme(**WINNERS[option])
    assert highlighted(chart) == way


def test_no_way_is_taken_where_the_figures_leave_more_than_one():
    open_question = scheme(captured_share=0.042)[1]
    assert highlighted(open_question) == ["Kleinkunden"]
    assert open_question.title == "Die Zahlen allein lassen den Weg offen"
    equal_ways = scheme(captured_share=0.056, outsource_fte_price=8_000)[1]
    assert highlighted(equal_ways) == ["Kleinkunden", "Entwickeln"]


def test_each_branch_has_its_figures():
    judged, chart = scheme(readiness=assess_readiness(), losses=0.4)
    results = judged.results
    lost = (results["passive_margin"] * (4_000 / results["passive_customers"] - 1)).sum()
    alt = plain(chart.alt)
    assert lost == pytest.approx(7.33e6, abs=5_000)
    assert "Passiv bleiben: verliert 1.889 Kunden, und 7,33 Mio. €, Deckungsbeitrag" in alt
    assert "Auflösen: spart 1,55 Mio. €, gibt 18,28 Mio. € auf, Kapitalwert −13,55 Mio. €" in alt
    assert "Entwickeln: bringt 5,16 Mio. €, kostet 4,12 Mio. €" in alt
    assert "Externe Vergabe: Kapitalwert 0,42 Mio. €, zahlt sich ab Monat 52 aus" in alt
    assert (
        "Noch offen: 7 von 7 Erfolgsfaktoren; 0 % der Spannweite unbestätigt; Verlustrisiko Externe Vergabe 40 %" in alt
    )


def test_without_a_take_over_there_is_no_hybrid():
    assert "Hybrid" not in scheme(transfer_month=60)[1].alt


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_speaks_one_language(language):
    _, chart = scheme(language)
    said = f"{chart.title} {chart.subtitle} {chart.alt}"
    assert ("Kunden" in said) == (language == "de")
    assert ("customers" in said) == (language == "en")
