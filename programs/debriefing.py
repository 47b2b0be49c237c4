"""Talking a session over afterwards, with each who was there and the mediators: who is left, and where it is late."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programs.facts import CaseFacts
from programs.guards.contacts import is_settled
from programs.models import (
    Contact,
    MediationCase,
    Mediator,
    MediatorAssignment,
    Participant,
    Program,
    Session,
)
from programs.models.case import CaseState
from programs.models.contact import UNANSWERED, Purpose
from programs.models.session import SessionState

LATEST = dt.timedelta(days=60)
"""What is older is not asked for any more on the first page."""


@dataclass(frozen=True)
class Left:
    """With whom the latest session is still to be talked over, and by when."""

    session: Session
    due_on: dt.date
    people: list[Participant]
    mediators: list[Mediator]

    @property
    def is_done(self) -> bool:
        return not self.people and not self.mediators


def latest_held(facts: CaseFacts) -> Session | None:
    """Return the last session that was held here; one that came with a spreadsheet is history."""
    held = [each for each in facts.sessions if each.state == SessionState.HELD and each.imported_in is None]
    return held[-1] if held else None


def due_day(session: Session, days: int, program: Program) -> dt.date:
    return session.starts_at.astimezone(program.zone).date() + dt.timedelta(days=days)


def left_of(facts: CaseFacts) -> Left | None:
    """Return who is left of the latest session; None where there was none.

    With a person it is settled by a contact since: reached, not wanted, or tried as often as the policy asks.
    """
    session = latest_held(facts)
    if session is None:
        return None
    there = [each for each in facts.participants if each.pk in session.attended]
    return Left(
        session,
        due_day(session, facts.policy.debrief_days, facts.program),
        [each for each in there if not _is_settled(facts, each, session)],
        [each for each in facts.mediators if each.pk not in session.debriefed],
    )


def _is_settled(facts: CaseFacts, person: Participant, session: Session) -> bool:
    told = [
        each for each in facts.contacts_with(person, Purpose.DEBRIEF) if each.made_at >= session.starts_at
    ]
    return bool(told) and is_settled(facts, person, Purpose.DEBRIEF)


@dataclass(frozen=True)
class LateTalk:
    case: MediationCase
    due_on: dt.date


def late_talks(cases: Any, program: Program, now: dt.datetime) -> list[LateTalk]:
    """Return which of these cases have a session that is to be talked over and is late, the longest first.

    Three queries more where there is a session in question, and one where there is none, however many there are.
    """
    today, latest = now.astimezone(program.zone).date(), {}
    held = Session.objects.filter(
        case__in=cases.exclude(state=CaseState.CLOSED), state=SessionState.HELD, imported_in=None,
        starts_at__gt=now - LATEST,
    )  # fmt: skip
    for session in held.select_related("case").defer("place"):
        latest[session.case_id] = session
    due = {
        key: due_day(each, program.policy_of(each.case).debrief_days, program) for key, each in latest.items()
    }
    late = [each for key, each in latest.items() if due[key] < today]
    if not late:
        return []
    talked, mediators = _talked_with(late, program), _mediators_of(late)
    open_ones = [
        each
        for each in late
        if not {*each.attended} <= talked[each.case_id] or not mediators[each.case_id] <= {*each.debriefed}
    ]
    return sorted(
        (LateTalk(each.case, due[each.case_id]) for each in open_ones), key=lambda each: each.due_on
    )


def _talked_with(sessions: Iterable[Session], program: Program) -> dict[Any, set[uuid.UUID]]:
    """Return by case whom it was talked over with since its session, or who was tried often enough."""
    by_case = {each.case_id: each for each in sessions}
    rows = Contact.objects.filter(participant__case__in=by_case, purpose=Purpose.DEBRIEF)
    found: dict[Any, set[uuid.UUID]] = defaultdict(set)
    tries: dict[uuid.UUID, int] = defaultdict(int)
    for case, person, result, made_at in rows.values_list(
        "participant__case", "participant", "result", "made_at"
    ):
        session = by_case[case]
        if made_at < session.starts_at:
            continue
        tries[person] += result in UNANSWERED
        if result not in UNANSWERED or tries[person] >= program.policy_of(session.case).contact_tries:
            found[case].add(person)
    return found


def _mediators_of(sessions: Iterable[Session]) -> dict[Any, set[uuid.UUID]]:
    rows = MediatorAssignment.objects.live().filter(case__in=[each.case_id for each in sessions])
    found: dict[Any, set[uuid.UUID]] = defaultdict(set)
    for case, mediator in rows.values_list("case", "mediator"):
        found[case].add(mediator)
    return found
