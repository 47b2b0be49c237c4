"""Assign mediators, and keep those away who are not neutral (N1, N2, N5)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.actions import action
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.models import ConflictDeclaration, MediationCase, Mediator, MediatorAssignment, Program
from programs.models.assignment import Connection
from programs.models.case import CaseState
from programs.roles import RUNS_THE_CASE
from programs.taking import begin, move


class InventedMediator(Exception):
    """Somebody who was invented for the samples was about to be assigned to a real case."""


@action
def assign_mediator(
    *, actor: Any, case: MediationCase, now: datetime, mediator: Mediator, supervisor: Any, connection: str
) -> MediatorAssignment:
    """Assign a mediator who is neutral in this case, under a supervisor; raises StepRefused.

    `connection` is the answer to the question that is always asked; anything but `none` refuses.
    """
    facts = begin(
        "assign_mediator",
        case=case,
        actor=actor,
        now=now,
        mediator=mediator,
        supervisor=supervisor,
        connection=connection,
    )
    if mediator.is_sample and not facts.case.is_sample:
        raise InventedMediator("A sample mediator is nobody whom a real case could be given to.")
    facts.case.supervisor = supervisor
    facts.case.save(update_fields=["supervisor"])
    assignment, made = MediatorAssignment.objects.live().get_or_create(
        case=facts.case,
        mediator=mediator,
        ended_at=None,
        defaults={"supervisor": supervisor, "assigned_at": now, "assigned_by": actor},
    )
    verb = "mediator_assigned" if made else "mediator_assigned_again"
    audit.record(verb, facts.case, actor=actor, mediator=mediator.pk, supervisor=supervisor.pk)
    return assignment


@action
def declare_conflict(
    *, actor: Any, case: MediationCase, now: datetime, mediator: Mediator, connection: str, reason: str = ""
) -> ConflictDeclaration:
    """Note that a mediator is not neutral in this case, for good (N2).

    An assignment ends with it, and a session that was ahead is cancelled; nobody is told why. Raises PermissionDenied
    for a mediator who speaks of another.
    """
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    if actor.pk != mediator.pk and not actor.has_role(*RUNS_THE_CASE):
        audit.denied("declare_conflict", locked, actor=actor, rule="role")
        raise PermissionDenied
    declaration, made = ConflictDeclaration.objects.get_or_create(
        case=locked,
        mediator=mediator,
        connection=Connection(connection),
        defaults={"reason": reason, "declared_at": now, "declared_by": actor},
    )
    audit.record(
        "conflict_declared" if made else "conflict_declared_again", locked, actor=actor, mediator=mediator.pk
    )
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    if (
        MediatorAssignment.objects.live()
        .filter(case=locked, mediator=mediator)
        .update(ended_at=now, private_note=None)
    ):
        audit.record("mediator_removed", locked, actor=actor, mediator=mediator.pk)
        if cancel_ahead(facts, actor):
            move(facts, CaseState.READY)
    return declaration
