"""The app in a real browser: what people see and do."""

import http.client
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from kkm_helpers.widgets import steps
from tests.browser.visiting import READY, Page, assert_shows

pytestmark = pytest.mark.browser

STEPS = [step.name for step in steps.STEPS]
NARROWEST = 390


@pytest.fixture
def visit(chromium, app):
    """Return a visit of the app."""
    page = Page(chromium, app.url)
    yield page
    page.context.close()


@pytest.fixture(params=["app", "file"])
def anywhere(request, chromium):
    """Return a visit of the app, or of the page as a file; both do the same without Python."""
    url = request.getfixturevalue("app").url if request.param == "app" else request.getfixturevalue("exported")
    page = Page(chromium, url)
    yield page
    page.context.close()


def test_the_app_shows_the_case_and_asks_no_other_host(visit, app):
    assert_shows(visit)
    hosts = {urlsplit(url).netloc for url in visit.requested if url.startswith(("http", "ws"))}
    assert hosts == {urlsplit(app.url).netloc}
    assert visit.complaints == []
    assert "token" not in visit.page.url


def test_a_slider_moved_by_keyboard_changes_everything_that_depends_on_it(anywhere):
    anywhere.step("break_even")
    slider, before = anywhere.slider("visits_per_customer"), anywhere.drawing("threshold_line")
    assert [slider.get_attribute(name) for name in ("min", "max", "step")] == ["1", "12", "0.5"]
    assert slider.input_value() == "5"
    slider.focus()
    slider.press("ArrowRight")
    anywhere.ready()
    assert anywhere.field("visits_per_customer").input_value() == "5,5"
    assert anywhere.quantities()["revenue_threshold"] == 10_312.5
    assert_shows(anywhere, visits_per_customer=5.5)
    assert anywhere.drawing("threshold_line") != before
    anywhere.step("care_cost")
    assert_shows(anywhere, visits_per_customer=5.5)
    anywhere.step("business_case")
    assert_shows(anywhere, visits_per_customer=5.5)
    assert anywhere.complaints == []


def test_german_numbers_are_taken_as_people_type_them(anywhere):
    anywhere.step("care_cost")
    anywhere.type("field_rep_salary", "65 T€")
    assert anywhere.field("field_rep_salary").input_value() == "65.000"
    assert_shows(anywhere, field_rep_salary=65_000)
    anywhere.step("break_even")
    anywhere.type("max_sales_cost_ratio", "10 %")
    assert anywhere.field("max_sales_cost_ratio").input_value() == "10,0"
    assert anywhere.slider("max_sales_cost_ratio").input_value() == "0.1"
    assert_shows(anywhere, field_rep_salary=65_000, max_sales_cost_ratio=0.1)


def test_a_value_beyond_the_slider_within_the_bounds_is_taken_and_reset_goes_back(anywhere):
    anywhere.step("break_even")
    anywhere.type("visits_per_customer", "20")
    assert anywhere.slider("visits_per_customer").input_value() == "12"
    assert_shows(anywhere, visits_per_customer=20)
    anywhere.page.get_by_role("button", name="geändert, zurück auf 5,0").click()
    anywhere.ready()
    assert anywhere.field("visits_per_customer").input_value() == "5,0"
    assert_shows(anywhere)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("fünf", "„fünf“ ist keine Zahl. Bitte eine Zahl zwischen 0,1 und 365 eingeben, zum Beispiel 5,0."),
        ("1.234,5", "„1.234,5“ liegt außerhalb der Grenzen. Bitte eine Zahl zwischen 0,1 und 365 eingeben."),
    ],
)
def test_a_wrong_text_changes_nothing_and_says_so_at_the_field(visit, typed, message):
    visit.step("break_even")
    visit.type("visits_per_customer", typed)
    assert visit.error("visits_per_customer").inner_text() == f"{message} Gerechnet wird weiter mit 5,0."
    assert visit.field("visits_per_customer").get_attribute("aria-invalid") == "true"
    assert visit.field("visits_per_customer").input_value() == typed
    assert_shows(visit)
    visit.type("visits_per_customer", "4")
    assert not visit.error("visits_per_customer").is_visible()
    assert_shows(visit, visits_per_customer=4)


