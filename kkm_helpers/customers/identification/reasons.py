"""Flags and reasons: what is true of a customer, and how that is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kkm_helpers.customers.identification.facts import date_column, number_column, orders_column, yes_column
from kkm_helpers.customers.identification.rules import Segmentation, as_of_in
from kkm_helpers.customers.identification.settings import IdentificationSettings
from kkm_helpers.language import Language, choose, format_value

if TYPE_CHECKING:
    from kkm_helpers.customers.identification.facts import Bools, CustomerFacts, Floats

_SILENT_INTERVALS = 3
_MANY_ORDERS_QUANTILE = 0.75


@dataclass(frozen=True)
class Reason:
    """A flag and the words for it; {year}, {threshold}, {growth}, {share} and {as_of} are put in."""

    flag: str
    de: str
    en: str


REASONS: tuple[Reason, ...] = (
    Reason("revenue_unknown", "Umsatz {year} unbekannt", "revenue {year} unknown"),
    Reason("no_purchase", "kein Umsatz {year}", "no revenue in {year}"),
    Reason("below_threshold", "Umsatz {year} unter {threshold}", "revenue {year} below {threshold}"),
    Reason("at_threshold", "Umsatz {year} mindestens {threshold}", "revenue {year} at least {threshold}"),
    Reason("not_visited", "zwölf Monate bis {as_of} nicht besucht", "not visited in the twelve months up to {as_of}"),
    Reason("visited", "besucht", "visited"),
    Reason("visit_unknown", "Besuch unbekannt", "visit unknown"),
    Reason(
        "untapped",
        "großes Potenzial, Lieferanteil höchstens {share}",
        "large potential, share of wallet at most {share}",
    ),
    Reason(
        "growing",
        "wächst zwei Jahre um mindestens {growth} im Jahr",
        "growing by at least {growth} a year for two years",
    ),
    Reason("many_orders", "viele Bestellungen", "many orders"),
    Reason("dormant", "zwei Jahre ohne Umsatz", "two years without revenue"),
    Reason("no_competition", "kein Wettbewerb aktiv", "no competition active"),
    Reason("no_discount", "kein Rabatt", "no discount"),
    Reason("overdue", "länger still als üblich", "silent for longer than usual"),
)


def flags_of(
    frame: pd.DataFrame, facts: CustomerFacts, found: Segmentation, settings: IdentificationSettings
) -> pd.DataFrame:
    """Return the flags of each customer: a column of booleans per flag, in the order of `REASONS`."""
    _, orders = orders_column(frame, found.year)
    revenue_unknown = np.isnan(found.revenue)
    flags = {
        "revenue_unknown": revenue_unknown,
        "no_purchase": found.no_purchase,
        "below_threshold": found.below_threshold,
        "at_threshold": ~(revenue_unknown | found.no_purchase | found.below_threshold),
        "not_visited": found.visits.not_visited,
        "visited": ~(found.visits.not_visited | found.visits.unknown),
        "visit_unknown": found.visits.unknown,
        "untapped": found.untapped,
        "growing": found.growing,
        "many_orders": _more_than_most(orders),
        "dormant": found.no_purchase & (facts.revenue_of(found.year - 1) <= 0),
        "no_competition": yes_column(frame, "competition", value=False),
        "no_discount": number_column(frame, "discount") == 0,
        "overdue": _overdue(frame, found.year, settings),
    }
    return pd.DataFrame(flags, index=frame.index)


def reasons_in_words(
    flags: pd.DataFrame, year: int, threshold: float, settings: IdentificationSettings, language: Language
) -> pd.Series[str]:
    """Return for each customer its flags in words, parted by "; "."""
    as_of = as_of_in(settings, year)
    values = {
        "year": year,
        "threshold": format_value(threshold, "EUR", language),
        "growth": format_value(settings.growth_limit, "share", language),
        "share": format_value(settings.share_of_wallet_limit, "share", language),
        "as_of": choose(language, f"{as_of:%d.%m.%Y}", as_of.isoformat()),
    }
    words = [choose(language, reason.de, reason.en).format(**values) for reason in REASONS]
    # "visit unknown" behind every single customer of a list without visits says nothing.
    shown = [
        reason.flag
        if not (reason.flag == "visit_unknown" and settings.definition == "erp" and flags["visit_unknown"].all())
        else None
        for reason in REASONS
    ]
    bits = sum(
        flags[flag].to_numpy().astype(np.int64) << position for position, flag in enumerate(shown) if flag is not None
    )
    # A few dozen combinations serve any number of customers.
    combinations, place = np.unique(bits, return_inverse=True)
    sentences = np.array(
        [
            "; ".join(text for position, text in enumerate(words) if combination >> position & 1)
            for combination in combinations.tolist()
        ],
        dtype=object,
    )
    return pd.Series(sentences[place], index=flags.index, dtype=object)


def _more_than_most(orders: Floats) -> Bools:
    known = orders[~np.isnan(orders)]
    if not known.size:
        return np.zeros(len(orders), dtype=bool)
    return np.greater(orders, np.quantile(known, _MANY_ORDERS_QUANTILE))


def _overdue(frame: pd.DataFrame, year: int, settings: IdentificationSettings) -> Bools:
    interval = number_column(frame, "order_interval_days")
    silent = np.datetime64(as_of_in(settings, year), "D") - date_column(frame, "last_order")
    days = np.where(np.isnat(silent), np.nan, silent.astype("timedelta64[D]").astype(np.float64))
    return (interval > 0) & (days > _SILENT_INTERVALS * interval)
