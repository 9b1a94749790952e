"""All assumptions in one view, who confirmed them, and how the page is looked at."""

import pytest
from pypdf import PdfReader

from kkm_helpers.assumptions import ASSUMPTIONS
from tests.browser.visiting import READY

pytestmark = pytest.mark.browser

NOTE = "Vertriebsleitung, Workshop am 12.11., weil gemessen"


@pytest.fixture
def page(chromium, app):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(app.url)
    page.wait_for_selector(READY, timeout=60_000)
    yield page
    assert page.complaints == []
    context.close()


def found(page):
    return page.eval_on_selector_all(
        "[data-assumption]:not([hidden])", "all => all.map((one) => one.dataset.assumption)"
    )


def field(page, name, inside=""):
    return page.locator(f'{inside} [data-control="{name}"] input[type="text"]')


def squeezed(text):
    """Return a text without the blanks at which lines may break."""
    return "".join(text.split())


def selected(page):
    page.wait_for_selector(READY)
    return page.locator('[role="tab"][aria-selected="true"]').get_attribute("data-step")


def test_every_assumption_is_found_by_all_that_is_said_of_it(page):
    page.click(".all-assumptions")
    search = page.locator("dialog .search")
    assert found(page) == list(ASSUMPTIONS)
    for typed, name in (
        ("Besuche je Kunde", "visits_per_customer"),
        ("visits per customer", "visits_per_customer"),
        ("vertriebskostenquote", "max_sales_cost_ratio"),
        ("max_sales_cost_ratio", "max_sales_cost_ratio"),
        ("AUSSENDIENST fahrzeug", "field_rep_car_cost"),
        ("der Projektleitung", "outsource_internal_effort"),
        ("yourfirm", "field_rep_salary"),
        ("abloese", "transfer_fee"),
        ("Hybrid: start outsourced", "transfer_month"),
    ):
        search.fill(typed)
        assert name in found(page), typed
        assert len(found(page)) < len(ASSUMPTIONS) / 2, typed
    search.fill("gibt es nicht")
    assert found(page) == []
    assert "Keine Annahme gefunden" in page.locator("dialog .found").inner_text()


def drawn(page):
    """Wait until what was changed stands on the page: changes are drawn together, a moment later."""
    page.wait_for_selector(READY, timeout=60_000)


def test_what_is_changed_there_is_filtered_undone_and_led_to_its_step(page):
    page.click('[data-view="assumptions"]')
    field(page, "order_value", "dialog").fill("0,6 T€")
    page.keyboard.press("Enter")
    drawn(page)
    page.get_by_label("geändert (1)").check()
    assert found(page) == ["order_value"]
    assert page.locator("dialog .reset:visible").inner_text() == "geändert, zurück auf 500"
    page.locator("dialog").get_by_text("Rückgängig").click()
    drawn(page)
    assert field(page, "order_value", "dialog").input_value() == "500"
    page.get_by_label("geändert (0)").uncheck()
    page.get_by_label("angenommen, unbestätigt").check()
    assumed = [name for name, known in ASSUMPTIONS.items() if known.basis.kind == "assumed"]
    assert found(page) == assumed
    page.locator('[data-assumption="order_value"] dd .link').click()
    assert selected(page) == "business_case"
    assert page.evaluate("document.activeElement.name") == "order_value"
    assert page.locator('input[type="text"][name="order_value"]').count() == 1


def test_a_confirmation_stands_at_the_control_and_can_be_undone_changed_and_removed(page):
    control = page.locator('[data-control="visits_per_customer"]')
    kind, note = control.locator(".kind"), control.locator(".note")
    kind.focus()
    assert "Leitfaden" in page.locator(".source").inner_text()
    kind.press("Enter")
    page.keyboard.type(NOTE)
    page.keyboard.press("Enter")
    drawn(page)
    assert (kind.inner_text(), note.inner_text()) == ("bestätigt", f"Bestätigt: {NOTE}")
    assert page.evaluate("document.activeElement.className").startswith("kind")
    page.keyboard.press("Control+z")
    drawn(page)
    assert kind.inner_text() == "belegt"
    assert not note.is_visible()
    page.keyboard.press("Control+y")
    page.wait_for_selector('.kkm[data-python="judged"]', timeout=60_000)  # Python takes it as part of the scenario
    kind.click()
    assert control.locator("textarea").input_value() == NOTE
    control.get_by_role("button", name="entfernen").click()
    drawn(page)
    assert kind.inner_text() == "belegt"


def test_a_number_of_the_other_language_changes_nothing(page):
    field(page, "visits_per_customer").fill("6.5")
    page.keyboard.press("Enter")
    said = page.locator('[data-control="visits_per_customer"] .error').inner_text()
    assert "ist nicht eindeutig" in said
    assert said.endswith("Gerechnet wird weiter mit 5,0.")
    assert page.locator('[data-quantity="revenue_threshold"]').first.get_attribute("data-value") == "9375"


