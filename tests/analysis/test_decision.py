import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkm_helpers.analysis.decision import decide
from kkm_helpers.analysis.readiness import assess_readiness
from kkm_helpers.assumptions.success_factors import FACTORS
from tests.analysis.cases import CONFIRMED, UNCONFIRMED, WINNERS, evidence, plain

SENTENCES = {
    "passive": (
        "Empfehlung: Passiv bleiben, weil keine aktive Option ihre Kosten einspielt und auch die beste (Eigenaufbau) "
        "auf einen Kapitalwert von −1,76 Mio. € kommt; nächster Schritt: das Potenzial an einer Stichprobe von Kunden "
        "prüfen, denn es entscheidet. Gerechnet mit dem Potenzial nach Historie (7.500 € je Kunde); nach Branche "
        "(27.000 €) wäre die Empfehlung: Externe Vergabe."
    ),
    "dissolve": (
        "Empfehlung: Auflösen, weil das gegenüber Passiv bleiben 9,71 Mio. € Kapitalwert bringt und die beste aktive "
        "Option (Eigenaufbau) mit −4,52 Mio. € dahinter bleibt; nächster Schritt: mit Händlern und Webshop klären, wer "
        "die Kunden übernimmt. Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde); nach Historie (7.500 €) "
        "bliebe die Empfehlung: Auflösen."
    ),
    "build": (
        "Empfehlung: Eigenaufbau, weil nur er mehr wert ist als Passiv bleiben (0,45 Mio. € Kapitalwert) und sich ab "
        "Monat 52 auszahlt; Voraussetzung: bis Monat 12 sind mindestens 69.535 € zusätzlicher Deckungsbeitrag "
        "erreicht; nächster Schritt: die Projektleitung benennen, die ersten Stellen ausschreiben und die Meilensteine "
        "der Monate 3 bis 12 vereinbaren. Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde); nach Historie "
        "(7.500 €) wäre die Empfehlung: Passiv bleiben."
    ),
    "outsource": (
        "Empfehlung: Externe Vergabe, weil sie mit 0,42 Mio. € Kapitalwert 0,16 Mio. € mehr bringt als der Hybrid und "
        "sich ab Monat 52 auszahlt; Voraussetzung: bis Monat 12 sind mindestens 0,16 Mio. € zusätzlicher "
        "Deckungsbeitrag erreicht; nächster Schritt: Angebote von drei Dienstleistern einholen und die Meilensteine "
        "der Monate 3 bis 12 vereinbaren. Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde); nach Historie "
        "(7.500 €) wäre die Empfehlung: Passiv bleiben."
    ),
    "hybrid": (
        "Empfehlung: Hybrid, Eigenaufbau und externe Vergabe wirtschaftlich gleichwertig, weil der Hybrid mit "
        "0,42 Mio. € Kapitalwert 0,35 Mio. € mehr bringt als die externe Vergabe und sich ab Monat 52 auszahlt; "
    ),
}


@pytest.mark.parametrize("option", WINNERS)
def test_each_option_can_win_and_the_sentence_says_so(option):
    decision = decide(evidence(**WINNERS[option]))
    assert decision.option == option
    assert plain(decision.sentence("de")).startswith(SENTENCES[option])
    assert decision.sentence("en").startswith("Recommendation: ")


def test_the_sentence_in_english():
    assert decide(evidence()).sentence("en") == (
        "Recommendation: Outsource, because it brings a net present value of €0.42m, €0.16m more than the hybrid and "
        "pays back from month 52; precondition: at least €0.16m of additional margin is reached by month 12; next "
        "step: obtain offers from three providers and agree the milestones of months 3 to 12. Calculated with the "
        "potential by sector (€27,000 per customer); by history (€7,500) the recommendation would be: Stay passive."
    )


# --- the four answers ---------------------------------------------------------------
def test_no_says_up_to_which_value_it_holds():
    sentence = plain(decide(evidence(horizon_months=24)).sentence())
    assert "Empfehlung: Passiv bleiben" in sentence
    assert "Voraussetzung: weniger als" in sentence
    assert "(angenommen sind 5 %)" in sentence


def test_no_where_nothing_could_change_it_has_no_precondition():
    assert decide(evidence(potential_basis="history", historic_potential_per_customer=4_000)).preconditions == ()


def test_dissolving_says_how_much_of_the_margin_has_to_be_kept():
    close = {**WINNERS["dissolve"], "contribution_margin": 0.2, "cost_per_order": 20, "dissolve_kept_margin": 0.9}
    decision = decide(evidence(**close))
    assert decision.option == "dissolve"
    (held,) = decision.preconditions
    assert plain(held.de).startswith("mehr als ")
    assert plain(held.de).endswith("(angenommen sind 90 %)")


def test_a_small_lead_is_no_answer_and_names_nobody():
    decision = decide(evidence(captured_share=0.042))
    assert decision.activity.answer == "equal"
    sentence = decision.sentence("de")
    assert "wirtschaftlich gleichwertig" in sentence
    for option in ("Eigenaufbau", "Externe Vergabe", "Hybrid"):
        assert option not in sentence
    assert "„Steuerung und Kundenwissen im Haus“" in sentence
    assert "economically equal" in decision.sentence("en")


