"""What identification finds, for screens, JSON and the written list."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import RESULT_COLUMNS, canonical_order
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification.characteristics import Characteristic
from kkm_helpers.customers.identification.churn import ObservedChurn
from kkm_helpers.customers.identification.facts import CustomerFacts
from kkm_helpers.customers.identification.reasons import reasons_in_words
from kkm_helpers.customers.identification.rules import Segmentation, as_of_in
from kkm_helpers.customers.identification.settings import DEFINITIONS, IdentificationSettings
from kkm_helpers.customers.model_inputs import ModelInputs
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from kkm_helpers.customers.identification.facts import Bools

# Columns of a customer list that only serve the rules; what they say is written in other words.
INTERNAL_COLUMNS = ("never_visited", "order_interval_days")
NEVER_VISITED = Message("nie", "never")


@dataclass(frozen=True)
class Identification:
    """The segments of a customer list and everything that follows from them.

    Attributes:
        settings: as used, with reference year, threshold and day filled in.
        frame: the list that was judged.
        kept_columns: its columns that are not canonical.
        facts: what the rules took from it.
        segmentation: what the rules found, as arrays.
        flags: one column of booleans per flag.
        customers: one row per customer: customer_id, segment, abc, revenue, best_year, second_best_year, own_potential
            [EUR/year], orders, visits.
        segments: per segment customers, revenue [EUR/year], orders, visits; NaN where the list does not say.
        group: figures of all small customers; None where unknown.
        sectors: the same per sector; empty where the list has no sectors.
        characteristics: the brief's five, with what each was judged on.
        would_move: how many small customers each rule makes, or would make, something else.
        model_inputs: what goes into the model.
        observed_churn: what the list's own past says.
        warnings: what the user should know, in both languages.
    """

    settings: IdentificationSettings
    frame: pd.DataFrame
    kept_columns: tuple[str, ...]
    facts: CustomerFacts
    segmentation: Segmentation
    flags: pd.DataFrame
    customers: pd.DataFrame
    segments: pd.DataFrame
    group: dict[str, float | None]
    sectors: pd.DataFrame
    characteristics: tuple[Characteristic, ...]
    would_move: dict[str, int]
    model_inputs: ModelInputs
    observed_churn: ObservedChurn
    warnings: tuple[Message, ...]

    @property
    def reference_year(self) -> int:
        """Calendar year that was judged."""
        return self.segmentation.year

    @property
    def threshold(self) -> float:
        """Revenue threshold that was used [EUR/year]."""
        assert self.settings.threshold is not None  # noqa: S101 - `identify` fills it in
        return self.settings.threshold

    @property
    def as_of(self) -> date:
        """Day up to which visits were judged."""
        return as_of_in(self.settings, self.reference_year)

    @property
    def small(self) -> Bools:
        """Which customers are small."""
        return self.segmentation.small

    @property
    def reactivation_customers(self) -> int:
        """Small customers without purchases in the reference year: on the worklist, worth 0 in the model."""
        return int((self.small & self.segmentation.no_purchase).sum())

    def reasons(self, language: Language = "de") -> pd.Series[str]:
        """Return why each customer is in its segment, in words."""
        return reasons_in_words(self.flags, self.reference_year, self.threshold, self.settings, language)

    def customers_table(self, language: Language = "de") -> pd.DataFrame:
        """Return the list for `identify --out`.

        The canonical columns, then segment, reasons, abc, best_year, second_best_year and own_potential, then the kept
        columns; one row per customer in the file's order.
        """
        frame = self.frame
        apart = {*self.kept_columns, *INTERNAL_COLUMNS}
        canonical = sorted((name for name in frame.columns if name not in apart), key=canonical_order)
        table = frame[canonical].copy()
        if self.facts.never_visited.any():
            last_visit = frame["last_visit"] if "last_visit" in table else pd.Series(pd.NaT, index=frame.index)
            never = choose(language, NEVER_VISITED.de, NEVER_VISITED.en)
            table["last_visit"] = last_visit.astype(object).mask(self.facts.never_visited, never)
        results = self.customers.assign(reasons=self.reasons(language))[list(RESULT_COLUMNS)]
        kept = frame[list(self.kept_columns)]
        taken = {*table.columns, *results.columns}
        renamed = {name: f"{name} ({choose(language, 'Liste', 'list')})" for name in self.kept_columns if name in taken}
        return pd.concat([table, results, kept.rename(columns=renamed)], axis=1)

    def to_json(self, language: Language = "de") -> dict[str, Any]:
        """Return the keys of `kkm identify --json` with plain numbers; None where unknown. Texts in `language`."""
        return {
            "definition": self.settings.definition,
            "definition_text": DEFINITIONS[self.settings.definition].text(language),
            "reference_year": self.reference_year,
            "as_of": self.as_of.isoformat(),
            "threshold": self.threshold,
            "totals": {
                "customers": len(self.frame),
                "revenue": plain(self.segments["revenue"].sum()),
            },
            "segments": _records(self.segments),
            "group": {name: plain(value) for name, value in self.group.items()},
            "model_inputs": asdict(self.model_inputs),
            "reactivation_customers": self.reactivation_customers,
            "observed_churn": self.observed_churn.rate,
            "observed_churn_pairs": [
                {"year": pair.year, "customers": pair.customers, "lost": pair.lost, "churn": pair.churn}
                for pair in self.observed_churn.pairs
            ],
            "sectors": _records(self.sectors),
            "visit_unknown": int(self.segmentation.visits.unknown.sum()),
            "would_move": self.would_move,
            "abc": {name: int((self.customers["abc"] == name).sum()) for name in ("A", "B", "C")},
            "characteristics": [
                {
                    "name": found.name,
                    "judged_on": found.judged_on.text(language) if found.judged_on else None,
                    "known": found.known,
                    "share_small": found.share_small,
                    "share_others": found.share_others,
                    "sentence": found.sentence(language),
                }
                for found in self.characteristics
            ],
            "warnings": [warning.text(language) for warning in self.warnings],
        }


def plain(value: float | None) -> float | int | None:
    """Return `value` for JSON: None for NaN, an int where it is whole, so that counts look like counts."""
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _records(figures: pd.DataFrame) -> dict[str, dict[str, float | int | None]]:
    columns = [str(name) for name in figures.columns]
    rows = figures.to_numpy(dtype=np.float64).tolist()
    return {
        str(name): dict(zip(columns, map(plain, row), strict=True))
        for name, row in zip(figures.index, rows, strict=True)
    }
