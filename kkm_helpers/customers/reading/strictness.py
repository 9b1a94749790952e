"""The strict mode: what a list may not have where nobody looks at its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkm_helpers.customers.reading import left_out
from kkm_helpers.customers.reading.findings import undated_warnings
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.words import counted, euros, label
from kkm_helpers.language import LANGUAGES

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import ImportReport


def demand_strict(report: ImportReport) -> None:
    """Fail where something was lost or could not be read, in a list or in its second one.

    Raises:
        CustomerListError: unreadable cells, rows with too many fields, or a control total that does not match.
    """
    for each in (report, report.crm_report):
        if each is not None:
            _demand_readable(each)
            _demand_width(each)
            _demand_days(each)
            _demand_totals(each)


def _demand_readable(report: ImportReport) -> None:
    if report.unreadable_cells:
        cell = report.unreadable_cells[0]
        cells_de = counted(report.unreadable_count, "Zelle", "Zellen", "de")
        cells_en = counted(report.unreadable_count, "cell", "cells", "en")
        raise CustomerListError(
            f"„{report.source}“: nicht lesbar {cells_de}, zuerst Zeile {cell.line}, Spalte "
            f"{label(cell.column, 'de')}: „{cell.text}“. Bitte die Datei berichtigen oder ohne --strict lesen.",
            f"“{report.source}”: {cells_en} cannot be read, the first one in line {cell.line}, column "
            f"{label(cell.column, 'en')}: “{cell.text}”. Please correct the file or read it without --strict.",
        )


def _demand_width(report: ImportReport) -> None:
    broken = [row for row in report.rows_left_out if row.reason == left_out.REASONS[left_out.TOO_WIDE]]
    if broken:
        first = broken[0]
        raise CustomerListError(
            f"„{report.source}“: mehr Felder als Spalten in {counted(len(broken), 'Zeile', 'Zeilen', 'de')}, zuerst "
            f"Zeile {first.line}: „{first.text}“. Bitte berichtigen.",
            f"“{report.source}”: more fields than columns in {counted(len(broken), 'row', 'rows', 'en')}, the first "
            f"one is line {first.line}: “{first.text}”. Please correct it.",
        )


def _demand_days(report: ImportReport) -> None:
    if report.undated.rows:
        message = undated_warnings(report.undated)[0]
        raise CustomerListError(f"„{report.source}“: {message.de}", f"“{report.source}”: {message.en}")


def _demand_totals(report: ImportReport) -> None:
    for name, total in report.control_totals.items():
        if not total.matches:
            sums = (total.file, total.imported, total.total_row)
            de, en = (["–" if each is None else euros(each, language) for each in sums] for language in LANGUAGES)
            raise CustomerListError(
                f"„{report.source}“: Die Kontrollsumme von {label(name, 'de')} stimmt nicht: Kundenzeilen {de[0]}, "
                f"übernommen {de[1]}, Summenzeile {de[2]}.",
                f"“{report.source}”: the control total of {label(name, 'en')} does not match: customer lines {en[0]}, "
                f"imported {en[1]}, total row {en[2]}.",
            )
