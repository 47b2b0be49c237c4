"""Every write to agencies and receipts."""

import uuid
from datetime import date
from typing import Any

from amends.actions import action
from network.agencies.models import Agency, Receipt


@action(
    audited=False, because="the public schema keeps no audit yet; the program notes each version of a receipt"
)
def store_receipt(  # noqa: PLR0913 - the columns of a receipt, by keyword only
    *,
    actor: None,
    tenant_id: uuid.UUID,
    reference: str,
    agency_id: uuid.UUID | None,
    status: str,
    version: int,
    received_on: date,
    decided_on: date | None,
    closed_on: date | None,
) -> Receipt:
    """Store a version of a receipt and return the row; one that comes after a newer changes nothing."""
    facts = {
        "agency_id": agency_id,
        "status": status,
        "version": version,
        "received_on": received_on,
        "decided_on": decided_on,
        "closed_on": closed_on,
    }
    receipt, made = Receipt.objects.select_for_update().get_or_create(
        tenant_id=tenant_id, reference=reference, defaults=facts
    )
    if not made and receipt.version < version:
        for name, value in facts.items():
            setattr(receipt, name, value)
        receipt.save()
    return receipt


@action(audited=False, because="the public schema keeps no audit yet")
def register_agency(*, actor: Any, slug: str, name: str, kind: str) -> Agency:
    """Return the agency of this slug, made if it is new."""
    return Agency.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind})[0]
