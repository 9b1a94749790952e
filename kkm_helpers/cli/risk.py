"""`kkm risk`: what the answer hangs on, how sure it is, what must be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.validation import nearest_assumption
from kkm_helpers.cli.calc import read_settings
from kkm_helpers.cli.declare import Misuse, OneOf, WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.cli.output import print_json, tell
from kkm_helpers.model import OPTIONS
from kkm_helpers.scenario import build_case, load_scenario

if TYPE_CHECKING:
    from kkm_helpers.analysis.risk import Risk
    from kkm_helpers.language import Language

MOST_DRAWS = 10_000_000
LARGEST_SEED = 2**63 - 1


@kkm_command(
    "risk",
    de="Zeigt, woran der Kapitalwert einer Option hängt: Tornado, Monte Carlo, nötige Werte und Stressfälle. Eigene "
    "Intervalle und Korrelationen setzt die Szenariodatei (uncertainty, correlation); wer eine Zahl bestätigt hat, "
    "steht dort unter notes.",
    en="Shows what the net present value of an option hangs on: tornado, Monte Carlo, required values and stress "
    "cases. Intervals and correlations of your own are set in the scenario file (uncertainty, correlation); who "
    "confirmed a figure stands there under notes.",
    examples=(
        "kkm risk",
        "kkm risk --scenario elektriker.yaml --option build --draws 100000 --json",
        "kkm risk --two-way captured_share outsource_fte_price",
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
    "--option",
    "looked_at",
    metavar="NAME",
    type=OneOf([each.name for each in OPTIONS]),
    de="Option, um die es geht: dissolve, build, outsource oder hybrid; ohne Angabe die empfohlene, bei Passiv bleiben "
    "die beste aktive.",
    en="The option looked at: dissolve, build, outsource or hybrid; unless given the recommended one, where that is "
    "staying passive the best active one.",
)
@option(
    "--draws",
    metavar="N",
    type=WholeNumber(1, MOST_DRAWS),
    default=10_000,
    de="Zahl der Ziehungen; ohne Angabe 10000.",
    en="Number of draws; 10000 unless given.",
)
@option(
    "--seed",
    metavar="N",
    type=WholeNumber(0, LARGEST_SEED),
    default=1,
    de="Startwert des Zufalls: derselbe gibt dieselben Zahlen; ohne Angabe 1.",
    en="Seed of the random numbers: the same one gives the same figures; 1 unless given.",
)
@option(
    "--two-way",
    nargs=2,
    metavar="NAME NAME",
    de="Dazu eine Tabelle über zwei Annahmen: Kapitalwert und beste Option.",
    en="Also a table over two assumptions: net present value and best option.",
)
@option("--json", "as_json", is_flag=True, de="Gibt ein JSON-Objekt aus.", en="Prints one JSON object.")
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    scenario: str | None,
    customers: str | None,
    settings: tuple[str, ...],
    looked_at: str | None,
    draws: int,
    seed: int,
    two_way: tuple[str, str] | None,
    as_json: bool,  # noqa: FBT001 - a flag
) -> None:
    from kkm_helpers.analysis.risk import assess_risk

    invocation = invocation_of(context)
    overrides = read_settings(settings)
    over = _two_assumptions(two_way) if two_way else None
    loaded = load_scenario(scenario) if scenario is not None else None
    invocation.suggest(loaded.language if loaded else None)
    case = build_case(loaded, overrides, customers)
    risk = assess_risk(case, looked_at, draws, seed)
    for note in (*case.notes, *risk.case.notes()):
        tell(note.text(invocation.language))
    _show(risk, over, invocation.language, as_json=as_json)


def _show(risk: Risk, over: tuple[str, str] | None, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(risk.to_json(over))
    else:
        from kkm_helpers.cli.risk_tables import print_risk

        print_risk(risk, over, language)


def _two_assumptions(names: tuple[str, str]) -> tuple[str, str]:
    """Return the two names.

    Raises:
        Misuse: one of them is no assumption, or they are the same.
    """
    for name in names:
        if name not in ASSUMPTIONS:
            near = nearest_assumption(name)
            raise Misuse(
                f"--two-way: die Annahme {name} gibt es nicht." + (f" Meinten Sie {near}?" if near else ""),
                f"--two-way: there is no assumption {name}." + (f" Did you mean {near}?" if near else ""),
            )
    if names[0] == names[1]:
        raise Misuse(
            f"--two-way: {names[0]} steht zweimal da; nötig sind zwei verschiedene Annahmen.",
            f"--two-way: {names[0]} stands there twice; two different assumptions are needed.",
        )
    return names
