"""A network on the platform with somebody who acts for it, what it does there, and what a program does inside."""

from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from amends import audit
from amends.accounts.actions import create_user
from network.oversight.actions import appoint_officer, publish_terms, register_network
from network.oversight.models import Membership, Network
from programs.actions import networks as actions
from programs.models import Program
from programs.networks.copies import Copy, copies_of
from tenants.context import as_owner, platform
from tests.programs.cast import at

WORKER = "amends_worker"
CONTACT = {"name": "Dora Director", "email": "dora@alpha.example", "telephone": "555 0123"}
ALL = ("contact", "listing", "payment", "policy")


@contextmanager
def on_the_platform():
    """Act for a network, as the web does or, where this process is the worker, with the web's rights and more."""
    entered = as_owner() if settings.TENANCY_LOGIN == WORKER else platform()
    with entered, audit.gathering(), transaction.atomic():
        yield


def made_network(name: str = "State Network", *, terms: bool = True) -> SimpleNamespace:
    """Return a network that takes requests, and its officer."""
    with on_the_platform():
        network = register_network(
            actor=None, name=name, level="state", place="Minnesota", email="office@state.example"
        )
        officer = create_user(
            actor=None,
            email=f"officer@{network.slug}.example",
            name=f"Olga of {name}",
            roles=("network_officer",),
            is_confirmed=True,
        )
        appoint_officer(actor=None, network=network, email=officer.email)
        if terms:
            publish_terms(
                actor=officer, network=network, text="Members meet once a year.", now=timezone.now()
            )
    return SimpleNamespace(row=network, officer=officer)


def does(network: SimpleNamespace, act: Any, /, **told: Any) -> Any:
    """Have the network's officer do something now."""
    with on_the_platform():
        return act(actor=network.officer, now=timezone.now(), **told)


def row_of(tenant: Any, network: Any = None) -> Membership:
    """Return the platform's newest row of a program."""
    with platform():
        rows = Membership.objects.select_related("terms").filter(tenant=tenant.pk)
        if network is not None:
            rows = rows.filter(network=network.row)
        return rows.order_by("-pk").first()


def copy_of(network: SimpleNamespace | None = None) -> Copy:
    """Return the copy that the program which is entered has, of a network if it is asked for one."""
    found = [
        each
        for each in copies_of(Program.objects.get())
        if network is None or each.network == str(network.row.pk)
    ]
    assert len(found) == 1
    return found[0]


def accept(world: Any, copy: Copy, shares: tuple[str, ...] = ALL) -> Copy:
    """Join on the terms that the copy shows."""
    return actions.accept_network(
        actor=world.alice,
        membership=copy.id,
        terms_number=copy.terms_number,
        shares=shares,
        contact=CONTACT,
    )


def ask(world: Any, network: SimpleNamespace, shares: tuple[str, ...] = ALL) -> Copy:
    """Ask a network to be taken in, on the terms that it has."""
    with platform():
        found = Network.objects.get(pk=network.row.pk)
        terms = found.terms.first()
    told = {
        "id": found.pk,
        "name": found.name,
        "level": found.level,
        "terms_number": terms.number,
        "terms_text": terms.text,
    }
    return actions.ask_to_join(
        actor=world.alice, network=told, why="We are alone.", shares=shares, contact=CONTACT
    )


def in_program(tenant: Any, act: Any) -> Any:
    """Do something inside a program, in a transaction, and return it."""
    with at(tenant), transaction.atomic():
        return act()
