"""One evaluation and 100,000 scenarios, against the same formulas written out by hand."""

import resource
import subprocess
import sys
import time

import numpy as np

from benchmarks.handwritten import handwritten
from benchmarks.timing import best_of, show
from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS, validated
from kkm_helpers.engine import GRAPH
from kkm_helpers.engine.evaluation import CHUNK, SERIES
from kkm_helpers.model import QUANTITIES

SCENARIOS = 100_000


def written_out():
    """Return the calls of all formulas as one function, written as a hand would: one line each, by name."""
    lines = [f"    {quantity.name} = f_{quantity.name}({', '.join(quantity.needs)})" for quantity in GRAPH.quantities]
    result = ", ".join(f"'{quantity.name}': {quantity.name}" for quantity in GRAPH.quantities)
    source = "\n".join([f"def calls({', '.join(ASSUMPTIONS)}):", *lines, f"    return {{{result}}}"])
    names = {f"f_{name}": quantity.function for name, quantity in QUANTITIES.items()}
    exec(source, names)  # noqa: S102
    return names["calls"]


UNCERTAIN = (
    "captured_share", "churn_passive", "churn_reduction", "contribution_margin", "development_months",
    "revenue_per_customer", "employees_per_customer", "revenue_per_employee", "outsource_fte_price",
    "outsource_effect", "outsource_commission", "outsource_exit_cost", "redeployment_rate", "order_value",
    "inside_rep_salary", "build_ramp_months",
)  # fmt: skip


def uncertain_case(count):
    """Return `count` scenarios in which the important uncertain assumptions differ."""
    rng = np.random.default_rng(1)
    columns = {}
    for name in UNCERTAIN:
        low, high, _ = ASSUMPTIONS[name].slider
        drawn = rng.uniform(low, high, count)
        columns[name] = np.round(drawn) if ASSUMPTIONS[name].is_whole else drawn
    return columns


def many_by_hand(columns):
    """Compute the same scalars in the same chunks with the hand-written model."""
    values = validated(columns)
    scalars = [name for name in QUANTITIES if name not in SERIES]
    results = {}
    for start in range(0, SCENARIOS, CHUNK):
        rows = slice(start, start + CHUNK)
        chunk = {
            name: value[rows, np.newaxis] if isinstance(value, np.ndarray) else value for name, value in values.items()
        }
        computed = handwritten(chunk)
        for name in scalars:
            value = np.asarray(computed[name])
            if name not in results:
                results[name] = np.empty(SCENARIOS, "U9" if value.dtype.kind == "U" else float)
            results[name][rows] = value[..., 0] if value.ndim else value
    return results


def one_case():
    """Print one evaluation of everything."""
    calls, assumptions = written_out(), validated({})
    best = best_of(
        {
            "the same calls written out by hand": lambda: calls(**assumptions),
            "hand-written numpy of the same formulas": lambda: handwritten(assumptions),
            "evaluate()": evaluate,
        },
        rounds=25,
        repeat=20,
    )
    show("One evaluation of all quantities, 60 months", best, "the same calls written out by hand", 1.25)


def many_cases():
    """Print 100,000 scenarios, each way in a process of its own so that its memory can be told."""
    best, memory = {}, {}
    for _ in range(3):
        for way in ("hand-written numpy, same chunks", "evaluate(), all scalar quantities"):
            output = subprocess.run(
                [sys.executable, "-m", "benchmarks.model", way], check=True, capture_output=True, text=True
            ).stdout.split()
            best[way] = min(best.get(way, float("inf")), float(output[0]))
            memory[way] = float(output[1])
    show(f"{SCENARIOS:,} scenarios x 60 months", best, "hand-written numpy, same chunks", 1.2)
    for way, megabytes in memory.items():
        print(f"  {way:<44} {megabytes:10.0f} MB{'' if way.startswith('hand') else '             (limit 150)'}")


def main():
    """Print both."""
    one_case()
    many_cases()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        scenarios = uncertain_case(SCENARIOS)
        begin = time.perf_counter()
        kept = many_by_hand(scenarios) if sys.argv[1].startswith("hand") else evaluate(**scenarios)
        print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main()
