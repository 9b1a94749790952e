"""`kkm demo-data`: a fictional customer list."""

from __future__ import annotations

from pathlib import Path

import click

from kkm_helpers.cli.declare import WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.cli.output import tell
from kkm_helpers.demo_data import CUSTOMERS, MOST_CUSTOMERS, SEED, write_demo_customers
from kkm_helpers.language import choose, format_number

DEFAULT_FILE = "demo_customers.csv"


@kkm_command(
    "demo-data",
    de="Schreibt die Kundenliste eines erfundenen Elektrogroßhändlers, zum Ausprobieren. Gleiche Angaben ergeben die "
    "gleiche Liste.",
    en="Writes the customer list of a fictional electrical wholesaler, to try things out. The same options give the "
    "same list.",
    examples=("kkm demo-data", "kkm demo-data -o kunden.xlsx --customers 800 --seed 7"),
)
@option(
    "-o",
    "--out",
    metavar="FILE",
    default=DEFAULT_FILE,
    de=f"Datei (.csv oder .xlsx); ohne Angabe {DEFAULT_FILE}.",
    en=f"File (.csv or .xlsx); {DEFAULT_FILE} unless given.",
)
@option(
    "--customers",
    type=WholeNumber(1, MOST_CUSTOMERS),
    metavar="N",
    default=CUSTOMERS,
    de=f"Anzahl Kunden; ohne Angabe {CUSTOMERS}.",
    en=f"Number of customers; {CUSTOMERS} unless given.",
)
@option(
    "--seed",
    type=WholeNumber(0, 2**32 - 1),
    metavar="N",
    default=SEED,
    de=f"Startwert des Zufalls; ohne Angabe {SEED}.",
    en=f"Seed of the randomness; {SEED} unless given.",
)
@option("--force", is_flag=True, de="Überschreibt eine vorhandene Datei.", en="Overwrites a file that is there.")
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    out: str,
    customers: int,
    seed: int,
    force: bool,  # noqa: FBT001 - a flag
) -> None:
    language = invocation_of(context).language
    write_demo_customers(Path(out), customers, seed, language=language, force=force)
    count = format_number(customers, 0, language)
    tell(choose(language, f"{out}: {count} erfundene Kunden.", f"{out}: {count} fictional customers."))
