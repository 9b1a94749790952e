"""Looks at a list that was read, for the tests of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList


class Reader(Protocol):
    def __call__(
        self, content: str | bytes, name: str = "liste.csv", encoding: str = "utf-8", **options: Any
    ) -> CustomerList: ...


def column(listed: CustomerList, name: str) -> list[Any]:
    """Return a column's values as plain Python, unknown ones as None."""
    values = listed.frame[name]
    return [None if missing else value for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def warned(listed: CustomerList, *words: str) -> bool:
    """Return whether one warning says all these words."""
    return any(all(word in message.de for word in words) for message in listed.report.warnings)


def reasons(listed: CustomerList) -> list[tuple[int, str]]:
    """Return line and reason of the rows left out."""
    return [(row.line, row.reason.de) for row in listed.report.rows_left_out]
