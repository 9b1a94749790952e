"""Which column of a file is which: by the mapping, by its header, and where the header leaves it open by its cells."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from kkm_helpers.customers.columns import COLUMNS, LINE_COLUMNS, alias_rank, canonical_order, header_words
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.reading.header import header_meaning
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.units import Unit
from kkm_helpers.language.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Sequence

Shape = Literal["wide", "years", "lines"]
_LINE_NAMES = frozenset(column.name for column in LINE_COLUMNS)
_NAMES = frozenset(column.name for column in COLUMNS)
# Headers that stand above numbers in one company and above names in the next.
_ID_OR_NAME = frozenset(
    {"kunde", "customer", "client", "account", "debitor", "auftraggeber", "zeilenbeschriftungen", "rowlabels"}
)
_ID_LIKE = re.compile(r"(?=\S*\d)[\w./-]{1,20}")
_STATED = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19[89]\d)(?!\d)")
_MOST_SHOWN = 12
_DECEMBER = 12
_NUMBERING = frozenset((
    "id", "nr", "no", "number", "nummer", "key", "code", "plz", "konto", "via", "type", "region", "channel", "jahr",
    "year",
))  # fmt: skip  # no amounts, though digits


@dataclass(frozen=True)
class ColumnUse:
    """A canonical column and where it stands: `positions` are added up where a mapping names several."""

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
        stated: the day that the title names ("Stand: 31.12.2024").
        warnings: guesses the user should know of.
    """

    uses: dict[str, ColumnUse]
    kept: dict[int, str]
    shape: Shape
    stated: date | None = None
    warnings: tuple[Message, ...] = ()


@dataclass
class _Claims:
    """Who claims which name while the columns are being recognised."""

    headers: Sequence[str]
    uses: dict[str, ColumnUse] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    warnings: list[Message] = field(default_factory=list)

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
    stated = stated_day(titles)
    _claim_names(claims, sample, mapped)
    _claim_years(claims, mapped, stated)
    _tell_ids_from_names(claims, sample, mapped)
    shape = _decide_shape(claims, titles, stated, today, needs_revenue=needs_revenue)
    if "customer_id" not in claims.uses:
        raise _no_id(headers, file_name)
    if needs_revenue and shape is None:
        raise _no_revenue(headers, sample, claims, file_name)
    kept = {position: header for position, header in enumerate(headers) if position not in claims.taken and header}
    uses = dict(sorted(claims.uses.items(), key=lambda item: canonical_order(item[0])))
    return Recognised(uses, kept, shape or "wide", stated, tuple(claims.warnings))


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
        if year is None or position in claims.taken:
            continue
        if year.relative and stated is None:
            claims.warnings.append(_no_year(header))
            continue
        number = year.year + (stated.year if year.relative and stated else 0)
        unfinished = year.relative and year.year == 0 and stated is not None and stated.month < _DECEMBER
        if year.partial or unfinished:
            claims.warnings.append(_partial_year(header))
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
            claims.warnings.append(_fiscal_year(header, name))
        if gross:
            claims.warnings.append(_gross(header))
        rivals = [claims.headers[other] for is_gross, other in ranked if other != position and is_gross == gross]
        if rivals:
            claims.warnings.append(_rival(header, rivals[0], name))


def _tell_ids_from_names(claims: _Claims, sample: Sequence[Sequence[str]], mapped: AnyMapping[str, object]) -> None:
    """Let the cells decide what "Kunde" or "Customer" is where the header alone does not."""

    def is_open(name: str) -> bool:
        use = claims.uses.get(name)
        return use is not None and not use.fixed and "".join(header_words(use.header)) in _ID_OR_NAME

    if "customer_id" not in claims.uses and "customer_id" not in mapped and is_open("name"):
        position = claims.uses["name"].positions[0]
        if _share_id_like(sample, position) > 0.9:  # noqa: PLR2004 - a few empty or odd cells may be among them
            claims.drop("name")
            claims.give("customer_id", position)
            claims.warnings.append(_taken_as_id(claims.headers[position]))
    if "name" not in claims.uses and "name" not in mapped:
        rest = [
            position
            for position, header in enumerate(claims.headers)
            if position not in claims.taken and "".join(header_words(header)) in _ID_OR_NAME
        ]
        if rest and _share_id_like(sample, rest[0]) < 0.5:  # noqa: PLR2004 - mostly names
            claims.give("name", rest[0])


def _share_id_like(sample: Sequence[Sequence[str]], position: int) -> float:
    cells = [row[position].strip() for row in sample if position < len(row) and row[position].strip()]
    return sum(_ID_LIKE.fullmatch(cell) is not None for cell in cells) / len(cells) if cells else 0.0


