"""Keep the referrer's receipt on the public side up to date; it never says more than a status and dates."""

from datetime import datetime

from django.db.models import F

from amends import audit, outbox
from amends.actions import action
from programs.models import Referral


def publish_receipt(referral: Referral) -> None:
    """Queue the crossing of a new version of the receipt, in the transaction that changed what it says."""
    Referral.objects.filter(pk=referral.pk).update(receipt_version=F("receipt_version") + 1)
    referral.refresh_from_db(fields=["receipt_version"])
    outbox.queue("programs.publish_receipt", referral_id=referral.pk, version=referral.receipt_version)


@action
def mark_receipt_live(*, actor: None, referral: Referral, version: int, now: datetime) -> None:
    """Note which version of the receipt the public side shows; an older answer that comes late changes nothing."""
    Referral.objects.filter(pk=referral.pk, receipt_live_version__lt=version).update(
        receipt_live_version=version, receipt_live_at=now
    )
    audit.record("receipt_live", referral, actor=actor, version=version)
