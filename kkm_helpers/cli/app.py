"""`kkm app`: the app in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from kkm_helpers.cli.declare import WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.files import check_readable
from kkm_helpers.scenario import load_scenario

HIGHEST_PORT = 65_535


@kkm_command(
    "app",
    de="Startet die App auf diesem Rechner, öffnet sie im Browser und nennt ihre Adresse, sobald sie bereit ist. Ist "
    "der Port belegt, nimmt sie den nächsten. Strg+C beendet sie.",
    en="Starts the app on this machine, opens it in the browser and prints its address once it is ready. Where the "
    "port is taken it takes the next one. Ctrl+C ends it.",
    examples=("kkm app", "kkm app --scenario elektriker.yaml --customers kunden.csv --port 8900 --no-browser"),
)
@option(
    "--port", type=WholeNumber(1, HIGHEST_PORT), metavar="N", de="Port; sonst ein freier.", en="Port; else a free one."
)
@option("--no-browser", is_flag=True, de="Öffnet keinen Browser.", en="Opens no browser.")
@option("--scenario", metavar="FILE", de="Szenariodatei (YAML).", en="Scenario file (YAML).")
@option("--customers", metavar="FILE", de="Kundenliste.", en="Customer list.")
@option(
    "--token",
    metavar="TEXT",
    de="Eigenes Zugangswort in der Adresse; sonst ein zufälliges.",
    en="Your own access word in the address; else a random one.",
)
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    port: int | None,
    no_browser: bool,  # noqa: FBT001 - a flag
    scenario: str | None,
    customers: str | None,
    token: str | None,
) -> None:
    invocation = invocation_of(context)
    if scenario is not None:
        # A wrong scenario is an error here, not in the browser.
        invocation.suggest(load_scenario(scenario).language)
    if customers is not None:
        check_readable(Path(customers))
    # Voila takes a second to import; a wrong call is answered at once.
    from kkm_helpers.app import serve

    serve(
        port=port,
        open_browser=not no_browser,
        scenario=Path(scenario) if scenario else None,
        customers=Path(customers) if customers else None,
        token=token,
        language=invocation.language,
    )
