import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import spearmanr

from benchmarks.handwritten import handwritten
from kkm_helpers import evaluate
from kkm_helpers.analysis import monte_carlo
from kkm_helpers.analysis.monte_carlo import BLOCK, ContradictingCorrelationsError, draw, simulate
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


def rank_correlation(one, other):
    """Spearman's, ties at their mean rank, by scipy."""
    return spearmanr(one, other).statistic


@pytest.mark.parametrize("draws", [1_000, 20_000])
@pytest.mark.parametrize(("pair", "wanted"), CORRELATIONS.items(), ids=str)
def test_rank_correlations_are_those_asked_for(pair, wanted, draws):
    columns = draw(RiskCase(DEFAULTS, own_intervals={name: _around(name) for name in pair}), draws, seed=5)
    assert rank_correlation(*(columns[name] for name in pair)) == pytest.approx(wanted, abs=0.02)


def test_what_is_not_correlated_is_hardly_so_by_chance():
    columns = draw(CASE, 10_000, seed=5)
    correlated = {each for pair in CORRELATIONS for each in pair}
    # An integer with a narrow interval may round to one value only.
    names = [name for name, values in columns.items() if name not in correlated and np.ptp(values)]
    found = np.corrcoef([columns[name] for name in names])
    assert np.abs(found - np.eye(len(names))).max() < 0.05


@pytest.mark.parametrize("strength", [1, -1])
def test_figures_may_move_as_one(strength):
    pair = ("captured_share", "churn_reduction")
    columns = draw(RiskCase(DEFAULTS, own_correlations={pair: strength}), 2_000, seed=5)
    assert rank_correlation(*(columns[name] for name in pair)) == pytest.approx(strength, abs=1e-3)


def test_too_few_draws_to_correlate_are_still_draws():
    for draws in (1, 2, 12):
        assert {len(values) for values in draw(CASE, draws, seed=1).values()} == {draws}


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
    with pytest.raises(ContradictingCorrelationsError) as raised:
        draw(RiskCase(DEFAULTS, own_correlations={**CORRELATIONS, **strange}), 100, seed=1)
    assert raised.value.names == ["captured_share", "churn_reduction", "order_value"]


@pytest.mark.parametrize(("chunk", "threads"), [(130, 2), (1, 1), (5_000, 3)])
def test_the_same_seed_gives_the_same_figures_whatever_the_chunks_and_threads(monkeypatch, chunk, threads):
    monkeypatch.setattr(monte_carlo, "BLOCK", 300)  # three blocks
    one = simulate(CASE, draws=900, seed=4, threads=1)
    monkeypatch.setattr(evaluation, "CHUNK", chunk)
    other = simulate(CASE, draws=900, seed=4, threads=threads)
    for option in one.npv:
        assert np.array_equal(one.npv[option], other.npv[option])
    assert one.best == other.best
    assert not np.array_equal(one.npv["build"], simulate(CASE, draws=900, seed=5).npv["build"])


def test_each_draw_is_what_evaluate_gives():
    columns, simulation = draw(CASE, 50, seed=2), simulate(CASE, draws=50, seed=2)
    for row in (0, 17, 49):
        single = evaluate(**{name: values[row] for name, values in columns.items()})
        assert simulation.npv["hybrid"][row] == pytest.approx(single["hybrid_npv"])


def test_more_draws_go_on_where_fewer_ended():
    few, many = simulate(CASE, draws=BLOCK, seed=3), simulate(CASE, draws=2 * BLOCK, seed=3)
    assert np.array_equal(many.npv["hybrid"][:BLOCK], few.npv["hybrid"])
    assert not np.array_equal(many.npv["hybrid"][BLOCK:], few.npv["hybrid"])


def test_each_block_is_a_latin_hypercube_of_its_own():
    values = draw(FREE, 2 * BLOCK, seed=3)["cost_per_order"]
    cut = 10 - 3 * (1 - np.sqrt(0.5))  # a quarter of a triangle between 7, 10 and 13 lies below
    assert [int((part < cut).sum()) for part in np.split(values, 2)] == [BLOCK // 4] * 2


def test_draws_of_one_assumption_do_not_depend_on_the_others():
    alone = draw(RiskCase(DEFAULTS, from_list=set(ASSUMPTIONS) - {"order_value"}), 500, seed=3)
    assert list(alone) == ["order_value"]
    assert np.array_equal(alone["order_value"], draw(CASE, 500, seed=3)["order_value"])


def test_draws_never_leave_no_day_to_sell_on():
    case = RiskCase({**DEFAULTS, "sick_days": 119.0, "non_selling_days": 98.0})
    assert not np.isnan(simulate(case, draws=500).npv["build"]).any()


def test_the_hand_written_model_comes_to_the_same():
    simulation, columns = simulate(CASE, draws=300, seed=8), draw(CASE, 300, seed=8)
    by_hand = handwritten({**DEFAULTS, **{name: values[:, np.newaxis] for name, values in columns.items()}})
    for option, npv in simulation.npv.items():
        assert npv == pytest.approx(by_hand[f"{option}_npv"][:, 0], abs=1e-4)
    best = by_hand["recommended_option"].tolist()
    assert simulation.best == {name: best.count([name]) / 300 for name in simulation.best}


def test_a_cold_start_needs_neither_scipy_nor_pandas():
    script = (
        "import sys\n"
        "from kkm_helpers import evaluate\n"
        "from kkm_helpers.analysis.monte_carlo import simulate\n"
        "from kkm_helpers.analysis.uncertainty import RiskCase\n"
        "simulate(RiskCase(evaluate().assumptions), draws=200)\n"
        "print({'scipy', 'pandas', 'plotly'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_the_draws_say():
    simulation = simulate(CASE, draws=2_000, seed=1)
    distribution = simulation.distribution("outsource")
    assert distribution.p10 < distribution.p50 < distribution.p90
    assert distribution.share_negative == (simulation.npv["outsource"] < 0).mean()
    assert simulation.share_below("outsource", distribution.p50) == pytest.approx(0.5)
    assert simulation.draws == 2_000
    assert sum(simulation.best.values()) == pytest.approx(1)


def test_without_anything_uncertain_every_draw_is_the_case():
    certain = RiskCase(DEFAULTS, from_list=ASSUMPTIONS)
    simulation = simulate(certain, draws=10)
    assert set(simulation.npv["build"]) == {evaluate(captured_share=[0.05])["build_npv"][0]}
