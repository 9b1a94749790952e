"""The case as one file with sliders: what is in it, and what never is."""

import json
import re

import pytest

from kkm_helpers.exports import export
from kkm_helpers.exports.interactive.page import page_of
from kkm_helpers.resources import data_folder
from kkm_helpers.scenario import build_case, scenario_from


def state_in(page):
    return json.loads(re.search(r'<script id="kkm-first" type="application/json">(.*?)</script>', page)[1])["state"]


def test_it_opens_with_the_case_in_the_language_asked_for():
    page = page_of(build_case(scenario_from({"name": "Nord", "visits_per_customer": 4})), "en")
    state = state_in(page)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Nord</title>" in page
    assert state["case"]["values"]["visits_per_customer"] == 4
    assert state["locked"] is False
    assert state_in(page_of(build_case(), "de", locked=True))["locked"] is True


def test_it_may_ask_no_host():
    page = page_of(build_case(), "de")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert not re.search(r"<(?:link|img|iframe|script src)", page.split("<body>")[0])


@pytest.mark.parametrize(
    "name", ["</script><b>x", "<!--<script>", '"&<>', "=HYPERLINK(1)", "\u202eשלום 🙂", "Ü" * 10_000]
)  # fmt: skip
def test_a_name_is_text_whatever_it_is(name):
    page = page_of(build_case(scenario_from({"name": name})), "de")
    assert state_in(page)["case"]["record"]["name"] == name
    assert page.count("</script>") == 5


def test_of_a_customer_list_only_the_figures_of_the_group_are_in_it(tmp_path):
    customers = data_folder() / "demo_customers.csv"
    case = build_case(customers_file=customers)
    page = export(case, tmp_path / "case.html").read_text(encoding="utf-8")
    assert state_in(page)["case"]["values"]["small_customers"] == case.results.assumptions["small_customers"]
    lines = customers.read_text(encoding="utf-8-sig").splitlines()[1:]
    for line in lines[::50]:
        number, name, *_ = line.split(";")
        assert name.strip('"') not in page
        assert number not in page


def test_what_only_python_computes_comes_with_the_page():
    case = build_case(customers_file=data_folder() / "demo_customers.csv")
    shown = state_in(page_of(case, "de"))["exported"]
    assert list(shown["de"]) == list(shown["en"]) == ["risk", "identification"]
    assert list(state_in(page_of(build_case(), "de"))["exported"]["de"]) == ["risk"]
    charts = [chart["name"] for block in shown["en"]["identification"] for chart in block.get("charts", ())]
    assert charts == ["segments", "visits_by_revenue"], "a curve over the customers would hold the revenue of each"
    assert {"distribution", "tornado"} <= {
        chart["name"] for block in shown["de"]["risk"] for chart in block.get("charts", ())
    }


def test_the_same_case_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    first, second = (export(build_case(), tmp_path / f"{name}.html").read_bytes() for name in "ab")
    assert first == second
    assert b"15.06.2025" in first
