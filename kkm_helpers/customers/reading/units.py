"""Units of numbers: T€, Mio. €, per cent and currencies, in a header, in a title line, or in the cell itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kkm_helpers.customers.columns import fold_text


@dataclass(frozen=True)
class Unit:
    """A unit as it is written.

    Attributes:
        text: how it is shown ("T€").
        factor: what a number in it is multiplied with; None: it says nothing about scale (a bare currency).
        percent: it is per cent.
        currency: its currency where it is another one than EUR.
    """

    text: str
    factor: float | None = None
    percent: bool = False
    currency: str | None = None


_EUR = r"(?:€|eur|euro)"
_THOUSAND = (
    rf"(?:t\s*{_EUR}|tsd\.?\s*{_EUR}?|tausend\s*{_EUR}?|k\s*{_EUR}|1[.,\s]?000\s*{_EUR}|['\u2019]?000\s*{_EUR}|"
    rf"{_EUR}\s*(?:t|k|tsd\.?|tausend|thousands?|['\u2019]?000|1[.,\s]?000)|thousands?(?:\s*(?:of\s+)?{_EUR})?)"
)
_MILLION = (
    rf"(?:mio\.?\s*{_EUR}?|mill?\.\s*{_EUR}?|millionen\s*{_EUR}?|m\s*€|meur|mn\s*{_EUR}|millions?\s*(?:of\s+)?{_EUR}?|"
    rf"{_EUR}\s*(?:m|mn|mio\.?|millionen|millions?))"
)
_BILLION = rf"(?:mrd\.?\s*{_EUR}?|milliarden\s*{_EUR}?)"
_FOREIGN = r"(?:chf|sfr\.?|usd|us-?\$|\$|gbp|£|pln|czk|dkk|sek|nok|huf|ron|jpy|cny)"

_UNITS: tuple[tuple[str, Unit], ...] = (
    (_BILLION, Unit("Mrd. €", 1e9)),
    (_MILLION, Unit("Mio. €", 1e6)),
    (_THOUSAND, Unit("T€", 1e3)),
    (_EUR, Unit("€")),
    (r"(?:%|prozent|percent|v\.\s?h\.)", Unit("%", percent=True)),
)
_FOREIGN_THOUSAND = re.compile(rf"t\s*(?P<sign>{_FOREIGN})|(?P<plain>{_FOREIGN})")


@cache
def parse_unit(text: str) -> Unit | None:
    """Return the unit that `text` is, and nothing but that."""
    lowered = text.replace("\u00a0", " ").replace("\u202f", " ").strip().casefold()
    for pattern, unit in _UNITS:
        if re.fullmatch(pattern, lowered):
            return unit
    if match := _FOREIGN_THOUSAND.fullmatch(lowered):
        sign = (match["sign"] or match["plain"]).upper()
        return Unit(lowered.upper(), 1e3 if match["sign"] else None, currency=sign)
    return None


_ANY = "|".join((_BILLION, _MILLION, _THOUSAND, rf"t\s*{_FOREIGN}", _EUR, r"%|prozent", _FOREIGN))
_IN_BRACKETS = re.compile(rf"[(\[]\s*(?:in|angaben in|werte in)?\s*({_ANY})\s*[)\]]", re.IGNORECASE)
_AS_WORD = re.compile(rf"(?:(?<=^)|(?<=[\s_,;:/-]))(?:in\s+)?({_ANY})(?=$|[\s_,;:/)-])", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:angaben|werte|betraege|umsatz|umsaetze|zahlen|alle|amounts|figures|values|in)\s[^.;|]*?"
    rf"\b(?:in\s+)?({_THOUSAND}|{_MILLION}|{_BILLION})(?![a-z0-9])",
    re.IGNORECASE,
)


@cache
def header_unit(header: str) -> tuple[str, Unit | None]:
    """Return a header without its unit, and the unit: "Umsatz (T€)" -> "Umsatz", T€."""
    for pattern in (_IN_BRACKETS, _AS_WORD):
        if match := pattern.search(header):
            rest = (header[: match.start()] + " " + header[match.end() :]).strip()
            unit = parse_unit(match[1])
            if unit is not None:
                return rest, unit
    return header, None


def title_unit(titles: tuple[str, ...]) -> Unit | None:
    """Return the scale that a title line names ("Angaben in T€"), or None."""
    for title in titles:
        folded = fold_text(title)
        if (match := _TITLE.search(folded)) or (
            match := re.fullmatch(rf"[(\[]?\s*(?:in\s+)?({_THOUSAND}|{_MILLION})\s*[)\]]?", folded)
        ):
            return parse_unit(match[1])
    return None
