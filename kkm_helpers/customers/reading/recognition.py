"""Which column of a file is which: by the mapping, by its header, and where the header leaves it open by its cells."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from kkm_helpers.customers.columns import (
    LINE_COLUMNS,
    MARK_COLUMNS,
    RESULT_COLUMNS,
    SEGMENTS,
    YearHeader,
    alias_rank,
    canonical_order,
    column_of,
    header_words,
)
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.header import header_meaning
from kkm_helpers.customers.reading.left_out import USED, is_footer, total_kind
from kkm_helpers.customers.reading.numbers import is_unknown, take_apart
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.remarks import ColumnRemark, named
from kkm_helpers.customers.reading.units import Unit
from kkm_helpers.language.dates import is_month, parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Mapping as AnyMapping

Shape = Literal["wide", "years", "lines"]
_LINE_NAMES = frozenset(column.name for column in LINE_COLUMNS)
_MARKS = frozenset(column.name for column in MARK_COLUMNS)
# Headers that stand above numbers in one company and above names in the next.
_ID_OR_NAME = frozenset(
    {"kunde", "customer", "client", "account", "debitor", "auftraggeber", "zeilenbeschriftungen", "rowlabels"}
)
_ID_LIKE = re.compile(r"(?=\S*\d)[\w./-]{1,20}")
_STATED = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19[89]\d)(?!\d)")
_MOST_SHOWN = 12
_MONTHS = 12
_AMOUNT_DIGITS = 3
_MOSTLY = 0.9  # a few empty or odd cells may be among them
_NUMBERING = frozenset((
    "id", "nr", "no", "number", "nummer", "key", "code", "plz", "konto", "via", "type", "region", "channel", "jahr",
    "year",
))  # fmt: skip  # no amounts, though digits


@dataclass(frozen=True)
class ColumnUse:
    """A canonical column and where it stands.

    Several `positions` are added up; of a date they are the month and the year.
    """

    name: str
    positions: tuple[int, ...]
    header: str
    unit: Unit | None = None
    of_year: int | None = None
    fixed: bool = False  # the mapping says so: no later look at the cells takes it back


@dataclass(frozen=True)
class Recognised:
    """What each column of a file is.

    Attributes:
        uses: canonical name -> column.
        kept: position -> header of the columns nobody knows.
        shape: "wide" (revenue columns per year), "years" (one row per customer and year) or "lines" (invoice lines).
        marks: canonical name -> column of what says something about its row; in a wide list these are kept as well.
        stated: the day that the title names ("Stand: 31.12.2024").
        remarks: guesses the user should know of.
    """

    uses: dict[str, ColumnUse]
    kept: dict[int, str]
    shape: Shape
    marks: dict[str, ColumnUse] = field(default_factory=dict)
    stated: date | None = None
    remarks: tuple[Message | ColumnRemark, ...] = ()

    @property
    def has_month_and_year(self) -> bool:
        """Whether the date of a long file stands in two columns, the month and the year."""
        return "date" in self.uses and len(self.uses["date"].positions) == len(("month", "year"))


@dataclass
class _Claims:
    """Who claims which name while the columns are being recognised.

    `relative` are the columns that name a year relative to today ("Umsatz VJ") where the file does not say its own day.
    """

    headers: Sequence[str]
    uses: dict[str, ColumnUse] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    relative: dict[int, YearHeader] = field(default_factory=dict)
    remarks: list[Message | ColumnRemark] = field(default_factory=list)

    def give(self, name: str, position: int, unit: Unit | None = None, of_year: int | None = None) -> None:
        self.uses[name] = ColumnUse(name, (position,), self.headers[position], unit, of_year)
        self.taken.add(position)

    def drop(self, name: str) -> None:
        use = self.uses.pop(name, None)
        if use is not None:
            self.taken.difference_update(use.positions)


def recognise_columns(
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    *,
    mapped: AnyMapping[str, str | tuple[str, ...] | None],
    titles: Sequence[str],
    today: date,
    needs_revenue: bool = True,
    file_name: str = "",
) -> Recognised:
    """Return what each column is.

    Args:
        headers: the file's headers.
        sample: some rows below them.
        mapped: canonical name -> header(s), as the user says; None: leave this column out.
        titles: texts that may name a year or a day: lines above the header, sheet and file name.
        today: decides which year an undated revenue column is of, where nothing else does.
        needs_revenue: False for a CRM list.
        file_name: for the messages.

    Raises:
        CustomerListError: no customer number, no revenue, or a mapped header that is not in the file.
    """
    claims = _Claims(headers)
    for name, wanted in mapped.items():
        if wanted is not None:
            positions = tuple(
                _position_of(each, headers, name) for each in ([wanted] if isinstance(wanted, str) else wanted)
            )
            unit = header_meaning(headers[positions[0]]).unit
            claims.uses[name] = ColumnUse(name, positions, " + ".join(headers[p] for p in positions), unit, fixed=True)
            claims.taken.update(positions)
    own = _own_results(headers, sample)
    claims.taken.update(own)
    claims.remarks += map(_worked_out_anew, (headers[position] for position in own))
    stated = stated_day(titles)
    guess = undated_year(titles, stated, today)
    _claim_names(claims, sample, mapped)
    _claim_years(claims, mapped, stated)
    _tell_ids_from_names(claims, sample, mapped)
    if needs_revenue:
        _claim_parts_of_years(claims, sample, mapped, guess)
    shape = _decide_shape(claims, sample, guess, needs_revenue=needs_revenue)
    if "customer_id" not in claims.uses:
        raise _no_id(headers, claims, file_name)
    if needs_revenue and shape is None:
        raise _no_revenue(headers, sample, claims, file_name)
    claims.remarks += [_no_year(headers[position]) for position in claims.relative if position not in claims.taken]
    marks = {name: use for name, use in claims.uses.items() if name in _MARKS}
    for name in marks:
        claims.drop(name)
    kept = {position: header for position, header in enumerate(headers) if position not in claims.taken and header}
    uses = dict(sorted(claims.uses.items(), key=lambda item: canonical_order(item[0])))
    return Recognised(uses, kept, shape or "wide", marks, stated, tuple(claims.remarks))


def _own_results(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that an earlier identification wrote beside the list: segments are no sectors."""
    segment = headers.index("segment") if "segment" in headers else None
    if segment is None or not (cells := _filled(sample, segment)) or not set(cells) <= set(SEGMENTS):
        return []
    return [position for position, header in enumerate(headers) if header in RESULT_COLUMNS]


