"""The short code by which a program names an agency of the platform."""

import uuid

from network.agencies.models import Agency, AgencyState
from tenants.context import platform


def agency_of(code: str) -> uuid.UUID | None:
    """Return the key of the verified agency that has a code; None when none has."""
    with platform():
        found = Agency.objects.filter(slug=code, state=AgencyState.VERIFIED)
        return found.values_list("pk", flat=True).first()


def code_of(agency_id: uuid.UUID) -> str:
    """Return the code of an agency, also of one that is verified no more; "" when there is none."""
    with platform():
        return Agency.objects.filter(pk=agency_id).values_list("slug", flat=True).first() or ""
