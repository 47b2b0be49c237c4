"""Say that a case is sealed, destroyed or opened again; do it when its day has come; hold it, and lift the hold."""

import datetime as dt
import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q

from amends import audit, outbox
from amends.actions import action
from programs.guards.retention import (
    WHEN_DONE,
    WHEN_HELD,
    WHEN_SAID,
    WHEN_SECONDED,
    RetentionFacts,
    missing,
)
from programs.models import MediationCase, ParticipantLink, Program, Referral, RetentionStep
from programs.models.case import CaseState
from programs.models.retention import RetentionKind
from programs.moving.ending import drop_archives
from programs.retention.declared import BY_TWO, DESTROYS, PURGE, SEAL, UNSEAL, KeepingRule
from programs.retention.due import due_by, standing_of
from programs.retention.emptying import empty
from programs.retention.unseen import seeing_sealed
from programs.roles import KNOWS_SEALED
from programs.rules.kinds import SHORT
from programs.taking import refuse

MORNING = dt.time(6)
"""When what was said for a day is done, where the program is."""


@action
def propose_retention(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    kind: str,
    rule: str = "",
    why: str = "",
    reason: str = "",
) -> RetentionStep:
    """Say that a case is sealed, anonymized, purged or opened again: by a rule of the policy, or for a `reason`.

    It is done after the days of notice, and where two people have to say so not before the second has. Said again
    while it waits, it is the same, and is done if its day has come. Raises MediationCase.DoesNotExist, and StepRefused
    with everything that stands in the way.
    """
    with seeing_sealed():
        locked, program = _locked(actor, case, needs_admin=kind == UNSEAL), Program.objects.get()
        waiting = RetentionStep.objects.filter(case=locked, kind=kind).running().first()
        if waiting is not None:
            audit.record("retention_said_again", locked, actor=actor, what=kind)
            waiting.case = locked
            _do_or_wait(waiting, _facts(locked, kind, program, now), program, now, actor)
            return waiting
        named = next((each for each in program.policy.retention if each.id == rule), None)
        facts = _facts(locked, kind, program, now, rule=rule, named=named)
        facts = _with(facts, has_reason=bool(rule or reason.strip()) and (kind != UNSEAL or bool(why)))
        _demand(WHEN_SAID, facts, "propose_retention", actor)
        today = now.astimezone(program.zone).date()
        step = RetentionStep(case=locked, kind=kind, rule=rule, why=why, first_by=actor, first_at=now)
        step.rule_name = _name_of(named)
        step.reason = reason.strip() or None
        notice = 0 if kind == UNSEAL else program.policy.notice_days
        step.not_before = today + dt.timedelta(days=notice)
        step.save(force_insert=True)
        audit.record("retention_said", locked, actor=actor, what=kind, rule=rule or None)
        _do_or_wait(step, facts, program, now, actor)
        return step


@action
def second_retention(*, actor: Any, step: RetentionStep, now: datetime) -> RetentionStep:
    """Say so as the second person; it is done at once when the notice is over. Raises as `propose_retention`."""
    with seeing_sealed():
        there, case, program = _locked_step(actor, step)
        facts = _of_step(there, case, program, now, by=actor)
        _demand(WHEN_SECONDED, facts, "second_retention", actor)
        if there.second_by_id is not None or there.kind not in BY_TWO:
            audit.record("retention_seconded_again", case, actor=actor, what=there.kind)
            return there
        there.second_by, there.second_at = actor, now
        there.save(update_fields=["second_by", "second_at"])
        audit.record("retention_seconded", case, actor=actor, what=there.kind)
        _do_or_wait(there, _with(facts, second=actor), program, now, actor)
        return there


@action
def take_back_retention(*, actor: Any, step: RetentionStep, now: datetime) -> RetentionStep:
    """Take back what was said and is not done yet; raises RetentionStep.DoesNotExist when it is done."""
    with seeing_sealed():
        there, case, _program = _locked_step(actor, step)
        there.ended_at, there.ended_by = now, actor
        there.save(update_fields=["ended_at", "ended_by"])
        audit.record("retention_taken_back", case, actor=actor, what=there.kind)
        return there


