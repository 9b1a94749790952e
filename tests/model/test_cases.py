"""Worked figures: each file in `cases/` lists cases with their source, what is given and what must come out."""

from pathlib import Path

import pytest
import yaml

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine.evaluation import _plain
from kkm_helpers.model import QUANTITIES

FILES = sorted(Path(__file__).parent.glob("cases/*.yaml"))
CASES = [case for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def value_of(name, given):
    """Compute by plain recursion, without the engine: a second way through the same formulas."""
    if name in given:
        return given[name]
    if name in ASSUMPTIONS:
        return ASSUMPTIONS[name].default
    quantity = QUANTITIES[name]
    given[name] = quantity.function(*(value_of(need, given) for need in quantity.needs))
    return given[name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_figures(case):
    given = dict(case["given"])
    found = {name: _plain(name, value_of(name, given)) for name in case["expected"]}
    tolerance = case.get("tolerance", 1e-9)
    differing = {
        name: (found[name], expected)
        for name, expected in case["expected"].items()
        if (found[name] != expected if isinstance(expected, str) else abs(found[name] - expected) > tolerance)
    }
    assert not differing, f"found, expected: {differing}; source: {case['source']}"
