"""The columns of a customer list: what each means, what kind of value it holds, what people call it.

Recognising a header is done on its words (`header_words`): case, umlauts, punctuation and spacing do not matter. A
header is a canonical column when its words, run together, are one of the aliases; columns per year (`revenue_2024`,
`orders_2024`) are recognised by the words around the year.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from kkm_helpers.language.dates import month_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

ColumnKind = Literal["id", "text", "number", "money", "share", "date", "yes_no"]

FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True)
class Column:
    """A canonical column.

    Attributes:
        name: public name, also the column's name in `CustomerList.frame`.
        de, en: what it means, for people.
        kind: what its cells hold; `money` is EUR (a year, where it is a flow), `share` a fraction of one.
        aliases: headers it is known by, beside its own name.
    """

    name: str
    de: str
    en: str
    kind: ColumnKind
    aliases: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(
        "customer_id", "Kundennummer", "Customer number", "id",
        ("Kundennummer", "Kundennr.", "Kunden-Nr.", "Kd-Nr", "KdNr", "Kd.", "Kunden-ID", "Kunde Nr", "Debitor",
         "Debitorennummer",
         "Debitorennr", "Debitoren-Nr.", "Debitorenkonto", "Deb.-Nr.", "KUNNR", "Konto", "Kontonummer", "Kontonr",
         "Konto-Nr.",
         "Customer", "Customer No", "Customer Nr", "Customer Number", "Customer ID", "Customer Code", "Cust No",
         "Cust ID", "Client ID",
         "Client No", "Client Number", "Account", "Account Number", "Account No", "Account ID", "ID", "Nr", "Nummer",
         "Auftraggeber", "Regulierer", "Warenempfänger", "Sold-to", "Sold-to party", "Geschäftspartner", "GP-Nummer",
         "Partnernummer", "Reseller Key", "Adressnummer"),
    ),
    Column(
        "name", "Name", "Name", "text",
        ("Name 1", "Firma", "Firma 1", "Firmenname", "Firmenname 1",
         "Firmenbezeichnung", "Kunde", "Kundenname", "Kundenbezeichnung",
         "Bezeichnung",
         "Company", "Company Name", "Customer Name", "Client Name", "Client", "Account Name", "Organisation",
         "Organization",
         "Name Debitor", "Debitorname", "Debitorenname", "Kurzbezeichnung", "Suchbegriff", "Reseller Name",
         "Store Name",
         "Unternehmen", "Name (Adressatentyp Unternehmen)", "NAME1", "Zeilenbeschriftungen", "Row Labels"),
    ),
    Column(
        "sector", "Branche", "Sector", "text",
        ("Branche", "Branchencode", "Branchenschlüssel", "Branchenbezeichnung", "Kundengruppe", "Kundensegment",
         "Segment", "Industry",
         "Sector", "Industry Code", "Business Type", "Customer Group", "Kundenart", "Kundentyp", "Gewerk", "WZ-Code",
         "BRSCH", "KDGRP"),
    ),
    Column(
        "postcode", "Postleitzahl", "Postcode", "text",
        ("PLZ", "Postleitzahl", "ZIP", "ZIP Code", "Zipcode", "Postal Code", "Post Code", "Postcode", "PSTLZ"),
    ),
    Column("city", "Ort", "City", "text", ("Ort", "Stadt", "Wohnort", "Ortsname", "City", "Town", "ORT01")),
    Column(
        "country", "Land", "Country", "text",
        ("Land", "Länderkennzeichen", "Länderschlüssel", "Ländercode", "LKZ", "Country", "Country Code", "LAND1"),
    ),
    Column(
        "employees", "Mitarbeiter", "Employees", "number",
        ("Mitarbeiter", "Anz. Mitarbeiter", "Anzahl Mitarbeiter", "Mitarbeiterzahl", "Mitarbeiteranzahl", "MA",
         "Anzahl MA",
         "MA-Zahl", "Beschäftigte", "Anzahl Beschäftigte", "Employees", "Number of Employees", "Number Employees",
         "No of Employees", "Employee Count", "Headcount"),
    ),
    Column(
        "orders", "Aufträge der letzten 12 Monate", "Orders in the last 12 months", "number",
        ("Aufträge", "Bestellungen", "Anzahl Aufträge", "Anz. Aufträge", "Anzahl Bestellungen", "Anz. Bestellungen",
         "Auftragszahl",
         "Auftragsanzahl", "Belege", "Anzahl Belege", "Anzahl Rechnungen", "Orders", "Number of Orders",
         "Order Count", "No of Orders"),
    ),
    Column(
        "last_order", "Letzte Bestellung", "Last order", "date",
        ("Letzte Bestellung", "Letzter Kauf", "Letzter Auftrag", "Letzte Rechnung", "Letzter Umsatz",
         "Letzte Lieferung", "Letztes Bestelldatum",
         "Letztes Kaufdatum", "Datum letzter Auftrag", "Datum letzte Bestellung", "Datum letzter Kauf", "Last Order",
         "Last Order Date",
         "Last Purchase", "Last Purchase Date", "Last Invoice"),
    ),
    Column(
        "last_visit", "Letzter Besuch", "Last visit", "date",
        ("Letzter Besuch", "Letzter AD-Besuch", "Letzter Außendienstbesuch", "Besuchsdatum", "Datum letzter Besuch",
         "Letztes Besuchsdatum",
         "Besucht am", "Last Visit", "Last Visit Date", "Visit Date"),
    ),
    Column(
        "visits", "Besuche der letzten 12 Monate", "Visits in the last 12 months", "number",
        ("Besuche", "AD-Besuche", "Anzahl Besuche", "Anz. Besuche", "Außendienstbesuche", "Besuchsanzahl",
         "Besuche pro Jahr",
         "Besuche im Jahr", "Visits", "Number of Visits", "Field Visits", "Visit Count"),
    ),
    Column(
        "share_of_wallet", "Lieferanteil", "Share of wallet", "share",
        ("Lieferanteil", "Share of Wallet", "SoW", "Bedarfsdeckung", "Bedarfsdeckungsquote"),
    ),
    Column(
        "potential", "Umsatzpotenzial", "Potential", "money",
        ("Potenzial", "Potential", "Umsatzpotenzial", "Umsatzpotential", "Bedarf", "Jahresbedarf", "Gesamtbedarf",
         "Beschaffungsvolumen",
         "Revenue Potential", "Sales Potential"),
    ),
    Column(
        "contribution_margin", "Deckungsbeitrag (Anteil am Umsatz)", "Contribution margin (share of revenue)", "share",
        ("DB", "Deckungsbeitrag", "DB-Quote", "DBQ", "DB %", "DB I", "DB 1", "Deckungsbeitrag I",
         "Deckungsbeitragsquote", "Deckungsbeitragssatz",
         "Rohertrag", "Rohertragsquote", "Marge", "Margenquote", "Handelsspanne", "Spanne", "Margin",
         "Contribution Margin", "Gross Margin",
         "Gross Profit"),
    ),
    Column(
        "field_rep", "Außendienst", "Field rep", "text",
        ("Außendienst", "Außendienstmitarbeiter", "ADM", "AD", "AD-Mitarbeiter", "Betreuer", "Kundenbetreuer",
         "Vertreter", "Gebiet", "Verkaufsgebiet",
         "Vertriebsgebiet", "Vertriebsbeauftragter", "Verkäufer", "Field Rep", "Sales Rep", "Sales Representative",
         "Territory"),
    ),
    Column(
        "inside_rep", "Innendienst", "Inside rep", "text",
        ("Innendienst", "Innendienstmitarbeiter", "IDM", "ID-Mitarbeiter", "Inside Sales", "Inside Rep",
         "Inside Sales Rep",
         "Sachbearbeiter", "Vertriebsinnendienst"),
    ),
    Column(
        "competition", "Wettbewerb aktiv", "Competition active", "yes_no",
        ("Wettbewerb", "Wettbewerb aktiv", "Wettbewerber aktiv", "Wettbewerber", "Konkurrenz", "Konkurrenz aktiv",
         "Mitbewerber", "Mitbewerb",
         "Competition", "Competition active", "Competitor"),
    ),
    Column(
        "discount", "Rabatt", "Discount", "share",
        ("Rabatt", "Rabattsatz", "Rabatt %", "Konditionsgruppe", "Kundenrabatt", "Discount", "Discount Rate"),
    ),
    Column(
        "contact", "Ansprechpartner", "Contact person", "text",
        ("Ansprechpartner", "Ansprechperson", "Kontakt", "Kontaktperson", "Contact", "Contact Name", "Contact Person"),
    ),
    Column(
        "phone", "Telefon", "Phone", "text",
        ("Telefon", "Telefonnummer", "Telefon-Nr.", "Tel", "Tel.-Nr.", "Telefon 1", "Mobil", "Handy", "Rufnummer",
         "Phone", "Phone Number",
         "Telephone", "Mobile", "TELF1"),
    ),
    Column(
        "email", "E-Mail", "E-mail", "text",
        ("E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse", "Email Address"),
    ),
)  # fmt: skip

# What a line of a long file (one line per year, or per invoice line) holds beside the columns above.
LINE_COLUMNS: tuple[Column, ...] = (
    Column(
        "year", "Jahr", "Year", "number",
        ("Jahr", "Geschäftsjahr", "GJ", "Kalenderjahr", "Umsatzjahr", "Rechnungsjahr", "Fiscal Year", "Calendar Year"),
    ),
    Column(
        "date", "Datum", "Date", "date",
        ("Datum", "Rechnungsdatum", "Belegdatum", "Buchungsdatum", "Auftragsdatum", "Bestelldatum", "Fakturadatum",
         "Lieferdatum", "Monat", "Periode", "Kalendermonat", "Buchungsmonat", "Buchungsperiode", "Abrechnungsmonat",
         "Geschäftsjahr/Periode", "Geschäftsjahr/Monat", "Kalenderjahr/Monat", "Jahr/Monat", "Monat/Jahr",
         "Periode/Jahr", "Jahr/Periode", "Year/Month", "Month/Year", "Fiscal Period", "Fiscal Year/Period",
         "Posting Period",
         "Invoice Date", "Order Date", "Posting Date", "Document Date", "Transaction Date", "Month", "Period", "FKDAT",
         "BUDAT"),
    ),
    Column(
        "amount", "Betrag", "Amount", "money",
        ("Betrag", "Nettobetrag", "Rechnungsbetrag", "Umsatz", "Nettoumsatz", "Netto-Umsatz", "Umsatz netto",
         "Umsätze", "Jahresumsatz", "Erlös",
         "Erlöse", "Umsatzerlöse", "Fakturawert", "Nettowert", "Warenwert", "Positionswert", "Wert", "Netto",
         "Rechnungsumsatz", "Gesamtpreis", "Positionsbetrag", "Positionssumme", "Zeilenbetrag", "Zeilensumme",
         "Amount", "Net Amount", "Revenue", "Net Revenue", "Sales", "Net Sales", "Sales Amount", "Turnover",
         "Net Value",
         "Line Total", "Line Amount", "Extended Price", "Total Price",
         "Value", "Umsatz (ohne Soll/Haben-Kz)", "NETWR", "DMBTR"),
    ),
    Column(
        "quantity", "Menge", "Quantity", "number",
        ("Menge", "Stück", "Stückzahl", "Anzahl", "Fakturamenge", "Quantity", "Qty", "Order Quantity", "Units",
         "FKIMG"),
    ),
    Column(
        "price", "Preis", "Price", "money",
        ("Preis", "Stückpreis", "Einzelpreis", "Nettopreis", "VK-Preis", "E-Preis", "Price", "Unit Price"),
    ),
    Column(
        "invoice", "Belegnummer", "Invoice number", "text",
        ("Belegnummer", "Beleg", "Belegnr", "Beleg-Nr.", "Belegfeld 1", "Rechnung", "Rechnungsnummer", "Rechnungsnr",
         "Rechnungs-Nr.", "RE-Nr.",
         "Faktura", "Fakturanummer", "Auftrag", "Auftragsnummer", "Auftragsnr", "Auftrags-Nr.", "Bestellnummer",
         "Invoice", "Invoice No",
         "Invoice Number", "Invoice ID", "Order No", "Order Number", "Order ID", "Sales Order Number",
         "Document Number", "VBELN"),
    ),
)  # fmt: skip

# What says something about the row it stands in: how its amount counts, or whether to count it at all.
MARK_COLUMNS: tuple[Column, ...] = (
    Column(
        "debit_credit", "Soll/Haben-Kennzeichen", "Debit/credit mark", "text",
        ("Soll/Haben-Kennzeichen", "Soll/Haben", "Soll/Haben-Kz", "S/H", "S/H-Kennzeichen", "SHKZG", "Debit/Credit",
         "D/C", "DC Indicator", "Debit/Credit Indicator"),
    ),
    Column(
        "currency", "Währung", "Currency", "text",
        ("Währung", "Währg", "Whrg", "Wrg", "Währungsschlüssel", "Währungskennung", "WKZ", "WKZ Umsatz", "Currency",
         "Currency Code", "Curr", "WAERS", "WAERK"),
    ),
    Column(
        "document_type", "Belegart", "Document type", "text",
        ("Belegart", "Vorgangsart", "Vorgang", "Dokumentart", "Dokumenttyp", "Fakturaart", "Rechnungsart", "Belegtyp",
         "Document Type", "Invoice Type", "Transaction Type", "FKART"),
    ),
    Column(
        "document_status", "Belegstatus", "Document status", "text",
        ("Status", "Belegstatus", "Auftragsstatus", "Rechnungsstatus", "Vorgangsstatus", "Statustext", "Storno",
         "Storniert", "Stornokennzeichen", "Document Status", "Order Status", "Invoice Status", "Cancelled",
         "Canceled"),
    ),
    Column(
        "price_unit", "Preiseinheit", "Price unit", "number",
        ("Preiseinheit", "Preis-Einheit", "Preis je", "Preis pro", "Price Unit", "Price per", "KPEIN", "PEINH"),
    ),
    Column(
        "blocked", "Gesperrt", "Blocked", "text",
        ("Gesperrt", "Sperre", "Sperrkennzeichen", "Kundensperre", "Auftragssperre", "Löschvormerkung", "LöVm",
         "Löschkennzeichen", "Gelöscht", "Blocked", "Deleted", "Deletion Flag", "Inaktiv", "Inactive", "LOEVM",
         "AUFSD"),
    ),
)  # fmt: skip

# What identification makes of a list, and writes beside it.
SEGMENTS = ("field", "potential", "small", "unknown")
RESULT_COLUMNS = ("segment", "reasons", "abc", "best_year", "second_best_year", "own_potential")

COLUMN_BY_NAME: dict[str, Column] = {column.name: column for column in (*COLUMNS, *LINE_COLUMNS, *MARK_COLUMNS)}
CONTACT_COLUMNS = ("contact", "phone", "email")

# Words that may stand beside the year in the header of a column per year; any other word makes it another column
# ("DB 2024", "Plan 2024", "Umsatz Q1 2024").
_REVENUE_WORDS = frozenset((
    "umsatz", "umsaetze", "nettoumsatz", "nettoumsaetze", "umsatzerloes", "umsatzerloese", "erloes", "erloese",
    "jahresumsatz", "rechnungsumsatz", "warenumsatz", "kundenumsatz", "fakturawert", "faktura", "nettowert",
    "revenue", "revenues", "rev", "sales", "turnover", "netsales", "nettoerloes", "nettoerloese", "u", "ums",
    "bruttoumsatz", "bruttoumsaetze", "netwr",
))  # fmt: skip
_ORDER_WORDS = frozenset(["auftraege", "bestellungen", "belege", "orders", "order", "rechnungen"])
_PERIOD_WORDS = frozenset(["gj", "fy", "kj", "cy", "jahr", "year", "geschaeftsjahr", "kalenderjahr", "wj"])
_GROSS_WORDS = frozenset(["brutto", "gross", "bruttoumsatz", "bruttoumsaetze", "inkl", "incl", "einschl"])
_FILLER_WORDS = _GROSS_WORDS | {
    "summe", "sum", "von", "netto", "net", "ist", "actual", "eur", "euro", "in", "im", "des", "der", "anz", "anzahl",
    "number", "of", "gesamt", "total", "mw", "st", "ust", "vat", "exkl", "excl", "zzgl", "ohne",
}  # fmt: skip
_PARTIAL_WORDS = frozenset(["ytd", "lfd", "laufend", "laufendes", "kumuliert", "kum", "aufgelaufen", "bis"])
_RELATIVE_YEARS = {
    "vvj": -2, "vorvorjahr": -2, "vj": -1, "vorjahr": -1, "lj": -1, "py": -1, "letztes jahr": -1, "previous year": -1,
    "prior year": -1, "last year": -1, "lfd jahr": 0, "laufendes jahr": 0, "aktuelles jahr": 0, "akt jahr": 0,
    "lfd j": 0, "current year": 0, "aktuell": 0,
}  # fmt: skip

# What may stand beside a column's name without changing it.
_LAST_YEAR = re.compile(r"\b(?:in den |der )?(?:letzten?|last) 12 (?:monaten?|months)\b|\b12 (?:monate|months)\b")
_SAYING_NOTHING = re.compile(
    r"\b(?:summe von|sum of|anz|anzahl|number of|am|kunden?|customers?|pro jahr|im jahr|per year|datum|date|neu|new)\b"
)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


def fold_text(text: str) -> str:
    """Return `text` in lower case with umlauts written out and accents dropped, for comparing."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@cache
