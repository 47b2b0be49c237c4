"""Jobs of the outbox: the status of a referral crosses to its receipt on the public side, and word comes back."""

import uuid
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from amends import outbox
from network.agencies.actions import store_receipt
from programs.actions.receipts import mark_receipt_live
from programs.models import MediationCase, Referral
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from tenants.models import Tenant

STATUS_OF = {
    ReferralState.SUBMITTED: "received",
    ReferralState.UNDER_REVIEW: "received",
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.FORWARDED: "forwarded",
    ReferralState.WITHDRAWN: "withdrawn",
}
"""What the public side is told of each state. That a case is closed is told; how it ended never is (D1)."""


@outbox.crossing("programs.publish_receipt")
class PublishReceipt:
    """Bring a receipt up to date: an opaque reference, a status and dates."""

    @staticmethod
    def read(*, referral_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what the receipt says now; a version that was overtaken carries the newer facts, which is right."""
        referral = Referral.objects.get(pk=referral_id)
        case = MediationCase.objects.filter(referral=referral).only("state", "closed_at", "referral").first()
        is_closed = case is not None and case.state == CaseState.CLOSED
        return {
            "referral_id": referral.pk,
            "agency_id": referral.agency_id,
            "reference": referral.reference,
            "status": "closed" if is_closed else STATUS_OF[ReferralState(referral.state)],
            "version": referral.receipt_version,
            "received_on": _day(referral.submitted_at),
            "decided_on": _day(referral.decided_at),
            "closed_on": _day(case.closed_at) if case is not None and is_closed else None,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Store it in public, and queue the word back to the program that it came from."""
        facts = {name: value for name, value in payload.items() if name != "referral_id"}
        # Whose it is says the wall, not the program: it could write any tenant's id into its own rows.
        tenant_id = Tenant.objects.values_list("pk", flat=True).get(schema_name=origin)
        receipt = store_receipt(actor=None, tenant_id=tenant_id, **facts)
        outbox.queue_for(
            origin, "programs.receipt_is_live", referral_id=payload["referral_id"], version=receipt.version
        )


def _day(moment: datetime | None) -> date | None:
    # A day is enough, and says less than a minute would.
    return moment.date() if moment else None


@outbox.job("programs.receipt_is_live")
def receipt_is_live(*, referral_id: uuid.UUID, version: int) -> None:
    """Note, back in the program, which version of the receipt the public side shows."""
    mark_receipt_live(
        actor=None, referral=Referral.objects.get(pk=referral_id), version=version, now=timezone.now()
    )
