"""Counting what happened: every order's effects, on both sides of the wall, and what is still on its way."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import DatabaseError

from amends.outbox.models import Outbox
from infra.drills.kill.arrivals.models import Arrival
from infra.drills.kill.orders.models import Effect, Order
from tenants.context import inside, platform


@dataclass
class Tally:
    """`orders` are committed; `acknowledged` were answered, so they have to be among them."""

    orders: int = 0
    lost: int = 0
    doubled: int = 0
    crossed: int = 0
    stuck: int = 0
    forgotten: int = 0
    ticks: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Return whether nothing went wrong."""
        return not (self.lost or self.doubled or self.crossed or self.stuck or self.forgotten)


def count(schemas: list[str], acknowledged: dict[str, set[int]]) -> Tally:
    """Count all effects since the beginning."""
    tally = Tally()
    for schema in schemas:
        with platform():
            arrived = Counter(Arrival.objects.filter(schema=schema).values_list("number", flat=True))
        with inside(schema):
            orders = dict(Order.objects.values_list("number", "kind"))
            effects = list(Effect.objects.values_list("number", "role"))
        done = Counter(number for number, _ in effects)
        tally.orders += len(orders)
        crossing = {number for number, kind in orders.items() if kind == "cross"}
        tally.lost += sum(not done[number] for number in orders)
        tally.lost += sum(not arrived[number] for number in crossing)
        tally.doubled += sum(many > 1 for many in (*done.values(), *arrived.values()))
        # An effect that nobody ordered here, or that another login wrote.
        tally.crossed += sum(number not in orders or role != schema for number, role in effects)
        tally.crossed += sum(number not in crossing for number in arrived)
        tally.forgotten += len(acknowledged[schema] - orders.keys())
    with platform():
        tally.stuck = Outbox.objects.exclude(job="drill.tick").count()
        tally.ticks = Arrival.objects.filter(schema="public").count()
        tally.details = [
            f"{row.job} {row.schema[:8]} attempts {row.attempts} {row.last_error}"
            for row in Outbox.objects.exclude(job="drill.tick")[:5]
        ]
    return tally


def is_drained() -> bool:
    """Return whether nothing waits; False also while the database is away."""
    try:
        with platform():
            return not Outbox.objects.exclude(job="drill.tick").exists()
    except DatabaseError:
        return False
