"""The services for scenarios: open, save, stress cases, side by side."""

import json

import pytest
import yaml

from kkm_helpers import evaluate
from kkm_helpers.app.export_services import SERVICES as EXPORTS
from kkm_helpers.errors import KkmError
from kkm_helpers.exports import FORMATS, export
from kkm_helpers.scenario import build_case, load_scenario, scenario_from
from kkm_helpers.scenario.reserved import check_reserved
from kkm_helpers.widgets.scenario_services import SERVICES, file_stem
from kkm_helpers.widgets.services import CancelledError, Request
from kkm_helpers.widgets.session import Session


@pytest.fixture
def session():
    return Session(build_case(), "de", "break_even", is_app=True)


def ask(session, service, *buffers, **asked):
    answer = {**SERVICES, **EXPORTS}[service].serve(session, Request(asked, buffers))
    json.dumps(dict(answer.content), allow_nan=False)
    return answer


def opened(session, text, name="fall.yaml"):
    return ask(session, "open_scenario", text.encode(), name=name).content


def saved(session, text=""):
    return bytes(ask(session, "save_scenario", text=text).buffers[0]).decode()


def test_an_opened_scenario_is_the_case_and_its_text_stays(session):
    answer = opened(session, "# vom Workshop\nname: Nord\nlanguage: en\ncaptured_share: 0.04 # so\n")
    assert answer["case"]["values"] == evaluate(captured_share=0.04).assumptions
    assert (answer["language"], answer["notes"]) == ("en", [])
    # The page has the text, so that another kernel saves the same.
    another = Session(build_case(), "de", "break_even", is_app=True)
    for each in (session, another):
        each.take({**answer["case"], "values": {**answer["case"]["values"], "visits_per_customer": 6}})
        text = saved(each, answer["case"]["text"])
        assert text.startswith("# vom Workshop\nname: Nord\n")
        assert "captured_share: 0.04 # so" in text
        assert yaml.safe_load(text)["visits_per_customer"] == 6
    assert "vom Workshop" not in saved(session), "of the case before the file was opened"


def test_an_exported_workbook_is_opened_and_what_was_changed_is_said(session, tmp_path):
    case = build_case(scenario_from({"name": "Nord", "visits_per_customer": 4}))
    content = export(case, tmp_path / "nord.xlsx").read_bytes()
    answer = ask(session, "open_scenario", content, name="nord.xlsx").content
    assert answer["case"]["values"]["visits_per_customer"] == 4
    assert answer["case"]["record"]["name"] == "Nord"
    session.take(answer["case"])
    assert yaml.safe_load(saved(session, answer["case"]["text"]))["visits_per_customer"] == 4


def test_a_list_of_a_scenario_is_not_looked_for(session):
    answer = opened(session, "customers_file: /etc/passwd\n")
    assert "passwd laden Sie bitte" in answer["notes"][0]
    assert session.scenario().customers_file is None
    text = saved(session, answer["case"]["text"])
    assert yaml.safe_load(text)["customers_file"] == "/etc/passwd", "what the file names stays as it was"


