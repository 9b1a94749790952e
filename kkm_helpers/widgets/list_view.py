"""What the step identification shows of a list, as plain data: how it was read, what is small in it, what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kkm_helpers.analysis.care_group import care_group
from kkm_helpers.charts import identification as charts
from kkm_helpers.charts.care_line import care_curve
from kkm_helpers.charts.chart import Chart
from kkm_helpers.customers.columns import COLUMNS, LINE_COLUMNS, revenue_columns
from kkm_helpers.customers.customer_list import ControlTotal, CustomerList, ImportReport
from kkm_helpers.customers.identification import DEFINITIONS, Identification
from kkm_helpers.customers.presentation import WordTable, import_report
from kkm_helpers.customers.presentation import identification as presented
from kkm_helpers.customers.presentation.table import clipped, count, figure
from kkm_helpers.customers.words import counted, label
from kkm_helpers.engine import Results
from kkm_helpers.language import Language, choose, format_number, short_money
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.scenario import Case
from kkm_helpers.scenario.case import list_words
from kkm_helpers.widgets.lists import Loaded
from kkm_helpers.widgets.plain import plain_table, texts

ROWS_LISTED = 200
SMALL_ROW = 2  # of the segments' table


# --- how it was read -----------------------------------------------------------------------------------------------


def report_view(loaded: Loaded, language: Language) -> dict[str, Any]:
    """Return the import report and the data quality of a list."""
    customers, quality = loaded.customers, loaded.quality
    report = customers.report
    crm = report.crm
    return {
        "number": loaded.number,
        "name": customers.source,
        "crm": None if crm is None else crm.source,
        "is_demo": loaded.is_demo,
        "mapping": dict(loaded.mapping),
        "crm_mapping": dict(loaded.crm_mapping),
        "summary": _summary(loaded, language),
        "totals_match": all(total.matches for total in report.control_totals.values()),
        "facts": [list(row) for row in import_report.facts_table(report, language).rows],
        "totals": plain_table(_totals_table(report, language)),
        "tables": [plain_table(table) for table in _report_tables(customers, language)],
        "left_out": None if not report.rows_left_out_count else plain_table(_left_out_table(report, language)),
        "other_columns": _other_columns(report, language),
        "quality": {
            "sentence": import_report.qualified_sentence(quality, language),
            "tables": [
                plain_table(import_report.criteria_table(quality, language)),
                plain_table(import_report.column_quality_table(quality, language)),
            ],
        },
        "warnings": texts([*report.warnings, *(report.crm_report.warnings if report.crm_report else ())], language),
        "forms": {
            name: None if each is None else mapping_form(each.headers, each.columns, language, shape=each.shape)
            for name, each in (("list", report), ("crm", report.crm_report))
        },
        "read_as": {
            name: {} if each is None else _read_as(each)
            for name, each in (("list", report), ("crm", report.crm_report))
        },
    }


def _read_as(report: ImportReport) -> dict[str, str]:
    """Return how a file was understood to be written, by the keys of a mapping."""
    return {
        "encoding": report.encoding or "",
        "delimiter": report.delimiter or "",
        "sheet": report.sheet or "",
        "header_row": "" if report.header_line is None else str(report.header_line),
        "number_format": report.number_format or "",
        "dates": report.dates or "",
        "blank_revenue": "unknown",
    }


def _summary(loaded: Loaded, language: Language) -> str:
    report = loaded.customers.report
    rows, customers, left_out = (
        count(number, language) for number in (report.rows_in_file, report.customers, report.rows_left_out_count)
    )
    seconds = format_number(max(loaded.seconds, 0.1), 1, language)
    read = (
        choose(language, f", gelesen in {seconds} Sekunden", f", read in {seconds} seconds") if loaded.seconds else ""
    )
    return choose(
        language,
        f"{report.source}: {customers} Kunden aus {rows} Zeilen, {left_out} ausgelassen{read}.",
        f"{report.source}: {customers} customers from {rows} rows, {left_out} left out{read}.",
    )


def _report_tables(customers: CustomerList, language: Language) -> Iterator[WordTable]:
    """Yield what the report tells beside facts, control totals and rows left out; the columns last."""
    report = customers.report
    yield from import_report.details(customers, language)
    yield import_report.columns_table(report, language)


def _totals_table(report: ImportReport, language: Language) -> WordTable:
    headings = choose(
        language,
        ("Spalte", "in der Datei", "eingelesen", "Differenz", "Summenzeile der Datei", "Prüfung"),
        ("Column", "in the file", "imported", "Difference", "Total row of the file", "Check"),
    )
    rows = [(label(name, language), *_total(total, language)) for name, total in report.control_totals.items()]
    return WordTable(choose(language, "Kontrollsummen in €", "Control totals in €"), headings, rows, right=(1, 2, 3, 4))


def _total(total: ControlTotal, language: Language) -> tuple[str, ...]:
    amounts = (total.file, total.imported, total.imported - total.file)
    stated = "–" if total.total_row is None else format_number(total.total_row, 2, language)
    verdict = choose(language, ("stimmt nicht", "✓ stimmt"), ("differs", "✓ matches"))[total.matches]
    return *(format_number(amount, 2, language) for amount in amounts), stated, verdict


def _left_out_table(report: ImportReport, language: Language) -> WordTable:
    listed = report.rows_left_out[:ROWS_LISTED]
    rows = [(str(row.line), row.reason.text(language), clipped(row.text)) for row in listed]
    more = report.rows_left_out_count - len(listed)
    return WordTable(
        "",
        choose(language, ("Zeile", "Grund", "Inhalt"), ("Line", "Reason", "Content")),
        rows,
        right=(0,),
        more=""
        if not more
        else choose(language, f"… und {count(more, 'de')} weitere", f"… and {count(more, 'en')} more"),
    )


def _other_columns(report: ImportReport, language: Language) -> str:
    parts = []
    if report.columns_kept:
        kept = ", ".join(report.columns_kept)
        parts.append(choose(language, f"Übernommen, wie sie sind: {kept}.", f"Kept as they are: {kept}."))
    if report.columns_missing:
        missing = ", ".join(label(name, language) for name in report.columns_missing)
        parts.append(choose(language, f"Nicht in der Datei: {missing}.", f"Not in the file: {missing}."))
    return " ".join(parts)


def mapping_form(
    headers: tuple[str, ...], columns: Mapping[str, str], language: Language, *, shape: str = "wide"
) -> dict[str, Any]:
    """Return what a form needs to say by hand which header means what.

    Args:
        headers: those of the file.
        columns: canonical name to header, as recognised.
        language: "de" or "en".
        shape: how the file is built; lines of invoices have columns of their own.
    """
    years = sorted(name for name in columns if name.startswith("revenue_"))
    lines = [column.name for column in LINE_COLUMNS if shape != "wide" or column.name in columns or not columns]
    groups = (
        (("Kunde", "Customer"), [column.name for column in COLUMNS]),
        (("Umsatz je Jahr", "Revenue by year"), years),
        (("Belegzeilen", "Invoice lines"), lines),
    )
    return {
        "headers": list(headers),
        "groups": [
            {
                "label": choose(language, *words),
                "fields": [
                    {"name": name, "label": label(name, language), "header": columns.get(name, "")} for name in names
                ],
            }
            for words, names in groups
            if names
        ],
    }


# --- what is small in it -------------------------------------------------------------------------------------------


def segments_view(loaded: Loaded, found: Identification, language: Language) -> dict[str, Any]:
    """Return everything that follows from the choice of definition, threshold and year."""
    sectors = presented.sectors_table(found, language)
    tables = {
        "segments": {
            **plain_table(presented.segments_table(found, language), hit=[SMALL_ROW]),
            "title": segments_title(found, language),
        },
        "group": plain_table(presented.group_table(found, language), without=[2]),
        "sectors": None if sectors is None else plain_table(sectors),
        "alternatives": plain_table(presented.alternatives_table(found, language)),
    }
    return {
        "number": loaded.number,
        "finding": segments_finding(found, language),
        "sentences": [presented.abc_sentence(found, language), presented.moved_sentence(found, language)],
        "charts": _drawn(found, language),
        "tables": tables,
        "characteristics": [each.sentence(language) for each in found.characteristics],
        "warnings": texts(found.warnings, language),
        "reactivation": reactivation_sentence(found, language),
        "churn": _churn(found, language),
        "inputs": found.model_inputs.known(),
        "origin": _origin(loaded, found),
        "settings": _settings(found),
        "definitions": [{"name": name, "label": words.text(language)} for name, words in DEFINITIONS.items()],
        "years": sorted(revenue_columns(found.frame)),
    }


def segments_finding(found: Identification, language: Language) -> str:
    """Return the answer of the step."""
    shares = (presented.share_of_small(found, name) for name in ("customers", "revenue"))
    customers, revenue = (
        f"{format_number(share * 100, 0, language)}{choose(language, NO_BREAK_SPACE, '')}%" for share in shares
    )
    return choose(
        language,
        f"{customers} der Kunden sind Kleinkunden; sie bringen {revenue} des Umsatzes",
        f"{customers} of the customers are small; they bring {revenue} of the revenue",
    )


def _drawn(found: Identification, language: Language) -> dict[str, Any]:
    others = (charts.revenue_curve(found, language), charts.visits_by_revenue(found, language))
    drawn = (chart_of_segments(found, language), *others)
    return {chart.name: chart.as_json() for chart in drawn if chart is not None}


def chart_of_segments(found: Identification, language: Language) -> Chart:
    """Return the chart of the segments; what the step's answer says already is no heading of a chart."""
    return replace(charts.segments(found, language), title=_amounts(found, language))


