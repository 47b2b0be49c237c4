"""Another way to sign in than ours, for people of the platform whose agency has one; layers above say whose."""

from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from amends.accounts.models import User
from tenants.place import PUBLIC, required_schema

PROVIDER = "provider"
"""How the audit and the session call a sign-in by an agency's identity provider."""


class OtherWay(NamedTuple):
    """The page where somebody signs in otherwise, and whether their password opens nothing because of it."""

    address: str
    is_only: bool


def other_way(user: User) -> OtherWay | None:
    """Return the other way of somebody; None in a program, and for whom there is none."""
    if required_schema() != PUBLIC:
        return None
    found: OtherWay | None = import_string(settings.AMENDS_OTHER_WAY)(user)
    return found
