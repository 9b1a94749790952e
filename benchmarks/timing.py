"""Measuring on a noisy machine: the candidates take turns, and the best of many rounds counts."""

import subprocess
import sys
import time


def best_of(candidates, rounds=9, repeat=1):
    """Return the shortest time of each candidate [s], one call each in turn.

    Args:
        candidates: name to a function without arguments.
        rounds: how many turns each gets.
        repeat: calls per turn, for what takes less than a millisecond.
    """
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(rounds):
        for name, candidate in candidates.items():
            start = time.perf_counter()
            for _ in range(repeat):
                candidate()
            best[name] = min(best[name], (time.perf_counter() - start) / repeat)
    return best


def command(*arguments):
    """Return a candidate that runs a Python command as a process of its own."""

    def run():
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)

    return run


def show(title, best, floor, limit=None):
    """Print each candidate's time and its ratio to the floor."""
    print(f"\n{title}")
    for name, seconds in best.items():
        ratio = seconds / best[floor]
        bound = "" if limit is None or name == floor else f"   (limit {limit})"
        print(f"  {name:<44} {seconds * 1e3:10.2f} ms   x {ratio:5.2f}{bound if name != floor else '   floor'}")