def header_words(header: str) -> tuple[str, ...]:
    """Return the words of a header: "Anz. Mitarbeiter" and "AnzMitarbeiter" are both ("anz", "mitarbeiter")."""
    composed = unicodedata.normalize("NFC", header)
    return tuple(_WORD.findall(fold_text(_CAMEL.sub(" ", composed))))


def _aliases(columns: Iterable[Column]) -> dict[str, str]:
    return {"".join(header_words(alias)): column.name for column in columns for alias in (column.name, *column.aliases)}


_ALIASES = _aliases(COLUMNS) | _aliases(LINE_COLUMNS) | _aliases(MARK_COLUMNS)


@dataclass(frozen=True)
class YearHeader:
    """What the header of a column per year says.

    Attributes:
        name: "revenue" or "orders".
        year: the calendar year, or the offset to the current year (0, -1, -2) when `relative`.
        relative: the header says "Vorjahr" and the like.
        gross: it says gross.
        fiscal: it names two years ("GJ 23/24"); `year` is the later one.
        partial: it says that the year is not over ("YTD", "lfd.").
    """

    name: str
    year: int
    relative: bool = False
    gross: bool = False
    fiscal: bool = False
    partial: bool = False


def _year_of(token: str, *, short: bool) -> int | None:
    if re.fullmatch(r"\d{4}", token) and FIRST_YEAR <= int(token) <= LAST_YEAR:
        return int(token)
    return 2000 + int(token) if short and re.fullmatch(r"\d{2}", token) else None


