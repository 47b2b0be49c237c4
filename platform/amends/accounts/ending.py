"""What ends with somebody's sessions."""

from allauth.account.models import EmailAddress
from django.db.models import F

from amends.accounts.models import User


def end_sessions(user: User) -> None:
    """Make every session of somebody worthless from its next page on, and what was begun in one.

    A new address that waits for its confirmation is forgotten: whoever asked for it may have had a stolen session,
    and its link alone would be the whole account.
    """
    User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
    user.refresh_from_db(fields=["session_stamp"])
    EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).delete()
