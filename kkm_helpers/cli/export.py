"""`kkm export`: the business case as a file for people who have no Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kkm_helpers.cli.calc import read_settings
from kkm_helpers.cli.declare import Misuse, invocation_of, kkm_command, option
from kkm_helpers.cli.output import tell
from kkm_helpers.exports import FORMATS, export
from kkm_helpers.exports.exporting import format_of
from kkm_helpers.files import check_may_write, check_readable
from kkm_helpers.language import choose
from kkm_helpers.scenario import build_case, load_scenario

_ENDINGS = ", ".join(FORMATS)


@kkm_command(
    "export",
    de="Schreibt den Business Case in eine Datei zum Weitergeben; die Endung sagt, welche: Excel (.xlsx) rechnet "
    "selbst, jede Größe ist eine lebende Formel. Eine solche Datei dient auch als Szenario (--scenario case.xlsx). "
    "PowerPoint (.pptx) sind Folien, die sich bearbeiten lassen, mit --template im Master des Kunden. HTML (.html) ist "
    "die Seite mit Reglern, ohne Server und ohne Internet, mit --static der Bericht; PDF (.pdf) ist der Bericht für "
    "den Vorstand.",
    en="Writes the business case to a file to hand on; the ending says which: Excel (.xlsx) calculates, every quantity "
    "is a live formula. Such a file serves as a scenario too (--scenario case.xlsx). PowerPoint (.pptx) are slides "
    "that can be edited, with --template in the client's master. HTML (.html) is the page with sliders, without a "
    "server and without internet, with --static the report; PDF (.pdf) is the board paper.",
    examples=(
        "kkm export -o case.xlsx",
        "kkm export -o case.pptx --template client.pptx",
        "kkm export -o case.html --lock",
        "kkm export --scenario elektriker.yaml --customers kunden.csv -o case.xlsx --language en",
        "kkm export --scenario case.xlsx --set horizon_months=84 -o case_84.xlsx",
    ),
)
@option("--scenario", metavar="FILE", de="Szenariodatei (YAML oder ausgegebene .xlsx).",
        en="Scenario file (YAML, or an exported .xlsx).")  # fmt: skip
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
@option("-o", "--out", metavar="FILE", de=f"Datei, die entsteht ({_ENDINGS}).",
        en=f"File to write ({_ENDINGS}).")  # fmt: skip
@option("--static", is_flag=True, de="Mit .html: der Bericht ohne Regler.", en="With .html: the report, no sliders.")
@option("--lock", is_flag=True, de="Mit .html: die Regler sind gesperrt.", en="With .html: the sliders are locked.")
@option("--template", metavar="FILE", de="Mit .pptx: eine PowerPoint-Datei, deren Master die Folien bekommen.",
        en="With .pptx: a PowerPoint file whose master the slides get.")  # fmt: skip
@option("--force", is_flag=True, de="Überschreibt eine vorhandene Datei.", en="Overwrites a file that is there.")
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    scenario: str | None,
    customers: str | None,
    settings: tuple[str, ...],
    out: str | None,
    static: bool,  # noqa: FBT001 - a flag
    lock: bool,  # noqa: FBT001 - a flag
    template: str | None,
    force: bool,  # noqa: FBT001 - a flag
) -> None:
    invocation = invocation_of(context)
    if out is None:
        raise Misuse(f"Es fehlt -o mit der Datei, die entstehen soll ({_ENDINGS}).",
                     f"-o with the file to write is missing ({_ENDINGS}).")  # fmt: skip
    # A file that cannot be written is told before a long list is read.
    known = format_of(Path(out)).options
    asked: dict[str, Any] = {name: True for name, is_asked in (("static", static), ("locked", lock)) if is_asked}
    if template is not None and "template" not in known:
        raise Misuse("--template gehört zu einer .pptx-Datei.", "--template belongs to a .pptx file.")
    if not asked.keys() <= set(known) or len(asked) > 1:
        raise Misuse("--static oder --lock gehört zu einer .html-Datei, eines von beiden.",
                     "--static or --lock belongs to an .html file, one of the two.")  # fmt: skip
    if template is not None:
        asked["template"] = template
        check_readable(Path(template))
    check_may_write(Path(out), force=force)
    overrides = read_settings(settings)
    loaded = load_scenario(scenario) if scenario is not None else None
    invocation.suggest(loaded.language if loaded else None)
    language = invocation.language
    case = build_case(loaded, overrides, customers)
    for note in case.notes:
        tell(note.text(language))
    export(case, out, language, force=force, **asked)
    tell(choose(language, f"{out} geschrieben.", f"{out} written."))
