"""The printed risk of a case."""

from __future__ import annotations

from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.risk_words import (
    distribution_sentence,
    distribution_table,
    finding,
    other_roots,
    required_table,
    requirement_sentence,
    sourcing_sentence,
    stability_sentence,
    stress_sentence,
    stress_table,
    tornado_table,
    two_way_table,
)
from kkm_helpers.analysis.two_way import WINNER
from kkm_helpers.cli.check_report import print_words
from kkm_helpers.cli.output import print_paragraph
from kkm_helpers.language import Language


def print_risk(risk: Risk, over: tuple[str, str] | None, language: Language) -> None:
    """Print what the answer hangs on, how sure it is and what must be true; with `over` the tables over those two."""
    print_paragraph(f"{finding(risk).text(language)}.")
    print_words(distribution_table(risk, language))
    for sentence in (distribution_sentence(risk), stability_sentence(risk)):
        print_paragraph(sentence.text(language))
    print_words(tornado_table(risk, language))
    print_words(required_table(risk, language))
    for sentence in (requirement_sentence(risk), *other_roots(risk)):
        print_paragraph(sentence.text(language))
    print_words(stress_table(risk, language))
    for sentence in (stress_sentence(risk), sourcing_sentence(risk)):
        print_paragraph(sentence.text(language))
    if over is not None:
        print_words(two_way_table(risk.table(*over), language))
        print_words(two_way_table(risk.table(*over, WINNER), language))
