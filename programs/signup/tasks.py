"""The job that forgets old forms of sign-up and counts of attempts."""

from datetime import timedelta

from django.utils import timezone

from amends import outbox
from programs.signup.actions import prune_sign_ups

KEPT = timedelta(days=1)


@outbox.job("signup.prune", platform=True)
def prune() -> None:
    """Forget what is of no use any more."""
    now = timezone.now()
    prune_sign_ups(actor=None, now=now, before=now - KEPT)