def year_header(words: tuple[str, ...]) -> YearHeader | None:
    """Return what a header with these words says about a year; None: it is no revenue or orders column per year."""
    tokens = [part for word in words for part in re.findall(r"\d+|[^\d]+", word)]
    letters = [token for token in tokens if not token.isdigit()]
    text = " ".join(letters)
    gross = not _GROSS_WORDS.isdisjoint(letters)
    numbers = [token for token in tokens if token.isdigit()]
    relative = next((w for w in sorted(_RELATIVE_YEARS, key=len, reverse=True) if re.search(rf"\b{w}\b", text)), None)
    if not numbers and relative is not None:
        rest = re.sub(rf"\b{relative}\b", " ", text).split()
        known = _REVENUE_WORDS | _FILLER_WORDS
        if rest and set(rest) <= known and not _REVENUE_WORDS.isdisjoint(rest):
            return YearHeader("revenue", _RELATIVE_YEARS[relative], relative=True, gross=gross)
        return None
    partial = not _PARTIAL_WORDS.isdisjoint(letters)
    name = "orders" if not _ORDER_WORDS.isdisjoint(letters) else "revenue"
    known = (_ORDER_WORDS if name == "orders" else _REVENUE_WORDS) | _PERIOD_WORDS | _FILLER_WORDS | _PARTIAL_WORDS
    if not set(letters) <= known or not 1 <= len(numbers) <= 2:  # noqa: PLR2004 - one year, or two of a fiscal year
        return None
    named = bool(letters)
    fiscal = len(numbers) > 1
    # Nobody writes "2022/23" without a word and means something else; "22/23" may be anything.
    years = [_year_of(token, short=named or (fiscal and len(numbers[0]) == _YEAR_DIGITS)) for token in numbers]
    if None in years:
        return None
    if letters and set(letters) <= _FILLER_WORDS - {"ist", "actual", "netto", "eur", "net"}:
        return None
    first, last = years[0], years[-1]
    if first is None or last is None or (fiscal and last != first + 1):
        return None
    return YearHeader(name, last, gross=gross, fiscal=fiscal, partial=partial)


