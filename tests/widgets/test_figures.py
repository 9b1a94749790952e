"""Key figures, decision and table of options."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.decision import decide
from kkm_helpers.charts.parts import Let, Value
from kkm_helpers.charts.template import filled
from kkm_helpers.widgets.figures import DECISION, KEY_FIGURES, OPTIONS_TABLE, figure, step_figures, tile
from tests.analysis.cases import WINNERS, evidence

NEVER = "nicht innerhalb des Betrachtungszeitraums"


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_five_key_figures_of_the_default_case():
    tiles = filled(KEY_FIGURES, evaluate(), "de")
    assert [(tile["name"], plain(tile["text"]), tile["unit"]) for tile in tiles] == [
        ("revenue_threshold", "9.375 €", ""),
        ("small_customers", "4.000", ""),
        ("inside_reps", "10", "Mitarbeiter"),
        ("outsource_npv", "0,42 Mio. €", ""),
        ("outsource_payback_month", "Monat 52", ""),
    ]
    assert tiles[0]["value"] == 9_375
    assert tiles[3]["label"] == "Kapitalwert Externe Vergabe"
    assert plain(tiles[4]["note"]) == "von 60, ab dann im Plus"


def test_where_passive_is_recommended_the_best_active_option_is_shown_by_name_with_words_for_never():
    npv, payback = filled(KEY_FIGURES, evaluate(potential_basis="history"), "de")[3:]
    assert (npv["name"], npv["label"]) == ("build_npv", "Kapitalwert Eigenaufbau")
    assert (payback["value"], payback["text"], payback["note"]) == (None, NEVER, "")


def test_a_duration_that_is_assumed_is_no_month_of_the_calendar():
    results = evaluate()
    assert filled(figure("development_months"), results, "de")["text"] == "24"
    assert filled(figure("build_payback_month"), results, "en")["text"] == "Month 57"


def test_large_amounts_are_said_in_millions():
    results = evaluate()
    assert plain(filled(figure("total_potential"), results, "de")["text"]) == "108 Mio. €"
    assert plain(filled(figure("field_rep_cost"), results, "de")["text"]) == "120.000 €"


def test_the_decision_names_reason_basis_and_what_the_other_potential_says():
    said = filled(DECISION, evaluate(), "de")
    assert said["option"] == "Empfehlung: Externe Vergabe"
    assert plain(said["reason"]) == (
        ", weil das 0,42 Mio. € Kapitalwert bringt, 0,16 Mio. € mehr als Hybrid, und sich ab Monat 52 auszahlt."
    )
    assert plain(said["basis"]) == "Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde)."
    assert plain(said["other"]) == "Nach Historie (7.500 €) wäre die Empfehlung: Passiv bleiben."
    assert said["flips"]
    assert not said["passive"]


def test_a_passive_recommendation_says_why():
    said = filled(DECISION, evaluate(potential_basis="history"), "de")
    assert said["passive"]
    assert said["reason"] == ", weil keine andere Option ihre Kosten einspielt."
    assert plain(said["other"]) == "Nach Branche (27.000 €) wäre die Empfehlung: Externe Vergabe."


EQUAL = {"captured_share": 0.042}
OPEN = {"captured_share": 0.056, "outsource_fte_price": 8_000}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("case", [*WINNERS.values(), EQUAL, OPEN])
def test_the_headline_recommends_what_the_decision_does(case, language):
    verdict = decide(evidence(**case)).verdict.text(language)
    said = filled(DECISION, evaluate(**case), language)["option"].split(": ", 1)[1]
    # Python may say more: that the hybrid leads two that are equal.
    assert verdict == said or (said == "Hybrid" and verdict.startswith("Hybrid, "))


def test_what_is_worth_the_same_names_no_option():
    said = filled(DECISION, evaluate(**EQUAL), "de")
    assert said["option"] == "Empfehlung: Nach den Kriterien der Nutzwertanalyse entscheiden"
    assert plain(said["reason"]) == (
        ", weil der Vorsprung der aktiven Betreuung mit 19.065 € unter 5 % der Kosten bleibt: wirtschaftlich "
        "gleichwertig."
    )
    said = filled(DECISION, evaluate(**OPEN), "de")
    assert said["option"] == ("Empfehlung: Aktiv betreuen, Eigenaufbau und externe Vergabe wirtschaftlich gleichwertig")


def test_the_same_recommendation_on_both_potentials_is_no_warning():
    said = filled(DECISION, evaluate(historic_potential_per_customer=27_000), "en")
    assert not said["flips"]
    assert said["other"] == "By history (€27,000) the recommendation would stay: Outsource."


def test_the_table_marks_the_recommended_option_and_leaves_out_what_there_is_not():
    table = filled(OPTIONS_TABLE, evaluate(), "de")
    assert len(table["columns"]) == 1 + len(table["rows"][0]["cells"])
    assert [row["label"] for row in table["rows"] if row["hit"]] == ["Externe Vergabe"]
    passive, dissolve = table["rows"][:2]
    assert [cell["text"] for cell in passive["cells"]][1:] == ["–"] * 5
    assert [cell["name"] for cell in dissolve["cells"]][:2] == ["dissolve_npv", "dissolve_payback_month"]
    assert (dissolve["cells"][1]["value"], dissolve["cells"][1]["text"]) == (None, NEVER)
    without_takeover = filled(OPTIONS_TABLE, evaluate(transfer_month=110))
    assert without_takeover["rows"][-1]["label"] == "Externe Vergabe"


@pytest.mark.parametrize("overrides", [{}, {"potential_basis": "history"}])
def test_figures_of_a_step_are_those_of_the_option_shown(overrides):
    results = evaluate(**overrides)
    shown = "build" if overrides else "outsource"
    tiles = filled(step_figures(("inside_reps", "option_npv")), results)
    assert [tile["name"] for tile in tiles] == ["inside_reps", f"{shown}_npv"]


def test_a_figure_the_option_shown_does_not_have_is_left_out():
    results = evaluate()
    names = ("option_peak_funding", "option_npv")
    assert [each["name"] for each in filled(step_figures(names), results)] == [
        "outsource_peak_funding",
        "outsource_npv",
    ]
    dissolving = Let({"option": Value("'dissolve'")}, step_figures(names))
    assert [each["name"] for each in filled(dissolving, results)] == ["dissolve_npv"]


def test_a_tile_has_label_words_of_the_unit_and_a_line_of_context():
    results = evaluate()
    assert filled(tile("visits_per_field_rep", note="x"), results, "en") == {
        "name": "visits_per_field_rep",
        "value": 800,
        "text": "800",
        "label": "Visits per field rep",
        "unit": "visits a year",
        "note": "x",
    }
    assert filled(tile("outsource_npv", "own"), results)["label"] == "own"
    assert filled(tile("dissolve_payback_month"), results)["unit"] == ""
