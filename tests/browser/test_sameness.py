"""Every face of a case shows the same figures: command, notebook, app, page as a file, Excel, slides, report."""

import json

import pandas as pd
import pptx
import pytest
import yaml

from kkm_helpers.batch.running import Run, run_batch
from kkm_helpers.cli import main
from kkm_helpers.exports import export
from kkm_helpers.exports.report.page import page_of
from kkm_helpers.language import short_money
from kkm_helpers.resources import notebooks_folder
from kkm_helpers.scenario import build_case, load_scenario
from tests.browser.visiting import Page, assert_shows
from tests.exports.spreadsheet import converted, figures

pytestmark = [pytest.mark.browser, pytest.mark.notebook]

CASES = {
    "default": {},
    "history": {"potential_basis": "history"},
    "build": {"outsource_fte_price": 12_000, "captured_share": 0.08},
    "hybrid": {"outsource_fte_price": 9_000, "transfer_month": 9, "captured_share": 0.1},
    "dissolve": {"contribution_margin": 0.05, "order_value": 120, "dissolve_kept_margin": 1, "cost_per_order": 40},
    "short": {"horizon_months": 12},
    "long": {"horizon_months": 120, "captured_share": 0.03},
    "no_takeover": {"transfer_month": 60, "horizon_months": 48},
    "small": {"small_customers": 37, "revenue_per_customer": 1234.5},
    "growth": {"wage_growth": 0.06, "price_growth": 0, "discount_rate": 0.0825, "staffing": "fixed"},
}
NAMES = (
    "revenue_threshold", "margin_threshold", "inside_reps", "additional_revenue_needed", "dissolve_npv", "build_npv",
    "outsource_npv", "hybrid_npv", "build_payback_month", "outsource_payback_month", "recommended_option",
)  # fmt: skip


DECKS = 4
"""Slides take the longest to write."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a scenario file for each case."""
    folder = tmp_path_factory.mktemp("same")
    (folder / "in").mkdir()
    for name, values in CASES.items():
        (folder / "in" / f"{name}.yaml").write_text(yaml.safe_dump({"name": name, **values}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cases(folder):
    """Return each case by name, as `build_case` makes it of its file."""
    return {name: build_case(load_scenario(folder / "in" / f"{name}.yaml")) for name in CASES}


@pytest.fixture(scope="module")
def expected(cases):
    """Return the figures of each case by its name, as `evaluate` has them."""
    return {name: {each: plain(case.results[each]) for each in NAMES} for name, case in cases.items()}


def plain(value):
    return value if value is None or isinstance(value, str) else float(value)


def assert_same(found, expected):
    for name, figures_of_case in expected.items():
        for each, wanted in figures_of_case.items():
            there = plain(found[name][each])
            if isinstance(wanted, float):
                assert there == pytest.approx(wanted, rel=1e-12, abs=1e-6), (name, each)
            else:
                assert there == wanted, (name, each)


def test_the_command_says_the_same(folder, expected, capsys):
    found = {}
    for name in CASES:
        assert main(["calc", "--scenario", str(folder / "in" / f"{name}.yaml"), "--json"]) == 0
        found[name] = json.loads(capsys.readouterr().out)
    assert_same(found, expected)


def test_the_notebook_says_the_same(folder, expected):
    notebook = notebooks_folder() / "5_business_case.ipynb"
    report = run_batch(Run(folder / "in", folder / "out", notebooks=(notebook,), workers=2))
    assert not report.failed
    table = pd.read_parquet(folder / "out" / "results.parquet").set_index("name")
    rows = table.astype(object).where(table.notna(), None)
    assert_same({name: rows.loc[name].to_dict() for name in CASES}, expected)


def test_the_app_and_the_page_as_a_file_show_the_same(chromium, app, exported, cases, expected):
    file, served = Page(chromium, exported), Page(chromium, app.url)
    found = {
        name: file.page.evaluate(
            "([values, names]) => { const all = $model.evaluate(values);"
            "return Object.fromEntries(names.map((name) => [name, all[name]])); }",
            [dict(case.results.assumptions), list(NAMES)],
        )
        for name, case in cases.items()
    }
    assert_same(found, expected)
    for page in (file, served):
        for name in ("default", "history"):
            if name == "history":
                page.step("potential")
                page.page.get_by_text("nach Historie", exact=True).click()
                page.ready()
            page.step("business_case")
            assert_shows(page, **CASES[name])
        page.context.close()


def test_what_the_file_cannot_compute_says_that_it_is_as_exported(chromium, exported, cases):
    page = Page(chromium, exported)
    page.step("risk")
    stand = page.page.locator("[data-as-exported=risk]")
    finding = page.page.locator(".judged h2.finding").inner_text()
    assert "folgt den Reglern nicht" in stand.inner_text()
    page.step("business_case")
    page.type("captured_share", "1,0")
    assert cases["default"].results["recommended_option"] != "passive"
    page.step("risk")
    assert "gehört weiter zum ausgegebenen Fall" in stand.inner_text()
    assert page.page.locator(".judged h2.finding").inner_text() == finding
    page.page.keyboard.press("Control+z")
    page.ready()
    assert "folgt den Reglern nicht" in stand.inner_text()
    assert page.complaints == []
    page.context.close()


def test_excel_calculates_the_same(cases, expected, folder):
    files = [export(case, folder / f"{name}.xlsx") for name, case in cases.items()]
    for name, file in zip(cases, converted(files, folder), strict=True):
        found = figures(file)
        for each in NAMES:
            wanted = expected[name][each]
            if isinstance(wanted, float):
                assert found[each] == pytest.approx(wanted, rel=1e-9, abs=1e-6), (name, each)


def test_slides_and_report_say_the_same(cases, folder):
    for number, (name, case) in enumerate(cases.items()):
        best = max(("build", "outsource", "hybrid"), key=lambda option: case.results[f"{option}_npv"])
        if best == "hybrid" and not case.results["takeover"]:
            continue
        figure = short_money(case.results[f"{best}_npv"], "de")
        assert figure in page_of(case, "de"), (name, figure)
        if number < DECKS:
            assert any(figure in text for text in _texts(export(case, folder / f"{name}.pptx"))), (name, figure)


def _texts(deck):
    for slide in pptx.Presentation(deck).slides:
        for shape in slide.shapes:
            for frame in _frames(shape):
                yield from (paragraph.text for paragraph in frame.paragraphs)


def _frames(shape):
    if shape.has_text_frame:
        yield shape.text_frame
    if getattr(shape, "has_table", False) and shape.has_table:
        yield from (cell.text_frame for row in shape.table.rows for cell in row.cells)