@dataclass(frozen=True)
class PartOfYear:
    """What the header of a revenue column per month, quarter or half-year says.

    Attributes:
        months: the months it covers, from 1 to 12.
        year: the calendar year; None where the header names none.
        gross: it says gross.
    """

    months: tuple[int, ...]
    year: int | None = None
    gross: bool = False


# Word for a part of the year -> how many months it has.
_PARTS = {
    "q": 3, "qu": 3, "quartal": 3, "quarter": 3, "qrt": 3, "h": 6, "hj": 6, "halbjahr": 6, "half": 6, "m": 1,
    "monat": 1, "month": 1,
}  # fmt: skip
_MONTHS_OF_A_YEAR = 12
_YEAR_DIGITS = 4


def part_of_year(words: tuple[str, ...]) -> PartOfYear | None:
    """Return which part of a year a header with these words says ("Jan 24", "Umsatz Q1 2024", "01/2024"), or None."""
    tokens = [part for word in words for part in re.findall(r"\d+|[^\d]+", word)]
    letters = [token for token in tokens if not token.isdigit()]
    numbers = [token for token in tokens if token.isdigit()]
    named = [token for token in letters if token in _PARTS or month_named(token) is not None]
    rest = set(letters) - set(named)
    if len(named) > 1 or not rest <= _REVENUE_WORDS | (_FILLER_WORDS - {"bis", "von"}):
        return None
    gross = not _GROSS_WORDS.isdisjoint(letters)
    month = month_named(named[0]) if named else None
    if month is not None:
        years = [_year_of(number, short=True) for number in numbers]
        return None if len(years) > 1 or None in years else PartOfYear((month,), years[0] if years else None, gross)
    length = _PARTS[named[0]] if named else 1
    counted = [number for number in numbers if len(number) < _YEAR_DIGITS]
    full = [number for number in numbers if len(number) == _YEAR_DIGITS]
    if named and len(counted) == 2 and not full:  # noqa: PLR2004 - "Q1/24"
        full, counted = counted[1:], counted[:1]
    if len(counted) != 1 or len(full) != 1 or not 1 <= int(counted[0]) <= _MONTHS_OF_A_YEAR // length:
        return None
    year = _year_of(full[0], short=True)
    last = int(counted[0]) * length
    return None if year is None else PartOfYear(tuple(range(last - length + 1, last + 1)), year, gross)


