"""The parameters of a notebook: the cell that declares them, and what was really set.

The cell is written from the registry, so that `papermill --help-notebook` tells each parameter's meaning.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS, Assumption
from kkm_helpers.scenario import RESERVED
from kkm_helpers.workbook.list_steps import ListStep
from kkm_helpers.workbook.steps import NotebookStep

SCENARIO = "scenario"
"""The parameter that names a scenario file; the only one that is no key of such a file."""

CASE_PARAMETERS: dict[str, str] = {
    "language": "Sprache / language | erlaubt/allowed de, en | Vorgabe/default de",
    SCENARIO: "Szenariodatei (YAML) / scenario file (YAML)",
    "customers_file": "Kundenliste (CSV, XLSX) / customer list (CSV, XLSX)",
}
"""What every notebook's cell declares beside assumptions, with its help."""

_HEADING = (
    "# Vorrang: was hier steht, dann Szenario, dann Kundenliste, dann Vorgabe. Jede andere Annahme gilt auch.\n"
    "# Precedence: what is set here, then scenario, then customer list, then default. Any other assumption works too.\n"
)

# papermill writes a parameter as one literal; whatever else stands in a notebook's namespace is no parameter.
_PLAIN = (str, int, float, list, tuple, dict)
# papermill writes NaN and infinity as float('nan'): no name a cell computes with.
_LITERAL_CALLS = frozenset(("float",))


def parameters_source(step: NotebookStep | ListStep) -> str:
    """Return the source of the parameters cell of a step's notebook."""
    if isinstance(step, ListStep):
        return _HEADING + "\n".join(f"{name}: {kind}" for name, kind in step.parameters.items())
    lines = [f"{name}: str = None  # {help_text}" for name, help_text in CASE_PARAMETERS.items()]
    lines += [f"{name}: {kind}" for name, kind in step.own.items()]
    lines += [_line(ASSUMPTIONS[name]) for name in step.assumptions]
    return _HEADING + "\n".join(lines)


def _line(assumption: Assumption) -> str:
    kind = "str" if assumption.is_choice else "int" if assumption.is_whole else "float"
    default = assumption.default if assumption.is_choice else f"{assumption.default:.10g}"
    labels = f"{assumption.de} / {assumption.en}"
    unit = "" if assumption.is_choice else f" | {assumption.unit}"
    help_text = f"{labels}{unit} | erlaubt/allowed {_range(assumption)} | Vorgabe/default {default}"
    return f"{assumption.name}: {kind} = None  # {help_text}"


def _range(assumption: Assumption) -> str:
    """Return the allowed values as one types them on a command line, e.g. "0.001 … 1" or "≥ 0"."""
    if assumption.is_choice:
        return ", ".join(choice.name for choice in assumption.choices)
    low, high = assumption.bounds
    return f"≥ {low:.10g}" if high is None else f"{low:.10g} … {high:.10g}"


def given_parameters(
    namespace: Mapping[str, Any],
    hidden: Collection[str] = (),
    sources: Iterable[str] = (),
    own: Collection[str] = (),
) -> dict[str, Any]:
    """Return the parameters that were set, known or not, by name; names with an underscore in front are private.

    Args:
        namespace: the notebook's global names.
        hidden: names that IPython itself puts there.
        sources: the cells run so far. What somebody computed in a cell of their own is no parameter, and must not
            become an unknown one when the notebook is run once more.
        own: names that only this notebook knows.
    """
    plain = {
        name: value
        for name, value in namespace.items()
        if isinstance(value, _PLAIN) and not name.startswith("_") and name not in hidden
    }
    known = {SCENARIO, *RESERVED, *ASSUMPTIONS, *own}
    computed = _computed_names(sources) if plain.keys() - known else set()
    return {name: value for name, value in plain.items() if name in known or name not in computed}


def _computed_names(sources: Iterable[str]) -> set[str]:
    """Return the names that a cell assigned from other names."""
    names: set[str] = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.NamedExpr)):
                read = _names(node, ast.Load) - _LITERAL_CALLS
                names |= _names(node, ast.Store) if read else set()
    return names


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, context)}
