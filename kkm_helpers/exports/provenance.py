"""Where an export comes from: the version, the day, and a short mark of the case it shows."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kkm_helpers import __version__
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from kkm_helpers.scenario import Case

_MARK = 10


def made_at() -> datetime:
    """Return the time an export says it was made at: now, or what SOURCE_DATE_EPOCH fixes.

    Raises:
        KkmError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now().astimezone().replace(tzinfo=None, microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError) as error:
        raise KkmError(
            f"SOURCE_DATE_EPOCH: {fixed!r} ist keine Zahl von Sekunden seit 1970.",
            f"SOURCE_DATE_EPOCH: {fixed!r} is no number of seconds since 1970.",
        ) from error


def mark_of(case: Case) -> str:
    """Return ten characters that stand for the assumptions of a case: another case has others."""
    plain = json.dumps(case.results.assumptions, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:_MARK]


def title_of(case: Case, language: Language) -> str:
    """Return what the case is called: its scenario, or the subject where it has none."""
    return case.scenario.title or choose(language, "Business Case Kleinkunden", "Business case small customers")


def provenance(case: Case, language: Language, made: datetime) -> str:
    """Return one line: when it was made, with which version, from which assumptions."""
    day = made.strftime(choose(language, "%d.%m.%Y", "%Y-%m-%d"))
    return choose(
        language,
        f"Ausgegeben am {day} mit kkm {__version__}, Stand der Annahmen {mark_of(case)}",
        f"Exported on {day} with kkm {__version__}, assumptions {mark_of(case)}",
    )