@action
def carry_out_retention(*, actor: None, step_id: uuid.UUID, now: datetime) -> bool:
    """Do what was said, on its day; return whether it was done. What a guard forbids meanwhile waits on the list."""
    with seeing_sealed():
        found = RetentionStep.objects.running().filter(pk=step_id).select_related("case", "first_by")
        step = found.exclude(kind=RetentionKind.HOLD).select_for_update(of=("self", "case")).first()
        if step is None:
            audit.record("retention_was_over", ("program", "retention"), actor=actor)
            return False
        program = Program.objects.get()
        facts = _of_step(step, step.case, program, now, by=None)
        reasons = missing(WHEN_DONE, facts)
        for each in reasons:
            audit.denied("carry_out_retention", step.case, actor=actor, rule=each.id)
        if not reasons:
            _do(step, program, now, actor)
        else:
            audit.record("retention_waits", step.case, actor=actor, what=step.kind)
        return not reasons


@action
def place_hold(*, actor: Any, case: MediationCase, now: datetime, reason: str) -> RetentionStep:
    """Hold a case, so that nothing of it is destroyed; one hold for a case stands at a time. Raises StepRefused."""
    with seeing_sealed():
        locked, program = _locked(actor, case), Program.objects.get()
        facts = _with(_facts(locked, RetentionKind.HOLD, program, now), has_reason=bool(reason.strip()))
        _demand(WHEN_HELD, facts, "place_hold", actor)
        standing = RetentionStep.objects.filter(case=locked).holds().first()
        if standing is not None:
            audit.record("hold_placed_again", locked, actor=actor)
            return standing
        hold = RetentionStep(case=locked, kind=RetentionKind.HOLD, first_by=actor, first_at=now)
        hold.reason = reason.strip()
        hold.save(force_insert=True)
        audit.record("hold_placed", locked, actor=actor)
        return hold


@action
def lift_hold(*, actor: Any, hold: RetentionStep, now: datetime, reason: str) -> RetentionStep:
    """Lift a hold; raises RetentionStep.DoesNotExist for one that was lifted, StepRefused without a reason."""
    with seeing_sealed():
        there, case, program = _locked_step(actor, hold, is_hold=True)
        facts = _with(_facts(case, RetentionKind.HOLD, program, now), has_reason=bool(reason.strip()))
        _demand(WHEN_HELD, facts, "lift_hold", actor)
        there.ended_at, there.ended_by, there.ended_reason = now, actor, reason.strip()
        there.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        audit.record("hold_lifted", case, actor=actor)
        return there


def _locked(actor: Any, case: MediationCase, *, needs_admin: bool = False) -> MediationCase:
    """Return a case, locked; a sealed one only for whoever may know of it."""
    rows = MediationCase.objects.visible_to(actor).exclude(state=CaseState.PURGED)
    if needs_admin and not actor.has_role(*KNOWS_SEALED):
        rows = rows.none()
    return rows.select_for_update().get(pk=case.pk)


def _locked_step(
    actor: Any, step: RetentionStep, *, is_hold: bool = False
) -> tuple[RetentionStep, MediationCase, Program]:
    rows = RetentionStep.objects.running().filter(case__in=MediationCase.objects.visible_to(actor))
    rows = rows.filter(kind=RetentionKind.HOLD) if is_hold else rows.exclude(kind=RetentionKind.HOLD)
    found = rows.select_related("first_by").select_for_update(of=("self",)).get(pk=step.pk)
    found.case = MediationCase.objects.select_for_update().get(pk=found.case_id)
    return found, found.case, Program.objects.get()


def _facts(
    case: MediationCase,
    kind: str,
    program: Program,
    now: datetime,
    *,
    rule: str = "",
    named: KeepingRule | None = None,
) -> RetentionFacts:
    today, standing = now.astimezone(program.zone).date(), standing_of([case])
    destroyed = RetentionStep.objects.filter(case=case, kind__in=DESTROYS).exclude(done_at=None)
    is_due = not rule or (
        named is not None
        and named.action == kind
        and due_by(named, program, today).filter(pk=case.pk).exists()
    )
    return RetentionFacts(
        case=case,
        kind=kind,
        policy=program.policy,
        today=today,
        owes=case.pk in standing.owing,
        is_held=case.pk in standing.held,
        is_destroyed=destroyed.exists(),
        is_due=is_due,
    )


