"""A fictional customer list: a regional electrical wholesaler with many small customers and a few large ones.

No company, person, telephone number or address in it is real: the numbers are those set aside for films, the mail
addresses end in a domain that cannot exist. What is drawn depends on the seed only, row by row, so that the first
customers of a longer list are those of a shorter one.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kkm_helpers.errors import KkmError
from kkm_helpers.files import check_may_write, write_whole
from kkm_helpers.language import Language, choose

CUSTOMERS = 3_000
MOST_CUSTOMERS = 1_000_000
SEED = 2025
YEARS = (2021, 2022, 2023, 2024, 2025)

Cell = str | float | int | date | None
Table = dict[str, list[Cell]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sector:
    """A sector of customers: how many there are, how large, and what they need of a wholesaler.

    Attributes:
        name: as the list has it.
        share: of all customers.
        employees: of the customer in the middle.
        need: EUR per employee and year.
        names: what such a company's name begins with.
        legal_forms: what it ends with.
    """

    name: str
    share: float
    employees: float
    need: float
    names: tuple[str, ...]
    legal_forms: tuple[str, ...] = ("GmbH", "GmbH", "GmbH & Co. KG", "e.K.", "KG", "OHG")


SECTORS = (
    Sector("Elektrohandwerk", 0.46, 3.5, 9_000, ("Elektro", "Elektrotechnik", "Elektrobau", "Elektroservice")),
    Sector("Sanitär, Heizung, Klima", 0.10, 6, 1_300, ("Haustechnik", "Heizungsbau", "Wärmetechnik")),
    Sector("Industrie", 0.10, 40, 600, ("Maschinenbau", "Metallwerk", "Kunststoffwerk", "Papierwerk")),
    Sector("Gebäudetechnik", 0.09, 9, 4_000, ("Gebäudetechnik", "Gebäudeautomation", "Technikservice")),
    Sector("Photovoltaik", 0.08, 6, 5_500, ("Solartechnik", "Solarbau", "Energietechnik")),
    Sector("Schaltanlagenbau", 0.05, 14, 6_000, ("Schaltanlagenbau", "Steuerungsbau")),
    Sector("Handel", 0.05, 4, 1_500, ("Elektromarkt", "Lichthaus", "Baufachmarkt")),
    Sector("Wohnungswirtschaft", 0.04, 12, 900, ("Wohnbau", "Hausverwaltung"), ("GmbH", "eG", "AG")),
    Sector("Öffentliche Hand", 0.03, 30, 450, ("Bauhof", "Schulzentrum", "Klinikum"), ("",)),
)

_FIRST_PARTS = (
    "Ahorn", "Birken", "Eichen", "Linden", "Tannen", "Buchen", "Erlen", "Weiden", "Falken", "Stern", "Sonnen", "Mond",
    "Silber", "Kupfer", "Bernstein", "Kristall", "Granit", "Schiefer", "Auen", "Wald", "Feld", "Wiesen", "Hügel",
    "Morgen", "Winter", "Sommer", "Nebel", "Kiesel", "Moos", "Farn",
)  # fmt: skip
_SECOND_PARTS = (
    "winkel", "steg", "bogen", "wiese", "grund", "kante", "pfad", "ufer", "garten", "senke", "furt", "kuppe",
    "lichtung", "quelle", "schlucht",
)  # fmt: skip

_TOWNS = (
    ("01067", "Dresden"), ("02625", "Bautzen"), ("02826", "Görlitz"), ("04109", "Leipzig"), ("04600", "Altenburg"),
    ("06108", "Halle (Saale)"), ("06618", "Naumburg"), ("07545", "Gera"), ("07743", "Jena"), ("08056", "Zwickau"),
    ("08523", "Plauen"), ("09111", "Chemnitz"), ("09599", "Freiberg"), ("90402", "Nürnberg"), ("90762", "Fürth"),
    ("91052", "Erlangen"), ("95028", "Hof"), ("95444", "Bayreuth"), ("96047", "Bamberg"), ("96450", "Coburg"),
    ("98527", "Suhl"), ("99084", "Erfurt"), ("99423", "Weimar"), ("99817", "Eisenach"),
)  # fmt: skip
_REPS = 8
# Set aside by the Bundesnetzagentur for films and books: nobody has them.
_PHONES = ("030 23125{:03}", "040 66969{:03}", "069 90009{:03}", "0221 4710{:03}", "089 99998{:03}")

# How a customer's revenue went: share of the customers, yearly factor, and the year it begins or ends.
_STEADY, _GROWING, _SHRINKING, _GONE, _NEW = range(5)
_COURSES = (0.68, 0.08, 0.11, 0.08, 0.05)
_FACTORS = np.array([1.02, 1.36, 0.80, 0.92, 1.12])

_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-", "&": None, ".": None})


def demo_customers(customers: int = CUSTOMERS, seed: int = SEED) -> Table:
    """Return the fictional list: canonical column name to one value per customer, None where it is unknown.

    Args:
        customers: how many.
        seed: another seed gives another list.
    """
    draw = _Draws(customers, seed)
    sector = draw.pick([each.share for each in SECTORS])
    employees = np.maximum(1, np.rint(_of(sector, "employees") * np.exp(0.75 * draw.normal())))
    potential = employees * _of(sector, "need") * np.exp(0.35 * draw.normal())
    wallet = 0.02 + 0.83 * draw.uniform() ** 2.6
    revenue = _revenue(potential * wallet, draw)
    latest = revenue[:, -1]
    share = latest / potential
    orders = np.where(latest > 0, np.maximum(1, np.rint(latest / (340 * np.exp(0.5 * draw.normal())))), 0)
    visits = np.maximum(0, np.rint(np.minimum(12, 0.2 + latest / 8_000) + 0.7 * draw.normal()))
    margin = np.clip(0.29 - 0.012 * np.log10(np.maximum(latest, 100) / 3_000) + 0.025 * draw.normal(), 0.12, 0.45)
    town = np.minimum((draw.uniform() ** 1.3 * len(_TOWNS)).astype(int), len(_TOWNS) - 1)
    number = 10_000 + np.cumsum(1 + (draw.uniform() * 4).astype(int))
    names = _names(sector, draw)
    phone, mail = draw.uniform(), draw.uniform()
    line = (draw.uniform() * 1_000).astype(int)
    table: Table = {
        "customer_id": [f"{each:07}" for each in number],
        "name": list(names),
        "sector": [SECTORS[each].name for each in sector],
        "postcode": [_TOWNS[each][0] for each in town],
        "city": [_TOWNS[each][1] for each in town],
        "employees": _known(employees, draw.uniform() < 0.88, 0),  # noqa: PLR2004 - shares of what is known
    }
    for position, year in enumerate(YEARS):
        table[f"revenue_{year}"] = _known(revenue[:, position], ~np.isnan(revenue[:, position]), 2)
    table |= {
        "orders": _known(orders, orders >= 0, 0),
        "last_order": _last_orders(revenue, orders, draw),
        "visits": _known(visits, draw.uniform() < 0.72, 0),  # noqa: PLR2004
        "share_of_wallet": _known(np.rint(20 * share) / 20, (draw.uniform() < 0.25) & (share <= 1), 2),  # noqa: PLR2004
        "contribution_margin": _known(margin, (draw.uniform() < 0.65) & (latest > 0), 3),  # noqa: PLR2004
        "field_rep": [f"ADM {1 + each * _REPS // len(_TOWNS):02}" for each in town],
        "phone": [
            _PHONES[each % len(_PHONES)].format(each % 1_000) if known else None
            for each, known in zip(line, phone < 0.7, strict=True)  # noqa: PLR2004
        ],
        "email": [
            f"info@{name.lower().translate(_ASCII).rstrip('-').replace('--', '-')}.example" if known else None
            for name, known in zip(names, mail < 0.5, strict=True)  # noqa: PLR2004
        ],
    }
    return table


def write_demo_customers(
    path: Path, customers: int = CUSTOMERS, seed: int = SEED, *, language: Language = "de", force: bool = False
) -> None:
    """Write the fictional list as CSV (UTF-8 with BOM) or XLSX, by the file's ending.

    Args:
        path: ends in .csv or .xlsx.
        customers: how many.
        seed: another seed gives another list.
        language: German writes semicolons and 1234,56, English commas and 1234.56.
        force: overwrite a file that is there.

    Raises:
        KkmError: the ending is another one, the file is there, or it cannot be written.
    """
    writers = {".csv": lambda table: _csv_bytes(table, language), ".xlsx": _xlsx_bytes}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise KkmError(
            f"{path}: die Endung muss .csv oder .xlsx sein.", f"{path}: the file's ending must be .csv or .xlsx."
        )
    check_may_write(path, force=force)
    write_whole(path, writer(demo_customers(customers, seed)), force=force)


class _Draws:
    """Random numbers, one column of a fixed place for each call: what is drawn later changes nothing before."""

    _COLUMNS = 48

    def __init__(self, customers: int, seed: int) -> None:
        # Only uniform numbers: how numpy makes others of them may change from version to version.
        self._columns = iter(np.random.default_rng(seed).random((customers, self._COLUMNS)).T)

    def uniform(self) -> Floats:
        return next(self._columns)

    def normal(self) -> Floats:
        radius, angle = self.uniform(), self.uniform()
        return np.asarray(np.sqrt(-2 * np.log(1 - radius)) * np.cos(2 * np.pi * angle))

    def pick(self, shares: Any) -> NDArray[np.intp]:  # noqa: ANN401
        """Return positions, each as often as its share says."""
        bounds = np.cumsum(shares) / np.sum(shares)
        return np.minimum(np.searchsorted(bounds, self.uniform(), side="right"), len(bounds) - 1)


def _of(sector: NDArray[np.intp], attribute: Literal["employees", "need"]) -> Floats:
    return np.array([getattr(each, attribute) for each in SECTORS], dtype=float)[sector]


def _revenue(level: Floats, draw: _Draws) -> Floats:
    """Return the revenue per customer and year [EUR]: NaN before the first purchase, 0 after the last."""
    course = draw.pick(_COURSES)
    turn = 1 + (draw.uniform() * (len(YEARS) - 1)).astype(int)
    revenue = np.empty((len(level), len(YEARS)))
    for year in range(len(YEARS)):
        from_middle = year - (len(YEARS) - 1) / 2
        revenue[:, year] = level * _FACTORS[course] ** from_middle * np.exp(0.28 * draw.normal())
        revenue[(course == _GONE) & (year >= turn), year] = 0
        revenue[(course == _NEW) & (year < turn), year] = np.nan
        # Who buys very little does not buy every year.
        revenue[(level < 400) & (draw.uniform() < 0.3), year] = 0  # noqa: PLR2004
    return np.round(revenue, 2)


def _names(sector: NDArray[np.intp], draw: _Draws) -> list[str]:
    """Return a company name for each customer; within a sector none comes twice before all have been used."""
    start, form = draw.uniform(), draw.uniform()
    words = len(_FIRST_PARTS) * len(_SECOND_PARTS)
    used = [0] * len(SECTORS)
    names = []
    for position, kind in enumerate(sector):
        each = SECTORS[kind]
        # A step without a common divisor visits every combination once, in an order that looks random.
        combination = (used[kind] * 263 + kind * 131 + 97) % (words * len(each.names))
        used[kind] += 1
        begin, word = each.names[combination // words], combination % words
        coined = _FIRST_PARTS[word % len(_FIRST_PARTS)] + _SECOND_PARTS[word // len(_FIRST_PARTS)]
        legal_form = each.legal_forms[int(form[position] * len(each.legal_forms))]
        swapped = start[position] < 0.3 and bool(legal_form)  # noqa: PLR2004
        names.append(" ".join(filter(None, (coined, begin, legal_form) if swapped else (begin, coined, legal_form))))
    return names


def _last_orders(revenue: Floats, orders: NDArray[Any], draw: _Draws) -> list[Cell]:
    """Return the day of the last order: the more orders, the nearer the end of the last year with revenue."""
    waited = -np.log(1 - draw.uniform()) * 365 / np.maximum(orders, 4)
    days: list[Cell] = []
    for bought, wait in zip(revenue > 0, np.minimum(waited, 364), strict=True):
        year = max((year for year, did in zip(YEARS, bought, strict=True) if did), default=None)
        days.append(date(year, 12, 31) - timedelta(days=int(wait)) if year else None)
    return days


def _known(values: Any, known: NDArray[np.bool_], decimals: int) -> list[Cell]:  # noqa: ANN401
    """Return the values as plain numbers, None where they are not known."""
    numbers = np.round(np.where(known, values, 0), decimals).tolist()
    plain = [int(number) for number in numbers] if decimals == 0 else numbers
    return [number if each else None for number, each in zip(plain, known, strict=True)]


def _csv_bytes(table: Table, language: Language) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=choose(language, ";", ","), lineterminator="\r\n")
    writer.writerow(table)
    columns = [[_csv_cell(cell, _DECIMALS.get(name, 2), language) for cell in cells] for name, cells in table.items()]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


_DECIMALS = {"contribution_margin": 3}


def _csv_cell(cell: Cell, decimals: int, language: Language) -> str:
    match cell:
        case None:
            return ""
        case float():
            text = f"{cell:.{decimals}f}"
            return choose(language, text.replace(".", ","), text)
        case date():
            return choose(language, f"{cell:%d.%m.%Y}", cell.isoformat())
    return str(cell)


def _xlsx_bytes(table: Table) -> bytes:
    # Not needed for CSV, and slow to import.
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        # The same list is to be the same file, so the moment of writing stays out of it.
        book.set_properties({"created": datetime(YEARS[-1], 12, 31, tzinfo=UTC)})
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Kunden")
        sheet.freeze_panes(1, 0)
        for column, (name, cells) in enumerate(table.items()):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, max(len(name), 10) + 2)
            for row, cell in enumerate(cells, start=1):
                match cell:
                    case None:
                        continue
                    case str():
                        sheet.write_string(row, column, cell)
                    case date():
                        sheet.write_datetime(row, column, cell, day)
                    case _:
                        sheet.write_number(row, column, cell)
    return file.getvalue()
