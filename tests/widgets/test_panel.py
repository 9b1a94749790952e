"""The panel's Python side: one case in, one answer out, whatever a visitor sends."""

import json
import math

import pytest

from kkm_helpers import evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import build_case, scenario_from
from kkm_helpers.widgets import Panel, app_panel, step_panel
from kkm_helpers.widgets.bundle import plotly_script
from kkm_helpers.widgets.session import first_state
from kkm_helpers.widgets.steps import FIRST_ON_VIEW, STEPS


class Page:
    """What a page does: it opens with the panel's state and tells its case."""

    def __init__(self, panel, sent):
        self.panel, self.sent = panel, sent
        state = panel.get_state()["state"]
        self.case = {**state["case"], "language": state["language"], "step": state["step"]}

    def tell(self, values=None, **more):
        """Send the case with some values changed; keep and return what is answered."""
        self.case = {**self.case, "values": {**self.case["values"], **(values or {})}, **more}
        return self.send(self.case)

    def send(self, case):
        asked = {"type": "ask", "id": len(self.sent) + 1, "service": "case", "request": case}
        self.panel._handle_custom_msg(asked, [])
        message, _ = self.sent[-1]
        assert (message["type"], message["id"]) == ("answer", asked["id"])
        json.dumps(message, allow_nan=False)
        self.case = {**self.case, **message["answer"]["case"]}
        return message["answer"]


@pytest.fixture
def page(monkeypatch):
    """Return a function that opens the page of a panel."""
    sent = []
    monkeypatch.setattr(Panel, "send", lambda _panel, content, buffers=None: sent.append((content, buffers)))
    return lambda panel: Page(panel, sent)


def shown(answer):
    rows = answer["outputs"]["step"]["path"] + answer["outputs"]["tiles"]
    return {row["name"]: row["value"] for row in rows}


@pytest.mark.parametrize("step", [step.name for step in STEPS])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_step_opens_with_plain_data(step, language):
    state = step_panel(step, {"potential_basis": "history"}, language).get_state()
    json.dumps(state, allow_nan=False)
    assert {name: state["state"][name] for name in ("frame", "language", "step")} == {
        "frame": "step", "language": language, "step": step,
    }  # fmt: skip
    assert state["state"]["case"]["values"]["potential_basis"] == "history"


def test_the_first_screen_is_what_the_panel_opens_with():
    case = build_case(scenario_from({"name": "Nord", "visits_per_customer": 4}))
    state = app_panel(case, "en").get_state()["state"]
    assert first_state(case, "en") == state
    assert state["frame"] == "app"
    assert state["step"] == FIRST_ON_VIEW
    assert state["case"]["record"] == {"name": "Nord"}
    assert state["case"]["start"] == state["case"]["values"] == evaluate(visits_per_customer=4).assumptions


def test_a_change_changes_every_figure_that_depends_on_it(page):
    opened = page(step_panel("break_even"))
    answer = opened.tell({"visits_per_customer": 6.5})
    expected = evaluate(visits_per_customer=6.5)
    for name in ("net_care_cost", "revenue_threshold", "margin_threshold"):
        assert shown(answer)[name] == expected[name]
    assert answer["problem"] == ""
    assert opened.panel.results["revenue_threshold"] == 12_187.5
    assert answer["outputs"]["step"]["charts"][0]["title"].startswith("Erst bei 12.188\u00a0€ decken")
    assert opened.panel.state["case"]["values"]["visits_per_customer"] == 6.5, "another view opens with it too"


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
def test_nonsense_changes_nothing_and_says_why(page, name, nonsense):
    opened = page(step_panel("break_even", {"visits_per_customer": 4}))
    before = opened.tell()
    answer = opened.tell({name: nonsense})
    assert answer["problem"]
    assert {**answer, "problem": ""} == before
    assert opened.panel.results.assumptions == evaluate(visits_per_customer=4).assumptions
    opened.case["values"].pop("nothing_of_that_name", None)
    answer = opened.tell({"visits_per_customer": 8})
    assert answer["problem"] == ""
    assert opened.panel.results["revenue_threshold"] == 15_000


