"""What holds for every kind of file: the same bytes, names that stay text, and never half a file."""

import io
import re
import zipfile
from html import unescape

import pytest
from pypdf import PdfReader

from kkm_helpers import build_case, export
from kkm_helpers.errors import KkmError
from kkm_helpers.exports import FORMATS
from kkm_helpers.files import FileTroubleError
from kkm_helpers.scenario import Scenario
from kkm_helpers.workbook.notebook import StepNotebook
from kkm_helpers.workbook.steps import STEPS
from tests.exports.slides.decks import opened, texts

KINDS = [*((ending, {}) for ending in FORMATS), (".html", {"static": True})]
FORMULA = '=HYPERLINK("x";"y")+1'
HARD = Scenario(
    name=f"{FORMULA} שלום 😀", description="@SUM(A1) | -1+1", notes={"captured_share": "+cmd|' /C calc'!A0"}
)
LONG = Scenario(name="=" + "A" * 10_000, description="B" * 10_000, notes={"captured_share": "-" + "C" * 10_000})


def text_of(path):
    """Return the words a reader finds in a file."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".html":
        return unescape(path.read_text(encoding="utf-8"))
    if path.suffix == ".pptx":
        return "\n".join(text for slide in opened(path.read_bytes()).slides for text in texts(slide))
    with zipfile.ZipFile(path) as package:
        return unescape("\n".join(package.read(name).decode() for name in package.namelist() if "sharedStr" in name))


@pytest.mark.parametrize(("ending", "options"), KINDS)
def test_the_same_case_gives_the_same_bytes(tmp_path, monkeypatch, ending, options):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741176000")
    case = build_case(HARD)
    first = export(case, tmp_path / f"one{ending}", **options).read_bytes()
    second = export(case, tmp_path / f"two{ending}", **options).read_bytes()
    assert first == second
    text = text_of(tmp_path / f"one{ending}")
    assert re.search(r"05\.03\.2025|2025-03-05", text)
    assert "HYPERLINK" in text


@pytest.mark.parametrize("ending", [".xlsx", ".pptx"])
def test_names_never_become_formulas(tmp_path, ending):
    path = export(build_case(HARD), tmp_path / f"case{ending}")
    with zipfile.ZipFile(path) as package:
        books = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")] or [path.read_bytes()]
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
        assert sheets
        assert not [formula for sheet in sheets for formula in re.findall("<f[^>]*>([^<]*)", sheet)
                    if "HYPERLINK" in formula or "cmd|" in formula or "@SUM" in formula]  # fmt: skip


@pytest.mark.parametrize(("ending", "options"), KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_long_names_are_taken(tmp_path, ending, options, language):
    path = export(build_case(LONG), tmp_path / f"case{ending}", language, **options)
    assert "AAAAAAAA" in text_of(path)


@pytest.mark.parametrize(("ending", "options"), KINDS)
def test_what_cannot_be_written_leaves_nothing(tmp_path, ending, options):
    folder = tmp_path / f"case{ending}"
    folder.mkdir()
    with pytest.raises(FileTroubleError, match="das ist ein Ordner"):
        export(build_case(), folder, force=True, **options)
    with pytest.raises(KkmError, match="gibt es nicht"):
        export(build_case(), tmp_path / "nowhere" / f"case{ending}", **options)
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_a_notebook_exports_its_case_in_its_language(tmp_path):
    notebook = StepNotebook(STEPS["break_even"], build_case(Scenario(name="North"), {"visits_per_customer": 6}), "en")
    path = export(notebook, tmp_path / "case.pptx")
    whole = text_of(path)
    assert "field sales pays only from €11,250" in whole
    assert "North" in whole


def test_a_notebook_exports_what_its_controls_have(tmp_path, monkeypatch):
    notebook = StepNotebook(STEPS["break_even"], build_case(Scenario(name="North")), "en")
    moved = build_case(Scenario(name="North"), {"visits_per_customer": 6}).results
    monkeypatch.setattr(StepNotebook, "results", moved)
    shown = notebook.shown_case()
    assert shown.results["revenue_threshold"] == 11250
    assert dict(shown.scenario.overrides) == {"visits_per_customer": 6}
    assert shown.origins["visits_per_customer"].kind != "default"
    export(notebook, tmp_path / "case.xlsx")
    assert (
        build_case(Scenario(name="North"), {"visits_per_customer": 6}).results.assumptions == shown.results.assumptions
    )
