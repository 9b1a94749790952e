"""Two systems: revenue from the one, visits from the other, joined by customer number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kkm_helpers.customers.customer_list import Joined, Message

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList


def comparable_id(number: str) -> str:
    """Return a customer number as it is compared between systems: leading zeros and blanks do not matter."""
    plain = "".join(number.split()).casefold()
    return plain.lstrip("0") or plain[:1]


def join_crm(frame: pd.DataFrame, crm: CustomerList) -> tuple[pd.DataFrame, Joined, list[Message]]:
    """Return the list with the CRM's columns, how the two matched, and what the user should know.

    What both know is taken from the list; the CRM fills what is unknown there. Customers that only the CRM has are
    reported, not added: they have no revenue.
    """
    keys = frame["customer_id"].map(comparable_id)
    crm_keys = crm.frame["customer_id"].map(comparable_id)
    warnings = _ambiguous(keys, frame, "Liste", "list") + _ambiguous(crm_keys, crm.frame, "CRM-Liste", "CRM list")
    matched = keys.isin(set(crm_keys))
    right = crm.frame.assign(customer_id=crm_keys).drop_duplicates("customer_id").set_index("customer_id")
    aligned = right.reindex(keys).reset_index(drop=True)
    joined = frame.copy()
    for name in right.columns:
        if name not in joined.columns:
            joined[name] = aligned[name].fillna("") if _is_text(right[name]) else aligned[name]
            continue
        known = joined[name] != "" if _is_text(joined[name]) else joined[name].notna()
        differs = known & matched & aligned[name].notna() & (aligned[name] != joined[name]) & (aligned[name] != "")
        if differs.any() and name not in crm.kept_columns:
            warnings.append(_differs(str(name), int(differs.sum())))
        filled = joined[name].where(known, aligned[name])
        joined[name] = filled.fillna("") if _is_text(joined[name]) else filled
    if "never_visited" in joined.columns:
        joined["never_visited"] = joined["never_visited"].fillna(value=False).astype(bool)
    facts = Joined(
        crm.source,
        int(matched.sum()),
        tuple(frame["customer_id"][~matched]),
        tuple(crm.frame["customer_id"][~crm_keys.isin(set(keys))]),
    )
    return joined, facts, warnings


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.StringDtype)


def _ambiguous(keys: pd.Series, frame: pd.DataFrame, de: str, en: str) -> list[Message]:
    twice = frame["customer_id"][keys.duplicated(keep=False)].tolist()
    if not twice:
        return []
    shown = ", ".join(twice[:6]) + (" …" if len(twice) > 6 else "")  # noqa: PLR2004 - a few examples tell
    return [
        Message(
            f"In der {de} unterscheiden sich Kundennummern nur durch führende Nullen ({shown}); beim Verbinden gilt "
            "die erste.",
            f"In the {en} customer numbers differ by leading zeros only ({shown}); in joining the first one counts.",
        )
    ]


def _differs(name: str, count: int) -> Message:
    return Message(
        f"Bei {count} Kunden nennen Liste und CRM für „{name}“ Verschiedenes; genommen wurde die Liste.",
        f"For {count} customers list and CRM differ in “{name}”; the list was taken.",
    )
