"""Voila as anybody has it, with its own template: slower, but the same figures, should Voila change under our feet."""

import pytest

from tests.browser.conftest import REPOSITORY
from tests.browser.visiting import Page, assert_shows

pytestmark = pytest.mark.browser


def test_plain_voila_shows_the_same_figures(chromium, serve_command):
    notebook = REPOSITORY / "notebooks" / "app.ipynb"
    served = serve_command("-m", "voila", "--no-browser", "--port=8977", "--template=lab", str(notebook))
    visit = Page(chromium, served.address())
    assert_shows(visit)
    visit.type("visits_per_customer", "6")
    assert_shows(visit, visits_per_customer=6)
    for step in ("care_cost", "business_case"):
        visit.step(step)
        assert_shows(visit, visits_per_customer=6)
    visit.context.close()
