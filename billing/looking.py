"""Looking at Stripe at once, for a page whose press has just changed something there."""

from datetime import datetime

from billing import stripe_client
from billing.actions.mirroring import apply_look, ring, take_number
from billing.models import BillingAccount
from billing.stripe_client import StripeUnreachable


def look_now(account: BillingAccount, *, now: datetime) -> bool:
    """Bring an account to what Stripe says of it now; return False when Stripe is away: a job then does it later.

    Call it outside of a transaction: nothing is locked while Stripe is asked. Raises StripeRefused.
    """
    account.refresh_from_db()
    if account.customer_id is None:
        return False
    number = take_number(actor=None, account=account)
    try:
        look = stripe_client.look_at(account.customer_id)
    except StripeUnreachable:
        ring(actor=None, account=account)
        return False
    return apply_look(actor=None, account=account, number=number, look=look, event_id=None, now=now)
