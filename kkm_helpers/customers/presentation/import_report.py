"""The import report and the quality of a list, as tables of words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kkm_helpers.customers.presentation.table import (
    SHOWN,
    UNKNOWN,
    WordTable,
    and_more,
    clipped,
    count,
    figure,
    first_of,
)
from kkm_helpers.customers.quality import CRITERIA
from kkm_helpers.customers.words import called, label, number_format_shown, number_format_words
from kkm_helpers.language import Language, choose, format_number, format_value

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import ControlTotal, CustomerList, ImportReport, Joined
    from kkm_helpers.customers.quality import Quality

_SHAPES = {
    "wide": ("eine Zeile je Kunde", "one row per customer"),
    "years": ("eine Zeile je Kunde und Jahr", "one row per customer and year"),
    "lines": ("Belegzeilen mit Datum", "invoice lines with a date"),
}
_DATES = {
    "day_first": ("Tag zuerst (31.12.2024)", "day first (31.12.2024)"),
    "month_first": ("Monat zuerst (12/31/2024)", "month first (12/31/2024)"),
}
_DELIMITERS = {"\t": ("Tabulator", "tab"), " ": ("Leerzeichen", "space")}


def report_tables(customers: CustomerList, language: Language) -> Iterator[WordTable]:
    """Yield how a list was read; tables without anything to tell are left out."""
    report = customers.report
    yield facts_table(report, language)
    yield totals_table(report, language)
    yield from _left_out_tables(report, language)
    yield from _unreadable_table(report, language)
    yield columns_table(report, language)
    yield from _looked_at(customers, language)


def details(customers: CustomerList, language: Language) -> Iterator[WordTable]:
    """Yield what a list has in cells that cannot be read, duplicates, and how a second list fits."""
    yield from _unreadable_table(customers.report, language)
    yield from _looked_at(customers, language)


def _looked_at(customers: CustomerList, language: Language) -> Iterator[WordTable]:
    report = customers.report
    if report.duplicates_by_id:
        yield _duplicates_table(report, language)
    if report.likely_duplicates:
        yield _likely_duplicates_table(customers, language)
    if report.crm is not None:
        yield _joined_table(report.crm, language)
    if report.crm_report is not None:
        yield from _left_out_tables(report.crm_report, language)
        yield from _unreadable_table(report.crm_report, language)


def facts_table(report: ImportReport, language: Language) -> WordTable:
    """Return the size of a file and how it was decoded."""
    heading = choose(language, "Importbericht", "Import report")
    return WordTable(report.source, (heading, ""), list(_facts(report, language)), broken=(1,))


def _facts(report: ImportReport, language: Language) -> Iterator[tuple[str, str]]:
    yield choose(language, "Kunden", "Customers"), count(report.customers, language)
    yield choose(language, "Zeilen in der Datei", "Rows in the file"), count(report.rows_in_file, language)
    yield choose(language, "davon verwendet", "of these used"), count(report.rows_used, language)
    yield choose(language, "davon ausgelassen", "of these left out"), count(report.rows_left_out_count, language)
    yield (
        choose(language, "nicht lesbare Zellen", "cells that cannot be read"),
        count(report.unreadable_count, language),
    )
    yield choose(language, "Aufbau", "Shape"), choose(language, *_SHAPES[report.shape])
    number_format = report.number_format
    header_line = None if report.header_line is None else count(report.header_line, language)
    found = (
        (("Überschriften in Zeile", "Header in line"), header_line),
        (("Tabellenblatt", "Sheet"), report.sheet),
        (("Zeichensatz", "Encoding"), report.encoding),
        (("Trennzeichen", "Delimiter"), _named(report.delimiter, _DELIMITERS, language)),
        (
            ("Zahlenformat", "Number format"),
            number_format and number_format_shown(number_format, language),
        ),
        (("Datumsformat", "Date format"), _named(report.dates, _DATES, language)),
    )
    yield from ((choose(language, *label), value) for label, value in found if value)


def _named(value: str | None, names: dict[str, tuple[str, str]], language: Language) -> str | None:
    return choose(language, *names[value]) if value in names else value


def totals_table(report: ImportReport, language: Language) -> WordTable:
    """Return the control totals: what stands in the file against what was imported."""
    headings = choose(
        language,
        ("Spalte", "in der Datei", "übernommen", "Summenzeile", ""),
        ("Column", "in the file", "imported", "total row", ""),
    )
    rows = [(label(name, language), *_total(total, language)) for name, total in report.control_totals.items()]
    return WordTable(choose(language, "Kontrollsummen in €", "Control totals in €"), headings, rows, right=(1, 2, 3))


def _total(total: ControlTotal, language: Language) -> tuple[str, ...]:
    stated = UNKNOWN if total.total_row is None else format_number(total.total_row, 2, language)
    verdict = choose(language, "stimmt", "matches") if total.matches else choose(language, "stimmt nicht", "differs")
    return format_number(total.file, 2, language), format_number(total.imported, 2, language), stated, verdict


def _left_out_tables(report: ImportReport, language: Language) -> Iterator[WordTable]:
    """Yield the rows left out, where there are any."""
    if report.rows_left_out_count:
        yield WordTable(
            choose(language, "Ausgelassene Zeilen", "Rows left out"),
            choose(language, ("Grund", "Zeilen"), ("Reason", "Rows")),
            [(reason.text(language), count(number, language)) for reason, number in report.left_out_counts.items()],
            right=(1,),
        )
        yield WordTable(
            choose(language, "Die ersten ausgelassenen Zeilen", "The first rows left out"),
            choose(language, ("Zeile", "Grund", "Inhalt"), ("Line", "Reason", "Content")),
            [(str(row.line), row.reason.text(language), clipped(row.text)) for row in report.rows_left_out[:SHOWN]],
            right=(0,),
            broken=(1, 2),
            more=and_more(report.rows_left_out_count, language),
        )


def _unreadable_table(report: ImportReport, language: Language) -> Iterator[WordTable]:
    """Yield the cells that cannot be read, where there are any."""
    if report.unreadable_count:
        yield WordTable(
            choose(language, "Nicht lesbare Zellen", "Cells that cannot be read"),
            choose(language, ("Zeile", "Spalte", "Inhalt"), ("Line", "Column", "Content")),
            [
                (str(cell.line), label(cell.column, language), clipped(cell.text))
                for cell in report.unreadable_cells[:SHOWN]
            ],
            right=(0,),
            broken=(2,),
            more=and_more(report.unreadable_count, language),
        )


def columns_table(report: ImportReport, language: Language) -> WordTable:
    """Return the columns that were recognised."""
    headings = choose(
        language, ("Spalte", "in der Datei", "Zahlen", "leer"), ("Column", "in the file", "Numbers", "empty")
    )
    rows = [
        (
            label(name, language),
            header,
            _format_of(name, report, language),
            count(report.unknown_cells.get(name, 0), language),
        )
        for name, header in report.columns.items()
    ]
    title = choose(language, "Erkannte Spalten", "Columns recognised")
    return WordTable(title, headings, rows, right=(3,), broken=(0, 1, 2))


def other_columns(report: ImportReport, language: Language) -> Iterator[str]:
    """Yield in a sentence each the columns that were kept as they are, and those that were not found."""
    if report.columns_kept:
        heading = choose(language, "Übernommen wie sie sind", "Kept as they are")
        yield f"{heading}: {', '.join(report.columns_kept)}"
    if report.columns_missing:
        heading = choose(language, "Nicht gefunden", "Not found")
        yield f"{heading}: {', '.join(f'{label(name, language)} ({name})' for name in report.columns_missing)}"


def _format_of(name: str, report: ImportReport, language: Language) -> str:
    parts = [number_format_words(report.number_formats[name], language)] if name in report.number_formats else []
    unit = report.units.get(name)
    if unit is not None:
        parts.append(f"{unit.unit} (× {format_value(unit.factor, 'factor', language)})")
    return ", ".join(parts)


def _duplicates_table(report: ImportReport, language: Language) -> WordTable:
    found = report.duplicates_by_id
    title = choose(
        language, "Mehrfache Kundennummern (Umsätze addiert)", "Customer numbers more than once (revenue added)"
    )
    headings = choose(language, ("Kundennummer", "in den Zeilen"), ("Customer number", "in lines"))
    rows = [(number, first_of([str(line) for line in lines])) for number, lines in list(found.items())[:SHOWN]]
    return WordTable(title, headings, rows, broken=(1,), more=and_more(len(found), language))


def _likely_duplicates_table(customers: CustomerList, language: Language) -> WordTable:
    pairs = customers.report.likely_duplicates
    names = dict(zip(customers.frame["customer_id"], customers.frame["name"], strict=True))
    title = choose(language, "Vielleicht derselbe Kunde (bitte ansehen)", "Perhaps the same customer (please look)")
    headings = choose(language, ("Kundennummer", "Name") * 2, ("Customer number", "Name") * 2)
    rows = [(one, clipped(names[one]), other, clipped(names[other])) for one, other in pairs[:SHOWN]]
    return WordTable(title, headings, rows, broken=(1, 3), more=and_more(len(pairs), language))


def _joined_table(joined: Joined, language: Language) -> WordTable:
    rows = [
        (choose(language, "Kunden in beiden", "Customers in both"), count(joined.matched, language)),
        (choose(language, "nur in der ersten", "in the first only"), _numbers(joined.only_in_list, language)),
        (choose(language, "nur in der zweiten", "in the second only"), _numbers(joined.only_in_crm, language)),
    ]
    return WordTable(joined.source, (choose(language, "Zweite Liste", "Second list"), ""), rows, broken=(1,))


def _numbers(numbers: tuple[str, ...], language: Language) -> str:
    return f"{count(len(numbers), language)}: {first_of(numbers)}" if numbers else "0"


def criteria_table(quality: Quality, language: Language) -> WordTable:
    """Return how many customers meet each criterion of a qualified customer."""
    rows = [
        (CRITERIA[name].text(language), figure(share, "share", language)) for name, share in quality.criteria.items()
    ]
    rows.append((choose(language, "Punktzahl (Mittel)", "Score (mean)"), figure(quality.score, "share", language)))
    headings = choose(language, ("Kriterium", "erfüllt"), ("Criterion", "met"))
    return WordTable(choose(language, "Datenqualität", "Data quality"), headings, rows, right=(1,))


def qualified_sentence(quality: Quality, language: Language) -> str:
    """Return how many customers are qualified."""
    qualified, customers = count(quality.qualified_customers, language), count(quality.customers, language)
    share = figure(quality.qualified_share, "share", language)
    return choose(
        language,
        f"Qualifiziert sind {qualified} von {customers} Kunden ({share}); dafür müssen alle Kriterien erfüllt sein. "
        f"Das letzte volle Jahr ist {quality.reference_year}.",
        f"{qualified} of {customers} customers are qualified ({share}); all criteria have to be met for that. The last "
        f"full year is {quality.reference_year}.",
    )


def _example(value: str | float | date, language: Language) -> str:
    if isinstance(value, date):
        return choose(language, f"{value:%d.%m.%Y}", value.isoformat())
    if isinstance(value, str):
        return value
    return format_number(value, 0 if float(value).is_integer() else 2, language)


def column_quality_table(quality: Quality, language: Language) -> WordTable:
    """Return how good each column is."""
    headings = choose(
        language,
        ("Spalte", "gefüllt", "gültig", "verschieden", "auffällig", "zum Beispiel"),
        ("Column", "filled", "valid", "distinct", "suspicious", "for example"),
    )
    rows = [
        (
            called(column.name, language),
            figure(column.filled, "share", language), figure(column.valid, "share", language),
            count(column.distinct, language), count(column.suspicious, language),
            clipped("; ".join(_example(each, language) for each in column.examples)),
        )
        for column in quality.columns
    ]  # fmt: skip
    title = choose(language, "Datenqualität je Spalte", "Data quality by column")
    return WordTable(title, headings, rows, right=(1, 2, 3, 4), broken=(0, 5))
