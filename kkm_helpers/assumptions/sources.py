"""Where the defaults come from: published figures in our own words, and what is known where none is published."""

from __future__ import annotations

from kkm_helpers.assumptions.records import Source

# --- the guide this workbook follows ------------------------------------------
BRIEF = Source(
    "Leitfaden Kleinkundenmanagement (suxxeed.de)",
    "guide to small-account management (suxxeed.de)",
)
BRIEF_VISITS = Source(
    "Leitfaden Kleinkundenmanagement (suxxeed.de): 4 bis 6 Besuche im Jahr",
    "guide to small-account management (suxxeed.de): 4 to 6 visits a year",
)
BRIEF_ELECTRICIANS = Source(
    "Leitfaden Kleinkundenmanagement (suxxeed.de), Beispiel Elektrohandwerk",
    "guide to small-account management (suxxeed.de), example of electricians",
)
BRIEF_CUSTOMERS_PER_REP = Source(
    "Leitfaden Kleinkundenmanagement (suxxeed.de): 350 bis 450 Kunden je Mitarbeiter",
    "guide to small-account management (suxxeed.de): 350 to 450 customers a rep",
)
BRIEF_GROUPS = Source(
    "Leitfaden Kleinkundenmanagement (suxxeed.de): nach Branche bei einheitlicher, nach Historie bei gemischter Gruppe",
    "guide to small-account management (suxxeed.de): by sector for a homogeneous group, by history for a mixed one",
)

# --- published figures ----------------------------------------------------------
SALES_SALARIES = Source(
    "Gehaltsübersicht Vertrieb (yourfirm.de, August 2020)",
    "survey of sales salaries (yourfirm.de, August 2020)",
)
INSIDE_SALARIES = Source(
    "Gehälter im Innendienst mit Außendienstfunktion (b2bsalesblog, 2015)",
    "salaries of order desks with sales duties (b2bsalesblog, 2015)",
)
ON_COST = Source(
    "Arbeitgeberkosten: Sozialversicherung, Umlagen und Berufsgenossenschaft, im Mittel 20 bis 23 % "
    "(bruttonettorechner.plus)",
    "employer's social security, levies and accident insurance, 20 to 23 % on average (bruttonettorechner.plus)",
)
VISIT_COST_EXAMPLE = Source(
    "Rechenbeispiel Besuchskosten mit 30 T€ Fahrzeug und 20 T€ Reise und Spesen (duhatschek-winkler.de)",
    "worked example of visit costs with 30 k€ for the car and 20 k€ for travel and expenses (duhatschek-winkler.de)",
)
WORKING_TIME = Source(
    "Arbeitszeit im Außendienst, 215 Tage nach Abwesenheiten (fuhrparkexperte.at, 2013)",
    "working time of field sales, 215 days net of absences (fuhrparkexperte.at, 2013)",
)
VISITS_PER_DAY = Source(
    "Besuche je Reisetag (wirtschaftslexikon24.com)",
    "visits per day of travel (wirtschaftslexikon24.com)",
)
WORKPLACE = Source(
    "Sachkostenpauschale des Bundes für einen Arbeitsplatz (2010): 10.455 bis 12.365 € im Jahr",
    "German federal flat rate for a workplace (2010): €10,455 to €12,365 a year",
)
COST_OF_CAPITAL = Source(
    "Kapitalkostenstudie 2025 (KPMG): 8,5 % nach Steuern, vor Steuern etwa 10 bis 12 %",
    "cost of capital study 2025 (KPMG): 8.5 % after tax, some 10 to 12 % before",
)
C_CUSTOMERS = Source(
    "Leitfaden zur Betreuung von C-Kunden: 5 bis 15 % Kundenverlust im Jahr (fdokument.com)",
    "guide to the care of C customers: 5 to 15 % of the customers are lost a year (fdokument.com)",
)
WHOLESALE_MARGIN = Source(
    "Handelsspannen im Großhandel 2016: 19,8 % im Mittel (Destatis, nach elektrowirtschaft.de)",
    "gross margins in wholesale 2016: 19.8 % on average (Destatis, quoted by elektrowirtschaft.de)",
)
ELECTRICAL_MARGIN = Source(
    "Elektrogroßhandel: rund 27 % Rohertrag (Branchenbericht der BVR-Gruppe, 2011)",
    "electrical wholesale: gross margin of some 27 % (sector report of the BVR group, 2011)",
)
HIRING = Source(
    "Kosten je Einstellung: 1.300 € (IAB) bis 5.500 € (McKinsey), nach leantree.com; im Vertrieb höher",
    "cost per hire: €1,300 (IAB) to €5,500 (McKinsey), quoted by leantree.com; higher in sales",
)
SALES_TURNOVER = Source(
    "Fluktuation und Vakanz im Vertrieb, USA (DePaul University, 2018)",
    "turnover and vacancy in sales, US (DePaul University, 2018)",
)
RAMP_TIME = Source(
    "Einarbeitungszeiten im Vertrieb (Bridge Group, nach elevate.so)",
    "ramp-up times in sales (Bridge Group, quoted by elevate.so)",
)
RAMP_SURVEY = Source(
    "Umfrage zur Einarbeitung: die Hälfte braucht 3 bis 6 Monate (salesbenchmarkindex.com)",
    "survey of new-hire training: half need 3 to 6 months (salesbenchmarkindex.com)",
)
CALL_CENTRE = Source(
    "Fluktuation in Callcentern: 15 % im Jahr (haufe.de, 2017)",
    "turnover in call centres: 15 % a year (haufe.de, 2017)",
)
PROVIDER_GOVERNANCE = Source(
    "Studie zur Steuerung von Dienstleistern: 1 bis 10 % des Volumens (PA, nach Computerwoche, 2005)",
    "study of provider governance: 1 to 10 % of the volume (PA, quoted by Computerwoche, 2005)",
)

# --- what is known where nothing is published ------------------------------------
FROM_LIST = Source("aus der Kundenliste, wenn eine geladen ist", "from the customer list where one is loaded")
FROM_LIST_ON_REQUEST = Source("auf Wunsch aus der Kundenliste", "from the customer list on request")
FULL_COST_OVERHEAD = Source(
    "nur was wirklich gezahlt wird; als Vollkosten verrechnet wären es 20 % (KGSt)",
    "only what is really paid; allocated as full cost it would be 20 % (KGSt)",
)
PROJECT_LEAD_ROLE = Source("die Rolle steht im Leitfaden, der Betrag nicht", "the guide has the role, not the amount")
PROVIDER_FASTER = Source("laut Leitfaden schneller als ein Eigenaufbau", "by the guide faster than an own team")
INSTEAD_OF_RECRUITING = Source("ersetzt die Personalbeschaffung", "replaces recruiting")
STAFFING = Source(
    "folgt den noch betreuten Kunden oder bleibt wie am Anfang",
    "follows the customers still served, or stays as at the start",
)
