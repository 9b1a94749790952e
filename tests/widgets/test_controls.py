"""Controls as plain data."""

import json

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.language import UNITS
from kkm_helpers.widgets.controls import LONGEST_UNIT_IN_FIELD, control, controls_of, unit_words
from kkm_helpers.widgets.steps import STEP_OF


def test_a_number_comes_with_all_the_page_needs_in_the_models_unit():
    assert control(ASSUMPTIONS["max_sales_cost_ratio"], "de") == {
        "name": "max_sales_cost_ratio",
        "label": "Maximale Vertriebskostenquote",
        "kind": "share",
        "unit": "%",
        "range_unit": "% vom Umsatz",
        "slider": [0.02, 0.2],
        "step": 0.005,
        "bounds": [0.001, 1],
        "whole": False,
        "default": 0.08,
        "group": "Umsatzschwelle",
        "basis": "belegt",
        "assumed": False,
        "source": ASSUMPTIONS["max_sales_cost_ratio"].basis.words("de"),
        "choices": [],
    }


def test_a_choice_comes_with_its_words():
    english = control(ASSUMPTIONS["potential_basis"], "en")
    assert english["choices"] == [{"name": "sector", "label": "by sector"}, {"name": "history", "label": "by history"}]


def test_what_stands_in_a_field_is_short():
    assert unit_words("EUR/year", "de") == ("€ im Jahr", "")
    assert unit_words("share of the project lead", "de") == ("%", "% der Projektleitung")
    assert unit_words("visits/year", "de") == ("", "Besuche im Jahr")
    assert all(len(unit_words(unit, "de")[0]) <= LONGEST_UNIT_IN_FIELD for unit in UNITS)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("step", STEP_OF.values(), ids=lambda step: step.name)
def test_the_controls_of_a_step_are_plain_data(step, language):
    json.dumps(controls_of(step, language), allow_nan=False)


def test_one_group_of_further_controls_needs_no_heading_several_do():
    assert [group["label"] for group in controls_of(STEP_OF["care_cost"], "de")["more"]] == [""]
    labels = [group["label"] for group in controls_of(STEP_OF["business_case"], "de")["more"]]
    assert labels[:2] == ["Inside-Sales-Team", "Wirkung der aktiven Betreuung"]
