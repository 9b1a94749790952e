"""Identify the small customers of a list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import COLUMNS, SEGMENTS, orders_columns, revenue_columns
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification.characteristics import brief_characteristics
from kkm_helpers.customers.identification.churn import observed_churn
from kkm_helpers.customers.identification.facts import (
    BEST_YEAR_WINDOW,
    CustomerFacts,
    customer_facts,
    full_years,
    orders_column,
    text_column,
    years_until,
)
from kkm_helpers.customers.identification.groups import group_figures
from kkm_helpers.customers.identification.reasons import flags_of
from kkm_helpers.customers.identification.result import INTERNAL_COLUMNS, Identification, plain
from kkm_helpers.customers.identification.rules import (
    Segmentation,
    abc_classes,
    best_years,
    segment_customers,
)
from kkm_helpers.customers.identification.settings import (
    DEFINITIONS,
    Definition,
    IdentificationSettings,
    checked_threshold,
)
from kkm_helpers.customers.identification.warnings_found import warnings_of
from kkm_helpers.customers.model_inputs import model_inputs
from kkm_helpers.customers.sums import sums_by_group
from kkm_helpers.errors import KkmError


def identify(
    customers: pd.DataFrame,
    settings: IdentificationSettings = IdentificationSettings(),  # noqa: B008 - frozen
    threshold: float | None = None,
    revenue_per_employee: float | Mapping[str, float] = np.nan,
    *,
    kept_columns: Sequence[str] | None = None,
    data_until: date | None = None,
    today: date | None = None,
) -> Identification:
    """Return the segment of each customer and what follows from it.

    Args:
        customers: a customer list with canonical columns (`CustomerList.frame`).
        settings: definition, years and limits.
        threshold: the model's `revenue_threshold` [EUR/year], used where the settings have none.
        revenue_per_employee: potential per employee [EUR/year], one figure or one by sector.
        kept_columns: columns of the list that are not canonical (`CustomerList.kept_columns`); where None, those whose
            names are unknown.
        data_until: last day the list covers, where known (`CustomerList.data_until`).
        today: the day on which a year counts as over; today unless given.

    Raises:
        KkmError: no threshold, no customers, no revenue column, or a reference year the list does not have.
    """
    facts = customer_facts(customers, revenue_per_employee)
    year, year_warnings = reference_year(customers, settings.reference_year, data_until, today)
    settings = resolved(settings, year, threshold)
    used_threshold = checked_threshold(settings.threshold or 0)
    found = segment_customers(facts, settings, used_threshold, year)
    flags = flags_of(customers, facts, found, settings)
    results = _results(customers, facts, found)
    segments = _segments(results, found)
    members = results[found.small]
    everybody = group_figures(members, np.zeros(len(members), dtype=np.int8))
    sectors = text_column(customers, "sector").to_numpy()[found.small]
    by_sector = group_figures(members, sectors) if "sector" in customers.columns else everybody.iloc[:0]
    would_move = _would_move(found, settings)
    churn = observed_churn(facts, settings, used_threshold, year)
    return Identification(
        settings=settings,
        frame=customers,
        kept_columns=tuple(_kept(customers) if kept_columns is None else kept_columns),
        facts=facts,
        segmentation=found,
        flags=flags,
        customers=results,
        segments=segments,
        group=_group(everybody),
        sectors=by_sector,
        characteristics=brief_characteristics(customers, facts, found, flags, settings),
        would_move=would_move,
        model_inputs=model_inputs(results, found.small),
        observed_churn=churn,
        warnings=(*year_warnings, *warnings_of(facts, found, settings, results, would_move)),
    )


def resolved(settings: IdentificationSettings, year: int, threshold: float | None) -> IdentificationSettings:
    """Return the settings with reference year and threshold [EUR/year] filled in.

    Raises:
        KkmError: neither the settings nor the caller have a threshold.
    """
    used = settings.threshold if settings.threshold is not None else threshold
    if used is None:
        raise KkmError(
            "Für die Identifikation fehlt die Umsatzschwelle. Bitte threshold angeben (Euro im Jahr).",
            "Identification needs the revenue threshold. Please give threshold (EUR a year).",
        )
    return dataclasses.replace(settings, reference_year=year, threshold=checked_threshold(used))


def reference_year(
    customers: pd.DataFrame, wanted: int | None, data_until: date | None = None, today: date | None = None
) -> tuple[int, tuple[Message, ...]]:
    """Return the calendar year to judge, and what to know about it.

    That is the year `wanted`, else the last full one with a revenue column, else, where none is full, the last.

    Raises:
        KkmError: the list has no revenue column for the year wanted; the message lists those there are.
    """
    years = tuple(revenue_columns(customers))
    until = years_until(customers, data_until)
    full = full_years(years, until, today or datetime.now(UTC).date())
    if wanted is not None and wanted not in years:
        listed = ", ".join(map(str, years))
        raise KkmError(
            f"reference_year: Für {wanted} hat die Liste keine Umsatzspalte. Vorhanden sind {listed}.",
            f"reference_year: the list has no revenue column for {wanted}. There are {listed}.",
        )
    year = wanted if wanted is not None else (full or years)[-1]
    if year not in full:
        return year, (_part_year(year, until),)
    skipped = [later for later in years if later > year and wanted is None]
    return year, tuple(_skipped_year(later, year, until) for later in skipped)


def _until_words(until: date | None, year: int) -> Message:
    if until is None or until.year != year:
        return Message("", "")
    return Message(f" (Daten bis {until:%d.%m.%Y})", f" (data until {until.isoformat()})")


def _part_year(year: int, until: date | None) -> Message:
    words = _until_words(until, year)
    return Message(
        f"Bezugsjahr {year} ist kein volles Kalenderjahr{words.de}: Umsätze liegen dadurch zu niedrig, zu viele Kunden "
        "gelten als klein.",
        f"Reference year {year} is not a full calendar year{words.en}: revenues are too low, and too many customers "
        "count as small.",
    )


def _skipped_year(later: int, year: int, until: date | None) -> Message:
    words = _until_words(until, later)
    return Message(
        f"{later} ist kein volles Kalenderjahr{words.de}; Bezugsjahr ist {year}. Mit reference_year lässt sich ein "
        "anderes wählen.",
        f"{later} is not a full calendar year{words.en}; the reference year is {year}. Set reference_year to choose "
        "another.",
    )


def segment_alternatives(
    identification: Identification,
    thresholds: Sequence[float],
    definitions: Sequence[Definition] = tuple(DEFINITIONS),
) -> pd.DataFrame:
    """Return what other thresholds and definitions would make of the same list.

    Returns:
        One row per definition, threshold [EUR/year] and segment with customers and revenue [EUR/year].
    """
    revenue = np.nan_to_num(identification.segmentation.revenue)
    rows: list[tuple[Definition, float, str, int, float]] = []
    for definition in definitions:
        settings = dataclasses.replace(identification.settings, definition=definition)
        for threshold in thresholds:
            found = segment_customers(
                identification.facts, settings, checked_threshold(threshold), identification.reference_year
            )
            counts = np.bincount(found.codes, minlength=len(SEGMENTS)).tolist()
            sums = np.bincount(found.codes, weights=revenue, minlength=len(SEGMENTS)).round(6).tolist()
            rows.extend((definition, threshold, *figures) for figures in zip(SEGMENTS, counts, sums, strict=True))
    return pd.DataFrame(rows, columns=["definition", "threshold", "segment", "customers", "revenue"])


def _results(customers: pd.DataFrame, facts: CustomerFacts, found: Segmentation) -> pd.DataFrame:
    best, second = best_years(facts, found.year, BEST_YEAR_WINDOW)
    _, orders = orders_column(customers, found.year)
    return pd.DataFrame(
        {
            "customer_id": text_column(customers, "customer_id"),
            "segment": np.array(SEGMENTS, dtype=object)[found.codes],
            "abc": abc_classes(found.revenue).astype(object),
            "revenue": found.revenue,
            "best_year": best,
            "second_best_year": second,
            "own_potential": np.where(np.isnan(facts.potential), facts.potential_by_employees, facts.potential),
            "potential_by_employees": facts.potential_by_employees,
            "orders": orders,
            "visits": facts.visits,
        },
        index=customers.index,
    )


def _segments(results: pd.DataFrame, found: Segmentation) -> pd.DataFrame:
    values = results[["revenue", "orders", "visits"]]
    summed = sums_by_group(values.assign(customers=1.0), found.codes).reindex(range(len(SEGMENTS)), fill_value=0.0)
    # A list without orders has an unknown number of them, not none.
    summed.loc[:, values.columns[values.isna().all()].drop("revenue", errors="ignore")] = np.nan
    return summed.set_axis(list(SEGMENTS), axis=0)[["customers", "revenue", "orders", "visits"]]


def _group(everybody: pd.DataFrame) -> dict[str, float | None]:
    if everybody.empty:
        counts = (
            "small_customers",
            "buying_customers",
            "revenue",
            "total_best_year",
            "open_potential",
            "open_potential_of_buying",
        )
        return {str(name): 0.0 if name in counts else None for name in everybody.columns}
    return {str(name): plain(value) for name, value in everybody.iloc[0].items()}


def _would_move(found: Segmentation, settings: IdentificationSettings) -> dict[str, int]:
    """Return how many customers each rule takes out of the small ones, or would take out if it were switched on."""
    before = found.before_potential
    by_employees = before if settings.untapped_by_employees else found.small
    return {
        "untapped": int((before & found.untapped).sum()),
        "growing": int((before & found.growing).sum()),
        "untapped_by_employees": int((by_employees & found.untapped_by_employees).sum()),
    }


def _kept(customers: pd.DataFrame) -> list[str]:
    """Return the columns whose names are unknown, for a list that does not say which were kept."""
    per_year = {*revenue_columns(customers).values(), *orders_columns(customers).values()}
    known = {column.name for column in COLUMNS} | per_year | {*INTERNAL_COLUMNS}
    return [str(name) for name in customers.columns if name not in known]
