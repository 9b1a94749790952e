"""Every service a page may ask for, by name; those of a topic stand together in `<topic>_services.py`."""

from __future__ import annotations

from collections.abc import Mapping

from kkm_helpers.widgets import case_services, judgement_services, list_services, scenario_services
from kkm_helpers.widgets.services import Service
from kkm_helpers.widgets.session import Session

SERVICES: Mapping[str, Service[Session]] = {
    **case_services.SERVICES,
    **judgement_services.SERVICES,
    **scenario_services.SERVICES,
    **list_services.SERVICES,
}
