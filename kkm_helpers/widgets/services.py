"""What a page asks Python for besides the figures of a case: a request by name, one answer or one refusal to each.

In the page `ask(service, request)` of page/ask.js; here a function of the session and the request. A slow service runs
beside the kernel's messages, so that no slider waits for it; its newer request takes the place of one that still runs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic, TypeVar

from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose

LOG = logging.getLogger(__name__)

S = TypeVar("S")
Buffers = Sequence[bytes | memoryview]
Send = Callable[[dict[str, Any], Buffers], None]


class CancelledError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True)
class Answer:
    """What a service answers: plain data, and bytes where there are any."""

    content: Mapping[str, Any] = field(default_factory=dict)
    buffers: Buffers = ()


@dataclass(frozen=True)
class Request:
    """What a page asks.

    Attributes:
        content: plain data; anything a page may send, so a service checks what it uses.
        buffers: bytes that came with it.
        tell: sends progress to the page, as plain data.
    """

    content: Mapping[str, Any]
    buffers: Buffers = ()
    tell: Callable[[Mapping[str, Any]], None] = lambda _: None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Do nothing, or raise `CancelledError` once nobody waits for the answer any more."""
        if self.cancelled.is_set():
            raise CancelledError


@dataclass(frozen=True)
class Service(Generic[S]):
    """A service.

    Attributes:
        serve: from the session and a request to the answer; a `KkmError` is told to the user.
        slow: run it beside the kernel's messages.
    """

    serve: Callable[[S, Request], Answer]
    slow: bool = False


def later(module: str, name: str) -> Callable[[Any, Request], Answer]:
    """Return what a service does, from a module that is imported when it is asked for first: some take their time."""

    def serve(session: Any, request: Request) -> Answer:  # noqa: ANN401 - any session
        answer: Answer = getattr(import_module(module), name)(session, request)
        return answer

    return serve


class Desk(Generic[S]):
    """Takes the requests of one page and sends back the answers.

    Args:
        session: what the services work on.
        services: by name.
        send: sends a message to the page.
        language: which language the refusals are in.
    """

    def __init__(
        self, session: S, services: Mapping[str, Service[S]], send: Send, language: Callable[[], Language]
    ) -> None:
        self._session = session
        self._services = services
        self._send = send
        self._language = language
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kkm-service")
        self._running: dict[int, tuple[str, threading.Event]] = {}

    def take(self, content: object, buffers: Buffers = ()) -> bool:
        """Take a message of the page and return whether it was one for the desk."""
        match content:
            case {"type": "ask", "id": int(number), "service": str(name), "request": dict(asked)}:
                self._ask(number, name, asked, buffers)
            case {"type": "cancel", "id": int(number)}:
                if number in self._running:
                    self._running[number][1].set()
            case _:
                return False
        return True

    def _ask(self, number: int, name: str, asked: Mapping[str, Any], buffers: Buffers) -> None:
        service = self._services.get(name)
        if service is None:
            known = ", ".join(self._services)
            self._refuse(number, KkmError(f"{name}: unbekannter Dienst ({known}).", f"{name}: no service ({known})."))
            return
        request = Request(asked, buffers, lambda told: self._send({"type": "progress", "id": number, **told}, ()))
        if not service.slow:
            self._serve(number, service, request)
            return
        for earlier, cancelled in self._running.values():
            if earlier == name:
                cancelled.set()
        self._running[number] = (name, request.cancelled)
        self._beside.submit(self._serve, number, service, request)

    def _serve(self, number: int, service: Service[S], request: Request) -> None:
        try:
            request.go_on()
            start, worked = time.perf_counter(), time.process_time()
            answer = service.serve(self._session, request)
            took, worked = time.perf_counter() - start, time.process_time() - worked
            told = {"type": "answer", "id": number, "answer": dict(answer.content), "waited": max(0.0, took - worked)}
            self._send(told, answer.buffers)
        except CancelledError:
            self._send({"type": "refusal", "id": number, "message": "", "cancelled": True}, ())
        except KkmError as error:
            self._refuse(number, error)
        except Exception:
            # The page must not wait for ever, and the session must live on; the log has what we need to mend it.
            LOG.exception("service failed")
            self._refuse(
                number,
                KkmError(
                    "Das hat nicht geklappt; die Zahlen auf der Seite gelten weiter. Bitte noch einmal versuchen.",
                    "That did not work; the figures on the page still hold. Please try again.",
                ),
            )
        finally:
            self._running.pop(number, None)

    def _refuse(self, number: int, error: KkmError) -> None:
        message = choose(self._language(), error.de, error.en)
        self._send({"type": "refusal", "id": number, "message": message}, ())
