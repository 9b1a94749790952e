"""The services about customer lists. What they do needs pandas, so it is imported when one is asked for first."""

from __future__ import annotations

from collections.abc import Mapping

from kkm_helpers.widgets.services import Answer, Request, Service, later
from kkm_helpers.widgets.session import Session

LISTS = "kkm_helpers.widgets.list_desk"
REVIEWS = "kkm_helpers.widgets.review_desk"


def tell_inputs(session: Session, request: Request) -> Answer:
    """Answer what the page's list says of the model's assumptions; every page asks, most have no list."""
    if "lists" not in session.kept and session.case.customers is None:
        return Answer({"number": 0, "inputs": {}, "origin": None})
    return later(LISTS, "tell_inputs")(session, request)


SERVICES: Mapping[str, Service[Session]] = {
    "file_piece": Service(later(LISTS, "take_piece")),
    "file_forget": Service(later(LISTS, "forget_file")),
    "list_read": Service(later(LISTS, "read_list"), slow=True),
    "list_drop": Service(later(LISTS, "drop_list")),
    "list_report": Service(later(LISTS, "tell_report"), slow=True),
    "list_inputs": Service(tell_inputs, slow=True),
    "list_segments": Service(later(LISTS, "tell_segments"), slow=True),
    "list_care": Service(later(LISTS, "tell_care"), slow=True),
    "list_file": Service(later(LISTS, "make_file"), slow=True),
    "review_read": Service(later(REVIEWS, "read_lists"), slow=True),
    "review_lists": Service(later(REVIEWS, "tell_lists"), slow=True),
    "review": Service(later(REVIEWS, "tell_review"), slow=True),
    "review_file": Service(later(REVIEWS, "make_file"), slow=True),
}
