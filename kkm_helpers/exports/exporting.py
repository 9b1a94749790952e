"""One call for every export: the ending of the file says which."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kkm_helpers.assumptions import nearest_name
from kkm_helpers.errors import KkmError
from kkm_helpers.files import absolute, written_whole
from kkm_helpers.language import Labelled, Language

if TYPE_CHECKING:
    from kkm_helpers.scenario import Case


class Writer(Protocol):
    """What a format's module has as `write`."""

    def __call__(self, case: Case, path: Path, language: Language, **options: Any) -> None:  # noqa: ANN401
        """Write the case to `path`, a draft that takes the place of the file when all is well."""


@dataclass(frozen=True)
class Format(Labelled):
    """A kind of file.

    Attributes:
        module: has the function `write`; imported when it is needed.
        de, en: what it is.
        options: names of the keyword arguments it takes besides.
    """

    module: str
    de: str
    en: str
    options: tuple[str, ...] = ()


class ShowsCase(Protocol):
    """A notebook, say: it has a case on view, and a language."""

    @property
    def language(self) -> Language:
        """The language it is told in."""

    def shown_case(self) -> Case:
        """Return the case as it stands now."""


FORMATS: dict[str, Format] = {
    ".xlsx": Format("kkm_helpers.exports.excel", "Excel, rechnet selbst", "Excel that calculates"),
    ".pptx": Format("kkm_helpers.exports.slides.pptx_file", "PowerPoint, Folien", "PowerPoint slides", ("template",)),
    ".html": Format("kkm_helpers.exports.html", "Seite mit Reglern", "Page with sliders", ("static", "locked")),
    ".pdf": Format("kkm_helpers.exports.report.pdf", "Bericht für den Vorstand", "Board paper"),
}
"""Every kind of file by its ending."""


def export(
    case: Case | ShowsCase,
    path: str | os.PathLike[str],
    language: Language | None = None,
    *,
    force: bool = False,
    **options: Any,  # noqa: ANN401 - each format has its own
) -> Path:
    """Write a case to a file, whole or not at all, and return its path.

    Args:
        case: what `build_case` gives; or a notebook, whose case is taken as its controls have it now.
        path: the file; its ending says what it becomes.
        language: "de" or "en"; by default that of the notebook, else German.
        force: overwrite a file that is there.
        **options: what the format takes besides (`Format.options`).

    Raises:
        KkmError: the ending is unknown, the file is there, cannot be written, or the case does not fit into it.
    """
    from kkm_helpers.scenario import Case

    shown = case if isinstance(case, Case) else case.shown_case()
    language = language or ("de" if isinstance(case, Case) else case.language)
    target = Path(path)
    kind = format_of(target)
    surplus = [name for name in options if name not in kind.options]
    if surplus:
        msg = f"{target.suffix} takes no {', '.join(surplus)}; it takes {', '.join(kind.options) or 'no options'}"
        raise TypeError(msg)
    check_overwrites_no_source(target, shown, options.get("template"))
    with written_whole(target, force=force) as draft:
        write = cast("Writer", import_module(kind.module).write)
        write(shown, draft, language, **options)
    return target


def format_of(path: Path) -> Format:
    """Return the kind of file that the ending of `path` stands for.

    Raises:
        KkmError: it stands for none; all are named.
    """
    ending = path.suffix.lower()
    if ending in FORMATS:
        return FORMATS[ending]
    near = nearest_name(ending, FORMATS)
    endings = ", ".join(FORMATS)
    raise KkmError(
        f"{path.name}: mit der Endung {ending or '(keine)'} lässt sich nicht ausgeben; möglich sind {endings}."
        + (f" Meinten Sie {near}?" if near else ""),
        f"{path.name}: there is no export with the ending {ending or '(none)'}; possible are {endings}."
        + (f" Did you mean {near}?" if near else ""),
    )


def check_overwrites_no_source(target: Path, case: Case, template: str | os.PathLike[str] | None = None) -> None:
    """Raise a `KkmError` if the export would take the place of a file that it is made from."""
    scenario = case.scenario
    sources = (scenario.path, scenario.customers_file, scenario.crm_file)
    if any(source is not None and absolute(source) == absolute(target) for source in sources):
        raise KkmError(
            f"{target} ist die Datei, aus der der Business Case kommt. Bitte wählen Sie einen anderen Namen.",
            f"{target} is the file that the business case comes from. Please choose another name.",
        )
    if template is not None and absolute(template) == absolute(target):
        raise KkmError(
            f"{target} ist die Vorlage. Bitte wählen Sie für die Folien einen anderen Namen.",
            f"{target} is the template. Please choose another name for the slides.",
        )
