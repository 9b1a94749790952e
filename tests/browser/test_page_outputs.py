"""What a panel shows, computed in the page: the same as Python computes, to the letter."""

import json
import math
import random

import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts.parts import (
    ByLanguage,
    Choice,
    EachOption,
    JoinedText,
    Let,
    Only,
    Text,
    Under,
    Value,
)
from kkm_helpers.charts.template import filled
from kkm_helpers.engine import NoSellingDayError
from kkm_helpers.engine.presentation import PRESENTATION_OPERATORS
from kkm_helpers.formulas.javascript import model_facts
from kkm_helpers.widgets.bundle import model_script
from kkm_helpers.widgets.outputs import panel_outputs
from kkm_helpers.widgets.page_source import only_from_python, source_of
from kkm_helpers.widgets.steps import STEP_OF, STEPS

pytestmark = pytest.mark.browser

SCENARIOS = 100
LANGUAGES = ("de", "en")
# The difference of two equal amounts is 0 only up to their last digits.
LAST_DIGITS = 2e-15


@pytest.fixture(scope="module")
def page(chromium):
    """Return a page without anything but the model's script; it asks nobody for anything."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_script_tag(content=model_script())
    page.evaluate("Object.assign(globalThis, $fill, $outputs, $operators, $declarations)")
    page.evaluate("(facts) => (globalThis.FACTS = facts)", {name: model_facts(name) for name in LANGUAGES})
    yield page
    context.close()
    assert not errors


def random_scenario(rng):
    """Return some assumptions with values as their sliders give them."""
    scenario = {}
    for name, known in ASSUMPTIONS.items():
        if rng.random() > 0.35:
            continue
        if known.is_choice:
            scenario[name] = rng.choice(known.choices).name
        else:
            low, high, step = known.slider
            value = min(low + round(rng.random() * (high - low) / step) * step, high)
            scenario[name] = float(round(value)) if known.is_whole else value
    try:
        evaluate(only=("selling_days",), **scenario)
    except NoSellingDayError:
        return random_scenario(rng)
    return scenario


def largest(shown):
    """Return the largest number anywhere in it."""
    if isinstance(shown, dict):
        shown = list(shown.values())
    if isinstance(shown, list):
        return max(map(largest, shown), default=0)
    return abs(shown) if is_number(shown) else 0


def differences(found, expected, waiting):
    """Yield where `found` differs; what waits for Python differs by declaration."""
    return differing(found, expected, waiting, LAST_DIGITS * largest(expected))


def differing(found, expected, waiting, slack, path=""):
    if isinstance(found, dict) and found.get("waiting"):
        if found["name"] not in waiting:
            yield path, found, "should not wait for Python"
    elif isinstance(expected, dict) and isinstance(found, dict) and found.keys() == expected.keys():
        for key, value in expected.items():
            yield from differing(found[key], value, waiting, slack, f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        for place, (there, here) in enumerate(zip(found, expected, strict=True)):
            yield from differing(there, here, waiting, slack, f"{path}[{place}]")
    elif is_number(expected) and is_number(found):
        if not math.isclose(found, expected, rel_tol=1e-12, abs_tol=slack):
            yield path, found, expected
    elif found != expected:
        yield path, found, expected


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def outputs_in_the_page(page, scenarios, steps, language, *, is_app):
    text = page.evaluate(
        """([scenarios, steps, language, isApp]) => {
            const outputs = createOutputs(FACTS[language], { isApp });
            return JSON.stringify(scenarios.map((scenario) => steps.map((step) => outputs(scenario, step))));
        }""",
        [scenarios, steps, language, is_app],
    )
    return json.loads(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_python_shows(page, language):
    rng = random.Random(6)  # noqa: S311 - the same scenarios each time
    scenarios = [{}, {"potential_basis": "history"}, *(random_scenario(rng) for _ in range(SCENARIOS))]
    steps = [step.name for step in STEPS]
    waiting = only_from_python()
    found = outputs_in_the_page(page, scenarios, steps, language, is_app=True)
    for scenario, of_steps in zip(scenarios, found, strict=True):
        results = evaluate(**scenario)
        for step, there in zip(steps, of_steps, strict=True):
            here = json.loads(json.dumps(panel_outputs(step, results, language, is_app=True)))
            assert not list(differences(there, {"problem": "", **here}, waiting[step])), scenario


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_a_step_alone_has_its_figures(page, step):
    ((there,),) = outputs_in_the_page(page, [{"visits_per_customer": 4}], [step], "de", is_app=False)
    here = panel_outputs(step, evaluate(visits_per_customer=4), "de", is_app=False)
    assert bool(there["step"]["figures"]) == bool(STEP_OF[step].figures)
    assert not list(differences(there, {"problem": "", **here}, only_from_python()[step]))


def test_the_page_says_why_there_is_no_case(page):
    values = {"non_selling_days": 300}
    ((there,),) = outputs_in_the_page(page, [values], ["care_cost"], "de", is_app=True)
    with pytest.raises(NoSellingDayError) as raised:
        evaluate(**values)
    assert there == {"problem": raised.value.message("de")}


# --- every part on its own --------------------------------------------------------------
PARTS = (
    {"a": [1, "</script>", None, {"b": True}], "c": "{net_care_cost}"},
    [Value("joined(0, option_cumulative / 1000)"), Value("dissolve_payback_month"), Value("build_npv > 0")],
    {"kept": Only("net_care_cost == 750", 1), "left": Only("net_care_cost > 750", 2), "x": [Text("a", when="1 > 2")]},
    Choice(Text("no", when="net_care_cost < 0"), Only("net_care_cost > 0", Text("{net_care_cost:words}")), "last"),
    [ByLanguage("eins", Value("1")), JoinedText("; ", [Text("a"), Text("b", "c"), EachOption(Text("{option}"))])],
    ["first", EachOption([Value("position")], Text("{option_npv:label}"), when="option_npv > 0"), "last"],
    {"rows": EachOption(Text("{option} {option_npv:short} {option_npv:name}"), options=("build", "hybrid"))},
    Let({"double": "2 * net_care_cost", "list": [1, Value("double")], "more": "3 * double"}, [
        Value("list"), Value("more"), Value("list * 2 - double"), Text("{largest(list):EUR/year}"),
    ]),
    Let({"here": "revenue_threshold"}, Under({"visits_per_customer": "visits_per_customer + 1"}, [
        Value("revenue_threshold - here"), Under({"visits_per_customer": "1"}, Text("{net_care_cost}")),
    ])),
    Text("{potential_basis:capital} {recommended_option} {second_option} {potential_per_customer:short_label}"),
    Text("2 × {(}{0 - net_care_cost:EUR}{)} {(}{(}{net_care_cost}{)} × 3{)} {dissolve_payback_month}"),
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=range(len(PARTS)))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [{}, {"potential_basis": "history"}])
def test_every_part_is_filled_as_in_python(page, part, language, values):
    there = page.evaluate(
        f"([values, language]) => createFiller(FACTS[language], CASE_NAMES)({source_of(part)}, values)",
        [values, language],
    )
    assert not list(differences(there, filled(part, evaluate(**values), language), ()))


# --- operators ------------------------------------------------------------------------------
SERIES = ([2.0, -1.0, 5.0, -1.0], [3.0], [0.0, 0.0, 0.0])
ARGUMENTS = {
    "joined": [(0.0, series, 7.0, series) for series in SERIES],
    "pick": [(SERIES[0], 0.0), (SERIES[0], 3.0)],
    "spread": [
        (series, least, *ends)
        for series in (*SERIES, [5.0, 4.9, 1.0, 5.1, 0.0])
        for least in (0.5, 2.0)
        for ends in ((-99.0, 99.0), (0.0, 6.0))
    ],
}


@pytest.mark.parametrize("name", PRESENTATION_OPERATORS)
def test_every_operator_has_its_twin(page, name):
    for arguments in ARGUMENTS.get(name) or [(series,) for series in SERIES]:
        there = page.evaluate("([name, given]) => op[name](...given)", [name, list(arguments)])
        here = PRESENTATION_OPERATORS[name](*arguments)
        assert there == pytest.approx(np.asarray(here).tolist(), rel=1e-14)
