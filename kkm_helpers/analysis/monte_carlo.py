"""Monte Carlo: many draws from all intervals at once, seeded, and what they say about each option.

The draws are made whole before anything is computed, each assumption from a stream of its own: the same seed gives
the same figures whatever the size of the chunks, the number of threads, or which other assumptions are uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from kkm_helpers.analysis.uncertainty import RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.model import OPTION_NAMES, OPTIONS

DRAWS = 10_000
THREADS = 2
_NPVS = [f"{option.name}_npv" for option in OPTIONS]


class ContradictingCorrelationsError(KkmError):
    """No draws can have these rank correlations together."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        listed = ", ".join(names)
        super().__init__(
            f"Die Korrelationen widersprechen sich ({listed}). Bitte einzelne Werte in `correlation` näher an 0 legen.",
            f"The correlations contradict each other ({listed}). Please move some values in `correlation` closer to 0.",
        )


@dataclass(frozen=True)
class Distribution:
    """What the draws say about one option's net present value [EUR], and the share of draws below 0."""

    p10: float
    p50: float
    p90: float
    mean: float
    share_negative: float


@dataclass(frozen=True)
class Simulation:
    """The outcome of a Monte Carlo.

    Attributes:
        npv: net present value of each option, shape (draws,) [EUR].
        best: how often each option, passive included, is the best one [share of draws].
        seed: the seed it was drawn with.
    """

    npv: Mapping[str, np.ndarray]
    best: Mapping[str, float]
    seed: int

    def distribution(self, option: str) -> Distribution:
        """Return percentiles, mean and the share of losses of one option."""
        values = self.npv[option]
        p10, p50, p90 = (float(value) for value in np.percentile(values, [10, 50, 90]))
        return Distribution(p10, p50, p90, float(values.mean()), float((values < 0).mean()))


def simulate(case: RiskCase, draws: int = DRAWS, seed: int = 1, threads: int = THREADS) -> Simulation:
    """Draw all uncertain assumptions and compute the present value of every option.

    Args:
        case: the case with its intervals and rank correlations.
        draws: number of draws.
        seed: the same seed gives the same figures.
        threads: how many threads compute; it changes nothing but the time.

    Raises:
        ContradictingCorrelationsError: the rank correlations cannot hold together.
    """
    columns = draw(case, draws, seed)
    fixed = {name: value for name, value in case.assumptions.items() if name not in columns}
    parts = np.array_split(np.arange(draws), min(threads, draws))

    def compute(rows: np.ndarray) -> dict[str, np.ndarray]:
        part = {name: values[rows[0] : rows[-1] + 1] for name, values in columns.items()}
        if not part:
            part = {"captured_share": np.full(len(rows), float(fixed["captured_share"]))}
        return dict(evaluate(only=[*_NPVS, "recommended_option"], **{**fixed, **part}))

    with ThreadPoolExecutor(len(parts)) as pool:
        computed = list(pool.map(compute, parts))
    recommended = np.concatenate([part["recommended_option"] for part in computed])
    return Simulation(
        {option.name: np.concatenate([part[f"{option.name}_npv"] for part in computed]) for option in OPTIONS},
        {name: float((recommended == name).mean()) for name in OPTION_NAMES},
        seed,
    )


def draw(case: RiskCase, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return the draws of each uncertain assumption, shape (draws,), in the model's unit.

    Triangular between the ends of the interval with today's value as the mode, by Latin hypercube: each of `draws`
    equally likely strata is hit once. Integers are rounded. Rank correlations by Iman and Conover.
    """
    columns = {}
    for name, (low, high) in case.intervals().items():
        stream = np.random.default_rng([seed, *name.encode()])
        strata = (stream.permutation(draws) + stream.random(draws)) / draws
        values = _triangular(strata, low, float(case.assumptions[name]), high)
        columns[name] = np.rint(values) if ASSUMPTIONS[name].is_whole else values
    return columns | _correlated(columns, case.correlations, seed)


def _triangular(probability: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """Return the values below which the given shares of a triangular distribution lie."""
    below = (mode - low) / (high - low)
    rising = low + np.sqrt(probability * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - probability) * (high - low) * (high - mode))
    return np.where(probability < below, rising, falling)


def _correlated(
    columns: Mapping[str, np.ndarray], correlations: Mapping[tuple[str, str], float], seed: int
) -> dict[str, np.ndarray]:
    """Return the correlated columns, their draws put in an order that has the rank correlations asked for.

    Iman and Conover (1982): normal scores are mixed to the correlation wanted, and each column takes their order. Its
    own values stay as they are.
    """
    pairs = {pair: value for pair, value in correlations.items() if all(name in columns for name in pair)}
    names = sorted({name for pair in pairs for name in pair})
    if not names:
        return {}
    target = np.eye(len(names))
    for (one, other), value in pairs.items():
        first, second = names.index(one), names.index(other)
        # The correlation of normal scores that gives this rank correlation.
        target[first, second] = target[second, first] = 2 * np.sin(np.pi / 6 * value)
    try:
        wanted = np.linalg.cholesky(target)
    except np.linalg.LinAlgError as error:
        raise ContradictingCorrelationsError(names) from error
    count = len(columns[names[0]])
    if count <= len(names):
        return {}  # too few draws to have any correlation
    scores = np.column_stack([_normal_scores(count, [seed, 0, *name.encode()]) for name in names])
    found = np.linalg.cholesky(np.corrcoef(scores, rowvar=False))
    mixed = scores @ np.linalg.solve(found, np.eye(len(names))).T @ wanted.T
    return {name: np.sort(columns[name])[mixed[:, position].argsort().argsort()] for position, name in enumerate(names)}


def _normal_scores(count: int, seed: list[int]) -> np.ndarray:
    """Return the quantiles of a normal distribution at i / (count + 1), in random order."""
    from scipy.special import ndtri

    scores: np.ndarray = ndtri(np.arange(1, count + 1) / (count + 1))
    return np.random.default_rng(seed).permutation(scores)
