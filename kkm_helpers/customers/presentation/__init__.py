"""What people are shown of a customer list: tables of words, the same on the command line, in notebooks and the app."""

from kkm_helpers.customers.presentation.table import WordTable

__all__ = ["WordTable"]