def _position_of(wanted: str, headers: Sequence[str], name: str) -> int:
    exact = [position for position, header in enumerate(headers) if header == " ".join(wanted.split())]
    alike = [position for position, header in enumerate(headers) if header_words(header) == header_words(wanted)]
    if exact or alike:
        return (exact or alike)[0]
    near = difflib.get_close_matches(wanted, headers, n=1, cutoff=0)
    raise CustomerListError(
        f"Die Zuordnung nennt für „{name}“ die Überschrift „{wanted}“, die nicht in der Datei steht"
        + (f"; am nächsten kommt „{near[0]}“." if near else "."),
        f"The mapping names the header “{wanted}” for “{name}”, which is not in the file"
        + (f"; nearest is “{near[0]}”." if near else "."),
    )


def _claim_names(claims: _Claims, sample: Sequence[Sequence[str]], mapped: AnyMapping[str, object]) -> None:
    """Give each name the header that says it best: filled below, newest year, first among the aliases, leftmost."""
    claimed: dict[str, list[tuple[bool, int, int, int]]] = {}
    for position, header in enumerate(claims.headers):
        meaning = header_meaning(header)
        if meaning.name is None or position in claims.taken or meaning.name in mapped:
            continue
        rank = alias_rank(meaning.name, header_words(header))
        empty = not any(position < len(row) and row[position].strip() for row in sample)
        claimed.setdefault(meaning.name, []).append((empty, -(meaning.of_year or 0), rank, position))
    for name, ranked in claimed.items():
        position = min(ranked)[-1]
        meaning = header_meaning(claims.headers[position])
        claims.give(name, position, meaning.unit, meaning.of_year)


