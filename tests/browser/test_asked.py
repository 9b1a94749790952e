"""What people answer beside the assumptions: success factors, weights and scores."""

import pytest

from kkm_helpers.scenario import load_scenario
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
    fold.locator("summary").first.click()
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


def test_the_first_picture_of_the_risk_comes_before_the_rest_which_is_marked(visit):
    page = visit.page
    visit.step("risk")
    page.evaluate(
        """() => {
          globalThis.seen = [];
          const look = () => {
            const waiting = document.querySelectorAll(".judged .waiting").length;
            const [first] = document.querySelectorAll(".judged .finding");
            globalThis.seen.push([waiting, first?.textContent, document.querySelector(".kkm").dataset.ready]);
            globalThis.watching = requestAnimationFrame(look);
          };
          look();
        }"""
    )
    before = page.locator(".judged .finding").first.inner_text()
    visit.step("business_case")
    visit.type("captured_share", "7")
    visit.step("risk")
    page.wait_for_function("(before) => document.querySelector('.judged .finding')?.textContent !== before", arg=before)
    visit.ready()
    seen = page.evaluate("(cancelAnimationFrame(watching), seen)")
    parts = [(finding, ready) for waiting, finding, ready in seen if waiting]
    assert parts, "all of it came at once"
    assert {ready for _, ready in parts} == {"false"}
    assert not page.locator(".judged .waiting").count()


def test_an_interval_is_changed_checked_and_taken_back(visit):
    page = visit.page
    visit.step("risk")
    found = page.locator(".judged .finding + p")
    found.wait_for()
    before = found.inner_text()
    fold = opened(visit, "Spannen der Annahmen ändern")
    interval = fold.locator('[data-interval="captured_share"]')
    low, high = interval.get_by_label("mindestens"), interval.get_by_label("höchstens")
    assert (low.input_value(), high.input_value()) == ("1,0", "8,0")
    for typed, problem in (
        ("6", "„6,0“ liegt über dem heutigen Wert. Bitte höchstens 5,0 eingeben."),
        ("-3", "zwischen"),
    ):
        low.fill(typed)
        low.press("Enter")
        error = interval.locator(".error:visible").inner_text()
        assert problem in error
        assert error.endswith("Gerechnet wird weiter mit 1,0.")
    low.fill("4,5 %")
    low.press("Enter")
    page.wait_for_function(
        "(before) => document.querySelector('.judged .finding + p').innerText !== before", arg=before
    )
    assert not interval.locator(".error:visible").count()
    assert interval.get_by_role("button", name="geändert, zurück auf 1,0").is_visible()
    page.click('[data-menu="scenario"] > summary')
    with page.expect_download() as waiting:
        page.click('[data-scenario="save"]')
    assert load_scenario(waiting.value.path()).uncertainty == {"captured_share": (0.045, 0.08)}
    page.get_by_role("button", name="Rückgängig").first.click()
    page.wait_for_function(
        "(before) => document.querySelector('.judged .finding + p').innerText === before", arg=before
    )
    assert low.input_value() == "1,0"


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
