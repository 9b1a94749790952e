"""Reading a customer list from end to end: source, header, columns, rows, values, customers, report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.customers.columns import COLUMNS, CONTACT_COLUMNS, canonical_order, column_of, revenue_columns
from kkm_helpers.customers.customer_list import ControlTotal, CustomerList, ImportReport, Message
from kkm_helpers.customers.reading import left_out
from kkm_helpers.customers.reading.cell_values import CellValues, is_needed, read_values
from kkm_helpers.customers.reading.files import SIZE_LIMIT, load_file, named_headers
from kkm_helpers.customers.reading.gathering import Gathered, gather_lines, gather_wide, gather_years
from kkm_helpers.customers.reading.joining import join_crm
from kkm_helpers.customers.reading.likely_duplicates import likely_duplicates
from kkm_helpers.customers.reading.mapping import Mapping
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.progress import Progress, no_progress
from kkm_helpers.customers.reading.recognition import Recognised, recognise_columns
from kkm_helpers.customers.reading.splitting import header_only, replace_column, split_header
from kkm_helpers.customers.reading.text_table import Source, TextTable
from kkm_helpers.customers.reading.values import is_number_kind

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    import pandas as pd
    from numpy.typing import NDArray

    from kkm_helpers.language.terms import Language

SAMPLE_ROWS = 200
_NO_VALUES = (left_out.BLANK, left_out.TOO_WIDE, left_out.REPEATED_HEADER, left_out.FOOTER)


def read_customers(
    path: str | Path | None = None,
    *,
    mapping: Mapping | AnyMapping[str, Any] | str | Path | None = None,
    sheet: str | None = None,
    strict: bool = False,
    crm: str | Path | None = None,
    crm_mapping: Mapping | AnyMapping[str, Any] | str | Path | None = None,
    source: str | None = None,
    query: str | Path | None = None,
    table: str | None = None,
    language: Language = "de",
    size_limit: int = SIZE_LIMIT,
    progress: Progress = no_progress,
    today: date | None = None,
) -> CustomerList:
    """Return the customers that stand in a file or a database, and the report on how they were read.

    Args:
        path: CSV, TXT, XLSX, XLSM, XLS, ODS or Parquet; told by its content, not by its name.
        mapping: what overrides the guesses: a `Mapping`, a dictionary like one, or a YAML file.
        sheet: name of the worksheet; goes before the mapping's.
        strict: fail where a cell of a used column is unreadable, a row is broken, or a control total does not match.
        crm: a second list (visits, reps, contacts), joined by customer number.
        crm_mapping: the mapping for that second list.
        source: SQLAlchemy address in place of `path`.
        query: SQL for `source`, or the file that holds it.
        table: table for `source`, in place of `query`.
        language: the language the report speaks unless it is asked for another.
        size_limit: largest decoded size in bytes.
        progress: told the line that was reached, every few ten thousand rows.
        today: decides the year of an undated revenue column; the machine's day by default.

    Raises:
        CustomerListError: there is no list to be had; the message says what was found and what to do.
    """
    if (path is None) == (source is None):
        raise CustomerListError(
            "Bitte genau eines angeben: eine Datei oder --source mit --query oder --table.",
            "Please give exactly one of these: a file, or --source with --query or --table.",
        )
    day = today or datetime.now().astimezone().date()
    chosen = _mapping(mapping, sheet)
    if source is not None:
        from kkm_helpers.customers.reading.databases import load_database

        loaded, name = load_database(source, query=query, table=table, size_limit=size_limit, progress=progress)
        listed = _customer_list(loaded, name, chosen, today=day)
    else:
        listed = _read_file(Path(str(path)), chosen, day, size_limit, progress)
    if crm is not None:
        second = _read_file(Path(crm), _mapping(crm_mapping, None), day, size_limit, progress, is_crm=True)
        listed = _with_crm(listed, second)
    listed = replace(listed, report=replace(listed.report, language=language))
    if strict:
        demand_strict(listed.report)
    return listed


def _mapping(mapping: Mapping | AnyMapping[str, Any] | str | Path | None, sheet: str | None) -> Mapping:
    if mapping is None:
        found = Mapping()
    elif isinstance(mapping, Mapping):
        found = mapping
    elif isinstance(mapping, str | Path):
        found = Mapping.load(mapping)
    else:
        found = Mapping.of(mapping)
    return replace(found, sheet=sheet) if sheet is not None else found


def _read_file(
    path: Path, mapping: Mapping, today: date, size_limit: int, progress: Progress, *, is_crm: bool = False
) -> CustomerList:
    titles = (path.stem,)

    def choose_columns(headers: tuple[str, ...], sample: list[list[str]]) -> list[int] | None:
        """Leave unread what invoice lines have no use for; a list of customers keeps all its columns."""
        try:
            found = recognise_columns(
                headers, sample, mapped=mapping.columns, titles=titles, today=today, needs_revenue=not is_crm
            )
        except CustomerListError:
            return None  # what is wrong is said when all is read
        return None if found.shape == "wide" else sorted({p for use in found.uses.values() for p in use.positions})

    loaded = load_file(path, mapping, choose_columns=choose_columns, size_limit=size_limit, progress=progress)
    return _customer_list(
        replace(loaded, titles=(*loaded.titles, *titles)), path.name, mapping, today=today, is_crm=is_crm
    )


def _customer_list(source: Source, name: str, mapping: Mapping, *, today: date, is_crm: bool = False) -> CustomerList:
    """Return the customers of a decoded source: from the header down to the report."""
    body = split_header(source.table, name, also_known=named_headers(mapping), header_line=mapping.header_row)
    columns = recognise_columns(
        body.headers, body.table.rows(0, SAMPLE_ROWS), mapped=mapping.columns, titles=(*body.preamble, *source.titles),
        today=today, needs_revenue=not is_crm, file_name=name,
    )  # fmt: skip
    id_position = columns.uses["customer_id"].positions[0]
    number_positions = [p for use in columns.uses.values() if is_number_kind(use.name) for p in use.positions]
    date_positions = [p for use in columns.uses.values() if column_of(use.name).kind == "date" for p in use.positions]
    kinds = left_out.classify_rows(body.table, body.headers, id_position, number_positions, date_positions)
    table, kinds, filled_warnings = (
        (body.table, kinds, []) if columns.shape == "wide" else fill_blocks(body.table, kinds, id_position)
    )
    if not len(kinds.used):
        raise header_only(name, body.headers)
    relevant = np.flatnonzero(~np.isin(kinds.kinds, _NO_VALUES))
    values = read_values(
        _take(table, relevant), columns.uses, kinds.kinds[relevant] == left_out.USED, mapping, body.preamble
    )
    _demand_readable(values, columns, name)
    if columns.shape != "wide":
        values.rows = values.rows.in_long_form()
    used = np.flatnonzero(kinds.kinds[relevant] == left_out.USED)
    kept = _kept_names(columns, values)
    for position, header in kept.items():
        values.rows.texts[header] = table.columns[position].take(relevant)
    stated = _stated_totals(values, kinds.kinds[relevant], columns)
    data_until = _data_until(values, columns)
    blank_warnings = _blank_warnings(values)
    values.rows = values.rows.take(used)  # a million rows need not be held twice
    gathered = _gather(values, columns, is_crm=is_crm)
    frame = _finished(gathered.frame, tuple(kept.values()), values, columns)
    totals = {
        name: replace(total, imported=float(frame[name].sum()))
        for name, total in stated.items()
        if name in frame.columns
    }
    warnings = [
        *source.warnings, *columns.warnings, *filled_warnings, *values.warnings,
        *_margin_warnings(values, columns), *blank_warnings, *_total_warnings(totals), *_left_out_warnings(totals),
    ]  # fmt: skip
    listed, counts = left_out.list_left_out(table, kinds)
    report = ImportReport(
        source=name,
        customers=len(frame),
        rows_in_file=kinds.in_file,
        rows_used=len(used),
        rows_left_out=listed,
        left_out_counts=counts,
        unreadable_cells=tuple(sorted(values.unreadable, key=lambda cell: cell.line)),
        unreadable_counts=values.unreadable_counts,
        unknown_cells=values.unknown,
        columns={n: use.header for n, use in columns.uses.items() if n not in values.not_meant},
        columns_kept=tuple(kept.values()),
        columns_missing=tuple(c.name for c in COLUMNS if c.name not in frame.columns and c.name not in CONTACT_COLUMNS),
        control_totals=totals,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        header_line=body.header_line,
        shape=columns.shape,
        number_format=values.formats.overall,
        number_formats={n: chosen for (n, _), chosen in values.formats.names.items() if n not in values.not_meant},
        dates=values.dates,
        units=values.units,
        duplicates_by_id=gathered.duplicates,
        likely_duplicates=likely_duplicates(frame),
        warnings=tuple(dict.fromkeys(warnings)),
    )
    return CustomerList(frame, tuple(kept.values()), report, name, data_until)


def _take(table: TextTable, rows: NDArray[np.intp]) -> TextTable:
    if len(rows) == len(table):
        return table
    return TextTable(tuple(column.take(rows) for column in table.columns), table.lines[rows])


def fill_blocks(
    table: TextTable, kinds: left_out.RowKinds, position: int
) -> tuple[TextTable, left_out.RowKinds, list[Message]]:
    """Return the rows with the number of a block's first row put into its other rows, where a pivot table left it out.

    Blocks they are where no number stands twice and at least half as many rows lack one as have one.
    """
    used, without = kinds.used, kinds.rows(left_out.NO_ID)
    column = table.columns[position]
    in_blocks = (
        len(used) > 0
        and len(without) >= len(used) / 2
        and without[0] > used[0]
        and len(np.unique(column.codes[used])) == len(used)
    )
    if not in_blocks:
        return table, kinds, []
    codes = column.codes.copy()
    codes[without] = codes[used[np.searchsorted(used, without) - 1]]
    filled = kinds.kinds.copy()
    filled[without] = left_out.USED
    warning = Message(
        f"In {len(without)} Zeilen fehlt die Kundennummer; sie gehören zum Kunden darüber (die Nummer steht nur in "
        "der ersten Zeile eines Blocks).",
        f"{len(without)} rows lack the customer number; they belong to the customer above (the number stands in a "
        "block's first row only).",
    )
    return replace_column(table, position, codes), left_out.RowKinds(filled), [warning]


def _kept_names(columns: Recognised, values: CellValues) -> dict[int, str]:
    """Return position -> name of the columns that are kept as text, each name once and none of ours."""
    if columns.shape != "wide":
        return {}
    positions = dict(columns.kept)
    for name in values.not_meant:
        use = columns.uses[name]
        positions |= dict.fromkeys(use.positions, use.header)
    taken = set(columns.uses) - set(values.not_meant) | {
        "never_visited",
        "order_interval_days",
        "segment",
        "reasons",
        "abc",
    }
    names: dict[int, str] = {}
    for position, header in sorted(positions.items()):
        name, number = header, 2
        while name in taken:
            name, number = f"{header} ({number})", number + 1
        taken.add(name)
        names[position] = name
    return names


def _gather(values: CellValues, columns: Recognised, *, is_crm: bool) -> Gathered:
    rows = values.rows
    if is_crm and "visits" not in rows.numbers and "last_visit" in rows.dates:
        rows = rows.with_visits_of_log()
    gather = {"wide": gather_wide, "years": gather_years, "lines": gather_lines}[columns.shape]
    return gather(rows, summed=("contribution_margin",) if values.margin_is_amount else ())


def _finished(frame: pd.DataFrame, kept: tuple[str, ...], values: CellValues, columns: Recognised) -> pd.DataFrame:
    """Return the frame in the canonical order, the contribution margin as a share of revenue."""
    if values.margin_is_amount and "contribution_margin" in frame.columns:
        revenue = _margin_base(frame, columns)
        frame["contribution_margin"] = np.where(
            revenue > 0, frame["contribution_margin"] / revenue.where(revenue > 0), np.nan
        )
    if "never_visited" in frame.columns:
        frame["never_visited"] = frame["never_visited"].fillna(value=False).astype(bool)
    canonical = sorted((name for name in frame.columns if name not in kept), key=canonical_order)
    return frame[[*canonical, *kept]]


def _margin_base(frame: pd.DataFrame, columns: Recognised) -> pd.Series:
    """Return what a contribution margin in EUR is a share of: its own year's revenue, else the newest or all."""
    years = revenue_columns(frame)
    if columns.shape != "wide":
        return frame[list(years.values())].sum(axis=1)
    of_year = columns.uses["contribution_margin"].of_year
    return frame[years.get(of_year or 0, years[max(years)])]


