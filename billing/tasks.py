"""The jobs of billing: letters, and what time alone brings about."""

from django.utils import timezone

from amends import outbox
from billing import letters  # noqa: F401 - letters are jobs too
from billing.actions.announcements import announce, archive_lapsed, refresh_standings


@outbox.job("billing.turn", platform=True)
def turn() -> None:
    """See which coverages have ended, tell the payers, and archive what came to the end of the ladder."""
    now = timezone.now()
    refresh_standings(actor=None, now=now)
    announce(actor=None, now=now)
    archive_lapsed(actor=None, now=now)