def _decide_shape(
    claims: _Claims,
    titles: Sequence[str],
    stated: date | None,
    today: date,
    *,
    needs_revenue: bool,
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
    elif has_amount and "year" in uses:
        shape = "years"
    elif "amount" in uses:
        year, source = undated_year(titles, stated, today)
        use = uses.pop("amount")
        name = f"revenue_{year}"
        uses[name] = ColumnUse(name, use.positions, use.header, use.unit, fixed=use.fixed)
        if needs_revenue:
            claims.warnings.append(_undated(use.header, year, source))
        shape = "wide"
    else:
        shape = None
    if not needs_revenue:
        if "date" in uses and "last_visit" not in uses and shape != "lines":
            uses["last_visit"] = ColumnUse("last_visit", uses["date"].positions, uses["date"].header)
            uses.pop("date")
        shape = "wide"
    useless = _LINE_NAMES if shape in ("wide", None) else {"year"} if shape == "lines" else {"date"}
    if shape in ("lines", "years") and "amount" in uses:
        useless = useless | {"quantity", "price"}
    for name in useless & uses.keys():
        claims.drop(name)
    return shape


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


def undated_year(titles: Sequence[str], stated: date | None, today: date) -> tuple[int, str]:
    """Return the year that an undated revenue column is of, and why: "title", "stated" or "today"."""
    years = {int(year) for title in titles for year in _YEAR.findall(_STATED.sub(" ", title))}
    if len(years) == 1:
        return years.pop(), "title"
    if stated is not None:
        return (stated.year if stated.month == _DECEMBER else stated.year - 1), "stated"
    return today.year - 1, "today"


def _shown(headers: Sequence[str]) -> str:
    named = [header for header in headers if header]
    return ", ".join(f"„{header}“" for header in named[:_MOST_SHOWN]) + (" …" if len(named) > _MOST_SHOWN else "")


def _no_id(headers: Sequence[str], file_name: str) -> CustomerListError:
    shown = _shown(headers)
    return CustomerListError(
        f"In „{file_name}“ ist keine Kundennummer zu finden. Gefundene Spalten: {shown}. Bitte die Spalte umbenennen "
        "(zum Beispiel „Kundennummer“) "
        "oder in einer Zuordnung nennen: columns: {customer_id: ÜBERSCHRIFT}.",
        f"No customer number can be found in “{file_name}”. Columns found: {shown}. Please rename the column (for "
        "instance “Customer No”) "
        "or name it in a mapping: columns: {customer_id: HEADER}.",
    )


def _no_revenue(
    headers: Sequence[str], sample: Sequence[Sequence[str]], claims: _Claims, file_name: str
) -> CustomerListError:
    shown = _shown(headers)
    amounts = [
        header
        for position, header in enumerate(headers)
        if position not in claims.taken
        and header
        and _NUMBERING.isdisjoint(header_words(header)[-1:])
        and _share_numbers(sample, position) > 0.9  # noqa: PLR2004 - some cells may be empty or odd
    ]
    year = "2024"
    hint_de = hint_en = ""
    if len(amounts) > 1:
        listed = ", ".join(amounts[:_MOST_SHOWN])
        hint_de = f" Ergeben mehrere Spalten zusammen den Umsatz eines Jahres: columns: {{revenue_{year}: [{listed}]}}."
        hint_en = f" If several columns add up to the revenue of a year: columns: {{revenue_{year}: [{listed}]}}."
    return CustomerListError(
        f"In „{file_name}“ ist keine Umsatzspalte zu finden. Gefundene Spalten: {shown}. Bitte eine Spalte „Umsatz "
        f"{year}“ nennen oder in einer "
        f"Zuordnung angeben: columns: {{revenue_{year}: ÜBERSCHRIFT}}.{hint_de}",
        f"No revenue column can be found in “{file_name}”. Columns found: {shown}. Please call a column “Revenue "
        f"{year}” or name it in a "
        f"mapping: columns: {{revenue_{year}: HEADER}}.{hint_en}",
    )


def _share_numbers(sample: Sequence[Sequence[str]], position: int) -> float:
    cells = [row[position].strip() for row in sample if position < len(row) and row[position].strip()]
    return sum(re.fullmatch(r"-?[\d.,]+", cell) is not None for cell in cells) / len(cells) if cells else 0.0


def _no_year(header: str) -> Message:
    return Message(
        f"„{header}“ nennt ein Jahr nur im Verhältnis zu heute, und die Datei sagt nicht, von wann sie ist. Die "
        "Spalte wird nur behalten; "
        "in einer Zuordnung kann sie einem Jahr zugewiesen werden.",
        f"“{header}” names a year relative to today only, and the file does not say of when it is. The column is only "
        "kept; "
        "a mapping can give it a year.",
    )


def _partial_year(header: str) -> Message:
    return Message(
        f"„{header}“ ist ein angefangenes Jahr und nicht mit vollen Jahren vergleichbar. Die Spalte wird nur behalten.",
        f"“{header}” is an unfinished year and not comparable with full years. The column is only kept.",
    )


def _fiscal_year(header: str, name: str) -> Message:
    year = name.rpartition("_")[2]
    return Message(
        f"„{header}“ ist ein Geschäftsjahr über zwei Kalenderjahre; es wird als {year} geführt.",
        f"“{header}” is a fiscal year across two calendar years; it is kept as {year}.",
    )


def _gross(header: str) -> Message:
    return Message(
        f"„{header}“ ist nach seiner Überschrift brutto (mit Mehrwertsteuer); gerechnet wird damit wie mit "
        "Nettoumsatz.",
        f"“{header}” is gross (with VAT) by its header; it is used like net revenue.",
    )


def _rival(header: str, rival: str, name: str) -> Message:
    return Message(
        f"„{header}“ und „{rival}“ könnten beide {name} sein; genommen wurde die linke Spalte.",
        f"“{header}” and “{rival}” could both be {name}; the left one was taken.",
    )


def _taken_as_id(header: str) -> Message:
    return Message(
        f"„{header}“ enthält Nummern und wird als Kundennummer gelesen.",
        f"“{header}” holds numbers and is read as the customer number.",
    )


def _undated(header: str, year: int, source: str) -> Message:
    reason_de = {"title": "so steht es über der Liste oder im Namen", "stated": "nach dem Stand der Liste"}.get(
        source, "das letzte volle Jahr"
    )
    reason_en = {"title": "as the title or the name says", "stated": "by the date of the list"}.get(
        source, "the last full year"
    )
    return Message(
        f"„{header}“ nennt kein Jahr und wird als Umsatz {year} gelesen ({reason_de}).",
        f"“{header}” names no year and is read as revenue {year} ({reason_en}).",
    )
