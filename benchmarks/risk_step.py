"""The risk step of the app: from a change to its first picture, to the refined one, and what a slider costs meanwhile.

    python -m benchmarks.risk_step

One visitor. The first picture rests on 10,000 draws and must stand within a second; 100,000 follow in the background,
while a slider of another step must answer as quickly as ever.
"""

import statistics
import sys

from benchmarks.app_start import READY, WATCH, launched, served

CHANGES = 12
FIRST_PICTURE = 1000  # ms
SLIDER = 'input[type="range"][name="captured_share"]'

# Called right before a change: when the picture of the new case stands, and when the refined one does.
NEXT_PICTURE = """() => {
  const chart = () => document.querySelector('[data-chart="distribution"]');
  const shows = (draws) => (chart()?.textContent ?? "").includes(draws) && !chart().closest(".stale");
  const start = performance.now();
  globalThis.first = globalThis.refined = null;
  watch(() => chart()?.closest(".stale"), () => {
    watch(() => shows("\u00a0" + "Ziehungen") && !shows("100.000"), (at) => { globalThis.first = at - start; });
    watch(() => shows("100.000"), (at) => { globalThis.refined = at - start; });
  });
}"""
NEXT_FIGURE = """() => {
  const figures = () => [...document.querySelectorAll("[data-quantity]")].map((one) => one.dataset.value).join();
  const before = figures();
  globalThis.took = null;
  addEventListener("keydown", () => {
    const start = performance.now();
    watch(() => figures() !== before, (at) => { globalThis.took = at - start; });
  }, { once: true, capture: true });
}"""


def step(page, name):
    """Show a step."""
    page.click(f'[role="tab"][data-step="{name}"]')
    page.wait_for_selector(READY)


def taken(page, name):
    """Return a time that the page noted [ms]."""
    page.wait_for_function(f"globalThis.{name} !== null", timeout=30_000)
    return page.evaluate(name)


def pictures(page):
    """Return for each of many changes how long its first and its refined picture took [ms]."""
    step(page, "business_case")
    page.locator(SLIDER).press("ArrowRight")
    step(page, "risk")
    page.wait_for_timeout(4000)  # everything has settled
    first, refined = [], []
    for change in range(CHANGES):  # undone and done again
        page.evaluate(NEXT_PICTURE)
        page.keyboard.press("Control+y" if change % 2 else "Control+z")
        first.append(taken(page, "first"))
        refined.append(taken(page, "refined"))
    return first, refined


def meanwhile(page):
    """Return how long a slider takes to answer while a picture is being refined [ms]."""
    found = []
    for _ in range(CHANGES):
        step(page, "risk")
        page.evaluate(NEXT_PICTURE)
        page.keyboard.press("Control+z")
        taken(page, "first")
        step(page, "business_case")
        slider = page.locator(SLIDER)
        slider.focus()
        page.evaluate(NEXT_FIGURE)
        page.keyboard.press("ArrowRight")
        found.append(taken(page, "took"))
    return found


def main():
    """Print the times; 1 where the first picture comes too late."""
    from playwright.sync_api import sync_playwright

    serve = "from kkm_helpers.app import serve; serve(8942, open_browser=False)"
    with served("-c", serve) as url, sync_playwright() as playwright:
        page = launched(playwright).new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(WATCH)
        page.goto(url)
        page.wait_for_selector(READY)
        page.wait_for_timeout(4000)
        first, refined = pictures(page)
        slider = meanwhile(page)
    for name, times in (("first picture", first), ("100,000 draws", refined), ("slider meanwhile", slider)):
        print(f"{name:<18} median {statistics.median(times):6.0f} ms   largest {max(times):6.0f} ms")
    return 0 if statistics.median(first) <= FIRST_PICTURE else 1


if __name__ == "__main__":
    sys.exit(main())