@pytest.mark.parametrize("text", ["- 1", "name: [", "nothing: 1"])
def test_a_text_that_is_no_scenario_is_refused_when_saving(session, text):
    with pytest.raises(KkmError):
        saved(session, text)
    assert saved(session, ["x"]) == saved(session)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("visits_per_custmer: 4", "visits_per_customer"),
        ("- 1", "fall.yaml"),
        ("name: [", "fall.yaml"),
        ("revenue_per_customer: 4.000", "mehrdeutig"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(session, text, told):
    before = session.case
    with pytest.raises(KkmError) as raised:
        opened(session, text)
    assert told in raised.value.de
    assert session.case is before


@pytest.mark.parametrize("buffers", [(), (b"a", b"b"), (b"x" * (20 * 1024 * 1024 + 1),)])
def test_what_is_no_file_is_refused(session, buffers):
    with pytest.raises(KkmError, match="keine Szenariodatei"):
        ask(session, "open_scenario", *buffers, name="x.yaml")


def test_a_saved_scenario_computes_the_same_on_the_command_line(session, tmp_path):
    values = {"captured_share": 0.04, "potential_basis": "history"}
    record = {"name": "Nord", "notes": {"captured_share": "Vertrieb"}, "readiness": {"channels": "partly"}}
    start = session.case_on_view()
    session.take({"values": {**start["values"], **values}, "start": start["start"], "record": record})
    file = tmp_path / "nord.yaml"
    file.write_text(saved(session), encoding="utf-8")
    scenario = load_scenario(file)
    assert build_case(scenario).results.assumptions == session.results.assumptions
    assert (scenario.notes, scenario.readiness) == (record["notes"], record["readiness"])


def test_a_stress_case_is_that_of_the_case_on_view(session):
    changes = ask(session, "stress", name="pessimistic", values={"captured_share": 0.1}).content["changes"]
    assert changes["captured_share"] == pytest.approx(0.08)
    assert ask(session, "stress", name="expected", values={}).content["changes"] == {}
    with pytest.raises(KkmError, match="pessimistic, expected, optimistic"):
        ask(session, "stress", name=["x"], values={})
    with pytest.raises(KkmError):
        ask(session, "stress", name="expected")


@pytest.mark.parametrize("name", ["kaputt.xlsx", "\0.xlsx", "x" * 300 + ".xlsx"])
def test_a_workbook_that_is_none_is_told_by_its_own_name(session, name):
    with pytest.raises(KkmError) as raised:
        ask(session, "open_scenario", b"no workbook", name=name)
    assert name in raised.value.de
    assert "kkm_" not in raised.value.de


def test_scenarios_are_compared(session):
    cases = [{"name": "a", "values": {}}, {"name": "b", "values": {"captured_share": 0.08, "horizon_months": 36}}]
    chart, figures, differences = ask(session, "compare", scenarios=cases).content["blocks"]
    assert chart["chart"]["title"] == "In 2 von 2 Szenarien ist eine aktive Option mehr wert als Passiv bleiben"
    assert figures["table"]["headings"] == ["Größe", "a", "b"]
    assert {row[0] for row in differences["table"]["rows"]} == {
        "Ausschöpfung des offenen Potenzials", "Betrachtungszeitraum",
    }  # fmt: skip
    (_, _, same) = ask(session, "compare", scenarios=cases[:1] * 2).content["blocks"]
    assert same["text"] == "Alle Annahmen sind gleich."


@pytest.mark.parametrize(
    "asked", [None, [], 3, [{}] * 8, ["x"], [{"values": {"nothing": 1}}], [{"values": {"captured_share": [1, 2]}}]]
)
def test_what_is_no_scenario_is_refused(session, asked):
    with pytest.raises(KkmError):
        ask(session, "compare", scenarios=asked)


def test_every_export_there_is_is_offered(session):
    assert [known["ending"] for known in ask(session, "exports").content["formats"]] == list(FORMATS)


@pytest.mark.parametrize("ending", ["", ".txt", "/../x.xlsx", None, ["x"]])
def test_another_ending_is_refused(session, ending):
    with pytest.raises(KkmError):
        ask(session, "export", ending=ending)


@pytest.mark.parametrize(
    ("ending", "said"), [(".xlsx", "Blatt Monate"), (".pptx", "Folie 2 von"), (".pdf", "Kapitel 2")]
)
def test_an_export_tells_what_it_is_at_and_stops_when_nobody_waits(session, tmp_path, monkeypatch, ending, said):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    heard = []

    def tell(content):
        heard.append(content["at"])
        if content["at"].startswith(said):
            request.cancelled.set()

    request = Request({"ending": ending}, tell=tell)
    with pytest.raises(CancelledError):
        EXPORTS["export"].serve(session, request)
    assert heard[-1].startswith(said), "nothing was begun after it"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Nord / Süd: 2024", "Nord _ Süd_ 2024"), ("../../etc", "etc"), ("", "kleinkunden"), ("=A1", "A1"),
        ("x" * 200, "x" * 80),
    ],
)  # fmt: skip
def test_a_file_is_called_what_every_system_takes(title, stem):
    assert file_stem(scenario_from({"name": title} if title else {})) == stem


@pytest.mark.parametrize("log", ["x", [1], [{"nothing": "x"}], [{"at": 3}]])
def test_a_log_that_is_none_is_refused(log):
    with pytest.raises(KkmError, match="log"):
        check_reserved({"log": log})
