"""The board paper as PDF: the figures of the model, tagged, for archives, whatever the case is called."""

import io
import re
from functools import cache

import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kkm_helpers import evaluate
from kkm_helpers.exports import provenance
from kkm_helpers.exports.report import pdf
from kkm_helpers.exports.report.blocks import Paragraph, Report, clean, clipped
from kkm_helpers.exports.report.content import report_of
from kkm_helpers.language import format_value, short_money
from kkm_helpers.language.units import NEVER
from kkm_helpers.resources import data_folder
from kkm_helpers.scenario import Scenario, build_case, load_scenario
from tests.exports.report_cases import CASES, MARKUP

ACTIVE = ("build", "outsource", "hybrid")
EPOCH = 1_741_176_000  # 5 March 2025


@cache
def paper(name: str, language: str = "de") -> pypdf.PdfReader:
    """Return the paper of one of the ten cases."""
    overrides, scenario = CASES[name]
    made = provenance.datetime.fromtimestamp(EPOCH, provenance.UTC).replace(tzinfo=None)
    report = report_of(build_case(scenario, overrides), language, made)
    return pypdf.PdfReader(io.BytesIO(pdf.set_as_pdf(report, made)))


def text_of(paper: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in paper.pages)


@cache
def pages_of(name: str, language: str = "de") -> list[str]:
    """Return the text of each page of one of the ten papers."""
    return [page.extract_text() for page in paper(name, language).pages]


def squeezed(text: str) -> str:
    """Return a text without spaces, breaks and hyphens: where a line ends says nothing."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]", "", text)


def figures_of(name: str, language: str = "de"):
    """Yield the figures every paper must show, written as the model's own words write them."""
    results = evaluate(**CASES[name][0])
    for quantity, unit in (
        ("revenue_threshold", "EUR"), ("margin_threshold", "EUR"), ("cost_per_visit", "EUR"), ("net_care_cost", "EUR"),
        ("inside_care_cost", "EUR"), ("additional_revenue_needed", "EUR"), ("additional_revenue_per_customer", "EUR"),
        ("team_cost", "EUR"), ("total_potential", "EUR"), ("potential_per_customer", "EUR"),
    ):  # fmt: skip
        yield quantity, format_value(results[quantity], unit, language)
    for option in (*ACTIVE, "dissolve"):
        if option == "hybrid" and not results["takeover"]:
            continue
        for end in ("npv", "npv_36", "total_benefit", "total_cost"):
            yield f"{option}_{end}", short_money(results[f"{option}_{end}"], language)
        for year, amount in enumerate(results[f"{option}_year_net"], 1):
            yield f"{option} in year {year}", short_money(float(amount), language)
        if option != "dissolve":
            yield f"{option}_peak_funding", short_money(results[f"{option}_peak_funding"], language)
        payback = results[f"{option}_payback_month"]
        yield f"{option}_payback_month", NEVER[language] if payback is None else f"{payback:.0f}"


@pytest.mark.parametrize("name", CASES)
def test_the_paper_shows_the_figures_of_the_model(name):
    said = squeezed("".join(pages_of(name)))
    missing = [quantity for quantity, text in figures_of(name) if squeezed(text) not in said]
    assert not missing


@pytest.mark.parametrize("name", ["default", "passive"])
def test_the_english_paper_shows_the_same_figures_the_english_way(name):
    said = squeezed("".join(pages_of(name, "en")))
    missing = [quantity for quantity, text in figures_of(name, "en") if squeezed(text) not in said]
    assert not missing
    assert "Empfehlung" not in said
    assert "Page3of" in said


@pytest.mark.parametrize("name", CASES)
def test_the_paper_has_four_to_eight_pages_each_with_its_number(name):
    pages = pages_of(name)
    assert 4 <= len(pages) <= 8
    for number, page in enumerate(pages, 1):
        assert f"Seite{number}von{len(pages)}" in squeezed(page)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("default", "Empfehlung: Externe Vergabe unter Vorbehalt, weil"),
        ("passive", "Empfehlung: Passiv bleiben, weil"),
        ("build", "Kapitalwert Eigenaufbau"),
        ("hybrid", "Kapitalwert Hybrid"),
        ("dissolve", "Empfehlung: Auflösen, weil"),
    ],
)
def test_the_first_page_names_the_option(name, sentence):
    assert squeezed(sentence) in squeezed(pages_of(name)[0])


def test_the_first_page_tells_what_is_asked_and_what_the_decision_rests_on():
    first = pages_of("default")[0]
    for label in ("Erbetener Beschluss", "Voraussetzungen", "Nächster Schritt", "Grundlage", "Risiko"):
        assert label in first
    assert "Elektriker Nord" in first
    assert "Vorlage für den Vorstand" in first
    assert "05.03.2025" in first


