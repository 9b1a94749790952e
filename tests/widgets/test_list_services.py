"""The services about customer lists: files in pieces, reading, segments by the case on view, tables to take away."""

import json
import subprocess
import sys
import tempfile
from io import BytesIO

import pandas as pd
import pytest
import yaml

from kkm_helpers.customers.identification import IdentificationSettings
from kkm_helpers.customers.judging import identified
from kkm_helpers.customers.reading import read_customers
from kkm_helpers.errors import KkmError
from kkm_helpers.resources import data_folder
from kkm_helpers.scenario import build_case, load_scenario
from kkm_helpers.widgets.list_services import SERVICES
from kkm_helpers.widgets.services import Buffers, CancelledError, Request
from kkm_helpers.widgets.session import Session

DEMO = data_folder() / "demo_customers.csv"
LIST = "Kundennr;Firma;Umsatz 2023;Umsatz 2024;Aufträge\n" + "".join(
    f"{number};Kunde {number};{1000 + number},00;{900 + 90 * number},50;{number % 7}\n" for number in range(1, 200)
)


@pytest.fixture
def session():
    return Session(build_case(), "de", "identification", is_app=True)


def ask(session, service, buffers: Buffers = (), told=None, **content):
    request = Request(content, buffers, tell=(told if told is not None else []).append)
    answer = SERVICES[service].serve(session, request)
    json.dumps(dict(answer.content), allow_nan=False)
    return answer


def send(session, kind, name, content, piece=1000):
    for offset in range(0, max(len(content), 1), piece):
        part = content[offset : offset + piece]
        received = ask(
            session,
            "file_piece",
            [memoryview(part)] if part else [],
            kind=kind,
            name=name,
            size=len(content),
            offset=offset,
        )
    return received.content["received"]


def load(session, text=LIST, name="kunden.csv", **asked):
    send(session, "list", name, text.encode("cp1252"))
    return ask(session, "list_read", **{"list": "upload", "crm": None, "mapping": {}, **asked}).content


def view(session, record=None, **values):
    """Do what a page does before it asks: say what is on view."""
    session.take({"values": values, "start": {}, "record": record or {}})


def expected(settings=None, **values):
    return identified(read_customers(DEMO), IdentificationSettings(**(settings or {})), values)


# --- reading -------------------------------------------------------------------------------------------------------


def test_a_list_in_pieces_is_read_reported_and_forgotten_as_a_file(session):
    told = []
    assert send(session, "list", "kunden.csv", LIST.encode()) == len(LIST.encode())
    answer = ask(session, "list_read", list="upload", crm=None, mapping={}, told=told).content
    assert answer["problem"] == ""
    report = answer["report"]
    assert report["summary"].startswith("kunden.csv: 199 Kunden aus 199 Zeilen, 0 ausgelassen")
    assert report["totals_match"]
    assert [row[-1] for row in report["totals"]["rows"]] == ["✓ stimmt", "✓ stimmt"]
    assert told[0]["lines"] == 200
    assert told[0]["line"] == 0
    with pytest.raises(KkmError, match="nicht mehr da"):
        ask(session, "list_read", list="upload")
    assert ask(session, "list_report").content["report"]["number"] == report["number"]


