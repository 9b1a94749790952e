"""The app in a browser: until its charts stand, until a slider answers, and what a moved slider costs.

Visited in turn, each time with a new browser profile and an empty cache: an empty Voila page, a static page with
plotly.js, a Panel app with as many sliders and charts, and the app. `--rounds N` visits each N times.
"""

import argparse
import contextlib
import http.server
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path

from benchmarks.peers import write_static
from kkm_helpers.widgets.bundle import installed_plotly_js, plotly_js

REPOSITORY = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WORD = {"cell_type": "code", "id": "word", "metadata": {}, "execution_count": None, "outputs": []}
EMPTY = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "cells": [{**WORD, "source": 'print("ready")'}],
}
CHARTS = 2
MOVES = 40
PATIENCE = 20_000  # ms
READY = '.kkm[data-ready="true"]'

# Charts may stand in shadow roots; the clock is the page's own, from the start of the navigation.
WATCH = """
globalThis.deep = (selector, root = document) => [
  ...root.querySelectorAll(selector),
  ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? deep(selector, one.shadowRoot) : [])),
];
globalThis.drawing = () =>
  deep(".main-svg path, .main-svg .annotation-text").map((one) => one.getAttribute("d") ?? one.textContent).join();
globalThis.watch = (what, done) => {
  const look = () => {
    const found = what();
    if (found) done(performance.now(), found);
    else requestAnimationFrame(look);
  };
  look();
};
watch(
  () => deep(".js-plotly-plot").filter((plot) => plot.querySelector(".trace, .point")).length >= CHARTS,
  (at) => { globalThis.chartsAt = at; },
);
""".replace("CHARTS", str(CHARTS))


@contextlib.contextmanager
def served(*arguments):
    """Run a server and give the first address it prints."""
    path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    try:
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def served_folder(folder):
    """Serve a folder and give its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def launched(playwright):
    """Return the browser, of which each visitor gets a new profile."""
    chromium = os.environ.get("KKM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)


def visit(browser, url, word=None, slider=None):
    """Return what one first visit shows: `charts` [ms], `reaction` [ms] and `megabytes`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    received = []
    page.on("response", lambda response: received.append(int(response.headers.get("content-length") or 0)))
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit")
    if word:
        page.wait_for_selector(f"text={word}", timeout=60_000)
        seen = {"charts": page.evaluate("performance.now()")}
    else:
        page.wait_for_function("globalThis.chartsAt", timeout=60_000)
        seen = {"charts": page.evaluate("chartsAt")}
    if slider:
        page.evaluate(
            """() => {
              const before = drawing();
              watch(() => drawing() !== before, (at) => { globalThis.reactedAt = at; });
            }"""
        )
        page.locator(slider).first.press("ArrowRight")
        page.wait_for_function("globalThis.reactedAt", timeout=60_000)
        seen["reaction"] = page.evaluate("reactedAt")
    page.wait_for_timeout(300)
    seen["megabytes"] = sum(received) / 1e6
    context.close()
    return seen


def moves(browser, url, slider):
    """Return how long a moved slider takes until figures and charts have changed [ms], for each of many moves.

    A move that changes nothing within `PATIENCE` is a lost step: infinitely long.
    """
    from playwright.sync_api import TimeoutError as TookTooLong

    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_function("globalThis.chartsAt", timeout=60_000)
    page.wait_for_timeout(4000)  # everything has settled, Python included
    found = []
    handle = page.locator(slider).first
    handle.focus()
    for move in range(MOVES):
        page.evaluate(
            """() => {
              const before = drawing();
              globalThis.took = null;
              const moved = () => {
                const start = performance.now();
                watch(() => drawing() !== before, (at) => { globalThis.took = at - start; });
              };
              addEventListener("keydown", moved, { once: true, capture: true });
            }"""
        )
        page.keyboard.press("ArrowRight" if move % 10 < 5 else "ArrowLeft")
        with contextlib.suppress(TookTooLong):
            page.wait_for_function("globalThis.took !== null", timeout=PATIENCE)
        found.append(page.evaluate("took ?? Infinity"))
    context.close()
    return found


def main():
    """Print the times of all, and the ratios that count."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        empty = folder / "empty.ipynb"
        empty.write_text(json.dumps(EMPTY), encoding="utf-8")
        (folder / "static").mkdir()
        write_static(folder / "static")
        serve = "from kkm_helpers.app import serve; serve(8940, open_browser=False)"
        empty_url = stack.enter_context(
            served("-m", "voila", "--no-browser", "--port=8930", "--template=lab", str(empty))
        )
        pages = {
            "empty Voila page": {"url": empty_url, "word": "ready"},
            "static page with plotly.js": {"url": stack.enter_context(served_folder(folder / "static"))},
            "Panel": {"url": stack.enter_context(served("-m", "benchmarks.peers", "8931")), "slider": ".noUi-handle"},
            "the app": {
                "url": stack.enter_context(served("-c", serve)),
                "slider": 'input[type="range"][name="visits_per_customer"]',
            },
        }
        playwright = stack.enter_context(sync_playwright())
        browser = launched(playwright)
        seen = {name: [] for name in pages}
        for turn in range(rounds + 1):
            for name, how in pages.items():
                found = visit(browser, **how)
                if turn:  # the first is a warm-up
                    seen[name].append(found)
        dragged = {name: moves(browser, pages[name]["url"], pages[name]["slider"]) for name in ("Panel", "the app")}
        browser.close()
    report(seen, dragged)


def report(seen, dragged):
    """Print what was seen."""
    middle = {
        name: {key: statistics.median(each[key] for each in visits) for key in visits[0]}
        for name, visits in seen.items()
    }
    print(f"\nFirst visit, median of {len(seen['Panel'])} (ms; MB)          charts   slider answers      MB")
    for name, found in middle.items():
        answers = f"{found['reaction']:8.0f}" if "reaction" in found else "       –"
        print(f"  {name:<44} {found['charts']:8.0f} {answers:>16} {found['megabytes']:9.1f}")
    print(f"\nA moved slider until figures and charts have changed, {MOVES} moves (ms)")
    for name, times in dragged.items():
        ordered = sorted(times)
        median, late = statistics.median(ordered), ordered[int(0.95 * len(ordered)) - 1]
        lost = ordered.count(math.inf)
        largest = max((time for time in ordered if time < math.inf), default=math.inf)
        print(f"  {name:<44} median {median:6.0f}   95 % {late:6.0f}   largest {largest:6.0f}   lost steps {lost}")
    app, panel = middle["the app"], middle["Panel"]
    is_partial = plotly_js() != installed_plotly_js()
    print(
        f"\nplotly.js: {'the partial bundle' if is_partial else 'the full library (make bundle fetches the small one)'}"
    )
    charts, answer = ("limit 0.5", "limit 0.6") if is_partial else ("limit 0.9", "limit 0.6 with the bundle")
    print(f"  charts stand, against Panel's                    x {app['charts'] / panel['charts']:5.2f}   ({charts})")
    print(f"  first answer of a slider, against Panel's charts x {app['reaction'] / panel['charts']:5.2f}   ({answer})")


if __name__ == "__main__":
    main()
