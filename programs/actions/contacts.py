"""Record who was tried and reached, who is ready, and what the person harmed chose."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit
from amends.accounts.access import account_of
from amends.actions import action
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.guards.choices import allows, wants_to_take_part
from programs.models import Contact, MediationCase, Mediator, MediatorAssignment, Participant, VictimChoice
from programs.models.case import CaseState
from programs.surveys.planning import note_offered, plan_surveys
from programs.taking import begin, made_before, move
from programs.telling import tell_coordinator


@action
def record_contact(
    *, actor: Any, participant: Participant, now: datetime, form_key: uuid.UUID, contact: Contact
) -> Contact:
    """Add a contact, or a try of one, to the log; raises StepRefused.

    `contact` is an unsaved row (purpose, channel, result, made_at, minutes, texts). The same form sent again returns
    the contact that it made the first time.
    """
    key = contact.key_for(participant, form_key)
    first = made_before(Contact.objects.filter(form_key=key), case=participant.case, actor=actor)
    if first is not None:
        audit.record("contact_recorded_again", participant.case, actor=actor, contact=first.pk)
        return first
    facts = begin(
        "record_contact", case=participant.case, actor=actor, now=now, person=participant, contact=contact
    )
    contact.participant, contact.form_key = participant, key
    contact.recorded_at, contact.recorded_by = now, actor
    contact.save(force_insert=True)
    audit.record(
        "contact_recorded",
        facts.case,
        actor=actor,
        contact=contact.pk,
        role=participant.role,
        purpose=contact.purpose,
        result=contact.result,
    )
    after = facts.anew()
    plan_surveys(after)
    note_offered(after, contact)
    return contact


@action
def record_choices(
    *,
    actor: Any,
    participant: Participant,
    now: datetime,
    takes_part: bool,
    mode: str,
    wishes: dict[str, str],
) -> VictimChoice:
    """Record what the person harmed chose, as a new version that every later step obeys (3.7); raises StepRefused.

    `wishes` maps each `Wish` to their words, or to "" where they left it open; while some are missing, or `mode` is "",
    the case does not go on. A session that no longer fits is cancelled.
    """
    facts = begin("record_choices", case=participant.case, actor=actor, now=now, person=participant)
    latest = facts.choices.get(participant.pk)
    choice = VictimChoice(
        participant=participant,
        version=latest.version + 1 if latest else 1,
        takes_part=takes_part,
        mode=mode,
        wishes=wishes,
        made_at=now,
        recorded_by=account_of(actor),
    )
    choice.save(force_insert=True)
    if choice.is_complete or not takes_part:
        tell_coordinator(facts.case, actor)
    audit.record(
        "choices_recorded",
        facts.case,
        actor=actor,
        role=participant.role,
        version=choice.version,
        takes_part=takes_part,
    )
    ahead, chosen = facts.session_ahead, facts.anew()
    if ahead is not None and not (allows(chosen, ahead.mode) and wants_to_take_part(chosen)):
        cancel_ahead(facts, actor)
        move(facts, CaseState.READY)
    return choice


@action
def record_readiness(*, actor: Any, participant: Participant, now: datetime, is_ready: bool) -> Participant:
    """Record whether somebody says that they are ready; one who is no longer ready takes the case back to preparing."""
    facts = begin("record_readiness", case=participant.case, actor=actor, now=now, person=participant)
    Participant.objects.filter(pk=participant.pk).update(is_ready=is_ready)
    audit.record("readiness_recorded", facts.case, actor=actor, role=participant.role, is_ready=is_ready)
    _go_back(facts, is_ready=is_ready or not participant.is_party)
    participant.is_ready = is_ready
    return participant


@action
def record_mediator_readiness(
    *, actor: Any, case: MediationCase, now: datetime, mediator: Mediator, is_ready: bool
) -> MediatorAssignment:
    """Record whether a mediator finds that the parties are ready to go on; raises StepRefused."""
    facts = begin("record_mediator_readiness", case=case, actor=actor, now=now)
    assignment = MediatorAssignment.objects.live().get(case=facts.case, mediator=mediator)
    assignment.is_ready = is_ready
    assignment.save(update_fields=["is_ready"])
    audit.record(
        "mediator_readiness_recorded", facts.case, actor=actor, mediator=mediator.pk, is_ready=is_ready
    )
    _go_back(facts, is_ready=is_ready)
    return assignment


def _go_back(facts: CaseFacts, *, is_ready: bool) -> None:
    if not is_ready and facts.case.state == CaseState.READY:
        move(facts, CaseState.PREPARING)
