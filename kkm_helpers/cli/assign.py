"""`kkm assign`: the worklist of the small customers for inside sales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli.declare import Misuse, WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.cli.identify_options import (
    IdentifyOptions,
    Number,
    find_small_customers,
    identify_options,
    scenario_of,
)
from kkm_helpers.cli.output import print_json, print_paragraph, print_table
from kkm_helpers.cli.output_options import FORCE_OPTION, JSON_OPTION, check_table_out, out_option, write_out
from kkm_helpers.cli.reading_options import ReadingOptions, file_argument, reading_options
from kkm_helpers.language import Language, choose, format_value

if TYPE_CHECKING:
    from kkm_helpers.cli.identify_options import Found
    from kkm_helpers.customers.assignment import Assignment

FIRST_SHOWN = 10
MOST_CUSTOMERS_OF_A_REP = int(ASSUMPTIONS["customers_per_rep"].bounds[1] or 0)


@kkm_command(
    "assign",
    de="Schreibt die Arbeitsliste für das CRM: jeder Kleinkunde bekommt genau einen Inside-Sales-Mitarbeiter, sortiert "
    "nach dem erwarteten Deckungsbeitrag. Eine Kontrollgruppe (--control-share) macht die spätere Erfolgskontrolle "
    "ehrlich.",
    en="Writes the worklist for the CRM: each small customer gets exactly one inside sales rep, sorted by expected "
    "margin. A control group (--control-share) makes the later review honest.",
    examples=(
        "kkm assign kunden.xlsx --out arbeitsliste.csv",
        "kkm assign kunden.csv --scenario elektriker.yaml --control-share 0.1 --seed 7 --out arbeitsliste.xlsx",
    ),
)
@file_argument()
@identify_options
@out_option("Arbeitsliste", "Worklist", required=True)
@option(
    "--customers-per-rep",
    type=WholeNumber(1, MOST_CUSTOMERS_OF_A_REP),
    metavar="N",
    de="Höchstens so viele Kunden je Mitarbeiter; sonst wie im Modell.",
    en="At most so many customers per rep; else as in the model.",
)
@option(
    "--control-share",
    type=Number(),
    metavar="X",
    default=0.0,
    de="Dieser Anteil bleibt zufällig gezogen ein Jahr ohne Betreuung, zum Beispiel 0.1.",
    en="This share, drawn at random, stays without care for a year, for example 0.1.",
)
@option(
    "--seed",
    type=WholeNumber(0, 2**32 - 1),
    metavar="N",
    default=0,
    de="Startwert der Ziehung; ohne Angabe 0.",
    en="Seed of the draw; 0 unless given.",
)
@FORCE_OPTION
@JSON_OPTION
@reading_options
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    file: str | None,
    reading: ReadingOptions,
    chosen: IdentifyOptions,
    scenario: str | None,
    out: str,
    customers_per_rep: int | None,
    control_share: float,
    seed: int,
    force: bool,  # noqa: FBT001 - a flag
    as_json: bool,  # noqa: FBT001
) -> None:
    if not 0 <= control_share < 1:
        raise Misuse(
            f"--control-share: {control_share} ist kein Anteil von 0 bis unter 1, zum Beispiel 0.1.",
            f"--control-share: {control_share} is no share from 0 to below 1, for example 0.1.",
        )
    loaded = scenario_of(scenario, context)
    language = invocation_of(context).language
    check_table_out(out, force=force, sources=(file, reading.crm))
    found = find_small_customers(file, reading, chosen, loaded, language)
    own = {} if customers_per_rep is None else {"customers_per_rep": customers_per_rep}
    assignment = assignment_of(found, {**loaded.overrides, **own}, control_share, seed)
    write_out(assignment.table(language), out, language, force=force)
    if as_json:
        print_json(json_of(assignment, language))
    else:
        _print_assignment(assignment, language)
        from kkm_helpers.cli.check_report import print_warnings

        print_warnings(found.identification.warnings, language)


def assignment_of(found: Found, given: dict[str, Any], control_share: float, seed: int) -> Assignment:
    """Return the worklist: what care brings and costs is the model's, fed from the list.

    Args:
        found: the list with its segments.
        given: assumptions that are not at their defaults, by name.
        control_share: share drawn at random that stays without care.
        seed: of that draw.
    """
    from kkm_helpers.analysis.care_group import worklist_of
    from kkm_helpers.customers.judging import fed_from

    results = fed_from(found.identification, given)
    return worklist_of(found.identification, results, control_share=control_share, seed=seed)


def json_of(assignment: Assignment, language: Language) -> dict[str, Any]:
    """Return the JSON object of a worklist: loads, the line up to which care pays, the control group."""
    line = assignment.care_line
    return {
        "customers": len(assignment.worklist),
        "loads": {str(rep): int(load) for rep, load in assignment.loads.items()},
        "care_line": {
            "customers": line.customers,
            "worth_it": line.worth_it,
            "best": round(line.best, 2),
            "everybody": round(line.everybody, 2),
        },
        "reactivation_customers": assignment.reactivation,
        "control_group": list(assignment.control_group),
        "summary": assignment.summary(language),
    }


def _print_assignment(assignment: Assignment, language: Language) -> None:
    for sentence in assignment.summary(language).splitlines():
        print_paragraph(sentence)
    worklist = assignment.worklist
    known = ("priority", "customer_id", "name", "postcode", "city", "inside_rep")
    shown = [name for name in known if name in worklist]
    words = choose(
        language,
        ("Rang", "Nummer", "Name", "PLZ", "Ort", "Inside Sales"),
        ("Rank", "Number", "Name", "Postcode", "City", "Inside sales"),
    )
    headings = [word for name, word in zip(known, words, strict=True) if name in shown]
    headings.append(choose(language, "Deckungsbeitrag", "Margin"))
    rows = [
        (*(str(of[name]) for name in shown), format_value(float(round(of["expected_margin"])), "EUR", language))
        for _, of in worklist.head(FIRST_SHOWN).iterrows()
    ]
    title = choose(language, "Die ersten der Liste", "The first of the list")
    broken = [headings.index(word) for word in ("Name",) if word in headings]
    print_table(title, headings, rows, right=(0, len(headings) - 1), broken=broken)
