"""Look at Stripe now, for somebody who waits for the page; what events ring for is looked at by a job (`tasks.py`)."""

from datetime import datetime

from billing import stripe_client
from billing.actions.mirroring import apply_look, take_number
from billing.models import BillingAccount


def look_now(account: BillingAccount, *, now: datetime) -> None:
    """Ask Stripe how a payer stands and write that; nothing for one who is no customer. Raises StripeUnreachable.

    Outside of any transaction: the number has to be committed before Stripe is asked, and no row may be held meanwhile.
    """
    if account.customer_id is None:
        return
    number = take_number(actor=None, account=account)
    look = stripe_client.look_at(account.customer_id)
    apply_look(actor=None, account=account, number=number, look=look, event_id=None, now=now)
