import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.monte_carlo import ContradictingCorrelationsError, draw, simulate
from kkm_helpers.analysis.uncertainty import CORRELATIONS, RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import evaluation

DEFAULTS = evaluate(only=[]).assumptions
CASE = RiskCase(DEFAULTS)
FREE = RiskCase(DEFAULTS, own_correlations={})


def test_draws_are_triangular_between_the_ends():
    columns = draw(CASE, 20_000, seed=3)
    for name, (low, high) in CASE.intervals().items():
        values, mode = columns[name], float(DEFAULTS[name])
        assert values.min() >= np.floor(low)
        assert values.max() <= np.ceil(high)
        assert values.mean() == pytest.approx((low + mode + high) / 3, rel=0.01, abs=1e-3)
        if ASSUMPTIONS[name].is_whole:
            assert (values == np.rint(values)).all()


def test_a_latin_hypercube_hits_every_stratum_once():
    values = draw(FREE, 1_000, seed=3)["contribution_margin"]
    low, mode, high = 0.19, 0.28, 0.38
    share = np.where(
        values < mode,
        (values - low) ** 2 / ((high - low) * (mode - low)),
        1 - (high - values) ** 2 / ((high - low) * (high - mode)),
    )
    assert sorted(np.floor(share * 1_000 + 1e-9).astype(int)) == list(range(1_000))


def ranks(values):
    return values.argsort().argsort()


@pytest.mark.parametrize(("pair", "wanted"), CORRELATIONS.items(), ids=str)
def test_rank_correlations_are_those_asked_for(pair, wanted):
    columns = draw(RiskCase(DEFAULTS, own_intervals={name: _around(name) for name in pair}), 5_000, seed=5)
    one, other = (columns[name] for name in pair)
    assert np.corrcoef(ranks(one), ranks(other))[0, 1] == pytest.approx(wanted, abs=0.03)


def _around(name):
    value = float(DEFAULTS[name])
    return (value * 0.01, value * 1.99) if not ASSUMPTIONS[name].is_whole else (value - 3, value + 300)


def test_correlating_changes_the_order_and_nothing_else():
    one, other = draw(CASE, 500, seed=9), draw(FREE, 500, seed=9)
    for name in one:
        assert np.array_equal(np.sort(one[name]), np.sort(other[name])), name


def test_contradicting_correlations_are_said():
    strange = {
        ("captured_share", "churn_reduction"): 0.95,
        ("captured_share", "order_value"): 0.95,
        ("churn_reduction", "order_value"): -0.95,
    }
    with pytest.raises(ContradictingCorrelationsError, match="churn_reduction"):
        draw(RiskCase(DEFAULTS, own_correlations=strange), 100, seed=1)


def test_the_same_seed_gives_the_same_figures_whatever_the_chunks_and_threads(monkeypatch):
    one = simulate(CASE, draws=900, seed=4, threads=1)
    monkeypatch.setattr(evaluation, "CHUNK", 130)
    other = simulate(CASE, draws=900, seed=4, threads=2)
    for option in one.npv:
        assert np.array_equal(one.npv[option], other.npv[option])
    assert one.best == other.best
    assert not np.array_equal(one.npv["build"], simulate(CASE, draws=900, seed=5).npv["build"])


def test_each_draw_is_what_evaluate_gives():
    columns, simulation = draw(CASE, 50, seed=2), simulate(CASE, draws=50, seed=2)
    for row in (0, 17, 49):
        single = evaluate(**{name: values[row] for name, values in columns.items()})
        assert simulation.npv["hybrid"][row] == pytest.approx(single["hybrid_npv"])


def test_what_the_draws_say():
    simulation = simulate(CASE, draws=2_000, seed=1)
    distribution = simulation.distribution("outsource")
    assert distribution.p10 < distribution.p50 < distribution.p90
    assert distribution.share_negative == (simulation.npv["outsource"] < 0).mean()
    assert sum(simulation.best.values()) == pytest.approx(1)


def test_without_anything_uncertain_every_draw_is_the_case():
    certain = RiskCase(DEFAULTS, from_list=ASSUMPTIONS)
    simulation = simulate(certain, draws=10)
    assert set(simulation.npv["build"]) == {evaluate(captured_share=[0.05])["build_npv"][0]}
