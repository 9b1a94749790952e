"""The model in the page: how large it is, and how long a case takes in Chromium against the same case in Python."""

import gzip
import json
import shutil
from importlib.resources import files

from benchmarks.timing import best_of
from kkm_helpers import evaluate
from kkm_helpers.formulas.javascript import model_facts, model_source

MODULES = ("operators", "model", "numbers", "display")
OPTION_VALUES = ["dissolve_npv", "build_npv", "outsource_npv", "hybrid_npv"]
CASES = 500

MEASURE = """async ([cases, wanted]) => {
    const { evaluate, QUANTITIES } = await import("/model.js");
    const names = wanted ?? QUANTITIES;
    const times = [];
    for (let each = 0; each < cases; each += 1) {
        const start = performance.now();
        const results = evaluate({ small_customers: 4000 + each });
        for (const name of names) results[name];
        times.push(performance.now() - start);
    }
    const sorted = times.toSorted((a, b) => a - b);
    return { first: times[0], median: sorted[cases >> 1], late: sorted[Math.floor(cases * 0.95)] };
}"""


def sources():
    """Return every module of the page's model by name."""
    page = files("kkm_helpers.widgets") / "page"
    return {name: (page / f"{name}.js").read_text("utf-8") for name in MODULES} | {"formulas": model_source()}


def show_sizes(texts):
    print("\nsize, kB                    raw   gzip")
    for name, text in texts.items():
        data = text.encode()
        print(f"  {name:<22} {len(data) / 1e3:8.1f} {len(gzip.compress(data)) / 1e3:6.1f}")


def show_times(browser, texts):
    print("\none case in Chromium, ms  first median   95 %")
    for title, wanted in {"all quantities": None, "NPV of the options": OPTION_VALUES}.items():
        page = browser.new_page()
        page.route("http://page.test/**", lambda route: serve(route, texts))
        page.goto("http://page.test/")
        times = page.evaluate(MEASURE, [CASES, wanted])
        print(f"  {title:<22} {times['first']:6.2f} {times['median']:6.2f} {times['late']:6.2f}")
        page.close()


def serve(route, texts):
    name = route.request.url.rpartition("/")[2].removesuffix(".js")
    route.fulfill(body=texts.get(name, ""), content_type="text/javascript" if name else "text/html")


def main():
    """Print sizes and times."""
    texts = sources()
    facts = {f"facts ({language})": json.dumps(model_facts(language), ensure_ascii=False) for language in ("de", "en")}
    show_sizes(texts | facts)
    best = best_of({"all": evaluate, "npv": lambda: evaluate(only=OPTION_VALUES)}, rounds=50)
    print(
        f"\none case in Python, ms: all quantities {best['all'] * 1e3:.2f}, NPV of the options {best['npv'] * 1e3:.2f}"
    )
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("\nno Chromium here")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        show_times(browser, texts)
        browser.close()


if __name__ == "__main__":
    main()
