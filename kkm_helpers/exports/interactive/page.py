"""The app's own page as a file: the same scripts, with the formulas in place of the kernel."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from kkm_helpers import __version__
from kkm_helpers.analysis.assessment import assess
from kkm_helpers.exports.interactive.as_exported import steps_as_exported
from kkm_helpers.exports.provenance import made_at, provenance, title_of
from kkm_helpers.language import LANGUAGES, Language, choose
from kkm_helpers.scenario import Case
from kkm_helpers.widgets.bundle import file_script, plotly_script, style
from kkm_helpers.widgets.judging import judgement_of
from kkm_helpers.widgets.session import first_state


def write(case: Case, path: Path, language: Language, *, locked: bool = False) -> None:
    """Write a case as one HTML file with sliders.

    Args:
        case: of a customer list only the figures of the group are in it.
        path: the file.
        language: which language it opens in; it speaks both.
        locked: nothing in it can be changed.
    """
    path.write_text(page_of(case, language, locked=locked), encoding="utf-8", newline="\n")


def page_of(case: Case, language: Language, *, locked: bool = False) -> str:
    """Return a case as an HTML page with sliders; see `write`."""
    made = made_at()
    origin = {spoken: provenance(case, spoken, made) for spoken in LANGUAGES}
    assessed = assess(case)
    state = {
        **first_state(case, language),
        "locked": locked,
        "origin": origin,
        "judgement": {spoken: judgement_of(assessed, spoken) for spoken in LANGUAGES},
        "exported": {spoken: steps_as_exported(case, assessed, spoken) for spoken in LANGUAGES},
    }
    template = (files("kkm_helpers.exports.interactive") / "page.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        language=language,
        version=__version__,
        title=escape(title_of(case, language)),
        no_script=choose(
            language,
            "Diese Seite rechnet mit JavaScript; bitte erlauben Sie es für diese Datei.",
            "This page calculates with JavaScript; please allow it for this file.",
        ),
        style=style(),
        state=_inside_script(json.dumps({"state": state}, ensure_ascii=False, allow_nan=False)),
        script=_inside_script(file_script()),
        plotly=_inside_script(plotly_script()),
    )


def _inside_script(text: str) -> str:
    """Return JavaScript or JSON as it may stand in a script element, which ends at the first "</script".

    Both may hold such words only within strings, where a backslash before the sign says the same.
    """
    return text.replace("</script", "<\\/script").replace("<!--", "\\u003c!--").replace("<script", "\\u003cscript")
