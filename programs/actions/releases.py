"""Record leave to pass something on about somebody, and take it back in one step (C4)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.accounts.access import Outsider
from amends.actions import action
from programs.facts import CaseFacts
from programs.handing_on import ask_back
from programs.models import (
    InformationRelease,
    MediationCase,
    Participant,
    Program,
    Referral,
    ReferralForward,
)
from programs.models.case import STAFF_STATES
from programs.models.forward import ForwardAnswer
from programs.models.office import fold
from programs.models.release import latest_day
from programs.steps import wrong_state
from programs.taking import refuse
from programs.telling import tell_coordinator


class UnableToRelease(ValueError):
    """The last day is over, or later than the policy lets a release count."""


@dataclass(frozen=True)
class Leave:
    """What somebody signed: to whom, what, why, and the last day on which it counts."""

    recipient_kind: str
    recipient: str
    what: list[str]
    purpose: str
    form: str
    last_day: date


@action
def record_release(
    *, actor: Any, participant: Participant, now: datetime, form_key: uuid.UUID, leave: Leave
) -> InformationRelease:
    """Record a release that somebody signed; the same form sent again is the same release.

    Raises MediationCase.DoesNotExist or Referral.DoesNotExist for somebody whom the actor may not see, StepRefused when
    the case has ended, and UnableToRelease. Nothing in a case waits for a release, and nothing may.
    """
    program = Program.objects.get()
    subject = _subject(participant, actor, program, now)
    today = now.astimezone(program.zone).date()
    if not today <= leave.last_day <= latest_day(program, participant, today):
        raise UnableToRelease
    end = datetime.combine(leave.last_day + timedelta(days=1), time(), tzinfo=program.zone)
    told = {name: value for name, value in vars(leave).items() if name != "last_day"}
    release, made = InformationRelease.objects.get_or_create(
        participant=participant,
        form_key=form_key,
        defaults={**told, "given_at": now, "expires_at": end, "recorded_by": actor},
    )
    verb = "release_recorded" if made else "release_recorded_again"
    audit.record(verb, subject, actor=actor, participant=participant.pk, role=participant.role)
    return release


def _subject(person: Participant, actor: Any, program: Program, now: datetime) -> MediationCase | Referral:
    """Lock and return the case of somebody, or their referral while there is none."""
    if person.case is None:
        return Referral.objects.visible_to(actor).select_for_update().get(pk=person.referral_id)
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=person.case_id)
    if case.state not in STAFF_STATES:
        refuse("record_release", case, actor, [wrong_state(STAFF_STATES, CaseFacts(case, program, now))])
    return case


@action
def revoke_release(*, actor: Any, release: InformationRelease, now: datetime) -> InformationRelease:
    """End a release at once, for the program or for the person themselves; a second time changes nothing.

    Nothing stands in the way of it, in whatever state the case is. Raises as `record_release` for somebody whom the
    actor may not see, and PermissionDenied when a party acts for anybody but themselves.
    """
    person = release.participant
    if isinstance(actor, Outsider):
        if actor.key != person.pk:
            audit.denied("revoke_release", ("participant", actor.key), actor=actor, rule="self")
            raise PermissionDenied
    elif person.case is None:
        Referral.objects.visible_to(actor).get(pk=person.referral_id)
    else:
        MediationCase.objects.visible_to(actor).get(pk=person.case_id)
    ended = InformationRelease.objects.filter(pk=release.pk, revoked_at=None).update(revoked_at=now)
    subject = person.case or person.referral
    verb = "release_revoked" if ended else "release_revoked_again"
    audit.record(verb, subject, actor=actor, participant=person.pk, role=person.role)
    if ended:
        tell_coordinator(person.case, actor)
        _ask_back(release, now)
    release.refresh_from_db(fields=["revoked_at"])
    return release


def _ask_back(release: InformationRelease, now: datetime) -> None:
    """Have every program asked to give up what was handed on to it with a release that ended, if it has not decided."""
    person = release.participant
    if person.referral_id is None:
        return
    pending = ReferralForward.objects.filter(
        referral_id=person.referral_id, receiver_id__isnull=False, answer=ForwardAnswer.PENDING
    )
    for forward in pending:
        if forward.is_there and fold(forward.program_name) == fold(release.recipient):
            ask_back(forward, now)
