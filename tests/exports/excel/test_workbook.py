"""The workbook as a file: what Excel accepts, what stands on its sheets, names that look like formulas."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.exports import export
from kkm_helpers.formulas.excel import LONGEST_FORMULA, excel_name
from kkm_helpers.model import QUANTITIES
from kkm_helpers.scenario import Scenario, build_case, load_scenario
from tests.cli.customer_lists import DEMO, write
from tests.exports.spreadsheet import defined_names, differences, figures, grid

EXCEL_2007 = {
    "ABS", "AND", "COLUMNS", "COUNTA", "COUNTIF", "COUNTIFS", "FIXED", "IF", "INDEX", "INT", "ISERROR", "ISNUMBER",
    "ISTEXT", "MATCH", "MAX", "MIN", "NOT", "NPV", "OR", "ROUND", "ROWS", "SUM", "SUMIFS",
}  # fmt: skip
SHEETS = {
    "de": ["Übersicht", "Annahmen", "Rechenweg", "Monate", "Optionen", "Annahmenbuch", "Prüfungen", "Hilfszeilen",
           "kkm"],
    "en": ["Summary", "Assumptions", "Calculation", "Monthly", "Options", "Ledger", "Checks", "Helper rows", "kkm"],
}  # fmt: skip
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    return export(build_case(), tmp_path_factory.mktemp("excel") / "case.xlsx")


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    scenario = Scenario(name="North & Co. <1>", notes={"churn_passive": "=sales, 12 Nov"})
    return export(build_case(scenario), tmp_path_factory.mktemp("excel") / "case.xlsx", "en")


@pytest.fixture(scope="module")
def messy_case(tmp_path_factory):
    """A list whose texts look like formulas, are very long, right to left, or no plain letters at all."""
    names = ["=1+1", "+49 911", "-Meier", "@SUM(A1)", "'quoted", '=HYPERLINK("http://x")', "x" * 10_000, "שלום עולם",
             "🏭🔧", "a\tb", "Müller & Söhne <GmbH>", "_x0041_"]  # fmt: skip
    lines = ["Kundennr;Name;Branche;Umsatz 2023;Umsatz 2024;Aufträge;Besuche"]
    lines += [f'{number:04};"{name.replace(chr(34), chr(34) * 2)}";=cmd;{1000 * number};{1500 + 100 * number};{number};'
              for number, name in enumerate(names, start=1)]  # fmt: skip
    file = write(tmp_path_factory.mktemp("list") / "kunden.csv", "\n".join(lines))
    return names, build_case(None, {}, file)


def formulas(path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return [each.text for name in sheets for each in ET.fromstring(package.read(name)).iter(f"{MAIN}f")]


# --- what Excel accepts ---------------------------------------------------------------------
@pytest.mark.parametrize("name", ["default", "english"])
def test_formulas_have_functions_every_excel_knows_and_fit(request, name):
    found = formulas(request.getfixturevalue(name))
    assert len(found) > 10_000
    assert max(map(len, found)) <= LONGEST_FORMULA
    without_texts = [re.sub(r'"(?:[^"]|"")*"|\'[^\']*\'!', "", formula) for formula in found]
    assert {
        function for formula in without_texts for function in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)
    } <= EXCEL_2007
    assert all(len(text) <= 255 for formula in found for text in re.findall(r'"((?:[^"]|"")*)"', formula))
    assert not any("#REF!" in formula or "{" in formula for formula in without_texts)
    depth = max(max(_depths(formula)) for formula in without_texts)
    assert depth <= 64


def _depths(formula):
    depth = 0
    yield 0
    for character in formula:
        depth += {"(": 1, ")": -1}.get(character, 0)
        yield depth


def test_each_name_is_defined_once_and_has_its_cells(default):
    found = {name: (first, last) for name, _, first, last in defined_names(default)}
    assert {excel_name(name) for name in (*ASSUMPTIONS, *QUANTITIES)} <= set(found)
    for name, quantity in QUANTITIES.items():
        assert bool(found[name][1]) == (quantity.monthly or name.endswith("_year_net")), name
    cells = figures(default)
    assert len(cells["build_net"]) == 60
    assert len(cells["build_year_net"]) == 5


def test_every_name_in_a_formula_is_defined(default):
    known = {name for name, *_ in defined_names(default)}
    for formula in formulas(default):
        plain = re.sub(r'"(?:[^"]|"")*"|\'[^\']*\'![$A-Z0-9:]+', "", formula)
        words = set(re.findall(r"[a-z][a-z0-9_.]*", plain))
        assert words <= known, formula


def test_names_do_not_clash_and_sheets_have_legal_titles(default):
    names = [name.lower() for name, *_ in defined_names(default)]
    assert len(set(names)) == len(names)
    assert all(len(title) <= 31 and not set(title) & set(r"[]:*?/\\") for titles in SHEETS.values() for title in titles)


def test_what_validates_a_cell_fits_into_excels_fields(default):
    with zipfile.ZipFile(default) as package:
        inputs = package.read("xl/worksheets/sheet2.xml").decode()
    rules = list(ET.fromstring(inputs).iter(f"{MAIN}dataValidation"))
    assert len(rules) == len(ASSUMPTIONS)
    for rule in rules:
        assert len(rule.get("promptTitle")) <= 32
        assert len(rule.get("prompt")) <= 255
        assert len(rule.get("error")) <= 255


# --- what stands on the sheets --------------------------------------------------------------
@pytest.mark.parametrize(("name", "language"), [("default", "de"), ("english", "en")])
def test_the_sheets_are_named_in_the_language(request, name, language):
    workbook = openpyxl.load_workbook(request.getfixturevalue(name), read_only=True)
    assert workbook.sheetnames == SHEETS[language]
    assert workbook["kkm"].sheet_state == "veryHidden"


def test_inputs_have_unit_range_source_and_validation(default):
    rows = {row[14]: row for row in grid(default, "Annahmen") if len(row) > 14}
    assert rows["captured_share"][:2] == ["Ausschöpfung des offenen Potenzials", 0.05]
    assert rows["field_rep_salary"][2] == "€ im Jahr"
    assert rows["field_rep_salary"][4:8] == [45_000, 120_000, 0, ""]
    assert rows["field_rep_salary"][12] == "Gehaltsübersicht Vertrieb (yourfirm.de, August 2020)"
    assert rows["potential_basis"][1:3] == ["sector", "nach Branche"]
    workbook = openpyxl.load_workbook(default)
    rules = {str(rule.sqref): rule for rule in workbook["Annahmen"].data_validations.dataValidation}
    cells = {name: first for name, _, first, _ in defined_names(default)}
    share = rules[cells["captured_share"]]
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")
    assert rules[cells["small_customers"]].type == "whole"
    assert rules[cells["potential_basis"]].formula1 == '"sector,history"'
    horizon = rules[cells["horizon_months"]]
    assert (horizon.operator, horizon.formula1) == ("equal", "60")


def test_every_formula_has_its_value_in_the_file(default):
    with zipfile.ZipFile(default) as package:
        for number in range(1, 10):
            sheet = ET.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in sheet.iter(f"{MAIN}c"):
                if cell.find(f"{MAIN}f") is not None:
                    assert cell.find(f"{MAIN}v").text, cell.get("r")
                    assert cell.get("t") in (None, "n", "str"), cell.get("r")
    assert differences(figures(default), build_case().results) == []


def test_words_stand_where_something_never_happens(default, english):
    assert figures(default)["dissolve_payback_month"] == "nicht innerhalb des Betrachtungszeitraums"
    assert figures(english)["dissolve_irr"] == "not defined"


def test_charts_are_native_and_refer_to_cells(default):
    with zipfile.ZipFile(default) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        sources = [
            source for name in charts for source in re.findall(r"<c:f>([^<]*)</c:f>", package.read(name).decode())
        ]
    assert len(charts) == 4
    assert len(sources) > 20
    assert all("!$" in source for source in sources)


def test_sheets_are_frozen_and_set_up_for_print(default):
    workbook = openpyxl.load_workbook(default)
    frozen = {sheet.title: sheet.freeze_panes for sheet in workbook}
    assert frozen["Annahmen"] == "C6"
    assert frozen["Monate"] == "E5"
    for sheet in workbook:
        if sheet.title != "kkm":
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.column_dimensions["B"].width > 8 or sheet.title == "Übersicht"


def test_the_same_case_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first, second = (export(build_case(), tmp_path / f"{name}.xlsx").read_bytes() for name in "ab")
    assert first == second


def test_a_name_with_markup_is_text_everywhere(english):
    rows = grid(english, "Summary")
    assert rows[0][1] == "North & Co. <1>"
    notes = {row[14]: row[10] for row in grid(english, "Assumptions") if len(row) > 14}
    assert notes["churn_passive"] == "=sales, 12 Nov"


def test_no_text_breaks_the_file_or_its_xml(tmp_path):
    name = "2026 &P \x07\x00\ud800\ufffe " + "ü" * 10_000
    scenario = Scenario(name=name, description="=1+1", notes={"churn_passive": "\x07\ud800" + "x" * 40_000})
    path = export(build_case(scenario), tmp_path / "case.xlsx")
    with zipfile.ZipFile(path) as package:
        for member in package.namelist():
            if member.endswith((".xml", ".rels")):
                ET.fromstring(package.read(member))
        footer = ET.fromstring(package.read("xl/worksheets/sheet1.xml")).find(f".//{MAIN}oddFooter").text
        heights = [
            float(row.get("ht", 0))
            for number in range(1, 10)
            for row in ET.fromstring(package.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}row")
        ]
    assert max(heights) <= 409
    assert footer.startswith("&L&8 2026 &&P ")
    assert len(footer) <= 255
    again = load_scenario(path)
    assert again.name == name
    assert again.notes["churn_passive"].endswith("x…")


# --- the customer list ----------------------------------------------------------------------
def test_texts_of_customers_never_run(messy_case, tmp_path):
    names, case = messy_case
    path = export(case, tmp_path / "list.xlsx")
    workbook = openpyxl.load_workbook(path)
    cells = {row[0].value: row for row in workbook["Kunden"].iter_rows(min_row=5)}
    for number, name in enumerate(names, start=1):
        cell = cells[f"{number:04}"][1]
        assert cell.data_type in ("s", "inlineStr"), name
        assert str(cell.value).replace("_x005F_", "_") == " ".join(name.split()) or cell.value == name
    assert all(row[2].data_type == "s" for row in cells.values())
    assert cells["0001"][1].quotePrefix  # the apostrophe that Excel itself writes
    assert not cells["0008"][1].quotePrefix
    rows = grid(path, "Kunden")
    assert len(rows) == 4 + len(names)
    assert not any(formula.startswith(("1+1", "HYPERLINK")) for formula in formulas(path))


def test_totals_are_formulas_over_the_rows(tmp_path):
    case = build_case(None, {}, DEMO)
    path = export(case, tmp_path / "list.xlsx")
    segments = openpyxl.load_workbook(path)["Segmente"]
    small = next(row for row in segments.iter_rows() if row[0].value == "Kleinkunden")
    assert re.fullmatch(r"=COUNTIF\('Kunden'!\$F\$5:\$F\$3004,\$A\d+\)", small[1].value)
    assert small[3].value.startswith("=SUMIFS(")
    values = {row[0]: row for row in grid(path, "Segmente")}
    assert values["Kleinkunden"][1] == case.identification.segments["customers"]["small"]
    assert values["Zusammen"][1] == 3_000
    assert values["Anzahl Kleinkunden"][1] == case.results.assumptions["small_customers"]


def test_a_list_that_no_sheet_can_hold_is_refused(tmp_path, monkeypatch):
    from kkm_helpers.errors import KkmError
    from kkm_helpers.exports.excel import customers_sheets

    monkeypatch.setattr(customers_sheets, "MOST_CUSTOMERS", 2_999)
    with pytest.raises(KkmError, match=r"3\.000 Kunden"):
        export(build_case(None, {}, DEMO), tmp_path / "list.xlsx")
    assert list(tmp_path.iterdir()) == []
