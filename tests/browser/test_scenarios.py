"""Scenarios and exports in the app: save, open, compare, log, files for others."""

import openpyxl
import pytest
import yaml

from kkm_helpers import evaluate
from kkm_helpers.scenario import build_case, load_scenario
from tests.browser.visiting import Page, assert_shows

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium, app):
    page = Page(chromium, app.url)
    page.joined()
    yield page
    assert page.complaints == []
    page.context.close()


def choose(visit, menu, entry):
    visit.page.click(f'[data-menu="{menu}"] > summary')
    visit.page.click(entry)


def downloaded(visit, menu, entry, folder):
    with visit.page.expect_download(timeout=60_000) as waiting:
        choose(visit, menu, entry)
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def open_file(visit, name, content):
    visit.page.set_input_files(
        '[data-menu="scenario"] + input[type="file"]',
        {"name": name, "mimeType": "application/yaml", "buffer": content.encode()},
    )


def test_a_case_is_saved_and_opened_again(visit, tmp_path):
    visit.type("visits_per_customer", "6")
    choose(visit, "scenario", '[data-scenario="name"]')
    visit.page.get_by_label("Name", exact=True).fill("Elektriker Nord")
    visit.page.get_by_role("button", name="Übernehmen").click()
    file = downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path)
    assert file.name == "Elektriker Nord.yaml"
    saved = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert saved == {"name": "Elektriker Nord", "language": "de", "visits_per_customer": 6}
    assert build_case(load_scenario(file)).results["revenue_threshold"] == 11_250

    open_file(visit, "andere.yaml", "name: Andere\ncaptured_share: 0.04  # Workshop\n")
    visit.page.wait_for_selector(".toast.on >> text=andere.yaml ist geöffnet")
    visit.ready()
    assert_shows(visit, captured_share=0.04)
    assert visit.page.locator(".brand p").inner_text() == "Andere"
    visit.page.reload()
    visit.joined()
    visit.type("contribution_margin", "30 %")
    again = downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path).read_text(encoding="utf-8")
    assert "captured_share: 0.04  # Workshop" in again, "what somebody wrote into the file stays, with a new kernel too"

    open_file(visit, "dritte.yaml", "# dritte\nname: Dritte\n")
    visit.page.wait_for_selector(".toast.on >> text=dritte.yaml ist geöffnet")
    visit.page.locator(".toast").get_by_role("button", name="Rückgängig").click()
    visit.ready()
    undone = downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path).read_text(encoding="utf-8")
    assert undone == again


def test_a_wrong_file_changes_nothing_and_says_which_line(visit):
    open_file(visit, "falsch.yaml", "name: x\nvisits_per_custmer: 4\n")
    said = visit.page.wait_for_selector('[data-menu="scenario"] .error >> text=Zeile 2')
    assert "visits_per_customer" in said.inner_text()
    assert not visit.page.locator(".toast.on").count(), "what went wrong is said where it was tried"
    assert_shows(visit)
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator('[data-menu="scenario"] .error').is_visible()


def test_scenarios_stand_side_by_side(visit):
    choose(visit, "scenario", '[data-scenario="keep"]')
    choose(visit, "scenario", '[data-scenario="pessimistic"]')
    visit.page.wait_for_selector(".toast.on >> text=Pessimistisch: übernommen")
    visit.ready()
    assert visit.quantities()["revenue_threshold"] == evaluate()["revenue_threshold"]
    choose(visit, "scenario", '[data-scenario="compare"]')
    visit.page.wait_for_selector('dialog[open] figure[data-chart="scenario_values"] .main-svg')
    rows = visit.page.locator("dialog[open] tbody tr").all_inner_texts()
    assert any(row.startswith("Empfehlung") for row in rows)
    assert any(row.startswith("Ausschöpfung des offenen Potenzials\t4,0\u00a0%\t5,0\u00a0%") for row in rows)
    visit.page.get_by_role("button", name="Öffnen").click()
    visit.ready()
    assert_shows(visit)


