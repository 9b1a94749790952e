"""The texts of the notebooks: sections, conditions, figures put in, the same in both languages."""

from __future__ import annotations

from importlib.resources import files

import pytest

from kkm_helpers import evaluate
from kkm_helpers.engine.expressions import compiled
from kkm_helpers.language import LANGUAGES
from kkm_helpers.workbook import narrative
from kkm_helpers.workbook.narrative import COMMON, narrate, sections
from kkm_helpers.workbook.steps import STEPS

TEXTS = (*STEPS, COMMON)
CASES = (
    {},
    {"potential_basis": "history"},
    {"revenue_per_customer": 0},
    {"revenue_per_customer": 2_000},
    {"revenue_per_customer": 50_000},
    {"max_sales_cost_ratio": 0.5},
    {"visits_per_day": 1},
    {"visits_per_day": 12},
    {"captured_share": 0.01},
)


def test_figures_are_put_in_as_people_write_them():
    german = narrate("care_cost", "question", evaluate(), "de")
    english = narrate("care_cost", "question", evaluate(visits_per_customer=4), "en")
    assert "**150 €**" in german.replace("\u00a0", " ")
    assert "**750 € im Jahr**" in german.replace("\u00a0", " ")
    assert "**€600 a year**" in english.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("revenue", "said"),
    [(2_000, "deckt nicht einmal"), (5_000, "teurer, als sie sein dürfen"), (9_375, "über der Schwelle")],
)
def test_the_first_section_whose_condition_holds_is_told(revenue, said):
    assert said in narrate("break_even", "answer", evaluate(revenue_per_customer=revenue), "de")


def test_a_ratio_that_eats_the_margin_is_told_whatever_the_revenue():
    text = narrate("break_even", "remember", evaluate(max_sales_cost_ratio=0.28), "de")
    assert "Die erlaubte Quote von 28,0 % ist zu hoch" in text.replace("\u00a0", " ")


def test_the_basis_of_the_potential_changes_the_answer():
    text = narrate("potential", "answer", evaluate(potential_basis="history"), "de").replace("\u00a0", " ")
    assert "**7.500 €**" in text
    assert "33,33 %" not in text
    assert "66,67 %" in text


def test_a_step_may_say_it_in_the_common_words():
    assert narrate("care_cost", "calculation", evaluate(), "en") == "### Calculation path"


def test_an_unknown_section_is_an_error():
    with pytest.raises(KeyError, match="nonsense"):
        narrate("care_cost", "nonsense", evaluate(), "de")


@pytest.mark.parametrize("text", TEXTS)
def test_every_condition_is_an_expression(text):
    for language in LANGUAGES:
        for part in sections(text, language):
            assert not part.condition or compiled(part.condition)


@pytest.mark.parametrize("text", TEXTS)
def test_both_languages_have_the_same_sections_and_figures(text):
    def outline(language):
        return [(part.name, part.condition) for part in sections(text, language)]

    assert outline("de") == outline("en")
    assert len(outline("de")) == len(set(outline("de")))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_section_of_a_name_always_holds(text, language):
    last = {part.name: part.condition for part in sections(text, language)}
    assert not [name for name, condition in last.items() if condition]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_section_can_be_told_in_every_case(step, language, case):
    results = evaluate(**case)
    for section in {part.name for part in sections(step, language)}:
        text = narrate(step, section, results, language)
        assert "{" not in text
        assert "!" not in text


def test_every_comment_opens_a_section():
    """A mistyped one would vanish in Markdown without a word."""
    for path in (files(narrative.__package__) / "texts").iterdir():
        text, language, _ = path.name.split(".")
        assert path.read_text(encoding="utf-8").count("<!--") == len(sections(text, language)), path.name


def test_the_wrong_formula_in_the_text_is_wrong_as_the_text_says():
    """1,400 EUR at 8 %: 17,500 EUR; the version that divides by (1 - ratio) gives 1,522 EUR."""
    assert round(1_400 / 0.08) == 17_500
    assert round(1_400 / (1 - 0.08)) == 1_522
    for language, said in (("de", "1.522 € statt 17.500 €"), ("en", "€1,522 instead of €17,500")):
        assert said in " ".join(narrate("break_even", "traps", evaluate(), language).split())
