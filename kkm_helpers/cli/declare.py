"""What commands are made of: click's commands, options and types, with words in German and English.

click speaks English only. The language is known before it parses anything (`asked_language`), and everything a user
reads goes through here: help, usage errors, wrong values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from kkm_helpers.assumptions import nearest_name
from kkm_helpers.language import LANGUAGES, Language, choose

PROGRAM = "kkm"


@dataclass
class Invocation:
    """One call of the program.

    Attributes:
        asked: the language asked for on the command line; None where none is.
        language: the language to answer in; a command may take over that of a scenario where none was asked for.
    """

    asked: Language | None = None
    language: Language = "de"

    def suggest(self, language: Language | None) -> None:
        """Answer in `language` from now on, unless another one was asked for."""
        if self.asked is None and language is not None:
            self.language = language


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the language that `--language` asks for, before anything is parsed: errors are worded in it too."""
    found = None
    for argument, following in pairwise([*arguments, ""]):
        value = following if argument == "--language" else argument.removeprefix("--language=")
        found = next((language for language in LANGUAGES if value == language), found)
    return found


def invocation_of(context: click.Context | None) -> Invocation:
    """Return the call that a context belongs to."""
    invocation = context.find_root().obj if context else None
    return invocation if isinstance(invocation, Invocation) else Invocation()


class Misuse(click.UsageError):
    """The command was called wrongly, in words of our own."""

    def __init__(self, de: str, en: str, context: click.Context | None = None) -> None:
        super().__init__(en, context)
        self.de = de