def _amounts(found: Identification, language: Language) -> str:
    customers, revenue = (presented.by_segment(found, name) for name in ("customers", "revenue"))
    small, field = (count(customers[name], language) for name in ("small", "field"))
    of_small, of_field = (short_money(revenue[name], language) for name in ("small", "field"))
    return choose(
        language,
        f"{small} Kleinkunden bringen {of_small}, {field} Kunden im Außendienst {of_field}",
        f"{small} small customers bring {of_small}, {field} customers of field sales {of_field}",
    )


def segments_title(found: Identification, language: Language) -> str:
    """Return how many were taken out of the small ones, because there is more to expect of them."""
    potential = int(presented.by_segment(found, "customers")["potential"])
    if not potential:
        return choose(
            language,
            "Unter den kleinen ist kein Potenzialkunde",
            "There is no potential customer among the small ones",
        )
    de = counted(
        potential, "Kunde gilt als Potenzialkunde und zählt", "Kunden gelten als Potenzialkunden und zählen", "de"
    )
    en = counted(
        potential,
        "customer counts as a potential customer and is",
        "customers count as potential customers and are",
        "en",
    )
    return choose(language, f"{de} nicht zu den Kleinkunden", f"{en} not among the small ones")


def reactivation_sentence(found: Identification, language: Language) -> str:
    """Return how many small customers bought nothing in the reference year; "" where each bought."""
    if not found.reactivation_customers:
        return ""
    lost, year = count(found.reactivation_customers, language), found.reference_year
    best = figure(
        float(found.customers["best_year"][found.small & found.segmentation.no_purchase].sum()), "EUR/year", language
    )
    return choose(
        language,
        f"{lost} Kleinkunden haben {year} nichts gekauft (beste Jahre zusammen {best}): Sie stehen auf der "
        "Arbeitsliste und sind im Business Case 0 wert.",
        f"{lost} small customers bought nothing in {year} (best years together {best}): they are on the worklist and "
        "worth 0 in the business case.",
    )


