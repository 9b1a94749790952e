"""German and English: numbers, units and the labelled names everything else refers to."""

from kkm_helpers.language.numbers import NumberFormat, format_number, parse_number
from kkm_helpers.language.terms import LANGUAGES, Labelled, Language, Term, choose
from kkm_helpers.language.units import UNITS, Unit, format_value, parse_value, short_money

__all__ = [
    "LANGUAGES",
    "UNITS",
    "Labelled",
    "Language",
    "NumberFormat",
    "Term",
    "Unit",
    "choose",
    "format_number",
    "format_value",
    "parse_number",
    "parse_value",
    "short_money",
]
