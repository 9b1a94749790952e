import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.decision import Evidence, decide
from kkm_helpers.analysis.monte_carlo import Simulation
from kkm_helpers.analysis.readiness import FACTORS, assess_readiness
from kkm_helpers.analysis.tornado import Swing
from kkm_helpers.analysis.utility import analyse_utility

READY = assess_readiness({factor.name: {question.name: "yes" for question in factor.questions} for factor in FACTORS})
CONFIRMED = (Swing("field_rep_salary", 1, 2, 0, 100),)
UNCONFIRMED = (Swing("captured_share", 1, 2, 0, 90), *CONFIRMED)


def evidence(*, losses=0.1, swings=CONFIRMED, readiness=READY, confirmed=(), **case):
    draws = np.where(np.arange(1_000) < losses * 1_000, -1.0, 1.0)
    simulation = Simulation(dict.fromkeys(("dissolve", "build", "outsource", "hybrid"), draws), {}, 1)
    return Evidence(evaluate(**case), simulation, swings, confirmed, analyse_utility(), readiness)


def plain(text):
    return text.replace("\u00a0", " ")


WINNERS = {
    "passive": {"potential_basis": "history"},
    "dissolve": {"contribution_margin": 0.05, "cost_per_order": 80, "dissolve_kept_margin": 0.9},
    "build": {"outsource_fte_price": 12_000, "captured_share": 0.056},
    "outsource": {},
    "hybrid": {"outsource_fte_price": 9_000, "transfer_month": 7, "build_lead_months": 12, "captured_share": 0.056},
}


@pytest.mark.parametrize(
    ("option", "activity", "says"),
    [
        ("passive", "no", "Empfehlung: Passiv bleiben, weil keine aktive Option ihre Kosten einspielt und die beste"),
        ("dissolve", "no", "Empfehlung: Auflösen, weil das 9,71 Mio. € Kapitalwert bringt"),
        ("build", "yes", "Empfehlung: Eigenaufbau, weil das"),
        ("outsource", "yes", "Empfehlung: Externe Vergabe, weil das 0,42 Mio. € Kapitalwert bringt, 0,16 Mio. € mehr"),
        ("hybrid", "yes", "weil das"),
    ],
)
def test_each_option_can_win_and_says_so(option, activity, says):
    decision = decide(evidence(**WINNERS[option]))
    assert decision.option == option
    assert decision.activity == activity
    assert says in plain(decision.sentence("de"))
    assert decision.sentence("en").startswith("Recommendation: ")


def test_yes_names_payback_and_next_step():
    sentence = plain(decide(evidence()).sentence())
    assert "und sich ab Monat 52 auszahlt." in sentence
    assert "Voraussetzung" not in sentence
    assert "Nächster Schritt: Projektleitung benennen" in sentence


def test_a_payback_that_never_comes_is_said():
    decision = decide(evidence(**WINNERS["dissolve"], dissolve_one_off_cost=0))
    assert "innerhalb" not in decision.sentence()
    never = decide(evidence(potential_basis="history"))
    assert "ab Monat" not in never.sentence()


def test_a_small_lead_is_no_answer():
    decision = decide(evidence(captured_share=0.042))
    assert decision.activity == "equal"
    assert decision.sourcing == "no"
    assert "wirtschaftlich gleichwertig" in decision.sentence()
    # It never names the first in the list as the recommendation.
    assert "Externe Vergabe" not in decision.sentence()
    assert "„Steuerung und Kundenwissen im Haus“" in decision.sentence()


def test_build_and_outsource_worth_the_same_leave_it_to_the_criteria():
    decision = decide(evidence(captured_share=0.056, outsource_fte_price=8_000))
    assert decision.activity in ("yes", "conditional")
    assert decision.sourcing == "equal"
    assert "Eigenaufbau und Vergabe wirtschaftlich gleichwertig" in decision.sentence()
    assert "entschieden ist nach" in decision.sentence()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"losses": 0.4}, "das Verlustrisiko von 40,0 % sinkt unter 25,0 %"),
        ({"swings": UNCONFIRMED[:1]}, "„Ausschöpfung des offenen Potenzials“ ist bestätigt (100,0 % der Spannweite"),
        ({"captured_share": 0.06}, "ein Pilot zeigt die 26,4 % Mehrumsatz"),
        ({"readiness": assess_readiness()}, "„Kanalkonflikte bekannt“"),
    ],
)
def test_each_condition_is_named_with_what_lifts_it(changes, says):
    decision = decide(evidence(**changes))
    assert decision.activity == "conditional"
    assert "unter Vorbehalt" in decision.sentence()
    assert says in plain(decision.sentence())


def test_what_is_confirmed_is_no_condition_any_more():
    assert decide(evidence(swings=UNCONFIRMED[:1], confirmed={"captured_share"})).activity == "yes"


def test_the_basis_is_always_said():
    basis = plain(decide(evidence()).basis.text())
    assert basis == (
        "Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde). "
        "Nach Historie (7.500 €) wäre die Empfehlung: Passiv bleiben."
    )


def test_as_json():
    found = decide(evidence()).to_json()
    assert found["option"] == "outsource"
    assert found["sentence_de"].startswith("Empfehlung")
    assert found["sentence_en"].startswith("Recommendation")
