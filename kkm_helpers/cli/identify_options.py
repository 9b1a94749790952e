"""The options of identification, shared by `kkm identify` and `kkm assign`, and what they lead to."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from kkm_helpers.cli.declare import Misuse, invocation_of, option
from kkm_helpers.cli.reading_options import ReadingOptions, read_list
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.scenario import Scenario, load_scenario
from kkm_helpers.scenario.scalars import read_argument

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.identification import Identification, IdentificationSettings

# 9.375 is nine for a computer and nine thousand for a German.
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+")


class Number(click.ParamType):  # type: ignore[type-arg]  # newer click only
    """A number with a decimal point; `grouped` says that 9.375 may be meant as nine thousand."""

    name = "number"

    def __init__(self, *, grouped: bool = False) -> None:
        self.grouped = grouped

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number."""
        language = invocation_of(ctx).language
        text = str(value).strip()
        if self.grouped and _GROUPED.fullmatch(text):
            plain = text.replace(".", "")
            self.fail(
                choose(
                    language,
                    f"{text} ist mehrdeutig. Schreiben Sie {plain} oder {text}0",
                    f"{text} is ambiguous. Please write {plain} or {text}0",
                ),
                param,
                ctx,
            )
        number = read_argument(text)
        if isinstance(number, str):
            self.fail(
                choose(
                    language,
                    f"{text!r} ist keine Zahl mit Dezimalpunkt wie 0.3",
                    f"{text!r} is not a number such as 0.3",
                ),
                param,
                ctx,
            )
        return number


class Year(click.ParamType):  # type: ignore[type-arg]  # as above
    """A calendar year."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Return the year."""
        text = str(value)
        if not re.fullmatch(r"(19|20|21)\d\d", text, re.ASCII):
            language = invocation_of(ctx).language
            self.fail(
                choose(language, f"{text!r} ist kein Jahr wie 2024", f"{text!r} is not a year such as 2024"), param, ctx
            )
        return int(text)


SCENARIO_OPTION = option(
    "--scenario",
    metavar="FILE",
    de="Szenariodatei (YAML); was die Befehlszeile nicht sagt, kommt von dort.",
    en="Scenario file (YAML); what the command line leaves out comes from there.",
)
_OPTIONS = (
    option(
        "--definition",
        metavar="erp|crm|both|either",
        de="Wer klein ist: Umsatz unter der Schwelle (erp, Vorgabe), nicht besucht (crm), beides, eines von beiden.",
        en="Who is small: revenue below the threshold (erp, default), not visited (crm), both, either.",
    ),
    option(
        "--threshold",
        type=Number(grouped=True),
        metavar="X",
        de="Umsatzschwelle in € im Jahr; sonst die des Modells.",
        en="Revenue threshold in EUR a year; else the model's.",
    ),
    option(
        "--reference-year",
        type=Year(),
        metavar="Y",
        de="Bezugsjahr; sonst das letzte volle Kalenderjahr der Liste.",
        en="Reference year; else the last full calendar year of the list.",
    ),
    option(
        "--as-of",
        metavar="DATE",
        de="Stichtag der Besuche (2024-12-31 oder 31.12.2024); sonst Ende des Bezugsjahres.",
        en="Day up to which visits are judged (2024-12-31); else the end of the reference year.",
    ),
    option(
        "--share-of-wallet-limit",
        type=Number(),
        metavar="X",
        de="Bis zu diesem Lieferanteil ist ein großes Potenzial ungenutzt; Vorgabe 0.3.",
        en="Up to this share of wallet a large potential is untapped; default 0.3.",
    ),
    option(
        "--growth-limit",
        type=Number(),
        metavar="X",
        de="Ab diesem Wachstum im Jahr, zweimal in Folge, wächst ein Kunde; Vorgabe 0.25.",
        en="From this growth a year, twice in a row, a customer grows; default 0.25.",
    ),
    option(
        "--untapped-by-employees",
        is_flag=True,
        default=None,
        de="Schätzt ein unbekanntes Potenzial aus den Mitarbeitern.",
        en="Estimates an unknown potential from the employees.",
    ),
    SCENARIO_OPTION,
)


@dataclass(frozen=True)
class IdentifyOptions:
    """What the command line says about identification; None where it says nothing."""

    definition: str | None = None
    threshold: float | None = None
    reference_year: int | None = None
    as_of: str | None = None
    share_of_wallet_limit: float | None = None
    growth_limit: float | None = None
    untapped_by_employees: bool | None = None

    def settings(self, scenario: Scenario) -> IdentificationSettings:
        """Return the settings: what is said here goes before the scenario.

        Raises:
            Misuse: a value does not fit.
        """
        from kkm_helpers.customers.identification import IdentificationSettings

        own = {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name) is not None}
        try:
            IdentificationSettings.from_mapping(own)
        except KkmError as error:
            raise Misuse(error.de, error.en) from error
        return IdentificationSettings.from_mapping({**scenario.identification, **own})


def identify_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of identification to a command; it gets them together, as `chosen`, and `scenario`."""

    @functools.wraps(function)
    def gathered(**given: Any) -> Any:  # noqa: ANN401 - whatever click passes
        own = {each.name: given.pop(each.name) for each in fields(IdentifyOptions)}
        return function(chosen=IdentifyOptions(**own), **given)

    declared: Callable[..., Any] = gathered
    for add in reversed(_OPTIONS):
        declared = add(declared)
    return declared


@dataclass(frozen=True)
class Found:
    """A list with its segments, and the scenario they were found with."""

    customers: CustomerList
    identification: Identification
    scenario: Scenario


def scenario_of(path: str | None, context: click.Context) -> Scenario:
    """Return the scenario of a command; it brings its language unless another was asked for."""
    scenario = load_scenario(path) if path is not None else Scenario()
    invocation_of(context).suggest(scenario.language)
    return scenario


def find_small_customers(
    file: str | None, reading: ReadingOptions, chosen: IdentifyOptions, scenario: Scenario, language: Language
) -> Found:
    """Return the segments of the list that the command line names."""
    settings = chosen.settings(scenario)
    customers = read_list(file, reading, language, scenario)
    from kkm_helpers.customers.judging import identified

    return Found(customers, identified(customers, settings, scenario.overrides), scenario)
