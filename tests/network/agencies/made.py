"""Agencies, their people and receipts, made as the tests need them; the public schema must be entered."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from amends.accounts.models import User
from network.agencies.models import Agency, AgencyInvitation, AgencyMember, AgencyState, Receipt, SignOn

PASSWORD = "correct horse battery staple"


def made_agency(**changes: Any) -> Agency:
    """Return the agency of this code, made if it is new; a verified court unless it is said otherwise."""
    told = {"name": "Lakeview Court", "kind": "court", "place": "Lakeview", "state": AgencyState.VERIFIED}
    slug = changes.pop("slug", "lakeview-court")
    return Agency.objects.get_or_create(slug=slug, defaults=told | changes)[0]


def made_invitation(**changes: Any) -> AgencyInvitation:
    told = {"email": "guest@court.example", "name": "Gil Guest", "roles": ["agency_user"]}
    later = timezone.now() + dt.timedelta(days=7)
    waiting = AgencyInvitation.objects.filter(agency=made_agency(), accepted_at=None).first()
    return waiting or AgencyInvitation.objects.create(
        agency=made_agency(), expires_at=later, **told | changes
    )


def made_member(
    name: str = "Clara Clerk", *, is_manager: bool = False, agency: Agency | None = None
) -> AgencyMember:
    """Return somebody who belongs to an agency and can sign in."""
    roles = ["agency_user", "agency_manager"] if is_manager else ["agency_user"]
    email = f"{name.split(maxsplit=1)[0].lower()}@court.example"
    user = User(email=email, name=name, roles=roles)
    user.set_password(PASSWORD)
    user.save()
    return AgencyMember.objects.create(user=user, agency=agency or made_agency())


def made_receipt(tenant: Any, member: AgencyMember, **changes: Any) -> Receipt:
    """Return a receipt; as the owner of the tables, for the web may not write one."""
    told: dict[str, Any] = {
        "tenant_id": tenant.pk,
        "reference": uuid.uuid4().hex[:14].upper(),
        "agency_id": member.agency_id,
        "sent_by": member.pk,
        "status": "received",
        "version": 1,
        "received_on": dt.date(2026, 3, 2),
    }
    return Receipt.objects.create(**told | changes)


def made_sign_on() -> SignOn:
    """Return the agency's own sign-in as it is shown on pages; nobody can come by it."""
    at = "https://login.court.example"
    told = {"issuer": at, "client_id": "amends", "sealed_secret": b"", "domains": ["court.example"]}
    ways = {
        "authorization_endpoint": f"{at}/authorize",
        "token_endpoint": f"{at}/token",
        "jwks_uri": f"{at}/keys",
    }
    return SignOn.objects.get_or_create(agency=made_agency(), defaults=told | ways)[0]
