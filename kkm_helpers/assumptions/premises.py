"""What holds for every figure; said on screen and in every export."""

from __future__ import annotations

from kkm_helpers.language import Language, choose

_DE = (
    "Nominale Beträge: Löhne und Preise steigen wie angenommen, Zahlungen am Monatsende, vor Steuern, ohne "
    "Umsatzsteuer (wer sie nicht abziehen kann, rechnet sie zum Preis des Dienstleisters), kein Restwert, keine neuen "
    "Kunden, niemand wird am Ende entlassen. Das gesamte Potenzial ist ein Bedarf, kein Umsatz."
)
_EN = (
    "Nominal amounts: wages and prices grow as assumed, cash flows at the end of the month, before tax, without VAT (a "
    "client that cannot deduct it adds it to the provider's price), no terminal value, no new customers, nobody is "
    "dismissed at the end. The total potential is a need, not revenue."
)


def premises(language: Language) -> str:
    """Return the premises of the calculation in one paragraph."""
    return choose(language, _DE, _EN)