def test_pages_behind_the_first_have_name_and_date_on_top():
    for page in pages_of("default")[1:]:
        assert page.startswith("Elektriker Nord")
        assert "05.03.2025" in page


def test_the_paper_says_version_assumptions_and_seed():
    overrides, scenario = CASES["default"]
    case = build_case(scenario, overrides)
    last = squeezed("".join(pages_of("default")))
    assert provenance.mark_of(case) in last
    assert squeezed(f"kkm {provenance.__version__}") in last
    assert squeezed("10.000 Ziehungen (Startwert 1)") in last


def test_the_ledger_has_every_assumption_and_counts_its_sources():
    case = build_case()
    report = report_of(case, "de", provenance.datetime(2025, 3, 5))
    ledger = next(section for section in report.sections if section.topic.startswith("Anhang"))
    table, notes = ledger.blocks[1].words, ledger.blocks[2].notes
    assert len(table.rows) == len(case.results.assumptions)
    counted = {int(number) for row in table.rows for number in re.findall(r"\d+", row[4])}
    assert counted == set(range(1, len(notes) + 1))
    assert table.rows[0][0] == "Ausschöpfung des offenen Potenzials"


# --- the file -------------------------------------------------------------------------------------------------------
def test_the_file_is_tagged_and_says_what_it_is():
    found = paper("default")
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert found.metadata.title == "Elektriker Nord"
    assert found.metadata.author == f"kkm {provenance.__version__}"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_charts_are_drawn_and_their_words_are_words():
    found = paper("default")
    assert not [image for page in found.pages for image in page.images]
    assert "Tiefpunkt" in "".join(pages_of("default"))


@pytest.mark.parametrize("name", ["default", "markup"])
def test_the_file_links_nowhere_and_runs_nothing(name):
    found = paper(name)
    assert not [page for page in found.pages if page.get("/Annots")]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & found.trailer["/Root"].keys()


def test_the_same_case_and_day_give_the_same_bytes(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    case = build_case(Scenario(name="zweimal"))
    first = pdf.pdf_of(case, "de")
    assert pdf.pdf_of(case, "de") == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 86_400))
    assert pdf.pdf_of(case, "de") != first


def test_no_font_of_the_machine_is_needed():
    report = small_report("ohne Schrift")
    made = provenance.datetime(2025, 3, 5)
    written = typst.compile(**pdf.fitting(report, made), ignore_system_fonts=True)
    assert "ohne Schrift" in pypdf.PdfReader(io.BytesIO(written)).pages[0].extract_text()


# --- what people write ----------------------------------------------------------------------------------------------
def small_report(title: str) -> Report:
    return Report("Beschlussvorlage", title, "", ("heute",), "05.03.2025", (Paragraph(title),), (), "de")


def test_marks_of_the_typesetter_are_text():
    first = squeezed(pages_of("markup")[0])
    assert squeezed(MARKUP) in first


def test_long_names_end_with_an_ellipsis():
    first = squeezed(pages_of("long_names")[0])
    assert "A" * 139 + "…" in first
    assert "A" * 141 not in first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_name_can_break_the_paper(name):
    written = pdf.set_as_pdf(small_report(clean(name)), provenance.datetime(2025, 3, 5))
    found = pypdf.PdfReader(io.BytesIO(written))
    assert len(found.pages) == 1
    assert squeezed(found.metadata.title or "") == squeezed(clean(name))


def test_what_is_no_text_is_left_out():
    assert clean("a\x00b\x07c\nd\ud800") == "abc d\ufffd"
    assert clean("Größe 5\u00a0% \u202eשלום 👩\u200d👧") == "Größe 5\u00a0% \u202eשלום 👩\u200d👧"
    assert clean("x\U000e0041") == "x"
    assert clipped("abcdef", 4) == "abc…"


# --- a customer list ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def listed():
    return build_case(load_scenario(data_folder() / "demo_scenario.yaml"))


def test_with_a_list_the_groups_are_told_and_no_customer(listed):
    made = provenance.datetime(2025, 3, 5)
    found = pypdf.PdfReader(io.BytesIO(pdf.set_as_pdf(report_of(listed, "de", made), made)))
    text = text_of(found)
    assert 4 <= len(found.pages) <= 8
    assert "Kundensegmente" in text
    assert "demo_customers.csv" in text
    small = listed.identification.segments.loc["small", "customers"]
    assert format_value(float(small), "customers") in text
    frame = listed.customers.frame
    # A short name may be a word of ours.
    telling = [str(name) for name in frame["name"] if len(str(name)) > 8]
    assert len(telling) > 2_000
    assert not [name for name in telling if squeezed(name) in squeezed(text)]
    assert not [number for number in frame["customer_id"].astype(str) if len(number) > 6 and number in text]
