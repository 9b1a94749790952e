"""A scenario: what is assumed for one client, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.language import Language


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says.

    Attributes:
        overrides: assumptions with a value of their own, by name.
        name, description: what it is called and what it is about.
        language: the language it asks for; None where it does not.
        notes: by assumption, who confirmed it, when and why.
        customers_file, crm_file: the customer list and its second list, as absolute paths.
        mapping: how to read the list: a mapping file as absolute path, or its content.
        identification: how small customers are told from the others (`IdentificationSettings`).
        uncertainty: by assumption, its own interval [low, high] in the model's unit.
        correlation: rank correlations of their own, assumption to assumption to number.
        utility: weights and scores of the utility analysis.
        readiness: the answers on the success factors.
        log: what was changed in a workshop, in order: texts by `at`, `what`, `from`, `to`, `remark`.
        path: the file it was read from; None for one made in memory.
        remarks: what the user should know about the file.
    """

    overrides: Mapping[str, float | str] = field(default_factory=dict)
    name: str | None = None
    description: str | None = None
    language: Language | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    customers_file: Path | None = None
    crm_file: Path | None = None
    mapping: Path | Mapping[str, Any] | None = None
    identification: Mapping[str, Any] = field(default_factory=dict)
    uncertainty: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    correlation: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    utility: Mapping[str, Any] = field(default_factory=dict)
    readiness: Mapping[str, Any] = field(default_factory=dict)
    log: Sequence[Mapping[str, str]] = ()
    path: Path | None = None
    remarks: tuple[Message, ...] = ()

    @property
    def title(self) -> str:
        """What it is called: its name, else its file's."""
        return self.name or (self.path.stem if self.path else "")
