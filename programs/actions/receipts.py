"""Note how far the referrer's receipt has come; what it says is queued by `programs.receipts`."""

from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from programs.models import Referral


@action
def ask_receipt_address(*, actor: Any, referral: Referral, language: str) -> None:
    """Have the address of a receipt mailed to whoever sent the referral, if an e-mail address was given with it."""
    outbox.queue("programs.send_receipt_address", referral_id=referral.pk, language=language)
    audit.record("receipt_address_asked", referral, actor=actor)


@action
def mark_receipt_live(*, actor: None, referral: Referral, version: int, now: datetime) -> None:
    """Note which version of the receipt the public side shows; an older answer that comes late changes nothing."""
    Referral.objects.filter(pk=referral.pk, receipt_live_version__lt=version).update(
        receipt_live_version=version, receipt_live_at=now
    )
    audit.record("receipt_live", referral, actor=actor, version=version)
