"""Scenario files: read with every fault named and its line, saved without touching what the user wrote beside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.files import absolute, check_may_write, read_bytes, write_whole
from kkm_helpers.scenario.exported import is_workbook, load_exported
from kkm_helpers.scenario.faults import CaseError, Fault, assumption_faults, unknown_name
from kkm_helpers.scenario.record import Scenario
from kkm_helpers.scenario.reserved import RESERVED, reserved_faults
from kkm_helpers.scenario.scalars import grouped_or_decimal
from kkm_helpers.scenario.yaml_text import EMPTY, YamlText, decode, parse

LARGEST_FILE = 256 * 1024
_FILES = ("customers_file", "crm_file", "mapping")


def load_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Return the scenario in a YAML file, or in a workbook that `kkm export` wrote.

    Args:
        path: the file; an empty one is the scenario of all defaults. Paths in it are relative to its folder.

    Raises:
        FileTroubleError: the file is missing, is a folder, or cannot be read.
        YamlTextError: it is no YAML, or YAML that programs read differently; with line and column.
        CaseError: a key is unknown or a value is wrong; all of them, each with its line.
    """
    file = Path(path)
    if is_workbook(file):
        return load_exported(file)
    return scenario_of_text(_read(file), file)


def scenario_of_text(yaml_text: YamlText, file: Path) -> Scenario:
    """Return the scenario that a parsed text describes, as `load_scenario`; `file` is where the text stands."""
    return scenario_from(yaml_text.values, file, lambda fault: _line_of(fault, yaml_text, file), _grouped(yaml_text))


def scenario_from(
    values: Mapping[str, Any],
    path: Path | None = None,
    place: Callable[[Fault], tuple[str, str]] = lambda _: ("", ""),
    faults: Iterable[Fault] = (),
) -> Scenario:
    """Return the scenario that a flat mapping describes, as it stands in a scenario file.

    Args:
        values: assumptions and reserved keys; a reserved key without a value counts as left out.
        path: the file the values come from: paths in them are relative to its folder; None for the current folder.
        place: says where a fault stands, for messages (German, English).
        faults: what is already known to be wrong.

    Raises:
        CaseError: a key is unknown or a value is wrong; all of them.
    """
    overrides = {name: value for name, value in values.items() if name in ASSUMPTIONS}
    reserved = {name: value for name, value in values.items() if name in RESERVED and value is not None}
    unknown = [name for name in values if name not in ASSUMPTIONS and name not in RESERVED]
    found = [
        *faults,
        *(unknown_name(name, RESERVED) for name in unknown),
        *assumption_faults(overrides),
        *reserved_faults(reserved),
    ]
    if found:
        raise CaseError(found, place)
    folder = path.parent if path else Path()
    for name in _FILES:
        if isinstance(reserved.get(name), str):
            reserved[name] = _absolute(reserved[name], folder)
    uncertainty = {name: (low, high) for name, (low, high) in reserved.pop("uncertainty", {}).items()}
    return Scenario(overrides, **reserved, uncertainty=uncertainty, path=path)


def save_scenario(scenario: Scenario, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a scenario file, whole or not at all.

    Only what differs from the default is written; with a customer list, every value of the scenario's own, because it
    holds against the list. In a file that is there already, comments, order and spelling stay: only changed values do
    not.

    Args:
        scenario: what to save.
        path: the file.
        force: change a file that is there.

    Raises:
        FileThereError: the file is there, and `force` is not given.
        KkmError: the file cannot be written, or what is there is no scenario file.
    """
    file = Path(path)
    check_may_write(file, force=force)
    there = _read(file) if file.exists() else EMPTY
    write_whole(file, scenario_text(scenario, file, there).encode("utf-8"), force=force)


def scenario_text(scenario: Scenario, file: Path, there: YamlText = EMPTY) -> str:
    """Return a scenario as the text of a file, as `save_scenario` writes it.

    Args:
        scenario: what to write.
        file: where it is to stand; paths in it are relative to its folder.
        there: what the file holds already; its comments, order and spelling stay.
    """
    return there.with_values(_values_of(scenario, file, there.values))


def _read(file: Path) -> YamlText:
    return parse(decode(read_bytes(file, LARGEST_FILE), str(file)), str(file))


def _line_of(fault: Fault, yaml_text: YamlText, file: Path) -> tuple[str, str]:
    """Return the file and the line of the innermost key on the fault's path."""
    paths = (fault.path[:length] for length in range(len(fault.path), 0, -1))
    line = next((yaml_text.lines[path] for path in paths if path in yaml_text.lines), 1)
    return f"{file}, Zeile {line}: ", f"{file}, line {line}: "


def _grouped(yaml_text: YamlText) -> Iterator[Fault]:
    for name in yaml_text.values.keys() & ASSUMPTIONS.keys():
        fault = grouping_fault(name, yaml_text.unquoted.get((name,), ""))
        if fault:
            yield fault


def grouping_fault(name: str, text: str) -> Fault | None:
    """Return the fault of a value such as 4.000, which is four for a computer and four thousand for a German."""
    meant = grouped_or_decimal(text, ASSUMPTIONS[name])
    if meant is None:
        return None
    thousands, decimal = meant
    label = ASSUMPTIONS[name]
    return Fault(
        (name,),
        f"{label.de} ({name}): {text} ist mehrdeutig. Schreiben Sie {thousands} oder {decimal}.",
        f"{label.en} ({name}): {text} is ambiguous. Please write {thousands} or {decimal}.",
    )


def _absolute(text: str, folder: Path) -> Path:
    # A scenario written on Windows is to work elsewhere, and the other way round.
    return absolute(folder / text.replace("\\", "/"))


def _values_of(scenario: Scenario, file: Path, there: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the file shall hold, in the order of a new file."""
    own = {name: value for name, value in scenario.overrides.items() if _is_worth_writing(name, value, scenario)}
    listed = {"uncertainty": {name: list(interval) for name, interval in scenario.uncertainty.items()}}
    reserved = {name: listed.get(name, getattr(scenario, name)) for name in RESERVED}
    for name in _FILES:
        if isinstance(reserved[name], Path):
            reserved[name] = _relative(reserved[name], file.parent, there.get(name))
    kept = {name: value for name, value in reserved.items() if value not in (None, {}, "", (), [])}
    head = {name: kept.pop(name) for name in ("name", "description", "language", *_FILES) if name in kept}
    return {**head, **own, **kept}


def _is_worth_writing(name: str, value: float | str, scenario: Scenario) -> bool:
    return value != ASSUMPTIONS[name].default or scenario.customers_file is not None


def _relative(target: Path, folder: Path, written: object) -> str:
    """Return `target` as seen from `folder`; what is written there already stays if it means the same file."""
    if isinstance(written, str) and _absolute(written, folder) == target:
        return written
    try:
        return Path(os.path.relpath(target, absolute(folder))).as_posix()
    except ValueError:  # another drive of a Windows machine
        return target.as_posix()
