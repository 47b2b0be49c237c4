"""What a program may still do about an accreditation today."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from network.accreditation.guards import APPEALED
from network.accreditation.states import APPEAL_DAYS
from programs.accreditation.copies import Copy


def may_appeal(copy: Copy, now: datetime) -> bool:
    """Return whether the program can appeal: once, and within 60 days of the step that it does not accept."""
    step = next((each for each in reversed(copy.steps) if each["state"] == copy.state), None)
    at = parse_datetime(step["at"]) if step else None
    is_open = copy.state in APPEALED and copy.state_on(timezone.localdate(now)) == copy.state
    return is_open and not copy.appeal and at is not None and now - at <= APPEAL_DAYS
