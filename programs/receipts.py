"""The referrer's receipt on the public side: kept up to date by the actions that change what it says."""

import uuid

from django.db.models import F

from amends import outbox
from programs.models import Referral
from tenants import signing

PURPOSE = "referral-receipt"
"""The purpose of the signed address of a receipt."""


def receipt_token(referral_id: uuid.UUID) -> str:
    """Return what the address of a receipt names: signed, and good in this program alone."""
    return signing.dumps({"referral": referral_id.hex}, purpose=PURPOSE)


def publish_receipt(referral: Referral) -> None:
    """Queue the crossing of a new version of the receipt, in the transaction that changed what it says.

    A sample has none: nothing of it leaves the program.
    """
    if referral.is_sample:
        return
    Referral.objects.filter(pk=referral.pk).update(receipt_version=F("receipt_version") + 1)
    referral.refresh_from_db(fields=["receipt_version"])
    outbox.queue("programs.publish_receipt", referral_id=referral.pk, version=referral.receipt_version)
