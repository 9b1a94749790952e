"""The assumption ledger: every figure that goes in, where it comes from, who confirmed it, how much hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kkm_helpers.analysis.tornado import Swing
from kkm_helpers.assumptions import ASSUMPTIONS, Assumption
from kkm_helpers.scenario import Origin


@dataclass(frozen=True)
class LedgerEntry:
    """One assumption of a case.

    Attributes:
        assumption: its declaration: labels, default, range, kind, source.
        value: the value the case was computed with.
        origin: where that value comes from.
        note: who confirmed it, when and why; empty where nobody did.
        swing: how much the net present value moves over its interval [EUR]; None where it is not uncertain.
    """

    assumption: Assumption
    value: float | str
    origin: Origin
    note: str
    swing: float | None

    @property
    def changed(self) -> bool:
        """Whether the value differs from the default."""
        return self.value != self.assumption.default


def ledger(
    assumptions: Mapping[str, float | str],
    origins: Mapping[str, Origin],
    notes: Mapping[str, str],
    swings: Collection[Swing],
) -> tuple[LedgerEntry, ...]:
    """Return every assumption, the most influential first; those without a swing in the order of declaration."""
    width = {swing.name: swing.width for swing in swings}
    entries = [
        LedgerEntry(known, assumptions[name], origins[name], notes.get(name, ""), width.get(name))
        for name, known in ASSUMPTIONS.items()
    ]
    return tuple(sorted(entries, key=lambda entry: -(entry.swing or 0)))
