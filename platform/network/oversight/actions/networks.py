"""Write networks, what they say of themselves, and who acts for them."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from amends import audit
from amends.accounts.models import User
from amends.actions import Refused, action
from amends.console.actions import Hindrance
from billing.actions import open_account
from network.oversight.models import DUTIES, Network, NetworkOfficer
from network.oversight.paying import NETWORK
from tenants.ids import uuid7

ACTS_ALREADY = Hindrance(
    "acts_for_one_network",
    _("This account acts for a network already, and nobody acts for two."),
    _("Invite the person with another address."),
)
NO_OFFICER = Hindrance(
    "is_network_officer",
    _("No account of the platform with a task in a network has this address."),
    _(
        "Invite the person on the page of the team, with that task, and come back when they have their account."
    ),
)
LONGEST_CODE = 50


class UnableToAppoint(Refused):
    """Somebody cannot act for a network."""


@action
def register_network(*, actor: Any, name: str, level: str, place: str, email: str, slug: str = "") -> Network:
    """Make a network with a payer of its own, whose invoices go to `email`; its code is made of the name."""
    slug = slug or slugify(name)[:LONGEST_CODE] or "network"
    if Network.objects.filter(slug=slug).exists():
        slug = f"{slug}-{uuid7().hex[-6:]}"
    network = Network.objects.create(slug=slug, name=name, level=level, place=place)
    open_account(actor=None, owner_kind=NETWORK, owner_id=network.pk, name=name, email=email)
    audit.record("network.registered", network, actor=actor)
    return network


@action
def describe_network(
    *,
    actor: Any,
    network: Network,
    about: str,
    website: str,
    contact_email: str,
    takes_requests: bool,
    place_code: str | None = None,
) -> Network:
    """Change what everybody reads of a network, and whether programs can ask to join.

    `place_code`: where it works, as `network.places` calls it; None leaves that as it is.
    """
    said = {
        "about": about,
        "website": website,
        "contact_email": contact_email,
        "takes_requests": takes_requests,
        "place_code": network.place_code if place_code is None else place_code,
    }
    for name, value in said.items():
        setattr(network, name, value)
    network.save(update_fields=list(said))
    audit.record("network.described", network, actor=actor)
    return network


@action
def appoint_officer(*, actor: Any, network: Network, email: str) -> NetworkOfficer:
    """Have an account act for a network; raises UnableToAppoint."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None or not any(user.has_role(each) for each in DUTIES):
        raise UnableToAppoint(NO_OFFICER)
    if NetworkOfficer.objects.filter(user=user.pk).exists():
        raise UnableToAppoint(ACTS_ALREADY)
    officer = NetworkOfficer.objects.create(user=user, network=network)
    audit.record("network.officer_appointed", network, actor=actor, person=user.pk)
    return officer


@action
def dismiss_officer(*, actor: Any, officer: NetworkOfficer) -> None:
    """Have an account act for its network no more; the account stays."""
    network, person = officer.network, officer.pk
    officer.delete()
    audit.record("network.officer_dismissed", network, actor=actor, person=person)
