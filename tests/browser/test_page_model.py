"""The model and the figures in the page, in a real browser, against Python.

Both compute in the same order, so only powers may differ, in their last digits. What such digits make of a result that
is the small difference of large amounts is found by changing them in Python: by so much, beside the 1e-12, the page
may differ.
"""

import base64
import json
import math
import random
from importlib.resources import files

import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.validation import LARGEST
from kkm_helpers.engine import GRAPH, TERMS, UNIT_OF, NoSellingDayError
from kkm_helpers.engine.display import display
from kkm_helpers.engine.expressions import value_of
from kkm_helpers.formulas.javascript import javascript, model_facts, model_source
from kkm_helpers.formulas.syntax import Renderer, expression_of
from kkm_helpers.language import format_number, format_value, short_money
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from kkm_helpers.model.operators import OPERATORS

pytestmark = pytest.mark.browser

SEED = 8
SCENARIOS_OF_A_HORIZON = 50
HORIZONS = (1, 2, 11, 12, 13, 36, 60, 61, 84, 120)
LAST_DIGITS = 16 * 2.0**-52
DRAWS = 4
MARGIN = 4
OPTIONS = list(OPTION_NAMES)


@pytest.fixture(scope="module", params=["modules", "exported file"])
def page(request, chromium):
    """Return a page that has the modules of the page as globals: served from nowhere, or those of an exported file."""
    context = chromium.new_context()
    page = context.new_page()
    if request.param == "modules":
        page.route("http://page.test/**", serve_module)
        page.goto("http://page.test/")
        page.evaluate("""async () => {
            for (const name of ["operators", "model", "display"]) {
                Object.assign(globalThis, await import(`/${name}.js`));
            }
        }""")
    else:
        page.goto(request.getfixturevalue("exported"))
        page.evaluate("Object.assign(globalThis, $operators, $model, $display)")
    yield page
    context.close()


def serve_module(route):
    name = route.request.url.rpartition("/")[2]
    if not name:
        route.fulfill(body="<!doctype html><title>test</title>", content_type="text/html")
        return
    body = model_source() if name == "formulas.js" else page_file(name)
    route.fulfill(body=body, content_type="text/javascript")


def page_file(name):
    return (files("kkm_helpers.widgets") / "page" / name).read_text(encoding="utf-8")


# --- the model --------------------------------------------------------------------
def random_value(rng, known):
    """Return a value anywhere within the hard bounds: half of them ordinary, the ends among them."""
    if known.is_choice:
        return rng.choice([choice.name for choice in known.choices])
    low, high = known.bounds
    high = LARGEST if high is None else high
    slider_low, slider_high, _ = known.slider
    value = rng.choice((
        low, known.default, known.default, slider_high, rng.uniform(slider_low, slider_high),
        rng.uniform(slider_low, slider_high), rng.uniform(low, min(high, 10 * slider_high)),
        max(low, min(high, 10 ** rng.uniform(-3, math.log10(max(high, 1))))), min(high, 100 * slider_high),
    ))  # fmt: skip
    return float(round(value)) if known.is_whole else float(value)


def random_scenario(rng, horizon):
    """Return the assumptions that differ from their defaults: all of them, or a few."""
    names = list(ASSUMPTIONS) if rng.random() < 0.5 else rng.sample(list(ASSUMPTIONS), 8)
    scenario = {name: random_value(rng, ASSUMPTIONS[name]) for name in names} | {"horizon_months": float(horizon)}
    try:
        evaluate(only=("selling_days",), **scenario)
    except NoSellingDayError:
        return random_scenario(rng, horizon)
    return scenario


def numbers(results):
    """Return all quantities of a case in a row, as numbers: an option by its place, NaN for what does not happen."""
    return np.concatenate([np.atleast_1d(as_number(results[name])) for name in QUANTITIES])


def as_number(value):
    if isinstance(value, str):
        return OPTIONS.index(value)
    return math.nan if value is None else value


NUMBERS_IN_THE_PAGE = """(text) => {
    const { scenarios, names, options } = JSON.parse(text);
    const asNumber = (value) => (typeof value === "string" ? options.indexOf(value) : value);
    const numbers = scenarios.flatMap((scenario) => {
        const results = evaluate(scenario);
        return names.map((name) => results[name]).flat().map((value) => {
            if (value === undefined || Number.isNaN(value)) throw new Error("a value is no number");
            return value === null ? NaN : asNumber(value);
        });
    });
    const bytes = new Uint8Array(new Float64Array(numbers).buffer);
    const parts = [];
    for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
    return btoa(parts.join(""));
}"""


