"""What a mediator's statement says: all of it is shown before it is made."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from amends.audit.models import AuditEntry, Kind
from programs.models import Mediator, MediatorAssignment, Program
from programs.models.case import CaseState
from programs.training.keys import begin_key, current, sign
from programs.training.saying import KIND, LASTS, Statement, canonical, day, moment

NOTED = "qualification_recorded"


def said_of(
    mediator: Mediator, program: Program, *, key: int, says_cases: bool, now: dt.datetime
) -> dict[str, Any]:
    """Return a statement without its signature; its random id is a new one."""
    return {
        "kind": KIND,
        "id": str(uuid.uuid4()),
        "issuer": {"id": str(program.tenant_id), "name": program.name},
        "key": key,
        "holder": {"name": mediator.user.name, "email": mediator.user.email},
        "training": {
            "level": mediator.level,
            "hours": mediator.training_hours,
            "supervised_on": day(mediator.supervised_on),
            "observed_on": day(mediator.observed_on),
            "checked_until": day(mediator.checked_until),
            "since": day(mediator.since),
            "verified_by": program.name,
            "noted_on": day(noted_on(mediator, program)),
            "taken_from": [each["issuer_name"] for each in mediator.carried if each["state"] == "taken"],
        },
        "cases": cases_mediated(mediator) if says_cases else None,
        "issued_at": moment(now),
        "expires_at": moment(now + LASTS),
    }


def would_say(mediator: Mediator, program: Program, now: dt.datetime) -> Statement:
    """Return what a statement would say now, for reading before one is made; nothing signed it."""
    said = said_of(mediator, program, key=0, says_cases=False, now=now)
    return Statement.read(canonical(said | {"signature": "0" * 128}))


def noted_on(mediator: Mediator, program: Program) -> dt.date | None:
    """Return the day on which the training was noted here last, by the program's record; None when it never was."""
    entries = AuditEntry.objects.filter(
        object_type=mediator._meta.label_lower, object_id=str(mediator.pk), kind=Kind.CHANGE, verb=NOTED
    )
    last = entries.order_by("-seq").values_list("at", flat=True).first()
    return timezone.localdate(last, program.zone) if last else None


def cases_mediated(mediator: Mediator) -> int:
    """Return in how many real cases that are closed they mediated here."""
    rows = MediatorAssignment.objects.filter(
        mediator=mediator, case__is_sample=False, case__state=CaseState.CLOSED
    )
    return rows.values("case").distinct().count()


def keep_statement(
    program: Program, mediator: Mediator, *, says_cases: bool, now: dt.datetime
) -> dict[str, Any]:
    """Make a statement with the key in use, the first one if there is none, and return what is kept of it.

    The caller has locked both rows.
    """
    key = current(program) or begin_key(program, now)
    program.save(update_fields=["statement_keys"])
    said = sign(said_of(mediator, program, key=key, says_cases=says_cases, now=now), key)
    kept = {
        "id": said["id"],
        "text": canonical(said).decode(),
        "issued_at": said["issued_at"],
        "until": said["expires_at"],
        "ended_at": None,
        "key": key,
    }
    mediator.statements = [*mediator.statements, kept]
    mediator.save(update_fields=["statements"])
    return kept
