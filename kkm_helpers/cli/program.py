"""The program `kkm`: which commands there are, and the one place that ends it, whatever happens."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from kkm_helpers import __version__
from kkm_helpers.cli.declare import PROGRAM, Group, Invocation, Listed, Option, asked_language, usage_message
from kkm_helpers.errors import KkmError
from kkm_helpers.files import reason_of
from kkm_helpers.language import Language, choose

FINE, BAD_INPUT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "app": Listed("kkm_helpers.cli.app", "öffnet die App im Browser", "opens the app in the browser"),
    "lab": Listed("kkm_helpers.cli.lab", "öffnet die Notebooks in JupyterLab", "opens the notebooks in JupyterLab"),
    "calc": Listed("kkm_helpers.cli.calc", "rechnet den Business Case", "computes the business case"),
    "risk": Listed("kkm_helpers.cli.risk", "zeigt, woran das Ergebnis hängt", "shows what the result hangs on"),
    "check": Listed("kkm_helpers.cli.check", "prüft eine Kundenliste", "checks a customer list"),
    "identify": Listed("kkm_helpers.cli.identify", "findet die Kleinkunden", "finds the small customers"),
    "assign": Listed(
        "kkm_helpers.cli.assign",
        "schreibt die Arbeitsliste für Inside Sales",
        "writes the worklist for inside sales",
    ),
    "export": Listed(
        "kkm_helpers.cli.export", "gibt den Business Case als Datei aus", "writes the business case to a file"
    ),
    "review": Listed("kkm_helpers.cli.review", "prüft den Erfolg nach einem Jahr", "reviews the success after a year"),
    "run": Listed("kkm_helpers.cli.run", "rechnet viele Szenarien", "computes many scenarios"),
    "demo-data": Listed(
        "kkm_helpers.cli.demo_data", "schreibt eine erfundene Kundenliste", "writes a fictional customer list"
    ),
}


def program() -> Group:
    """Return the program with all its commands."""
    group = Group(
        COMMANDS,
        de="Kleinkundenmanagement: lohnt sich die aktive Betreuung kleiner Kunden, und wer übernimmt sie?",
        en="Small-account management: does active care of small customers pay, and who should give it?",
    )
    group.params.append(
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            de="Zeigt die Version.",
            en="Shows the version.",
        )
    )
    return group


def _show_version(context: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value:
        click.echo(f"{PROGRAM} {__version__}")
        context.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 fine, 1 the input or the case is bad, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf_8()
    asked = asked_language(given)
    invocation = Invocation(asked, asked or "de")
    try:
        _run(given, invocation)
        # A full disk shows when the last of the output is really written.
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        return _complain(error.message, WRONG_USAGE)
    except click.UsageError as error:
        return _complain(_usage_text(error, invocation.language), WRONG_USAGE)
    except KkmError as error:
        return _complain(error.message(invocation.language), BAD_INPUT)
    except (KeyboardInterrupt, click.Abort):
        return _complain(choose(invocation.language, "Abgebrochen.", "Interrupted."), INTERRUPTED)
    except OSError as error:
        return _trouble_with_system(error, invocation.language)
    return FINE


def _run(arguments: list[str], invocation: Invocation) -> None:
    # click's own `main` ends the process itself when a pipe is closed.
    group = program()
    try:
        with group.make_context(PROGRAM, arguments, obj=invocation) as context:
            group.invoke(context)
    except click.exceptions.Exit:
        pass  # --help and --version have said what they had to say


def _usage_text(error: click.UsageError, language: Language) -> str:
    path = error.ctx.command_path if error.ctx else PROGRAM
    more = choose(language, f"Hilfe: {path} --help", f"Help: {path} --help")
    return f"{usage_message(error, language)}\n{more}"


def _trouble_with_system(error: OSError, language: Language) -> int:
    # Windows reports a closed pipe as an invalid argument.
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
        _forget_output()
        return FINE  # whoever reads has read enough
    _forget_output()
    named = f"{error.filename}: " if error.filename else choose(language, "Ausgabe: ", "Output: ")
    return _complain(named + choose(language, *reason_of(error)) + ".", BAD_INPUT)


def _forget_output() -> None:
    """Keep Python from trying once more, with a traceback, to write what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


def _speak_utf_8() -> None:
    """Write UTF-8 wherever the output goes: piped into a file, Windows would write its own code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
