"""How columns, shares, counts and amounts are called and written in sentences about a list."""

from __future__ import annotations

from kkm_helpers.customers.columns import column_of
from kkm_helpers.language import Language, choose, format_number, format_value
from kkm_helpers.language.numbers import MINUS, NO_BREAK_SPACE

# Number format -> what people call it in German and English, and an example.
_NUMBER_FORMATS = {
    "german": ("deutsch", "German", "1.234,56"),
    "english": ("englisch", "English", "1,234.56"),
    "swiss": ("schweizerisch", "Swiss", "1'234.56"),
    "plain": ("ohne Tausenderzeichen", "no thousands separator", "1234.56"),
}


def number_format_words(name: str, language: Language) -> str:
    """Return what people call a number format."""
    de, en, _ = _NUMBER_FORMATS[name]
    return choose(language, de, en)


def number_format_shown(name: str, language: Language) -> str:
    """Return what people call a number format, with an example: "deutsch (1.234,56)"."""
    return f"{number_format_words(name, language)} ({_NUMBER_FORMATS[name][-1]})"


def label(name: str, language: Language) -> str:
    """Return what people call a canonical column."""
    column = column_of(name)
    return choose(language, column.de, column.en)


def called(name: str, language: Language) -> str:
    """Return what people call a column of a list: a canonical one by its label, a kept one by its own header."""
    try:
        return label(name, language)
    except KeyError:
        return name


def share_text(share: float, language: Language) -> str:
    """Return a share in per cent with one decimal: more would pretend to know more."""
    return format_value(round(share, 3), "share", language)


def counted(count: int, one: str, many: str, language: Language) -> str:
    """Return how many there are, with the word for one or for many: "1 Zeile", "1.200 Zeilen"."""
    return f"{format_number(count, 0, language)} {one if count == 1 else many}"


def euros(amount: float, language: Language) -> str:
    """Return an amount with its cents, as a bookkeeper compares it."""
    number = format_number(abs(amount), 2, language)
    return (MINUS if amount < 0 else "") + choose(language, f"{number}{NO_BREAK_SPACE}€", f"€{number}")
