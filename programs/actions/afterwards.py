"""What is recorded after a session, and what a mediator notes for themself alone."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.debriefing import latest_held
from programs.facts import CaseFacts
from programs.models import MediationCase, Mediator, MediatorAssignment, Program, Session


class NothingToTalkOver(Exception):
    """There was no session, or this mediator does not mediate the case any more; nothing is changed."""


class TalksAlone(Exception):
    """A mediator talks a session over with somebody else, never alone (N5); nothing is changed."""


class NotTheirCase(Exception):
    """Only who mediates a case has notes of their own in it; nothing is changed."""


@action
def record_debrief(*, actor: Any, case: MediationCase, now: datetime, mediator: Mediator) -> Session:
    """Record that the latest session was talked over with a mediator, and no word of it.

    The same press again changes nothing. Raises NothingToTalkOver, and TalksAlone for one's own.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    session = latest_held(facts)
    if session is None or mediator.pk not in [each.pk for each in facts.mediators]:
        raise NothingToTalkOver
    if mediator.pk == actor.pk:
        raise TalksAlone
    if mediator.pk not in session.debriefed:
        session.debriefed = [*session.debriefed, mediator.pk]
        session.save(update_fields=["debriefed"])
    audit.record("session_talked_over", locked, actor=actor, session=session.pk, mediator=mediator.pk)
    return session


@action
def keep_own_note(*, actor: Any, case: MediationCase, now: datetime, text: str) -> MediatorAssignment:
    """Keep what a mediator notes for themself; "" takes it away. Raises NotTheirCase for anybody else.

    Nobody else reads it, no export holds it, and it is gone when the assignment ends: with the case at the latest.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    rows = MediatorAssignment.objects.live().select_for_update(of=("self",))
    row = rows.filter(case=locked, mediator=actor.pk).first()
    if row is None:
        raise NotTheirCase
    row.case, row.private_note = locked, text or None
    row.save(update_fields=["private_note"])
    audit.record("own_note_kept", row, actor=actor)
    return row
