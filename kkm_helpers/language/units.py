"""Units: what kind of number a unit measures, how it is written, how many digits say something."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from kkm_helpers.language.numbers import FORMAT_OF_LANGUAGE, MINUS, NO_BREAK_SPACE, format_number, parse_number
from kkm_helpers.language.terms import Language, choose

UnitKind = Literal["money", "share", "number", "text"]

NEVER = {"de": "nicht innerhalb des Betrachtungszeitraums", "en": "not within the horizon"}
UNDEFINED = {"de": "nicht definiert", "en": "not defined"}


@dataclass(frozen=True)
class Unit:
    """A unit of the model.

    Attributes:
        kind: money in EUR, a share shown as a percentage, a number with a word behind it, or text (a choice).
        de, en: what stands behind the number (behind the sign of money or per cent), e.g. "im Jahr".
        whole: an assumption in this unit must be an integer.
    """

    kind: UnitKind
    de: str = ""
    en: str = ""
    whole: bool = False

    def suffix(self, language: Language = "de") -> str:
        """Return what stands behind the number in a field: sign and words, e.g. "€ im Jahr"."""
        sign = {"money": "€", "share": "%"}.get(self.kind, "")
        return f"{sign} {choose(language, self.de, self.en)}".strip()


UNITS: dict[str, Unit] = {
    "EUR": Unit("money"),
    "EUR/year": Unit("money", "im Jahr", "a year"),
    "EUR/month": Unit("money", "im Monat", "a month"),
    "EUR/visit": Unit("money", "je Besuch", "a visit"),
    "share": Unit("share"),
    "share/year": Unit("share", "im Jahr", "a year"),
    "share/month": Unit("share", "im Monat", "a month"),
    "share of revenue": Unit("share", "vom Umsatz", "of revenue"),
    "share of fees": Unit("share", "der Honorare", "of fees"),
    "share of the project lead": Unit("share", "der Projektleitung", "of the project lead"),
    "days/year": Unit("number", "Tage im Jahr", "days a year", whole=True),
    "visits/day": Unit("number", "Besuche am Tag", "visits a day"),
    "visits/year": Unit("number", "Besuche im Jahr", "visits a year"),
    "customers": Unit("number", "Kunden", "customers", whole=True),
    "employees": Unit("number", "Mitarbeiter", "employees"),
    "reps": Unit("number", "Mitarbeiter", "reps", whole=True),
    "contacts/year": Unit("number", "Kontakte im Jahr", "contacts a year"),
    "contacts/day": Unit("number", "Kontakte am Tag", "contacts a day", whole=True),
    "orders/year": Unit("number", "Aufträge im Jahr", "orders a year"),
    "months": Unit("number", "Monate", "months", whole=True),
    "month": Unit("number", "", "", whole=True),
    "factor": Unit("number"),
    "choice": Unit("text"),
}


def _decimals(value: float, most: int, least: int = 0) -> int:
    """Return how many decimals show `value` rounded to `most` decimals without trailing zeros, at least `least`."""
    digits = f"{abs(value):.{most}f}".partition(".")[2].rstrip("0")
    return max(least, len(digits))


def _money_decimals(value: float) -> int:
    cents = round(abs(value), 2)
    return 2 if cents < 1000 and cents != int(cents) else 0  # noqa: PLR2004 - from 1,000 € on cents say nothing


def _plain_decimals(value: float, unit: str) -> int:
    size = abs(value)
    if unit == "factor":
        return _decimals(value, 4)  # an index of 1.0229 shown as 1.02 could not be checked by hand
    if size >= 1000:  # noqa: PLR2004
        return 0
    if size >= 100:  # noqa: PLR2004
        return _decimals(value, 1)
    if size >= 1 or size == 0:
        return _decimals(value, 2)
    return _decimals(value, min(6, 2 - math.floor(math.log10(size))))


def format_value(value: float | str | None, unit: str, language: Language = "de", *, words: bool = False) -> str:
    """Return `value` as people write it: "9.375 €", "8,0 %", "57", with the unit's words on request.

    Args:
        value: the number in the model's unit (a share as 0.08); None for what does not happen.
        unit: a key of `UNITS`.
        language: "de" or "en".
        words: add the words of the unit ("9.375 € im Jahr", "4.000 Kunden").
    """
    kind = UNITS[unit].kind
    if value is None:
        return (NEVER if unit in ("month", "months") else UNDEFINED)[language]
    if isinstance(value, str) or kind == "text":
        return str(value)
    if kind == "money":
        number = format_number(value, _money_decimals(value), language)
        if language == "de":
            text = f"{number}{NO_BREAK_SPACE}€"
        else:
            text = f"{number[0]}€{number[1:]}" if number[0] == MINUS else f"€{number}"
    elif kind == "share":
        number = format_number(value * 100, _decimals(value * 100, 2, 1), language)
        text = f"{number}{choose(language, NO_BREAK_SPACE, '')}%"
    else:
        text = format_number(value, _plain_decimals(value, unit), language)
    behind = choose(language, UNITS[unit].de, UNITS[unit].en) if words else ""
    return f"{text}{NO_BREAK_SPACE}{behind}" if behind else text


IN_MILLIONS_FROM = 100_000


def short_money(value: float, language: Language = "de") -> str:
    """Return an amount in EUR as one says it: "9.375 €", from 100,000 on "0,42 Mio. €"."""
    if abs(value) < IN_MILLIONS_FROM:
        return format_value(float(round(value)), "EUR", language)
    number = format_number(value / 1e6, 2 if abs(value) < 1e8 else 0, language)  # noqa: PLR2004
    if language == "de":
        return f"{number}{NO_BREAK_SPACE}Mio.{NO_BREAK_SPACE}€"
    return f"{number[0]}€{number[1:]}m" if number[0] == MINUS else f"€{number}m"


_SCALES = {
    "T€": 1e3, "TEUR": 1e3, "Tsd. €": 1e3, "Tsd.": 1e3, "k€": 1e3,
    "Mio. €": 1e6, "Mio.": 1e6, "Mio": 1e6, "m€": 1e6,
    "€": 1.0, "EUR": 1.0,
}  # fmt: skip


def parse_value(text: str, unit: str, language: Language = "de") -> float:
    """Return the value in the model's unit that a person typed into a field of that unit.

    A field of shares shows per cent, so "8,0" and "8 %" both are 0.08; "120 T€" is 120,000.

    Raises:
        ValueError: the text is no number in that language, or its sign does not fit the unit.
    """
    kind = UNITS[unit].kind
    stripped = text.replace(NO_BREAK_SPACE, " ").replace("\u202f", " ").strip()
    scale = 1.0
    if kind == "share":
        stripped = stripped.removesuffix("%").rstrip()
        scale = 0.01
    elif kind == "money":
        stripped = stripped.removeprefix("€").lstrip()
        for sign in sorted(_SCALES, key=len, reverse=True):
            if stripped.endswith(sign):
                stripped, scale = stripped.removesuffix(sign).rstrip(), _SCALES[sign]
                break
    value = parse_number(stripped, FORMAT_OF_LANGUAGE[language])
    # The division keeps 8 % exactly 0.08, the product 8 * 0.01 would not for every number.
    return value / 100 if kind == "share" else value * scale