def test_a_case_there_cannot_be_is_refused_and_said_at_the_field_too(anywhere):
    anywhere.step("care_cost")
    anywhere.type("non_selling_days", "300")
    assert "Gerechnet wird weiter mit 5." in anywhere.error("non_selling_days").inner_text()
    assert_shows(anywhere)


def test_what_never_happens_is_said_in_words(anywhere):
    anywhere.step("potential")
    anywhere.page.get_by_text("nach Historie", exact=True).click()
    anywhere.ready()
    anywhere.step("business_case")
    payback = anywhere.page.locator('[data-quantity="build_payback_month"]').first
    assert payback.get_attribute("data-value") == ""
    assert payback.inner_text() == "nicht innerhalb des Betrachtungszeitraums"
    assert anywhere.page.locator(".decision").inner_text().startswith("Empfehlung: Passiv bleiben")
    assert_shows(anywhere, potential_basis="history")


def test_the_steps_are_tabs_for_the_keyboard(visit):
    visit.step(STEPS[0])
    tabs = visit.page.get_by_role("tab")
    assert [tab.get_attribute("data-step") for tab in tabs.all()] == STEPS
    visit.page.keyboard.press("ArrowLeft")
    visit.ready()
    assert tabs.last.get_attribute("aria-selected") == "true"
    assert tabs.last.evaluate("tab => tab === document.activeElement")


def test_every_control_has_a_label_and_every_chart_a_text(visit):
    for step in STEPS:
        visit.step(step)
        nameless = visit.page.eval_on_selector_all(
            "input", "all => all.filter((one) => !one.labels.length && !one.ariaLabel).map((one) => one.name)"
        )
        assert nameless == []
        texts = visit.page.eval_on_selector_all("figure .plot", "all => all.map((one) => one.ariaLabel)")
        assert all(len(text) > 20 for text in texts)