def numbers_in_the_page(page, scenarios):
    data = {"scenarios": scenarios, "names": list(QUANTITIES), "options": OPTIONS}
    text = page.evaluate(NUMBERS_IN_THE_PAGE, json.dumps(data))
    return np.frombuffer(base64.b64decode(text)).reshape(len(scenarios), -1)


class OtherLastDigits(Renderer):
    """The value of a formula for many scenarios, each power with other last digits."""

    def __init__(self, values, rng):
        self.values = values
        self.rng = rng

    def name(self, name):
        return self.values[name]

    def constant(self, value):
        return value

    def binary(self, operator, left, right):
        result = eval(f"left {operator} right", {"left": left, "right": right})  # noqa: S307
        if operator in ("*", "/", "**"):
            result = result * (1 + self.rng.uniform(-LAST_DIGITS, LAST_DIGITS, np.shape(result)))
        return result

    def negative(self, operand):
        return -operand

    def call(self, node, operator, arguments, named):
        del node
        arguments = [self.render(argument) for argument in arguments]
        return OPERATORS[operator](*arguments, **{name: self.render(given) for name, given in named.items()})


def numbers_with_other_last_digits(scenarios, seed):
    count, horizon = len(scenarios), int(scenarios[0]["horizon_months"])
    values = {
        name: np.array([scenario.get(name, known.default) for scenario in scenarios])[:, np.newaxis]
        for name, known in ASSUMPTIONS.items()
    } | {"horizon_months": horizon}
    walker = OtherLastDigits(values, np.random.default_rng(seed))
    for quantity in GRAPH.quantities:
        value = walker.render(expression_of(quantity))
        values[quantity.name] = np.broadcast_to(value, (count, horizon)) if quantity.monthly else value
    columns = []
    for name in QUANTITIES:
        value = np.asarray(values[name])
        if value.dtype.kind == "U":
            value = np.vectorize(OPTIONS.index)(value)
        columns.append(np.broadcast_to(value, (count, value.shape[-1] if value.ndim else 1)))
    return np.concatenate(columns, axis=1)


def uncertainty(scenarios, expected, names):
    """Return by how much each number may differ, infinite where it may happen or not; a series differs as a whole."""
    with np.errstate(all="ignore"):
        others = [numbers_with_other_last_digits(scenarios, seed) for seed in range(DRAWS)]
    differences = np.abs(np.array(others) - expected)
    differences[np.isnan(others) != np.isnan(expected)] = math.inf
    differences[np.isnan(differences)] = 0
    _, starts = np.unique(names, return_index=True)
    starts.sort()
    largest = np.maximum.reduceat(differences.max(axis=0), starts, axis=1)
    return MARGIN * np.repeat(largest, np.diff([*starts, len(names)]), axis=1)


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_page_computes_what_python_computes(page, horizon):
    rng = random.Random(SEED * horizon)  # noqa: S311
    scenarios = [random_scenario(rng, horizon) for _ in range(SCENARIOS_OF_A_HORIZON)]
    cases = [evaluate(**scenario) for scenario in scenarios]
    names = [name for name in QUANTITIES for _ in np.atleast_1d(as_number(cases[0][name]))]
    expected = np.array([numbers(case) for case in cases])
    found = numbers_in_the_page(page, scenarios)
    assert found.shape == expected.shape

    uncertain = uncertainty(scenarios, expected, names)
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    near = np.abs(found - expected) <= 1e-12 * np.abs(expected) + uncertain
    wrong = np.argwhere(~(same | near | np.isinf(uncertain)))
    assert not len(wrong), [(names[at], expected[row, at], found[row, at], scenarios[row]) for row, at in wrong[:3]]
    # Were much of it uncertain, the test would say little.
    assert (same | (uncertain <= 1e-9 * np.abs(expected))).mean() > 0.8


def test_a_case_is_computed_on_demand_and_knows_its_assumptions(page):
    seen = page.evaluate("""() => {
        const results = evaluate({ small_customers: 100 });
        return [results.inside_reps, results.small_customers, results.horizon_months, results.staffing,
                "build_npv" in results,
                Object.getOwnPropertyNames(results).filter((name) => QUANTITIES.includes(name))];
    }""")
    assert seen == [1, 100, 60, "follow", True, ["inside_reps"]]
    assert page.evaluate("QUANTITIES.toSorted()") == sorted(QUANTITIES)
    assert "smal_customers" in page.evaluate("""() => {
        try { evaluate({ smal_customers: 1 }); } catch (error) { return error.message; }
    }""")


