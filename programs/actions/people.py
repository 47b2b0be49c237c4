"""Add people to a case and keep what is known about them right."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from amends import audit
from amends.accounts.access import Outsider
from amends.actions import action
from programs.actions.referrals import Person
from programs.facts import CaseFacts
from programs.holding import prepare_again
from programs.meanwhile import changed, details_of, differing
from programs.models import MediationCase, Office, Participant, Program
from programs.models.case import OPEN_STATES
from programs.steps import wrong_state
from programs.taking import refuse
from programs.telling import tell_coordinator


class ChangedMeanwhile(Exception):
    """What the sender of a form changed was changed by somebody else too; `names` are its fields.

    `participant` is the person as they are on record now.
    """

    def __init__(self, participant: Participant, names: set[str]):
        super().__init__(", ".join(sorted(names)))
        self.participant, self.names = participant, names


@action
def add_participant(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    role: str,
    person: Person,
    supervised_by: Office | None = None,
) -> Participant:
    """Add somebody to an open case; the same person sent twice, by a double click, is one person.

    Nobody has prepared or asked a new party yet: a case that was ready is prepared again, its session is cancelled.
    Raises MediationCase.DoesNotExist for a case that the actor may not see, StepRefused for one that has ended.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    if not locked.is_open:
        refuse("add_participant", locked, actor, [wrong_state(OPEN_STATES, facts)])
    for there in Participant.objects.filter(case=case, role=role):
        if all(getattr(there, name) == value for name, value in person.details.items()):
            audit.record("participant_added_again", case, actor=actor, participant=there.pk, role=role)
            return there
    participant = Participant.objects.create(
        case=case, role=role, added_by=actor, supervised_by=supervised_by, **person.details
    )
    audit.record("participant_added", case, actor=actor, participant=participant.pk, role=role)
    if participant.is_party:
        prepare_again(facts, actor)
    return participant


@action
def update_participant(
    *,
    actor: Any,
    participant: Participant,
    now: datetime,
    person: Person,
    supervised_by: Office | None = None,
    shown: Mapping[str, str] | None = None,
) -> Participant:
    """Change how somebody is called and reached; what the referral said stays in the referral's own rows.

    With `shown`, what a form showed (`meanwhile.read_mark`), only what the sender changed is written, and
    ChangedMeanwhile raised when that was changed meanwhile. Raises MediationCase.DoesNotExist for somebody of a case
    that the actor may not see. It can be done after the end as well: a number that is not safe any more must never be
    called.
    """
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=participant.case_id)
    locked = Participant.objects.select_for_update().get(pk=participant.pk)
    told, there = person.details | {"supervised_by": supervised_by}, details_of(locked)
    names = differing(told, there)
    if shown is not None:
        names &= changed(shown, told)
        if contested := names & changed(shown, there):
            raise ChangedMeanwhile(locked, contested)
    for name in names:
        setattr(locked, name, told[name])
    locked.save(update_fields=names)
    audit.record("participant_updated", locked, actor=actor, fields=len(names))
    if "is_organisation" in names:
        prepare_again(CaseFacts(case=case, program=Program.objects.get(), now=now), actor)
    return locked


@action
def change_contact_ways(
    *,
    actor: Outsider,
    unsafe_channels: Sequence[str],
    leave_no_message: bool,
    language: str,
    safe_days: Sequence[int],
    safe_from: time | None,
    safe_until: time | None,
) -> Participant:
    """Note what somebody says themselves of how and when they may be reached; it holds from the next message on."""
    participant = Participant.objects.select_related("case").select_for_update(of=("self",)).get(pk=actor.key)
    participant.unsafe_channels = list(unsafe_channels)
    participant.leave_no_message, participant.language = leave_no_message, language
    participant.safe_days, participant.safe_from, participant.safe_until = (
        list(safe_days),
        safe_from,
        safe_until,
    )
    participant.save(
        update_fields=[
            "unsafe_channels", "leave_no_message", "language", "safe_days", "safe_from", "safe_until",
        ]
    )  # fmt: skip
    tell_coordinator(participant.case, actor)
    audit.record("contact_ways_changed", participant, actor=actor, unsafe=list(unsafe_channels))
    return participant
