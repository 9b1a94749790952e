"""`kkm identify`: who is a small customer, who is not, and why."""

from __future__ import annotations

from pathlib import Path

import click

from kkm_helpers.cli.declare import invocation_of, kkm_command, option
from kkm_helpers.cli.identify_options import IdentifyOptions, find_small_customers, identify_options, scenario_of
from kkm_helpers.cli.output import print_json, tell
from kkm_helpers.cli.reading_options import ReadingOptions, check_out, file_argument, reading_options
from kkm_helpers.language import choose, format_number


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
@option(
    "--out",
    metavar="FILE",
    de="Schreibt die Kunden mit Segment und Begründung (.csv oder .xlsx).",
    en="Writes the customers with segment and reasons (.csv or .xlsx).",
)
@option("--force", is_flag=True, de="Überschreibt eine vorhandene Datei.", en="Overwrites a file that is there.")
@option("--json", "as_json", is_flag=True, de="Gibt ein JSON-Objekt aus.", en="Prints one JSON object.")
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
    check_out(out, force=force, sources=(file, reading.crm))
    found = find_small_customers(file, reading, chosen, loaded, language)
    identification = found.identification
    if out is not None:
        from kkm_helpers.customers.tables import write_table

        write_table(identification.customers_table(language), Path(out), language=language, force=force)
        count = format_number(len(identification.frame), 0, language)
        tell(choose(language, f"{out}: {count} Kunden geschrieben.", f"{out}: {count} customers written."))
    if as_json:
        of_reading = [message.text(language) for message in found.customers.report.warnings]
        answer = identification.to_json(language)
        print_json({**answer, "warnings": [*of_reading, *answer["warnings"]]})
    else:
        from kkm_helpers.cli.identify_tables import print_identification

        print_identification(found.customers, identification, language)
