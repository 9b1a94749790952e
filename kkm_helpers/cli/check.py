"""`kkm check`: reads a customer list and says how it was read and how good it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from kkm_helpers.cli.declare import invocation_of, kkm_command, option
from kkm_helpers.cli.output import print_json, tell
from kkm_helpers.cli.output_options import FORCE_OPTION, JSON_OPTION, check_out
from kkm_helpers.cli.reading_options import ReadingOptions, file_argument, read_list, reading_options
from kkm_helpers.language import choose


@kkm_command(
    "check",
    de="Liest eine Kundenliste und zeigt den Importbericht: was verwendet, ausgelassen und nicht lesbar war, die "
    "Kontrollsummen, die erkannten Spalten und die Datenqualität.",
    en="Reads a customer list and shows the import report: what was used, left out and unreadable, the control totals, "
    "the columns recognised and the data quality.",
    examples=(
        "kkm check kunden.xlsx",
        "kkm check kunden.csv --crm besuche.csv --strict",
        "kkm check kunden.csv --write-mapping zuordnung.yaml",
        "kkm check --source sqlite:///erp.db --query kunden.sql --json",
    ),
)
@file_argument()
@reading_options
@option(
    "--write-mapping",
    metavar="FILE",
    de="Schreibt, was erkannt wurde, als Zuordnung (YAML), zum Berichtigen und Behalten.",
    en="Writes what was recognised as a mapping (YAML), to correct and to keep.",
)
@FORCE_OPTION
@JSON_OPTION
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    file: str | None,
    reading: ReadingOptions,
    write_mapping: str | None,
    force: bool,  # noqa: FBT001 - a flag
    as_json: bool,  # noqa: FBT001
) -> None:
    language = invocation_of(context).language
    check_out(write_mapping, force=force, sources=(file, reading.crm))
    # Read leniently: the report is what tells why --strict fails.
    customers = read_list(file, replace(reading, strict=False), language)
    from kkm_helpers.customers.judging import quality_of
    from kkm_helpers.customers.reading import demand_strict, guessed_mapping

    quality = quality_of(customers)
    if as_json:
        print_json({**customers.report.to_json(language), "quality": quality.to_json()})
    else:
        from kkm_helpers.cli.check_report import print_report

        print_report(customers, quality, language)
    if write_mapping is not None:
        guessed_mapping(customers.report).write(Path(write_mapping), force=force)
        tell(choose(language, f"{write_mapping}: Zuordnung geschrieben.", f"{write_mapping}: mapping written."))
    if reading.strict:
        demand_strict(customers.report)
