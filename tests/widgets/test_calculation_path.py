"""The calculation path as rows."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.widgets.calculation_path import calculation_path
from kkm_helpers.widgets.steps import STEPS


def test_a_row_has_formula_numbers_and_result_apart():
    (row,) = calculation_path(("revenue_threshold",), "revenue_threshold", evaluate(), "de")
    assert row == {
        "name": "revenue_threshold",
        "value": 9_375,
        "text": "9.375\u00a0€",
        "label": "Umsatzschwelle",
        "formula": "Netto-Betreuungskosten / Maximale Vertriebskostenquote",
        "numbers": "750\u00a0€ / 8,0\u00a0%",
        "hit": True,
    }


def test_option_rows_are_those_of_the_option_shown():
    rows = calculation_path(("inside_reps", "option_npv"), "option_npv", evaluate(), "en")
    assert [(row["name"], row["hit"]) for row in rows] == [("inside_reps", False), ("outsource_npv", True)]
    assert rows[1]["numbers"] == "", "a sum over months has no numbers of its own to show"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_step_explains_itself(step, language):
    rows = calculation_path(step.path, step.answer, evaluate(), language)
    assert all(row["formula"] and row["label"] and row["text"] for row in rows)
    assert sum(row["hit"] for row in rows) == 1
