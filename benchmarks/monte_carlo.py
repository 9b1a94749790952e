"""100,000 draws with all options against hand-written numpy in the same chunks; a million draws; a cold start."""

import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks.handwritten import cash
from benchmarks.timing import best_of, command, show
from kkm_helpers import evaluate
from kkm_helpers.analysis.monte_carlo import DRAWS, draw, simulate
from kkm_helpers.analysis.uncertainty import RiskCase
from kkm_helpers.engine.evaluation import CHUNK

MANY, A_MILLION = 100_000, 1_000_000
MOST_MEGABYTES = 250
ROUNDS = 3
OPTIONS = ("dissolve", "build", "outsource", "hybrid")
BY_HAND, OURS = "hand-written numpy, same chunks", "simulate()"


def by_hand(case, draws, threads):
    """Return the present value of each option and how often each is the best, with the hand-written model.

    The draws are those of the package: what is compared is the model run on them.
    """
    np.empty(31 * 2**20, np.uint8)  # as in the package: the allocator then keeps freed memory
    columns = draw(case, draws, seed=1)
    fixed = {name: value for name, value in case.assumptions.items() if name not in columns}
    npv = {option: np.empty(draws) for option in OPTIONS}

    def compute(start):
        rows = slice(start, start + CHUNK)
        r = cash(fixed | {name: values[rows, np.newaxis] for name, values in columns.items()})
        for option in OPTIONS:
            net = r[f"{option}_benefit"] - (r[f"{option}_investment"] + r[f"{option}_running_cost"])
            npv[option][rows] = (net / r["compounding_factor"]).sum(-1)
        stacked = np.stack([np.zeros(rows.stop - rows.start), *(npv[option][rows] for option in OPTIONS)])
        return np.bincount(stacked.argmax(0), minlength=5)

    with ThreadPoolExecutor(threads) as pool:
        return npv, sum(pool.map(compute, range(0, draws, CHUNK)))


def in_a_process(way, draws, threads):
    """Return seconds and megabytes of one way, run in a process of its own."""
    arguments = (sys.executable, "-m", "benchmarks.monte_carlo", way, str(draws), str(threads))
    seconds, megabytes = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def many_draws(threads):
    """Print 100,000 draws, each way in turn."""
    best, memory = {}, {}
    for _ in range(ROUNDS):
        for way in (BY_HAND, OURS):
            seconds, memory[way] = in_a_process(way, MANY, threads)
            best[way] = min(best.get(way, float("inf")), seconds)
    show(f"{MANY:,} draws, all options, {threads} thread(s)", best, BY_HAND, 1.2)
    for way, megabytes in memory.items():
        print(f"  {way:<44} {megabytes:10.0f} MB" + (f"   (limit {MOST_MEGABYTES})" if way == OURS else ""))


def main():
    """Print all of it."""
    for threads in (1, 2):
        many_draws(threads)
    seconds, megabytes = in_a_process(OURS, A_MILLION, 2)
    print(f"\n{A_MILLION:,} draws, 2 threads\n  {OURS:<44} {seconds:10.2f} s  {megabytes:6.0f} MB")
    script = "from kkm_helpers import evaluate; case = evaluate()"
    draws = (
        "from kkm_helpers.analysis.monte_carlo import simulate; from kkm_helpers.analysis.uncertainty import RiskCase"
    )
    candidates = {
        "one case": command("-c", script),
        f"one case and {DRAWS:,} draws": command("-c", f"{script}; {draws}; simulate(RiskCase(case.assumptions))"),
    }
    show("A process of its own, imports included", best_of(candidates, rounds=7), "one case")


def measure(way, draws, threads):
    """Print seconds and megabytes of one way in this process."""
    case = RiskCase(evaluate().assumptions)
    begin = time.perf_counter()
    kept = simulate(case, draws, threads=threads) if way == OURS else by_hand(case, draws, threads)
    seconds = time.perf_counter() - begin
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return kept


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        main()
