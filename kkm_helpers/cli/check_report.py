"""The printed import report, and how tables of words are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kkm_helpers.cli.output import print_paragraph, print_table
from kkm_helpers.customers.presentation.import_report import (
    column_quality_table,
    columns_table,
    criteria_table,
    other_columns,
    qualified_sentence,
    report_tables,
)
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from kkm_helpers.cli.text_table import Row
    from kkm_helpers.customers.customer_list import CustomerList, Message
    from kkm_helpers.customers.presentation import WordTable
    from kkm_helpers.customers.quality import Quality


def print_words(table: WordTable) -> None:
    """Print a table of words."""
    rows: list[Row] = [tuple(row) for row in table.rows]
    print_table(
        table.title, table.headings, [*rows, table.more] if table.more else rows, right=table.right, broken=table.broken
    )


def print_warnings(warnings: Iterable[Message], language: Language, prefix: str = "") -> None:
    """Print warnings, one paragraph each."""
    for warning in warnings:
        print_paragraph(f"{choose(language, 'Hinweis', 'Please note')}: {prefix}{warning.text(language)}")


def print_report(customers: CustomerList, quality: Quality, language: Language) -> None:
    """Print the import report and the quality of a list."""
    report = customers.report
    columns = columns_table(report, language)
    for table in report_tables(customers, language):
        print_words(table)
        if table == columns:
            for sentence in other_columns(report, language):
                print_paragraph(sentence)
    print_words(criteria_table(quality, language))
    print_paragraph(qualified_sentence(quality, language))
    print_words(column_quality_table(quality, language))
    print_warnings(report.warnings, language)
    if report.crm_report is not None:
        print_warnings(report.crm_report.warnings, language, f"{report.crm_report.source}: ")
