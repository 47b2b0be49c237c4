"""Have a program told how it stands, whenever that is another than it was told last."""

from datetime import datetime
from typing import Any

from amends import audit, outbox
from billing.announcing import due
from billing.models import TenantStanding
from billing.standing import Standing, copy_of, standing_of_tenant
from tenants.actions import set_state
from tenants.models import State, Tenant

# The program's copy is brought up to date by this job of the layer above.
PUSH_STANDING = "programs.standing_pushed"
ANNOUNCE = "billing.announce"


def tell_standing(tenant: Tenant, *, now: datetime) -> Standing:
    """Work out how a program stands and queue that it is told, if that is news; part of the open transaction.

    A program that was archived because nobody paid is open again once somebody does: a county's cheque comes when it
    comes. The row is locked first, so that of two at once the later one sees what the earlier one wrote.
    """
    TenantStanding.objects.get_or_create(pk=tenant.pk)
    row = TenantStanding.objects.select_for_update().get(pk=tenant.pk)
    standing = standing_of_tenant(tenant, now=now)
    if standing.live and Tenant.objects.filter(pk=tenant.pk, state=State.ARCHIVED).exists():
        set_state(tenant=tenant, state=State.ACTIVE)
        audit.record("program.opened_again", tenant, actor=None)
    told = copy_of(standing, version=0)
    if told != row.told:
        _note(row, standing, told)
        if due(row, now=now) is not None:
            # Also found by the turn of each hour; a payer should not wait for that.
            outbox.queue(ANNOUNCE)
        if tenant.state not in (State.PENDING, State.ERASED):
            outbox.queue_for(tenant.schema_name, PUSH_STANDING, tenant_id=tenant.pk, version=row.version)
    return standing


def _note(row: TenantStanding, standing: Standing, told: dict[str, Any]) -> None:
    row.version += 1
    row.told = told
    row.lapsed_since, row.lapses_at = standing.lapsed_since, standing.lapses_at
    row.save(update_fields=["version", "told", "lapsed_since", "lapses_at"])
