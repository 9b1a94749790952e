"""What people type into a number field: read, or refused in words; the page and Python agree on all of it."""

import json
import shutil
import subprocess

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.language import parse_value
from kkm_helpers.widgets.bundle import as_one
from kkm_helpers.widgets.controls import control

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's logic cannot be run")

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"
UNIT_OF_KIND = {"money": "EUR/year", "share": "share", "number": "visits/year"}

GERMAN = {
    "money": {
        "1.234,5": 1234.5, "1234,5": 1234.5, "1 234,5": 1234.5, f"1{NBSP}234,5": 1234.5, f"1{NARROW}234": 1234,
        "70.000": 70_000, "70000": 70_000, "70 000": 70_000, " 70.000 ": 70_000, "70.000 €": 70_000,
        f"70.000{NBSP}€": 70_000, "€ 70.000": 70_000, "70.000 EUR": 70_000, "70 T€": 70_000, "70T€": 70_000,
        f"120{NBSP}T€": 120_000, "120 TEUR": 120_000, "1,5 Tsd. €": 1500, "0,12 Mio. €": 120_000, "0,12 Mio": 120_000,
        "1,2 Mio. €": 1_200_000, "7 k€": 7000, "+500": 500, "-500": -500, f"{MINUS}500": -500,
        f"{MINUS}{NBSP}500": -500,
        ",5": 0.5, "0": 0, "12.345.678,90": 12_345_678.9,
        "1.5": None, "1,234.5": None, "12.34": None, "1.23.456": None, "1,2,3": None, "70 %": None, "viel": None,
        "": None, "€": None, "T€": None, "1e5": None, "0x10": None, "--5": None, "5-": None, "½": None,
        "10 bis 20": None, "ca. 500": None, "1/2": None,
    },
    "share": {
        "8": 0.08, "8,0": 0.08, "8 %": 0.08, "8%": 0.08, f"8{NBSP}%": 0.08, f"8{NARROW}%": 0.08, "12,5%": 0.125,
        "12,5 %": 0.125, "0,5": 0.005, f"{MINUS}2 %": -0.02, " 7,25 % ": 0.0725, "100": 1,
        "8.5": None, "8 %%": None, "8 €": None, "%": None, "8 Prozent": None, "acht": None,
    },
    "number": {
        "4": 4, "4,5": 4.5, " 4,5 ": 4.5, "4.000": 4000, "4 000": 4000, f"4{NBSP}000": 4000, "1,234": 1.234,
        "4.5": None, "4 Besuche": None, "4 %": None, "4 €": None, "vier": None, "4,": None, "٤": None, "NaN": None,
    },
}  # fmt: skip
ENGLISH = {
    "money": {
        "1,234.5": 1234.5, "1234.5": 1234.5, "€70,000": 70_000, "70,000 €": 70_000, "70 k€": 70_000,
        "1.2 m€": 1_200_000, "1.234": 1.234, ".5": 0.5, "1.234,5": None, "1,5": None, "70.000.000": None,
    },
    "share": {"8.5": 0.085, "8.5%": 0.085, "8.5 %": 0.085, "8,5": None},
    "number": {"4.5": 4.5, "4,000": 4000, "4,5": None, "four": None},
}  # fmt: skip
TYPED = [
    (language, kind, text, value)
    for language, kinds in (("de", GERMAN), ("en", ENGLISH))
    for kind, texts in kinds.items()
    for text, value in texts.items()
]


def run(body, **data):
    modules = (
        "numbers", "operators", "formulas", "model", "elements", "words", "validation", "confirmation", "controls",
    )  # fmt: skip
    program = f"{as_one(modules)} const data = JSON.parse({json.dumps(json.dumps(data))}); {body}"
    done = subprocess.run([NODE, "-"], input=program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("language", "kind", "text", "value"), TYPED)
def test_python_reads_what_people_type(language, kind, text, value):
    if value is None:
        with pytest.raises(ValueError, match=r"."):
            parse_value(text, UNIT_OF_KIND[kind], language)
    else:
        assert parse_value(text, UNIT_OF_KIND[kind], language) == pytest.approx(value)


@needs_node
def test_the_page_reads_the_same():
    read = run(
        "console.log(JSON.stringify(data.typed.map(([language, kind, text]) => "
        "$numbers.parseValue(text, kind, language))))",
        typed=TYPED,
    )
    assert [(*typed[:3], value) for typed, value in zip(TYPED, read, strict=True)] == [
        (language, kind, text, value if value is None else pytest.approx(value))
        for language, kind, text, value in TYPED
    ]


@needs_node
@pytest.mark.parametrize(
    ("language", "typed", "problem"),
    [
        (
            "de", "6.5",
            ("„6.5“ ist nicht eindeutig: Der Punkt trennt hier Tausender, das Komma die Nachkommastellen. "
            "Gemeint ist vielleicht 6,5. Gerechnet wird weiter mit 5,0."),
        ),
        (
            "en", "6,5",
            ("“6,5” is ambiguous: here the comma separates thousands, the point decimals. "
            "Perhaps 6.5 is meant. The calculation goes on with 5.0."),
        ),
    ],
)  # fmt: skip
def test_a_number_of_the_other_language_is_refused_in_words(language, typed, problem):
    known = ASSUMPTIONS["visits_per_customer"]
    found = run(
        "console.log(JSON.stringify($controls.readField(data.typed, data.spec, 5, data.language)))",
        typed=typed, spec=control(known, language), language=language,
    )  # fmt: skip
    assert found == {"problem": problem}
