"""Jobs between a program and its networks."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from amends import outbox
from network.oversight.actions.members import hear_member
from network.oversight.models import Look, Membership
from programs.actions.networks import hear_look, hear_unfit, take_membership, tell_networks
from programs.models import Program
from programs.networks.copies import Copy
from programs.networks.telling import told_of
from tenants.models import State, Tenant

TOLD_AGAIN = timedelta(hours=20)
"""After how long a member tells anew what it shares, so that no day passes without."""
ASKED_AT_ONCE = 500
"""Programs that are asked in one turn of the schedule; the others wait for the next."""


@outbox.crossing("programs.membership_pushed", to="tenant", while_suspended=True)
class TakeMembership:
    """Bring the network's word about a membership into the program."""

    @staticmethod
    def read(*, membership_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now, which may be newer than what queued this."""
        row = Membership.objects.select_related("network", "terms", "moved_from").get(pk=membership_id)
        terms = row.terms or row.network.terms.first()
        return {
            "id": str(row.pk),
            "network": str(row.network_id),
            "name": row.network.name,
            "level": row.network.level,
            "about": row.network.about,
            "contact_email": row.network.contact_email,
            "state": row.state,
            "why": row.why,
            "terms_number": terms.number if terms else 0,
            "terms_text": terms.text if terms else "",
            "moved_from": row.moved_from.name if row.moved_from else "",
            **{name: _moment(getattr(row, name)) for name in ("began_at", "joined_at", "ended_at")},
            "version": row.version,
            "heard": row.heard,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Keep it as the program's copy."""
        take_membership(actor=None, word=payload)


def _moment(value: Any) -> str:
    return value.isoformat() if value else ""


@outbox.crossing("programs.tell_network")
class TellNetwork:
    """Bring the program's word about a membership, and what it shares, to the platform."""

    @staticmethod
    def read(*, membership_id: uuid.UUID, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now."""
        program = Program.objects.select_related("current_policy").get()
        return told_of(program, Copy.read(program.networks[str(membership_id)]))

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write it; whose it is says the wall."""
        hear_member(
            actor=None, tenant=Tenant.objects.get(schema_name=origin), said=payload, now=timezone.now()
        )


@outbox.crossing("programs.look_told", to="tenant")
class HearLook:
    """Bring word that somebody of a network looked at what the program told it."""

    @staticmethod
    def read(*, look_id: uuid.UUID) -> dict[str, Any]:
        """Return who looked at what."""
        look = Look.objects.select_related("membership").get(pk=look_id)
        return {
            "id": str(look.pk),
            "membership": str(look.membership_id),
            "network": str(look.membership.network_id),
            "officer": str(look.officer_id),
            "page": look.page,
            "looked_at": look.looked_at,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Put it on the program's own record."""
        hear_look(actor=None, look=payload)


@outbox.job("programs.tell_networks")
def tell_all() -> None:
    """Have every network that the program belongs to told anew."""
    tell_networks(actor=None)


@outbox.job("programs.ask_networks", platform=True)
def ask_members() -> None:
    """Have the members tell their networks anew that did so longest ago: one query, however many there are.

    A program that is archived or closed for now is not asked: no job runs there.
    """
    before = timezone.now() - TOLD_AGAIN
    waiting = Membership.objects.members().filter(Q(told_at=None) | Q(told_at__lt=before))
    at_work = Tenant.objects.filter(
        state__in=(State.TRIAL, State.ACTIVE, State.RESTRICTED), suspended_at=None
    )
    asked = at_work.filter(pk__in=waiting.values("tenant")).order_by("pk")
    for schema in asked.values_list("schema_name", flat=True)[:ASKED_AT_ONCE]:
        outbox.queue_for(schema, "programs.tell_networks")


@outbox.job("programs.request_unfit")
def request_unfit(*, membership_id: uuid.UUID, reason: str) -> None:
    """Note, back in the program, that its request was never put to the network."""
    hear_unfit(actor=None, membership=membership_id, reason=reason)
