"""Rows as a past year left them, from plain descriptions, and the same figures reckoned from those by hand."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from programs.models import (
    Agreement,
    AgreementItem,
    Contact,
    MediationCase,
    Offence,
    Participant,
    Program,
    Referral,
    RestitutionPayment,
    Session,
)

HOUR = dt.timedelta(hours=1)
KINDS = {"money": "monetary_restitution", "personal": "service_to_victim", "community": "community_service"}


@dataclass(frozen=True)
class Promise:
    """`kind` is a key of KINDS or `apology`; `done` what was paid or worked on `done_on`."""

    kind: str
    promised: Decimal = Decimal(0)
    done: Decimal = Decimal(0)
    done_on: dt.date | None = None


@dataclass(frozen=True)
class Told:
    """One referral, and the case that came of it where it was accepted."""

    came: dt.date
    stage: str = "post_charge"
    offences: tuple[str, ...] = ("theft",)
    answer: str = "accepted"
    answered: dt.date | None = None
    is_minor: bool | None = None
    has_victim: bool = True
    reached: dt.date | None = None
    mode: str = ""
    """Of a session that was held, or `message`, or "" for none."""
    held: dt.date | None = None
    closed: dt.date | None = None
    reason: str = ""
    promises: tuple[Promise, ...] = ()
    signed: dt.date | None = None
    is_fulfilled: bool = False
    is_sample: bool = field(default=False)


def at(day: dt.date | None, hour: int = 12) -> dt.datetime | None:
    """Return an hour of a day where the program is."""
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(hour), Program.objects.get().zone)


def make(told: Told, user: Any) -> None:
    """Write the rows that this leaves behind."""
    came = at(told.came)
    referral = Referral.objects.create(
        form_key=uuid.uuid4(),
        state=told.answer,
        stage=told.stage,
        referrer_class="judge",
        referrer_name="",
        submitted_at=came,
        decided_at=at(told.answered),
        decline_reason="capacity" if told.answer == "declined" else "",
        is_sample=told.is_sample,
    )
    Offence.objects.bulk_create(Offence(referral=referral, offence_class=each) for each in told.offences)
    case = _case(told, referral) if told.answer == "accepted" else None
    Participant.objects.create(referral=referral, case=case, role="offender", name="", is_minor=told.is_minor)
    if not told.has_victim:
        return
    victim = Participant.objects.create(referral=referral, case=case, role="victim", name="")
    if case is None:
        return
    if told.reached:
        _contact(victim, "first_contact", told.reached, user)
    if told.mode == "message":
        _contact(victim, "exchange", told.held, user)
    elif told.mode:
        Session.objects.create(
            case=case, form_key=uuid.uuid4(), state="held", mode=told.mode, starts_at=at(told.held, 18),
            ends_at=at(told.held, 20), attended=[victim.pk], scheduled_by=user,
        )  # fmt: skip
    if told.promises:
        _agreement(told, case, victim, user)


def _case(told: Told, referral: Referral) -> MediationCase:
    return MediationCase.objects.create(
        referral=referral,
        reference=referral.reference,
        state="closed" if told.closed else "preparing",
        state_since=referral.submitted_at,
        opened_at=referral.submitted_at,
        closed_at=at(told.closed),
        closure_reason=told.reason,
        is_sample=told.is_sample,
    )


def _contact(person: Participant, purpose: str, day: dt.date | None, user: Any) -> None:
    Contact.objects.create(
        participant=person, form_key=uuid.uuid4(), purpose=purpose, channel="in_person", result="reached",
        made_at=at(day, 13), minutes=30, recorded_at=timezone.now(), recorded_by=user,
    )  # fmt: skip


def _agreement(told: Told, case: MediationCase, victim: Participant, user: Any) -> None:
    agreement = Agreement.objects.create(
        case=case, state="fulfilled" if told.is_fulfilled else "partially_fulfilled",
        made_at=at(told.signed), signed_at=at(told.signed),
    )  # fmt: skip
    for promise in told.promises:
        is_money = promise.kind == "money"
        item = AgreementItem.objects.create(
            agreement=agreement, form_key=uuid.uuid4(), kind=KINDS.get(promise.kind, promise.kind),
            amount=promise.promised if is_money else None,
            hours=None if is_money or promise.kind == "apology" else promise.promised,
            due_date=told.signed, beneficiary=victim,
        )  # fmt: skip
        if promise.done:
            RestitutionPayment.objects.create(
                item=item, form_key=uuid.uuid4(), amount=promise.done if is_money else None,
                hours=None if is_money else promise.done, paid_on=promise.done_on,
                means="through_program" if is_money else "work", recorded_at=timezone.now(), recorded_by=user,
            )  # fmt: skip
