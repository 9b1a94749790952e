"""The steps about customer lists that have a notebook: their parameters, texts and titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kkm_helpers.language import Language, choose

_LANGUAGE = "str = None  # Sprache / language | erlaubt/allowed de, en | Vorgabe/default de"
_SCENARIO = "str = None  # Szenariodatei (YAML) / scenario file (YAML)"
_MAPPING = "str = None  # Zuordnung der Spalten (YAML) / mapping of the columns (YAML)"

IDENTIFICATION_PARAMETERS: Mapping[str, str] = {
    "definition": "str = None  # wer klein ist / who is small | erlaubt/allowed erp, crm, both, either"
    " | Vorgabe/default erp",
    "threshold": "float = None  # Umsatzschwelle / revenue threshold | EUR/year | Vorgabe/default: Modell/model",
    "reference_year": "int = None  # Bezugsjahr / reference year | Vorgabe/default: letztes volles/last full",
    "as_of": "str = None  # Stichtag der Besuche / visits up to (2024-12-31) | Vorgabe/default: 31.12.",
    "share_of_wallet_limit": "float = None  # ungenutzt bis Lieferanteil / untapped up to share of wallet | share"
    " | erlaubt/allowed 0 … 1 | Vorgabe/default 0.3",
    "growth_limit": "float = None  # wachsend ab / growing from | share/year | erlaubt/allowed 0 … 10"
    " | Vorgabe/default 0.25",
    "untapped_by_employees": "bool = None  # Potenzial aus Mitarbeitern / potential from employees"
    " | Vorgabe/default false",
}
"""The settings of identification as parameters of a notebook, each with its kind and help."""

REVIEW_PARAMETERS: Mapping[str, str] = {
    "market_churn": "float = None  # Verlustrate im Markt / churn of the market | share/year",
    "market_growth": "float = None  # Wachstum des Marktes / growth of the market | share",
    "segment_market_growth": "float = None  # Wachstum im Segment / growth in the segment | share",
    "team_cost": "float = None  # Teamkosten im Jahr / team cost in the year | EUR | Vorgabe/default: Plan/plan",
    "actual_margin": "list = None  # zusätzlicher Deckungsbeitrag je Monat / additional margin by month | EUR/month",
}
"""What people enter for a review, as parameters of a notebook."""


@dataclass(frozen=True)
class ListStep:
    """A step whose notebook shows customer lists.

    Attributes:
        name: public name; also that of its texts.
        number: its place among the steps of the workbook.
        de, en: what it is called.
        lists: the parameters that name lists, each with its help.
        own: the other parameters that are no keys of a scenario file.
    """

    name: str
    number: int
    de: str
    en: str
    lists: Mapping[str, str]
    own: Mapping[str, str]

    @property
    def notebook(self) -> str:
        """The file name of the notebook, without ending."""
        return f"{self.number}_{self.name}"

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the notebook's parameters cell declares: name to kind and help."""
        return {"language": _LANGUAGE, "scenario": _SCENARIO, **self.lists, "mapping": _MAPPING, **self.own}

    def title(self, language: Language = "de") -> str:
        """Return number and name of the step."""
        return f"{self.number} · {choose(language, self.de, self.en)}"


LIST_STEPS: dict[str, ListStep] = {
    step.name: step
    for step in (
        ListStep(
            "identification", 1, "Identifikation", "Identification",
            lists={
                "customers_file": "str = None  # Kundenliste / customer list | Vorgabe/default: Demo",
                "crm_file": "str = None  # zweite Liste mit Besuchen / second list with visits",
            },
            own=IDENTIFICATION_PARAMETERS,
        ),
        ListStep(
            "review", 8, "Erfolgskontrolle", "Review",
            lists={
                "customers_file": "str = None  # Kundenliste vorher / customer list before | Vorgabe/default: Demo",
                "customers_after": "str = None  # Kundenliste nachher / customer list after | Vorgabe/default: Demo",
                "crm_file": "str = None  # Arbeitsliste mit Kontrollgruppe / worklist with control group",
            },
            own={**IDENTIFICATION_PARAMETERS, **REVIEW_PARAMETERS},
        ),
    )
}  # fmt: skip
