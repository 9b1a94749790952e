"""The board paper of a case as plain content: built once, set as PDF and as a page by two small renderers."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from kkm_helpers.analysis.assessment import assess
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.exports.provenance import title_of
from kkm_helpers.exports.report.blocks import Report, clean, clipped, rewritten
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.sections import sections_of
from kkm_helpers.exports.report.summary import summary_of
from kkm_helpers.exports.report.texts import KIND
from kkm_helpers.language import Language, choose, format_value
from kkm_helpers.scenario import Case

LONGEST_TITLE = 140
LONGEST_DESCRIPTION = 400
LONGEST_TEXT = 1200
"""No sentence of ours is as long; what people noted may be."""


def report_of(case: Case, language: Language, made: datetime) -> Report:
    """Return the board paper of a case.

    Args:
        case: the case; with a customer list only figures of groups are told, never a customer.
        language: "de" or "en".
        made: when it is made.

    Raises:
        KkmError: the scenario's rank correlations, weights or answers cannot be used.
    """
    material = Material(case, assess(case), language, made)
    report = Report(
        KIND.text(language),
        clipped(title_of(case, language), LONGEST_TITLE),
        clipped(case.scenario.description or "", LONGEST_DESCRIPTION),
        tuple(_facts(material)),
        made.strftime(choose(language, "%d.%m.%Y", "%Y-%m-%d")),
        summary_of(material),
        sections_of(material),
        language,
    )
    cleaned: Report = rewritten(rewritten(report, clean), partial(clipped, most=LONGEST_TEXT))
    return cleaned


def _facts(material: Material) -> list[str]:
    """Return what the paper rests on, in short pieces."""
    given, language, found = material.results.assumptions, material.language, material.case.identification
    months = int(given["horizon_months"])
    rate = format_value(given["discount_rate"], "share", language)
    basis = Message("Angaben ohne Kundenliste", "figures without a customer list")
    if found is not None and material.case.scenario.customers_file is not None:
        file = clipped(material.case.scenario.customers_file.name, 60)
        basis = Message(
            f"Kundenliste {file} (Bezugsjahr {found.reference_year})",
            f"customer list {file} (reference year {found.reference_year})",
        )
    return [
        material.made.strftime(choose(language, "%d.%m.%Y", "%Y-%m-%d")),
        choose(language, f"{months} Monate, {rate} Kalkulationszins", f"{months} months, {rate} discount rate"),
        basis.text(language),
    ]
