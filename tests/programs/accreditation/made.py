"""A program that belongs to a network with a standard, and what both sides do."""

from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from amends.accounts.models import User
from amends.files.examining import Examined
from amends.files.kinds import KINDS
from network.accreditation.actions import adopt_standard
from network.accreditation.models import Accreditation
from network.accreditation.starters import STARTERS
from network.oversight.models import NetworkOfficer
from programs.accreditation.copies import Copy
from programs.accreditation.offers import offers_to
from programs.actions import accreditation as actions
from programs.actions.networks import take_membership
from programs.models import Program
from tenants.context import platform
from tests.meta.isolation_networks import word
from tests.programs.networks.made import made_network, on_the_platform

WORDS = "All of us were trained before the first meeting."
TEXT = b"Everybody is trained for forty hours, and watched twice."


def made_accreditor(network: SimpleNamespace, email: str = "abel@net.example") -> User:
    """Return somebody of the network who reviews."""
    with on_the_platform():
        user = User.objects.create(email=email, name="Abel Accreditor", roles=["network_accreditor"])
        NetworkOfficer.objects.create(user=user, network=network.row)
    return user


def made_offer(name: str = "State Network") -> SimpleNamespace:
    """Return a network that accredits practitioners, with somebody who reviews."""
    network = made_network(name)
    with on_the_platform():
        network.version = adopt_standard(
            actor=None, network=network.row, slug="practitioner", now=timezone.now()
        )
    network.reviewer = made_accreditor(network)
    return network


def belong_to(network: SimpleNamespace) -> None:
    """Have the program that is entered know that it is a member."""
    joined = {"state": "member", "joined_at": "2026-03-02T12:00:00+00:00"}
    take_membership(actor=None, word=word(network=str(network.row.pk), name=network.row.name, **joined))


def standard_told() -> dict[str, Any]:
    """Return a standard as a program is offered it, of a network that is not on this platform."""
    starter = STARTERS["practitioner"]
    return {
        "network": "0a1b2c3d-0000-4000-8000-0000000000f1",
        "network_name": "State Network",
        "network_slug": "state-network",
        "standard": starter.slug,
        "by": "0a1b2c3d-0000-4000-8000-0000000000f2",
        "title": dict(starter.title),
        "number_of_standard": 1,
        "document": starter.document.as_json(),
        "renewal_months": starter.renewal_months,
    }


def examined(content: bytes = TEXT, kind: str = "txt") -> Examined:
    """Return a document as it comes out of the examination."""
    return Examined(KINDS[kind], content, is_scanned=True)


def upload(content: bytes = TEXT, name: str = "training.txt") -> SimpleUploadedFile:
    """Return a document as a browser sends it."""
    return SimpleUploadedFile(name, content)


def begun(world: Any, told: dict[str, Any] | None = None) -> Copy:
    """Return an application of the program that is entered, which is not sent."""
    return actions.start_accreditation(
        actor=world.alice, standard=told or standard_told(), today=timezone.localdate()
    )


def offered(_world: Any) -> dict[str, Any]:
    """Return the standard that the program is offered."""
    (offer,) = offers_to(Program.objects.get(), timezone.localdate())
    return offer.told


def fill(world: Any, copy: Copy, *, without: tuple[str, ...] = ()) -> None:
    """Answer every criterion, and show each with a document, except those left out."""
    for each in copy.content.criteria:
        named = {"actor": world.alice, "accreditation": copy.id, "criterion": each.id}
        if each.id not in without:
            actions.answer_criterion(rating="fully", words=WORDS, **named)
            actions.hand_in_evidence(kind=each.evidence[0], examined=examined(), name="plan.txt", **named)


def send(world: Any, copy: Copy) -> Copy:
    """Apply."""
    return actions.apply_for_accreditation(
        actor=world.alice, accreditation=copy.id, today=timezone.localdate()
    )


def copy_of(key: Any) -> Copy:
    """Return the copy of the program that is entered."""
    return Copy.read(Program.objects.get().accreditations[str(key)])


def row_of(key: Any) -> Accreditation | None:
    """Return what the platform has."""
    with platform():
        return Accreditation.objects.filter(pk=key).first()


def pushed(copy: Copy, **changes: Any) -> dict[str, Any]:
    """Return a word of the platform about an accreditation."""
    told = {
        "id": copy.id,
        "state": "accredited",
        "version": copy.version + 1,
        "heard": copy.number,
        "valid_until": "2036-01-31",
        "return_due": "",
        "return_told": "",
        "decided_on": "2026-01-31",
        "findings": [],
        "steps": [{"state": "accredited", "why": "Well done.", "at": timezone.now().isoformat()}],
        "arrived": [],
        "reviewer": None,
        "answer": "",
        "upheld": None,
    }
    return told | changes
