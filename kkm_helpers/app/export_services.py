"""The services of the app that hand out the case on view as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from kkm_helpers.errors import KkmError
from kkm_helpers.exports import FORMATS, export
from kkm_helpers.language import choose
from kkm_helpers.progress import listening
from kkm_helpers.widgets.scenario_services import file_stem
from kkm_helpers.widgets.services import Answer, Request, Service
from kkm_helpers.widgets.session import Session


def list_exports(_session: Session, _request: Request) -> Answer:
    """Answer `formats`: what a case can be exported as, each with `ending`, `de` and `en`."""
    formats = [{"ending": ending, "de": known.de, "en": known.en} for ending, known in FORMATS.items()]
    return Answer({"formats": formats})


def export_case(session: Session, request: Request) -> Answer:
    """Answer the case on view as a file of the `ending` asked for: its bytes, and what the file is called.

    Tells on the way what it is `at`, and stops there once nobody waits for it.

    Raises:
        KkmError: there is no such export, or the case does not fit into it.
    """
    ending = request.content.get("ending")
    if not isinstance(ending, str) or ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise KkmError(f"{ending}: möglich sind {known}.", f"{ending}: possible are {known}.")
    case = session.shown_case()

    def tell(de: str, en: str) -> None:
        request.go_on()
        request.tell({"at": choose(session.language, de, en)})

    # A private folder that is gone at once: nothing of it stays on the disk.
    with TemporaryDirectory(prefix="kkm_") as folder, listening(tell):
        name = f"{file_stem(case.scenario)}{ending}"
        content = export(case, Path(folder, name), session.language).read_bytes()
    request.go_on()
    return Answer({"name": name}, [content])


SERVICES: Mapping[str, Service[Session]] = {
    "exports": Service(list_exports),
    "export": Service(export_case, slow=True),
}
