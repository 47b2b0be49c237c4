"""Jobs of networks: members hear of looks."""

from django.utils import timezone

from amends import outbox
from network.oversight.actions.members import spread_looks

AT_ONCE = 500
"""Looks of which programs hear in one job; the next one is queued for those that remain."""


@outbox.job("oversight.spread_looks", platform=True)
def spread() -> None:
    """Have each program hear of the looks that it does not know of yet, whoever queued this."""
    if spread_looks(actor=None, now=timezone.now(), most=AT_ONCE) == AT_ONCE:
        outbox.queue("oversight.spread_looks")
