"""Reading a customer list from end to end: source, header, columns, rows, values, customers, report."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.customers.columns import (
    COLUMNS,
    CONTACT_COLUMNS,
    RESULT_COLUMNS,
    canonical_order,
    column_of,
    revenue_columns,
)
from kkm_helpers.customers.customer_list import ControlTotal, CustomerList, ImportReport, Message, Undated
from kkm_helpers.customers.reading import left_out
from kkm_helpers.customers.reading.cell_values import CellValues, is_needed, read_values
from kkm_helpers.customers.reading.files import SIZE_LIMIT, load_file, named_headers
from kkm_helpers.customers.reading.findings import findings
from kkm_helpers.customers.reading.gathering import (
    Gathered,
    Rows,
    gather_lines,
    gather_wide,
    gather_years,
    newest_day,
    oldest_day,
)
from kkm_helpers.customers.reading.joining import join_crm
from kkm_helpers.customers.reading.likely_duplicates import likely_duplicates
from kkm_helpers.customers.reading.mapping import Mapping
from kkm_helpers.customers.reading.memory_file import File, MemoryFile
from kkm_helpers.customers.reading.problems import CustomerListError, SecondListError
from kkm_helpers.customers.reading.progress import Progress, no_progress
from kkm_helpers.customers.reading.recognition import Recognised, Shape, recognise_columns
from kkm_helpers.customers.reading.remarks import said_once
from kkm_helpers.customers.reading.splitting import Body, header_only, replace_column, split_header, with_year
from kkm_helpers.customers.reading.strictness import demand_strict
from kkm_helpers.customers.reading.text_table import BLOCK_ROWS, Source, TextTable, stretches
from kkm_helpers.customers.reading.values import is_number_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as AnyMapping

    import pandas as pd
    from numpy.typing import NDArray

    from kkm_helpers.language.terms import Language

SAMPLE_ROWS = 200
_NO_VALUES = (left_out.BLANK, left_out.TOO_WIDE, left_out.REPEATED_HEADER, left_out.FOOTER)
_HAS_VALUES = np.array([kind not in _NO_VALUES for kind in range(left_out.KINDS)])


def read_customers(
    path: str | File | None = None,
    *,
    mapping: Mapping | AnyMapping[str, Any] | str | Path | None = None,
    sheet: str | None = None,
    strict: bool = False,
    crm: str | File | None = None,
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
        path: CSV, TXT, XLSX, XLSM, XLS, ODS or Parquet; told by its content, not by its name. A `MemoryFile` is read
            without a disk.
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
        SecondListError: the second list is the one that cannot be had.
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
        listed = _read_file(_as_file(path), chosen, day, size_limit, progress)
    if crm is not None:
        try:
            second = _read_file(_as_file(crm), _mapping(crm_mapping, None), day, size_limit, progress, is_crm=True)
        except CustomerListError as error:
            raise SecondListError(error.de, error.en) from error
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


def _as_file(given: str | File | None) -> File:
    return given if isinstance(given, MemoryFile) else Path(str(given))


def headers_in(path: File, mapping: Mapping | AnyMapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return the headers of a file, whatever they mean; none where no row looks like a header.

    What stands in a file that could not be read as a list can then be said by hand.
    """
    chosen = _mapping(mapping, None)
    try:
        source = load_file(path, chosen, choose_columns=lambda _headers, _sample: [0], progress=no_progress)
        body = split_header(
            source.table, path.name, also_known=named_headers(chosen), header_line=chosen.header_row
        )  # fmt: skip
    except CustomerListError:
        return ()
    return _headers(body)


def _headers(body: Body) -> tuple[str, ...]:
    """Return every header once, those left unread behind."""
    return tuple(dict.fromkeys(header for header in (*body.headers, *body.table.not_read) if header))


