"""The job that does what was said about a case, on its day."""

import uuid

from django.utils import timezone

from amends import outbox
from programs.actions.retention import carry_out_retention


@outbox.job("programs.carry_out_retention")
def carry_out(*, step_id: uuid.UUID) -> None:
    """Seal, destroy or open a case again, if that is still what was said and nothing stands in the way."""
    carry_out_retention(actor=None, step_id=step_id, now=timezone.now())
