"""Monte Carlo: many draws from all intervals at once, seeded, and what they say about each option.

Draws are made in blocks, each a Latin hypercube of its own with the rank correlations asked for: replicated Latin
hypercube sampling. A block depends on nothing but the seed and its number, so figures are the same whatever the number
of threads or the engine's chunks, and a million draws need little more memory than ten thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from kkm_helpers.analysis.scenarios import HORIZON, values_around
from kkm_helpers.analysis.uncertainty import Pair, RiskCase
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.errors import KkmError
from kkm_helpers.model import OPTION_NAMES, OPTIONS

DRAWS = 10_000
THREADS = 2
BLOCK = 5_000
"""About how many draws make a block: enough that its strata are fine and its correlations right to the third digit."""

LEAST_TO_CORRELATE = 100
"""With fewer draws the order of one assumption may be that of another by chance, and nothing can be mixed from it."""

_RECOMMENDED = "recommended_option"
_TAKES_PART = 0.05
_STRONGEST = 1 - 1e-9  # two figures that move as one: a correlation of 1 leaves nothing to factor


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

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.npv.values())))

    def distribution(self, option: str) -> Distribution:
        """Return percentiles, mean and the share of losses of one option."""
        values = self.npv[option]
        p10, p50, p90 = (float(value) for value in np.percentile(values, [10, 50, 90]))
        return Distribution(p10, p50, p90, float(values.mean()), self.share_below(option, 0.0))

    def share_below(self, option: str, amount: float) -> float:
        """Return the share of draws in which the option is worth less than `amount` [EUR]."""
        return float((self.npv[option] < amount).mean())


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
    sampling = _Sampling(case, seed)
    names = {option.name: f"{option.name}_npv" for option in OPTIONS}
    npv = {option: np.empty(draws) for option in names}

    def compute(block: tuple[int, slice]) -> Counter[str]:
        number, rows = block
        count = rows.stop - rows.start
        # Where nothing is uncertain every draw is the case.
        columns = sampling.block(number, count) or {HORIZON: np.full(count, case.assumptions[HORIZON])}
        found = values_around(case.assumptions, columns, [*names.values(), _RECOMMENDED])
        for option, name in names.items():
            npv[option][rows] = found[name]
        return Counter(dict(zip(*np.unique_counts(found[_RECOMMENDED]), strict=True)))

    with ThreadPoolExecutor(threads) as pool:
        best = sum(pool.map(compute, enumerate(_blocks(draws))), Counter())
    return Simulation(npv, {name: best[name] / draws for name in OPTION_NAMES}, seed)


def draw(case: RiskCase, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return the draws of each uncertain assumption, shape (draws,), in the model's unit.

    Triangular between the ends of the interval with today's value as the mode. In each block of a Latin hypercube
    every one of its equally likely strata is hit once. Integers are rounded. Rank correlations by Iman and Conover.
    """
    sampling = _Sampling(case, seed)
    blocks = [sampling.block(number, rows.stop - rows.start) for number, rows in enumerate(_blocks(draws))]
    return {name: np.concatenate([block[name] for block in blocks]) for name in sampling.intervals}


def _blocks(draws: int) -> list[slice]:
    """Return the rows of each block, all of about the same number."""
    ends = np.linspace(0, draws, max(1, round(draws / BLOCK)) + 1).round().astype(int).tolist()
    return [slice(start, stop) for start, stop in pairwise(ends)]


class _Sampling:
    """Draws block after block."""

    def __init__(self, case: RiskCase, seed: int) -> None:
        self.case = case
        self.seed = seed
        self.intervals = case.intervals()
        pairs = {pair: value for pair, value in case.correlations.items() if set(pair) <= self.intervals.keys()}
        self.correlated = sorted({name for pair in pairs for name in pair})
        self.mixing = _factor(self.correlated, pairs)

    def block(self, number: int, count: int) -> dict[str, np.ndarray]:
        """Return the draws of one block, `count` of each uncertain assumption."""
        ordered, ranks = {}, {}
        for name, (low, high) in self.intervals.items():
            stream = _stream(self.seed, number, name)
            strata = (np.arange(count) + stream.random(count)) / count
            values = _triangular(strata, low, float(self.case.assumptions[name]), high)
            ordered[name] = np.rint(values) if ASSUMPTIONS[name].is_whole else values
            ranks[name] = stream.permutation(count)
        ranks |= self._correlated_ranks(ranks, count)
        return {name: values[ranks[name]] for name, values in ordered.items()}

    def _correlated_ranks(self, ranks: Mapping[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
        """Return the ranks of the correlated assumptions in an order that has the rank correlations asked for.

        Iman and Conover (1982): normal scores are mixed to the correlation wanted, and each column takes their order.
        """
        if not self.correlated or count < LEAST_TO_CORRELATE:
            return {}
        scores = _normal_scores(count)[np.stack([ranks[name] for name in self.correlated])]
        found = np.linalg.cholesky(np.corrcoef(scores))
        mixed = self.mixing @ np.linalg.inv(found) @ scores
        return {name: _ranks(row) for name, row in zip(self.correlated, mixed, strict=True)}


def _stream(seed: int, block: int, name: str) -> np.random.Generator:
    """Return the random numbers of one assumption in one block.

    Each has its own, so that its draws do not depend on which other assumptions are uncertain.
    """
    # As words of 32 bits, which numpy takes as they are: that is six times as fast as a list of numbers.
    numbers = np.array([seed, block], dtype="<u8").view("<u4")
    words = np.frombuffer(name.encode().ljust(-(-len(name) // 4) * 4), dtype="<u4")
    return np.random.default_rng(np.concatenate([numbers, words]).astype(np.uint32))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return the place of each value in ascending order."""
    ranks = np.empty(len(values), dtype=int)
    ranks[values.argsort()] = np.arange(len(values))
    return ranks


def _triangular(probability: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """Return the values below which ascending shares of a triangular distribution lie."""
    below = int(np.searchsorted(probability, (mode - low) / (high - low)))
    rising = low + np.sqrt(probability[:below] * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - probability[below:]) * (high - low) * (high - mode))
    return np.concatenate([rising, falling])


def _factor(names: Sequence[str], pairs: Mapping[Pair, float]) -> np.ndarray:
    """Return the lower triangle that gives independent scores these rank correlations."""
    target = np.eye(len(names))
    for (one, other), value in pairs.items():
        first, second = names.index(one), names.index(other)
        # The correlation of normal scores that gives this rank correlation.
        target[first, second] = target[second, first] = 2 * np.sin(np.pi / 6 * value) * _STRONGEST
    try:
        return np.linalg.cholesky(target)
    except np.linalg.LinAlgError as error:
        # What contradicts itself stands in the direction in which the variance would be negative.
        direction = np.abs(np.linalg.eigh(target).eigenvectors[:, 0])
        involved = [name for name, part in zip(names, direction, strict=True) if part > _TAKES_PART * direction.max()]
        raise ContradictingCorrelationsError(involved) from error


@cache
def _normal_scores(count: int) -> np.ndarray:
    """Return the quantiles of a normal distribution at i / (count + 1), ascending."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile(place / (count + 1)) for place in range(1, count + 1)])
