"""Programs say whether they take part in figures across programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
    kept = {name: said[name] for name in ("words", "region", "given_at")}
    kept |= {"network_id": said["network"], "heard": said["version"]}
    row, _made = rows.update_or_create(tenant=tenant, first_year=said["first_year"], defaults=kept)
    # What began earlier ends with the year before this begins, and all of it with the last year that was said.
    last = said["first_year"] - 1 if said["last_year"] is None else said["last_year"]
    ended = rows.exclude(pk=row.pk) if said["last_year"] is None else rows
    for each in ended:
        _end(each, last, now)
    if said["last_year"] is None and row.last_year is not None:
        row.last_year = row.ended_at = None
        row.save(update_fields=["last_year", "ended_at"])
    audit.record(
        "figures.contributor_heard",
        row,
        actor=actor,
        tenant=tenant.pk,
        first_year=row.first_year,
        last_year=said["last_year"],
    )
    return True


def _end(row: Contributor, last: int, now: datetime) -> None:
    """End a participation with a year, or with the one before it begins; what ended earlier stays."""
    last = max(last, row.first_year - 1)
    if row.last_year is None or row.last_year > last:
        row.last_year, row.ended_at = last, now
        row.save(update_fields=["last_year", "ended_at"])
