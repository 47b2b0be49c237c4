"""Write somebody of a case a letter or message: it goes out by a way that is safe for them, and its words are kept."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.access import account_of
from amends.actions import action
from programs.models import Contact, Participant
from programs.shared_ways import note_shared_way
from programs.taking import begin, made_before
from programs.wording.standard import ON_SCREEN


@action
def write_letter(
    *, actor: Any, participant: Participant, now: datetime, form_key: uuid.UUID, contact: Contact
) -> Contact:
    """Keep a letter as a contact with its words, and send it if it goes by e-mail or text message; raises StepRefused.

    `contact` is an unsaved row (purpose, channel, result, wording, language, words; reason, why a shared way is safe).
    What goes by a screen leaves once the hours are safe for them; paper is printed by whoever wrote it. The same form
    sent again returns the letter that it made the first time.
    """
    key = contact.key_for(participant, form_key)
    first = made_before(Contact.objects.filter(form_key=key), case=participant.case, actor=actor)
    if first is not None:
        audit.record("letter_written_again", participant.case, actor=actor, contact=first.pk)
        return first
    contact.made_at = contact.recorded_at = now
    facts = begin(
        "write_letter",
        case=participant.case,
        actor=actor,
        now=now,
        person=participant,
        contact=contact,
        by=account_of(actor),
    )
    contact.participant, contact.form_key, contact.recorded_by = participant, key, account_of(actor)
    if contact.channel in ON_SCREEN:
        contact.delivery = outbox.queue("programs.letter_to_person", contact_id=contact.pk)
    contact.save(force_insert=True)
    note_shared_way(facts, contact, actor)
    audit.record(
        "letter_written",
        facts.case,
        actor=actor,
        contact=contact.pk,
        role=participant.role,
        wording=contact.wording,
        channel=contact.channel,
    )
    return contact
