"""An exported workbook read back: what was changed in it, and nothing else."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.errors import KkmError
from kkm_helpers.exports import export
from kkm_helpers.scenario import CaseError, Scenario, build_case, load_scenario
from tests.cli.customer_lists import DEMO
from tests.exports.spreadsheet import converted, defined_names, with_inputs

SCENARIO = Scenario(
    {"visits_per_customer": 4.0, "captured_share": 0.1 + 0.2 - 0.26, "discount_rate": 0.10},
    name="Nord", description="Pilot = 1", language="de",
    notes={"visits_per_customer": "Vertriebsleitung, 12.11.", "horizon_months": "=Vorgabe"},
    uncertainty={"captured_share": (0.02, 0.08)},
    correlation={"captured_share": {"churn_reduction": 0.3}},
    utility={"weights": {"control": 30}},
    readiness={"roi": {"computed": "yes"}},
)  # fmt: skip


@pytest.fixture(scope="module")
def case():
    return build_case(SCENARIO, {"horizon_months": 36})


@pytest.fixture(scope="module")
def workbook(case, tmp_path_factory):
    return export(case, tmp_path_factory.mktemp("exported") / "nord.xlsx")


def edited(path, target, edit):
    """Write what openpyxl makes of a workbook after `edit`, as somebody in Excel would save it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(target)
    return target


def cell_of(book, path, name):
    _, sheet, first, _ = next(each for each in defined_names(path) if each[0] == name)
    return book[sheet][first]


class TestUnchanged:
    def test_it_changes_nothing(self, case, workbook):
        again = build_case(load_scenario(workbook))
        assert again.results.assumptions == case.results.assumptions
        assert again.results["build_npv"] == case.results["build_npv"]
        assert [note.de for note in again.notes] == ["nord.xlsx: die Annahmen sind unverändert seit der Ausgabe."]

    def test_what_has_no_cell_comes_back_too(self, workbook):
        scenario = load_scenario(workbook)
        for key in ("name", "description", "language", "notes", "uncertainty", "correlation", "utility", "readiness"):
            assert getattr(scenario, key) == getattr(SCENARIO, key), key
        assert scenario.path == workbook

    def test_what_was_the_default_stays_the_default(self, workbook):
        scenario = load_scenario(workbook)
        assert set(scenario.overrides) == {"visits_per_customer", "captured_share", "discount_rate", "horizon_months"}
        origins = build_case(scenario).origins
        assert origins["churn_passive"].kind == "default"
        assert origins["discount_rate"].text() == "Szenario Nord"

    def test_a_number_keeps_the_digits_a_cell_has_no_room_for(self, workbook):
        assert load_scenario(workbook).overrides["captured_share"] == 0.1 + 0.2 - 0.26

    def test_after_a_spreadsheet_program_saved_it(self, case, workbook, tmp_path):
        (saved,) = converted([workbook], tmp_path)
        again = build_case(load_scenario(saved))
        assert again.results.assumptions == case.results.assumptions
        assert "unverändert" in again.notes[0].de

    def test_the_values_of_a_list_hold_without_the_list(self, tmp_path):
        case = build_case(None, {}, DEMO)
        scenario = load_scenario(export(case, tmp_path / "list.xlsx"))
        again = build_case(scenario)
        assert again.results.assumptions == case.results.assumptions
        assert scenario.customers_file is None
        assert any("demo_customers.csv wird nicht neu gelesen" in note.de for note in again.notes)


