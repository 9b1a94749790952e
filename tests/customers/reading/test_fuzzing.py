"""A known table in a random format comes back as it was, or the report names the difference: never silence."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kkm_helpers.customers.customer_list import CustomerList
from kkm_helpers.customers.reading import CustomerListError, read_customers
from kkm_helpers.customers.reading import delimited as delimited_text

EXAMPLES = 2_500 if os.environ.get("KKM_NIGHTLY") else 150
YEARS = (2022, 2023, 2024)


@dataclass(frozen=True)
class Customer:
    customer_id: str
    name: str
    postcode: str
    revenues: tuple[int | None, ...]  # cents
    visits: int | None
    last_visit: date | None
    wallet: int | None  # per cent


@dataclass(frozen=True)
class Form:
    """How the table is written."""

    delimiter: str
    encoding: str
    newline: str
    numbers: str
    grouped: bool
    short: bool
    minus: str
    unit: str
    dates: str
    blank: str
    quote_all: bool
    preamble: tuple[str, ...]
    hint: bool
    footer: tuple[str, ...]
    trailing: bool
    blank_line: bool
    header_words: str
    order: tuple[int, ...]


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzäöüÄÖÜßé"
NAMES = st.builds(
    "{}{}".format,
    st.sampled_from(LETTERS),
    st.text(alphabet=LETTERS + "&.-'\",;|/ \n0123456789", max_size=25).map(str.strip),
)


@st.composite
def customers(draw: st.DrawFn) -> list[Customer]:
    width = draw(st.integers(4, 10))
    ids = draw(st.lists(st.integers(1, 10**width - 1), min_size=1, max_size=8, unique=True))
    prefix = draw(st.sampled_from(["", "K-", "D"]))
    years = draw(st.integers(1, 3))
    amount = st.one_of(st.none(), st.integers(-500_000, 500_000_000), st.integers(0, 10_000).map(lambda n: n * 100_000))
    return [
        Customer(
            f"{prefix}{number:0{width}d}",
            draw(NAMES),
            f"{draw(st.integers(1067, 99998)):05d}",
            tuple(draw(amount) for _ in range(years)),
            draw(st.none() | st.integers(0, 12)),
            draw(st.none() | st.dates(date(2015, 1, 1), date(2025, 12, 31))),
            draw(st.none() | st.integers(0, 100)),
        )
        for number in ids
    ]


FORMS = st.builds(
    Form,
    delimiter=st.sampled_from([";", ",", "\t", "|", "^"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    numbers=st.sampled_from(["german", "english", "swiss", "plain"]),
    grouped=st.booleans(),
    short=st.booleans(),
    minus=st.sampled_from(["front", "behind", "brackets"]),
    unit=st.sampled_from(["", "", "€", "EUR in front", "T€ in header", "T€ in cell"]),
    dates=st.sampled_from(
        ["%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "serial", "%Y-%m-%d 00:00:00"]
    ),
    blank=st.sampled_from(["", "", "k.A.", "-", "n/a"]),
    quote_all=st.booleans(),
    preamble=st.sampled_from([(), ("Umsatzliste Debitoren",), ("Kundenliste", "Stand: 31.12.2024", "")]),
    hint=st.booleans(),
    footer=st.sampled_from([(), ("total",), ("total", "made"), ("made",)]),
    trailing=st.booleans(),
    blank_line=st.booleans(),
    header_words=st.sampled_from(["de", "en", "sap"]),
    order=st.permutations(range(5)).map(tuple),
)

HEADERS = {
    "de": ("Kundennummer", "Firma", "PLZ", "Umsatz {year}", "Besuche", "Letzter Besuch", "Lieferanteil"),
    "en": ("Customer No", "Company", "ZIP", "Revenue FY{year}", "Visits", "Last Visit", "Share of Wallet"),
    "sap": ("KUNNR", "NAME 1", "Postleitzahl", "UMSATZ_{year}", "AD-Besuche", "BESUCHSDATUM", "SoW"),
}
MINUS_SIGN = "\u2212"


def grouped_digits(whole: int, sign: str) -> str:
    return f"{whole:,}".replace(",", sign)


def money(cents: int | None, form: Form) -> str:
    """Return an amount as the form writes it."""
    if cents is None:
        return form.blank
    group, decimal = {"german": (".", ","), "english": (",", "."), "swiss": ("'", "."), "plain": ("", ".")}[
        form.numbers
    ]
    digits = 2
    value = abs(cents)
    if form.unit.startswith("T€"):
        digits = 5
    whole, fraction = divmod(value, 10**digits)
    decimals = f"{fraction:0{digits}d}".rstrip("0") if form.short else f"{fraction:0{digits}d}"
    text = (grouped_digits(whole, group) if form.grouped else str(whole)) + (decimal + decimals if decimals else "")
    text = {"€": f"{text}\u00a0€", "EUR in front": f"EUR {text}", "T€ in cell": f"{text} T€"}.get(form.unit, text)
    if cents >= 0:
        return text
    if form.unit in ("EUR in front", "€", "T€ in cell") and form.minus in ("behind", "brackets"):
        return f"-{text}"
    minus = "-" if form.encoding == "cp1252" else MINUS_SIGN
    return {"front": f"{minus}{text}", "behind": f"{text}-", "brackets": f"({text})"}[form.minus]


def day(value: date | None, form: Form) -> str:
    if value is None:
        return form.blank if form.blank != "-" else "00.00.0000"
    return str((value - date(1899, 12, 30)).days) if form.dates == "serial" else value.strftime(form.dates)


def written(table: list[Customer], form: Form) -> bytes:
    """Return the table as a file."""
    years = YEARS[-len(table[0].revenues) :]
    names = HEADERS[form.header_words]
    unit = " (T€)" if form.unit == "T€ in header" else ""
    revenue_headers = [names[3].format(year=year) + unit for year in years]
    rest = [names[1], names[2], names[4], names[5], names[6]]
    rows = [[names[0], *[rest[position] for position in form.order], *revenue_headers]]
    for customer in table:
        visits = form.blank if customer.visits is None else str(customer.visits)
        wallet = form.blank if customer.wallet is None else f"{customer.wallet} %"
        cells = [customer.name, customer.postcode, visits, day(customer.last_visit, form), wallet]
        rows.append(
            [
                customer.customer_id,
                *[cells[p] for p in form.order],
                *[money(cents, form) for cents in customer.revenues],
            ]
        )
    width = len(rows[0])
    if "total" in form.footer:
        totals = [sum(customer.revenues[k] or 0 for customer in table) for k in range(len(years))]
        rows.append(["Gesamtergebnis", *[""] * 5, *[money(total, form) for total in totals]])
    if "made" in form.footer:
        rows.append(["Erstellt am 31.12.2024 von MUELLER", *[""] * (width - 1)])
    if form.trailing:
        rows = [[*row, ""] for row in rows]
    target = io.StringIO()
    if form.hint:
        target.write(f"sep={form.delimiter}{form.newline}")
    for line in form.preamble:
        target.write(line + form.newline)
    writer = csv.writer(
        target,
        delimiter=form.delimiter,
        lineterminator=form.newline,
        quoting=csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL,
    )
    for number, row in enumerate(rows):
        writer.writerow(row)
        if form.blank_line and number == 1:
            target.write(form.newline)
    return target.getvalue().encode(form.encoding)


def differences(table: list[Customer], frame: pd.DataFrame) -> set[str]:
    """Return the columns in which the list differs from the table."""
    expected = pd.DataFrame(
        {
            "customer_id": [c.customer_id for c in table],
            "name": [c.name for c in table],
            "postcode": [c.postcode for c in table],
        }
    )
    years = YEARS[-len(table[0].revenues) :]
    for position, year in enumerate(years):
        expected[f"revenue_{year}"] = [
            float("nan") if c.revenues[position] is None else c.revenues[position] / 100 for c in table
        ]
    expected["visits"] = [float("nan") if c.visits is None else float(c.visits) for c in table]
    expected["last_visit"] = pd.to_datetime([c.last_visit for c in table])
    expected["share_of_wallet"] = [float("nan") if c.wallet is None else c.wallet / 100 for c in table]
    if len(frame) != len(expected):
        return {"rows"}
    different = set()
    for name in expected.columns:
        if name not in frame.columns:
            if not expected[name].isna().all():
                different.add(name)
            continue
        left, right = expected[name], frame[name]
        if name == "name":
            left, right = left.str.split().str.join(" "), right.str.split().str.join(" ")
        same = (left == right) | (left.isna() & right.isna())
        if left.dtype == float:
            same |= (left - right).abs() < 1e-6
        if not same.all():
            different.add(name)
    return different


def say(listed: CustomerList, name: str) -> bool:
    """Return whether the report names a difference in a column."""
    report = listed.report
    header = report.columns.get(name, name)
    return name in report.unreadable_counts or any(
        header in message.de or name in message.de for message in report.warnings
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(table=customers(), form=FORMS)
def test_the_same_table_comes_back_or_the_report_says_why(table: list[Customer], form: Form) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        path.write_bytes(written(table, form))
        listed = read_customers(path)
    report = listed.report
    for name in differences(table, listed.frame):
        event(f"differs: {name}")
        assert name != "rows", report.to_json()
        assert say(listed, name), (name, listed.frame.to_dict(), report.to_json())
    assert report.rows_in_file == report.rows_used + report.rows_left_out_count
    assert report.rows_used == len(table)
    assert report.rows_left_out_count == len(form.footer)


@settings(
    max_examples=EXAMPLES // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(table=customers(), form=FORMS)
def test_the_fast_way_gives_the_same_as_the_careful_one(table: list[Customer], form: Form) -> None:
    from unittest.mock import patch

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        path.write_bytes(written(table, form))
        careful = read_customers(path)
        with patch.object(delimited_text, "LARGE_FILE_BYTES", 0):
            fast = read_customers(path)
    pd.testing.assert_frame_equal(fast.frame, careful.frame)
    assert fast.report.to_json() == careful.report.to_json()


PIECES = (
    "Kundennummer", "Kd-Nr", "Name", "Umsatz 2024", "Umsatz", "Jahr", "Datum", "Betrag", "2024", "Summe", "* Ergebnis",
    "1.234,56", "1", "-", "k.A.", "31.12.2024", "ja", "%", "T€", ";", ";", ";", "\n", "\n", ",", "|", "\t", '"',
    "----------", "sep=;", " ", "\ufeff", "\x00",
)  # fmt: skip
NOISE = st.one_of(
    st.binary(max_size=400),
    st.lists(st.sampled_from(PIECES), max_size=60).map(lambda pieces: "".join(pieces).encode()),
    st.lists(st.sampled_from(PIECES), max_size=40).map(
        lambda pieces: ("Kundennummer;Name;Umsatz 2024;Besuche\n" + "".join(pieces)).encode("utf-16")
    ),
    st.lists(st.sampled_from(PIECES), max_size=40).map(
        lambda pieces: ("Kundennummer;Datum;Betrag;Jahr\n" + "".join(pieces)).encode()
    ),
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(noise=NOISE)
def test_whatever_stands_in_a_file_ends_in_a_list_or_one_message(noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        path.write_bytes(noise)
        listed, refusal = list_or_refusal(path)
    event("read" if listed else refusal.partition("“")[2][:40])
    if listed is None:
        assert refusal
        assert "\n" not in refusal
    else:
        assert listed.report.rows_in_file == listed.report.rows_used + listed.report.rows_left_out_count


def list_or_refusal(path: Path) -> tuple[CustomerList | None, str]:
    try:
        return read_customers(path), ""
    except CustomerListError as error:
        return None, error.de
