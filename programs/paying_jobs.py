"""Jobs between the program and those who are paid: how it stands comes in, and how many cases are open goes out."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from amends import outbox
from billing.actions.usage import note_usage
from billing.models import TenantStanding
from billing.standing import copy_of, standing_of_tenant
from programs.actions.standing import follow_standing, hear_lapse, take_standing
from programs.paying import open_cases
from tenants.models import State, Tenant

COUNTED_AGAIN = timedelta(hours=20)
"""After how long a program is asked to count anew, so that no day passes without."""
ASKED_AT_ONCE = 500
"""Programs that are asked in one turn of the schedule; the others wait for the next."""


@outbox.crossing("programs.standing_pushed", to="tenant", while_suspended=True)
class TakeStanding:
    """Bring into a program how it stands with who pays for it, as its own copy."""

    @staticmethod
    def read(*, tenant_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now, which may be newer than what queued this."""
        told = TenantStanding.objects.filter(pk=tenant_id).first()
        standing = standing_of_tenant(Tenant.objects.get(pk=tenant_id), now=timezone.now())
        return copy_of(standing, version=told.version if told else 0)

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Note it in the program."""
        take_standing(actor=None, standing=payload, now=timezone.now())


@outbox.job("programs.standing_changes")
def standing_changes(*, version: int) -> None:
    """Have the directory hear on the day on which the program takes nobody any more."""
    follow_standing(actor=None, version=version, now=timezone.now())


@outbox.job("programs.hear_lapse")
def lapse_heard(*, rung: str) -> None:
    """Have those who run the program written to."""
    hear_lapse(actor=None, rung=rung)


@outbox.crossing("programs.tell_usage")
class TellUsage:
    """Bring to the platform how many cases are open: a count, by which a band is kept and a program archived."""

    @staticmethod
    def read() -> dict[str, Any]:
        """Return the count as it is by now."""
        return {"active_cases": open_cases().count()}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Note it; whose it is says the wall."""
        tenant = Tenant.objects.get(schema_name=origin)
        note_usage(actor=None, tenant=tenant, active_cases=payload["active_cases"], now=timezone.now())


@outbox.job("programs.count_usage")
def count_usage() -> None:
    """Have the open cases counted, as the platform asked."""
    outbox.queue("programs.tell_usage")


@outbox.job("programs.ask_usage", platform=True)
def ask_usage() -> None:
    """Have the programs count their open cases that did so longest ago: one query, however many there are.

    A program that is archived or closed for now is not asked: no job runs there.
    """
    counted = TenantStanding.objects.filter(counted_at__gt=timezone.now() - COUNTED_AGAIN)
    at_work = Tenant.objects.filter(
        state__in=(State.TRIAL, State.ACTIVE, State.RESTRICTED), suspended_at=None
    )
    waiting = at_work.exclude(pk__in=counted.values("pk")).order_by("pk")
    for schema in waiting.values_list("schema_name", flat=True)[:ASKED_AT_ONCE]:
        outbox.queue_for(schema, "programs.count_usage")
