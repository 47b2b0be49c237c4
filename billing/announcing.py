"""What payers are told of their program's lapse: each rung once, with dates; and that a trial ends soon."""

from datetime import datetime, timedelta

from django.db.models import Q

from billing.ladder import FROM_DAY, Rung, rung_at
from billing.models import Coverage, CoverageKind, TenantStanding

SOON = timedelta(days=7)
"""How long before the last coverage ends its payers hear of it."""
ENDS_SOON = "ends_soon"


def due(row: TenantStanding, *, now: datetime) -> tuple[str, datetime] | None:
    """Return what is to be announced of a program now, with the lapse it belongs to; None where all is told."""
    since = row.lapsed_since
    if since is None and row.lapses_at is not None and row.lapses_at <= now:
        since = row.lapses_at
    if since is not None:
        rung = rung_at(since, now=now, has_open_cases=row.active_cases > 0)
        told: str = rung.value
    elif row.lapses_at is not None and row.lapses_at - now <= SOON:
        since, told = row.lapses_at, ENDS_SOON
    else:
        return None
    if row.announced_rung == told and row.announced_lapse == since:
        return None
    return told, since


def maybe_due(now: datetime) -> Q:
    """Return the filter of rows of which something could be due: those that have lapsed, or will within days."""
    return Q(lapsed_since__lte=now) | Q(lapses_at__lte=now + SOON)


def payers_of(row: TenantStanding) -> list[Coverage]:
    """Return the last coverage of each payer that a program had, without what the operator granted.

    Of somebody else's, only one that was there to the end: how a program fares that was released long before is no
    business of who paid for it once.
    """
    rows = Coverage.objects.filter(tenant=row.tenant_id).exclude(kind=CoverageKind.GRANTED)
    newest = rows.order_by("account", "-starts_at").distinct("account")
    since = row.lapsed_since or row.lapses_at
    return [each for each in newest.select_related("account") if _is_concerned(each, since)]


def _is_concerned(last: Coverage, since: datetime | None) -> bool:
    is_others = last.kind == CoverageKind.COVERED
    return not is_others or last.ends_at is None or since is None or last.ends_at >= since


def next_rung(rung: str) -> Rung | None:
    """Return the rung that follows; the first one after word that the coverage ends."""
    order = list(FROM_DAY)
    if rung == ENDS_SOON:
        return order[0]
    place = order.index(Rung(rung)) + 1
    return order[place] if place < len(order) else None
