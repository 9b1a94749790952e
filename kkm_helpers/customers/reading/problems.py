"""Errors of reading: what was found in place of a customer list, and what to do."""

from __future__ import annotations

from kkm_helpers.errors import KkmError


class CustomerListError(KkmError):
    """The file, or what stands in it, cannot become a customer list."""


class SecondListError(CustomerListError):
    """The second list, which only adds to the first, is the one that cannot be read."""
