"""Progress of a long reading, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

# Takes the line that was reached. Called every few ten thousand rows; whoever shows it decides from when on.
Progress = Callable[[int], None]


def no_progress(line: int) -> None:
    """Tell nobody."""