def _margin_warnings(values: CellValues, columns: Recognised) -> list[Message]:
    if not values.margin_is_amount or "contribution_margin" in values.not_meant:
        return []
    use = columns.uses["contribution_margin"]
    newest = max((name for name in columns.uses if name.startswith("revenue_")), default="revenue")
    year = use.of_year or newest.rpartition("_")[2] or "?"
    base_de = f"des Umsatzes {year}" if columns.shape == "wide" else "des Umsatzes aller Zeilen"
    base_en = f"of the revenue {year}" if columns.shape == "wide" else "of the revenue of all lines"
    return [
        Message(
            f"„{use.header}“ enthält Euro-Beträge und wird als Anteil {base_de} geführt.",
            f"“{use.header}” holds amounts in EUR and is kept as a share {base_en}.",
        )
    ]


def _stated_totals(values: CellValues, kinds: NDArray[np.int8], columns: Recognised) -> dict[str, ControlTotal]:
    """Return, per revenue column, what the file says: sum of customer lines, total row, sum of lines without number."""
    sums = values.rows.sums(columns.shape, kinds)
    total_rows = np.flatnonzero(kinds == left_out.TOTAL)
    return {
        name: ControlTotal(
            file=float(by_kind[left_out.USED]),
            imported=0.0,
            total_row=_best_total(values.rows.numbers[name][total_rows], float(by_kind[left_out.USED]))
            if columns.shape == "wide"
            else None,
            left_out=float(by_kind[left_out.NO_ID]) if len(by_kind) > left_out.NO_ID else 0.0,
        )
        for name, by_kind in sums.items()
    }


