"""Every benchmark, each in a process of its own; `python -m benchmarks model start` runs some of them."""

import subprocess
import sys

NAMES = (
    "model",
    "monte_carlo",
    "page_model",
    "start",
    "reading",
    "identification",
    "app_start",
    "risk_step",
    "exported_page",
    "visitors",
    "batch",
)


def main():
    """Run the benchmarks named on the command line, or all of them."""
    for name in sys.argv[1:] or NAMES:
        if name not in NAMES:
            sys.exit(f"unknown benchmark {name}; there are {', '.join(NAMES)}")
        print(f"\n=== {name}", flush=True)
        # A benchmark ends with 1 where a bound is missed; the others are still worth seeing.
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)


if __name__ == "__main__":
    main()
