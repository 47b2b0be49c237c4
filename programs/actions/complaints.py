"""Say that something went wrong, and answer it: neither the mediator nor the other side learns of it."""

import datetime as dt
import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.access import Outsider
from amends.accounts.models import Role, User
from amends.actions import action
from programs.facts import Asked, CaseFacts
from programs.guards import unmet
from programs.models import Complaint, Contact, MediationCase, Participant, Program
from programs.taking import refuse

MOST_OPEN = 3
"""As many complaints of one person wait for an answer at once; what is more is said by telephone."""


class TooManyOpen(Exception):
    """As many complaints of this person as may wait for an answer do already."""


@action
def make_complaint(*, actor: Outsider, now: datetime, form_key: uuid.UUID, text: str) -> Complaint:
    """Keep what somebody says went wrong, with the day by which they hear; whatever has become of their case.

    Each administrator who did not mediate the case is written to, and nobody else. The same form sent again returns the
    complaint that it made the first time. Raises TooManyOpen, so that a page that is left open cannot bury the others.
    """
    people = Participant.objects.select_related("case").select_for_update(of=("self",))
    participant = people.get(pk=actor.key)
    made_before = Complaint.objects.filter(participant=participant, form_key=form_key).first()
    if made_before is not None:
        audit.record("complaint_made_again", made_before, actor=actor)
        return made_before
    waiting = list(Complaint.objects.filter(participant=participant).waiting())
    if len(waiting) >= MOST_OPEN:
        # Noted with a complaint: whoever looks through the records of the case must not learn that there is one.
        audit.denied("make_complaint", waiting[0], actor=actor, rule="most_open_complaints")
        raise TooManyOpen
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

    Raises Complaint.DoesNotExist for whoever mediated the case, and StepRefused for words that name somebody of the
    other side or tell how to reach them, as for a letter (3.6).
    """
    visible = Complaint.objects.visible_to(actor)
    locked = Complaint.objects.select_for_update().get(pk=visible.values("pk").get(pk=complaint.pk)["pk"])
    _demand_one_side(locked, actor, now, text)
    verb = "complaint_answered" if locked.answered_at is None else "complaint_answer_changed"
    locked.answer, locked.answered_at, locked.answered_by = text, now, actor
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(verb, locked, actor=actor)
    return locked


def _demand_one_side(complaint: Complaint, actor: Any, now: datetime, text: str) -> None:
    """Judge an answer as a letter to whoever reads it; a refusal is noted with the complaint, not with the case."""
    person = complaint.participant
    case = MediationCase.objects.get(participants=person)
    asked = Asked(person=person, contact=Contact(words=text))
    reasons = unmet(
        ["letter_to_one_side"], CaseFacts(case=case, program=Program.objects.get(), now=now, asked=asked)
    )
    if reasons:
        refuse("answer_complaint", complaint, actor, reasons)
