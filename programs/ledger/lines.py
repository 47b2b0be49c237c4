"""The debts of a case, each as its latest signed version has it, and how each stands on a day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from programs.ledger import schedules
from programs.ledger.money import NOTHING
from programs.ledger.schedules import Instalment
from programs.models import Agreement, AgreementItem, MediationCase, Participant, RestitutionPayment
from programs.models.agreement import LEDGER_KINDS, SIGNED_STATES, AgreementState


def attach_rows(items: Iterable[AgreementItem]) -> None:
    """Give each item the rows of its whole line, with one query however many there are."""
    continued = [item for item in items if item.line is not None and item.has_ledger]
    if not continued:
        return
    keys = {item.line for item in continued}
    found: dict[Any, list[RestitutionPayment]] = defaultdict(list)
    rows = RestitutionPayment.objects.filter(Q(item__line__in=keys) | Q(item__in=keys))
    for row in rows.select_related("item").defer("item__text"):
        found[row.item.line_key].append(row)
    for item in continued:
        item.line_rows = found[item.line]  # type: ignore[attr-defined]


def lines_of(cases: Iterable[MediationCase]) -> dict[uuid.UUID, list[AgreementItem]]:
    """Return the debts of each case: of every line with a ledger the latest version that everybody signed."""
    by_key = {case.pk: case for case in cases}
    papers = {
        paper.pk: paper
        for paper in Agreement.objects.filter(case__in=by_key, state__in=SIGNED_STATES).order_by("version")
    }
    ends: dict[Any, AgreementItem] = {}
    items = AgreementItem.objects.filter(agreement__in=papers, kind__in=LEDGER_KINDS)
    for item in sorted(
        items.prefetch_related("payments"), key=lambda item: papers[item.agreement_id].version
    ):
        item.agreement = papers[item.agreement_id]
        item.agreement.case = by_key[item.agreement.case_id]
        ends[item.line_key] = item
    found: dict[uuid.UUID, list[AgreementItem]] = {key: [] for key in by_key}
    for item in ends.values():
        found[item.agreement.case_id].append(item)
    attach_rows(ends.values())
    return found


def is_owed_by(item: AgreementItem, person: Participant | None) -> bool:
    """Return whether somebody owes an item, alone or with others; without anybody named, whether it is owed at all."""
    return person is None or not item.owers or person.pk in item.owers


def owes_anything(case: MediationCase) -> bool:
    """Return whether restitution of a case is open, in money or in hours, however its items are marked (T2)."""
    return any(item.outstanding() > 0 for item in lines_of([case])[case.pk])


@dataclass(frozen=True)
class Standing:
    """How one line stands on a day, in money or in hours; `due` is what should be there by the end of the day."""

    owed: Decimal
    received: Decimal
    outstanding: Decimal
    due: Decimal
    overdue: Decimal
    ahead: Decimal
    since: date | None
    """The day since which something is overdue."""
    next: Instalment | None
    """What is to come next: its day, and what of it is not met yet."""

    @property
    def is_met(self) -> bool:
        return self.outstanding <= 0


def standing(item: AgreementItem, today: date) -> Standing:
    """Return how a line stands; an instalment is overdue on the day after its own."""
    outstanding = item.outstanding()
    if item.agreement.state == AgreementState.REPLACED:
        # Settled once, and opened again by a reversal: no schedule speaks of that.
        since = _reversed_on(item) if outstanding > 0 else None
        left = Instalment(since, outstanding) if since else None
        late = max(outstanding, NOTHING)
        return Standing(item.owed, item.received, outstanding, item.owed, late, NOTHING, since, left)
    plan = plan_of(item)
    paid = item.received - item.paid_before  # below 0 when what was paid under an earlier version is reversed
    due = sum((each.amount for each in plan if each.day <= today), NOTHING)
    late = sum((each.amount for each in plan if each.day < today), NOTHING) - paid
    overdue = min(max(late, NOTHING), max(outstanding, NOTHING))
    left = next(iter(schedules.remaining(plan, paid)), None) if outstanding > 0 else None
    since = None
    if overdue > 0:
        since = left.day if left and left.day < today else _reversed_on(item)
    return Standing(
        owed=item.owed,
        received=item.received,
        outstanding=outstanding,
        due=due + item.paid_before - item.forgiven,
        overdue=overdue,
        ahead=max(paid - due, NOTHING),
        since=since,
        next=left,
    )


def plan_of(item: AgreementItem) -> list[Instalment]:
    """Return the instalments of an item; without a schedule all of it at the due date."""
    return schedules.read(item.schedule) or [Instalment(item.due_date, item.promised)]


def _reversed_on(item: AgreementItem) -> date:
    # On the day that it was where the program is, which is the current zone.
    days = [timezone.localdate(row.recorded_at) for row in item.entries if row.reverses_id]
    return max(days, default=item.due_date)


def due_next(items: Sequence[AgreementItem], today: date) -> date | None:
    """Return the day of the earliest thing that is still to come, of items that are open; None without one."""
    days = []
    for item in items:
        if item.has_ledger:
            state = standing(item, today)
            days.append(state.since or (state.next.day if state.next else item.due_date))
        else:
            days.append(item.due_date)
    return min(days, default=None)