def test_nothing_of_a_list_ever_lies_on_a_disk(session, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    load(session)
    for ending in (".csv", ".xlsx"):
        ask(session, "list_file", what="segments", ending=ending)
        ask(session, "list_file", what="worklist", ending=ending)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_told_in_words_at_its_field_and_the_last_list_stays(session):
    load(session)
    send(session, "list", "umsatz.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    answer = ask(session, "list_read", list="upload", crm=None, mapping={}).content
    assert "umsatz.csv" in answer["problem"]
    assert "Bild" in answer["problem"]
    assert answer["field"] == "list"
    assert answer["form"] is None
    assert ask(session, "list_report").content["report"]["name"] == "kunden.csv"


def test_a_wrong_second_list_is_told_at_the_second_field(session):
    send(session, "crm", "crm.csv", b"")
    answer = load(session, crm="upload")
    assert answer["field"] == "crm"
    assert "crm.csv" in answer["problem"]


def test_a_second_list_may_come_later_and_joins(session):
    load(session)
    assert ask(session, "list_segments").content["inputs"].get("field_visits_per_small_customer") is None
    send(session, "crm", "crm.csv", b"Kundennr;Besuche\n" + b"".join(b"%d;2\n" % number for number in range(1, 150)))
    report = ask(session, "list_read", list="kept", crm="upload", mapping={}).content["report"]
    assert report["crm"] == "crm.csv"
    assert ask(session, "list_segments").content["inputs"]["field_visits_per_small_customer"] == 2


CRM = b"Nr beim Kunden;Wie oft dort\n" + b"".join(b"%d;2\n" % number for number in range(1, 150))
CRM_MAPPING = {"columns": {"customer_id": "Nr beim Kunden", "visits": "Wie oft dort"}}


def test_the_second_list_is_read_by_hand_too(session):
    load(session)
    send(session, "crm", "crm.csv", CRM)
    answer = ask(session, "list_read", list="kept", crm="upload", mapping={}).content
    assert answer["field"] == "crm"
    assert answer["form"]["headers"] == ["Nr beim Kunden", "Wie oft dort"]
    report = ask(session, "list_read", list="kept", crm="upload", mapping={}, crm_mapping=CRM_MAPPING).content["report"]
    assert (report["mapping"], report["crm_mapping"]) == ({}, CRM_MAPPING)
    fields = {field["name"]: field["header"] for group in report["forms"]["crm"]["groups"] for field in group["fields"]}
    assert (fields["customer_id"], fields["visits"], fields["name"]) == ("Nr beim Kunden", "Wie oft dort", "")
    assert report["read_as"]["crm"]["delimiter"] == ";"
    assert ask(session, "list_segments").content["inputs"]["field_visits_per_small_customer"] == 2


def test_columns_that_nobody_recognises_are_said_by_hand_and_remembered(session):
    text = "Kundennr;Firma;Wert A;Wert B\n" + "".join(
        f"{number};K {number};{number},00;1,00\n" for number in range(1, 50)
    )
    answer = load(session, text)
    assert answer["field"] == "list"
    assert answer["form"]["headers"] == ["Kundennr", "Firma", "Wert A", "Wert B"]
    mapping = {"columns": {"revenue_2024": ["Wert A", "Wert B"], "name": None}}
    report = ask(session, "list_read", list="upload", crm=None, mapping=mapping).content["report"]
    assert report["mapping"] == mapping
    assert ask(session, "list_segments").content["settings"]["reference_year"] == 2024
    saved = ask(session, "list_file", what="mapping")
    assert saved.content["name"] == "kunden_zuordnung.yaml"
    written = yaml.safe_load(bytes(saved.buffers[0]))
    assert written["columns"]["revenue_2024"] == ["Wert A", "Wert B"]
    assert written["columns"]["name"] is None


def test_blank_revenue_can_be_said_to_mean_no_purchase(session):
    load(session, LIST + "900;Leer;100,00;;\n")
    assert ask(session, "list_segments").content["tables"]["segments"]["rows"][3][1] == "1"
    ask(session, "list_read", list="kept", crm="kept", mapping={"blank_revenue": "zero"})
    assert ask(session, "list_segments").content["tables"]["segments"]["rows"][3][1] == "0"


def test_reading_stops_when_nobody_waits(session):
    send(session, "list", "kunden.csv", LIST.encode())
    request = Request({"list": "upload", "crm": None, "mapping": {}})
    request.cancelled.set()
    with pytest.raises(CancelledError):
        SERVICES["list_read"].serve(session, request)
    assert ask(session, "list_report").content["report"] is None


@pytest.mark.parametrize(
    ("service", "content"),
    [
        ("file_piece", {}),
        ("file_piece", {"kind": "list", "name": "a", "size": 3, "offset": 7}),
        ("list_read", {"list": "/etc/passwd"}),
        ("list_read", {"list": {"a": 1}}),
        ("list_read", {"list": "kept"}),
        ("list_read", {"list": "demo", "mapping": "zuordnung.yaml"}),
        ("list_read", {"list": "demo", "mapping": {"columns": 5}}),
        ("list_read", {"list": "demo", "mapping": {"nonsense": 5}}),
        ("list_read", {"list": "demo", "mapping": {"columns": {"nonsense": "x"}}}),
        ("list_segments", {}),
        ("list_care", {}),
        ("list_file", {"what": "segments", "ending": ".csv"}),
        ("review_read", {}),
        ("review_read", {"before": "list", "after": 5}),
        ("review", {}),
        ("review_file", {"ending": ".csv"}),
    ],
)
def test_nonsense_is_refused_in_words(session, service, content):
    with pytest.raises(KkmError):
        ask(session, service, **content)


@pytest.mark.parametrize(
    "content",
    [{}, {"what": "segments"}, {"what": "segments", "ending": "../x.csv"}, {"what": 5, "ending": ".csv"},
     {"what": "worklist", "ending": ".csv", "control_share": 1},
     {"what": "worklist", "ending": ".csv", "control_share": "a"},
     {"what": "worklist", "ending": ".csv", "seed": -1}, {"what": "worklist", "ending": ".csv", "seed": 1.5}],
)  # fmt: skip
def test_no_file_is_made_of_nonsense(session, content):
    load(session)
    with pytest.raises(KkmError):
        ask(session, "list_file", **content)


def test_a_page_without_a_list_starts_without_pandas():
    code = (
        "import sys; from kkm_helpers.widgets import app_panel; from kkm_helpers.widgets.list_services import SERVICES;"
        "from kkm_helpers.widgets.services import Request; panel = app_panel();"
        "print(SERVICES['list_inputs'].serve(panel.session, Request({})).content['number'], 'pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["0", "False"]


# --- segments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "values"),
    [
        ({}, {}),
        ({"definition": "both", "reference_year": 2024}, {}),
        ({"definition": "either", "threshold": 5_000.0, "growth_limit": 0.1}, {"visits_per_customer": 7}),
        ({"untapped_by_employees": True}, {"visits_per_customer": 3, "revenue_per_employee": 900}),
    ],
)
def test_segments_follow_the_settings_and_the_sliders(session, settings, values):
    ask(session, "list_read", list="demo", crm=None, mapping={})
    view(session, {"identification": settings} if settings else {}, **values)
    answer, found = ask(session, "list_segments").content, expected(settings, **values)
    assert answer["inputs"] == found.model_inputs.known()
    assert answer["settings"]["threshold"] == found.threshold
    assert answer["churn"]["rate"] == found.observed_churn.rate
    rows = answer["tables"]["segments"]["rows"]
    counted = [int(row[1].replace(".", "")) for row in rows]
    assert counted[:-1] == found.segments["customers"].astype(int).tolist()
    assert sum(counted[:-1]) == counted[-1] == 3000


def test_the_origin_of_a_figure_is_the_list_as_long_as_it_is_the_lists(session):
    ask(session, "list_read", list="demo", crm=None, mapping={})
    inputs = ask(session, "list_inputs").content["inputs"]
    assert session.case.origins["small_customers"].kind == "default"
    view(session, **inputs)
    ask(session, "list_inputs")
    assert session.case.origins["small_customers"].kind == "list"
    assert "demo_customers.csv" in session.case.origins["small_customers"].de
    view(session, **{**inputs, "small_customers": 5_000})
    ask(session, "list_inputs")
    assert session.case.origins["small_customers"].kind != "list"
    assert session.case.origins["order_value"].kind == "list"


def test_a_scenario_says_the_figures_of_an_uploaded_list_and_how_it_was_read(session):
    load(session)
    inputs = ask(session, "list_inputs").content["inputs"]
    view(
        session,
        {"mapping": {"dates": "day_first"}, "identification": {"definition": "erp"}},
        **inputs,
        potential_basis="history",
    )
    ask(session, "list_inputs")
    saved = session.scenario()
    assert saved.customers_file is None
    assert saved.mapping == {"dates": "day_first"}
    assert {name: saved.overrides[name] for name in inputs} == inputs
    assert saved.overrides["potential_basis"] == "history"


def test_how_many_deserve_care_and_what_they_are_alone(session):
    ask(session, "list_read", list="demo", crm=None, mapping={})
    view(session, **ask(session, "list_inputs").content["inputs"], potential_basis="history")
    care = ask(session, "list_care").content
    assert 0 < care["customers"] < care["of"]
    assert care["inputs"]["small_customers"] == care["customers"]
    assert care["inputs"]["historic_potential_per_customer"] > expected().model_inputs.historic_potential_per_customer


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_lists_to_take_away(session, language):
    session.language = language
    ask(session, "list_read", list="demo", crm=None, mapping={})
    segments = ask(session, "list_file", what="segments", ending=".csv").buffers[0]
    assert bytes(segments[:3]) == b"\xef\xbb\xbf"
    separator, decimal = (";", ",") if language == "de" else (",", ".")
    table = pd.read_csv(BytesIO(segments), sep=separator, decimal=decimal, dtype={"customer_id": str})
    assert len(table) == 3000
    assert (table["segment"] == "small").sum() == expected().small.sum()
    first, again = (
        ask(session, "list_file", what="worklist", ending=".xlsx", control_share=0.1, seed=7).buffers[0]
        for _ in range(2)
    )
    worklist, second = (
        pd.read_excel(BytesIO(content), engine="openpyxl", dtype={"customer_id": str}) for content in (first, again)
    )
    yes = "ja" if language == "de" else "yes"
    assert (worklist["control_group"] == yes).sum() == round(0.1 * len(worklist))
    assert worklist.equals(second)


def test_a_case_opened_with_a_list_shows_it_and_is_read_again_by_hand(tmp_path):
    (tmp_path / "kunden.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "s.yaml").write_text("name: Test\ncustomers_file: kunden.csv\nidentification: {definition: erp}\n")
    session = Session(build_case(load_scenario(tmp_path / "s.yaml")), "de", "identification", is_app=True)
    answer = ask(session, "list_inputs").content
    assert answer["inputs"]["small_customers"] == session.results.assumptions["small_customers"]
    assert ask(session, "list_report").content["report"]["name"] == "kunden.csv"
    report = ask(session, "list_read", list="kept", crm="kept", mapping={"columns": {"name": None}}).content["report"]
    assert "Firma" in report["other_columns"]
    assert session.scenario().customers_file == tmp_path / "kunden.csv"
    ask(session, "list_inputs")
    assert "small_customers" not in session.scenario().overrides
    ask(session, "list_drop")
    assert ask(session, "list_inputs").content["number"] == 0
    assert session.case.identification is None


def test_a_page_names_no_mapping_file(session):
    for mapping in ("zuordnung.yaml", {"nonsense": 1}, ["a"]):
        with pytest.raises(KkmError):
            view(session, {"mapping": mapping})


# --- review --------------------------------------------------------------------------------------------------------


def a_year_later():
    rows = [line.split(";") for line in LIST.splitlines()]
    rows[0].insert(4, "Umsatz 2025")
    for number, row in enumerate(rows[1:]):
        row.insert(4, "0,00" if number % 20 == 0 else f"{1200 + number * 60},00")
    return "\n".join(";".join(row) for row in rows)


@pytest.fixture
def reviewed(session):
    load(session)
    send(session, "after", "nachher.csv", a_year_later().encode())
    assert ask(session, "review_read", before="list", after="upload").content["after"] == "nachher.csv"
    return session


def test_a_review_has_six_measures_and_an_honest_unknown(reviewed):
    answer = ask(reviewed, "review", entered={}).content
    assert len(answer["measures"]) == 6
    lights = {measure["name"]: measure["light"] for measure in answer["measures"]}
    assert lights["market_share"] == "unbekannt"
    assert "unbekannt" in answer["finding"]
    known = ask(
        reviewed, "review", entered={"market_churn": 0.1, "market_growth": 0.0, "segment_market_growth": 0.0}
    ).content
    assert {measure["name"]: measure["status"] for measure in known["measures"]}["market_share"] != "unknown"
    moved = answer["tables"]["moves"]["rows"]
    assert sum(int(cell) for row in moved for cell in row[1:]) == 199


def test_a_review_says_where_plan_and_list_mean_other_groups(reviewed):
    assert "4.000" in ask(reviewed, "review", entered={}).content["caution"]
    view(reviewed, **ask(reviewed, "list_inputs").content["inputs"])
    assert ask(reviewed, "review", entered={}).content["caution"] == ""


@pytest.mark.parametrize(
    "entered",
    [{"market_churn": "viel"}, {"market_churn": True}, {"team_cost": 1e300}, {"actual_margin": "x"},
     {"actual_margin": [1, None]}, {"actual_margin": [0] * 10_000}, {"market_churn": [1]}],
)  # fmt: skip
def test_what_is_entered_wrongly_is_refused(reviewed, entered):
    with pytest.raises(KkmError):
        ask(reviewed, "review", entered=entered)


def test_a_second_list_of_the_same_year_is_refused_in_words(session):
    for kind in ("before", "after"):
        send(session, kind, f"{kind}.csv", LIST.encode())
    ask(session, "review_read", before="upload", after="upload")
    with pytest.raises(KkmError):
        ask(session, "review", entered={})


def test_a_wrong_list_of_a_review_is_told_at_its_field(session):
    send(session, "before", "vorher.csv", LIST.encode())
    send(session, "after", "nachher.csv", b"")
    answer = ask(session, "review_read", before="upload", after="upload").content
    assert answer["field"] == "after"
    assert "nachher.csv" in answer["problem"]
    assert ask(session, "review_lists").content["before"] is None


def test_the_measures_to_take_away(reviewed):
    csv = ask(reviewed, "review_file", ending=".csv", entered={}).buffers[0]
    assert len(pd.read_csv(BytesIO(csv), sep=";")) == 6
