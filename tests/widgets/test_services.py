"""Requests of a page: one answer or one refusal to each, whatever is sent."""

import threading
import time

import pytest

from kkm_helpers.errors import KkmError
from kkm_helpers.widgets.services import Answer, Desk, Service


def doubled(session, request):
    session.append(request.content["number"])
    request.tell({"share": 0.5})
    return Answer({"number": request.content["number"] * 2}, request.buffers)


def refused(_session, _request):
    raise KkmError("Nein.", "No.")


@pytest.fixture
def sent():
    return []


@pytest.fixture
def desk(sent):
    services = {"double": Service(doubled), "refuse": Service(refused)}
    return Desk([], services, lambda message, buffers: sent.append((message, list(buffers))), lambda: "de")


def ask(identifier, service, **request):
    return {"type": "ask", "id": identifier, "service": service, "request": request}


def test_an_answer_carries_the_number_of_its_request_and_its_bytes(desk, sent):
    assert desk.take(ask(7, "double", number=21), [b"xy"])
    waited = sent[1][0].pop("waited")
    assert sent == [
        ({"type": "progress", "id": 7, "share": 0.5}, []),
        ({"type": "answer", "id": 7, "answer": {"number": 42}}, [b"xy"]),
    ]
    assert 0 <= waited < 1


def test_an_answer_says_how_long_it_had_to_wait_for_the_machine(sent):
    def doze(*_):
        time.sleep(0.3)
        return Answer()

    desk = Desk([], {"doze": Service(doze)}, lambda *told: sent.append(told), lambda: "de")
    desk.take(ask(1, "doze"))
    assert 0.2 < sent[0][0]["waited"] < 5


def test_what_the_user_can_mend_is_told_in_the_page_language(desk, sent):
    desk.take(ask(1, "refuse"))
    assert sent == [({"type": "refusal", "id": 1, "message": "Nein."}, [])]


def test_an_unknown_service_names_the_known_ones(desk, sent):
    desk.take(ask(1, "halve"))
    assert "halve" in sent[0][0]["message"]
    assert "double, refuse" in sent[0][0]["message"]


def test_a_fault_of_ours_is_refused_and_the_next_request_works(desk, sent, caplog):
    desk.take(ask(1, "double"))  # no number: a KeyError
    assert sent[0][0]["type"] == "refusal"
    assert "KeyError" not in sent[0][0]["message"]
    assert "KeyError" in caplog.text
    desk.take(ask(2, "double", number=1))
    assert sent[-1][0]["answer"] == {"number": 2}


@pytest.mark.parametrize(
    "nonsense",
    [None, 5, "ask", [], {}, {"type": "ask"}, {"type": "ask", "id": "1", "service": "double", "request": {}}],
)
def test_a_message_that_is_no_request_is_left_to_others(desk, sent, nonsense):
    assert not desk.take(nonsense)
    assert not sent


def test_a_newer_request_takes_the_place_of_a_slow_one_that_still_runs():
    started, done, sent = threading.Event(), threading.Event(), []

    def slow(_session, request):
        if request.content["first"]:
            started.set()
            request.cancelled.wait(10)
            request.go_on()
        return Answer({"first": request.content["first"]})

    def send(message, _buffers):
        sent.append(message)
        if message["id"] == 2:
            done.set()

    desk = Desk(None, {"slow": Service(slow, slow=True)}, send, lambda: "en")
    desk.take(ask(1, "slow", first=True))
    assert started.wait(10)
    desk.take(ask(2, "slow", first=False))
    assert done.wait(10)
    assert sent[0] == {"type": "refusal", "id": 1, "message": "", "cancelled": True}
    assert sent[1]["answer"] == {"first": False}


def test_a_page_can_take_a_slow_request_back():
    sent, done = [], threading.Event()

    def slow(_session, request):
        request.cancelled.wait(10)
        request.go_on()

    def send(message, _buffers):
        sent.append(message)
        done.set()

    desk = Desk(None, {"slow": Service(slow, slow=True)}, send, lambda: "en")
    desk.take(ask(1, "slow"))
    assert desk.take({"type": "cancel", "id": 1})
    assert done.wait(10)
    assert sent[0]["cancelled"]