def _of_step(
    step: RetentionStep, case: MediationCase, program: Program, now: datetime, *, by: Any
) -> RetentionFacts:
    """Return the facts of what was said before: the rule named the case then, which counts."""
    facts = _facts(case, step.kind, program, now)
    return _with(facts, by=by, first=step.first_by, second=step.second_by_id, not_before=step.not_before)


def _with(facts: RetentionFacts, **changes: Any) -> RetentionFacts:
    return RetentionFacts(**{**vars(facts), **changes})


def _demand(names: tuple[str, ...], facts: RetentionFacts, what: str, actor: Any) -> None:
    if reasons := missing(names, facts):
        refuse(what, facts.case, actor, reasons)


def _name_of(rule: KeepingRule | None) -> str:
    if rule is None:
        return ""
    from programs.policy.catalogue import (
        SETTINGS,
    )  # the catalogue knows rules, and a model of the program's does too

    return str(SETTINGS["retention"].kind.name_of(rule))[: 2 * SHORT]  # type: ignore[attr-defined]


def _do_or_wait(
    step: RetentionStep, facts: RetentionFacts, program: Program, now: datetime, actor: Any
) -> None:
    """Do it if nothing is missing any more; otherwise have it done on its day, once the last person has said so."""
    facts = _with(facts, first=step.first_by, second=step.second_by, not_before=step.not_before)
    if not missing(WHEN_DONE, facts):
        _do(step, program, now, actor)
    elif step.not_before is not None and step.not_before > facts.today:
        when = dt.datetime.combine(step.not_before, MORNING, tzinfo=program.zone)
        outbox.queue("programs.carry_out_retention", not_before=when, step_id=step.pk)


def _do(step: RetentionStep, program: Program, now: datetime, actor: Any) -> None:
    case = step.case
    if step.kind in DESTROYS:
        _end_ways_in(case, now)
        keys = empty(case, step.kind, program, now)
        _put(case, CaseState.PURGED if step.kind == PURGE else CaseState.SEALED, now, is_sealed=True)
        # The words of what was said went with the key, and nothing else is left to be done.
        said = RetentionStep.objects.filter(case=case)
        said.update(reason=None, ended_reason=None)
        said.running().exclude(pk=step.pk).update(ended_at=now, ended_by=step.first_by_id)
        verb = "case_purged" if step.kind == PURGE else "case_anonymised"
        audit.record(verb, case, actor=actor, keys=keys)
    elif step.kind == SEAL:
        _end_ways_in(case, now)
        _put(case, CaseState.SEALED, now, is_sealed=True)
        audit.record("case_sealed", case, actor=actor)
    else:
        _put(case, CaseState.CLOSED, now, is_sealed=False)
        audit.record("case_unsealed", case, actor=actor)
    if step.kind != UNSEAL:
        # An archive of the whole program that waits to be fetched still says what nobody is to read any more.
        drop_archives(now)
    step.done_at = now
    RetentionStep.objects.filter(pk=step.pk).update(done_at=now)
    if step.kind == UNSEAL:
        RetentionStep.objects.filter(case=case, kind=SEAL, ended_at=None).update(
            ended_at=now, ended_by=step.first_by_id
        )


def _put(case: MediationCase, state: str, now: datetime, *, is_sealed: bool) -> None:
    MediationCase.objects.filter(pk=case.pk).update(state=state, state_since=now)
    mine = Q(pk=case.referral_id) | Q(joined_to=case.referral_id)
    Referral.objects.filter(mine).update(is_sealed=is_sealed)


def _end_ways_in(case: MediationCase, now: datetime) -> None:
    """End links and visits of everybody in the case: opening it again gives none of them back."""
    links = ParticipantLink.objects.filter(participant__case=case)
    links.update(visit_hash=None)
    links.filter(revoked_at=None).update(revoked_at=now)
