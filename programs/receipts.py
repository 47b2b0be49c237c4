"""The referrer's receipt: what it may say, and its public side, kept up to date by the actions that change it."""

import uuid

from django.db.models import F

from amends import outbox
from programs.models import Referral
from programs.models.referral import ReferralState
from programs.models.source import ToldBack
from tenants import signing

PURPOSE = "referral-receipt"
"""The purpose of the signed address of a receipt."""


TELLING = ToldBack.values
"""From the least to the most."""


def is_told(referral: Referral, what: ToldBack) -> bool:
    """Return whether as much as this was agreed with the source of a referral; without a source all of D1 is told."""
    return TELLING.index(referral.told_back) >= TELLING.index(what)


def state_told(referral: Referral) -> ReferralState:
    """Return the state that the referrer is told: a source that is told of the receipt alone learns no decision."""
    state = ReferralState(referral.state)
    is_own_doing = state == ReferralState.WITHDRAWN
    return state if is_own_doing or is_told(referral, ToldBack.MILESTONES) else ReferralState.SUBMITTED


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
    tell_sender(referral)


def tell_sender(referral: Referral) -> None:
    """Queue what the program that handed a referral on is told: how far it is (`programs.handing_back`)."""
    if referral.handed_on_by is not None:
        outbox.queue("programs.tell_sender", referral_id=referral.pk, version=referral.receipt_version)
