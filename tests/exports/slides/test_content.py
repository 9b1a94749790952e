"""What the slides say: findings as titles, the figures of the model, and no customer."""

import re

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.business_case import cumulative_cash
from kkm_helpers.charts.parts import Choice
from kkm_helpers.charts.template import filled
from kkm_helpers.exports.report.blocks import KeyFigures, Paragraph, Table
from kkm_helpers.exports.slides.deck import Beside
from kkm_helpers.exports.slides.plots import Plot
from kkm_helpers.language import format_value, short_money
from kkm_helpers.widgets.steps import STEP_OF
from tests.exports.report_cases import CASES
from tests.exports.slides.decks import case, deck

WITHOUT_A_LIST = [
    "decision", "situation", "threshold", "potential", "team", "cash", "options", "risk", "preconditions", "next_steps",
    "assumptions",
]  # fmt: skip


def blocks(slide):
    for block in slide.blocks:
        if isinstance(block, Beside):
            yield from (each for cell in block.cells for each in cell)
        else:
            yield block


def plots(found, name):
    slide = next(each for each in found.slides if each.name == name)
    return [block for block in blocks(slide) if isinstance(block, Plot)]


def said(found):
    """Return everything on the slides as one text without spaces."""
    pieces = []
    for slide in found.slides:
        pieces += [slide.topic, slide.finding]
        for block in blocks(slide):
            if isinstance(block, Paragraph):
                pieces.append(block.text)
            elif isinstance(block, Table):
                pieces += [cell for row in block.words.rows for cell in row]
            elif isinstance(block, KeyFigures):
                pieces += [figure.value for figure in block.figures]
    return re.sub(r"\s", "", " ".join(pieces))


@pytest.mark.parametrize("name", CASES)
def test_every_case_has_its_slides(name):
    assert [slide.name for slide in deck(name).slides] == WITHOUT_A_LIST
    assert all(slide.finding and slide.blocks and slide.notes for slide in deck(name).slides)


def test_a_list_adds_the_segments():
    names = [slide.name for slide in deck("demo").slides]
    assert names == [*WITHOUT_A_LIST[:3], "segments", *WITHOUT_A_LIST[3:]]
    (shares,) = plots(deck("demo"), "segments")
    counted = case("demo").identification.segments["customers"]
    small = next(series for series in shares.series if series.name == "Kleinkunden")
    assert small.values[0] == pytest.approx(counted["small"] / counted.sum())


def test_no_customer_is_named():
    found = deck("demo")
    whole = repr(found)
    assert not [name for name in case("demo").customers.frame["name"] if len(str(name)) > 8 and str(name) in whole]


@pytest.mark.parametrize("name", ["default", "passive", "dissolve", "hybrid", "ten_years"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_slides_show_the_figures_of_the_model(name, language):
    text, results = said(deck(name, language)), evaluate(**CASES[name][0])
    for option in ("dissolve", "build", "outsource", "hybrid"):
        for end in ("npv", "npv_36", "total_cost", "total_benefit"):
            assert re.sub(r"\s", "", short_money(results[f"{option}_{end}"], language)) in text
    for quantity in ("revenue_threshold", "net_care_cost", "additional_revenue_needed", "inside_revenue_threshold"):
        assert re.sub(r"\s", "", format_value(results[quantity], "EUR", language)) in text


@pytest.mark.parametrize("name", ["default", "passive", "dissolve", "build"])
def test_the_charts_have_the_figures_of_the_model(name):
    found, results = deck(name), evaluate(**CASES[name][0])
    (threshold,) = plots(found, "threshold")
    names = ("inside_revenue_threshold", "revenue_per_customer", "margin_threshold", "revenue_threshold")
    assert threshold.series[0].values == pytest.approx([results.value(each) for each in names])
    (cash,) = plots(found, "cash")
    called = {"Eigenaufbau": "build", "Externe Vergabe": "outsource", "Hybrid": "hybrid", "Auflösen": "dissolve"}
    assert {"Eigenaufbau", "Externe Vergabe", "Hybrid"} <= {line.name for line in cash.series} or name == "passive"
    for line in cash.series:
        expected = results[f"{called[line.name]}_cumulative"] / 1e6
        assert line.values[1:] == pytest.approx(expected.tolist())
        assert line.places[1:] == tuple(range(1, 61))
    (options,) = plots(found, "options")
    for label, value in zip(options.categories, options.series[0].values, strict=True):
        assert value == results[f"{called[label]}_npv"]
    (customers,) = plots(found, "situation")
    assert customers.series[0].values[-1] == results["passive_customers"][-1]


def test_swings_are_changes_of_the_present_value():
    (tornado,) = plots(deck("default"), "risk")
    low, high = (series.values for series in tornado.series)
    results = evaluate()
    assert tornado.categories[0].startswith("Ausschöpfung des offenen Potenzials (1,0")
    for change, captured in ((low[0], 0.01), (high[0], 0.08)):
        assert change == pytest.approx(evaluate(captured_share=captured)["outsource_npv"] - results["outsource_npv"])


def test_titles_are_the_findings_of_the_steps():
    found = {slide.name: slide.finding for slide in deck("default").slides}
    assert found["cash"] == cumulative_cash(case("default").results, "de").title
    said = filled(Choice(*STEP_OF["break_even"].findings), case("default").results, "de")
    assert found["threshold"] == said
    assert len(set(found.values())) == len(found)


def test_notes_have_the_calculation_path():
    notes = next(slide.notes for slide in deck("default").slides if slide.name == "threshold")
    assert notes[0] == "Rechenweg:"
    assert "   750 € / 8,0 % = 9.375 €".replace(" ", "") in [re.sub(r"\s", "", line) for line in notes]


def test_what_leaves_the_scale_is_said():
    slide = next(each for each in deck("default").slides if each.name == "cash")
    assert any("außerhalb der Skala" in block.text for block in blocks(slide) if isinstance(block, Paragraph))


def test_an_open_factor_names_its_first_question_and_the_notes_all():
    slide = next(each for each in deck("default").slides if each.name == "preconditions")
    table = next(block for block in slide.blocks if isinstance(block, Table))
    assert table.words.rows[0][-1] == "Kennt der Außendienst das Vorhaben und seinen Grund? (und 2 weitere)"
    assert any("Hat jeder Kleinkunde zwei benannte Ansprechpartner?" in note for note in slide.notes)