def _claim_years(claims: _Claims, mapped: AnyMapping[str, object], stated: date | None) -> None:
    """Give each year its revenue (and orders) column: net before gross, full years only."""
    claimed: dict[str, list[tuple[bool, int]]] = {}
    for position, header in enumerate(claims.headers):
        meaning = header_meaning(header)
        year = meaning.year
        if year is None or position in claims.taken or (meaning.unit is not None and meaning.unit.percent):
            continue
        if year.relative and stated is None:
            claims.relative[position] = year
            continue
        number = year.year + (stated.year if year.relative and stated else 0)
        unfinished = year.relative and year.year == 0 and stated is not None and stated.month < _MONTHS
        if year.partial or unfinished:
            claims.remarks.append(_partial_year(header))
            continue
        name = f"{year.name}_{number}"
        if name not in mapped:
            claimed.setdefault(name, []).append((year.gross, position))
    for name, ranked in claimed.items():
        gross, position = min(ranked)
        header = claims.headers[position]
        claims.give(name, position, header_meaning(header).unit)
        year = header_meaning(header).year
        if year is not None and year.fiscal:
            claims.remarks.append(_fiscal_year(header))
        if gross:
            claims.remarks.append(_gross(header))
        rivals = [claims.headers[other] for is_gross, other in ranked if other != position and is_gross == gross]
        if rivals:
            claims.remarks.append(_rival(header, rivals[0], name))


def _claim_parts_of_years(
    claims: _Claims, sample: Sequence[Sequence[str]], mapped: AnyMapping[str, object], guess: YearGuess
) -> None:
    """Add up the months, quarters or half-years of a year that has no column of its own, if all of them are there."""
    found: dict[tuple[int | None, int, bool], dict[tuple[int, ...], int]] = {}
    for position, header in enumerate(claims.headers):
        part = header_meaning(header).part
        if part is not None and position not in claims.taken and _share_numbers(sample, position) > _MOSTLY:
            of_kind = found.setdefault((part.year, len(part.months), part.gross), {})
            of_kind.setdefault(part.months, position)
    has_revenue = any(name.startswith("revenue_") or name == "amount" for name in claims.uses)
    for (year, length, gross), positions in sorted(found.items(), key=lambda item: (item[0][2], item[0][1])):
        name = f"revenue_{guess.year if year is None else year}"
        if name in claims.uses or name in mapped or (year is None and has_revenue):
            continue
        headers = [claims.headers[positions[months]] for months in sorted(positions)]
        if len(positions) * length < _MONTHS:
            claims.remarks += map(_incomplete_year, headers)
            continue
        in_order = tuple(positions[months] for months in sorted(positions))
        unit = header_meaning(headers[0]).unit
        claims.uses[name] = ColumnUse(name, in_order, " + ".join(headers), unit)
        claims.taken.update(in_order)
        claims.remarks.append(_added_up(headers, name))
        claims.remarks += [_gross(headers[0])] if gross else []
        claims.remarks += [_undated(f"{headers[0]} … {headers[-1]}", guess)] if year is None else []


def _tell_ids_from_names(claims: _Claims, sample: Sequence[Sequence[str]], mapped: AnyMapping[str, object]) -> None:
    """Let the cells decide what "Kunde" or "Customer" is where the header alone does not."""

    def is_open(name: str) -> bool:
        use = claims.uses.get(name)
        return use is not None and not use.fixed and "".join(header_words(use.header)) in _ID_OR_NAME

    def ambiguous() -> list[int]:
        """Return the free columns whose header may be either, the name's among them while nothing fixes it."""
        free = {p for p in range(len(claims.headers)) if p not in claims.taken}
        free |= set(claims.uses["name"].positions) if is_open("name") else set()
        return [p for p in sorted(free) if "".join(header_words(claims.headers[p])) in _ID_OR_NAME]

    if "customer_id" not in claims.uses and "customer_id" not in mapped:
        numbers = [p for p in ambiguous() if _share_id_like(sample, p) > _MOSTLY]
        if numbers:
            if is_open("name") and claims.uses["name"].positions[0] == numbers[0]:
                claims.drop("name")
            claims.give("customer_id", numbers[0])
            claims.remarks.append(_taken_as_id(claims.headers[numbers[0]]))
    if "name" not in claims.uses and "name" not in mapped:
        rest = ambiguous()
        if rest and _share_id_like(sample, rest[0]) < 0.5:  # noqa: PLR2004 - mostly names
            claims.give("name", rest[0])


