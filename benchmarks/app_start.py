"""From asking for the page to a page that is ready: the app against an empty Voila page, visited in turn.

Each visit is a new browser profile with an empty cache. The empty page is Voila's own template with one cell that
prints a word; ready is when the word is there. The app is ready when every chart of its first step is drawn.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import best_of, show

REPOSITORY = Path(__file__).parents[1]
ROUNDS = 5
WORD = {"cell_type": "code", "id": "word", "metadata": {}, "execution_count": None, "outputs": []}
EMPTY = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "cells": [{**WORD, "source": 'print("ready")'}],
}


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


def visit(browser, url, selector):
    """Return a candidate: one first visit until `selector` is there."""

    def run():
        context = browser.new_context()
        page = context.new_page()
        page.goto(url, wait_until="commit")
        page.wait_for_selector(selector, timeout=60_000)
        context.close()

    return run


def main():
    """Print the times of both."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("KKM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder, "empty.ipynb")
        empty.write_text(json.dumps(EMPTY), encoding="utf-8")
        with (
            served("-m", "voila", "--no-browser", "--port=8930", "--template=lab", str(empty)) as empty_url,
            served("-c", "from kkm_helpers.app import serve; serve(8940, open_browser=False)") as app_url,
        ):
            browser = playwright.chromium.launch(executable_path=chromium, args=flags)
            candidates = {
                "empty Voila page": visit(browser, empty_url, "text=ready"),
                "the app, all charts drawn": visit(browser, app_url, '.kkm[data-ready="true"]'),
            }
            for warm_up in candidates.values():
                warm_up()
            show("Time to ready, first visit", best_of(candidates, rounds=ROUNDS), "empty Voila page")
            browser.close()


if __name__ == "__main__":
    main()
