"""Write what a program said of itself: how many cases are open there, and nothing else of them."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from billing.models import TenantStanding
from tenants.models import Tenant


@action
def note_usage(*, actor: Any, tenant: Tenant, active_cases: int, now: datetime) -> TenantStanding:
    """Keep how many real cases a program has open, held ones and ones being closed too: at 0 it may be archived."""
    TenantStanding.objects.get_or_create(pk=tenant.pk)
    row = TenantStanding.objects.select_for_update().get(pk=tenant.pk)
    row.active_cases, row.counted_at = active_cases, now
    row.save(update_fields=["active_cases", "counted_at"])
    audit.record("usage.noted", row, actor=actor, active_cases=active_cases)
    return row
