"""Customers that are probably one: like names in the same place. Pairs to look at, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from kkm_helpers.customers.columns import fold_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

LEAST_LIKENESS = 92.0
MOST_PAIRS = 1000
_LARGEST_BLOCK = 400
_LEGAL_FORMS = frozenset((
    "gmbh", "mbh", "ag", "kg", "ohg", "gbr", "ug", "ek", "e", "k", "ev", "eg", "se", "kgaa", "co", "cie", "und",
    "u", "ltd", "limited", "inc", "corp", "llc", "plc", "bv", "nv", "sa", "sarl", "srl", "spa", "sas",
    "haftungsbeschraenkt", "fa", "firma", "herr", "frau", "inh", "inhaber", "inhaberin", "gesellschaft", "mit",
    "beschraenkter", "haftung",
))  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """Return the words that make a company name, sorted: legal forms, "Fa.", case and umlauts do not matter."""
    words = _WORD.findall(fold_text(name.replace("&", " und ")))
    return " ".join(sorted(word for word in words if word not in _LEGAL_FORMS) or sorted(words))


def likely_duplicates(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return pairs of customer numbers with like names in the same postcode and city, as far as these are known.

    Names that differ in spelling are compared within a postcode (or city) only; without either column only names with
    the same words are pairs.
    """
    if "name" not in frame.columns:
        return ()
    ids, names = frame["customer_id"].tolist(), frame["name"].tolist()
    postcodes = frame["postcode"].tolist() if "postcode" in frame.columns else [""] * len(ids)
    cities = [fold_text(city) for city in frame["city"].tolist()] if "city" in frame.columns else [""] * len(ids)
    keys = [name_key(name) for name in names]
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        if not key:
            continue
        blocks["words", key].append(position)
        place = postcodes[position] or cities[position]
        if place:
            blocks["place", place].append(position)
    found: dict[tuple[int, int], None] = {}
    for (kind, _), block in blocks.items():
        if kind == "words" or len(block) <= _LARGEST_BLOCK:
            for pair in _pairs(block, keys, same_words=kind == "words"):
                if _same_place(postcodes, pair) and _same_place(cities, pair):
                    found[pair] = None
        if len(found) >= MOST_PAIRS:
            break
    return tuple((ids[first], ids[second]) for first, second in sorted(found))


def _same_place(places: Sequence[str], pair: tuple[int, int]) -> bool:
    first, second = places[pair[0]], places[pair[1]]
    return not first or not second or first == second


def _pairs(block: Sequence[int], keys: Sequence[str], *, same_words: bool) -> list[tuple[int, int]]:
    if len(block) < 2:  # noqa: PLR2004 - a pair needs two
        return []
    if same_words:
        return list(combinations(block[: _LARGEST_BLOCK // 10], 2))
    from rapidfuzz import fuzz, process

    texts = [keys[position] for position in block]
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    rows, columns = scores.nonzero()
    return [
        (block[row], block[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True) if row < column
    ]
