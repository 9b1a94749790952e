"""The page's own logic, run by Node: it must read and write numbers exactly as Python does."""

import json
import re
import shutil
import subprocess

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.language import format_number, parse_value
from kkm_helpers.widgets import bundle
from kkm_helpers.widgets.bundle import (
    APP_MODULES,
    app_script,
    as_one,
    model_script,
    module,
    plotly_js,
    plotly_script,
    script,
    style,
)
from kkm_helpers.widgets.controls import control

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's logic cannot be run")

UNIT_OF_KIND = {"money": "EUR/year", "share": "share", "number": "visits/year"}
TEXTS = (
    "1.234,5", "1234,5", "1 234,5", "8 %", "8,0", "8%", "120 T€", "120T€", "1,2 Mio. €", "1,2 Mio", "€ 500", "500 €",
    "-3", "−3", "+3", ",5", "0", "0,0", "1.5", "1,234", "1.234.567", "12.34", "1,2,3", "fünf", "", " ", "%", "€",
    "1e5", "Infinity", "NaN", "0x10", "٣", "1\u00a0000", "1\u202f000", "5 Besuche", "--5", "1..000", "9" * 400,
    "500 EUR", "3 TEUR", "2 Tsd. €", "7 k€", "7 m€", "1.234,5 €", "12 345 678,9",
)  # fmt: skip
VALUES = (0.0, 5.0, 0.08, 0.085, 1234.5, -1234.5, 1e6, 99_999.995, 0.005, -0.001, 2.5, 1.005, 1234567.891)


MODULES = (
    "numbers", "operators", "formulas", "model", "elements", "words", "validation", "confirmation", "controls",
    "chart_table", "pace", "chart",
)  # fmt: skip


def run(body, **data):
    """Run `body` in Node with the page's modules at hand and return what it gives."""
    program = f"""
      {as_one(MODULES)}
      const data = JSON.parse({json.dumps(json.dumps(data))});
      console.log(JSON.stringify((() => {{ {body} }})()));
    """
    done = subprocess.run([NODE, "-"], input=program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def read_by_python(text, kind, language):
    try:
        value = parse_value(text, UNIT_OF_KIND[kind], language)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


@needs_node
@pytest.mark.parametrize("kind", UNIT_OF_KIND)
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_reads_what_python_reads(kind, language):
    body = "return data.texts.map((text) => $numbers.parseValue(text, data.kind, data.language));"
    read = run(body, texts=TEXTS, kind=kind, language=language)
    assert dict(zip(TEXTS, read, strict=True)) == {text: read_by_python(text, kind, language) for text in TEXTS}


@needs_node
@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_writes_what_python_writes(decimals, language):
    body = "return data.values.map((value) => $numbers.formatNumber(value, data.decimals, data.language));"
    written = run(body, values=VALUES, decimals=decimals, language=language)
    assert written == [format_number(value, decimals, language) for value in VALUES]


@needs_node
@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("visits_per_customer", 5, "5,0"),
        ("visits_per_customer", 5.25, "5,25"),
        ("max_sales_cost_ratio", 0.08, "8,0"),
        ("max_sales_cost_ratio", 0.0825, "8,25"),
        ("captured_share", 0.07, "7,0"),
        ("field_rep_salary", 70_000, "70.000"),
        ("field_rep_salary", 70_000.5, "70.000,5"),
        ("development_months", 24, "24"),
    ],
)
def test_a_field_shows_the_exact_value_as_people_write_it(name, value, text):
    spec = control(ASSUMPTIONS[name], "de")
    assert run('return $numbers.formatField(data.value, data.spec, "de");', value=value, spec=spec) == text


@needs_node
@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("visits_per_customer", "6,5", {"value": 6.5}),
        ("visits_per_customer", "20", {"value": 20}),
        (
            "visits_per_customer", "fünf",
            {"problem": "„fünf“ ist keine Zahl. Bitte eine Zahl zwischen 0,1 und 365 eingeben, zum Beispiel 5,0. "
                        "Gerechnet wird weiter mit 5,0."},
        ),
        (
            "visits_per_customer", "1.234,5",
            {"problem": "„1.234,5“ liegt außerhalb der Grenzen. Bitte eine Zahl zwischen 0,1 und 365 eingeben. "
                        "Gerechnet wird weiter mit 5,0."},
        ),
        ("max_sales_cost_ratio", "8 %", {"value": 0.08}),
        ("field_rep_salary", "65 T€", {"value": 65_000}),
        (
            "field_rep_salary", "-1",
            {"problem": "„-1“ liegt außerhalb der Grenzen. Bitte eine Zahl ab 0 eingeben. "
                        "Gerechnet wird weiter mit 70.000."},
        ),
        (
            "development_months", "2,5",
            {"problem": "„2,5“ ist keine ganze Zahl. Bitte eine ganze Zahl zwischen 1 und 120 eingeben. "
                        "Gerechnet wird weiter mit 24."},
        ),
    ],
)  # fmt: skip
def test_a_typed_text_is_a_value_or_a_message_that_says_what_is_allowed(name, typed, found):
    known = ASSUMPTIONS[name]
    given = {"typed": typed, "spec": control(known, "de"), "kept": known.default}
    assert run('return $controls.readField(data.typed, data.spec, data.kept, "de");', **given) == found


@needs_node
def test_tokens_are_put_into_a_figure_wherever_they_stand():
    figure = {"data": [{"color": ["var(--accent)", 3, None]}], "layout": {"font": "x var(--font)"}}
    body = "return $chart.withTokens(data.figure, (name) => `<${name}>`);"
    assert run(body, figure=figure) == {"data": [{"color": ["<accent>", 3, None]}], "layout": {"font": "x <font>"}}


@needs_node
def test_the_modules_stand_alone_too(tmp_path):
    names = APP_MODULES
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name in names:
        (tmp_path / f"{name}.js").write_text(module(name), encoding="utf-8")
    (tmp_path / "all.js").write_text("".join(f'import "./{name}.js";' for name in names), encoding="utf-8")
    done = subprocess.run([NODE, tmp_path / "all.js"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_bundle_holds_no_import_and_asks_no_other_host():
    assert not re.search("^import ", script(), re.MULTILINE)
    assert re.findall("^export .*", script(), re.MULTILINE) == ["export default $panel;"]
    assert not re.search("^(import|export) ", model_script(), re.MULTILINE)
    assert not re.search("^(import|export) ", app_script(), re.MULTILINE)
    # A namespace has the form of an address, and the kernel's is made of the page's own.
    text = (app_script() + style()).replace("http://www.w3.org/2000/svg", "").replace('.replace("http", "ws")', "")
    assert "http" not in text
    assert "</script" not in model_script()
    assert ":root" not in style()


def test_plotly_goes_out_with_its_function_in_parentheses_and_else_unchanged():
    # So a browser compiles it while it arrives; one of another form would only be slower.
    library, sent = plotly_js().read_bytes().decode(), plotly_script()
    start = sent.index("(() => {\n")
    assert sent.endswith("\n})));")
    assert f"{sent[:start]}{sent[start + 1 : -4]}{sent[-3:]}" == library.rstrip()


def test_a_plotly_of_another_form_goes_out_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "plotly.js").write_text("window.Plotly = {};\n", encoding="utf-8")
    monkeypatch.setattr(bundle, "plotly_js", lambda: tmp_path / "plotly.js")
    assert plotly_script() == "window.Plotly = {};\n"
