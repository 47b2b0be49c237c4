"""Records a release by the real action."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from programs.actions.releases import Leave, record_release

SERVICE = {
    "recipient_kind": "agency",
    "recipient": "Lakeview Housing Service",
    "what": ["contact", "needs"],
    "purpose": "To find a flat",
    "form": "written",
}


@pytest.fixture
def release_of(world):
    """Return a function that records a release which counts for so many days from now."""

    def record(person, *, days=30, actor="cora", now=None, **changes):
        now = now or timezone.now()
        leave = Leave(**SERVICE | {"last_day": now.date() + dt.timedelta(days=days)} | changes)
        key = uuid.uuid4()
        return record_release(
            actor=world.people[actor], participant=person, now=now, form_key=key, leave=leave
        )

    return record
