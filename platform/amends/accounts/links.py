"""Addresses of this place for mails, and the signed links that invite people."""

import uuid
from typing import Any

from django.conf import settings

from amends.accounts.models import Invitation
from amends.web.faces import PLATFORM_NAME
from tenants import signing
from tenants.context import platform
from tenants.models import Domain, Tenant
from tenants.place import PUBLIC, required_schema

INVITATION = "accounts.invitation"
INVITATION_AGE = (
    8 * 24 * 60 * 60
)  # the row says when it ends; this is the longest that a signature is looked at


def absolute(path: str) -> str:
    """Return the whole address of a path in the place that is entered."""
    return at_host(_host(), path)


def at_host(host: str, path: str = "/") -> str:
    """Return the whole address of a path at a host of ours."""
    secure = settings.AMENDS_SECURE
    port = "" if secure else f":{settings.AMENDS_PORT}"
    return f"{'https' if secure else 'http'}://{host}{port}{path}"


def name_of_place() -> str:
    """Return what people call the place that is entered: a program by its name."""
    schema = required_schema()
    if schema == PUBLIC:
        return PLATFORM_NAME
    with platform():
        return str(Tenant.objects.values_list("name", flat=True).get(schema_name=schema))


def _host() -> str:
    schema = required_schema()
    if schema == PUBLIC:
        return str(settings.AMENDS_DOMAIN)
    with platform():
        hosts = Domain.objects.filter(tenant__schema_name=schema).order_by("-is_primary", "pk")
        return str(hosts.values_list("domain", flat=True)[0])


def sign_invitation(invitation: Invitation) -> str:
    """Return the token of an invitation's newest link."""
    return signing.dumps([invitation.pk.hex, invitation.link_number], purpose=INVITATION)


def read_invitation(token: str) -> tuple[Invitation, int] | None:
    """Return the invitation that a token of this place names and the number of its link; None for any other."""
    try:
        key, number = signing.loads(token, purpose=INVITATION, max_age=INVITATION_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found: Any = Invitation.objects.filter(pk=uuid.UUID(key)).select_related("invited_by").first()
    return (found, int(number)) if found else None
