"""The panel's Python side: one change in, one answer out, whatever a visitor sends."""

import json
import math

import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError
from kkm_helpers.widgets import app_panel, step_panel
from kkm_helpers.widgets.bundle import plotly_js
from kkm_helpers.widgets.steps import STEPS


def change(panel, **values):
    """Do what the page does: the values and the next number, in one message."""
    panel.set_state({"values": {**panel.values, **values}, "seq": panel.seq + 1})


def shown(panel):
    rows = panel.outputs["step"]["path"] + panel.outputs["tiles"]
    return {row["name"]: row["value"] for row in rows}


@pytest.mark.parametrize("step", [step.name for step in STEPS])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_step_is_plain_data(step, language):
    panel = step_panel(step, {"potential_basis": "history"}, language)
    json.dumps(panel.get_state(), allow_nan=False)
    assert [described["name"] for described in panel.content["steps"]] == [step]
    assert panel.outputs["step"]["figures"]


def test_a_change_changes_every_figure_that_depends_on_it():
    panel = step_panel("break_even")
    change(panel, visits_per_customer=6.5)
    expected = evaluate(visits_per_customer=6.5)
    for name in ("net_care_cost", "revenue_threshold", "margin_threshold"):
        assert shown(panel)[name] == expected[name]
    assert panel.results["revenue_threshold"] == 12_187.5
    assert panel.outputs["step"]["charts"][0]["title"].startswith("Erst bei 12.188\u00a0€ decken")
    assert panel.done == panel.seq == 1


def test_a_value_moved_and_moved_back_is_answered_too():
    panel = step_panel("break_even")
    change(panel)
    assert panel.done == panel.seq == 1


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("visits_per_customer", "fünf"),
        ("visits_per_customer", 500),
        ("visits_per_customer", None),
        ("visits_per_customer", [4, 5]),
        ("visits_per_customer", {"a": 1}),
        ("visits_per_customer", math.nan),
        ("visits_per_customer", True),
        ("max_contacts_per_day", 2.5),
        ("potential_basis", "guess"),
        ("potential_basis", ["sector"]),
        ("non_selling_days", 300),
        ("revenue_per_customer", 1e308),
        ("nothing_of_that_name", 1),
    ],
)
def test_nonsense_changes_nothing_and_says_why(name, nonsense):
    panel = step_panel("break_even", {"visits_per_customer": 4})
    before = panel.outputs
    change(panel, **{name: nonsense})
    assert panel.outputs["problem"]
    assert {**panel.outputs, "problem": ""} == before
    assert panel.values == evaluate(visits_per_customer=4).assumptions
    assert panel.done == panel.seq == 1
    change(panel, visits_per_customer=8)
    assert panel.outputs["problem"] == ""
    assert panel.results["revenue_threshold"] == 15_000


@pytest.mark.parametrize("values", [None, 3, "x", [1], []])
def test_values_that_are_no_mapping_do_not_break_the_session(values):
    panel = step_panel("break_even")
    panel.set_state({"values": values, "seq": 1})
    assert panel.outputs["problem"]
    assert panel.values == evaluate().assumptions
    assert panel.done == 1


@pytest.mark.parametrize("step", [None, "nothing", 3, ["care_cost"], {}])
def test_an_unknown_step_leaves_the_one_on_view(step):
    panel = app_panel()
    panel.set_state({"step": step, "seq": 1})
    assert panel.step == panel.outputs["step"]["name"] == "care_cost"
    assert panel.done == 1


def test_only_the_step_on_view_is_computed():
    panel = app_panel()
    panel.set_state({"step": "business_case", "seq": 1})
    assert panel.outputs["step"]["name"] == "business_case"
    assert [chart["name"] for chart in panel.outputs["step"]["charts"]] == ["cumulative_cash"]
    assert panel.outputs["step"]["table"]["rows"]


def test_an_error_of_ours_is_answered_as_well(monkeypatch):
    panel = step_panel("break_even")
    monkeypatch.setattr("kkm_helpers.widgets.panel.evaluate", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        change(panel, visits_per_customer=6)
    assert panel.done == panel.seq


def test_reset_goes_back_to_what_the_panel_was_opened_with():
    (step,) = step_panel("break_even", {"visits_per_customer": 4}).content["steps"]
    assert next(spec for spec in step["controls"] if spec["name"] == "visits_per_customer")["start"] == 4
    assert ASSUMPTIONS["visits_per_customer"].default == 5


def test_a_wrong_case_is_an_error_at_once():
    with pytest.raises(InvalidAssumptionsError):
        step_panel("break_even", {"visits_per_customer": -1})


def test_warnings_stand_in_the_steps_they_concern():
    assert step_panel("care_cost").outputs["step"]["cautions"] == []
    (caution,) = step_panel("break_even").outputs["step"]["cautions"]
    assert "Potenzialkunden" in caution


def test_plotly_is_sent_when_a_page_asks_for_it_and_for_nothing_else(monkeypatch):
    panel = step_panel("break_even")
    sent = []
    monkeypatch.setattr(panel, "send", lambda content, buffers=None: sent.append((content, buffers)))
    for message in ("plotly", None, {"type": "file", "path": "/etc/passwd"}, {"type": "plotly"}):
        panel._handle_custom_msg(message, [])
    assert sent == [({"type": "plotly"}, [plotly_js().read_bytes()])]


def test_neither_library_nor_charts_are_carried_by_each_widget():
    state = step_panel("break_even").get_state()
    assert len(state["_esm"]) + len(state["_css"]) < 80_000