def test_stress_cases_are_those_of_the_case_before_and_do_not_add_up(visit):
    for name in ("pessimistic", "optimistic", "pessimistic", "expected"):
        before = visit.page.locator(".toast").inner_text()
        choose(visit, "scenario", f'[data-scenario="{name}"]')
        visit.page.wait_for_function("(before) => document.querySelector('.toast').innerText !== before", arg=before)
        visit.ready()
        if name == "pessimistic":
            visit.step("business_case")
            assert visit.field("captured_share").input_value() == "4,0"
    assert_shows(visit)


def test_the_log_says_what_was_changed(visit, tmp_path):
    visit.type("visits_per_customer", "6")
    choose(visit, "scenario", '[data-scenario="log"]')
    row = visit.page.locator("dialog[open] .log tbody tr")
    assert "5\u00a0Besuche im Jahr" in row.inner_text()
    row.get_by_role("textbox").fill("so sieht es der Vertrieb")
    row.get_by_role("textbox").press("Tab")
    visit.page.get_by_label("ins gespeicherte Szenario aufnehmen").check()
    visit.page.get_by_role("button", name="Schließen").click()
    file = downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path)
    (entry,) = load_scenario(file).log
    assert (entry["what"], entry["remark"]) == ("Besuche je Kunde und Jahr", "so sieht es der Vertrieb")

    visit.page.reload()
    visit.joined()
    choose(visit, "scenario", '[data-scenario="log"]')
    assert visit.page.locator("dialog[open] .log tbody tr").count() == 1
    visit.page.get_by_role("button", name="Schließen").click()

    open_file(visit, "mit_protokoll.yaml", file.read_text(encoding="utf-8"))
    visit.page.wait_for_selector(".toast.on >> text=mit_protokoll.yaml ist geöffnet")
    again = load_scenario(downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path)).log
    assert "so sieht es der Vertrieb" in [each["remark"] for each in again]


def test_what_is_not_saved_says_so(visit, tmp_path):
    summary = visit.page.locator('[data-menu="scenario"] > summary')
    assert summary.inner_text() == "Szenario"
    visit.type("visits_per_customer", "6")
    assert summary.inner_text() == "Szenario, nicht gespeichert"
    downloaded(visit, "scenario", '[data-scenario="save"]', tmp_path)
    visit.page.wait_for_selector(".toast.on >> text=liegt bei Ihren Downloads")
    visit.type("visits_per_customer", "6,5")
    visit.type("visits_per_customer", "6")
    assert summary.inner_text() == "Szenario"


def test_an_export_says_what_it_is_at_and_is_cancelled(visit):
    page, files = visit.page, []
    page.on("download", lambda file: files.append(file.suggested_filename))
    choose(visit, "export", '[data-export=".pptx"]')
    page.wait_for_selector(".menu-work >> text=PowerPoint, Folien: Inhalt von Folie")
    page.click(".menu-work button")
    assert not page.locator(".menu-work").is_visible()
    # Python is free at once, and nothing of the file comes any more.
    choose(visit, "scenario", '[data-scenario="compare"]')
    page.wait_for_selector('dialog[open] figure[data-chart="scenario_values"] .main-svg', timeout=3_000)
    assert files == []


@pytest.mark.parametrize("ending", [".xlsx", ".html", ".pdf"])
def test_the_case_on_view_leaves_as_a_file(visit, tmp_path, ending):
    visit.type("visits_per_customer", "6")
    file = downloaded(visit, "export", f'[data-export="{ending}"]', tmp_path)
    assert file.name == f"kleinkunden{ending}"
    if ending == ".xlsx":
        names = openpyxl.load_workbook(file, data_only=True).defined_names
        assert "revenue_threshold" in names
        assert build_case(load_scenario(file)).results["revenue_threshold"] == 11_250
    assert file.stat().st_size > 20_000
