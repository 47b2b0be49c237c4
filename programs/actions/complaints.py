"""Say that something went wrong, and answer it: neither the mediator nor the other side learns of it."""

import datetime as dt
import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.access import Outsider
from amends.accounts.models import Role, User
from amends.actions import action
from programs.models import Complaint, Participant, Program


@action
def make_complaint(*, actor: Outsider, now: datetime, form_key: uuid.UUID, text: str) -> Complaint:
    """Keep what somebody says went wrong, with the day by which they hear; whatever has become of their case.

    Each administrator who did not mediate the case is written to, and nobody else. The same form sent again returns the
    complaint that it made the first time.
    """
    people = Participant.objects.select_related("case").select_for_update(of=("self",))
    participant = people.get(pk=actor.key)
    made_before = Complaint.objects.filter(participant=participant, form_key=form_key).first()
    if made_before is not None:
        audit.record("complaint_made_again", made_before, actor=actor)
        return made_before
    program = Program.objects.get()
    policy = program.policy_of(participant.case)
    complaint = Complaint(
        participant=participant,
        form_key=form_key,
        made_at=now,
        due_on=now.astimezone(program.zone).date() + dt.timedelta(days=policy.complaint_days),
        text=text,
    )
    complaint.save(force_insert=True)
    audit.record("complaint_made", complaint, actor=actor)
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]):
        if Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists():
            outbox.queue("programs.complaint_came", user_id=user.pk, complaint_id=complaint.pk)
    return complaint


@action
def answer_complaint(*, actor: Any, complaint: Complaint, now: datetime, text: str) -> Complaint:
    """Answer a complaint, where only the person who made it reads it; another answer replaces the one before.

    Raises Complaint.DoesNotExist for whoever mediated the case.
    """
    visible = Complaint.objects.visible_to(actor)
    locked = Complaint.objects.select_for_update().get(pk=visible.values("pk").get(pk=complaint.pk)["pk"])
    verb = "complaint_answered" if locked.answered_at is None else "complaint_answer_changed"
    locked.answer, locked.answered_at, locked.answered_by = text, now, actor
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(verb, locked, actor=actor)
    return locked