class Option(click.Option):
    """An option with a description in German and English."""

    def __init__(self, declarations: Sequence[str], *, de: str, en: str, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(declarations, **settings)
        self.de, self.en = de, en

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return how the option is written and what it does."""
        language = invocation_of(ctx).language
        required = choose(language, " Erforderlich.", " Required.") if self.required else ""
        self.help = choose(language, self.de, self.en) + required
        return super().get_help_record(ctx)

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        """Return what click adds to the description in English: nothing, ours says it in the user's language."""
        extra = super().get_help_extra(ctx)
        extra.pop("required", None)
        return extra


def option(*declarations: str, de: str, en: str, **settings: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """Add an option to a command."""
    return click.option(*declarations, cls=Option, de=de, en=en, **settings)


def _show_help(context: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value:
        click.echo(context.get_help())
        context.exit()


def _help_option() -> Option:
    return Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help,
        de="Zeigt diese Hilfe.", en="Shows this help.",
    )  # fmt: skip


def _language_option() -> Option:
    return Option(
        ["--language"], metavar="de|en", type=OneOf(LANGUAGES), expose_value=False,
        de="Sprache der Ausgabe; ohne Angabe Deutsch.", en="Language of the output; German unless given.",
    )  # fmt: skip


class _Worded(click.Command):
    """A command whose help is worded in the user's language."""

    de: str
    en: str

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = choose(invocation_of(ctx).language, "Aufruf: ", "Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        words = {
            "[OPTIONS]": ("[OPTIONEN]", "[OPTIONS]"),
            "COMMAND [ARGS]...": ("BEFEHL …", "COMMAND …"),
        }
        language = invocation_of(ctx).language
        return [choose(language, *words.get(piece, (piece, piece))) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(choose(invocation_of(ctx).language, self.de, self.en))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section(choose(invocation_of(ctx).language, "Optionen", "Options")):
            formatter.write_dl(records)


class Command(_Worded):
    """A command with its description, and examples of its use."""

    def __init__(self, name: str | None, *, de: str, en: str, examples: Sequence[str], **settings: Any) -> None:  # noqa: ANN401
        # click would word a surplus argument itself.
        settings.setdefault("context_settings", {}).update(allow_extra_args=True)
        super().__init__(name, add_help_option=False, **settings)
        self.de, self.en, self.examples = de, en, tuple(examples)
        self.params += [_language_option(), _help_option()]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        heading = choose(invocation_of(ctx).language, ("Beispiel", "Beispiele"), ("Example", "Examples"))
        with formatter.section(heading[len(self.examples) > 1]):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run the command; refuse arguments that it does not have."""
        if ctx.args:
            surplus = " ".join(ctx.args)
            raise Misuse(
                f"Damit kann {ctx.command_path} nichts anfangen: {surplus}",
                f"{ctx.command_path} takes no such argument: {surplus}",
                ctx,
            )
        return super().invoke(ctx)


def kkm_command(name: str, *, de: str, en: str, examples: Sequence[str]) -> Callable[[Callable[..., Any]], Command]:
    """Declare a function as a command; its parameters are its options.

    Args:
        name: what is typed behind `kkm`.
        de: what it does, in German.
        en: the same in English.
        examples: whole command lines.
    """

    def declare(function: Callable[..., Any]) -> Command:
        declared: Command = click.command(name, cls=Command, de=de, en=en, examples=examples)(function)
        return declared

    return declare


@dataclass(frozen=True)
class Listed:
    """A command as the program lists it: what it does, and the module that has it as `command`."""

    module: str
    de: str
    en: str


class Group(_Worded, click.Group):
    """The program: a command's module is imported when the command is called, so that each starts fast."""

    def __init__(self, listed: dict[str, Listed], *, de: str, en: str) -> None:
        super().__init__(PROGRAM, add_help_option=False, no_args_is_help=True)
        self.listed, self.de, self.en = listed, de, en
        self.params += [_language_option(), _help_option()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, imported now."""
        del ctx
        if cmd_name not in self.listed:
            return None
        found: click.Command = import_module(self.listed[cmd_name].module).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; an unknown one is an error that names the nearest."""
        if args[0] not in self.listed and not args[0].startswith("-"):
            near = nearest_name(args[0], self.listed)
            raise Misuse(
                f"Den Befehl {args[0]} gibt es nicht." + (f" Meinten Sie {near}?" if near else ""),
                f"There is no command {args[0]}." + (f" Did you mean {near}?" if near else ""),
            )
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        language = invocation_of(ctx).language
        with formatter.section(choose(language, "Befehle", "Commands")):
            formatter.write_dl([(name, choose(language, each.de, each.en)) for name, each in self.listed.items()])
        _Worded.format_options(self, ctx, formatter)


# --- types --------------------------------------------------------------------------
class OneOf(click.ParamType):  # type: ignore[type-arg]  # newer click only
    """One of some words."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Return the word."""
        if value not in self.words:
            listed = ", ".join(self.words)
            self.fail(
                choose(
                    invocation_of(ctx).language,
                    f"{value!r} steht nicht zur Wahl; erlaubt: {listed}",
                    f"{value!r} is not one of the choices; allowed: {listed}",
                ),
                param,
                ctx,
            )
        return str(value)


class WholeNumber(click.ParamType):  # type: ignore[type-arg]  # as above
    """A whole number from `low` to `high`."""

    name = "number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Return the number."""
        text = str(value)
        if not text.isascii() or not text.isdigit() or not self.low <= int(text) <= self.high:
            self.fail(
                choose(
                    invocation_of(ctx).language,
                    f"{text!r} ist keine ganze Zahl von {self.low} bis {self.high}",
                    f"{text!r} is not a whole number from {self.low} to {self.high}",
                ),
                param,
                ctx,
            )
        return int(text)


# --- click's own errors ---------------------------------------------------------------
def usage_message(error: click.UsageError, language: Language) -> str:
    """Return what was wrong about a call, in the user's language."""
    match error:
        case Misuse():
            return choose(language, error.de, error.message)
        case click.NoSuchOption():
            near = nearest_name(error.option_name, error.possibilities or ())
            hint = choose(language, f" Meinten Sie {near}?", f" Did you mean {near}?") if near else ""
            gone = choose(language, "Die Option {} gibt es nicht.", "There is no option {}.")
            return gone.format(error.option_name) + hint
        case click.MissingParameter():
            return choose(language, "Es fehlt: {}", "Missing: {}").format(_name_of(error))
        case click.BadOptionUsage():
            wrong = choose(
                language,
                "{}: der Wert fehlt, oder es darf keiner stehen.",
                "{}: the value is missing, or none may stand there.",
            )
            return wrong.format(error.option_name)
        case click.BadParameter():
            return f"{_name_of(error)}: {error.message}"
        case _:
            return choose(language, "Falscher Aufruf", "Wrong usage") + f": {error.message}"


def _name_of(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    return parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.name or "").upper()
