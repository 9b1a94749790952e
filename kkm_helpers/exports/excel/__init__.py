"""The business case as an Excel workbook that calculates: every quantity is a live formula made from its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkm_helpers.exports.excel.assumptions_sheet import write_assumptions
from kkm_helpers.exports.excel.book import Book, one_line
from kkm_helpers.exports.excel.calculation_sheet import write_calculation
from kkm_helpers.exports.excel.checks_sheet import check_list, write_checks
from kkm_helpers.exports.excel.customers_sheets import list_checks, write_customers, write_segments
from kkm_helpers.exports.excel.ledger_sheet import write_ledger
from kkm_helpers.exports.excel.monthly_sheets import write_helpers, write_monthly
from kkm_helpers.exports.excel.options_sheet import write_options
from kkm_helpers.exports.excel.places import (
    ASSUMPTIONS_SHEET,
    CALCULATION,
    CHECKS,
    CUSTOMERS,
    HELPERS,
    LEDGER,
    MONTHLY,
    OPTIONS_SHEET,
    SEGMENTS,
    SUMMARY,
)
from kkm_helpers.exports.excel.record import write_record
from kkm_helpers.exports.excel.summary_charts import write_strong_line
from kkm_helpers.exports.excel.summary_sheet import exported_sentences, write_summary
from kkm_helpers.exports.provenance import made_at, title_of

if TYPE_CHECKING:
    from pathlib import Path

    from kkm_helpers.language import Language
    from kkm_helpers.scenario import Case


_TABS = (
    SUMMARY, ASSUMPTIONS_SHEET, CALCULATION, MONTHLY, OPTIONS_SHEET, LEDGER, SEGMENTS, CUSTOMERS, CHECKS, HELPERS,
)  # fmt: skip


def write(case: Case, path: Path, language: Language = "de") -> None:
    """Write the workbook of a case to `path`.

    Raises:
        OSError: the file cannot be written.
        KkmError: the customer list does not fit into a sheet.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    made = made_at()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties({"title": one_line(title_of(case, language), 200), "created": made, "author": "kkm"})
    book = Book(case, workbook, language, made)
    found = case.identification
    checks = check_list(book, list_checks(book, found) if found else ())
    book.add_sheets(_TABS if found else [name for name in _TABS if name not in (SEGMENTS, CUSTOMERS)])
    write_assumptions(book)
    write_calculation(book)
    write_monthly(book)
    write_options(book)
    write_ledger(book)
    if found:
        write_segments(book, found)
        write_customers(book, found)
    write_checks(book, checks)
    write_helpers(book)
    write_summary(book, checks)
    write_strong_line(book)
    write_record(book, exported_sentences(book))
    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from error


__all__ = ["write"]
