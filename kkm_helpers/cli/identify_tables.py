"""The printed identification: segments, group, model inputs, and what other rules would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkm_helpers.cli.check_report import print_warnings, print_words
from kkm_helpers.cli.output import print_lines, print_paragraph
from kkm_helpers.cli.text_table import text_width, wrapped
from kkm_helpers.customers.presentation.identification import (
    abc_sentence,
    alternatives_table,
    basis_table,
    beside_the_model,
    group_table,
    model_inputs_table,
    moved_sentence,
    sectors_table,
    segments_table,
)
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.identification import Identification


def print_identification(customers: CustomerList, identification: Identification, language: Language) -> None:
    """Print what identification found in a list."""
    print_words(basis_table(identification, customers.source, language))
    print_words(segments_table(identification, language))
    print_paragraph(abc_sentence(identification, language))
    print_words(group_table(identification, language))
    sectors = sectors_table(identification, language)
    if sectors is not None:
        print_words(sectors)
    print_words(model_inputs_table(identification, language))
    for sentence in beside_the_model(identification, language):
        print_paragraph(sentence)
    _print_characteristics(identification, language)
    print_words(alternatives_table(identification, language))
    print_paragraph(moved_sentence(identification, language))
    print_warnings((*customers.report.warnings, *identification.warnings), language)


def _print_characteristics(identification: Identification, language: Language) -> None:
    title = choose(language, "Die fünf Merkmale von Kleinkunden", "The five characteristics of small customers")
    sentences = (f"- {each.sentence(language)}" for each in identification.characteristics)
    print_lines([title, *(line for sentence in sentences for line in wrapped(sentence, text_width(), "  "))])
