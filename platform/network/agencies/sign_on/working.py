"""Which agencies' sign-in works now, and for whom passwords open no longer."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from amends.accounts.models import Role, User
from amends.accounts.other_ways import OtherWay
from network.agencies.models import AgencyMember, AgencyState, SignOn


def working() -> QuerySet[SignOn]:
    """Return the sign-ins of agencies that are verified now."""
    return SignOn.objects.filter(agency__state=AgencyState.VERIFIED).select_related("agency")


def of_address(email: str) -> SignOn | None:
    """Return the one sign-in whose agency has the domain of an address; None where two share it.

    It tells of a domain, never of a person: whoever asks learns the same for every name before the @.
    """
    found = list(working().filter(domains__contains=[email.rpartition("@")[2].lower()])[:2])
    return found[0] if len(found) == 1 else None


def other_way(user: User) -> OtherWay | None:
    """Return how somebody signs in with their agency, and whether only so; None without an agency that has it."""
    member = AgencyMember.objects.filter(user=user.pk).first()
    sign_on = working().filter(pk=member.agency_id).first() if member else None
    if sign_on is None:
        return None
    address = reverse("sign-in-agency-go", args=[sign_on.pk])
    return OtherWay(address, is_only=sign_on.is_required and not _keeps_a_way_in(user, sign_on))


def _keeps_a_way_in(user: User, sign_on: SignOn) -> bool:
    """Return whether somebody's own password opens although the agency requires its sign-in.

    A manager with a second step here: when the provider fails, somebody must be able to change that. Where no
    manager has one, every manager.
    """
    if not user.has_role(Role.AGENCY_MANAGER):
        return False
    managers: Any = AgencyMember.objects.filter(
        agency_id=sign_on.pk,
        user__is_active=True,
        user__roles__contains=[Role.AGENCY_MANAGER.value],
        user__has_second_factor=True,
    )
    return user.has_second_factor or not managers.exists()
