"""A real browser and a real server for the tests of the page."""

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CHROMIUM = (
    os.environ.get("KKM_CHROMIUM")
    or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
)  # fmt: skip
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
# These save a fifth of the processor's time: there is no GPU to draw with, and for a debugger, which Playwright is, the
# browser would read plotly.js once more at the first error that is thrown and caught in it.
QUICK = ("--disable-gpu", "--js-flags=--no-enable-lazy-source-positions")
START_SECONDS = 60


@pytest.fixture(scope="session")
def chromium():
    """Return a running browser; without one skip, but never on the build server."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium here; KKM_CHROMIUM names one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *QUICK])
        yield browser
        browser.close()


class Served:
    """A server in a process of its own, and its address."""

    def __init__(self, *command, **environment):
        path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **environment},
        )  # fmt: skip
        self.said = []
        self._lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self.said.append(line)
            self._lines.put(line)
        self._lines.put("")

    def address(self):
        """Return the first address the server prints."""
        while line := self._lines.get(timeout=START_SECONDS):
            if found := re.search(r"http://\S+", line):
                return found[0]
        pytest.fail(f"the server ended: {''.join(self.said)}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="session")
def serve_command():
    """Return a function that starts a Python command that serves something, until the tests are over."""
    started = []

    def start(*command, **environment):
        started.append(Served(*command, **environment))
        return started[-1]

    yield start
    for served in started:
        served.stop()


@pytest.fixture(scope="session")
def app(serve_command):
    """Return the app, served as `kkm app` does."""
    served = serve_command("-c", "from kkm_helpers.app import serve; serve(open_browser=False)")
    served.url = served.address()
    return served


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """Return the address of the page as a file: the default case."""
    from kkm_helpers.exports import export
    from kkm_helpers.scenario import build_case

    return export(build_case(), tmp_path_factory.mktemp("file") / "case.html").as_uri()