def _share_id_like(sample: Sequence[Sequence[str]], position: int) -> float:
    cells = [cell for cell in _filled(sample, position) if total_kind(cell) == USED and not is_footer(cell)]
    return _share(cells, lambda cell: _ID_LIKE.fullmatch(cell) is not None)


def _decide_shape(
    claims: _Claims, sample: Sequence[Sequence[str]], guess: YearGuess, *, needs_revenue: bool
) -> Shape | None:
    """Return the shape and give back what it has no use for."""
    uses = claims.uses
    has_years = any(name.startswith("revenue_") for name in uses)
    has_amount = "amount" in uses or {"quantity", "price"} <= uses.keys()
    shape: Shape | None
    if has_years:
        shape = "wide"
    elif has_amount and "date" in uses:
        shape = "lines"
        if "year" in uses and _share_months(sample, uses["date"].positions[0]) > _MOSTLY:
            month, year = uses["date"], uses["year"]
            header = f"{month.header} + {year.header}"
            uses["date"] = replace(month, positions=(*month.positions, *year.positions), header=header)
            uses.pop("year")
    elif has_amount and "year" in uses:
        shape = "years"
    else:
        shape = "wide" if _claim_undated(claims, guess, needs_revenue=needs_revenue) else None
    if not needs_revenue:
        if "date" in uses and "last_visit" not in uses and shape != "lines":
            uses["last_visit"] = ColumnUse("last_visit", uses["date"].positions, uses["date"].header)
            uses.pop("date")
        shape = "wide"
    useless = _LINE_NAMES if shape in ("wide", None) else {"year"} if shape == "lines" else {"date"}
    if shape in ("lines", "years") and "amount" in uses:
        useless = useless | {"quantity", "price"}
    if shape == "wide" and needs_revenue and "amount" in uses:
        claims.remarks.append(_only_kept(uses["amount"].header))
    for name in useless & uses.keys():
        claims.drop(name)
    return shape


def _claim_undated(claims: _Claims, guess: YearGuess, *, needs_revenue: bool) -> bool:
    """Give revenue columns without a year the one that is guessed, "Vorjahr" the one before; False: there is none."""
    last = guess.year
    if "amount" in claims.uses:
        use = claims.uses.pop("amount")
        name = f"revenue_{last}"
        claims.uses[name] = ColumnUse(name, use.positions, use.header, use.unit, fixed=use.fixed)
        if needs_revenue:
            claims.remarks.append(_undated(use.header, guess))
    else:
        last += 1  # what is guessed is the last full year: that is "Vorjahr" then
    for position, year in claims.relative.items():
        name = f"{year.name}_{last + year.year}"
        if year.year < 0 and name not in claims.uses:
            header = claims.headers[position]
            claims.give(name, position, header_meaning(header).unit)
            before = YearGuess(last + year.year, "das Jahr davor", "the year before")
            claims.remarks.append(_undated(header, guess if before.year == guess.year else before))
    return any(name.startswith("revenue_") for name in claims.uses)


def stated_day(titles: Sequence[str]) -> date | None:
    """Return the last day that the titles name, or None."""
    days = []
    for title in titles:
        for text in _STATED.findall(title):
            try:
                days.append(parse_date(text.replace(" ", "")))
            except ValueError:
                continue
    return max(days, default=None)


