"""Jobs of the directory: a claimed listing is handed over; the demonstration gets invented programs."""

import uuid

from django.conf import settings
from django.utils import timezone

from amends import outbox
from network.directory.actions import hand_over_listing
from network.directory.models import Claim
from network.directory.public_sources import Line, list_all
from network.directory.samples import SOURCE, sample_facts, sample_places


@outbox.job("directory.hand_over", platform=True)
def hand_over(*, claim_id: uuid.UUID) -> None:
    """Hand it over: pages may not write listings."""
    hand_over_listing(actor=None, claim=Claim.objects.get(pk=claim_id), now=timezone.now())


SAMPLES, AT_ONCE = 400, 40
"""How many programs a demonstration lists that nobody runs, and how many in one job."""


@outbox.job("directory.list_samples", platform=True)
def list_samples(*, number: int) -> None:
    """List the invented programs from this number on, and queue the next: letters do not wait behind hundreds."""
    if not settings.AMENDS_DEMO:
        return
    made = list(sample_facts(SAMPLES, min(number + AT_ONCE, SAMPLES), sample_places()))[number:]
    now = timezone.now()
    list_all([Line(slug, SOURCE, facts, now.date(), is_sample=True) for slug, facts in made], now=now)
    if number + AT_ONCE < SAMPLES:
        outbox.queue("directory.list_samples", number=number + AT_ONCE)
