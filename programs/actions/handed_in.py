"""Take in what another program of the platform hands on, and give it up again when that program asks."""

import contextlib
import uuid
import zoneinfo
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from amends import audit
from amends.actions import action
from programs.actions.referrals import (
    HandedOn,
    IncompleteReferral,
    Person,
    submit_referral,
    withdraw_referral,
)
from programs.guards import StepRefused
from programs.models import Program, Referral
from programs.openness import NotOpen
from programs.parcels import NotTaken, Slip, key_of
from programs.receipts import tell_sender


@action
def take_handed_on(*, actor: None, slip: Slip, told: Mapping[str, Any], now: datetime) -> Referral:
    """Take in the parcel of a slip as a referral of the program that hands it on; raises NotTaken."""
    until = datetime.fromisoformat(told["until"])
    key = key_of(slip.sender_id, slip.forward_id)
    if Referral.objects.filter(form_key=key).exists():
        raise NotTaken("used")
    if until <= now:
        raise NotTaken("over")
    program, zone = Program.objects.get(), told["zone"]
    try:
        referral = submit_referral(
            actor=None,
            now=now,
            form_key=key,
            stage=told["stage"],
            referrer_class=told["referrer_class"],
            office_name=told["office"],
            referrer=Person(**told["worker"]),
            offences=told["offences"],
            offender=_person(told["offender"], program, zone),
            victim=_person(told["victim"], program, zone) if told["victim"] else None,
            summary=told["summary"],
            handed_on=HandedOn(slip.sender_id, slip.forward_id, until),
        )
    except NotOpen as error:
        raise NotTaken("closed") from error
    except IncompleteReferral as error:
        raise NotTaken("altered") from error
    audit.record("handed_in", referral, actor=actor, sender=slip.sender_id, forward=slip.forward_id)
    return referral


def _person(told: Mapping[str, Any], program: Program, zone: str) -> Person:
    """Return somebody as the other program knew them; hours by another clock become words, for days could differ."""
    hours = {
        name: time.fromisoformat(told[name]) if told[name] else None for name in ("safe_from", "safe_until")
    }
    if program.zone == zoneinfo.ZoneInfo(zone) or not hours["safe_from"]:
        return Person(**{**told, **hours})
    said = _("Safe from %(first)s until %(last)s, by the clock of %(zone)s.") % {
        "first": told["safe_from"],
        "last": told["safe_until"],
        "zone": zone,
    }
    note = f"{told['contact_note']} {said}".strip()
    return Person(**{**told, "contact_note": note, "safe_from": None, "safe_until": None})


@action
def give_back(*, actor: None, sender_id: uuid.UUID, forward_id: uuid.UUID, now: datetime) -> None:
    """Withdraw what a program handed on, as long as nobody has decided; else tell it again what was decided."""
    referral = Referral.objects.filter(form_key=key_of(sender_id, forward_id)).first()
    subject: Any = referral or ("tenants.tenant", sender_id)
    audit.record("asked_to_give_back", subject, actor=actor, sender=sender_id, forward=forward_id)
    if referral is None:
        return
    with contextlib.suppress(StepRefused):
        withdraw_referral(actor=None, referral=referral, now=now)
        return
    tell_sender(referral)
