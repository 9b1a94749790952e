"""`kkm calc`: every quantity of the business case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli.declare import Misuse, invocation_of, kkm_command, option
from kkm_helpers.cli.output import plain, print_json, tell
from kkm_helpers.scenario import CaseError, build_case, load_scenario
from kkm_helpers.scenario.scalars import read_argument
from kkm_helpers.scenario.storage import grouping_fault

if TYPE_CHECKING:
    from kkm_helpers.language import Language
    from kkm_helpers.scenario import Case


@kkm_command(
    "calc",
    de="Rechnet alle Größen des Business Case und nennt auf Wunsch, wie eine Größe zustande kommt. Annahmen setzen Sie "
    "mit --set oder in einer Szenariodatei; alle Namen mit Vorgabe und Grenzen zeigt kkm calc --assumptions.",
    en="Computes every quantity of the business case and explains any of them on request. Set assumptions with --set "
    "or in a scenario file; kkm calc --assumptions shows all names with default and bounds.",
    examples=(
        "kkm calc --set visits_per_customer=4 --set captured_share=0.04",
        "kkm calc --scenario elektriker.yaml --json",
        "kkm calc --decision --set potential_basis=history",
        "kkm calc --explain revenue_threshold",
    ),
)
@option("--scenario", metavar="FILE", de="Szenariodatei (YAML).", en="Scenario file (YAML).")
@option(
    "--customers",
    metavar="FILE",
    de="Kundenliste; sie setzt die Größen der Kleinkunden.",
    en="Customer list; it sets the figures of the small customers.",
)
@option(
    "--set",
    "settings",
    metavar="NAME=WERT",
    multiple=True,
    de="Setzt eine Annahme, mit Dezimalpunkt: churn_passive=0.1. Mehrfach möglich.",
    en="Sets an assumption, with a decimal point: churn_passive=0.1. May be repeated.",
)
@option(
    "--explain",
    metavar="NAME",
    de="Erklärt eine Größe: Formel, Zahlen und Quellen bis zu den Annahmen.",
    en="Explains a quantity: formula, numbers and sources down to the assumptions.",
)
@option(
    "--assumptions",
    "list_assumptions",
    is_flag=True,
    de="Zeigt alle Annahmen mit Vorgabe, Bereich und Grenzen.",
    en="Shows all assumptions with default, range and bounds.",
)
@option(
    "--decision",
    "decision_only",
    is_flag=True,
    de="Zeigt nur die Entscheidung: Empfehlung, Gründe, Voraussetzungen, nächster Schritt.",
    en="Shows the decision only: recommendation, reasons, preconditions, next step.",
)
@option("--json", "as_json", is_flag=True, de="Gibt ein JSON-Objekt aus.", en="Prints one JSON object.")
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    scenario: str | None,
    customers: str | None,
    settings: tuple[str, ...],
    explain: str | None,
    list_assumptions: bool,  # noqa: FBT001 - a flag
    decision_only: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    invocation = invocation_of(context)
    overrides = read_settings(settings)
    loaded = load_scenario(scenario) if scenario is not None else None
    invocation.suggest(loaded.language if loaded else None)
    language = invocation.language
    if list_assumptions:
        _print_assumptions(language, as_json=as_json)
        return
    case = build_case(loaded, overrides, customers)
    for note in case.notes:
        tell(note.text(language))
    if explain is not None:
        _print_explanation(explain, case, language, as_json=as_json)
    elif as_json:
        print_json(json_of(case, language))
    elif decision_only:
        from kkm_helpers.cli.decision_text import print_decision

        print_decision(case, language)
    else:
        from kkm_helpers.cli.calc_tables import print_case

        print_case(case, language)


def read_settings(settings: Sequence[str]) -> dict[str, float | str]:
    """Return the assumptions that `--set name=value …` sets.

    Raises:
        Misuse: "=" is missing, or a name is set to two values.
        CaseError: a value may mean two things (4.000).
    """
    values: dict[str, float | str] = {}
    faults = []
    for setting in settings:
        name, sign, text = setting.partition("=")
        name = name.strip()
        if not sign or not name or not text.strip():
            raise Misuse(
                f"--set {setting}: erwartet wird NAME=WERT, zum Beispiel --set visits_per_customer=4.",
                f"--set {setting}: NAME=VALUE is expected, for example --set visits_per_customer=4.",
            )
        value = read_argument(text)
        if values.setdefault(name, value) != value:
            raise Misuse(
                f"--set {name} steht zweimal mit verschiedenen Werten da: {values[name]} und {value}.",
                f"--set {name} stands there twice with different values: {values[name]} and {value}.",
            )
        fault = grouping_fault(name, text) if name in ASSUMPTIONS else None
        faults += [fault] if fault else []
    if faults:
        raise CaseError(faults)
    return values


def json_of(case: Case, language: Language) -> dict[str, Any]:
    """Return the JSON object of a case: quantities by public name, what follows from them, where values come from."""
    from kkm_helpers.analysis.assessment import assess

    results, assessment = case.results, assess(case)
    other = case.with_other_basis()
    return {
        **{name: plain(name, value) for name, value in results.items()},
        "assumptions": {name: plain(name, value) for name, value in results.assumptions.items()},
        "origins": {
            name: {"kind": origin.kind, "text": origin.text(language)} for name, origin in case.origins.items()
        },
        "other_potential_basis": {
            "potential_basis": other.assumptions["potential_basis"],
            "recommended_option": other["recommended_option"],
        },
        "utility": assessment.utility_json(),
        "readiness": assessment.readiness.to_json(),
        "decision": assessment.decision_json(),
        "milestones": [vars(milestone) for milestone in assessment.milestones],
        "warnings": [
            {"name": caution.name, "quantities": list(caution.quantities), "text": caution.text(language)}
            for caution in results.cautions
        ],
        "notes": [note.text(language) for note in case.notes],
    }


def _print_explanation(name: str, case: Case, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(explanation_json(name, case, language))
    else:
        from kkm_helpers.cli.explanation import print_explanation

        print_explanation(name, case, language)


def explanation_json(name: str, case: Case, language: Language) -> dict[str, Any]:
    """Return the JSON object of an explanation: the figure, its formula, and the assumptions it rests on."""
    from kkm_helpers.formulas import dependency_tree, explain

    explained = explain(name, case.results, language)
    below = dict.fromkeys(node.name for _, node in dependency_tree(name).walk() if node.name in ASSUMPTIONS)
    return {
        "name": name,
        "label": explained.label,
        "unit": explained.unit,
        "value": plain(name, case.results.value(name)),
        "month": explained.month,
        "formula": explained.formula,
        "numbers": explained.numbers,
        "latex": explained.latex,
        "needs": list(explained.needs),
        "assumptions": {
            each: {
                "value": plain(each, case.results.value(each)),
                "default": ASSUMPTIONS[each].default,
                "kind": ASSUMPTIONS[each].basis.kind,
                "source": ASSUMPTIONS[each].basis.words(language),
                "origin": case.origins[each].text(language),
            }
            for each in below
        },
    }


def _print_assumptions(language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(assumptions_json(language))
    else:
        from kkm_helpers.cli.calc_tables import print_assumptions

        print_assumptions(language)


def assumptions_json(language: Language) -> dict[str, Any]:
    """Return the declaration of each assumption by name."""
    return {
        name: {
            "label": known.label(language),
            "unit": known.unit,
            "default": known.default,
            "slider": None if known.is_choice else known.slider,
            "bounds": known.bounds,
            "choices": [choice.name for choice in known.choices],
            "kind": known.basis.kind,
            "source": known.basis.words(language),
        }
        for name, known in ASSUMPTIONS.items()
    }
