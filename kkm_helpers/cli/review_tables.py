"""The printed review: measures with traffic lights in words, moves, milestones, plan against actual."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kkm_helpers.cli.check_report import print_warnings, print_words
from kkm_helpers.cli.output import print_paragraph, print_table
from kkm_helpers.customers.presentation.review import (
    comparison_sentence,
    field_sentence,
    lists_table,
    measures_table,
    milestones_sentence,
    milestones_table,
    months_table,
    moves_table,
)
from kkm_helpers.language import Language

if TYPE_CHECKING:
    from kkm_helpers.analysis.review_plan import Reviewed
    from kkm_helpers.cli.text_table import Row
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.review import Review


def print_review(
    reviewed: Reviewed, names: tuple[str, str], lists: tuple[CustomerList, CustomerList], language: Language
) -> None:
    """Print what became of the small customers; each list has the name people gave it."""
    review = reviewed.review
    print_words(lists_table(names, (reviewed.before, reviewed.after), language))
    print_paragraph(comparison_sentence(review, reviewed.before, language))
    _print_measures(review, language)
    print_words(moves_table(review, language))
    print_paragraph(field_sentence(review, language))
    milestones = milestones_table(review, language)
    if milestones is not None:
        print_words(milestones)
    print_paragraph(milestones_sentence(review, language))
    if reviewed.plan.actual_margin:
        print_words(months_table(review, language))
    for name, listed in zip(names, lists, strict=True):
        print_warnings(listed.report.warnings, language, f"{name}: ")
    print_warnings(review.remarks, language)


def _print_measures(review: Review, language: Language) -> None:
    """Print the measures, each with its sentence below it."""
    table = measures_table(review, language)
    rows: list[Row] = list(
        chain.from_iterable(
            (tuple(row), f"  {measure.sentence.text(language)}")
            for row, measure in zip(table.rows, review.measures, strict=True)
        )
    )
    print_table(table.title, table.headings, rows, right=table.right)
