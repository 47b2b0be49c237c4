"""A program that a network invites, and that belongs to another; and what addresses of the pages of networks name."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from programs.actions.guidance import take_standards
from programs.actions.networks import take_membership
from tests.meta.isolation_accreditation import OF_ACCREDITATION, begun_application
from tests.meta.isolation_figures import OF_FIGURES, handed_in

NOBODYS = uuid.UUID("0a1b2c3d-0000-4000-8000-0000000000e7")


def word(**changes: Any) -> dict[str, Any]:
    """Return what a network says of a membership, as the platform sends it."""
    told = {
        "id": str(uuid.uuid4()),
        "network": str(uuid.uuid4()),
        "name": "State Network",
        "level": "state",
        "about": "We support programs.",
        "contact_email": "office@state.example",
        "state": "invited",
        "why": "",
        "terms_number": 1,
        "terms_text": "Members meet once a year.",
        "moved_from": "",
        "began_at": "2026-03-01T12:00:00+00:00",
        "joined_at": "",
        "ended_at": "",
        "version": 1,
        "heard": 0,
    }
    return told | changes


def made_memberships(canary: str, actor: Any) -> dict[str, uuid.UUID]:
    """Have the program that is entered be invited by one network and belong to another; return their keys.

    With them that of an application for accreditation, and of a document for it. It has handed in figures of a year.
    """
    handed_in(actor)
    invited = word(why=f"{canary} of a network")
    member = word(state="member", name="National Network", joined_at="2026-03-02T12:00:00+00:00")
    for each in (invited, member):
        take_membership(actor=None, word=each)
    asked = published(member["network"], canary)
    take_standards(actor=None, word=asked, now=timezone.now())
    accreditation, evidence = begun_application(canary)
    keys = {"invited": invited["id"], "member": member["id"], "network": member["network"]}
    told = {name: uuid.UUID(key) for name, key in keys.items()}
    return told | {"accreditation": accreditation, "evidence": evidence}


def published(network: str, canary: str) -> dict[str, Any]:
    """Return what a network asks and lends, as the platform sends it; what is required holds from a later day."""
    today = timezone.now().date()
    template = {
        "number": 1,
        "settings": {"mediators_needed": {"value": 2, "demand": "required"}},
        "why": f"{canary} of a standard",
        "holds_from": (today + dt.timedelta(days=14)).isoformat(),
        "published_on": today.isoformat(),
    }
    lent = {
        "id": str(NOBODYS),
        "version": str(NOBODYS),
        "number": 1,
        "kind": "survey",
        "name": f"{canary} survey",
        "about": "",
    }
    told = {"name": "National Network", "number": 1, "is_member": True}
    return told | {"network": network, "template": template, "resources": [lent]}


class _membership:  # noqa: N801 - read as a function
    """The membership of a scene that is in a state."""

    def __init__(self, state: str):
        self.state = state

    def __call__(self, scene: Any) -> dict[str, Any]:
        return {"pk": scene.memberships[self.state]}


class _standards:  # noqa: N801 - likewise
    """The network of a scene that asks something of the policy."""

    def __call__(self, scene: Any) -> dict[str, Any]:
        return {"pk": scene.memberships["network"]}


class _lent:  # noqa: N801 - likewise
    """Nothing that the platform knows is lent under this key, in whatever program one asks."""

    of_all = True

    def __call__(self, scene: Any) -> dict[str, Any]:
        return {"network": scene.memberships["network"], "pk": NOBODYS}


class _no_network:  # noqa: N801 - likewise
    """No network that takes requests has this key, in whatever program one asks."""

    of_all = True

    def __call__(self, _scene: Any) -> dict[str, Any]:
        return {"pk": NOBODYS}


OF_NETWORKS: dict[str, Any] = {
    **dict.fromkeys(("networks", "networks-join")),
    **dict.fromkeys(("networks-accept", "networks-decline"), _membership("invited")),
    **dict.fromkeys(("networks-share", "networks-leave"), _membership("member")),
    "networks-ask": _no_network(),
    "standards": None,
    "standards-adopt": _standards(),
    "standards-resource": _lent(),
    **OF_ACCREDITATION,
    **OF_FIGURES,
}
