"""Shared by the tests of reading: writes a mess into a file and reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kkm_helpers.customers.reading import read_customers

if TYPE_CHECKING:
    from pathlib import Path

    from kkm_helpers.customers.customer_list import CustomerList
    from tests.customers.reading.looking import Reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Return a function that writes `content` into a file and reads it as a customer list."""

    def write_and_read(
        content: str | bytes, name: str = "liste.csv", encoding: str = "utf-8", **options: Any
    ) -> CustomerList:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_customers(path, today=date(2025, 6, 1), **options)

    return write_and_read
