"""Change a program's policy: draft, publish, go back, move cases to it, and take over what networks ask for."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from programs.listing.publishing import push_if_listed
from programs.models import MediationCase, PolicyDraft, PolicyFloor, PolicyVersion, Program
from programs.models.case import CaseState
from programs.networks.telling import tell_if_member
from programs.policy import floors, versions
from programs.policy.catalogue import SETTINGS
from programs.policy.drafting import Draft, draft_of, drafted, floors_for

MOVABLE = tuple(
    state for state in CaseState if state not in (CaseState.CLOSED, CaseState.SEALED, CaseState.PURGED)
)
"""A case that has ended keeps the version by which it was worked."""


class UnableToPublish(Exception):
    """Nothing was changed, or not what was looked at; or it is looser than somebody allows, or not finished."""

    def __init__(self, why: str, breaches: Sequence[floors.Breach] = (), problems: Sequence[str] = ()):
        super().__init__(why)
        self.why, self.breaches, self.problems = why, breaches, problems


@action
def change_settings(*, actor: Any, now: datetime, values: Mapping[str, Any]) -> Draft:
    """Put settings into the draft, each as its kind reads it; what is as in force leaves the draft.

    With a jurisdiction comes what it asks for at least.
    Raises kinds.NotAllowed for a value that is none, and KeyError for a setting that there is not.
    """
    program = Program.objects.select_for_update().get()
    read = {name: SETTINGS[name].kind.read(value) for name, value in values.items()}
    draft = drafted(program, {**draft_of(program).values, **versions.stored(read)})
    if "jurisdiction" in values:
        basis = floors.basis(draft.policy.jurisdiction)
        draft = drafted(program, versions.stored(floors.tightened(versions.values_of(draft.policy), basis)))
    if not draft.is_empty:
        kept = {"values": draft.values, "changed_at": now, "changed_by": actor}
        PolicyDraft.objects.update_or_create(only=1, defaults=kept)
    else:
        PolicyDraft.objects.all().delete()
    audit.record("policy_drafted", program, actor=actor, settings=sorted(values))
    return draft


@action
def discard_draft(*, actor: Any) -> Program:
    """Throw the draft away; the policy in force stays."""
    program = Program.objects.select_for_update().get()
    PolicyDraft.objects.all().delete()
    audit.record("policy_draft_discarded", program, actor=actor)
    return program


@action
def restore_version(*, actor: Any, now: datetime, version: PolicyVersion) -> Draft:
    """Make a draft of what an earlier version said; publishing it goes back to that."""
    program = Program.objects.select_for_update().get()
    PolicyDraft.objects.all().delete()
    earlier = versions.stored(versions.values_of(versions.policy_of(version.pk, program.preset)))
    return change_settings(actor=actor, now=now, values=earlier)


@action
def publish_policy(
    *, actor: Any, now: datetime, note: str, mark: str, moves_open_cases: bool = False
) -> PolicyVersion:
    """Make the draft the policy in force, for new cases, or also for those that are open.

    `mark` is that of the draft that was looked at. Raises UnableToPublish: "empty", "changed" when the draft is another
    one by now, "floor" with every value that is looser than a minimum, or "unfinished" with what own rules lack.
    """
    program = Program.objects.select_for_update().get()
    draft = draft_of(program)
    if draft.is_empty:
        raise UnableToPublish("empty")
    if draft.mark != mark:
        raise UnableToPublish("changed")
    if draft.breaches:
        raise UnableToPublish("floor", draft.breaches)
    if draft.problems:
        raise UnableToPublish("unfinished", problems=draft.problems)
    version = _publish(program, versions.values_of(draft.policy), now=now, note=note, actor=actor)
    PolicyDraft.objects.all().delete()
    if program.guidance:
        # Its basis is a minimum too, which networks can contradict.
        outbox.queue("programs.hold_standards")
    audit.record(
        "policy_published", program, actor=actor, number=version.number, settings=sorted(draft.values)
    )
    if moves_open_cases:
        for case in MediationCase.objects.filter(state__in=MOVABLE).select_for_update():
            _move(case, version, actor)
    return version


@action
def move_case_to_policy(*, actor: Any, case: MediationCase) -> MediationCase:
    """Let a case work by the policy in force from now on; one that has ended stays as it is."""
    # Publishing moves cases too: whoever comes second moves to the version of whoever came first.
    program = Program.objects.select_for_update().get()
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk, state__in=MOVABLE)
    _move(locked, program.current_policy, actor)
    return locked


@action
def take_floor(
    *,
    actor: Any,
    now: datetime,
    network_id: uuid.UUID,
    network_name: str,
    version: int,
    values: Mapping[str, Any],
    why: str,
) -> PolicyVersion | None:
    """Keep a copy of a network's floor, and publish the policy that meets it if the one in force does not.

    Return that version, or None when nothing had to change: an older floor than the one that is kept changes nothing.
    Where several floors contradict each other, a setting stays as it is, and the page says so; where the program's own
    answer and a floor have nothing in common, the floor's is taken. Raises kinds.NotAllowed for values that can be no
    floor.
    """
    floors.read_floor(values)
    program = Program.objects.select_for_update().get()
    kept = PolicyFloor.objects.filter(network_id=network_id).first()
    audit.record("policy_floor_taken", program, actor=actor, network=network_id, version=version)
    if kept is not None and kept.version >= version:
        return None
    told = {
        "network_name": network_name,
        "version": version,
        "values": dict(values),
        "why": why,
        "received_at": now,
        "lifted_at": None if values else now,
    }
    PolicyFloor.objects.update_or_create(network_id=network_id, defaults=told)
    in_force = versions.values_of(program.policy)
    combined = floors.tightened(in_force, floors_for(program))
    if versions.stored(combined) == versions.stored(in_force):
        return None
    made = _publish(program, combined, now=now, note=network_name, actor=None)
    audit.record("policy_published", program, actor=actor, number=made.number, settings=sorted(values))
    return made


def _publish(
    program: Program, values: Mapping[str, Any], *, now: datetime, note: str, actor: Any
) -> PolicyVersion:
    latest = PolicyVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
    version = PolicyVersion.objects.create(
        number=latest + 1,
        values=versions.stored(values),
        note=note,
        published_at=now,
        published_by=actor,
    )
    program.current_policy = version
    program.save(update_fields=["current_policy"])
    push_if_listed(program)
    tell_if_member(program)
    return version


def _move(case: MediationCase, version: PolicyVersion | None, actor: Any) -> None:
    verb = "policy_moved_again" if case.policy_id == (version and version.pk) else "policy_moved"
    case.policy = version
    case.save(update_fields=["policy"])
    audit.record(verb, case, actor=actor, number=version and version.number)
