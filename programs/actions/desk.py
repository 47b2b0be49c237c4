"""Let somebody of an agency sit down here, and leave; take in what an agency's software sends."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.accounts.access import AGENCY_PERSON, Outsider
from amends.actions import action
from network.agencies.handover import Arrival
from programs import desk
from programs.actions.referrals import Sender, submit_referral
from programs.models import Referral


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
    desk.VISITS.close(value)
    audit.record("desk_left", ("accounts.user", actor.key), actor=actor)


@action
def send_for_software(
    *, actor: Outsider, nonce: str, now: datetime, sender: Sender | None, answers: dict[str, Any]
) -> Referral:
    """Take a referral in from an agency's software and spend its hand-over with it.

    Raises NotLetIn("used") for one that was spent before, and as `submit_referral`.
    """
    desk.use_up(nonce, now=now)
    referral = submit_referral(actor=actor, now=now, sender=sender, **answers)
    audit.record("software_sent", referral, actor=actor)
    return referral
