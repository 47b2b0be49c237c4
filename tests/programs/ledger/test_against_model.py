"""Random lives of ledgers, with writers at the same moment, keep every balance equal to an independent model.

What runs here is small and always the same; `./amends drill ledger` runs 10,000 with a seed of its own.
"""

import pytest
from django.db import connections

from tests.programs.cast import at, make_world
from tests.programs.ledger.machine import Life, Rig, books_hold

LIVES, STEPS = 24, 6


@pytest.mark.takes(seconds=30)
@pytest.mark.parametrize("preset", ["church", "community_agency"])
def test_it_works(committed, alpha, preset, record_property):
    with at(alpha):
        world = make_world(alpha, type=preset, preset=preset)
    rig = Rig(alpha, world.cora)
    try:
        for seed in range(LIVES // 2):
            with at(alpha):
                life = Life(rig, seed)
                life.go(STEPS)
                books_hold([life])
    finally:
        rig.pool.submit(connections.close_all).result()
        rig.pool.shutdown()
    for name, count in sorted(rig.seen.items()):
        record_property(f"ledger, {preset}: {name}", count)
    for name in ("pay: refused", "receive: done", "back: done", "versions: signed", "at once: refused"):
        assert rig.seen[name], f"Never met: {name}."
