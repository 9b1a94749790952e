"""The comparison page: what it says, in both languages, and that nothing in it can run or be fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kkm_helpers.batch.comparison import Comparison, comparison_page, recommendations
from kkm_helpers.batch.computing import RememberedLists, compute
from kkm_helpers.batch.entries import entry_of
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import Scenario, build_case

LOW = {"captured_share": 0.02}
EVIL = "<img src=x onerror=alert(1)>&\"'"


class Reading(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.quantities = set(), [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.addresses += [given[name] for name in ("href", "src") if name in given]
        if "data-quantity" in given:
            self.quantities.setdefault(given["data-quantity"], []).append(given["data-value"])


def page(overrides, language="de", failed=(), **settings):
    batch = [entry_of(name, Scenario(given)) for name, given in overrides.items()]
    frame = compute(batch, RememberedLists()).frame
    shown = Comparison(
        frame,
        settings.pop("succeeded", len(frame)),
        recommendations(frame),
        failed,
        "szenarien.xlsx",
        "heute",
        **settings,
    )
    return comparison_page(shown, language)


def words(text):
    body = text[text.index("<body") :]
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " ").split())


def test_the_figures_are_those_of_the_model():
    found = Reading(page({"Nord": {"captured_share": 0.08}, "Süd": LOW}))
    nord, sued = (build_case(Scenario(given)).results for given in ({"captured_share": 0.08}, LOW))
    assert nord["recommended_option"] == "outsource"
    assert sued["recommended_option"] == "passive"
    assert [float(value) for value in found.quantities["revenue_threshold"]] == [9375, 9375]
    # Once behind the bar and once in the table.
    assert float(found.quantities["outsource_npv"][0]) == pytest.approx(nord["outsource_npv"])
    assert found.quantities["recommended_option"] == ["outsource", "passive"]
    assert found.quantities["captured_share"] == ["0.08", "0.02"]
    assert "" in [
        value for name, values in found.quantities.items() if name.endswith("payback_month") for value in values
    ]


def test_it_is_told_in_german():
    text = words(page({"Nord": {"captured_share": 0.08}, "Süd": LOW}, failed=[("West", KkmError("kaputt", "broken"))]))
    assert "Vergleich von 3 Szenarien aus szenarien.xlsx" in text
    assert "Empfohlen ist 1-mal Externe Vergabe, 1-mal Passiv bleiben" in text
    assert "Nicht gerechnet: 1 West kaputt" in text
    assert "Am meisten bringt Nord" in text
    assert "8,0 %" in text


def test_it_is_told_in_english():
    text = words(page({"Nord": {"captured_share": 0.08}, "South": LOW}, "en", [("West", KkmError("kaputt", "broken"))]))
    assert "Recommended: 1 × Outsource, 1 × Stay passive" in text
    assert "Not computed: 1 West broken" in text
    assert not re.search(r"\b(?:Szenario|und|der|Kapitalwert|Vorgabe)\b", text)


def test_all_of_one_mind():
    assert "Alle 2 Szenarien empfehlen: Passiv bleiben" in words(page({"a": LOW, "b": LOW}))
    assert "In keinem Szenario spielt eine aktive Option ihre Kosten ein" in words(page({"a": LOW}))
    assert "Empfehlung: Passiv bleiben" in words(page({"a": LOW}))
    assert "Kein Szenario ließ sich rechnen" in words(page({}))


def test_nothing_runs_and_nothing_is_fetched():
    text = page({EVIL: {}}, links={EVIL: "notebooks/a b#.ipynb"}, failed=[(EVIL, KkmError(EVIL, EVIL))])
    found = Reading(text)
    assert not found.tags & {"script", "img", "link", "iframe", "object"}
    assert found.addresses == ["notebooks/a%20b%23.ipynb"] * 2
    assert "default-src 'none'" in text
    assert "://" not in text
    assert "onerror=alert" in words(text)


def test_a_long_run_shows_its_beginning_and_says_so():
    assert "die ersten 1 von 5.000 Szenarien" in words(page({"a": {}}, succeeded=5_000))


def test_the_best_of_the_first_ones_is_not_called_the_best_of_all():
    text = words(page({"Nord": {"captured_share": 0.08}, "Süd": LOW}, succeeded=9_000))
    assert "Gezeigt sind die ersten 2 von 9.000 Szenarien" in text
    assert "Unter den gezeigten bringt Nord am meisten" in text
    assert "In keinem der gezeigten Szenarien spielt" in words(page({"Süd": LOW}, succeeded=9_000))


def test_none_is_the_best_where_all_bring_the_same():
    assert "All bring the same: €" in words(page({"a": {}, "b": {}}, "en"))


def test_a_run_that_was_stopped_says_what_is_missing():
    text = words(page({"a": {}, "b": {}}, left=5))
    assert "Vergleich von 7 Szenarien" in text
    assert "Alle 2 gerechneten Szenarien empfehlen: Externe Vergabe" in text
    assert "Der Lauf wurde abgebrochen: 5 von 7 Szenarien fehlen." in text