def test_equal_ways_are_left_to_the_criteria():
    decision = decide(evidence(captured_share=0.056, outsource_fte_price=8_000))
    assert (decision.activity.answer, decision.sourcing.answer) == ("yes", "equal")
    sentence = plain(decision.sentence())
    assert sentence.startswith(
        "Empfehlung: Aktiv betreuen, Eigenaufbau und externe Vergabe wirtschaftlich gleichwertig"
    )
    assert (
        "für den Eigenaufbau spricht „Steuerung und Kundenwissen im Haus“, für die externe Vergabe „Know-how und "
        "erprobte Prozesse“" in sentence
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"losses": 0.4}, "das Verlustrisiko sinkt von 40 % auf höchstens 25 %, vor allem durch einen Beleg für „Jahr"),
        ({"losses": 0.254}, "das Verlustrisiko sinkt von 25,4 % auf höchstens 25 %"),
        (
            {"swings": UNCONFIRMED[:1]},
            "„Ausschöpfung des offenen Potenzials“ ist bestätigt, denn 100 % der Spannweite des Kapitalwerts hängen",
        ),
        ({"captured_share": 0.06}, "ein Pilot belegt den Mehrumsatz, denn 26 % des heutigen Umsatzes sind nicht bel"),
        ({"readiness": assess_readiness({factor.name: "yes" for factor in FACTORS} | {"channels": "planned"})},
         "Voraussetzung: der Erfolgsfaktor „Kanalkonflikte bekannt“ ist geklärt; nächster Schritt: zuerst „Kanalkonf"),
    ],
)  # fmt: skip
def test_each_condition_is_named_with_what_lifts_it(changes, says):
    decision = decide(evidence(**changes))
    assert decision.activity.answer == "conditional"
    assert "unter Vorbehalt" in decision.sentence()
    assert says in plain(decision.sentence())


def test_every_gap_is_named():
    sentence = decide(evidence(readiness=assess_readiness())).sentence()
    assert all(f"„{factor.de}“" in sentence for factor in FACTORS)


def test_a_pilot_measures_what_a_pilot_can_measure():
    measured = decide(evidence(swings=UNCONFIRMED[:1])).next_step.de
    assert measured == "ein Pilot über drei Monate mit Kontrollgruppe, der „Ausschöpfung des offenen Potenzials“ misst"
    agreed = decide(evidence(losses=0.5, swings=CONFIRMED)).next_step.de
    assert agreed == "„Jahresgehalt Außendienst“ von den Verantwortlichen bestätigen lassen"


@pytest.mark.parametrize("case", [{"captured_share": 0.09}, {"captured_share": 0.09, "contribution_margin": 0.12}])
def test_what_is_not_credible_is_always_said(case):
    decision = decide(evidence(**case))
    assert "nicht belastbar" in decision.sentence("de")
    assert "not credible" in decision.sentence("en")


def test_a_payback_that_never_comes_is_no_reason():
    for case in WINNERS.values():
        judged = evidence(**case)
        if judged.results[f"{judged.option}_payback_month"] is None:
            assert "auszahlt" not in decide(judged).sentence()


@settings(max_examples=25)
@given(
    st.floats(0.01, 0.25), st.floats(3_000, 15_000), st.floats(0.05, 0.5), st.integers(60, 8_000),
    st.sampled_from(["sector", "history"]), st.floats(0, 1), st.integers(6, 84),
)  # fmt: skip
def test_a_sentence_stands_in_any_case_in_both_languages(share, price, margin, customers, basis, losses, horizon):
    judged = evidence(
        captured_share=share, outsource_fte_price=price, contribution_margin=margin, small_customers=customers,
        potential_basis=basis, losses=losses, swings=UNCONFIRMED, horizon_months=horizon,
    )  # fmt: skip
    decision = decide(judged)
    for language, words in (("de", "Gerechnet mit dem Potenzial nach"), ("en", "Calculated with the potential by")):
        sentence = decision.sentence(language)
        assert words in sentence
        assert "None" not in sentence
        assert "{" not in sentence
        assert "  " not in sentence
        assert " ," not in sentence
    if judged.named is None:
        assert not decision.verdict.de.startswith(("Eigenaufbau", "Externe", "Hybrid", "Passiv", "Auflösen"))


def test_as_json():
    found = decide(evidence()).to_json()
    assert found["option"] == "outsource"
    assert found["sentence_de"].startswith("Empfehlung")
    assert found["sentence_en"].startswith("Recommendation")
    assert found["answers"]["activity"]["answer"] == "yes"
    assert plain(found["answers"]["sourcing"]["de"]) == (
        "ja: die externe Vergabe ist 0,23 Mio. € mehr wert als der Eigenaufbau"
    )
    assert [set(each) for each in found["reasons"]] == [{"de", "en"}] * 2
