import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kkm_helpers import __version__
from kkm_helpers.cli import main
from kkm_helpers.cli.declare import asked_language
from kkm_helpers.cli.program import COMMANDS

REPOSITORY = Path(__file__).parents[2]


def kkm(*arguments, **settings):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-m", "kkm_helpers.cli", *arguments],
        check=False, capture_output=True, encoding="utf-8", env=environment, **settings,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("language", "words"), [("de", ("Aufruf:", "Optionen:", "Beispiel")), ("en", ("Usage:", "Options:", "Example"))]
)
def test_every_command_has_help_with_an_example(capsys, command, language, words):
    assert main([command, "--help", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in words)
    assert f"\n  kkm {command}" in shown
    assert "OPTIONS" not in shown or language == "en"


def test_the_program_lists_its_commands(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "Befehle:" in shown
    assert all(f"\n  {name} " in shown for name in COMMANDS)


def test_without_a_command_the_help_is_shown_as_wrong_usage(capsys):
    assert main([]) == 2
    assert "Befehle:" in capsys.readouterr().err


def test_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kkm {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "de", "en"),
    [
        (["calk"], "Den Befehl calk gibt es nicht. Meinten Sie calc?", "There is no command calk. Did you mean calc?"),
        (["calc", "--jsno"], "--jsno gibt es nicht. Meinten Sie --json?", "no option --jsno. Did you mean --json?"),
        (["calc", "--scenario"], "--scenario: der Wert fehlt", "--scenario: the value is missing"),
        (["calc", "elf"], "Damit kann kkm calc nichts anfangen: elf", "kkm calc takes no such argument: elf"),
        (["app", "--port", "x"], "--port: 'x' ist keine ganze Zahl von 1 bis 65535", "'x' is not a whole number"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_the_language_asked_for(capsys, arguments, de, en):
    assert main(arguments) == 2
    assert de in capsys.readouterr().err
    assert main([*arguments[:1], "--language=en", *arguments[1:]]) == 2
    shown = capsys.readouterr()
    assert en in shown.err
    assert shown.out == ""


def test_wrong_usage_names_the_help_of_the_command(capsys):
    main(["calc", "--jsno"])
    assert capsys.readouterr().err.endswith("Hilfe: kkm calc --help\n")


def test_an_unknown_language_is_wrong_usage(capsys):
    assert main(["calc", "--language", "fr"]) == 2
    assert "'fr' steht nicht zur Wahl; erlaubt: de, en" in capsys.readouterr().err


def test_the_language_is_known_before_anything_is_parsed():
    assert asked_language(["calc", "--language", "en"]) == "en"
    assert asked_language(["--language=de", "calc"]) == "de"
    assert asked_language(["calc", "--language"]) is None
    assert asked_language([]) is None


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "Abgebrochen."),
        (click.Abort(), 130, "Abgebrochen."),
        (PermissionError(13, "denied", "x.csv"), 1, "x.csv: der Zugriff ist verweigert"),
    ],
)
def test_whatever_happens_ends_in_a_message(capfd, monkeypatch, error, code, message):
    def fail(*_):
        raise error

    monkeypatch.setattr("kkm_helpers.cli.program._run", fail)
    monkeypatch.setattr("kkm_helpers.cli.program._forget_output", lambda: None)
    assert main(["calc"]) == code
    assert message in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_without_a_traceback():
    with Path("/dev/full").open("w") as full:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        ended = subprocess.run(
            [sys.executable, "-m", "kkm_helpers.cli", "calc", "--json"],
            check=False, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", env=environment,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "Ausgabe: der Datenträger ist voll.\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of this shell")
def test_a_closed_pipe_ends_quietly():
    command = f"{sys.executable} -m kkm_helpers.cli calc --explain hybrid_npv | head -1; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(
        ["bash", "-c", command],
        check=False, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert ended.stdout.startswith("Kapitalwert Hybrid")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_output_is_utf_8_whatever_the_system_prefers():
    ended = subprocess.run(
        [sys.executable, "-m", "kkm_helpers.cli", "calc"],
        check=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    text = ended.stdout.decode("utf-8")
    assert "Größe" in text
    assert "\u00a0" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_json_needs_none_of_the_heavy_libraries():
    code = (
        "import sys; from kkm_helpers.cli import main; assert main(['calc', '--json']) == 0; "
        "heavy = {'pandas', 'plotly', 'ipywidgets', 'nbformat', 'jsonschema', 'scipy', 'rich', 'yaml'}; "
        "heavy &= set(sys.modules); sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        check=False, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def test_the_module_is_the_program():
    ended = kkm("calc", "--set", "churn_passive=2")
    assert ended.returncode == 1
    assert "churn_passive" in ended.stderr
    assert ended.stdout == ""
