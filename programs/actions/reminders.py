"""Remind people of a session, once, each by a way that is safe for them and in words that say nothing."""

import uuid
from datetime import datetime

from django.conf import settings

from amends import audit, outbox
from amends.actions import action
from programs.facts import Asked, CaseFacts
from programs.models import Contact, MediationCase, Participant, Program, Session
from programs.models.case import CaseState
from programs.models.contact import Purpose, Result
from programs.reminding import plan_reminder, reminder_key, to_remind
from programs.steps import STEPS, missing
from programs.wording.merging import merged
from programs.wording.offered import wordings
from programs.wording.standard import DATE_REMINDER, ON_SCREEN


@action
def remind_of_session(*, actor: None, session_id: uuid.UUID, now: datetime) -> list[Contact]:
    """Write everybody who comes to a session, by every guard of letters; nobody for one that is off or was moved.

    Before its day it is only planned again. Who cannot be written to safely gets nothing: the page of the case names
    them to those who work on it.
    """
    case = MediationCase.objects.select_for_update().filter(sessions=session_id).first()
    program = Program.objects.get()
    facts = CaseFacts(case=case, program=program, now=now) if case is not None else None
    session = facts.session_ahead if facts is not None else None
    is_on = case is not None and case.state == CaseState.SCHEDULED
    if facts is None or not is_on or session is None or session.pk != session_id or session.starts_at <= now:
        audit.record("session_reminder_dropped", program, actor=actor)
        return []
    if plan_reminder(session, facts):
        audit.record("session_reminder_put_off", facts.case, actor=actor, session=session.pk)
        return []
    there = {each.form_key for each in facts.contacts}
    people = [each for each in to_remind(session, facts) if reminder_key(session, each) not in there]
    written = [_write(person, session, facts) for person in people]
    sent = [each for each in written if each is not None]
    audit.record(
        "session_reminded", facts.case, actor=actor, session=session.pk, sent=len(sent), of=len(people)
    )
    return sent


def _write(person: Participant, session: Session, before: CaseFacts) -> Contact | None:
    """Queue the words to one person, by e-mail or else as a text message; None where neither is allowed."""
    person.case = before.case
    for way in ON_SCREEN:
        contact = Contact(
            purpose=Purpose.ARRANGING, channel=way, result=Result.SENT, wording=DATE_REMINDER,
            language=person.language or settings.LANGUAGE_CODE, made_at=before.now, recorded_at=before.now,
            recorded_by=session.scheduled_by,
        )  # fmt: skip
        asked = Asked(person=person, contact=contact, by=session.scheduled_by)
        facts = CaseFacts(case=before.case, program=before.program, now=before.now, asked=asked)
        words = wordings(facts.policy, facts.program.preset)[DATE_REMINDER].words[contact.language]
        sender = facts.program.neutral_name
        contact.words = merged(words, facts, person, sender=sender, language=contact.language)
        if missing(STEPS["write_letter"], facts):
            continue
        contact.participant, contact.form_key = person, reminder_key(session, person)
        contact.delivery = outbox.queue("programs.letter_to_person", contact_id=contact.pk)
        contact.save(force_insert=True)
        return contact
    return None