@pytest.mark.parametrize("key", ["values", "start", "record"])
@pytest.mark.parametrize("nonsense", [None, 3, "x", [1], {"nothing": 1}, {"visits_per_customer": [1]}])
def test_a_case_that_is_none_does_not_break_the_session(page, key, nonsense):
    opened = page(step_panel("break_even"))
    answer = opened.send({**opened.case, key: nonsense})
    assert answer["problem"]
    assert answer["case"]["values"] == evaluate().assumptions
    assert opened.tell({"visits_per_customer": 6})["problem"] == ""


def test_a_record_names_no_file(page):
    opened = page(app_panel())
    for name in ("customers_file", "crm_file", "mapping"):
        assert opened.send({**opened.case, "record": {name: "/etc/passwd"}})["problem"]


@pytest.mark.parametrize("step", [None, "nothing", 3, ["care_cost"], {}])
def test_an_unknown_step_leaves_the_one_on_view(page, step):
    answer = page(app_panel()).tell(step=step)
    assert answer["outputs"]["step"]["name"] == FIRST_ON_VIEW


@pytest.mark.parametrize("language", [None, "fr", 3, ["en"], {}])
def test_an_unknown_language_leaves_the_one_on_view(page, language):
    answer = page(app_panel()).tell(language=language)
    assert answer["outputs"]["decision"]["option"].startswith("Empfehlung")


def test_only_the_step_on_view_is_answered(page):
    answer = page(app_panel()).tell(step="business_case")
    assert answer["outputs"]["step"]["name"] == "business_case"
    assert [chart["name"] for chart in answer["outputs"]["step"]["charts"]] == [
        "cumulative_cash", "bridge", "stress_cases",
    ]  # fmt: skip
    assert answer["outputs"]["step"]["table"]["rows"]


def test_a_widget_of_one_step_stays_on_it(page):
    answer = page(step_panel("care_cost")).tell(step="business_case")
    assert answer["outputs"]["step"]["name"] == "care_cost"


def test_an_error_of_ours_is_answered_as_well(page, monkeypatch):
    opened = page(step_panel("break_even"))
    monkeypatch.setattr("kkm_helpers.widgets.session.evaluate", lambda **_: 1 / 0)
    opened.panel._handle_custom_msg({"type": "ask", "id": 9, "service": "case", "request": opened.case}, [])
    (message, _) = opened.sent[-1]
    assert (message["type"], message["id"]) == ("refusal", 9)
    assert "die Zahlen auf der Seite gelten weiter" in message["message"]


def test_a_wrong_case_is_an_error_at_once():
    with pytest.raises(KkmError, match="Besuche je Kunde und Jahr"):
        step_panel("break_even", {"visits_per_customer": -1})


def test_warnings_stand_in_the_steps_they_concern(page):
    assert page(step_panel("care_cost")).tell()["outputs"]["step"]["cautions"] == []
    (caution,) = page(step_panel("break_even")).tell()["outputs"]["step"]["cautions"]
    assert "Potenzialkunden" in caution


def test_plotly_is_sent_when_a_page_asks_for_it_and_for_nothing_else(page):
    opened = page(step_panel("break_even"))
    for message in ("plotly", None, {"type": "file", "path": "/etc/passwd"}, {"type": "plotly"}):
        opened.panel._handle_custom_msg(message, [])
    assert opened.sent == [({"type": "plotly"}, [plotly_script().encode()])]


def test_the_case_on_view_is_a_scenario_that_says_what_differs(page):
    opened = page(app_panel(build_case(scenario_from({"name": "Nord", "captured_share": 0.05}))))
    opened.tell({"visits_per_customer": 4}, record={"name": "Süd", "notes": {"captured_share": "Vertrieb"}})
    scenario = opened.panel.session.scenario()
    assert scenario.overrides == {"captured_share": 0.05, "visits_per_customer": 4}, "what the file said, it still says"
    assert (scenario.name, scenario.notes) == ("Süd", {"captured_share": "Vertrieb"})
