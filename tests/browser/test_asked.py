"""What people answer beside the assumptions: success factors, weights and scores."""

import pytest

from tests.browser.visiting import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium, app):
    page = Page(chromium, app.url)
    page.joined()
    yield page
    assert page.complaints == []
    page.context.close()


def opened(visit, title):
    fold = visit.page.locator(".fold", has_text=title).last
    fold.locator("summary").click()
    return fold


def test_an_answer_lifts_a_success_factor(visit):
    visit.step("business_case")
    row = visit.page.locator(".judged tr", has_text="Kanalkonflikte bekannt")
    row.wait_for()
    assert "0,0" in row.inner_text()
    fold = opened(visit, "Erfolgsfaktoren beantworten")
    factor = fold.get_by_label("Sind Überschneidungen mit Händlern, Webshop und Außendienst benannt?", exact=True)
    factor.select_option(label="ja")
    visit.page.wait_for_function(
        """() => [...document.querySelectorAll('.judged tr')].some(
            ({ innerText }) => innerText.includes('Kanalkonflikte bekannt') && innerText.includes('50,0'))"""
    )
    visit.page.get_by_role("button", name="Rückgängig").first.click()
    visit.ready()
    assert factor.input_value() == ""


def test_a_weight_changes_the_utility_and_nonsense_is_told(visit):
    visit.step("build_or_outsource")
    fold = opened(visit, "Gewichte und Punkte ändern")
    weight = fold.get_by_label("Gewicht Know-how und erprobte Prozesse")
    weight.fill("viel")
    weight.press("Tab")
    assert "„viel“ geht nicht" in fold.locator(".error").inner_text()
    assert weight.input_value() == "15"
    chart = visit.page.locator('figure[data-chart="utility_scores"]')
    chart.wait_for()
    before = chart.inner_text()
    weight.fill("60")
    weight.press("Tab")
    visit.page.wait_for_function(
        "(before) => document.querySelector('figure[data-chart=\"utility_scores\"]').innerText !== before", arg=before
    )
    assert not fold.locator(".error").is_visible()
