"""Programs say whether they take part in figures across programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from amends import audit
from amends.actions import action
from network.reporting.models import Contributor
from tenants.models import Tenant


@action(audited=False, because="Also runs when nothing is new; what it changes is on record.")
def hear_contributor(*, actor: Any, tenant: Tenant, said: Mapping[str, Any], now: datetime) -> bool:
    """Keep what a program said of its taking part; False where something newer was heard before.

    `said` has "version" (counts what the program said), "words" (the version of the consent's text), "region" (a code
    of `network.places`), "network" (an id or None), "first_year", "last_year" (or None) and "given_at". A program has
    one participation that is open; one that begins later ends those before it.
    """
    # A row of the platform: the program's words arrive one after the other.
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    rows = Contributor.objects.filter(tenant=tenant)
    if rows.filter(heard__gte=said["version"]).exists():
        return False
    kept = {name: said[name] for name in ("words", "region", "last_year", "given_at")}
    kept |= {"network_id": said["network"], "heard": said["version"]}
    kept["ended_at"] = None if said["last_year"] is None else now
    row, _made = rows.update_or_create(
        tenant=tenant, first_year=said["first_year"], defaults=kept, create_defaults=kept
    )
    # What began earlier ends with the year before this begins.
    rows.filter(first_year__lt=row.first_year, last_year=None).update(
        last_year=row.first_year - 1, ended_at=now
    )
    rows.filter(first_year__gt=row.first_year, last_year=None).update(
        last_year=F("first_year") - 1, ended_at=now
    )
    audit.record(
        "figures.contributor_heard",
        row,
        actor=actor,
        tenant=tenant.pk,
        first_year=row.first_year,
        last_year=row.last_year,
    )
    return True
