"""The case as an HTML file: until its first charts stand, against a page that does nothing but draw the same charts.

Both are files with plotly.js inside, opened in turn with a new browser profile. It ends with 1 where the
bound is missed.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.app_start import launched, visit
from kkm_helpers import export
from kkm_helpers.charts.theme import resolved
from kkm_helpers.scenario import build_case
from kkm_helpers.widgets.bundle import plotly_js
from kkm_helpers.widgets.outputs import panel_outputs

STEP = "break_even"  # the one the page opens with
ROUNDS = 15
LIMIT = 1.3


def write_static(path, case):
    """Write a page that draws the charts of the step the page opens with, and nothing else."""
    charts = panel_outputs(STEP, case.results, "de", is_app=True)["step"]["charts"]
    drawn = "".join(
        f"<div id='c{place}'></div><script>Plotly.newPlot('c{place}', ...Object.values("
        f"{json.dumps(resolved(chart['figure'], 'light'))}), {{ displayModeBar: false }})</script>"
        for place, chart in enumerate(charts)
    )
    plotly = plotly_js().read_text(encoding="utf-8").replace("</script", "<\\/script")
    path.write_text(f"<!doctype html><meta charset='utf-8'><script>{plotly}</script>{drawn}", encoding="utf-8")


def main():
    """Print both times and their ratio."""
    from playwright.sync_api import sync_playwright

    case = build_case(None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, static = Path(folder) / "case.html", Path(folder) / "static.html"
        export(case, ours)
        write_static(static, case)
        browser = launched(playwright)
        seen = {ours: [], static: []}
        for _ in range(ROUNDS):
            for path, times in seen.items():
                times.append(visit(browser, path.as_uri())["charts"])
        browser.close()
    middle = {path.stem: statistics.median(times) for path, times in seen.items()}
    # Round by round: on a noisy machine both are slow at the same time.
    ratio = statistics.median(one / other for one, other in zip(seen[ours], seen[static], strict=True))
    print(f"\nThe first charts stand, median of {ROUNDS} (ms)")
    print(f"  static page with the same charts        {middle['static']:8.0f}")
    print(f"  the case as an HTML file                {middle['case']:8.0f}   x {ratio:.2f}   (limit {LIMIT})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
