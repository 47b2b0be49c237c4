"""Write the public keys that programs tell of."""

from collections.abc import Iterable, Mapping
from typing import Any

from amends import audit
from amends.actions import action
from network.keys.models import StatementKey
from tenants.models import Tenant


@action
def hear_statement_keys(*, actor: None, tenant: Tenant, keys: Iterable[Mapping[str, Any]]) -> int:
    """Write down all keys of a program; return how many are new.

    `keys`: number, public_key, began_at, ended_at (None while it signs). A key is never another one later, and one that
    was ended stays so: an older word changes nothing.
    """
    new = 0
    for each in keys:
        told = {"public_key": each["public_key"], "began_at": each["began_at"], "ended_at": each["ended_at"]}
        row, made = StatementKey.objects.get_or_create(tenant=tenant, number=each["number"], defaults=told)
        new += made
        if row.ended_at is None and each["ended_at"] is not None:
            row.ended_at = each["ended_at"]
            row.save(update_fields=["ended_at"])
    audit.record("statement_keys.heard", ("tenants.tenant", tenant.pk), actor=actor, new=new)
    return new
