"""The calculation path as a declaration: each figure's formula in words, its numbers, its result."""

from __future__ import annotations

from collections.abc import Iterable

from kkm_helpers.charts.parts import ByLanguage, Choice, Let, Only, Part, Spans, Text, Value
from kkm_helpers.engine import UNIT_OF
from kkm_helpers.formulas import formula_text, number_template
from kkm_helpers.model import QUANTITIES
from kkm_helpers.model.declare import renamed
from kkm_helpers.widgets.figures import options_with

MONTH_SHOWN = 12  # of monthly figures; the last month where the horizon is shorter


def calculation_path(names: Iterable[str], answer: str) -> Part:
    """Declare a calculation path; `answer` is the row that answers the step, `option_…` is of the option shown."""
    month = {"month": f"minimum({MONTH_SHOWN}, horizon_months)"}
    return Let(month, [_row_of_option(name, hit=name == answer) for name in names])


def _row_of_option(name: str, *, hit: bool) -> Part:
    if not name.startswith("option_"):
        return _row(name, hit=hit)
    return Choice(
        *(Only(f"option == '{option}'", _row(renamed(name, option), hit=hit)) for option in options_with(name))
    )


def _row(name: str, *, hit: bool) -> Part:
    quantity = QUANTITIES[name]
    shown, text = (name, name) if not quantity.monthly else (f"pick({name}, month - 1)",) * 2
    if quantity.monthly:
        text = f"{shown}:{UNIT_OF[name]}"
    return {
        "name": name,
        "value": Value(shown),
        "text": Text(f"{{{text}}}"),
        "label": ByLanguage(quantity.de, quantity.en),
        "formula": ByLanguage(formula_text(quantity, "de"), formula_text(quantity, "en")),
        "numbers": _numbers(name),
        "hit": hit,
    }


def _numbers(name: str) -> Part:
    """Return the formula with its numbers, in pieces; nothing where it has none, as in a sum over all months."""
    de, en = (number_template(QUANTITIES[name], language) for language in ("de", "en"))
    return Spans(Text(de, en)) if "{" in de else []
