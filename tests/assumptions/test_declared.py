import re

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS, GROUPS
from kkm_helpers.assumptions.validation import validated
from kkm_helpers.language import UNITS

NUMBERS = [assumption for assumption in ASSUMPTIONS.values() if not assumption.is_choice]


def test_no_name_is_declared_twice():
    assert len(ASSUMPTIONS) == sum(len(group.assumptions) for group in GROUPS)


@pytest.mark.parametrize("assumption", ASSUMPTIONS.values(), ids=lambda known: known.name)
def test_each_declaration_is_complete(assumption):
    assert re.fullmatch(r"[a-z][a-z_]*[a-z]", assumption.name)
    assert assumption.de
    assert assumption.en
    assert assumption.unit in UNITS
    assert assumption.basis.words("de").startswith(("belegt", "abgeleitet", "angenommen"))
    assert assumption.basis.words("en").startswith(("found", "derived", "assumed"))
    # Only an assumed figure may stand without a source.
    assert assumption.basis.sources or assumption.basis.kind == "assumed"


@pytest.mark.parametrize("assumption", NUMBERS, ids=lambda known: known.name)
def test_slider_default_and_bounds_agree(assumption):
    low, high, step = assumption.slider
    least, most = assumption.bounds
    assert low < high
    assert 0 < step <= high - low
    assert least is None or least <= low
    assert most is None or high <= most
    assert low <= assumption.default <= high
    # A slider that cannot stand on its default would change the case when it is touched.
    steps = (assumption.default - low) / step
    assert steps == pytest.approx(round(steps), abs=1e-9)
    if assumption.is_whole:
        assert all(float(number).is_integer() for number in (assumption.default, low, high, step))


def test_the_defaults_are_valid():
    assert validated({}) == {name: known.default for name, known in ASSUMPTIONS.items()}


def test_labels_are_unique_in_each_language():
    for language in ("de", "en"):
        labels = [known.short_label(language) for known in ASSUMPTIONS.values()]
        assert len(labels) == len(set(labels))


def test_the_declarations_are_those_of_the_specification(specification):
    """Every row of the specification's table is declared with its labels, default, range, bounds and unit."""
    rows = [re.split(r"\s*\|\s*", line.strip("| \n")) for line in specification.splitlines() if line.startswith("| `")]
    rows = [row for row in rows if len(row) == 8]
    assert {row[0].strip("`") for row in rows} == set(ASSUMPTIONS)
    for name, de, en, default, slider, bounds, unit, source in rows:
        known = ASSUMPTIONS[name.strip("`")]
        assert (known.de, known.en) == (de, en)
        if known.is_choice:
            assert known.default == default
            assert [choice.name for choice in known.choices] == slider.split(", ")
            continue
        assert known.default == float(default)
        assert [float(part) for part in re.findall(r"[\d.]+", slider)] == [float(part) for part in known.slider]
        assert known.bounds == tuple(None if part == "–" else float(part) for part in bounds.split("/"))
        assert known.unit == unit
        assert source.startswith(known.basis.kind)
