"""The drill's jobs: an effect in the tenant, one that fails at first, and a crossing there and back."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from amends import outbox
from infra.drills.kill.arrivals.models import Arrival
from infra.drills.kill.orders.models import Effect, Order

JOBS = {"effect": "drill.effect", "flaky": "drill.flaky", "cross": "drill.cross"}


def place(*, number: int, kind: str) -> None:
    """Write an order and queue its job in one transaction, inside the tenant."""
    with transaction.atomic():
        Order.objects.create(number=number, kind=kind)
        outbox.queue(JOBS[kind], number=number)


def take_effect(number: int) -> None:
    """Leave one effect, with the login that wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        Effect.objects.create(number=number, role=cursor.fetchone()[0])


@outbox.job("drill.effect")
def effect(*, number: int) -> None:
    """Do it."""
    take_effect(number)


@outbox.job("drill.flaky")
def flaky(*, number: int) -> None:
    """Do it, but fail while the order is younger than a second and a half."""
    take_effect(number)
    if timezone.now() - Order.objects.get(pk=number).ordered_at < timedelta(seconds=1.5):
        raise RuntimeError("not yet")


@outbox.crossing("drill.cross")
class Cross:
    """From the tenant to public; the answer comes back as a crossing of its own."""

    @staticmethod
    def read(*, number: int) -> dict[str, Any]:
        """Return what the order says."""
        return {"number": Order.objects.get(pk=number).number}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write the arrival, and queue the answer in the same transaction."""
        Arrival.objects.create(schema=origin, number=payload["number"])
        outbox.queue_for(origin, "drill.answer", number=payload["number"])


@outbox.crossing("drill.answer", to="tenant")
class Answer:
    """From public to the tenant."""

    @staticmethod
    def read(*, number: int) -> dict[str, Any]:
        """Return what public knows."""
        return {"number": Arrival.objects.filter(number=number).first().number}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Leave the effect."""
        if origin == "public":
            take_effect(payload["number"])


@outbox.job("drill.tick", platform=True)
def tick() -> None:
    """Leave a mark each second."""
    Arrival.objects.create(schema="public", number=0)
