"""How a run gets on: a bar with the time left on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import sys
import time
from typing import IO

from kkm_helpers.batch.running import Listener
from kkm_helpers.cli.output import printable
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose, format_number

BAR = 30
_REDRAW = 0.1  # seconds; nobody sees more


class ProgressShown(Listener):
    """Shows progress on stderr, so that it never mixes with a JSON object."""

    def __init__(self, language: Language, stream: IO[str] | None = None) -> None:
        self.language = language
        self.stream = stream or sys.stderr
        self.on_terminal = self.stream.isatty()
        self.total = self.done = self.before = self.failures = 0
        self.started = self.drawn = time.monotonic()

    def begin(self, total: int, done: int) -> None:
        """Take how many steps there are, and how many were done by an earlier run."""
        self.total, self.done, self.before = total, done, done
        self.started = time.monotonic()
        if done:
            count, of = (format_number(number, 0, self.language) for number in (done, total))
            self._line(
                choose(
                    self.language, f"{count} von {of} sind schon gerechnet.", f"{count} of {of} are computed already."
                )
            )
        self._draw(at_once=True)

    def step(self, name: str, trouble: KkmError | None = None, count: int = 1) -> None:
        """Take that a step is done, or why it failed; or that `count` are, up to the one of this name."""
        self.done += count
        if trouble is not None:
            self.failed(name, trouble)
        elif not self.on_terminal:
            left = self._left()
            self._line(f"{self.done}/{self.total} {name}{f' ({left})' if left else ''}")
        self._draw(at_once=self.done == self.total)

    def failed(self, name: str, trouble: KkmError) -> None:
        """Take that a scenario fell out, and show why."""
        self.failures += 1
        self._line(choose(self.language, "Fehler", "Error") + f" {name}: {trouble.message(self.language)}")

    def end(self) -> None:
        """Leave the line of the bar."""
        if self.on_terminal and self.total:
            self._draw(at_once=True)
            self.stream.write("\n")
            self.stream.flush()

    def _line(self, text: str) -> None:
        wipe = "\r\x1b[K" if self.on_terminal else ""
        self.stream.write(f"{wipe}{printable(_harmless(text))}\n")
        self.stream.flush()

    def _draw(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if not self.on_terminal or not self.total or (now - self.drawn < _REDRAW and not at_once):
            return
        self.drawn = now
        filled = BAR * self.done // self.total
        bar = "█" * filled + "░" * (BAR - filled)
        wrong = choose(self.language, "Fehler", "errors")
        parts = [f"{self.done}/{self.total}", f"{self.failures} {wrong}" if self.failures else "", self._left()]
        self.stream.write(f"\r\x1b[K{bar} " + " · ".join(part for part in parts if part))
        self.stream.flush()

    def _left(self) -> str:
        """Return the time left in words; "" while nothing is known about it."""
        steps = self.done - self.before
        if not steps or self.done >= self.total:
            return ""
        seconds = (time.monotonic() - self.started) / steps * (self.total - self.done)
        return choose(self.language, f"noch {duration(seconds)}", f"{duration(seconds)} left")


def duration(seconds: float) -> str:
    """Return a time as hours, minutes and seconds: "1:02:03", "2:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _harmless(text: str) -> str:
    """Return text that cannot steer a terminal; it may come from a file of others."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text)
