"""The people of the invented court, as whom part of a demonstration program's referrals were sent."""

import uuid

from network.agencies.models import AgencyMember
from programs.actions.referrals import Sender
from programs.demo.programs import CLERKS
from programs.models.referral import ReferrerClass
from tenants.context import platform


def clerk_for(key: uuid.UUID, referrer_class: str) -> Sender | None:
    """Return who of the court sent a referral, by its key; nobody unless a court sent it, or where there is none."""
    if referrer_class != ReferrerClass.JUDGE:
        return None
    clerk = CLERKS[key.int % len(CLERKS)]
    with platform():
        member = AgencyMember.objects.filter(user__email=clerk["email"]).first()
    return Sender(member.agency_id, member.pk) if member else None
