"""The signed time in a form that needs no account: which form it is, and when it was first shown.

A machine that sends what it has just loaded is asked to send it again, and one page makes one referral, because the
stamp is of one form's key.
"""

import uuid
from datetime import datetime, timedelta

from tenants import signing

PURPOSE = "form-stamp"
SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(hours=24)
MILLISECOND = timedelta(milliseconds=1)


def new_stamp(form_key: uuid.UUID | str, now: datetime) -> str:
    """Return the stamp of a form that is shown now."""
    return signing.dumps([str(form_key), int(now.timestamp() * 1000)], purpose=PURPOSE)


def age_of(stamp: str, form_key: uuid.UUID | str, now: datetime) -> timedelta | None:
    """Return how long ago the form was shown; None for another form's stamp, or one that nobody here made."""
    try:
        key, shown_at = signing.loads(stamp, purpose=PURPOSE)
    except signing.BadSignature:
        return None
    return int(now.timestamp() * 1000 - shown_at) * MILLISECOND if key == str(form_key) else None
