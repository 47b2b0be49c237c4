"""Looking at Stripe at once, for a page whose press has just changed something there."""

from datetime import datetime
from enum import Enum

from billing import stripe_client
from billing.actions.mirroring import apply_look, ring, take_number
from billing.models import BillingAccount
from billing.stripe_client import StripeUnreachable


class Looked(Enum):
    """What came of a look: it was written, a later one was before, Stripe was away, or knows no such customer."""

    WRITTEN, OVERTAKEN, AWAY, NOBODY = range(4)


def look(account: BillingAccount, *, now: datetime) -> Looked:
    """Bring an account to what Stripe says of it now; when Stripe is away, a job does it later.

    Call it outside of a transaction: nothing is locked while Stripe is asked. Raises StripeRefused.
    """
    account.refresh_from_db()
    if account.customer_id is None:
        return Looked.NOBODY
    number = take_number(actor=None, account=account)
    try:
        seen = stripe_client.look_at(account.customer_id)
    except StripeUnreachable:
        ring(actor=None, account=account)
        return Looked.AWAY
    is_written = apply_look(actor=None, account=account, number=number, look=seen, event_id=None, now=now)
    return Looked.WRITTEN if is_written else Looked.OVERTAKEN


def look_now(account: BillingAccount, *, now: datetime) -> bool:
    """Do the same, and return whether it was written."""
    return look(account, now=now) is Looked.WRITTEN
