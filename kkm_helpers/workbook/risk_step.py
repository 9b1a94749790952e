"""Step 7: what its notebook takes beside a case. It has no controls of its own: everything uncertain is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTIONS
from kkm_helpers.workbook.steps import NotebookStep


@dataclass(frozen=True)
class RiskStep(NotebookStep):
    """The step about risk."""

    @property
    def notebook(self) -> str:
        """The file name of the notebook, without ending."""
        return "7_risk"

    @property
    def calculation(self) -> tuple[str, ...]:
        """No quantity of the model is this step's own."""
        return ()

    def title(self, language: Language = "de") -> str:
        """Return number and name of the step."""
        return f"7 · {choose(language, 'Risiko', 'Risk')}"


_OPTION_NAMES = ", ".join(option.name for option in OPTIONS)

RISK = RiskStep(
    "risk",
    (*(f"{option.name}_npv" for option in OPTIONS), "recommended_option"),
    own={
        "option": f"str = None  # Option, um die es geht / option looked at | erlaubt/allowed {_OPTION_NAMES}"
        " | Vorgabe/default: empfohlen/recommended",
        "draws": "int = None  # Ziehungen / draws | erlaubt/allowed 1 … 10000000 | Vorgabe/default 10000",
        "seed": "int = None  # Startwert des Zufalls / seed | erlaubt/allowed ≥ 0 | Vorgabe/default 1",
    },
)
