"""Write that payers are told of a lapse, and archive what has come to the end of the ladder."""

from datetime import datetime, timedelta

from amends import audit, outbox
from amends.actions import action
from billing.announcing import due, maybe_due, payers_of
from billing.ladder import Rung, rung_at
from billing.models import TenantStanding
from billing.telling import tell_standing
from tenants.actions import set_state
from tenants.models import State, Tenant

AT_A_TIME = 500
# A program counts its open cases whenever one is opened or closed, and each night.
COUNT_HOLDS = timedelta(days=2)


@action
def announce(*, actor: None, now: datetime) -> int:
    """Queue a letter to each payer of each program of which something is to be told; return how many programs."""
    rows = TenantStanding.objects.select_for_update(of=("self",), skip_locked=True).select_related("tenant")
    told = 0
    for row in rows.filter(maybe_due(now)).order_by("pk")[: AT_A_TIME * 20]:
        word = due(row, now=now)
        if word is None:
            continue
        row.announced_rung, row.announced_lapse = word
        row.save(update_fields=["announced_rung", "announced_lapse"])
        # Those who run the program hear of it there; other payers at the address for their invoices.
        outbox.queue_for(row.tenant.schema_name, "programs.hear_lapse", rung=word[0])
        for coverage in payers_of(row):
            if coverage.account.email:
                outbox.queue(
                    "billing.lapse_letter", account_id=coverage.account_id, tenant_id=row.pk, rung=word[0]
                )
        told += 1
    audit.record("lapses.announced", ("billing.tenantstanding", 0), actor=actor, programs=told)
    return told


@action
def archive_lapsed(*, actor: None, now: datetime) -> int:
    """Close the programs that came to the end of the ladder, where none has an open case; return how many.

    A count older than the last rung's beginning is not believed: such a program is asked first. One that is paid for
    at this moment is left to whoever writes that.
    """
    locked = TenantStanding.objects.select_for_update(of=("self",), skip_locked=True)
    rows = locked.filter(lapsed_since__lte=now, active_cases=0).select_related("tenant")
    closed = 0
    for row in rows.exclude(tenant__state__in=(State.PENDING, State.ARCHIVED, State.ERASED)):
        is_counted = row.counted_at is not None and row.counted_at > now - COUNT_HOLDS
        if is_counted and rung_at(row.lapsed_since, now=now, has_open_cases=False) == Rung.ARCHIVED:
            set_state(tenant=row.tenant, state=State.ARCHIVED)
            audit.record("program.archived", row.tenant, actor=actor)
            closed += 1
    audit.record("lapses.looked_at", ("billing.tenantstanding", 0), actor=actor, archived=closed)
    return closed


@action
def refresh_standings(*, actor: None, now: datetime) -> int:
    """Work out anew how programs stand whose last known coverage is over, and tell those for whom that is news."""
    rows = TenantStanding.objects.filter(lapses_at__lte=now, lapsed_since=None).values("pk")
    tenants = list(Tenant.objects.filter(pk__in=rows).order_by("pk")[:AT_A_TIME])
    for tenant in tenants:
        tell_standing(tenant, now=now)
    audit.record("standings.refreshed", ("billing.tenantstanding", 0), actor=actor, programs=len(tenants))
    return len(tenants)
