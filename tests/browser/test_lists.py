"""Customer lists in the app: a real upload, what it shows, taking over, undo, errors, cancelling, taking away."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from kkm_helpers.customers.tables import write_table
from kkm_helpers.demo_data import write_demo_customers
from tests.browser.visiting import READY
from tests.conftest import SHARED

pytestmark = pytest.mark.browser

FOUND = ".list-found:not(.stale):not(.blank)"


class ListPage:
    """A visit of the step identification."""

    def __init__(self, browser, url, width=1280, language="de-DE"):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)
        self.ready()
        self.step("identification")
        self.page.wait_for_selector(f".list-empty, {FOUND}")

    def ready(self):
        self.page.wait_for_selector(READY, timeout=60_000)

    def step(self, name):
        self.page.click(f'[role="tab"][data-step="{name}"]')

    def upload(self, file, field="customer_list"):
        self.page.set_input_files(f'input[name="{field}"]', file)

    def found(self):
        self.page.wait_for_selector(FOUND, timeout=60_000)
        self.ready()

    def segments(self):
        """Return customers and revenue by segment, as they stand on the screen."""
        rows = self.page.eval_on_selector_all(
            f"{FOUND} .block table tbody tr",
            "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))",
        )
        return [(number(row[1]), number(row[3])) for row in rows]

    def quantity(self, name):
        return float(self.page.get_attribute(f'.band [data-quantity="{name}"]', "data-value"))

    def undo(self):
        self.page.click(".undo button >> nth=0")


def number(text):
    return float(text.replace("\u00a0", "").replace("€", "").replace(".", "").replace(",", ".").replace("\u2212", "-"))


@pytest.fixture(scope="module")
def customers(tmp_path_factory):
    """Return a generated list as a file."""
    file = tmp_path_factory.mktemp("lists") / "kunden_test.csv"
    write_demo_customers(file, customers=1_500, seed=11)
    return file


@pytest.fixture(scope="module")
def identified(customers):
    """Return what `kkm identify --json` says of it by a definition."""

    def run(*options):
        command = [sys.executable, "-m", "kkm_helpers.cli", "identify", str(customers), "--json", *options]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    return run


@pytest.fixture
def visit(chromium, app):
    page = ListPage(chromium, app.url)
    yield page
    page.context.close()


def expected(answer):
    segments = [answer["segments"][name] for name in ("field", "potential", "small", "unknown")]
    rows = [(each["customers"], each["revenue"] or 0) for each in segments]
    return [*rows, (answer["totals"]["customers"], answer["totals"]["revenue"])]


def assert_segments(visit, answer):
    for shown, wanted in zip(visit.segments(), expected(answer), strict=True):
        assert shown[0] == wanted[0]
        assert shown[1] == pytest.approx(wanted[1], abs=0.51)


def test_a_list_is_uploaded_judged_taken_over_and_taken_back(visit, customers, identified):
    page = visit.page
    visit.upload(customers)
    visit.found()
    assert_segments(visit, identified())
    assert "kunden_test.csv: 1.500 Kunden" in page.inner_text(".source-line")
    assert page.locator("figure[data-chart]:visible").count() >= 3
    assert page.inner_text("#kkm-import").count("✓ stimmt") == 5

    page.select_option('select[name="definition"]', "both")
    page.select_option('select[name="reference_year"]', "2024")
    page.fill('input[name="threshold"]', "7.500")
    page.press('input[name="threshold"]', "Enter")
    page.wait_for_function("document.querySelector('[data-field=threshold]').classList.contains('changed')")
    visit.found()
    assert_segments(visit, identified("--definition", "both", "--reference-year", "2024", "--threshold", "7500"))
    for _ in range(3):
        visit.undo()
    visit.found()
    inputs = identified()["model_inputs"]
    assert_segments(visit, identified())

    assert visit.quantity("small_customers") == 4_000
    page.click('[data-take-over="history"]')
    visit.ready()
    assert visit.quantity("small_customers") == inputs["small_customers"]
    assert "nach Historie" in page.inner_text(".decision .basis")
    visit.step("potential")
    visit.ready()
    page.focus('input[type="text"][name="small_customers"]')
    assert "kunden_test.csv" in page.inner_text(".source")

    # What comes from the list follows it, wherever the threshold is moved.
    visit.step("break_even")
    visit.ready()
    page.fill('input[type="text"][name="visits_per_customer"]', "8")
    page.press('input[type="text"][name="visits_per_customer"]', "Enter")
    page.wait_for_selector(".toast.on:has-text('folgt der Kundenliste')")
    followed = identified("--threshold", "15000")["model_inputs"]["small_customers"]
    assert visit.quantity("small_customers") == followed != inputs["small_customers"]
    for _ in range(3):
        visit.undo()
    visit.ready()
    assert visit.quantity("small_customers") == 4_000
    assert visit.complaints == []


NO_POTENTIAL = "Unter den kleinen ist kein Potenzialkunde"
REAL_LISTS = (
    ("online_retail_ii/online_retail_II_customers_by_year.csv", 2010, NO_POTENTIAL),  # 2011 ends on 9 December
    ("adventureworks_resellers/aw_resellers_by_year.csv", 2019, "1 Kunde gilt als Potenzialkunde und zählt nicht"),
    ("northwind/northwind_customers_by_year.csv", 1997, NO_POTENTIAL),
)


@pytest.mark.parametrize(("name", "year", "title"), REAL_LISTS)
def test_a_real_list_shows_the_sums_of_plain_pandas_and_makes_the_case(visit, name, year, title):
    file = SHARED / "realdata" / name
    if not file.exists():
        pytest.skip(f"the real data are not beside this repository (../shared/realdata/{name})")
    revenue = pd.read_csv(file)[f"rev_{year}"]
    above = revenue >= visit.quantity("revenue_threshold")
    visit.upload(file)
    visit.found()
    field, potential, small, unknown, everybody = visit.segments()
    assert field == (above.sum(), pytest.approx(revenue[above].sum(), abs=0.51))
    assert sum(part[0] for part in (potential, small, unknown)) == (~above).sum()
    assert everybody == (len(revenue), pytest.approx(revenue.sum(), abs=0.51))
    assert title in visit.page.inner_text(FOUND)

    command = [sys.executable, "-m", "kkm_helpers.cli", "identify", str(file), "--json"]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    visit.page.click('[data-take-over="history"]')
    visit.ready()
    assert visit.quantity("small_customers") == answer["model_inputs"]["small_customers"]
    visit.step("business_case")
    visit.ready()
    visit.page.wait_for_selector('.kkm[data-python="judged"]', timeout=60_000)
    assert visit.page.locator("figure[data-chart] .main-svg:visible").count()
    assert visit.complaints == []


def test_tables_are_handed_over_as_files(visit, customers):
    page = visit.page
    visit.upload(customers)
    visit.found()
    with page.expect_download() as segments:
        page.click('[data-file="segments.csv"]')
    content = segments.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 1_501
    page.fill('input[name="control_share"]', "10")
    page.press('input[name="control_share"]', "Enter")
    with page.expect_download() as worklist:
        page.click('[data-file="worklist.xlsx"]')
    assert worklist.value.path().read_bytes().startswith(b"PK")
    assert "Kontrollgruppe" in page.inner_text(".toast")
    assert visit.complaints == []


def test_a_file_that_is_no_list_is_told_at_the_field_and_one_can_go_on(visit, customers, tmp_path):
    page = visit.page
    picture = tmp_path / "umsatz.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    visit.upload(picture)
    page.wait_for_selector('[data-file="customer_list"] .error:not([hidden])')
    assert "PNG" in page.inner_text('[data-file="customer_list"] .error')
    assert page.get_attribute('input[name="customer_list"]', "aria-invalid") == "true"
    visit.upload(customers)
    visit.found()
    # The list that is there stays until another was read.
    page.click("text=Andere Liste wählen")
    visit.upload(picture)
    page.wait_for_selector('[data-file="customer_list"] .error:not([hidden])')
    page.click("text=Zurück zu kunden_test.csv")
    visit.found()
    page.click('[data-drop="list"]')
    page.wait_for_selector("text=Noch keine Kundenliste geladen")


def test_a_reading_is_cancelled_at_once_and_leaves_nothing(visit, tmp_path):
    page = visit.page
    large = tmp_path / "gross.csv"
    line = "{number};Kunde {number};" + "x" * 400 + ";1.234,50\n"
    with large.open("w", encoding="utf-8") as file:
        file.write("Kundennr;Firma;Notiz;Umsatz 2025\n")
        file.writelines(line.replace("{number}", str(number)) for number in range(60_000))
    visit.upload(large)
    page.wait_for_selector(".list-busy")
    page.click(".list-busy button")
    page.wait_for_selector(".list-empty", timeout=2_000)
    page.wait_for_timeout(3_000)
    assert page.locator(".list-empty").is_visible()
    assert page.locator(".file-field .error:visible").count() == 0


def test_columns_are_assigned_by_hand_and_the_scenario_remembers(visit, tmp_path):
    page = visit.page
    file = tmp_path / "seltsam.csv"
    rows = "".join(f"{number};K {number};{number * 100},00;1,00\n" for number in range(1, 120))
    file.write_text(f"Kundennr;Firma;Wert A;Wert B\n{rows}", encoding="utf-8")
    visit.upload(file)
    page.wait_for_selector(".mapping")
    for header in ("Wert A", "Wert B"):
        page.fill('input[name="mapping_year"]', "2025")
        page.select_option('select[name="mapping_year_header"]', header)
        page.click(".mapping-add button")
    page.click('.mapping button[type="submit"]')
    visit.found()
    assert visit.segments()[-1][1] == pytest.approx(sum(number * 100 + 1 for number in range(1, 120)), abs=0.51)


def test_columns_of_the_second_list_are_assigned_by_hand(visit, customers, tmp_path):
    page = visit.page
    file = tmp_path / "besuche.csv"
    numbers = [line.split(";")[0] for line in customers.read_text(encoding="utf-8-sig").splitlines()[1:]]
    rows = "".join(f"{number};3\n" for number in numbers)
    file.write_text(f"Nr beim Kunden;Wie oft dort\n{rows}", encoding="utf-8")
    visit.upload(customers)
    visit.found()
    visit.upload(file, "crm_later")
    page.wait_for_selector('[data-file="crm_later"] .error:not([hidden])')
    page.select_option('select[name="crm_column_customer_id"]', "Nr beim Kunden")
    page.select_option('select[name="crm_column_visits"]', "Wie oft dort")
    page.click('.mapping:has([name="crm_column_visits"]) button[type="submit"]')
    page.wait_for_selector('[data-file="crm_later"] .chosen:has-text("besuche.csv")')
    visit.found()
    # What cannot be read another way is told at the form, and what was read stays.
    assert page.input_value('select[name="crm_column_visits"]') == "Wie oft dort"
    page.select_option('select[name="crm_column_customer_id"]', " ")
    page.click('.mapping:has([name="crm_column_visits"]) button[type="submit"]')
    page.wait_for_selector('.mapping:has([name="crm_column_visits"]) .error:has-text("besuche.csv")')
    assert page.locator(".list-found").is_visible()
    assert visit.complaints == []


def test_the_app_opens_with_a_list_and_reviews_it_a_year_later(chromium, serve_command, customers, tmp_path):
    import pandas as pd

    table = pd.read_csv(customers, sep=";", decimal=",", dtype={"customer_id": str}, encoding="utf-8-sig")
    before = write_table(table.drop(columns="revenue_2025"), tmp_path / "vorher.csv")
    serve = f"serve(open_browser=False, customers=Path({str(before)!r}))"
    served = serve_command("-c", f"from pathlib import Path; from kkm_helpers.app import serve; {serve}")
    visit = ListPage(chromium, served.address())
    page = visit.page
    visit.found()
    assert "vorher.csv" in page.inner_text(".source-line")
    assert page.inner_text('[data-take-over="history"]') == "Übernommen, nach Historie"
    visit.step("review")
    page.click(".drop > .link")
    visit.upload(customers, "review_after")
    page.click(".drop .buttons button")
    page.wait_for_selector(f"{FOUND} .measures tr[data-measure]", timeout=60_000)
    lights = page.eval_on_selector_all(".measures tr[data-measure]", "rows => rows.map((row) => row.dataset.status)")
    assert len(lights) == 6
    assert "unknown" in lights
    assert page.locator('figure[data-chart="moves"]').is_visible()
    assert visit.complaints == []
    visit.context.close()


def test_the_steps_about_lists_are_accessible(visit, customers):
    from axe_playwright_python.sync_playwright import Axe

    page = visit.page
    violations = {"empty": Axe().run(page).response["violations"]}
    visit.upload(customers)
    visit.found()
    page.evaluate("document.querySelectorAll('.list-step details').forEach((part) => (part.open = true))")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        violations[width] = Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {where: [each["id"] for each in found] for where, found in violations.items() if found} == {}