def test_the_workshop_view_makes_everything_larger_and_takes_the_keys_of_a_presenter(page):
    def sizes():
        return page.evaluate(
            """() => [".tile .figure", ".finding", ".note, .range-unit, .tile .sub", ".main-svg text"].map(
              (one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
        )

    def figures():
        return page.evaluate("document.querySelector('.plot .main-svg').getBoundingClientRect().height")

    before, height = sizes(), figures()
    page.keyboard.press("PageDown")
    assert selected(page) == "break_even", "elsewhere the page keys scroll"
    page.keyboard.press("Alt+ArrowDown")
    assert selected(page) == "potential"
    page.keyboard.press("Alt+ArrowUp")
    page.click('[data-menu="view"] summary')
    page.get_by_role("button", name="Workshop-Ansicht").click()
    page.wait_for_function("height => document.querySelector('.plot .main-svg').clientHeight > height", arg=height)
    assert all(now > then for now, then in zip(sizes(), before, strict=True))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    steps = page.eval_on_selector_all('[role="tab"]', "all => all.map((one) => one.dataset.step)")
    for name in steps[steps.index("break_even") + 1 :]:
        page.keyboard.press("PageDown")
        assert selected(page) == name
    page.keyboard.press("PageDown")
    assert selected(page) == steps[-1]
    page.locator('[role="tab"][data-step="break_even"]').click()
    field(page, "visits_per_customer").focus()
    page.keyboard.press("PageDown")
    assert selected(page) == "break_even", "not while somebody types"


def test_colours_and_workshop_view_stay_when_the_page_is_loaded_again(page):
    def choose(*names):
        for name in names:
            page.click('[data-menu="view"] summary')
            page.get_by_role("button", name=name).click()
        page.reload()

    choose("Workshop-Ansicht", "Dunkel")
    page.wait_for_selector('.kkm[data-ready="true"][data-theme="dark"][data-mode="workshop"]')
    choose("Workshop-Ansicht", "Hell")
    page.wait_for_selector('.kkm[data-ready="true"][data-theme="light"]:not([data-mode])')


def test_colours_are_chosen_in_the_menu_and_stay_with_the_language(page):
    page.click('[data-menu="view"] summary')
    page.get_by_role("button", name="Dunkel").click()
    assert page.locator(".kkm").get_attribute("data-theme") == "dark"
    page.click('[data-language="en"]')
    page.click('[data-menu="view"] summary')
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="As the system").click()
    assert page.locator(".kkm").get_attribute("data-theme") == "light"


def test_a_chart_is_a_table_too_and_follows_the_case(page):
    chart = page.locator('figure[data-chart="thresholds"]')
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    cells = chart.locator("tbody tr").filter(has_text="Außendienst lohnt ab").locator("td")
    assert cells.inner_text().replace("\u00a0", " ") == "9.375 €"
    field(page, "visits_per_customer").fill("6")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    assert cells.inner_text().replace("\u00a0", " ") == "11.250 €"
    page.click('[role="tab"][data-step="business_case"]')
    chart = page.locator('figure[data-chart="cumulative_cash"]')
    chart.locator("summary").click()
    chart.locator("thead th").first.wait_for()
    assert chart.locator("thead th").all_inner_texts() == ["Monat", "Eigenaufbau", "Hybrid", "Externe Vergabe"]
    assert chart.locator("tbody tr").count() == 61


def test_what_is_printed_is_the_answer_without_controls_on_white_paper(page, tmp_path):
    page.emulate_media(color_scheme="dark")
    page.click(".path summary")
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          const shown = (one) => document.querySelector(one).getClientRects().length > 0;
          globalThis.printed = {
            theme: document.querySelector(".kkm").dataset.theme, path: document.querySelector(".path details").open,
            shown: [".sentence", ".tile", ".finding", "figure", ".ledger"].every(shown),
            hidden: [".left", ".tools", ".steps", ".chart-table"].some(shown),
            fits: [...document.querySelectorAll(".plot")].every((one) => one.scrollWidth <= one.clientWidth),
            paper: getComputedStyle(document.documentElement).backgroundColor,
          };
        })"""
    )
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    printed = page.evaluate("printed")
    assert printed == {
        "theme": "light", "path": True, "shown": True, "hidden": False, "fits": True, "paper": "rgb(255, 255, 255)",
    }  # fmt: skip
    page.wait_for_selector('.kkm[data-theme="dark"]:not(.printing)')
    assert not page.evaluate("document.querySelector('.path details').open")


def test_what_is_folded_is_printed_with_what_it_holds_and_no_form_is(page, tmp_path):
    page.click('[role="tab"][data-step="business_case"]')
    page.wait_for_selector('.kkm[data-ready="true"][data-python="judged"]', timeout=60_000)
    page.wait_for_selector(".fold:has-text('Alle Annahmen, die einflussreichsten zuerst')")
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          const right = (one) => one.getBoundingClientRect().right;
          const paper = right(document.querySelector(".kkm"));
          const tables = [...document.querySelectorAll(".kkm table")];
          globalThis.tooWide = tables.filter((one) => right(one) > paper + 1).length;
        })"""
    )
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    assert page.evaluate("tooWide") == 0
    pages = PdfReader(tmp_path / "print.pdf").pages
    printed = squeezed(" ".join(sheet.extract_text() for sheet in pages))
    _, behind = printed.split(squeezed("Alle Annahmen, die einflussreichsten zuerst"))
    labels = [assumption.label("de") for assumption in ASSUMPTIONS.values()]
    assert [label for label in labels if squeezed(label) not in behind] == []
    assert squeezed("Nutzen und Kosten nach Monaten") in printed
    assert squeezed("Erfolgsfaktoren beantworten") not in printed