@dataclass(frozen=True)
class YearGuess:
    """The year that an undated revenue column is of, and why.

    Attributes:
        year: the year.
        de, en: why.
    """

    year: int
    de: str
    en: str


def undated_year(titles: Sequence[str], stated: date | None, today: date) -> YearGuess:
    """Return the year that an undated revenue column is of: as the titles say, else the last full one."""
    years = {int(year) for title in titles for year in _YEAR.findall(_STATED.sub(" ", title))}
    if len(years) == 1:
        return YearGuess(years.pop(), "so steht es über der Liste oder im Namen", "as the title or the name says")
    if stated is not None:
        year = stated.year if stated.month == _MONTHS else stated.year - 1
        return YearGuess(year, "nach dem Stand der Liste", "by the date of the list")
    return YearGuess(today.year - 1, "das letzte volle Jahr", "the last full year")


def _no_id(headers: Sequence[str], claims: _Claims, file_name: str) -> CustomerListError:
    name = claims.uses["name"].header if "name" in claims.uses else None
    hint_de = f" Stehen die Kunden nur mit ihrem Namen in der Liste: columns: {{customer_id: {name}}}." if name else ""
    hint_en = f" If the list has nothing but the customers' names: columns: {{customer_id: {name}}}." if name else ""
    return CustomerListError(
        f"In „{file_name}“ ist keine Kundennummer zu finden. Gefundene Spalten: {named(headers, 'de')}. Bitte die "
        "Spalte umbenennen (zum Beispiel „Kundennummer“) oder in einer Zuordnung nennen: columns: {customer_id: "
        "ÜBERSCHRIFT}." + hint_de,
        f"No customer number can be found in “{file_name}”. Columns found: {named(headers, 'en')}. Please rename the "
        "column (for instance “Customer No”) or name it in a mapping: columns: {customer_id: HEADER}." + hint_en,
    )


def _no_revenue(
    headers: Sequence[str], sample: Sequence[Sequence[str]], claims: _Claims, file_name: str
) -> CustomerListError:
    amounts = [
        header
        for position, header in enumerate(headers)
        if position not in claims.taken
        and header
        and _NUMBERING.isdisjoint(header_words(header)[-1:])
        and _share_numbers(sample, position) > _MOSTLY
        and _looks_like_amounts(sample, position)
    ]
    year = "2024"
    hint_de = hint_en = ""
    if len(amounts) > 1:
        listed = ", ".join(amounts[:_MOST_SHOWN])
        hint_de = f" Ergeben mehrere Spalten zusammen den Umsatz eines Jahres: columns: {{revenue_{year}: [{listed}]}}."
        hint_en = f" If several columns add up to the revenue of a year: columns: {{revenue_{year}: [{listed}]}}."
    return CustomerListError(
        f"In „{file_name}“ ist keine Umsatzspalte zu finden. Gefundene Spalten: {named(headers, 'de')}. Bitte eine "
        f"Spalte „Umsatz {year}“ nennen oder in einer Zuordnung angeben: columns: {{revenue_{year}: ÜBERSCHRIFT}}."
        f"{hint_de}",
        f"No revenue column can be found in “{file_name}”. Columns found: {named(headers, 'en')}. Please call a column "
        f"“Revenue {year}” or name it in a mapping: columns: {{revenue_{year}: HEADER}}.{hint_en}",
    )


