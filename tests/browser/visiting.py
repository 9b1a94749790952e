"""A visit of the page in a real browser: the app or an exported file, driven by the public hooks."""

import pytest

from kkm_helpers import evaluate

READY = '.kkm[data-ready="true"]'


class Page:
    """A visit of the app with what it asked for and what it complained about."""

    def __init__(self, browser, url, width=1280):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale="de-DE")
        self.page = self.context.new_page()
        self.requested, self.complaints = [], []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)
        self.ready()

    def ready(self):
        self.page.wait_for_selector(READY, timeout=60_000)

    def joined(self):
        """Wait until Python has taken over what the page has on view."""
        self.page.wait_for_selector('.kkm[data-python="judged"]', timeout=60_000)

    def kernel(self):
        self.joined()
        return self.page.evaluate("document.body.dataset.kernelId")

    def step(self, name):
        tab = self.page.locator(f'[role="tab"][data-step="{name}"]')
        if tab.is_visible():
            tab.click()
        else:
            self.page.select_option(".step-select select", name)
        self.ready()

    def slider(self, name):
        return self.page.locator(f'input[type="range"][name="{name}"]')

    def field(self, name):
        return self.page.locator(f'input[type="text"][name="{name}"]')

    def type(self, name, text):
        self.field(name).fill(text)
        self.field(name).press("Enter")
        self.ready()

    def error(self, name):
        return self.page.locator(f'[data-control="{name}"] .error')

    def quantities(self):
        """Return every quantity on display by name; the same quantity shows the same value wherever it stands."""
        shown = self.page.eval_on_selector_all(
            "[data-quantity]", "all => all.map((one) => [one.dataset.quantity, one.dataset.value, one.textContent])"
        )
        values = {}
        for name, value, text in shown:
            assert text.strip()
            assert values.setdefault(name, value) == value, f"{name} shows two values"
        return {name: float(value) if value else None for name, value in values.items()}

    def drawing(self, name):
        return self.page.locator(f'figure[data-chart="{name}"] .main-svg').first.inner_html()


def assert_shows(visit, **overrides):
    expected = evaluate(**overrides)
    shown = visit.quantities()
    assert shown
    assert shown == pytest.approx({name: expected.value(name) for name in shown})