def _best_total(stated: NDArray[np.float64], of_file: float) -> float | None:
    """Return the total row's amount: of several (subtotals named "Summe" as well) the one nearest to the sum."""
    known = stated[~np.isnan(stated)]
    return None if not len(known) else float(known[np.argmin(np.abs(known - of_file))])


def _blank_warnings(values: CellValues) -> list[Message]:
    counts = {name: count for name, count in values.unknown.items() if name.startswith("revenue_")}
    return [
        Message(
            f"In {name} sind {count} Zellen leer oder ohne Angabe; sie gelten als unbekannt, nicht als 0 (anders mit "
            "blank_revenue: zero).",
            f"{name} has {count} cells that are empty or say nothing; they count as unknown, not as 0 (otherwise: "
            "blank_revenue: zero).",
        )
        for name, count in counts.items()
        if not np.array_equal(values.rows.numbers[name], np.nan_to_num(values.rows.numbers[name]))
    ]


def _total_warnings(totals: AnyMapping[str, ControlTotal]) -> list[Message]:
    from kkm_helpers.language.numbers import format_number

    return [
        Message(
            f"Die Summenzeile der Datei nennt für {name} {format_number(total.total_row or 0, 2, 'de')} €, die "
            f"Kundenzeilen ergeben {format_number(total.file, 2, 'de')} €.",
            f"The file's total row says €{format_number(total.total_row or 0, 2, 'en')} for {name}, the customer "
            f"lines add up to €{format_number(total.file, 2, 'en')}.",
        )
        for name, total in totals.items()
        if not total.total_row_matches
    ]