def recognise(words: tuple[str, ...]) -> str | None:
    """Return the canonical name of the header with these words, or None; columns per year are `year_header`'s.

    A header that is no alias may be one without what only says of whom or of when it is ("Kunden-PLZ", "Besuche letzte
    12 Monate"); a revenue of the last 12 months is none of a calendar year, though.
    """
    text = " ".join(words)
    shorter = _SAYING_NOTHING.sub("", _LAST_YEAR.sub("", text))
    found = _ALIASES.get("".join(words)) or _ALIASES.get(shorter.replace(" ", ""))
    return None if found == "amount" and _LAST_YEAR.search(text) else found


_REVENUE_COLUMN = re.compile(r"revenue_(\d{4})")
_ORDERS_COLUMN = re.compile(r"orders_(\d{4})")


def revenue_columns(frame: pd.DataFrame) -> dict[int, str]:
    """Return year -> name of the revenue columns of a customer list, in ascending years."""
    return _columns_per_year(frame, _REVENUE_COLUMN)


def orders_columns(frame: pd.DataFrame) -> dict[int, str]:
    """Return year -> name of the columns with the number of orders in that year, in ascending years."""
    return _columns_per_year(frame, _ORDERS_COLUMN)


def _columns_per_year(frame: pd.DataFrame, pattern: re.Pattern[str]) -> dict[int, str]:
    found = {int(match[1]): str(name) for name in frame.columns if (match := pattern.fullmatch(str(name)))}
    return dict(sorted(found.items()))