def _churn(found: Identification, language: Language) -> dict[str, Any] | None:
    """Return what the list's own past says of the churn without care; None where it says nothing."""
    churn = found.observed_churn
    if churn.rate is None:
        return None
    rate, pairs = figure(churn.rate, "share", language), len(churn.pairs)
    basis = choose(
        language,
        f"Mittel aus {pairs} Jahrespaaren" if pairs > 1 else "aus einem Jahrespaar",
        f"mean of {pairs} pairs of years" if pairs > 1 else "from one pair of years",
    )
    sentence = choose(
        language,
        f"Die Liste selbst zeigt {rate} Verlust im Jahr ({basis}).",
        f"The list itself shows a churn of {rate} a year ({basis}).",
    )
    return {"rate": churn.rate, "sentence": sentence}


def _settings(found: Identification) -> dict[str, Any]:
    used = found.settings
    return {
        "definition": used.definition,
        "threshold": found.threshold,
        "reference_year": found.reference_year,
        "as_of": found.as_of.isoformat(),
        "share_of_wallet_limit": used.share_of_wallet_limit,
        "growth_limit": used.growth_limit,
        "untapped_by_employees": used.untapped_by_employees,
        "would_move": found.would_move["untapped_by_employees"],
    }


def _origin(loaded: Loaded, found: Identification) -> dict[str, str]:
    words = list_words(loaded.customers.source, found)
    return {"de": words.de, "en": words.en[:1].upper() + words.en[1:]}


def inputs_view(loaded: Loaded, found: Identification) -> dict[str, Any]:
    """Return what the list says of the model's assumptions, and where that comes from in words."""
    return {
        "number": loaded.number,
        "inputs": found.model_inputs.known(),
        "origin": _origin(loaded, found),
    }


# --- who deserves care ---------------------------------------------------------------------------------------------


def care_view(case: Case, results: Results, language: Language) -> dict[str, Any]:
    """Return the curve of how many small customers are worth their care, and the inputs of these alone."""
    group = care_group(case, results)
    if group is None or not group.line.customers:
        return {"chart": None, "inputs": {}, "customers": 0, "of": 0}
    chart = care_curve(group.line, float(results["inside_care_cost"]), language)
    return {
        "chart": chart.as_json(),
        "inputs": dict(group.inputs),
        "customers": group.line.worth_it,
        "of": group.line.customers,
    }
