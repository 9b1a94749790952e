"""The printed decision: what is recommended and why, the two answers, and the figures a board asks for beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkm_helpers.analysis.assessment import assess
from kkm_helpers.analysis.utility import disagreement
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli.output import print_paragraph, print_table
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES

if TYPE_CHECKING:
    from kkm_helpers.analysis.assessment import Assessment
    from kkm_helpers.scenario import Case

_NONE = "–"
_WORDS = (
    (
        "Kapitalwert",
        "Kapitalwert nach 36 Monaten",
        "Saldo im {}. Geschäftsjahr",
        "Verlust bei Abbruch nach Monat {}",
        "Eigenaufbau so viel wert wie Vergabe: {}",
    ),
    (
        "Net present value",
        "Net present value at 36 months",
        "Net of business year {}",
        "Loss if stopped at month {}",
        "Building worth as much as outsourcing: {}",
    ),
)


def print_decision(case: Case, language: Language) -> None:
    """Print the decision of a case with the figures that stand beside it."""
    assessment = assess(case)
    decision = assessment.decision
    print_paragraph(decision.sentence(language))
    develop, source = choose(
        language, ("Entwickeln oder nicht", "Eigen oder extern"), ("Develop or not", "Own or outsourced")
    )
    print_paragraph(f"{develop}? {decision.activity.text(language)}.\n{source}? {decision.sourcing.text(language)}.")
    apart = disagreement(assessment.utility, assessment.results)
    if apart is not None:
        print_paragraph(apart.text(language))
    headings = (OPTION_NAMES[assessment.option].label(language), "")
    print_table(choose(language, "Daneben", "Beside it"), headings, _beside(assessment, language), right=(1,))


def _beside(assessment: Assessment, language: Language) -> list[tuple[str, str]]:
    """Return the figures of the option looked at, and where the sourcing tips."""
    results, option = assessment.results, assessment.option
    npv, npv_36, year, loss, tip = choose(language, *_WORDS)
    return [
        (npv, short_money(results[f"{option}_npv"], language)),
        (npv_36, short_money(results[f"{option}_npv_36"], language)),
        *(
            (year.format(place), short_money(float(net), language))
            for place, net in enumerate(results[f"{option}_year_net"], start=1)
        ),
        (loss.format(int(results["stop_month"])), short_money(results[f"{option}_loss_if_stopped"], language)),
        *(
            (
                tip.format(ASSUMPTIONS[name].label(language)),
                _NONE if found.nearest is None else display(name, found.nearest, language, words=True),
            )
            for name, found in assessment.risk.sourcing_tips.items()
        ),
    ]
