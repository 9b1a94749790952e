"""The hand-over: every small customer gets one inside sales rep, and the order in which care pays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import CONTACT_COLUMNS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification.facts import text_column
from kkm_helpers.customers.sums import total_of
from kkm_helpers.customers.tables import YES_NO
from kkm_helpers.customers.words import counted
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose, format_number, format_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kkm_helpers.customers.identification import Identification

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

PotentialBasis = Literal["history", "sector"]

# What a rep needs to know whom to reach and where; columns the list does not have are left out.
WORKLIST_CONTACT_COLUMNS = ("name", "sector", "postcode", "city", "country", *CONTACT_COLUMNS)
_REGION_DIGITS = 2
CONTROL_GROUP_COLUMN = "control_group"

_CONTROL = Message("Kontrollgruppe: ein Jahr ohne Betreuung", "control group: a year without care")
_NO_CARE = Message("Betreuung kostet mehr, als sie bringt", "care costs more than it brings")


@dataclass(frozen=True)
class CareLine:
    """Between all and none: how many customers are worth their care, and what that brings.

    Attributes:
        customers: how many are ranked.
        worth_it: how many of the best are worth `inside_care_cost`.
        best: expected margin of those less the cost of their care [EUR/year].
        everybody: the same for all of them [EUR/year].
        net_of_best: the same for the best 1, 2, … n [EUR/year], shape (customers,).
    """

    customers: int
    worth_it: int
    best: float
    everybody: float
    net_of_best: Floats


@dataclass(frozen=True)
class Assignment:
    """The worklist.

    Attributes:
        worklist: one row per small customer, best first, those without purchases last: the columns of `assign --out`,
            `care_pays` and, where there is one, `control_group`; reasons not yet in words.
        loads: customers per inside rep.
        care_line: over the customers in care that buy; the others are worth 0 in the model.
        reactivation: customers in care without purchases in the reference year.
        control_group: their customer numbers; empty where there is none.
        reasons: index of the customer -> why, by language.
    """

    worklist: pd.DataFrame
    loads: pd.Series[int]
    care_line: CareLine
    reactivation: int
    control_group: tuple[str, ...]
    reasons: dict[Language, pd.Series[str]]

    def table(self, language: Language = "de") -> pd.DataFrame:
        """Return the worklist for `assign --out`: reasons and yes/no in words."""
        table = self.worklist.copy()
        table["reasons"] = self.reasons[language].loc[table.index]
        yes, no = YES_NO[language]
        for name in ("care_pays", CONTROL_GROUP_COLUMN):
            if name in table:
                table[name] = np.where(table[name], yes, no)
        return table

    def _loads_in_words(self, language: Language) -> str:
        in_care, reps = format_number(int(self.loads.sum()), 0, language), len(self.loads)
        to_de = f"{counted(reps, 'Inside-Sales-Mitarbeiter', 'Inside-Sales-Mitarbeiter', 'de')}"
        to_en = f"{counted(reps, 'inside sales rep', 'inside sales reps', 'en')}"
        each_de = each_en = ""
        if reps > 1:
            least, most = (format_number(int(load), 0, language) for load in (self.loads.min(), self.loads.max()))
            each_de = f", je {most}" if least == most else f", je {least} bis {most}"
            each_en = f", {most} each" if least == most else f", {least} to {most} each"
        return choose(
            language,
            f"{in_care} Kleinkunden auf {to_de} verteilt{each_de}.",
            f"{in_care} small customers assigned to {to_en}{each_en}.",
        )

    def _care_line_in_words(self, language: Language) -> str:
        line = self.care_line
        best, everybody = (
            format_value(amount, "EUR/year", language, words=True) for amount in (line.best, line.everybody)
        )
        worth_it, customers = (format_number(number, 0, language) for number in (line.worth_it, line.customers))
        if not line.worth_it:
            return choose(
                language,
                f"Betreuung lohnt sich für keinen der {customers} kaufenden: für alle {everybody} nach "
                "Betreuungskosten.",
                f"Care pays for none of the {customers} that buy: {everybody} for all after the cost of care.",
            )
        return choose(
            language,
            f"Betreuung lohnt sich für die besten {worth_it} von {customers} kaufenden: {best} nach Betreuungskosten, "
            f"für alle {everybody}.",
            f"Care pays for the best {worth_it} of {customers} that buy: {best} after the cost of care, for all "
            f"{everybody}.",
        )

    def summary(self, language: Language = "de") -> str:
        """Return who cares for how many and up to where care pays, as sentences."""

        def count(number: int) -> str:
            return format_number(number, 0, language)

        sentences = [self._loads_in_words(language), self._care_line_in_words(language)]
        if self.reactivation:
            lost = count(self.reactivation)
            sentences.append(
                choose(
                    language,
                    f"{lost} ohne Käufe stehen mit auf der Liste; im Business Case sind sie 0 wert.",
                    f"{lost} without purchases are on the list too; in the business case they are worth 0.",
                )
            )
        if self.control_group:
            alone = count(len(self.control_group))
            sentences.append(
                choose(
                    language,
                    f"Kontrollgruppe: {alone} zufällig gezogene Kunden bleiben ein Jahr ohne Betreuung.",
                    f"Control group: {alone} customers drawn at random stay without care for a year.",
                )
            )
        return "\n".join(sentences)


def expected_margin(
    potential: Floats,
    revenue: Floats,
    captured_share: float,
    churn_passive: float,
    churn_active: float,
    contribution_margin: float,
) -> Floats:
    """Return the additional margin care should bring with each customer [EUR/year].

    Potential captured plus revenue kept, times the margin; 0 where the revenue is unknown. Arrays of one value per
    customer [EUR/year].
    """
    open_potential = np.maximum(potential - revenue, 0)
    kept = np.maximum(revenue, 0) * (churn_passive - churn_active)
    return np.nan_to_num((open_potential * captured_share + kept) * contribution_margin)


def care_line(margins: Floats, inside_care_cost: float) -> CareLine:
    """Return how many of the customers with these expected margins [EUR/year] are worth `inside_care_cost` each."""
    ranked = np.sort(margins)[::-1]
    net = np.cumsum(ranked) - inside_care_cost * np.arange(1, len(ranked) + 1)
    worth_it = int((ranked > inside_care_cost).sum())
    return CareLine(
        customers=len(ranked),
        worth_it=worth_it,
        best=total_of(ranked[:worth_it]) - inside_care_cost * worth_it,
        everybody=total_of(ranked) - inside_care_cost * len(ranked),
        net_of_best=net,
    )


def assign(
    identification: Identification,
    customers_per_rep: int,
    *,
    captured_share: float,
    churn_passive: float,
    churn_active: float,
    contribution_margin: float,
    inside_care_cost: float,
    potential_basis: PotentialBasis = "history",
    control_share: float = 0.0,
    seed: int = 0,
    rep_names: Sequence[str] | None = None,
) -> Assignment:
    """Return the worklist of the small customers.

    Args:
        identification: who is small.
        customers_per_rep: most customers of one inside sales rep.
        captured_share: share of the open potential that care captures [share].
        churn_passive: churn without care [share/year].
        churn_active: churn with care [share/year].
        contribution_margin: of the small customers [share of revenue].
        inside_care_cost: cost of caring for one customer [EUR/year].
        potential_basis: "history" takes the best year as potential, "sector" the customer's own potential (the list's
            figure, else employees × revenue per employee), and the best year where that is unknown.
        control_share: share drawn at random that stays without care [share].
        seed: of that draw; the same seed draws the same customers in whatever order they stand.
        rep_names: names of the reps, as many as are needed; "Inside Sales 1" and so on unless given.

    Raises:
        KkmError: nobody is small, or a value does not fit.
    """
    _check(identification, customers_per_rep, control_share)
    customers = identification.customers[identification.small]
    buying = customers["revenue"].to_numpy() > 0
    # The potential of a lost customer is not open: it is a call worth making, but no margin to expect.
    margins = np.where(
        buying,
        expected_margin(
            _potential(customers, potential_basis),
            customers["revenue"].to_numpy(),
            captured_share,
            churn_passive,
            churn_active,
            contribution_margin,
        ),
        0.0,
    )
    control = _control_group(customers["customer_id"], control_share, seed)
    reps = _reps(identification.frame.loc[customers.index], ~control, customers_per_rep, rep_names)
    care_pays = ~control & (margins > inside_care_cost)
    worklist = _worklist(identification.frame.loc[customers.index], customers, reps, margins, care_pays, control)
    return Assignment(
        worklist=worklist,
        loads=reps[~control].value_counts().sort_index(),
        care_line=care_line(margins[buying & ~control], inside_care_cost),
        reactivation=int((~buying & ~control).sum()),
        control_group=tuple(customers["customer_id"][control]),
        reasons={language: _reasons(identification, language, buying, care_pays, control) for language in ("de", "en")},
    )


def _check(identification: Identification, customers_per_rep: int, control_share: float) -> None:
    if not identification.small.any():
        raise KkmError(
            "In der Liste ist kein Kleinkunde, es gibt nichts zu verteilen. Bitte Schwelle und Definition prüfen.",
            "There is no small customer in the list, nothing to assign. Please check threshold and definition.",
        )
    if customers_per_rep < 1 or int(customers_per_rep) != customers_per_rep:
        raise KkmError(
            f"customers_per_rep: {customers_per_rep} passt nicht; erlaubt ist eine ganze Zahl ab 1.",
            f"customers_per_rep: {customers_per_rep} does not fit; allowed is an integer from 1.",
        )
    if not 0 <= control_share < 1:
        raise KkmError(
            f"control_share: {control_share} passt nicht; erlaubt ist ein Anteil von 0 bis unter 1, zum Beispiel 0.1.",
            f"control_share: {control_share} does not fit; allowed is a share from 0 to below 1, for example 0.1.",
        )


def _potential(customers: pd.DataFrame, basis: PotentialBasis) -> Floats:
    best_year = customers["best_year"].to_numpy()
    if basis == "history":
        return best_year
    own = customers["own_potential"].to_numpy()
    return np.where(np.isnan(own), best_year, own)


def _control_group(customer_ids: pd.Series[str], share: float, seed: int) -> Bools:
    """Return a random part of the customers; at least one where a share is asked for and somebody is left for care."""
    control = np.zeros(len(customer_ids), dtype=bool)
    if share > 0:
        size = min(max(1, round(share * len(customer_ids))), len(customer_ids) - 1)
        by_number = np.argsort(customer_ids.to_numpy().astype(str), kind="stable")
        drawn = np.random.default_rng(seed).choice(len(customer_ids), size=size, replace=False)
        control[by_number[drawn]] = True
    return control


def _reps(
    frame: pd.DataFrame, in_care: Bools, customers_per_rep: int, rep_names: Sequence[str] | None
) -> pd.Series[str]:
    """Return the inside rep of each customer, "" for the control group.

    The customers are lined up by region, in it by sector, and the line is cut into equal pieces: loads differ by at
    most one, and a region or a sector is parted only where a piece ends.
    """
    place = pd.DataFrame(
        {
            "country": text_column(frame, "country"),
            "region": text_column(frame, "postcode").astype(str).str.strip().str[:_REGION_DIGITS],
            "sector": text_column(frame, "sector"),
            "postcode": text_column(frame, "postcode"),
            "customer_id": text_column(frame, "customer_id"),
        }
    )[in_care]
    line = place.sort_values(list(place.columns), kind="stable").index
    count = math.ceil(len(line) / customers_per_rep)
    names = _names(count, rep_names)
    piece = np.arange(len(line)) * count // len(line)
    reps = pd.Series("", index=frame.index, dtype=object)
    reps.loc[line] = np.array(names, dtype=object)[piece]
    return reps


def _names(count: int, given: Sequence[str] | None) -> list[str]:
    if given is None:
        # Leading zeros keep "Inside Sales 10" behind "Inside Sales 02" when a CRM sorts them as text.
        return [f"Inside Sales {number:0{len(str(count))}d}" for number in range(1, count + 1)]
    if len(set(given)) < count:
        raise KkmError(
            f"rep_names: Es sind {len(set(given))} Namen angegeben, gebraucht werden {count}.",
            f"rep_names: {len(set(given))} names are given, {count} are needed.",
        )
    return list(dict.fromkeys(given))[:count]


def _worklist(
    frame: pd.DataFrame,
    customers: pd.DataFrame,
    reps: pd.Series[str],
    margins: Floats,
    care_pays: Bools,
    control: Bools,
) -> pd.DataFrame:
    contact = [name for name in WORKLIST_CONTACT_COLUMNS if name in frame.columns]
    columns: dict[str, Any] = {
        "customer_id": customers["customer_id"],
        **{name: frame[name] for name in contact},
        "field_rep": text_column(frame, "field_rep"),
        "inside_rep": reps,
        "priority": 0,
        "expected_margin": margins.round(2),
        "segment": customers["segment"],
        "reasons": "",
        "care_pays": care_pays,
    }
    if control.any():
        columns[CONTROL_GROUP_COLUMN] = control
    worklist = pd.DataFrame(columns, index=frame.index)
    # Where nothing is expected the best year says whom to call first.
    order = np.lexsort((customers["customer_id"].to_numpy().astype(str), -customers["best_year"].to_numpy(), -margins))
    worklist = worklist.iloc[order]
    return worklist.assign(priority=np.arange(1, len(worklist) + 1))


def _reasons(
    identification: Identification, language: Language, buying: Bools, care_pays: Bools, control: Bools
) -> pd.Series[str]:
    reasons = identification.reasons(language)[identification.small]
    too_dear = buying & ~care_pays & ~control
    reasons = reasons.mask(too_dear, reasons + f"; {_NO_CARE.text(language)}")
    return reasons.mask(control, reasons + f"; {_CONTROL.text(language)}")
