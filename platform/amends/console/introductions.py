"""Take in what a program tells the platform of itself."""

from typing import Any

from amends.actions import action
from amends.console.models import Introduction
from tenants.actions import rename
from tenants.models import Tenant


@action(
    audited=False,
    because="the program's own audit says who told it, and what the operator makes of it is in the public one",
)
def store_introduction(*, actor: None, tenant: Tenant, told: dict[str, Any]) -> None:
    """Store what a program tells of itself; what comes after something newer changes nothing.

    `told` has the version and the name; place, telephone, account, founder and so on once it asked to be verified.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    before = Introduction.objects.filter(pk=tenant.pk).first()
    is_overtaken = before is not None and before.version >= told["version"]
    # Another name than the one that somebody vouched for is not taken over, whatever the program sends.
    if locked.verified_at is None and locked.name != told["name"] and not is_overtaken:
        rename(tenant=locked, name=told["name"])
    if told["asked_at"] is not None and not is_overtaken:
        _store(tenant, before, {name: value for name, value in told.items() if name != "name"})


def _store(tenant: Tenant, before: Introduction | None, told: dict[str, Any]) -> None:
    is_asked_anew = before is None or before.asked_at != told["asked_at"]
    is_answered = before is not None and before.is_answered and not is_asked_anew
    Introduction(pk=tenant.pk, is_answered=is_answered, **told).save(force_insert=before is None)
