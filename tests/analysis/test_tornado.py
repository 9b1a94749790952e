import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.options import best_active_option, option_looked_at
from kkm_helpers.analysis.tornado import Swing, tornado, unconfirmed_share
from kkm_helpers.analysis.uncertainty import RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS

DEFAULTS = evaluate(only=[]).assumptions


def test_each_swing_is_what_evaluate_gives():
    swings = tornado(RiskCase(DEFAULTS), "outsource")
    assert len(swings) > 30
    assert [swing.width for swing in swings] == sorted((swing.width for swing in swings), reverse=True)
    for swing in swings[:6]:
        assert evaluate(**{swing.name: swing.low})["outsource_npv"] == pytest.approx(swing.npv_low)
        assert evaluate(**{swing.name: swing.high})["outsource_npv"] == pytest.approx(swing.npv_high)
    names = [swing.name for swing in swings]
    assert names.index("captured_share") < 4
    for swing in swings:
        if ASSUMPTIONS[swing.name].is_whole:
            assert float(swing.low).is_integer()


def test_the_unconfirmed_share_counts_assumed_figures_nobody_confirmed():
    swings = (Swing("captured_share", 0, 1, 0, 60), Swing("field_rep_salary", 0, 1, 40, 0))
    assert unconfirmed_share(swings, ()) == 0.6
    assert unconfirmed_share(swings, {"captured_share"}) == 0
    assert unconfirmed_share((), ()) == 0


def test_the_option_looked_at():
    assert option_looked_at(evaluate()) == "outsource"
    passive = evaluate(potential_basis="history")
    assert passive["recommended_option"] == "passive"
    assert option_looked_at(passive) == best_active_option(passive)
    npvs = {option: passive[f"{option}_npv"] for option in ("build", "outsource", "hybrid")}
    assert best_active_option(passive) == max(npvs, key=npvs.get)


def test_hybrid_without_take_over_is_no_option_of_its_own():
    results = evaluate(potential_basis="history", horizon_months=15)
    assert best_active_option(results) in ("build", "outsource")
