"""Make statements of a mediator's training and end them; take in those that mediators bring from other programs."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.actions import Refused, action
from programs.actions.mediators import record_qualification
from programs.models import Mediator, Program
from programs.policy.vocabulary import Level
from programs.roles import RUNS_THE_PROGRAM
from programs.training import reasons
from programs.training.checking import Checked, check, has_confirmed_address
from programs.training.ended import not_run_out
from programs.training.keys import begin_key
from programs.training.making import keep_statement
from programs.training.saying import Training, day

MOST_RUNNING = 5
"""Statements of one mediator that run at a time."""


@action
def make_training_statement(
    *, actor: Any, mediator: Mediator, says_cases: bool, now: datetime
) -> dict[str, Any]:
    """Make a statement of one's own training and return what is kept of it; Refused while nobody would believe it."""
    if actor.pk != mediator.pk:
        audit.denied("make_training_statement", mediator, actor=actor, rule="self")
        raise PermissionDenied
    program = Program.objects.select_for_update().get()
    locked = Mediator.objects.select_for_update(of=("self",)).select_related("user").get(pk=mediator.pk)
    running = [each for each in locked.statements if datetime.fromisoformat(each["until"]) > now]
    hindrances = _hindrances(program, locked, running)
    if hindrances:
        raise Refused(*hindrances)
    locked.statements = running
    kept = keep_statement(program, locked, says_cases=says_cases, now=now)
    audit.record("training_stated", locked, actor=actor, statement=uuid.UUID(kept["id"]), cases=says_cases)
    return kept


@action
def end_training_statement(*, actor: Any, mediator: Mediator, statement: uuid.UUID, now: datetime) -> None:
    """End a statement before it runs out; twice is once. Mediators end their own; raises PermissionDenied."""
    if actor.pk != mediator.pk and not actor.has_role(*RUNS_THE_PROGRAM):
        audit.denied("end_training_statement", mediator, actor=actor, rule="self")
        raise PermissionDenied
    program = Program.objects.select_for_update().get()
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    kept = next((each for each in locked.statements if each["id"] == str(statement)), None)
    if kept is None:
        raise Refused(reasons.WAITS_FOR_ANSWER)
    kept["ended_at"] = kept["ended_at"] or now.astimezone(UTC).isoformat()
    locked.save(update_fields=["statements"])
    program.ended_statements = not_run_out(program, now) | {kept["id"]: kept["until"]}
    program.save(update_fields=["ended_statements"])
    audit.record("training_statement_ended", locked, actor=actor, statement=statement)


@action
def change_statement_key(*, actor: Any, now: datetime) -> int:
    """End the key that signs statements, and all that it signed, and begin another; return its number."""
    program = Program.objects.select_for_update().get()
    for each in program.statement_keys:
        each["ended_at"] = each["ended_at"] or now.astimezone(UTC).isoformat()
    number = begin_key(program, now)
    program.save(update_fields=["statement_keys"])
    audit.record("statement_key_changed", program, actor=actor, number=number)
    return number


@action
def hand_in_training(*, actor: Any, mediator: Mediator, checked: Checked, now: datetime) -> None:
    """Hand in one's own statement of another program, for those who run this one to answer; Refused as checks say."""
    if actor.pk != mediator.pk:
        audit.denied("hand_in_training", mediator, actor=actor, rule="self")
        raise PermissionDenied
    locked, again = _checked_again(mediator, checked, now, is_answering=False)
    locked.carried = [*_without(locked, again), _kept(again, now) | {"state": "waits", "text": again.text}]
    locked.save(update_fields=["carried"])
    audit.record("training_handed_in", locked, actor=actor, statement=_id(again), issuer=_issuer(again))