# --- operators and expressions ------------------------------------------------------
SERIES = (
    [5.0], [-5.0], [0.0, 0.0], [-100.0, 30, 40, 50, 60], [-100.0, 150, -20, 30], [100.0, -50], [-1e-7, 1e-7, -1e-7],
    [-1000.0, *[90.0] * 24], [-1.0, *[30.0] * 30], [-100.0, *[1.0] * 11, 200.0], [-10.0, 0.0, 20.0],
    [(-1) ** month * 1e2 / month for month in range(1, 121)], [-3.0, 1.0, 1.0, 1.0], [-3.0, 1.0, 1.0, 1.0 - 1e-7],
)  # fmt: skip
ARGUMENTS = {
    "where": ((True, 1.0, 2.0), (False, 1.0, 2.0)),
    "maximum": ((1.0, 3.0, 2.0), (-1.0, -2.0)),
    "minimum": ((1.0, -3.0, 2.0), (5.0, 5.0)),
    "clip": ((-1.0, 0, 1), (0.5, 0, 1), (2.0, 0, 1)),
    "ceil": ((10.000000000000002,), (10.0000001,), (0.0,), (9.9999999999,), (-0.5,), (1e7 / 3,), (123456789.5,)),
    "ratio": ((1.0, 0.0), (0.0, 0.0), (1.0, 3.0)),
    "defined_ratio": ((1.0, 0.0), (0.0, 0.0), (1.0, 3.0)),
    "second_highest": ((1.0, 3.0, 2.0), (10.0, 9.0, 10.0), (-1.0, -20.0, -3.0)),
    "month_numbers": ((1.0,), (12.0,)),
}
NAMED = (
    {"passive": 0.0, "build": -1.0, "hybrid": 0.0},
    {"passive": 0.0, "build": 2.0, "hybrid": 2.0},
    {"passive": 0.0, "build": 2.0, "hybrid": 3.0},
)


def plain(value):
    value = np.asarray(value).tolist()
    return None if isinstance(value, float) and math.isnan(value) else value


@pytest.mark.parametrize("name", [name for name in OPERATORS if name != "name_of_highest"])
def test_every_operator_has_its_twin(page, name):
    given = ARGUMENTS.get(name) or [(series,) for series in SERIES]
    as_arrays = [[np.array(each) if isinstance(each, list) else each for each in arguments] for arguments in given]
    expected = [plain(OPERATORS[name](*arguments)) for arguments in as_arrays]
    found = page.evaluate("([name, given]) => JSON.stringify(given.map((each) => op[name](...each)))", [name, given])
    for arguments, there, here in zip(given, json.loads(found), expected, strict=True):
        assert there == (here if here is None else pytest.approx(here, rel=1e-14, abs=0)), arguments


def test_the_name_of_the_highest(page):
    found = page.evaluate("(given) => given.map((each) => op.name_of_highest(each))", list(NAMED))
    assert found == [OPERATORS["name_of_highest"](**values) for values in NAMED]


EXPRESSIONS = (
    "build_npv > 0 and build_payback_month is not None",
    "dissolve_payback_month is None or dissolve_payback_month > 12",
    "not (takeover == 1)",
    "not build_npv < outsource_npv and (potential_basis == 'sector' or staffing != 'fixed')",
    "maximum(build_npv, outsource_npv) / 12 - -build_npv",
    "-(2 - 3 - (4 - 5)) ** 2 / (3 / (4 / 5)) * 2",
    "2 ** -1 + (2 ** 3) ** 2 + 2 ** (3 ** 2)",
    "name_of_highest(build=build_npv, hybrid=hybrid_npv)",
    "total(where(months <= 12, build_net, 0)) - running_sum(build_cost) / price_index",
    "running_sum(running_product(1 - build_coverage / 10) * build_net)",
    "yearly_sums(build_net) - build_year_net + 1",
    "running_sum(outsource_year_net) * 2",
    "short - scale * total(cash * scale)",
    "where(cash > scale, cash, -cash)",
)
NAMES = {"cash": [3.0, -1.0, 2.0], "scale": 2.5, "short": 1.0}