def test_a_quickly_dragged_slider_ends_at_the_right_figures(anywhere):
    anywhere.step("break_even")
    anywhere.slider("visits_per_customer").evaluate(
        """async (slider) => {
          for (let step = 1; step <= 40; step += 1) {
            slider.value = 1 + (step * 3 % 23) / 2;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          slider.value = 7.5;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    anywhere.ready()
    assert_shows(anywhere, visits_per_customer=7.5)
    assert anywhere.complaints == []


def test_what_is_on_view_is_drawn_first_and_the_page_is_ready_with_the_rest(visit):
    visit.step("business_case")
    visit.page.wait_for_timeout(500)  # the browser has looked where the charts are
    drawn = visit.slider("captured_share").evaluate(
        """async (slider) => {
          const shape = (part) => part.getAttribute("d") ?? part.textContent;
          const drawing = (plot) => [...plot.querySelectorAll("path, text")].map(shape).join();
          const look = () => plots.map(drawing);
          const plots = [...document.querySelectorAll(".js-plotly-plot")];
          const isOnView = plots.map((plot) => plot.getBoundingClientRect().top < innerHeight);
          const before = look();
          slider.value = 0.1;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          const atOnce = look();
          while (document.querySelector(".kkm").dataset.ready !== "true") await new Promise(requestAnimationFrame);
          const inTheEnd = look();
          return plots.map((_, at) => [isOnView[at], atOnce[at] !== before[at], inTheEnd[at] !== before[at]]);
        }"""
    )
    assert {(is_on_view, at_once) for is_on_view, at_once, _ in drawn} == {(True, True), (False, False)}
    assert all(in_the_end for _, _, in_the_end in drawn[:3])  # the decision scheme has shapes of its own


def test_a_step_left_before_all_of_it_is_drawn_does_not_hold_up_the_next(visit):
    visit.step("business_case")
    visit.page.wait_for_timeout(500)
    visit.slider("captured_share").evaluate(
        """(slider) => {
          // The rest is drawn when the next step stands already, and its risk does not yet.
          globalThis.requestIdleCallback = (then) => setTimeout(then, 400);
          slider.value = 0.1;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          document.querySelector('[role="tab"][data-step="risk"]').click();
        }"""
    )
    visit.ready()
    assert visit.complaints == []


def test_a_phone_shows_everything_within_its_width(chromium, app):
    visit = Page(chromium, app.url, NARROWEST)
    for step in STEPS:
        visit.step(step)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    visit.context.close()


TEXTS_OF_A_TILE = """() => {
  const seen = (globalThis.seen = []);
  const look = () => {
    const text = document.querySelector('.tiles [data-quantity="revenue_threshold"]')?.textContent;
    if (text && text !== seen.at(-1)) seen.push(text);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_a_slider_moved_before_python_is_there_ends_right_and_never_flashes(chromium, app):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(app.url, wait_until="commit")
    page.wait_for_selector(READY)
    page.evaluate(TEXTS_OF_A_TILE)
    page.locator('input[type="range"][name="visits_per_customer"]').press("ArrowRight")
    page.wait_for_selector('.kkm[data-python="judged"]', timeout=60_000)
    page.wait_for_timeout(200)
    assert page.evaluate("seen") == ["9.375\u00a0€", "10.313\u00a0€"]
    context.close()


def test_what_did_not_work_is_said_until_it_is_closed(visit):
    page = visit.page
    page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new Error('no')); }")
    page.click('[data-menu="view"] > summary')
    page.get_by_role("button", name="Vollbild").click()
    alert = page.get_by_role("alert").filter(has_text="Der Browser erlaubt hier kein Vollbild.")
    alert.wait_for()
    page.wait_for_timeout(8_500)  # what was done is told for eight seconds
    assert alert.is_visible()
    alert.get_by_role("button", name="Schließen").click()
    alert.wait_for(state="hidden")


def test_a_page_loaded_again_has_its_state(visit):
    visit.type("visits_per_customer", "6")
    visit.step("business_case")
    visit.page.reload()
    visit.ready()
    assert visit.page.get_attribute('[role="tab"][aria-selected="true"]', "data-step") == "business_case"
    assert_shows(visit, visits_per_customer=6)
    assert "Ihr letzter Stand ist wieder da." in visit.page.locator(".toast").inner_text()
    visit.page.get_by_role("button", name="Verwerfen").click()
    visit.ready()
    assert_shows(visit)


def test_what_people_know_besides_of_the_review_stays_too(visit):
    visit.step("review")
    visit.type("market_churn", "7 %")
    visit.page.fill("[name=actual_margin]", "1.900\n2.000")
    visit.page.press("[name=actual_margin]", "Tab")
    visit.page.reload()
    visit.ready()
    assert visit.field("market_churn").input_value() == "7,0"
    assert visit.page.locator("[name=actual_margin]").input_value() == "1.900\n2.000"


def test_what_was_done_can_be_undone_and_done_again(anywhere):
    anywhere.type("visits_per_customer", "6")
    anywhere.type("contribution_margin", "30 %")
    anywhere.page.get_by_role("button", name="Rückgängig").first.click()
    anywhere.ready()
    assert_shows(anywhere, visits_per_customer=6)
    anywhere.page.keyboard.press("Control+z")
    anywhere.ready()
    assert_shows(anywhere)
    anywhere.page.keyboard.press("Control+y")
    anywhere.ready()
    assert_shows(anywhere, visits_per_customer=6)


def test_the_language_changes_everything_but_the_case(visit):
    visit.type("visits_per_customer", "5,5")
    visit.page.get_by_role("button", name="EN", exact=True).click()
    visit.ready()
    assert visit.page.get_attribute("html", "lang") == "en"
    assert visit.page.title() == "Small-account business case"
    assert visit.field("visits_per_customer").input_value() == "5.5"
    assert visit.page.locator('.tiles [data-quantity="revenue_threshold"]').inner_text() == "€10,313"
    assert visit.page.locator(".decision").inner_text().startswith("Recommendation:")
    assert_shows(visit, visits_per_customer=5.5)
    visit.joined()
    assert_shows(visit, visits_per_customer=5.5)


def test_a_kernel_that_is_gone_is_told_and_replaced_and_nothing_is_lost(visit, app):
    visit.type("visits_per_customer", "6")
    kernel, address = visit.kernel(), urlsplit(app.url)
    shutdown = f"http://{address.netloc}/api/kernels/{kernel}?{address.query}"
    request = urllib.request.Request(shutdown, method="DELETE")
    with urllib.request.urlopen(request):  # noqa: S310
        pass
    visit.type("contribution_margin", "30 %")
    visit.page.wait_for_function("(kernel) => document.body.dataset.kernelId !== kernel", arg=kernel, timeout=60_000)
    visit.joined()
    assert_shows(visit, visits_per_customer=6, contribution_margin=0.3)
    assert "Das Rechenmodell läuft wieder" in visit.page.locator(".toast").inner_text()
    visit.type("visits_per_customer", "4")
    visit.joined()
    assert_shows(visit, visits_per_customer=4, contribution_margin=0.3)


def test_two_visitors_do_not_see_each_other(chromium, app):
    first, second = Page(chromium, app.url), Page(chromium, app.url)
    first.step("break_even")
    first.type("visits_per_customer", "6")
    second.step("break_even")
    assert_shows(first, visits_per_customer=6)
    assert_shows(second)
    first.context.close()
    second.context.close()


def asked(url):
    """Return the address that answered, or the code with which the server refused."""
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
            return answer.url
    except urllib.error.HTTPError as refused:
        return refused.code


def test_without_the_token_there_is_nothing_to_see(app):
    address = urlsplit(app.url)
    assert "/login" in asked(f"http://{address.netloc}/")
    assert asked(f"http://{address.netloc}/voila/files/app.ipynb") in (403, 404)
    assert asked(f"http://{address.netloc}/voila/files/app.ipynb?{address.query}") in (403, 404)


def test_a_page_of_another_host_reaches_neither_page_nor_kernel(visit, app):
    address = urlsplit(app.url)
    foreign = {"Host": "evil.example", "Origin": "http://evil.example"}
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}

    def status(path, headers):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status

    channels = f"/api/kernels/{visit.kernel()}/channels"
    assert status(f"{channels}?{address.query}", {**handshake, **key}) == 101, "with the token it opens"
    assert status("/", foreign) == 302
    assert status(channels, {**foreign, **handshake, **key}) == 403


