"""The brief's five characteristics of small customers, held against the list: does the segment look like that?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification.facts import CustomerFacts, number_column, orders_column
from kkm_helpers.customers.words import label, share_text
from kkm_helpers.language import LANGUAGES, Language, choose, format_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kkm_helpers.customers.identification.facts import Bools, Floats
    from kkm_helpers.customers.identification.rules import Segmentation
    from kkm_helpers.customers.identification.settings import IdentificationSettings


@dataclass(frozen=True)
class Characteristic:
    """One characteristic, how often it is found, and on what that rests.

    Attributes:
        name: public name.
        title: what people call it.
        judged_on: the columns and the test, in words; None where the list has nothing to judge it on.
        known: small customers of whom the columns say something.
        share_small: share of those to which it applies; None where none is known.
        share_others: the same among the customers that are not small.
        detail: what more there is to say; None where nothing.
    """

    name: str
    title: Message
    judged_on: Message | None
    known: int
    share_small: float | None
    share_others: float | None
    detail: Message | None = None

    def sentence(self, language: Language = "de") -> str:
        """Return the finding as one sentence."""
        title = self.title.text(language)
        if self.judged_on is None or self.share_small is None:
            return choose(
                language,
                f"{title}: nicht beurteilbar, die Liste sagt dazu nichts.",
                f"{title}: cannot be judged, the list says nothing about it.",
            )
        small = share_text(self.share_small, language)
        others = "–" if self.share_others is None else share_text(self.share_others, language)
        basis = self.judged_on.text(language)
        detail = f" {self.detail.text(language)}" if self.detail else ""
        known = format_value(float(self.known), "factor", language)
        return choose(
            language,
            f"{title}: {small} der Kleinkunden, {others} der übrigen (beurteilt nach {basis}; bekannt bei {known} "
            f"Kleinkunden).{detail}",
            f"{title}: {small} of the small customers, {others} of the others (judged on {basis}; known of {known} "
            f"small customers).{detail}",
        )


def brief_characteristics(
    frame: pd.DataFrame,
    facts: CustomerFacts,
    found: Segmentation,
    flags: pd.DataFrame,
    settings: IdentificationSettings,
) -> tuple[Characteristic, ...]:
    """Return the five characteristics of the brief as far as the columns allow."""
    orders_name, orders = orders_column(frame, found.year)
    wallet, wallet_basis = _share_of_wallet(facts, found.revenue)
    competition = frame["competition"] if "competition" in frame.columns else pd.Series(pd.NA, index=frame.index)
    discount = number_column(frame, "discount")
    limit = settings.share_of_wallet_limit
    return (
        _judged(
            found,
            "many_transactions",
            Message("Viele Transaktionen", "Many transactions"),
            _basis(
                [orders_name] if orders_name else [],
                "mehr Bestellungen als drei Viertel der Liste",
                "more orders than three quarters of the list",
            ),
            ~np.isnan(orders),
            flags["many_orders"].to_numpy(),
            _orders_and_revenue(found, orders),
        ),
        _judged(
            found,
            "low_share_of_wallet",
            Message("Geringer Lieferanteil", "Low share of wallet"),
            _basis(wallet_basis, f"höchstens {share_text(limit, 'de')}", f"at most {share_text(limit, 'en')}"),
            ~np.isnan(wallet),
            wallet <= limit,
        ),
        _judged(
            found,
            "visit_does_not_pay",
            Message("Besuch lohnt sich nicht", "A visit does not pay"),
            _basis((f"revenue_{found.year}",), "unter der Umsatzschwelle", "below the revenue threshold"),
            ~np.isnan(found.revenue),
            found.no_purchase | found.below_threshold,
        ),
        _judged(
            found,
            "little_competition",
            Message("Wenig Wettbewerb", "Little competition"),
            _basis(("competition",), "nein", "no"),
            competition.notna().to_numpy(),
            flags["no_competition"].to_numpy(),
        ),
        _judged(
            found,
            "no_purchasing_power",
            Message("Keine Einkaufsmacht", "No purchasing power"),
            _basis(("discount",), "keiner", "none"),
            ~np.isnan(discount),
            flags["no_discount"].to_numpy(),
        ),
    )


def _basis(columns: Sequence[str], de: str, en: str) -> Message:
    """Return which columns were held against which test."""
    named = (", ".join(label(name, language) for name in columns) for language in LANGUAGES)
    return Message(*(f"{names}: {test}" for names, test in zip(named, (de, en), strict=True)))


def _share_of_wallet(facts: CustomerFacts, revenue: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Return the share of wallet of each customer and what it was taken from, the client's own figure first."""
    sources = {
        "share_of_wallet": facts.share_of_wallet,
        "potential": _revenue_over(facts.potential, revenue),
        "employees": _revenue_over(facts.potential_by_employees, revenue),
    }
    wallet = np.full(len(revenue), np.nan)
    used = []
    for name, values in sources.items():
        filled = np.isnan(wallet) & ~np.isnan(values)
        if filled.any():
            used.append(name)
            wallet[filled] = values[filled]
    return wallet, tuple(used)


def _revenue_over(potential: Floats, revenue: Floats) -> Floats:
    return revenue / np.where(potential > 0, potential, np.nan)


def _judged(
    found: Segmentation,
    name: str,
    title: Message,
    basis: Message,
    known: Bools,
    applies: Bools,
    detail: Message | None = None,
) -> Characteristic:
    small, others = known & found.small, known & ~found.small
    return Characteristic(
        name,
        title,
        basis if known.any() else None,
        int(small.sum()),
        float(applies[small].mean()) if small.any() else None,
        float(applies[others].mean()) if others.any() else None,
        detail,
    )


def _orders_and_revenue(found: Segmentation, orders: Floats) -> Message | None:
    """Return which part of all orders and of all revenue comes from small customers: many orders, little revenue."""
    revenue = np.nan_to_num(found.revenue)
    counted = np.nan_to_num(orders)
    if counted.sum() <= 0 or revenue.sum() <= 0:
        return None
    orders_share, revenue_share = counted[found.small].sum() / counted.sum(), revenue[found.small].sum() / revenue.sum()
    return Message(
        f"Auf die Kleinkunden entfallen {share_text(orders_share, 'de')} der Bestellungen und "
        f"{share_text(revenue_share, 'de')} des Umsatzes.",
        f"Small customers place {share_text(orders_share, 'en')} of the orders and bring "
        f"{share_text(revenue_share, 'en')} of the revenue.",
    )
