"""The doors of the outbox: Celery's wake-up, and its own housekeeping."""

from celery import shared_task
from django.utils import timezone

from amends.outbox import draining
from amends.outbox.models import Inbox
from amends.outbox.registry import job
from amends.outbox.running import KEPT


@shared_task(name="outbox.drain", platform=True)
def drain(**_: object) -> dict[str, int]:
    """Run what is due. The message says nothing: the truth is in the table."""
    return draining.drain()


@job("outbox.prune", platform=True)
def prune() -> None:
    """Remove the inbox keys of jobs that are too old to be delivered again."""
    Inbox.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
