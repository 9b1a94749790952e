"""The case as an HTML file: the page with sliders, or the board paper."""

from __future__ import annotations

from pathlib import Path

from kkm_helpers.language import Language
from kkm_helpers.scenario import Case


def write(case: Case, path: Path, language: Language, *, static: bool = False, locked: bool = False) -> None:
    """Write a case as one HTML file that asks no host for anything.

    Args:
        case: of a customer list only the figures of the group are in it.
        path: the file.
        language: "de" or "en".
        static: the board paper, without any script, in place of the page with sliders.
        locked: nothing in the page can be changed.

    Raises:
        KkmError: the case cannot be judged.
    """
    if static:
        from kkm_helpers.exports.report import page as report

        report.write(case, path, language)
    else:
        from kkm_helpers.exports.interactive import page as interactive

        interactive.write(case, path, language, locked=locked)
