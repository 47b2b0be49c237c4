"""Let days pass for payments: at the Stripe that is played, and in our own tables; afterwards it is still today."""

import urllib.parse
import urllib.request
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from billing.actions.playing import let_days_pass, look_after_days
from tenants.context import platform

SECONDS = 120
MOST_DAYS = 3660


class Command(BaseCommand):
    help = (
        "Let so many days pass for payments, to see renewals, failures and lapses: all that was paid, or will be, lies"
        " further back then. Only where Stripe is played."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("days", type=float)

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if not settings.STRIPE_API:
            raise CommandError("Stripe itself keeps its own time: days pass only where it is played.")
        if not 0 < days <= MOST_DAYS:
            raise CommandError(f"Write a number of days up to {MOST_DAYS}.")
        with platform():
            let_days_pass(actor=None, by=timedelta(days=days))
        _press(days)
        with platform():
            look_after_days(actor=None, now=timezone.now())
        self.stdout.write(f"{days:g} days have passed.")


def _press(days: float) -> None:
    """Press the button of the page from which Stripe is played."""
    said = urllib.parse.urlencode({"do": "age", "days": days}).encode()
    # The address is a setting of ours, which production refuses.
    try:
        with urllib.request.urlopen(f"{settings.STRIPE_API}/control", said, SECONDS):  # noqa: S310
            return
    except OSError as error:
        raise CommandError(f"The Stripe that is played does not answer: {error}") from None
