"""The case as a PowerPoint file."""

from __future__ import annotations

import os
from pathlib import Path

from kkm_helpers.exports.provenance import made_at
from kkm_helpers.exports.slides.content import deck_of
from kkm_helpers.language import Language
from kkm_helpers.scenario import Case


def write(case: Case, path: Path, language: Language = "de", *, template: str | os.PathLike[str] | None = None) -> None:
    """Write the slides of a case; the same case and SOURCE_DATE_EPOCH give the same bytes.

    Args:
        case: of a customer list only the figures of groups are in it.
        path: the file.
        language: "de" or "en".
        template: a .pptx file whose master takes the place of ours; its slides are left out.

    Raises:
        KkmError: the case cannot be judged, or the template cannot be used.
    """
    from kkm_helpers.exports.slides.master import client_master, own_master
    from kkm_helpers.exports.slides.package import packed
    from kkm_helpers.exports.slides.setting import set_deck

    made = made_at()
    # A template that cannot be used is told before anything is computed.
    master = own_master() if template is None else client_master(Path(template))
    path.write_bytes(packed(set_deck(deck_of(case, language, made), master, made), made))