def _left_out_warnings(totals: AnyMapping[str, ControlTotal]) -> list[Message]:
    from kkm_helpers.language.numbers import format_number

    return [
        Message(
            f"In Zeilen ohne Kundennummer stehen für {name} {format_number(total.left_out, 2, 'de')} €, die keinem "
            "Kunden zugerechnet sind.",
            f"Rows without a customer number hold €{format_number(total.left_out, 2, 'en')} for {name} that belong "
            "to no customer.",
        )
        for name, total in totals.items()
        if total.left_out
    ]


def _demand_readable(values: CellValues, columns: Recognised, name: str) -> None:
    """Fail where a column without which there is no list holds nothing readable."""
    for each in filter(is_needed, columns.uses):
        numbers, days = values.rows.numbers.get(each), values.rows.dates.get(each)
        nothing = (numbers is None or np.isnan(numbers).all()) and (days is None or np.isnat(days).all())
        if nothing and (values.unreadable_counts.get(each) or not each.startswith("revenue_")):
            header = columns.uses[each].header
            example = next((cell.text for cell in values.unreadable if cell.column == each), "")
            shown_de = f" (zum Beispiel „{example}“)" if example else ""
            shown_en = f" (for instance “{example}”)" if example else ""
            raise CustomerListError(
                f"In „{name}“ ist in der Spalte „{header}“ keine Zelle lesbar{shown_de}. Bitte in der Zuordnung eine "
                "andere Spalte oder das Format angeben.",
                f"Not one cell of the column “{header}” in “{name}” can be read{shown_en}. Please name another "
                "column or the format in the mapping.",
            )