@pytest.mark.parametrize("changed", [{}, {"captured_share": 0.3, "transfer_month": 80.0}])
def test_an_expression_gives_in_the_page_what_it_gives_in_python(page, changed):
    results = evaluate(**changed)
    values = {name: results.value(name) for name in TERMS} | {
        name: np.array(value) if isinstance(value, list) else value for name, value in NAMES.items()
    }
    expected = [plain(value_of(expression, values)) for expression in EXPRESSIONS]
    found = page.evaluate(
        """([codes, changed, names]) => {
            const v = Object.assign(evaluate(changed), names);
            return codes.map((code) => new Function("v", "op", `return ${code}`)(v, op));
        }""",
        [[javascript(expression, NAMES) for expression in EXPRESSIONS], changed, NAMES],
    )
    for expression, there, here in zip(EXPRESSIONS, found, expected, strict=True):
        exact = isinstance(here, (bool, str))
        assert not exact or isinstance(there, type(here)), expression
        assert there == (here if exact else pytest.approx(here, rel=1e-12)), expression


# --- texts ------------------------------------------------------------------------
VALUES = (
    0.0, -0.0, 0.5, -0.5, 1.5, 2.5, 1234.5, -1234.5, 999.994, 999.995, 999.999, 1000.0, 99_999.5, 99_999.4, 100_000.0,
    99_999_999.0, 1e8, 1_234_567.891, -0.004, 0.005, -0.001, 0.015, 1.005, 0.125, 0.00125, 12.5, 0.1 + 0.2, 1e-3, 1e-5,
    0.00999999999999999, 1e-7, 1e-9, 123.45, 0.08, 0.085, 1.0229, 1e15, -1e15, 1e20, 1e21, -1.5e22, 1e37, None,
)  # fmt: skip


def pairs(count):
    """Return names with values they could have, and with values nothing could have."""
    rng = random.Random(SEED)  # noqa: S311
    names = [name for name, unit in UNIT_OF.items() if unit != "choice"]
    found = [(rng.choice(names), value) for value in VALUES for _ in range(8)]
    results = evaluate(captured_share=0.2)
    found += [(name, as_plain(results.value(name))) for name in TERMS]
    for known in ASSUMPTIONS.values():
        found += [(known.name, choice.name) for choice in known.choices]
    found += [("recommended_option", option) for option in OPTION_NAMES]
    while len(found) < count:
        name = rng.choice(names)
        # Beyond a billion per cent an exact half may be rounded up in the page and to the even digit in Python.
        value = rng.choice((-1, 1, 1)) * 10 ** rng.uniform(-7, 12 if UNIT_OF[name].startswith("EUR") else 7)
        found.append((name, rng.choice((value, round(value, rng.randint(0, 4)), float(round(value))))))
    return found


def as_plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


def texts(name, value, language):
    """Return everything that can be said of a value."""
    said = [display(name, value, language), display(name, value, language, words=True)]
    said += [TERMS[name].label(language), TERMS[name].short_label(language)]
    if isinstance(value, float):
        said += [short_money(value, language), format_value(value, UNIT_OF[name], language)]
        said += [format_number(value, decimals, language) for decimals in (0, 1, 2, 4)]
    return said


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_writes_what_python_writes(page, language):
    given = pairs(5_000)
    found = page.evaluate(
        """([text, facts]) => {
            const { display, short, inUnit, number, label, shortLabel } = createDisplay(facts);
            return JSON.parse(text).map(([name, value]) => [
                display(name, value), display(name, value, { words: true }), label(name), shortLabel(name),
                ...(typeof value === "number" ? [short(value), inUnit(value, facts.terms[name].unit)] : []),
                ...(typeof value === "number" ? [0, 1, 2, 4].map((decimals) => number(value, decimals)) : []),
            ]);
        }""",
        [json.dumps(given), model_facts(language)],
    )
    for (name, value), there in zip(given, found, strict=True):
        assert there == texts(name, value, language), (name, value)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_says_when_no_selling_day_is_left(page, language):
    found = page.evaluate(
        """(facts) => [{}, { vacation_days: 200 }, { vacation_days: 300 }].map(
            (changed) => createDisplay(facts).refusal(evaluate(changed)))""",
        model_facts(language),
    )
    with pytest.raises(NoSellingDayError) as refused:
        evaluate(vacation_days=300)
    assert found == ["", "", refused.value.message(language)]
