"""Errors for people: each carries what is wrong as data, and is worded in the reader's language at the edge."""

from __future__ import annotations

from kkm_helpers.language.terms import Language, choose


class KkmError(Exception):
    """Something the user can mend: bad input or a bad case.

    `de` and `en` say what is wrong, where, and what to do. `str()` gives the German text, because German is the
    product's default language; an edge that knows the user's language calls `message(language)`.
    """

    def __init__(self, de: str, en: str) -> None:
        super().__init__(de)
        self.de = de
        self.en = en

    def message(self, language: Language = "de") -> str:
        """Return the whole message in `language`."""
        return choose(language, self.de, self.en)


class ModelDefinitionError(Exception):
    """The model itself is declared wrongly (a cycle, an unknown name, a name twice): for programmers, in English."""
