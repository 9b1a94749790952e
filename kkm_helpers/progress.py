"""What a long piece of work is at: whoever does it says so, whoever waits may listen, and stops it by raising."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

Listener = Callable[[str, str], None]
"""Hears in German and English what begins now; what it raises ends the work."""


def _nobody(de: str, en: str) -> None:
    pass


_LISTENER: ContextVar[Listener] = ContextVar("listener", default=_nobody)


def begin(de: str, en: str) -> None:
    """Say what begins now, in German and English."""
    _LISTENER.get()(de, en)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have `listener` hear of everything that begins within the block, in this thread."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def counted(de: str, en: str, parts: Sequence[T]) -> Iterator[T]:
    """Go through the parts of something, saying of each which of how many begins: "Kapitel 3 von 12"."""
    for number, part in enumerate(parts, start=1):
        begin(f"{de} {number} von {len(parts)}", f"{en} {number} of {len(parts)}")
        yield part
