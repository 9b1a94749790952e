"""Every tab under axe-core, light and dark, as wide as a laptop, a tablet and a telephone; and without a mouse."""

import pytest

from kkm_helpers.widgets import steps
from tests.browser.visiting import READY

pytestmark = pytest.mark.browser

STEPS = [step.name for step in steps.STEPS]


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()


def opened(chromium, app, width, theme="light", **more):
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="de-DE", color_scheme=theme, bypass_csp=True, **more
    )
    page = context.new_page()
    page.goto(app.url)
    page.wait_for_selector(READY, timeout=60_000)
    return page


def show(page, step):
    tab = page.locator(f'[role="tab"][data-step="{step}"]')
    if tab.is_visible():
        tab.click()
    else:
        page.select_option(".step-select select", step)
    page.wait_for_selector(READY, timeout=60_000)


def violations(axe, page, rules=None):
    """Return what axe finds on the whole page: every rule, or some."""
    only = {"runOnly": rules} if rules else {}
    found = axe.run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_axe_finds_nothing_on_any_step(chromium, app, axe, width):
    page = opened(chromium, app, width)
    found = {}
    for step in STEPS:
        show(page, step)
        for summary in page.locator(".chart-table summary").all():
            summary.click()
        found[step] = violations(axe, page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector('.kkm[data-theme="dark"]')
        found[f"{step}, dark"] = violations(axe, page, ["color-contrast"])  # the rest is the same in the dark
        page.emulate_media(color_scheme="light")
    page.context.close()
    assert {step: rules for step, rules in found.items() if rules} == {}


# Python writes some charts a moment after the page is ready; what is wider than its place is scrolled.
CUT_LABELS = """() => {
  const waits = [...document.querySelectorAll(".stale, .waiting, .recalculating")];
  if (waits.some((one) => one.checkVisibility())) return null;
  return [...document.querySelectorAll("figure[data-chart] .plot:not([tabindex])")].flatMap((plot) => {
    const place = plot.getBoundingClientRect();
    const isCut = (text) => {
      const { left, right, width } = text.getBoundingClientRect();
      return width > 0 && (left < place.left - 1 || right > place.right + 1);
    };
    const texts = [...plot.querySelectorAll(".annotation-text, .xtick text, .ytick text")];
    return texts.filter(isCut).map((text) => `${plot.parentElement.dataset.chart}: ${text.textContent}`);
  });
}"""


def test_no_label_of_a_chart_is_cut_on_a_telephone(chromium, app):
    page = opened(chromium, app, 390)
    found = {}
    for step in STEPS:
        show(page, step)
        page.wait_for_selector('.kkm[data-python="judged"]', timeout=60_000)
        page.wait_for_function(f"({CUT_LABELS})() !== null", timeout=60_000)
        found[step] = page.evaluate(CUT_LABELS)
    page.context.close()
    assert {step: labels for step, labels in found.items() if labels} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_dialog_menu_note_and_workshop(chromium, app, axe, theme):
    page = opened(chromium, app, 1280, theme)
    found = {}
    page.fill('[data-control="visits_per_customer"] input[type="text"]', "fünf")
    page.keyboard.press("Enter")
    page.locator('[data-control="contribution_margin"] .kind').click()
    found["error and note"] = violations(axe, page)
    page.locator('[data-menu="view"] summary').click()
    found["menu"] = violations(axe, page)
    page.locator('[data-menu="view"] button').first.click()
    page.wait_for_selector('.kkm[data-mode="workshop"]')
    found["workshop"] = violations(axe, page)
    page.locator('[data-view="assumptions"]').click()
    found["all assumptions"] = violations(axe, page)
    page.context.close()
    assert {where: rules for where, rules in found.items() if rules} == {}


def test_the_keyboard_reaches_everything_in_the_order_in_which_it_stands(chromium, app):
    page = opened(chromium, app, 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    visited = []
    for _ in range(80):
        page.keyboard.press("Tab")
        visited.append(
            page.evaluate(
                """() => {
                  const one = document.activeElement;
                  const focus = getComputedStyle(one.closest(".entry") ?? one);
                  return [one.dataset.view ?? one.dataset.step ?? one.name ?? "", one.className, one.tagName,
                          focus.outlineStyle !== "none", one.getBoundingClientRect().width];
                }"""
            )
        )
        if visited[-1][2] == "BODY":
            break
    order = [name for name, *_ in visited]
    assert order.index("assumptions") < order.index("break_even") < order.index("visits_per_customer")
    assert sum(tag == "SUMMARY" for _, _, tag, *_ in visited) >= len(["menu", "controls", "table", "table", "path"])
    assert all(has_ring for _, _, tag, has_ring, _ in visited if tag != "BODY")
    page.context.close()


def test_the_skip_link_leads_to_the_step_and_zoom_to_the_narrow_layout(chromium, app):
    page = opened(chromium, app, 640)  # what is left of 1280 at 200 %
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "place"
    for step in STEPS:
        show(page, step)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.context.close()


def test_nothing_moves_where_motion_is_not_wanted(chromium, app):
    page = opened(chromium, app, 1280, reduced_motion="reduce")
    moving = page.eval_on_selector_all(
        ".kkm *",
        "all => all.filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 "
        "|| getComputedStyle(one).animationName !== 'none').length",
    )
    assert moving == 0
    page.context.close()
