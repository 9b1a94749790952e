"""What the user may set about identification, checked with every problem named."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from kkm_helpers.assumptions.validation import nearest_name
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.errors import KkmError
from kkm_helpers.language.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

Definition = Literal["erp", "crm", "both", "either"]

DEFINITIONS: dict[Definition, Message] = {
    "erp": Message("Umsatz unter der Schwelle (ERP)", "revenue below the threshold (ERP)"),
    "crm": Message("zwölf Monate nicht besucht (CRM)", "not visited for twelve months (CRM)"),
    "both": Message("unter der Schwelle und nicht besucht", "below the threshold and not visited"),
    "either": Message("unter der Schwelle oder nicht besucht", "below the threshold or not visited"),
}


@dataclass(frozen=True)
class IdentificationSettings:
    """How small customers are told from the others.

    Attributes:
        definition: who is small: "erp" (revenue), "crm" (visits), "both" or "either".
        threshold: revenue threshold [EUR/year]; None takes the model's.
        reference_year: calendar year judged; None takes the last full year of the list.
        as_of: day up to which visits are judged; None takes 31 December of the reference year. A date, or its text
            (31.12.2024 or 2024-12-31).
        share_of_wallet_limit: up to this share of wallet a large potential counts as untapped [share].
        growth_limit: from this yearly growth on, two years running, a customer counts as growing [share/year].
        untapped_by_employees: whether employees × revenue per employee may stand in for an unknown potential.

    Raises:
        KkmError: a value is wrong; the message names the setting, the value found and what is allowed.
    """

    definition: Definition = "erp"
    threshold: float | None = None
    reference_year: int | None = None
    as_of: date | None = None
    share_of_wallet_limit: float = 0.30
    growth_limit: float = 0.25
    untapped_by_employees: bool = False

    def __post_init__(self) -> None:
        """Check every setting; a text for `as_of` becomes the date it names."""
        _check_definition(self.definition)
        if self.threshold is not None:
            checked_threshold(self.threshold)
        if self.reference_year is not None and not _is_whole(self.reference_year):
            _fail("reference_year", self.reference_year, "ein Kalenderjahr wie 2024", "a calendar year such as 2024")
        _check_number("share_of_wallet_limit", self.share_of_wallet_limit, 0, 1)
        _check_number("growth_limit", self.growth_limit, 0, 10)
        if not isinstance(self.untapped_by_employees, bool):
            _fail("untapped_by_employees", self.untapped_by_employees, "true oder false", "true or false")
        object.__setattr__(self, "as_of", _as_date(self.as_of))

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> IdentificationSettings:
        """Return the settings of a scenario's `identification` block.

        Raises:
            KkmError: a key is unknown (the nearest known one is named) or a value is wrong.
        """
        known = [field.name for field in dataclasses.fields(cls)]
        for name in given:
            if name not in known:
                near = nearest_name(str(name), known)
                raise KkmError(
                    f"identification: die Einstellung {name!r} gibt es nicht"
                    f"{f'; meinten Sie {near}?' if near else ''} Bekannt sind: {', '.join(known)}.",
                    f"identification: there is no setting {name!r}"
                    f"{f'; did you mean {near}?' if near else ''} Known are: {', '.join(known)}.",
                )
        return cls(**given)


def checked_threshold(threshold: float) -> float:
    """Return `threshold` [EUR/year] if it is a finite amount above 0.

    Raises:
        KkmError: it is not.
    """
    _check_number("threshold", threshold, 0, math.inf)
    if threshold == 0:
        _fail("threshold", threshold, "ein Betrag über 0 €", "an amount above €0")
    return float(threshold)


def _check_definition(definition: object) -> None:
    if definition in DEFINITIONS:
        return
    near = nearest_name(str(definition), DEFINITIONS)
    hint_de, hint_en = (f" Meinten Sie {near}?", f" Did you mean {near}?") if near else ("", "")
    raise KkmError(
        f"definition: {definition!r} steht nicht zur Wahl.{hint_de} "
        f"Erlaubt sind {'; '.join(f'{name} ({words.de})' for name, words in DEFINITIONS.items())}.",
        f"definition: {definition!r} is not one of the choices.{hint_en} "
        f"Allowed are {'; '.join(f'{name} ({words.en})' for name, words in DEFINITIONS.items())}.",
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_number(name: str, value: object, low: float, high: float) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not low <= value <= high:  # type: ignore[operator,arg-type]
        if math.isinf(high):
            _fail(name, value, "eine Zahl über 0", "a number above 0")
        _fail(name, value, f"eine Zahl von {low} bis {high}", f"a number from {low} to {high}")


def _as_date(value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        _fail("as_of", value, "ein Datum wie 31.12.2024", "a date such as 2024-12-31")


def _fail(name: str, value: object, allowed_de: str, allowed_en: str) -> NoReturn:
    raise KkmError(
        f"{name}: {value!r} passt nicht; erlaubt ist {allowed_de}.",
        f"{name}: {value!r} does not fit; allowed is {allowed_en}.",
    )
