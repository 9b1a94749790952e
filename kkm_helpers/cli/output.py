"""What commands print: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
import numpy as np

from kkm_helpers.cli.text_table import Row, table_lines, text_width, wrapped
from kkm_helpers.engine import NotRepresentableError
from kkm_helpers.language.numbers import NO_BREAK_SPACE

_EXACT_INTEGERS = 2.0**53


def printable(text: str) -> str:
    """Return text for a terminal or a file: plain spaces, which can be searched for and copied."""
    return text.replace(NO_BREAK_SPACE, " ").replace("\u202f", " ")


def tell(message: str) -> None:
    """Say something to the user that is no result."""
    click.echo(printable(message), err=True)


def plain(name: str, value: Any) -> Any:  # noqa: ANN401
    """Return the value of a quantity as JSON has it: a number, a text, null, or a list of numbers.

    Raises:
        NotRepresentableError: it is infinite; JSON has no such number.
    """
    if isinstance(value, np.ndarray):
        if not np.isfinite(value).all():
            raise NotRepresentableError(name)
        return [_number(float(item)) for item in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < _EXACT_INTEGERS else value


def print_json(values: Mapping[str, Any]) -> None:
    """Print one JSON object, one line for each key: the months of a quantity stay on one line."""
    lines = (
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        for name, value in values.items()
    )
    click.echo("{\n" + ",\n".join(lines) + "\n}")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text, and an empty one behind them."""
    for line in lines:
        click.echo(printable(line))
    click.echo()


def print_paragraph(text: str) -> None:
    """Print a text over as many lines as it needs, and an empty one behind it."""
    print_lines(line for part in text.splitlines() for line in wrapped(part, text_width()))


def print_table(title: str, headings: Sequence[str], rows: Iterable[Row], **layout: Any) -> None:  # noqa: ANN401
    """Print a table under its title; `layout` as for `table_lines`."""
    click.echo(click.style(printable(title), bold=True))
    print_lines(table_lines(headings, rows, **layout))
