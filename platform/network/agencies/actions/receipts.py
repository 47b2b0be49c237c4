"""Store what the programs' jobs bring over of a referral: its receipt."""

import uuid
from datetime import date

from amends.actions import action
from network.agencies.models import Agency, Receipt


@action(audited=False, because="a program's job writes it, and the program notes each version of a receipt")
def store_receipt(  # noqa: PLR0913 - the columns of a receipt, by keyword only
    *,
    actor: None,
    tenant_id: uuid.UUID,
    reference: str,
    agency_id: uuid.UUID | None,
    sent_by: uuid.UUID | None,
    status: str,
    version: int,
    received_on: date,
    answer_by: date | None,
    decided_on: date | None,
    closed_on: date | None,
) -> Receipt:
    """Store a version of a receipt and return the row; one that comes after a newer changes nothing.

    An agency that is none here is left out: the program's own rows say whose it is, and anything may stand there.
    """
    facts = {
        "agency_id": agency_id if agency_id and Agency.objects.filter(pk=agency_id).exists() else None,
        "sent_by": sent_by,
        "status": status,
        "version": version,
        "received_on": received_on,
        "answer_by": answer_by,
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
