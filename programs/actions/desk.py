"""Let somebody of an agency sit down here, and leave."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.accounts.access import AGENCY_PERSON, Outsider
from amends.actions import action
from network.agencies.handover import Arrival
from programs import desk


@action
def open_desk(*, actor: None, arrival: Arrival, now: datetime) -> str:
    """Let in whoever comes with a hand-over that was read, once, and return what their cookie says.

    Raises NotLetIn("used") for one that was spent before.
    """
    value = desk.spend(arrival, now=now)
    who = Outsider(AGENCY_PERSON, arrival.person_id)
    audit.record("desk_opened", ("agencies.agency", arrival.agency_id), actor=who)
    return value


@action
def leave_desk(*, actor: Any, value: str) -> None:
    """End a visit."""
    desk.close(value)
    audit.record("desk_left", ("accounts.user", actor.key), actor=actor)
