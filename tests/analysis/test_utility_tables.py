"""The utility analysis as people read it."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.utility import analyse_utility
from kkm_helpers.analysis.utility_tables import ranking_table, utility_sentences, utility_table
from kkm_helpers.assumptions.criteria import CRITERIA

OWN = {"weights": {"control": 60}, "scores": {"build": {"know_how": 7}}}


def rows(table):
    return {row[0]: row[1:] for row in table.rows}


def said(utility, results=None):
    return " ".join(sentence.de for sentence in utility_sentences(utility, results or evaluate())).replace(
        "\u00a0", " "
    )


def test_defaults_stand_with_their_reasons_and_say_so():
    table = rows(utility_table(analyse_utility(), {}, "", "de"))
    assert len(table) == len(CRITERIA) + 1
    assert table["Fokus auf die Kleinkunden"] == [
        "10",
        "4: wird leicht zum Bestellbüro des Außendienstes",
        "9: der Auftrag ist vertraglich begrenzt",
        "7: eingeübt, bevor das Team ins Haus kommt",
        "Vorgabe",
    ]
    # 0.15 * 4 + 0.15 * 4 + 0.1 * 4 + 0.1 * 5 + 0.2 * 9 + 0.15 * 6 + 0.1 * 5 + 0.05 * 8 = 5.7
    assert table["Gewichtete Summe"] == ["100", "5,7", "6,8", "6,5", ""]


def test_what_a_scenario_gives_is_named_and_has_no_reason_of_ours():
    table = rows(utility_table(analyse_utility(**OWN), OWN, "Szenario Nord", "de"))
    assert table["Know-how und erprobte Prozesse"][1] == "7"
    assert table["Know-how und erprobte Prozesse"][-1] == "Szenario Nord: Eigenaufbau"
    # 60 of 140 is 42.9 of 100.
    assert table["Steuerung und Kundenwissen im Haus"][0] == "42,9"
    assert table["Steuerung und Kundenwissen im Haus"][-1] == "Szenario Nord: Gewicht"


def test_both_rankings_stand_side_by_side_with_months():
    table = rows(ranking_table(analyse_utility(), evaluate(), "de"))
    assert list(table) == ["Externe Vergabe", "Hybrid", "Eigenaufbau"]
    assert [cell.replace("\u00a0", " ") for cell in table["Eigenaufbau"]] == [
        "5,7",
        "3",
        "0,18 Mio. €",
        "3",
        "10",
        "57",
    ]


def test_without_a_take_over_hybrid_has_no_rank_by_value():
    table = rows(ranking_table(analyse_utility(), evaluate(transfer_month=110), "de"))
    assert table["Hybrid (keine Übernahme)"][3] == "–"


def test_the_sentences_tell_first_stability_flip_and_agreement():
    text = said(analyse_utility())
    assert "Im Nutzwert liegt Externe Vergabe mit 6,8 Punkten vor Hybrid mit 6,5; in 95 % von 10.000" in text
    assert "„Steuerung und Kundenwissen im Haus“ von 20 auf 28,4 Punkte Gewicht" in text
    assert text.endswith("Nutzwert und Kapitalwert führen zur selben Option: Externe Vergabe.")


def test_the_flip_really_levels_the_two():
    utility = analyse_utility()
    others = 100 - utility.flip.needed
    weights = {
        known.name: utility.flip.needed if known.name == utility.flip.criterion else known.weight * others / 80
        for known in CRITERIA
    }
    shifted = analyse_utility(weights)
    assert shifted.totals[utility.flip.winner] == pytest.approx(shifted.totals["outsource"])


def test_a_disagreement_is_said_with_its_price():
    text = said(analyse_utility(), evaluate(potential_basis="history"))
    assert "verschiedenen Optionen" in text
    assert "36.295 €" in text


def test_a_tie_decides_nothing():
    level = {option: {known.name: 5 for known in CRITERIA} for option in ("build", "outsource", "hybrid")}
    text = said(analyse_utility(scores=level))
    assert "Eigenaufbau und Externe Vergabe liegen mit 5,0 Punkten gleichauf" in text
    assert "zufälligen Gewichtungen" not in text


def test_nothing_flips_where_one_is_best_everywhere():
    best = {"build": {known.name: 10 for known in CRITERIA}}
    assert "Kein einzelnes Gewicht ändert den Ersten." in said(analyse_utility(scores=best))
