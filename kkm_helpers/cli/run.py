"""`kkm run`: many scenarios unattended."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kkm_helpers.cli.declare import Misuse, WholeNumber, invocation_of, kkm_command, option
from kkm_helpers.cli.output import print_json, tell
from kkm_helpers.cli.reading_options import Argument
from kkm_helpers.errors import KkmError
from kkm_helpers.files import check_readable
from kkm_helpers.language import Language, choose, format_number

if TYPE_CHECKING:
    from types import FrameType

    from kkm_helpers.batch.running import Report

DEFAULT_NOTEBOOK = "5_business_case"
MOST_WORKERS = 256
LONGEST = 7 * 24 * 3600
DEFAULT_SEED = 1


@kkm_command(
    "run",
    de="Rechnet viele Szenarien ohne Aufsicht: je Szenario ein ausgeführtes Notebook, dazu eine Ergebnistabelle mit "
    "allen Größen (CSV, Parquet, XLSX) und eine Vergleichsseite. Ein Szenario, das scheitert, wird mit seinem Grund "
    "gemeldet; die anderen laufen weiter. Strg+C beendet den Lauf und behält, was fertig ist.",
    en="Computes many scenarios unattended: one executed notebook for each, one results table with every quantity "
    "(CSV, Parquet, XLSX) and one comparison page. A scenario that fails is reported with its reason; the others go "
    "on. Ctrl+C ends the run and keeps what is done.",
    examples=(
        "kkm run szenarien/ -o ergebnisse",
        "kkm run szenarien.xlsx -o ergebnisse --notebook 4_potential --html --workers 4",
        "kkm run szenarien.csv -o ergebnisse --table-only",
        "kkm run szenarien.yaml -o ergebnisse --resume --json",
    ),
)
@click.argument(
    "scenarios",
    cls=Argument,
    metavar="SCENARIOS",
    de="Ordner mit Szenariodateien, eine YAML-Datei mit mehreren, oder eine Tabelle (CSV, XLSX): ein Szenario je "
    "Zeile, Spalten name und die Namen von Annahmen.",
    en="Folder of scenario files, one YAML file with several, or a table (CSV, XLSX): one scenario a row, columns name "
    "and the names of assumptions.",
)
@option("--out", "-o", metavar="DIR", required=True, de="Ausgabeordner.", en="Output folder.")
@option(
    "--notebook",
    "notebooks",
    metavar="NAME",
    multiple=True,
    de=f"Notebook eines Schritts, zum Beispiel 4_potential; ohne Angabe {DEFAULT_NOTEBOOK}. Mehrfach möglich.",
    en=f"Notebook of a step, for example 4_potential; {DEFAULT_NOTEBOOK} unless given. May be repeated.",
)
@option(
    "--table-only",
    is_flag=True,
    de="Rechnet dieselbe Tabelle ohne Notebooks, auch für sehr viele Szenarien.",
    en="Computes the same table without notebooks, for very many scenarios too.",
)
@option("--html", is_flag=True, de="Schreibt jedes Notebook auch als Seite.", en="Writes each notebook as a page too.")
@option(
    "--workers",
    type=WholeNumber(1, MOST_WORKERS),
    metavar="N",
    de="So viele Notebooks laufen gleichzeitig; sonst eines je Prozessor.",
    en="So many notebooks run at a time; else one for each processor.",
)
@option(
    "--scheduler",
    metavar="ADDRESS",
    de="Rechnet auf einem Dask-Cluster, zum Beispiel tcp://10.0.0.5:8786.",
    en="Computes on a Dask cluster, for example tcp://10.0.0.5:8786.",
)
@option(
    "--resume",
    is_flag=True,
    de="Setzt einen Lauf fort; was mit denselben Eingaben fertig ist, wird nicht wiederholt.",
    en="Goes on with a run; what is done with the same inputs is not repeated.",
)
@option(
    "--timeout",
    type=WholeNumber(1, LONGEST),
    metavar="SECONDS",
    de="So lange darf ein Notebook dauern.",
    en="So long a notebook may take.",
)
@option(
    "--isolate",
    is_flag=True,
    de="Nimmt für jedes Notebook einen neuen Kernel; langsamer.",
    en="Takes a new kernel for each notebook; slower.",
)
@option(
    "--seed",
    type=WholeNumber(0, 2**32 - 1),
    metavar="N",
    default=DEFAULT_SEED,
    de=f"Anfang der Zufallszahlen; ohne Angabe {DEFAULT_SEED}.",
    en=f"Start of the random numbers; {DEFAULT_SEED} unless given.",
)
@option("--force", is_flag=True, de="Rechnet einen vorhandenen Lauf neu.", en="Computes a run that is there anew.")
@option("--json", "as_json", is_flag=True, de="Gibt ein JSON-Objekt aus.", en="Prints one JSON object.")
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    scenarios: str,
    out: str,
    notebooks: tuple[str, ...],
    table_only: bool,  # noqa: FBT001 - a flag
    html: bool,  # noqa: FBT001
    workers: int | None,
    scheduler: str | None,
    resume: bool,  # noqa: FBT001
    timeout: int | None,
    isolate: bool,  # noqa: FBT001
    seed: int,
    force: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    invocation = invocation_of(context)
    language = invocation.language
    if table_only and (notebooks or html or scheduler or timeout or isolate or resume):
        raise Misuse(
            "--table-only rechnet ohne Notebooks; --notebook, --html, --scheduler, --timeout, --isolate und --resume "
            "passen nicht dazu.",
            "--table-only computes without notebooks; --notebook, --html, --scheduler, --timeout, --isolate and "
            "--resume do not go with it.",
        )
    if scheduler and workers:
        raise Misuse(
            "--workers gilt für diesen Rechner; wie viele ein Cluster hat, sagt er selbst (--scheduler).",
            "--workers is about this machine; how many a cluster has it says itself (--scheduler).",
        )
    chosen = () if table_only else notebook_files(notebooks or (DEFAULT_NOTEBOOK,))
    # The batch needs pandas; a wrong call is answered at once.
    from kkm_helpers.batch.running import Run, run_batch
    from kkm_helpers.cli.run_progress import ProgressShown

    run = Run(
        Path(scenarios), Path(out), chosen, workers or os.cpu_count() or 1, scheduler, resume, force, html, timeout,
        isolate, seed, invocation.asked, language,
    )  # fmt: skip
    with _ending_like_ctrl_c():
        try:
            report = run_batch(run, ProgressShown(language))
        except KeyboardInterrupt:
            tell(
                choose(
                    language,
                    f"Was fertig ist, liegt in {out}; --resume setzt den Lauf fort.",
                    f"What is done is in {out}; --resume goes on with the run.",
                )
            )
            raise
    if as_json:
        print_json(report.to_json(language))
    else:
        _print_report(report, language)
    if report.failed:
        raise KkmError(*_failures(report))


def notebook_files(names: Sequence[str]) -> tuple[Path, ...]:
    """Return the notebooks that are called by the name of a step, by its file's, or by a path of one's own.

    Raises:
        Misuse: there is none of that name; with the names there are.
    """
    from kkm_helpers.assumptions import nearest_name
    from kkm_helpers.resources import notebooks_folder

    # The app's notebook is a screen; run unattended it shows nothing.
    known = {path.stem: path for path in sorted(notebooks_folder().glob("[0-9]*.ipynb"))}
    by_step = {stem.partition("_")[2]: path for stem, path in known.items()}
    found: dict[str, Path] = {}
    for name in names:
        stem = name.removesuffix(".ipynb")
        path = known.get(stem) or by_step.get(stem)
        if path is None and name.endswith(".ipynb"):
            path = Path(name)
            check_readable(path)
        if path is None:
            near, listed = nearest_name(stem, (*known, *by_step)), ", ".join(known)
            raise Misuse(
                f"--notebook {name}: das Notebook gibt es nicht." + (f" Meinten Sie {near}?" if near else "")
                + f" Vorhanden: {listed}.",
                f"--notebook {name}: there is no such notebook." + (f" Did you mean {near}?" if near else "")
                + f" There are: {listed}.",
            )  # fmt: skip
        found[path.stem] = path
    return tuple(found.values())


@contextmanager
def _ending_like_ctrl_c() -> Iterator[None]:
    """Let a run that is told to end (SIGTERM) end as with Ctrl+C: what is done stays."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread: somebody else minds the signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_report(report: Report, language: Language) -> None:
    count, fine = (format_number(number, 0, language) for number in (report.scenarios, report.succeeded))
    said = report.to_json(language)
    click.echo(choose(language, f"{fine} von {count} Szenarien gerechnet.", f"{fine} of {count} scenarios computed."))
    words = {
        "results": choose(language, "Ergebnistabelle", "Results table"),
        "comparison": choose(language, "Vergleichsseite", "Comparison page"),
    }
    for key, label in words.items():
        click.echo(f"{label}: {said[key]}")
    if not report.workbook:
        click.echo(
            choose(
                language,
                "Für so viele Szenarien gibt es keine XLSX; Excel öffnet die CSV-Datei.",
                "There is no XLSX for so many scenarios; Excel opens the CSV file.",
            )
        )
    sys.stdout.flush()


def _failures(report: Report) -> tuple[str, str]:
    wrong, count = len(report.failed), report.scenarios
    shown = [name for name, _ in report.failed[:5]]
    listed = ", ".join(shown) + (" …" if wrong > len(shown) else "")
    return (
        f"{wrong} von {count} Szenarien gescheitert: {listed}. Die Gründe stehen oben und auf der Vergleichsseite.",
        f"{wrong} of {count} scenarios failed: {listed}. The reasons stand above and on the comparison page.",
    )