def _read_file(
    path: File, mapping: Mapping, today: date, size_limit: int, progress: Progress, *, is_crm: bool = False
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
        needed = (*found.uses.values(), *found.marks.values())
        return None if found.shape == "wide" else sorted({p for use in needed for p in use.positions})

    loaded = load_file(path, mapping, choose_columns=choose_columns, size_limit=size_limit, progress=progress)
    return _customer_list(
        replace(loaded, titles=(*loaded.titles, *titles)), path.name, mapping, today=today, is_crm=is_crm
    )


def _customer_list(source: Source, name: str, mapping: Mapping, *, today: date, is_crm: bool = False) -> CustomerList:
    """Return the customers of a decoded source: from the header down to the report."""
    body = split_header(source.table, name, also_known=named_headers(mapping), header_line=mapping.header_row)
    _refuse_bookings(body.preamble, name)
    columns = recognise_columns(
        body.headers, body.table.rows(0, SAMPLE_ROWS), mapped=mapping.columns, titles=(*body.preamble, *source.titles),
        today=today, needs_revenue=not is_crm, file_name=name,
    )  # fmt: skip
    id_position = columns.uses["customer_id"].positions[0]
    number_positions = [p for use in columns.uses.values() if is_number_kind(use.name) for p in use.positions]
    date_positions = [p for use in columns.uses.values() if column_of(use.name).kind == "date" for p in use.positions]
    periods = [p for each in ("date", "year") if each in columns.uses for p in columns.uses[each].positions]
    kinds = left_out.classify_rows(body.table, body.headers, id_position, number_positions, date_positions, periods)
    table = body.table
    filled_warnings: list[Message] = []
    if columns.shape != "wide":
        table, kinds, filled_warnings = fill_blocks(table, kinds, id_position)
        if columns.has_month_and_year:
            table = with_year(table, *columns.uses["date"].positions)
    if not len(kinds.used):
        raise header_only(name, body.headers)
    relevant = _HAS_VALUES.take(kinds.kinds)
    values = read_values(
        table,
        columns,
        kinds.kinds == left_out.USED,
        None if relevant.all() else relevant,
        mapping,
        body.preamble,
        today,
    )
    _demand_readable(values, columns, name)
    kept = _kept_names(columns, values)
    for position, header in kept.items():
        values.keep_text(header, position, table)
    blocks = _Blocks(table, kinds, values, columns.shape)
    gathered = _gather(blocks, is_crm=is_crm)
    frame = _finished(gathered.frame, tuple(kept.values()), values, columns)
    totals = _control_totals(blocks, frame)
    remarks = [
        *source.warnings, *columns.remarks, *filled_warnings, *values.remarks,
        *findings(table, kinds, columns, values, frame, totals, blocks.undated, blocks.oldest, mapping),
    ]  # fmt: skip
    listed, counts = left_out.list_left_out(body.table, kinds)
    report = ImportReport(
        source=name,
        customers=len(frame),
        rows_in_file=kinds.in_file,
        rows_used=len(kinds.used),
        rows_left_out=listed,
        left_out_counts=counts,
        unreadable_cells=tuple(sorted(values.unreadable, key=lambda cell: cell.line)),
        unreadable_counts=values.unreadable_counts,
        unknown_cells=values.unknown,
        columns={n: use.header for n, use in columns.uses.items() if n not in values.not_meant},
        columns_kept=tuple(kept.values()),
        headers=_headers(body),
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
        undated=blocks.undated,
        warnings=said_once(remarks),
    )
    data_until = blocks.newest if columns.shape == "lines" else columns.stated
    return CustomerList(frame, tuple(kept.values()), report, name, data_until)


def _refuse_bookings(preamble: tuple[str, ...], name: str) -> None:
    """Fail for DATEV's batch of bookings: it has accounts and amounts, but of all accounts and without a year."""
    if any(text.startswith(("EXTF ", "DTVF ")) and "Buchungsstapel" in text for text in preamble):
        raise CustomerListError(
            f"„{name}“ ist ein Buchungsstapel von DATEV: Er enthält Buchungen auf allen Konten, und das Belegdatum "
            "steht ohne Jahr. Bitte statt seiner eine Umsatzliste der Debitoren exportieren (Kundennummer, Name, "
            "Umsatz je Jahr).",
            f"“{name}” is a batch of bookings of DATEV: it holds bookings on all accounts, and the date of the "
            "document (Belegdatum) has no year. Please export a list of the debtors' revenue in its place (customer "
            "number, name, revenue per year).",
        )


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
    taken = set(columns.uses) - set(values.not_meant) | {"never_visited", "order_interval_days", *RESULT_COLUMNS}
    names: dict[int, str] = {}
    for position, header in sorted(positions.items()):
        name, number = header, 2
        while name in taken:
            name, number = f"{header} ({number})", number + 1
        taken.add(name)
        names[position] = name
    return names


@dataclass
class _Blocks:
    """The used rows of a table: invoice lines in blocks, others at once; all rows are added up on the way.

    Attributes:
        sums: revenue [EUR] of the blocks given so far, by column and by kind of row.
        oldest, newest: first and last day of an invoice line so far; None where there is none.
        undated: rows of customers with an amount, but without a day or year.
    """

    table: TextTable
    kinds: left_out.RowKinds
    read: CellValues
    shape: Shape
    sums: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    oldest: date | None = None
    newest: date | None = None
    undated: Undated = field(default_factory=Undated)

    def __iter__(self) -> Iterator[Rows]:
        size = max(BLOCK_ROWS, len(self.read.id_texts)) if self.shape == "lines" else len(self.table)
        for stretch in stretches(len(self.table), size):
            kinds = self.kinds.kinds[stretch]
            relevant = np.flatnonzero(_HAS_VALUES.take(kinds))
            if len(relevant):
                yield self._used(self.table.part(stretch).take(relevant), kinds.take(relevant))

    def _used(self, block: TextTable, kinds: NDArray[np.int8]) -> Rows:
        rows = self.read.rows(block)
        if self.shape != "wide":
            rows = rows.in_long_form()
        for name, by_kind in rows.sums(kinds, left_out.KINDS).items():
            self.sums[name] = self.sums.get(name, 0.0) + by_kind
        used = np.flatnonzero(kinds == left_out.USED)
        if self.shape != "wide":
            amounts = np.nan_to_num(rows.numbers["amount"].take(used)[rows.years.take(used) == 0])
            self.undated = self.undated.plus(amounts)
        if self.shape == "lines":
            oldest: date | None = oldest_day(rows.dates["date"]).astype(object)
            newest: date | None = newest_day(rows.dates["date"]).astype(object)
            self.oldest = min(filter(None, (self.oldest, oldest)), default=None)
            self.newest = max(filter(None, (self.newest, newest)), default=None)
        return rows.take(used)

    def stated(self, name: str) -> NDArray[np.float64]:
        """Return what the total rows of a wide list say for a column [EUR]."""
        totals = self.kinds.rows(left_out.TOTAL)
        if self.shape != "wide" or not len(totals):
            return np.empty(0)
        return self.read.columns[name].values(self.table.take(totals)).astype(np.float64)


def _one_ahead(blocks: _Blocks) -> Iterator[Rows]:
    """Yield the blocks, the next one being worked out while one is being looked at."""
    coming = iter(blocks)
    with ThreadPoolExecutor(1) as thread:
        block = thread.submit(next, coming, None)
        while (rows := block.result()) is not None:
            block = thread.submit(next, coming, None)
            yield rows


def _gather(blocks: _Blocks, *, is_crm: bool) -> Gathered:
    summed = ("contribution_margin",) if blocks.read.margin_is_amount else ()
    if blocks.shape == "lines":
        return gather_lines(_one_ahead(blocks), summed=summed, counts_orders=not blocks.read.per_month)
    rows = next(iter(blocks))
    if is_crm and "visits" not in rows.numbers and "last_visit" in rows.dates:
        rows = rows.with_visits_of_log()
    return (gather_wide if blocks.shape == "wide" else gather_years)(rows, summed=summed)


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


def _control_totals(blocks: _Blocks, frame: pd.DataFrame) -> dict[str, ControlTotal]:
    """Return, per revenue column, what the file says: sum of customer lines, total row, sum of lines without number."""
    years = {*blocks.sums, *revenue_columns(frame).values()}
    nothing = np.zeros(left_out.KINDS)
    return {
        name: ControlTotal(
            file=float(blocks.sums.get(name, nothing)[left_out.USED]),
            imported=float(frame[name].sum()) if name in frame.columns else 0.0,
            total_row=_best_total(blocks.stated(name), float(blocks.sums.get(name, nothing)[left_out.USED])),
            left_out=float(blocks.sums.get(name, nothing)[left_out.NO_ID]),
        )
        for name in sorted(years)
    }


def _best_total(stated: NDArray[np.float64], of_file: float) -> float | None:
    """Return the total row's amount: of several (subtotals named "Summe" as well) the one nearest to the sum."""
    known = stated[~np.isnan(stated)]
    return None if not len(known) else float(known[np.argmin(np.abs(known - of_file))])


def _demand_readable(values: CellValues, columns: Recognised, name: str) -> None:
    """Fail where a column without which there is no list holds nothing readable."""
    for each in filter(is_needed, columns.uses):
        if not values.good.get(each) and (values.unreadable_counts.get(each) or not each.startswith("revenue_")):
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