def _data_until(values: CellValues, columns: Recognised) -> date | None:
    if columns.shape == "lines":
        newest: date | None = np.fmax.reduce(values.rows.dates["date"]).astype("datetime64[D]").astype(object)
        return newest
    return columns.stated


def _with_crm(listed: CustomerList, second: CustomerList) -> CustomerList:
    frame, joined, warnings = join_crm(listed.frame, second)
    kept = tuple(dict.fromkeys((*listed.kept_columns, *(n for n in second.kept_columns if n in frame.columns))))
    canonical = sorted((name for name in frame.columns if name not in kept), key=canonical_order)
    frame = frame[[*canonical, *kept]]
    report = replace(
        listed.report,
        crm=joined,
        crm_report=second.report,
        columns_kept=kept,
        columns_missing=tuple(name for name in listed.report.columns_missing if name not in frame.columns),
        warnings=tuple(dict.fromkeys((*listed.report.warnings, *warnings))),
    )
    return replace(listed, frame=frame, kept_columns=kept, report=report)


def demand_strict(report: ImportReport) -> None:
    """Fail where something was lost or could not be read.

    Raises:
        CustomerListError: unreadable cells, rows with too many fields, or a control total that does not match.
    """
    for each in (report, report.crm_report):
        if each is not None:
            _demand_strict(each)


def _demand_strict(report: ImportReport) -> None:
    if report.unreadable_cells:
        cell = report.unreadable_cells[0]
        raise CustomerListError(
            f"„{report.source}“: {report.unreadable_count} Zellen sind nicht lesbar, zuerst Zeile {cell.line}, Spalte "
            f"{cell.column}: „{cell.text}“. "
            "Bitte die Datei berichtigen oder ohne --strict lesen.",
            f"“{report.source}”: {report.unreadable_count} cells cannot be read, the first one in line {cell.line}, "
            f"column {cell.column}: “{cell.text}”. "
            "Please correct the file or read it without --strict.",
        )
    broken = [row for row in report.rows_left_out if row.reason == left_out.REASONS[left_out.TOO_WIDE]]
    if broken:
        raise CustomerListError(
            f"„{report.source}“: {len(broken)} Zeilen haben mehr Felder als Spalten, zuerst Zeile {broken[0].line}: "
            f"„{broken[0].text}“. Bitte berichtigen.",
            f"“{report.source}”: {len(broken)} rows have more fields than columns, the first one is line "
            f"{broken[0].line}: “{broken[0].text}”. Please correct it.",
        )
    for name, total in report.control_totals.items():
        if not total.matches:
            raise CustomerListError(
                f"„{report.source}“: Die Kontrollsumme von {name} stimmt nicht: Kundenzeilen {total.file:.2f} €, "
                f"übernommen {total.imported:.2f} €, "
                f"Summenzeile {total.total_row if total.total_row is not None else '–'}.",
                f"“{report.source}”: the control total of {name} does not match: customer lines €{total.file:.2f}, "
                f"imported €{total.imported:.2f}, "
                f"total row {total.total_row if total.total_row is not None else '–'}.",
            )