@action
def take_training(*, actor: Any, mediator: Mediator, checked: Checked, now: datetime) -> Mediator:
    """Note the training of another program's statement, where it says more than is known; Refused as checks say.

    Nothing that is known here is lowered. The statement counts as handed in from now on, and cannot be again.
    """
    locked, again = _checked_again(mediator, checked, now, is_answering=True)
    assert again.statement is not None  # noqa: S101 - what holds was read
    verified = {"state": "taken", "verified_at": now.astimezone(UTC).isoformat()}
    locked.carried = [*_without(locked, again), _kept(again, now) | verified]
    locked.save(update_fields=["carried"])
    audit.record("training_taken", locked, actor=actor, statement=_id(again), issuer=_issuer(again))
    return record_qualification(actor=actor, mediator=locked, **_merged(locked, again.statement.training))


@action
def set_training_aside(*, actor: Any, mediator: Mediator, statement: uuid.UUID) -> None:
    """Answer a statement that was handed in with no; its text is gone, and it can be handed in anew."""
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    waiting = [each for each in locked.carried if each["id"] == str(statement) and each["state"] == "waits"]
    if not waiting:
        raise Refused(reasons.WAITS_FOR_ANSWER)
    waiting[0].pop("text")
    waiting[0]["state"] = "set_aside"
    locked.save(update_fields=["carried"])
    audit.record("training_set_aside", locked, actor=actor, statement=statement)


def _merged(mediator: Mediator, training: Training) -> dict[str, Any]:
    """Return what `record_qualification` notes: of each thing the further of what is known and what is stated."""
    levels = list(Level.values)
    return {
        "level": max(mediator.level, training.level, key=levels.index),
        "training_hours": max(mediator.training_hours, training.hours),
        **{
            name: max(filter(None, (getattr(mediator, name), getattr(training, name))), default=None)
            for name in ("supervised_on", "observed_on", "checked_until")
        },
    }


def _hindrances(program: Program, mediator: Mediator, running: list[Any]) -> list[Any]:
    found = [] if program.is_verified else [reasons.PROGRAM_IS_VERIFIED]
    if not has_confirmed_address(mediator.user):
        found.append(reasons.ADDRESS_IS_CONFIRMED)
    if sum(each["ended_at"] is None for each in running) >= MOST_RUNNING:
        found.append(reasons.HAS_ROOM)
    return found


def _checked_again(
    mediator: Mediator, checked: Checked, now: datetime, *, is_answering: bool
) -> tuple[Mediator, Checked]:
    """Return the mediator, locked, and what the checks find now, with the issuer's list as it was heard just before."""
    program = Program.objects.select_for_update().get()
    locked = Mediator.objects.select_for_update(of=("self",)).select_related("user").get(pk=mediator.pk)
    heard = checked.ended
    if heard is None:
        raise Refused(*(checked.reasons or [reasons.LIST_IS_HEARD]))
    again = check(
        checked.text,
        mediator=locked,
        program=program,
        hear=lambda _issuer: heard,
        now=now,
        is_answering=is_answering,
    )
    if not again.holds:
        raise Refused(*again.reasons)
    return locked, again


def _kept(checked: Checked, now: datetime) -> dict[str, Any]:
    statement, issuer = checked.statement, checked.issuer
    assert statement is not None and issuer is not None  # noqa: S101, PT018 - what holds was read
    training = statement.training
    return {
        "id": str(statement.id),
        "issuer": str(issuer.id),
        "issuer_name": issuer.name,
        "issued_on": day(statement.issued_at.date()),
        "handed_in_at": now.astimezone(UTC).isoformat(),
        "level": training.level,
        "hours": training.hours,
        "supervised_on": day(training.supervised_on),
        "observed_on": day(training.observed_on),
        "checked_until": day(training.checked_until),
    }


def _without(mediator: Mediator, checked: Checked) -> list[dict[str, Any]]:
    """Return what was handed in before, without an earlier word of the same statement."""
    return [each for each in mediator.carried if each["id"] != str(_id(checked))]


def _id(checked: Checked) -> uuid.UUID:
    assert checked.statement is not None  # noqa: S101 - what holds was read
    return checked.statement.id


def _issuer(checked: Checked) -> uuid.UUID:
    assert checked.issuer is not None  # noqa: S101 - what holds was read
    return checked.issuer.id
