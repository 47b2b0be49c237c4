"""Give one person what the program holds about them."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.facts import Asked, CaseFacts
from programs.models import MediationCase, Participant, Program
from programs.retention.access_request import archive_of, why_not
from programs.taking import refuse


@action
def export_person(*, actor: Any, participant: Participant, now: datetime, language: str) -> bytes:
    """Return a ZIP of all that is held about somebody of a case and is theirs to see; the audit says who took it.

    Raises MediationCase.DoesNotExist for a case that the actor may not see, and StepRefused when it cannot be made
    without telling of the other side.
    """
    case = MediationCase.objects.visible_to(actor).get(pk=participant.case_id)
    person = Participant.objects.get(pk=participant.pk, case=case)
    person.case = case
    facts = CaseFacts(case=case, program=Program.objects.get(), now=now, asked=Asked(person=person))
    if reasons := why_not(facts):
        refuse("export_person", case, actor, reasons)
    made = archive_of(facts, actor, language)
    audit.export(person, actor=actor, purpose="access_request")
    audit.record("person_exported", person, actor=actor)
    return made
