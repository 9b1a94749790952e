"""The services that judge the case on view; what they do stands in `judging`, imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from kkm_helpers.widgets.services import Service, later
from kkm_helpers.widgets.session import Session

_MODULE = "kkm_helpers.widgets.judging"

SERVICES: Mapping[str, Service[Session]] = {
    "judgement": Service(later(_MODULE, "judge"), slow=True),
    "business_case": Service(later(_MODULE, "show_business_case"), slow=True),
    "sourcing": Service(later(_MODULE, "show_sourcing"), slow=True),
    "intervals": Service(later(_MODULE, "tell_intervals"), slow=True),
    "risk": Service(later(_MODULE, "show_risk"), slow=True),
}