EXECUTE = """async (code) => {
  const { base } = JSON.parse(document.getElementById("kkm-first").textContent);
  const path = `${base}api/kernels/${document.body.dataset.kernelId}/channels`;
  const address = location.origin.replace("http", "ws") + path;
  const socket = new WebSocket(address);
  await new Promise((resolve) => { socket.onopen = resolve; });
  const header = { msg_id: "1", msg_type: "execute_request", username: "", session: "x", version: "5.3", date: "" };
  const content = { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false };
  socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel: "shell", buffers: [] }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
}"""


def test_nothing_a_visitor_sends_is_executed(visit, tmp_path):
    written = tmp_path / "written"
    visit.page.evaluate(EXECUTE, f"open({str(written)!r}, 'w').close()")
    assert not written.exists()
    assert_shows(visit)


def test_a_closed_page_ends_its_kernel(chromium, app):
    token = urlsplit(app.url).query
    page = Page(chromium, app.url)
    kernel = page.kernel()
    address = f"http://{urlsplit(app.url).netloc}/api/kernels/{kernel}?{token}"
    assert asked(address) == address
    page.page.close(run_before_unload=True)
    patience = time.monotonic() + 20
    while asked(address) != 404:
        assert time.monotonic() < patience, "the kernel lives on"
        time.sleep(0.1)
    page.context.close()
