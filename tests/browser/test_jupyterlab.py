"""A step's notebook in a real JupyterLab: run all, move a control, see figures and chart change."""

import json
import re
import shutil

import pytest

from kkm_helpers import evaluate
from kkm_helpers.resources import notebooks_folder
from tests.browser.visiting import READY

pytestmark = [pytest.mark.browser, pytest.mark.notebook]

# Every cell stands in the page, and nobody is asked whether news may be fetched.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture
def lab(serve_command, tmp_path):
    """Return the address of a JupyterLab on a copy of the notebooks."""
    shutil.copytree(notebooks_folder(), tmp_path / "notebooks")
    for name, values in SETTINGS.items():
        file = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    return serve_command(
        "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        f"--ServerApp.root_dir={tmp_path / 'notebooks'}", f"--LabApp.user_settings_dir={tmp_path / 'settings'}",
        JUPYTER_CONFIG_DIR=str(tmp_path / "config"),
    ).address()  # fmt: skip


def test_a_control_moves_figures_and_chart(chromium, lab):
    base, token = re.fullmatch(r"(http://[^/]+)/.*[?&](token=\w+).*", lab).groups()
    page = chromium.new_page(viewport={"width": 1500, "height": 1000})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{base}/lab/tree/3_break_even.ipynb?{token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    # What is run before the kernel answers is dropped without a word.
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_selector(READY, timeout=60_000)
    panel = page.locator(".kkm")
    slider = panel.locator('input[type="range"][name="visits_per_customer"]')
    drawing = panel.locator('figure[data-chart="threshold_line"] .main-svg').first
    before = drawing.inner_html()

    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_selector('.kkm [data-quantity="revenue_threshold"][data-value="10312.5"]')
    page.wait_for_selector(READY)

    expected = evaluate(visits_per_customer=5.5)
    shown = panel.locator("[data-quantity]").evaluate_all(
        "all => all.map((one) => [one.dataset.quantity, +one.dataset.value])"
    )
    assert dict(shown) == pytest.approx({name: expected.value(name) for name, _ in shown})
    assert drawing.inner_html() != before
    assert complaints == []
    page.close()
