"""How large a run is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counts of tenants and rounds, and seconds of each measurement."""

    name: str
    # Tenants that visitors choose from.
    tenants: int
    # Schemas that exist when migrations are measured.
    fleet: int
    # Of these, how many the peer's executors migrate; it needs the same time for each.
    peer_migrated: int
    peer_created: int
    claims: int
    rounds: int
    seconds: float
    warm_up: float


FULL = Size("full", 1000, 200, 30, 8, 50, rounds=5, seconds=4.0, warm_up=1.5)
QUICK = Size("quick", 150, 40, 6, 3, 20, rounds=3, seconds=2.0, warm_up=1.0)