def column_of(name: str) -> Column:
    """Return the declared column of a canonical name, `revenue_<year>` and `orders_<year>` included.

    Raises:
        KeyError: there is no such canonical column.
    """
    if match := _REVENUE_COLUMN.fullmatch(name):
        return Column(name, f"Umsatz {match[1]}", f"Revenue {match[1]}", "money")
    if match := _ORDERS_COLUMN.fullmatch(name):
        return Column(name, f"Aufträge {match[1]}", f"Orders {match[1]}", "number")
    return COLUMN_BY_NAME[name]


def canonical_order(name: str) -> tuple[int, str]:
    """Return the sort key that puts canonical columns into the order of the specification."""
    if _REVENUE_COLUMN.fullmatch(name) or _ORDERS_COLUMN.fullmatch(name):
        family = name.split("_", maxsplit=1)[0]
        return (_POSITIONS["employees" if family == "revenue" else "orders"] + 1, name)
    return (_POSITIONS.get(name, len(_POSITIONS) * 2), name)


_POSITIONS = {column.name: 2 * position for position, column in enumerate(COLUMNS)}


_RANKS: dict[str, dict[str, int]] = {
    column.name: {
        "".join(header_words(alias)): rank for rank, alias in reversed(list(enumerate((column.name, *column.aliases))))
    }
    for column in COLUMN_BY_NAME.values()
}


def alias_rank(name: str, words: tuple[str, ...]) -> int:
    """Return how well a header says `name`: 0 for the name itself, then the position among its aliases."""
    ranks = _RANKS[name]
    return ranks.get("".join(words), len(ranks))
