"""What a program knows of whoever comes over from an agency of the platform: their place on its form, their source."""

from collections.abc import Mapping
from typing import Any

from network.agencies.handover import Visitor
from network.agencies.models import AgencyKind
from programs.actions.referrals import Sender
from programs.desk import visitor_at
from programs.models import ReferralSource
from programs.models.referral import INITIATIVE_OF, ReferrerClass
from programs.models.source import NO_SOURCE

CLASS_OF: Mapping[str, ReferrerClass] = {
    AgencyKind.COURT: ReferrerClass.JUDGE,
    AgencyKind.PROBATION: ReferrerClass.PROBATION_OFFICER,
    AgencyKind.POLICE: ReferrerClass.POLICE,
    AgencyKind.PROSECUTION: ReferrerClass.PROSECUTOR,
    AgencyKind.DEFENCE: ReferrerClass.DEFENCE_ATTORNEY,
    AgencyKind.VICTIM_SERVICES: ReferrerClass.VICTIM_ADVOCATE,
    AgencyKind.SCHOOL: ReferrerClass.SCHOOL,
    AgencyKind.OTHER: ReferrerClass.INSTITUTION,
}
"""As whom each kind of agency refers."""


def source_of(visitor: Visitor) -> ReferralSource | None:
    """Return the open source that this program linked to somebody's agency."""
    return ReferralSource.objects.filter(agency_id=visitor.agency_id, is_open=True).first()


def known_of(visitor: Visitor) -> dict[str, Any]:
    """Return what the form need not ask somebody of an agency; they can change all of it."""
    source = source_of(visitor)
    return {
        "referrer_class": source.kind if source else CLASS_OF[visitor.kind],
        "source": str(source.pk) if source else NO_SOURCE,
        "office_name": visitor.agency,
        "referrer_name": visitor.name,
        "referrer_email": visitor.email,
    }


def sender_of(request: Any, referrer_class: str) -> Sender | None:
    """Return for whom a referral is sent; nobody's agency is told of what somebody asks for themselves."""
    visitor = visitor_at(request)
    if visitor is None or referrer_class in INITIATIVE_OF:
        return None
    return Sender(visitor.agency_id, visitor.person_id)