def _filled(sample: Sequence[Sequence[str]], position: int) -> list[str]:
    return [row[position].strip() for row in sample if position < len(row) and row[position].strip()]


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Return the share of cells for which something holds; 0 where there is none."""
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def _share_numbers(sample: Sequence[Sequence[str]], position: int) -> float:
    """Return the share of the filled cells that are numbers or ways to say that there is none."""
    return _share(_filled(sample, position), lambda cell: take_apart(cell) is not None or is_unknown(cell))


def _share_months(sample: Sequence[Sequence[str]], position: int) -> float:
    """Return the share of the filled cells that are months without a year: 1 to 12, "01", "Januar"."""
    return _share([cell for cell in _filled(sample, position) if total_kind(cell) == USED], is_month)


def _looks_like_amounts(sample: Sequence[Sequence[str]], position: int) -> bool:
    """Return whether numbers may be amounts: some have three digits or more, none has a zero in front as codes have."""
    cells = _filled(sample, position)
    return any(sum(map(str.isdigit, cell)) >= _AMOUNT_DIGITS for cell in cells) and not any(
        re.fullmatch(r"0\d+", cell) for cell in cells
    )


def _no_year(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ein Jahr nur im Verhältnis zu heute nennt {headers}, und die Datei sagt nicht, von wann sie ist. Die Spalte "
        "wird nur behalten; in einer Zuordnung kann sie einem Jahr zugewiesen werden.",
        "A year relative to today only is named by {headers}, and the file does not say of when it is. The column is "
        "only kept; a mapping can give it a year.",
    )


def _worked_out_anew(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ergebnisse einer früheren Auswertung werden nicht übernommen, sondern neu ermittelt: {headers}.",
        "Results of an earlier identification are not taken over but worked out anew: {headers}.",
    )


def _only_kept(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ohne Jahr steht {headers} neben Umsätzen mit Jahr und wird nur behalten; in einer Zuordnung kann die Spalte "
        "einem Jahr zugewiesen werden.",
        "Without a year {headers} stands beside revenue with a year and is only kept; a mapping can give it a year.",
    )


def _partial_year(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ein angefangenes Jahr ist nicht mit vollen Jahren vergleichbar und wird nur behalten: {headers}.",
        "An unfinished year is not comparable with full years and is only kept: {headers}.",
    )


def _incomplete_year(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Monats- und Quartalsspalten eines Jahres, von dem andere fehlen, ergeben keinen Jahresumsatz und werden nur "
        "behalten: {headers}.",
        "Columns per month or quarter of a year of which others are missing make no revenue of a year and are only "
        "kept: {headers}.",
    )


def _added_up(headers: Sequence[str], name: str) -> Message:
    column = column_of(name)
    return Message(
        f"„{column.de}“ ist die Summe von {len(headers)} Spalten („{headers[0]}“ … „{headers[-1]}“); leere Zellen "
        "darunter zählen nicht mit.",
        f"“{column.en}” is the sum of {len(headers)} columns (“{headers[0]}” … “{headers[-1]}”); empty cells among "
        "them do not count.",
    )


def _fiscal_year(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Ein Geschäftsjahr über zwei Kalenderjahre gilt als das spätere von beiden: {headers}.",
        "A fiscal year across two calendar years counts as the later one: {headers}.",
    )


def _gross(header: str) -> ColumnRemark:
    return ColumnRemark(
        header,
        "Nach der Überschrift brutto (mit Mehrwertsteuer), gerechnet aber wie Nettoumsatz: {headers}.",
        "Gross (with VAT) by the header, but used like net revenue: {headers}.",
    )


def _rival(header: str, rival: str, name: str) -> Message:
    column = column_of(name)
    if header == rival:
        return Message(
            f"Die Spalte „{header}“ gibt es mehrmals; genommen wurde die linke.",
            f"There are several columns “{header}”; the left one was taken.",
        )
    return Message(
        f"Sowohl „{header}“ als auch „{rival}“ könnte „{column.de}“ sein; genommen wurde die linke Spalte.",
        f"Both “{header}” and “{rival}” could be “{column.en}”; the left one was taken.",
    )


def _taken_as_id(header: str) -> Message:
    return Message(
        f"„{header}“ enthält Nummern und wird als Kundennummer gelesen.",
        f"“{header}” holds numbers and is read as the customer number.",
    )


def _undated(header: str, guess: YearGuess) -> Message:
    return Message(
        f"„{header}“ nennt kein Jahr und wird als Umsatz {guess.year} gelesen ({guess.de}).",
        f"“{header}” names no year and is read as revenue {guess.year} ({guess.en}).",
    )
