"""The services that judge the case on view."""

import json

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.assessment import assess
from kkm_helpers.scenario import build_case, scenario_from
from kkm_helpers.widgets.judgement_services import SERVICES
from kkm_helpers.widgets.services import Request
from kkm_helpers.widgets.session import Session


@pytest.fixture
def session():
    return Session(build_case(), "de", "risk", is_app=True)


def ask(session, service, **asked):
    answer = SERVICES[service].serve(session, Request(asked))
    return json.loads(json.dumps(dict(answer.content), allow_nan=False))


def move(session, record=None, **values):
    start = session.case_on_view()
    session.take({"values": {**start["values"], **values}, "start": start["start"], "record": record or {}})


def test_the_judgement_is_that_of_the_case_on_view(session):
    answer = ask(session, "judgement")
    assert answer["sentence"].startswith(assess(build_case()).decision.recommendation("de"))
    assert answer["verdict"] == "Externe Vergabe unter Vorbehalt"
    assert [text.split(":")[0] for _, text in answer["answers"]] == ["bedingt", "bedingt"]
    move(session, potential_basis="history")
    assert ask(session, "judgement")["verdict"] == "Passiv bleiben"
    session.language = "en"
    assert ask(session, "judgement")["answers"][0][0] == "Develop or not?"


def test_what_the_record_says_counts(session):
    ready = {"field_sales": "yes", "channels": "yes"}
    before = ask(session, "business_case")
    move(session, record={"readiness": ready, "utility": {"weights": {"control": 90}}})
    assert ask(session, "business_case") != before
    assert "Steuerung" in json.dumps(ask(session, "sourcing"), ensure_ascii=False)


@pytest.mark.parametrize("service", ["business_case", "sourcing", "risk"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_view_is_plain_blocks(session, service, language):
    session.language = language
    kinds = {block["kind"] for block in ask(session, service)["blocks"]}
    assert kinds <= {"words", "chart", "charts", "table", "fold"}


def test_the_risk_is_that_of_the_option_asked_for_and_gets_finer(session):
    assert ask(session, "risk")["draws"] == 10_000
    answer = ask(session, "risk", option="build", over=["captured_share", "order_value"])
    assert (answer["option"], answer["over"]) == ("build", ["captured_share", "order_value"])
    assert ask(session, "risk", option="build", refined=True)["draws"] == 100_000


def test_the_first_picture_is_told_before_the_answer_is_whole(session):
    told = []
    answer = SERVICES["risk"].serve(session, Request({}, tell=told.append))
    (first,) = told
    assert list(first) == ["blocks"]
    assert {chart["name"] for block in first["blocks"] for chart in block.get("charts", [])} >= {
        "distribution",
        "tornado",
    }
    assert answer.content["blocks"][: len(first["blocks"])] == first["blocks"]
    assert len(answer.content["blocks"]) > 2 * len(first["blocks"])


@pytest.mark.parametrize(
    "asked",
    [{"option": "nothing"}, {"option": ["build"]}, {"over": 3}, {"over": ["a", "b"]}, {"over": ["churn_passive"] * 2}],
)  # fmt: skip
def test_nonsense_is_as_if_it_was_not_said(session, asked):
    assert ask(session, "risk", **asked)["option"] == "outsource"


def test_a_moved_control_is_no_figure_of_the_scenario(session):
    assert session.origins["captured_share"].kind == "default"
    move(session, captured_share=0.04)
    assert session.origins["captured_share"].de == "am Regler geändert"
    assert session.results["outsource_npv"] == evaluate(captured_share=0.04)["outsource_npv"]


def intervals(session):
    return {each["name"]: (each["used"], each["published"]) for each in ask(session, "intervals")["intervals"]}


def test_an_interval_of_the_scenario_stands_beside_the_published_one(session):
    before = intervals(session)
    assert before["captured_share"] == ([0.01, 0.08], [0.01, 0.08])
    assert "visits_per_customer" not in before, "a decision"
    assert list(before)[:2] == [swing.name for swing in assess(build_case()).risk.swings[:2]]
    own = {"captured_share": [0.04, 0.06], "visits_per_customer": [4, 6], "order_value": [400, 400]}
    move(session, record={"uncertainty": own})
    after = intervals(session)
    assert after["captured_share"] == ([0.04, 0.06], [0.01, 0.08])
    assert after["visits_per_customer"] == ([4, 6], [5, 5])
    value = evaluate().assumptions["order_value"]
    assert after["order_value"] == ([value] * 2, [200, 800]), "certain, and there to be changed again"


def test_a_confirmed_figure_narrows_the_risk(session):
    def unconfirmed():
        return ask(session, "risk")["blocks"][0]["text"]

    before = unconfirmed()
    move(session, record={"notes": {"captured_share": "Vertriebsleitung"}})
    assert unconfirmed() != before
    assert scenario_from({"notes": {"captured_share": "x"}}).notes == {"captured_share": "x"}
