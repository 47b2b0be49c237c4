"""Record consent to take part, and take it back at once when somebody withdraws (C1, C2)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.accounts.access import Outsider, account_of
from amends.actions import action
from programs.consent_texts import version_for
from programs.facts import CaseFacts
from programs.holding import prepare_again
from programs.messages.stopping import stop_messages
from programs.models import Contact, Participant, ParticipationConsent
from programs.models.contact import Channel, Purpose, Result
from programs.models.representation import RepresentationKind
from programs.taking import begin
from programs.telling import tell_coordinator
from tenants.ids import uuid7


@action
def record_consent(
    *, actor: Any, participant: Participant, now: datetime, form: str, language: str, witness: str = ""
) -> ParticipationConsent:
    """Record that somebody agreed freely to the text of today; a consent that is live already is returned.

    It stays tied to that text, whatever texts come after it. `witness` saw it signed on paper. A guardian who stands
    for another child since is asked anew: their consent gives way to one for each child (E6).
    """
    facts = begin("record_consent", case=participant.case, actor=actor, now=now, person=participant)
    wards = facts.represented_by(participant)
    latest = max((row.since for row in wards if row.kind == RepresentationKind.GUARDIAN), default=None)
    if latest is not None:
        ParticipationConsent.objects.live().filter(participant=participant, given_at__lt=latest).update(
            withdrawn_at=now
        )
    consent, made = ParticipationConsent.objects.live().get_or_create(
        participant=participant,
        withdrawn_at=None,
        defaults={
            "text_version": version_for(participant),
            "language": language,
            "form": form,
            "witness": witness,
            "given_at": now,
            "recorded_by": account_of(actor),
        },
    )
    if made:
        tell_coordinator(facts.case, actor)
    verb = "consent_recorded" if made else "consent_recorded_again"
    audit.record(verb, facts.case, actor=actor, participant=participant.pk, role=participant.role, form=form)
    return consent


@action
def withdraw_consent(*, actor: Any, participant: Participant, now: datetime) -> int:
    """Take a consent back and cancel what was planned on it; return how many sessions were cancelled.

    Nothing may stand in the way of this. The other side learns that it does not go on, never who or why. Somebody who
    says no on their own page before they ever said yes is noted in the log of contacts.
    """
    facts = begin("withdraw_consent", case=participant.case, actor=actor, now=now, person=participant)
    ended = ParticipationConsent.objects.live().filter(participant=participant).update(withdrawn_at=now)
    verb = "consent_withdrawn" if ended else "consent_withdrawn_again"
    audit.record(verb, facts.case, actor=actor, participant=participant.pk, role=participant.role)
    tell_coordinator(facts.case, actor)
    if not ended and isinstance(actor, Outsider):
        _note_no(facts, participant)
    stop_messages(facts.case, actor=actor, now=now, leaver=participant)
    leaves = participant.is_party or bool(facts.anew().without_guardian)
    return prepare_again(facts, actor) if ended and leaves else 0


def _note_no(facts: CaseFacts, participant: Participant) -> None:
    """Note that somebody does not want this, once however often they press the button."""
    latest = Contact.objects.filter(participant=participant).answers().last()
    if latest is None or latest.result != Result.REFUSED:
        Contact(
            participant=participant,
            form_key=uuid7(),
            purpose=Purpose.ARRANGING,
            channel=Channel.EMAIL,
            result=Result.REFUSED,
            made_at=facts.now,
            recorded_at=facts.now,
        ).save(force_insert=True)
