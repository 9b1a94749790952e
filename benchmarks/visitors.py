"""Ten visitors of the app at once, each moving sliders for a minute: reaction, right figures, memory, a killed kernel.

Every visitor has a browser profile of its own and stays on one step. After every move all figures on display are kept
and afterwards held against `evaluate()` of what this visitor, and nobody else, has set. Half-way the kernel of the
last is killed. The browsers run on the same cores, which a real server has for itself.
`--visitors N --seconds S` make it smaller or larger. It ends with 1 where a figure is wrong or a bound is missed.
"""

import argparse
import math
import statistics
import sys
import time

import psutil

from benchmarks.app_start import READY, launched, served
from kkm_helpers import evaluate

STEPS = ("care_cost", "break_even", "potential", "business_case", "build_or_outsource")
MEDIAN_LIMIT = 300  # ms
BACK_LIMIT = 60_000  # ms until a killed kernel is replaced
JUDGED = '.kkm[data-python="judged"]'

# Moves a slider every second or so and keeps when figures and charts were right again, and what they showed.
VISITOR = """
async ({ seed, seconds }) => {
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const root = document.querySelector(".kkm");
  const sliders = [...root.querySelectorAll(".step input[type=range]")].filter((one) => one.checkVisibility());
  const frame = () => new Promise(requestAnimationFrame);
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const shown = () =>
    [...root.querySelectorAll("[data-quantity]")].map((one) => [one.dataset.quantity, one.dataset.value]);
  const values = {};
  const moves = [];
  const said = new Set();
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    await wait(500 + 1000 * random());
    const slider = sliders[Math.floor(random() * sliders.length)];
    const [min, max, step] = [slider.min, slider.max, slider.step].map(Number);
    slider.value = min + step * Math.floor((random() * (max - min)) / step);
    values[slider.name] = Number(slider.value);
    const start = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    do await frame(); while (root.dataset.ready !== "true");
    moves.push({ took: performance.now() - start, values: { ...values }, shown: shown() });
    said.add(root.querySelector(".toast")?.innerText ?? "");
  }
  return { moves, said: [...said].filter(Boolean) };
}
"""


def is_kernel(process):
    """Return whether a process is a kernel; one that has ended in the meantime is none."""
    try:
        return any("ipykernel" in word for word in process.cmdline())
    except psutil.Error:
        return False


def kernels():
    """Return the processes of the kernels started from here, the newest last."""
    return sorted(filter(is_kernel, psutil.Process().children(recursive=True)), key=psutil.Process.create_time)


def megabytes(process):
    """Return the memory a process adds to what it shares with others (proportional set size where there is one)."""
    memory = process.memory_full_info()
    return getattr(memory, "pss", memory.rss) / 1e6


def wrong_figures(moves):
    """Return what is not the figure of the visitor's own values, as lines to read."""
    wrong = []
    for move in moves:
        case = evaluate(**move["values"])
        for name, text in move["shown"]:
            shown, right = float(text) if text else None, case.value(name)
            same = shown == right if None in (shown, right) else math.isclose(shown, right, rel_tol=1e-9, abs_tol=1e-9)
            if not same:
                wrong.append(f"{name} shows {shown} instead of {right} for {move['values']}")
    return wrong


def visit(browser, url, step):
    """Return a new visitor's page with the step open and Python there, and what the page complains about."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE").new_page()
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.wait_for_selector(READY, timeout=60_000)
    page.locator(f'[role="tab"][data-step="{step}"]').click()
    page.wait_for_selector(JUDGED, timeout=60_000)
    return page, complaints


def together(browser, url, visitors, seconds):
    """Let visitors move sliders at the same time, kill the kernel of the last half-way, and return what they met."""
    before = set(kernels())
    visits = [visit(browser, url, STEPS[number % len(STEPS)]) for number in range(visitors)]
    running = [one for one in kernels() if one not in before]
    for seed, (page, _) in enumerate(visits, 1):
        page.evaluate(f"(given) => {{ globalThis.visitor = ({VISITOR})(given); }}", {"seed": seed, "seconds": seconds})
    time.sleep(seconds / 2)
    memory = [megabytes(one) for one in running]
    *others, (struck, _) = visits
    was = struck.evaluate("document.body.dataset.kernelId")
    running[-1].kill()
    *calm, after_kill = [page.evaluate("globalThis.visitor") for page, _ in visits]
    stopped = time.monotonic()
    for page, _ in visits:
        page.wait_for_selector(JUDGED, timeout=BACK_LIMIT)
    met = {
        "moves": [one["moves"] for one in (*calm, after_kill)],
        "memory": memory,
        "judged_after": time.monotonic() - stopped,
        "is_back": struck.evaluate("document.body.dataset.kernelId") != was,
        "told": after_kill["said"],
        "others_notice": [text for _, complaints in others for text in complaints]
        + [text for one in calm for text in one["said"]],
    }
    for page, _ in visits:
        page.context.close()
    return met


def main():
    """Let them visit, print what they met, and fail where it was not right."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser()
    options.add_argument("--visitors", type=int, default=10)
    options.add_argument("--seconds", type=int, default=60)
    asked = options.parse_args()
    serve = "from kkm_helpers.app import serve; serve(8950, open_browser=False)"
    with served("-c", serve) as url, sync_playwright() as playwright:
        browser = launched(playwright)
        met = together(browser, url, asked.visitors, asked.seconds)
        browser.close()
    took = sorted(move["took"] for moves in met["moves"] for move in moves)
    median, late = statistics.median(took), took[int(0.95 * len(took)) - 1]
    wrong = [line for moves in met["moves"] for line in wrong_figures(moves)]
    figures = sum(len(move["shown"]) for moves in met["moves"] for move in moves)
    memory = met["memory"]
    print(f"\n{asked.visitors} visitors, {len(took)} moves in {asked.seconds} s")
    print(f"  reaction (ms)                 median {median:6.0f}   95 % {late:6.0f}   (limit {MEDIAN_LIMIT})")
    print(f"  figures held against evaluate {figures}, wrong {len(wrong)}")
    print(f"  kernel of a visitor (MB)      median {statistics.median(memory):6.0f}   largest {max(memory):6.0f}")
    print(f"  all judged by Python          {met['judged_after']:6.1f} s after the last move")
    print(f"  killed kernel                 {'replaced' if met['is_back'] else 'NOT replaced'}; read: {met['told']}")
    print(f"  the others notice             {met['others_notice'] or 'nothing'}")
    for line in wrong[:10]:
        print("  " + line)
    return 1 if wrong or met["others_notice"] or not met["is_back"] or median > MEDIAN_LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
