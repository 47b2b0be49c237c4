"""An agency's own numbers for a calendar year, so that no small one is told, or can be worked out from the others.

A number below five is not told, and neither is one of which less than five are left over: of 12 sent and 11 answered
the one that waits could be named. A total is told only where none of what it adds up is withheld, for the difference
would be that number. Years do not overlap and there is no finer period, so that none can be taken from another.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet

from network.agencies.models import Receipt, ReceiptStatus

LEAST = 5
"""The smallest number that is told."""
ACCEPTED = (ReceiptStatus.ACCEPTED, ReceiptStatus.CLOSED)
ANSWERED = (*ACCEPTED, ReceiptStatus.DECLINED, ReceiptStatus.FORWARDED)


@dataclass(frozen=True)
class Figures:
    """What is told of one program, or of all; None where it is withheld."""

    sent: int | None
    answered: int | None
    accepted: int | None
    days: float | None
    """The median of days from the referral to its answer."""

    @property
    def counts(self) -> tuple[int | None, int | None, int | None]:
        """Return the numbers that can be added up."""
        return (self.sent, self.answered, self.accepted)


@dataclass(frozen=True)
class _Row:
    status: str
    received_on: dt.date
    decided_on: dt.date | None


def years_of(seen: QuerySet[Receipt]) -> list[int]:
    """Return the years in which something was sent, the latest first."""
    return [each.year for each in seen.dates("received_on", "year", order="DESC")]


def figures_of(seen: QuerySet[Receipt], year: int) -> tuple[dict[uuid.UUID, Figures], Figures]:
    """Return what is told of each program, and of all together."""
    rows: dict[uuid.UUID, list[_Row]] = {}
    told = ("tenant_id", "status", "received_on", "decided_on")
    for tenant_id, *facts in seen.filter(received_on__year=year).values_list(*told):
        rows.setdefault(tenant_id, []).append(_Row(*facts))
    each = {tenant_id: _told(found) for tenant_id, found in rows.items()}
    return each, _total(each.values(), _told([row for found in rows.values() for row in found]))


def _told(rows: list[_Row]) -> Figures:
    sent = len(rows)
    answered = [row for row in rows if row.status in ANSWERED and row.decided_on]
    accepted = sum(row.status in ACCEPTED for row in answered)
    if sent < LEAST:
        return Figures(None, None, None, None)
    tells_answered = _is_told(len(answered), of=sent)
    tells_accepted = _is_told(accepted, of=sent) and _is_told(accepted, of=len(answered))
    days = [(row.decided_on - row.received_on).days for row in answered if row.decided_on]
    return Figures(
        sent,
        len(answered) if tells_answered else None,
        accepted if tells_accepted and tells_answered else None,
        float(median(days)) if tells_answered else None,
    )


def _is_told(number: int, *, of: int) -> bool:
    """Return whether neither a number nor what is left of the whole is small."""
    return number >= LEAST and not 0 < of - number < LEAST


def _total(each: Iterable[Figures], total: Figures) -> Figures:
    """Return the total without those numbers of which a part is withheld."""
    parts = list(each)
    counts = [
        number if all(part.counts[place] is not None for part in parts) else None
        for place, number in enumerate(total.counts)
    ]
    sent, answered, accepted = counts
    return Figures(sent, answered, accepted, total.days if answered is not None else None)
