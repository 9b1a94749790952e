"""The board paper as one page: the same content, well-formed, and nothing that asks another host."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkm_helpers import evaluate
from kkm_helpers.charts.theme import tokens
from kkm_helpers.exports.report.blocks import Paragraph, Report, clean
from kkm_helpers.exports.report.content import report_of
from kkm_helpers.exports.report.page import set_as_page, write
from kkm_helpers.language import format_value, short_money
from kkm_helpers.resources import data_folder
from kkm_helpers.scenario import build_case, load_scenario
from tests.exports.report_cases import CASES, MARKUP

DAY = datetime(2025, 3, 5)  # noqa: DTZ001 - a day is enough
VOID = {"meta", "br"}


class Reading(HTMLParser):
    """What a browser reads: the elements in order, their attributes, and the text of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def text(self) -> str:
        return re.sub(
            r"\s", "", "".join(part for name, parts in self.texts.items() if name != "style" for part in parts)
        )


@cache
def page(name: str, language: str = "de") -> str:
    overrides, scenario = CASES[name]
    return set_as_page(report_of(build_case(scenario, overrides), language, DAY))


@pytest.mark.parametrize("name", ["default", "passive", "dissolve", "markup"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_the_figures_of_the_model(name, language):
    said, results = Reading(page(name, language)).text(), evaluate(**CASES[name][0])
    for option in ("dissolve", "build", "outsource", "hybrid"):
        for end in ("npv", "npv_36", "total_cost"):
            assert re.sub(r"\s", "", short_money(results[f"{option}_{end}"], language)) in said
    for quantity in ("revenue_threshold", "net_care_cost", "additional_revenue_per_customer"):
        assert re.sub(r"\s", "", format_value(results[quantity], "EUR", language)) in said


def test_every_element_is_closed_and_headings_follow_one_another():
    read = Reading(page("default"))
    assert read.open == []
    assert read.tags.count("h1") == 1
    assert read.tags.count("h2") == read.tags.count("section") >= 10
    assert ("lang", "de") in read.attributes


def test_the_page_asks_no_host_and_runs_nothing():
    read = Reading(page("markup"))
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name in ("src", "href", "srcset") or name.startswith("on")]
    assert not re.search(r"url\(|@import", page("markup"))
    assert "default-src &#x27;none&#x27;" in page("markup") or "default-src 'none'" in page("markup")


def test_drawings_are_well_formed_and_take_their_colours_from_the_page():
    drawings = re.findall(r"<svg.*?</svg>", page("default"), re.DOTALL)
    assert len(drawings) >= 7
    for drawing in drawings:
        assert ET.fromstring(drawing).get("aria-label")
    references = set(re.findall(r"var\(--([\w-]+)\)", "".join(drawings)))
    assert references <= tokens().keys()
    assert "accent" in references


def test_marks_of_html_are_text():
    read = Reading(page("markup"))
    assert "".join(read.texts["h1"]) == MARKUP


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_name_can_break_the_page(name):
    def made(text):
        return set_as_page(Report("Vorlage", text, text, ("heute",), "05.03.2025", (Paragraph(text),), (), "de"))

    text = clean(name) or "x"
    read, plain = Reading(made(text)), Reading(made("x"))
    assert read.tags == plain.tags
    assert "".join(read.texts["h1"]) == text


def test_the_page_is_one_file(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741176000")
    case = build_case()
    for name in ("one.html", "two.html"):
        write(case, tmp_path / name, "en")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.html", "two.html"))
    assert one == two
    assert b"2025-03-05" in one


def test_no_customer_is_named():
    case = build_case(load_scenario(data_folder() / "demo_scenario.yaml"))
    written = set_as_page(report_of(case, "de", DAY))
    assert "Kundensegmente" in written
    assert not [name for name in case.customers.frame["name"] if len(str(name)) > 8 and str(name) in written]
