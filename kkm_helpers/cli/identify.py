"""`kkm identify`: who is a small customer, who is not, and why."""

from __future__ import annotations

import click

from kkm_helpers.cli.declare import invocation_of, kkm_command
from kkm_helpers.cli.identify_options import IdentifyOptions, find_small_customers, identify_options, scenario_of
from kkm_helpers.cli.output import print_json
from kkm_helpers.cli.output_options import FORCE_OPTION, JSON_OPTION, check_table_out, out_option, write_out
from kkm_helpers.cli.reading_options import ReadingOptions, file_argument, reading_options


@kkm_command(
    "identify",
    de="Findet die Kleinkunden einer Liste: Segmente, Kennzahlen der Gruppe, was davon in den Business Case geht, und "
    "was eine andere Schwelle oder Definition ändern würde. --out schreibt jeden Kunden mit Segment und Begründung.",
    en="Finds the small customers of a list: segments, figures of the group, what of them goes into the business case, "
    "and what another threshold or definition would change. --out writes each customer with segment and reasons.",
    examples=(
        "kkm identify kunden.xlsx --out segmente.xlsx",
        "kkm identify kunden.csv --definition both --threshold 7500 --reference-year 2024",
        "kkm identify kunden.csv --crm besuche.csv --scenario elektriker.yaml --json",
    ),
)
@file_argument()
@identify_options
@out_option("Schreibt die Kunden mit Segment und Begründung", "Writes the customers with segment and reasons")
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
    out: str | None,
    force: bool,  # noqa: FBT001 - a flag
    as_json: bool,  # noqa: FBT001
) -> None:
    loaded = scenario_of(scenario, context)
    language = invocation_of(context).language
    check_table_out(out, force=force, sources=(file, reading.crm))
    found = find_small_customers(file, reading, chosen, loaded, language)
    identification = found.identification
    if out is not None:
        write_out(identification.customers_table(language), out, language, force=force)
    if as_json:
        of_reading = [message.text(language) for message in found.customers.report.warnings]
        answer = identification.to_json(language)
        print_json({**answer, "warnings": [*of_reading, *answer["warnings"]]})
    else:
        from kkm_helpers.cli.identify_tables import print_identification

        print_identification(found.customers, identification, language)