class TestChanged:
    def test_it_says_what_was_changed_and_computes_with_it(self, workbook, tmp_path):
        new = {"captured_share": 0.06, "potential_basis": "history", "churn_passive": 0.2}
        case = build_case(load_scenario(with_inputs(workbook, new, tmp_path / "new.xlsx")))
        assert {name: case.results.assumptions[name] for name in new} == new
        assert case.results.assumptions["visits_per_customer"] == 4
        cells = {name: first for name, _, first, _ in defined_names(workbook)}
        changed = (("potential_basis", "nach Branche auf nach Historie"), ("churn_passive", "12,0 % auf 20,0 %"),
                   ("captured_share", "4,0 % auf 6,0 %"))  # fmt: skip
        said = [note.de.replace("\xa0", " ") for note in case.notes]
        assert said == [
            f"new.xlsx, Zelle Annahmen!{cells[name]}: {ASSUMPTIONS[name].de} ({name}) geändert von {how}."
            for name, how in changed
        ]
        assert case.notes[1].en == (
            f"new.xlsx, cell Annahmen!{cells['churn_passive']}: Churn without care (churn_passive) changed from 12.0% "
            "to 20.0%."
        )

    def test_notes_written_in_excel_are_read(self, workbook, tmp_path):
        def edit(book):
            row = cell_of(book, workbook, "churn_passive").row
            book["Annahmen"].cell(row, 11, "Controlling, 3.2.")
            book["Annahmen"].cell(cell_of(book, workbook, "visits_per_customer").row, 11).value = None

        scenario = load_scenario(edited(workbook, tmp_path / "notes.xlsx", edit))
        assert scenario.notes == {"churn_passive": "Controlling, 3.2.", "horizon_months": "=Vorgabe"}

    def test_rows_may_be_moved(self, workbook, tmp_path):
        (moved,) = converted([edited(workbook, tmp_path / "moved.xlsx", _move_down)], tmp_path)
        assert load_scenario(moved).overrides["visits_per_customer"] == 4

    def test_a_formula_counts_by_its_value(self, workbook, tmp_path):
        def edit(book):
            cell_of(book, workbook, "churn_passive").value = "=0.05*3"

        file = edited(workbook, tmp_path / "formula.xlsx", edit)
        with pytest.raises(CaseError, match="die Zelle ist leer, oder ihre Formel wurde nie berechnet"):
            load_scenario(file)
        (computed,) = converted([file], tmp_path)
        assert load_scenario(computed).overrides["churn_passive"] == pytest.approx(0.15)


def _move_down(book):
    """Put an input elsewhere, with its name, as Excel does when rows are inserted."""
    sheet = book["Annahmen"]
    sheet["T99"] = sheet["B16"].value
    book.defined_names["visits_per_customer"].attr_text = "'Annahmen'!$T$99"


class TestWrong:
    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("captured_share", 6.0, "6.0 liegt außerhalb der Grenzen; erlaubt: 0 bis 1. Schreiben Sie: 0.06."),
            ("small_customers", 400.5, "400.5 ist keine ganze Zahl"),
            ("churn_passive", "zwölf", "'zwölf' ist keine Zahl"),
            ("potential_basis", "Branche", "sector (nach Branche)"),
        ],
    )
    def test_a_value_out_of_bounds_is_named_with_its_cell(self, workbook, tmp_path, name, value, words):
        file = with_inputs(workbook, {name: value}, tmp_path / "wrong.xlsx")
        cell = next(first for each, _, first, _ in defined_names(workbook) if each == name)
        with pytest.raises(CaseError) as error:
            load_scenario(file)
        assert error.value.de.startswith(f"{file}, Zelle Annahmen!{cell}: ")
        assert words in error.value.de
        assert error.value.en.startswith(f"{file}, cell Annahmen!{cell}: ")

    def test_all_faults_are_named_at_once(self, workbook, tmp_path):
        file = edited(workbook, tmp_path / "wrong.xlsx", lambda book: _spoil(book, workbook))
        with pytest.raises(CaseError) as error:
            load_scenario(file)
        assert len(error.value.de.splitlines()) == 3

    def test_an_input_that_is_gone_is_named(self, workbook, tmp_path):
        file = edited(workbook, tmp_path / "gone.xlsx", lambda book: book.defined_names.pop("churn_passive"))
        with pytest.raises(KkmError, match=r"nicht mehr da .*churn_passive"):
            load_scenario(file)

    def test_another_workbook_is_told_apart(self, tmp_path):
        file = tmp_path / "other.xlsx"
        openpyxl.Workbook().save(file)
        with pytest.raises(KkmError, match="keine Arbeitsmappe, die kkm export geschrieben hat"):
            load_scenario(file)

    @pytest.mark.parametrize("content", [b"", b"name: Nord", b"PK\x03\x04 half a file", b"\xd0\xcf\x11\xe0 encrypted"])
    def test_what_is_no_workbook_is_an_error_in_words(self, tmp_path, content):
        file = tmp_path / "case.xlsx"
        file.write_bytes(content)
        with pytest.raises(KkmError, match="keine Arbeitsmappe"):
            load_scenario(file)

    def test_a_record_that_was_tampered_with_is_an_error_in_words(self, workbook, tmp_path):
        file = tmp_path / "spoilt.xlsx"
        with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(file, "w") as copy:
            for member in source.namelist():
                copy.writestr(member, source.read(member).replace(b"kkm export {", b"kkm export ["))
        with pytest.raises(KkmError, match="keine Arbeitsmappe"):
            load_scenario(file)

    def test_a_missing_file_is_told(self, tmp_path):
        with pytest.raises(KkmError, match="lässt sich nicht lesen"):
            load_scenario(tmp_path / "nowhere.xlsx")


def _spoil(book, path):
    for name, value in (("captured_share", 8), ("vacation_days", None), ("order_value", "viel")):
        cell_of(book, path, name).value = value
