"""Record who is a minor, and who their guardians are (E6)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.facts import CaseFacts
from programs.holding import prepare_again
from programs.models import Participant, ParticipantLink, ParticipationConsent, Representation
from programs.models.representation import RepresentationKind
from programs.taking import begin


@action
def record_minor(
    *, actor: Any, participant: Participant, now: datetime, is_minor: bool | None
) -> Participant:
    """Record whether somebody is a minor; None is not known.

    A case that was ready is prepared again when a guardian's consent turns out to be missing.
    """
    facts = begin("record_minor", case=participant.case, actor=actor, now=now, person=participant)
    Participant.objects.filter(pk=participant.pk).update(is_minor=is_minor)
    audit.record("minor_recorded", facts.case, actor=actor, participant=participant.pk, role=participant.role)
    _prepare_without_guardian(facts, actor)
    participant.is_minor = is_minor
    return participant


@action
def record_guardian(
    *,
    actor: Any,
    participant: Participant,
    now: datetime,
    guardian: Participant,
    is_guardian: bool,
    is_suspected: bool = False,
) -> Representation | None:
    """Record that somebody is, or is not any more, the guardian of a minor; raises StepRefused.

    `is_suspected`: of having harmed the child. Such a guardian never consents: what they consented to as a guardian
    ends, and a case that leant on it is prepared again.
    """
    asked = {"guardian": guardian} if is_guardian else {}
    facts = begin("record_guardian", case=participant.case, actor=actor, now=now, person=participant, **asked)
    # Whoever speaks for an organization stands in the same table, and is no guardian.
    rows = Representation.objects.live().filter(
        participant=participant, by=guardian, kind=RepresentationKind.GUARDIAN
    )
    there = rows.first()
    if there is None or not is_guardian or there.is_suspected != is_suspected:
        rows.update(ended_at=now)
        there = None
    if is_guardian and there is None:
        there = Representation(
            participant=participant,
            by=guardian,
            kind=RepresentationKind.GUARDIAN,
            is_suspected=is_suspected,
            since=now,
        )
        there.save(force_insert=True)
    if is_guardian and is_suspected and not guardian.is_party:
        ParticipationConsent.objects.live().filter(participant=guardian).update(withdrawn_at=now)
        # Whoever is on their own page now is off it with the next press.
        ParticipantLink.objects.filter(participant=guardian, revoked_at=None).update(
            revoked_at=now, visit_hash=None
        )
    audit.record(
        "guardian_recorded", facts.case, actor=actor, participant=participant.pk, guardian=guardian.pk
    )
    _prepare_without_guardian(facts, actor)
    return there


def _prepare_without_guardian(facts: CaseFacts, actor: Any) -> None:
    """Take a case back to preparing when the consent of a guardian is missing now."""
    if facts.anew().without_guardian:
        prepare_again(facts, actor)
