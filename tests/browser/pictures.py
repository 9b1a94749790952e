"""Pictures of the whole app, to be looked at: every tab, four widths, light and dark, German and English.

`make pictures` writes them to build/pictures/ as STEP-WIDTH-THEME-LANGUAGE.png, with the demo list loaded.
"""

import argparse
import itertools
from pathlib import Path

from playwright.sync_api import sync_playwright

from kkm_helpers.widgets.steps import STEPS
from tests.browser.conftest import CHROMIUM, QUIET, Served

WIDTHS = (1280, 1920, 820, 390)
HEIGHT = 900
SERVE = (
    "from kkm_helpers.app import serve; serve(customers='data/demo_customers.csv', language={!r}, open_browser=False)"
)


def pictures(browser, url, folder, language, width):
    """Write the pictures of one language and width."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT})
    page.goto(url)
    for step, theme in itertools.product((step.name for step in STEPS), ("light", "dark")):
        page.emulate_media(color_scheme=theme)
        page.evaluate("(name) => document.querySelector(`[role=tab][data-step=${name}]`).click()", step)
        page.wait_for_selector('.kkm[data-ready="true"][data-python="judged"]', timeout=60_000)
        # What stands aside is recalculated behind, and says so.
        page.wait_for_function(
            "![...document.querySelectorAll('.stale, .recalculating')].some((e) => e.checkVisibility())"
        )
        page.screenshot(path=folder / f"{step}-{width}-{theme}-{language}.png", full_page=True)
    page.close()


def main():
    """Make the pictures asked for, all of them by default."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path("build/pictures"))
    options.add_argument("--width", type=int, nargs="*", default=WIDTHS)
    options.add_argument("--language", nargs="*", default=("de", "en"))
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for language in asked.language:
            server = Served("-c", SERVE.format(language))
            url = server.address()
            for width in asked.width:
                pictures(browser, url, asked.out, language, width)
            server.stop()
        browser.close()
    print(f"{len(list(asked.out.glob('*.png')))} pictures in {asked.out}")


if __name__ == "__main__":
    main()
