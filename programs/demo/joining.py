"""Found the demonstration's networks, and have programs join them by the words that both sides say."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from amends import audit
from amends.accounts.actions import create_user
from network.accreditation.actions import adopt_standard
from network.guidance.actions import ask_of_setting, publish_resource, publish_template
from network.guidance.actions.templates import NOTICE
from network.oversight.actions import appoint_officer, invite_program, publish_terms, register_network
from network.oversight.models import Membership, Network
from programs.actions.networks import accept_network, take_membership
from programs.demo.networks import ASKED, LENT, NATIONAL, STANDARD, STATES, TERMS, WHY, DemoNetwork
from programs.models import Program
from programs.networks.crossing import TakeMembership
from tenants.context import as_owner, inside
from tenants.models import Tenant


def found_networks(hashed: str, now: datetime) -> dict[str, Network]:
    """Make the networks with their people and terms, once; return them by slug. `hashed`: the password of everybody."""
    with as_owner(), audit.gathering(), transaction.atomic():
        made = {each.slug: _found(each, hashed, now) for each in (NATIONAL, *STATES)}
        for each in STATES:
            Network.objects.filter(slug=each.slug).update(above=made[NATIONAL.slug])
    return made


def _found(told: DemoNetwork, hashed: str, now: datetime) -> Network:
    known = Network.objects.filter(slug=told.slug).first()
    if known is not None:
        return known
    network = register_network(
        actor=None,
        name=told.name,
        level=told.level,
        place=told.place,
        email=told.email("office"),
        slug=told.slug,
    )
    place = f"us-state:{told.state}" if told.state else "country:us"
    Network.objects.filter(pk=network.pk).update(place_code=place)
    publish_terms(actor=None, network=network, text=TERMS, now=now)
    if told.state:
        _publish(network, now)
    for login, name, duties in told.people:
        email = told.email(login)
        user = create_user(actor=None, email=email, name=name, roles=duties, is_confirmed=True)
        get_user_model().objects.filter(pk=user.pk).update(password=hashed)
        appoint_officer(actor=None, network=network, email=email)
    return network


def _publish(network: Network, now: datetime) -> None:
    """Publish what a network asks of its members, for what it accredits them, and two things that it lends them."""
    adopt_standard(actor=None, network=network, slug=STANDARD, now=now)
    for name, (demand, value) in ASKED.items():
        ask_of_setting(actor=None, network=network, name=name, demand=demand, value=value)
    day = now.date() + NOTICE + timedelta(days=1)
    publish_template(actor=None, network=network, why=WHY, holds_from=day, now=now)
    for kind, name, about, body in LENT:
        publish_resource(actor=None, network=network, kind=kind, name=name, about=about, body=body, now=now)


def join(tenant: Tenant, admin: Any, network: Network, shares: tuple[str, ...], now: datetime) -> None:
    """Have a program join a network, once, and share as much."""
    with as_owner(), audit.gathering(), transaction.atomic():
        if Membership.objects.still_open().filter(network=network, tenant=tenant).exists():
            return
        row = invite_program(actor=None, network=network, tenant=tenant, why="", now=now)
        word = TakeMembership.read(membership_id=row.pk, version=row.version)
    with inside(tenant), audit.gathering(), transaction.atomic():
        take_membership(actor=None, word=word)
        telephone = Program.objects.get().public_telephone
        accept_network(
            actor=admin,
            membership=word["id"],
            terms_number=word["terms_number"],
            shares=shares,
            contact={"name": admin.name, "email": admin.email, "telephone": telephone},
        )
