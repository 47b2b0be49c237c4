"""Networks, their people and members, made as the tests need them; the public schema must be entered."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from amends import audit
from amends.accounts.models import User
from network.accreditation.actions import adopt_standard
from network.guidance.actions import ask_of_setting, publish_resource, publish_template
from network.oversight.actions import (
    announce_to_members,
    invite_officer,
    publish_terms,
    register_network,
)
from network.oversight.models import Membership, MembershipState, Network, NetworkOfficer, Share
from tenants.ids import uuid7
from tenants.models import State, Tenant
from tests.network.accreditation.made import applied, prove, review_of

PASSWORD = "correct horse battery staple"
CONTACT = {"name": "Sam Speaker", "email": "sam@program.example", "telephone": "555 0100"}
ALL = tuple(share.value for share in Share)


def made_network(name: str = "State Network", **changes: Any) -> Network:
    """Return a network with terms and a payer of its own."""
    told = {"level": "state", "place": "Minnesota", "email": "money@net.example"}
    network = register_network(actor=None, name=name, **told)
    publish_terms(actor=None, network=network, text=f"The terms of {name}.", now=timezone.now())
    Network.objects.filter(pk=network.pk).update(**changes)
    network.refresh_from_db()
    return network


def made_officer(network: Network, *duties: str, login: str = "") -> User:
    """Return somebody who acts for a network and can sign in."""
    duties = duties or ("network_officer",)
    login = login or f"{duties[0].removeprefix('network_')}-{network.slug}"
    user = User(email=f"{login}@net.example", name=login.title(), roles=list(duties))
    user.set_password(PASSWORD)
    user.save()
    NetworkOfficer.objects.create(user=user, network=network)
    return user


def told_of(
    shares: tuple[str, ...], *, kind: str = "church", confirmed: dt.date | None = None
) -> dict[str, Any]:
    """Return what a program that shares this much tells, as `programs.networks.telling` does."""
    today = timezone.now().date()
    parts = {
        "contact": CONTACT,
        "listing": {"is_listed": True, "confirmed_on": (confirmed or today).isoformat()},
        "payment": {"lapsed_since": None, "lapses_at": f"{today.year + 1}-05-01T00:00:00+00:00"},
        "policy": {"number": 3, "values": {"answer_days": 7}},
    }
    place = {"type": kind, "place": "Lakeview, Minnesota"}
    return {"program": place, **{name: value for name, value in parts.items() if name in shares}}


def made_member(network: Network, tenant: Tenant, *shares: str, **changes: Any) -> Membership:
    """Return the membership of a program that shares this much."""
    now = timezone.now()
    told = {
        "state": MembershipState.MEMBER,
        "began_at": now,
        "joined_at": now,
        "terms": network.terms.first(),
        "shares": list(shares),
        "told": told_of(shares),
        "told_at": now,
    }
    return Membership.objects.create(network=network, tenant=tenant, **told | changes)


def made_tenants(count: int) -> list[Tenant]:
    """Return so many programs as the platform knows them, without a schema."""
    return Tenant.objects.bulk_create(
        Tenant(
            schema_name=f"t_{uuid7().hex}",
            slug=f"program-{number}",
            name=f"Program {number:03}",
            state=State.ACTIVE,
            release="0" * 64,
        )
        for number in range(count)
    )


def made_application(network: Network, tenant: Tenant, officer: User) -> None:
    """Have a program apply for what the network accredits, and somebody else review it."""
    reviewer = made_officer(network, "network_accreditor")
    version = adopt_standard(actor=None, network=network, slug="practitioner", now=timezone.now())
    scene = SimpleNamespace(version=version, tenant=tenant, officer=officer, reviewer=reviewer)
    row = applied(scene)
    prove(scene, row, "training")
    row.state = "under_review"
    row.save()
    review_of(scene, row, done=False)


def made_scene(tenant: Tenant) -> User:
    """Return who leads a network with a member, a request, a colleague, an invitation and an announcement."""
    now = timezone.now()
    with audit.gathering():
        network = made_network("Network of All", place_code="us-state:MN")
        officer = made_officer(network)
        made_officer(network, "network_analyst")
        made_member(network, tenant, *ALL)
        asking = {"state": MembershipState.ASKED, "joined_at": None, "terms": None}
        made_member(network, *made_tenants(1), "contact", **asking)
        invited = {"email": "new@net.example", "name": "Nina New", "language": "en"}
        invite_officer(actor=officer, network=network, duties=["network_analyst"], now=now, **invited)
        made_application(network, tenant, officer)
        words = {"title": "Training in May", "text": "There are places left."}
        asked = {"actor": officer, "network": network, "name": "answer_days", "demand": "required"}
        ask_of_setting(**asked, value=5)
        day = now.date() + dt.timedelta(days=20)
        publish_template(actor=officer, network=network, why="Agreed.", holds_from=day, now=now)
        lent = {"kind": "survey", "name": "Short survey", "about": "", "body": {"survey_after_days": 60}}
        publish_resource(actor=officer, network=network, now=now, **lent)
        announce_to_members(actor=officer, network=network, now=now, **words)
    return officer
