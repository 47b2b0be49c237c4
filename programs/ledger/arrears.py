"""What is late, and which gentle step comes next before a breach goes back to the referrer (A7); all derived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Min, Q

from programs.ledger.lines import Standing, is_owed_by, lines_of, standing
from programs.models import Agreement, AgreementItem, Contact, MediationCase, Participant, Program, Session
from programs.models.agreement import SIGNED_STATES, ItemStatus
from programs.models.case import CaseState
from programs.models.contact import Channel, Result
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.session import SessionState
from programs.policy.vocabulary import ArrearsStep

REMINDER = "payment_reminder"
"""The wording of the letter that reminds."""
TALKING = (Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO)


@dataclass(frozen=True)
class Arrear:
    """A case in which something is overdue: since when, what was tried since, and what is next by when."""

    case: MediationCase
    lines: list[tuple[AgreementItem, Standing]]
    since: date
    tried: list[str]
    next: str
    by: date
    people: list[Participant]
    """Who owes it, and can be reminded."""

    def is_late(self, today: date) -> bool:
        return self.by < today


def arrears_of(cases: Any, program: Program, now: datetime) -> list[Arrear]:
    """Return what is overdue in these cases, what has to be done first at the top."""
    today = now.astimezone(program.zone).date()
    following = list(cases.filter(state=CaseState.MONITORING))
    found: dict[Any, list[tuple[AgreementItem, Standing]]] = {}
    for key, lines in lines_of(following).items():
        late = [
            (line, said) for line in lines if _is_open(line) and (said := standing(line, today)).overdue > 0
        ]
        if late:
            found[key] = late
    by_key = {case.pk: case for case in following if case.pk in found}
    people = _people(by_key.values())
    since = {key: min(said.since or today for _line, said in late) for key, late in found.items()}
    tried = _tried(since, people, program)
    arrears = [
        _arrear(by_key[key], late, since[key], tried[key], people[key], program)
        for key, late in found.items()
    ]
    return sorted(arrears, key=lambda each: (each.by, each.since))


def _is_open(line: AgreementItem) -> bool:
    return line.status in (ItemStatus.OPEN, ItemStatus.ACHIEVED)


def _arrear(
    case: MediationCase, late: Any, since: date, tried: set[str], people: list[Participant], program: Program
) -> Arrear:
    policy = program.policy_of(case)
    following = next((step for step in ArrearsStep.values if step not in tried), ArrearsStep.RETURN.value)
    owing = [person for person in people if any(is_owed_by(line, person) for line, _said in late)]
    return Arrear(
        case=case,
        lines=late,
        since=since,
        tried=[step for step in ArrearsStep.values if step in tried],
        next=following,
        by=since + timedelta(days=policy.arrears_days[following]),
        people=owing,
    )


def _people(cases: Iterable[MediationCase]) -> dict[Any, list[Participant]]:
    found: dict[Any, list[Participant]] = {case.pk: [] for case in cases}
    for person in Participant.objects.filter(case__in=found, role__in=RESPONSIBLE_SIDE).only(
        "pk", "case_id", "role"
    ):
        found[person.case_id].append(person)
    return found


def _tried(
    since: dict[Any, date], people: dict[Any, list[Participant]], program: Program
) -> dict[Any, set[str]]:
    """Return what was tried in each case since something became overdue, and since anybody had signed.

    What was due on a day before the first signature was not late then: whoever talked with them spoke of other things.
    """
    signed = _first_signed(since)
    tried: dict[Any, set[str]] = {key: set() for key in since}
    case_of = {person.pk: key for key, there in people.items() for person in there}
    talked = Q(wording="", result=Result.REACHED, channel__in=TALKING)
    rows = Contact.objects.filter(Q(wording=REMINDER) | talked, participant__in=case_of)
    for row in rows.only("participant_id", "made_at", "recorded_at", "wording"):
        key = case_of[row.participant_id]
        # A contact is written down to the minute, and may be written down later than it was made.
        minute = signed[key].replace(second=0, microsecond=0)
        is_after = row.recorded_at > signed[key] and row.made_at >= minute
        if is_after and row.made_at.astimezone(program.zone).date() >= since[key]:
            tried[key].add(ArrearsStep.REMIND if row.wording else ArrearsStep.TALK)
    planned = Session.objects.filter(case__in=since).exclude(state=SessionState.CANCELLED)
    for case, moment in (
        *Agreement.objects.filter(case__in=since).values_list("case", "made_at"),
        *planned.values_list("case", "starts_at"),
    ):
        if moment > signed[case] and moment.astimezone(program.zone).date() >= since[case]:
            tried[case].add(ArrearsStep.RECONVENE)
    return tried


def _first_signed(cases: Iterable[Any]) -> dict[Any, datetime]:
    """Return when everybody had first signed an agreement, by case; long ago where nobody wrote down when."""
    rows = Agreement.objects.filter(case__in=cases, state__in=SIGNED_STATES).order_by()
    found = dict(rows.values("case").annotate(first=Min("signed_at")).values_list("case", "first"))
    return {key: found.get(key) or datetime.min.replace(tzinfo=UTC) for key in cases}
