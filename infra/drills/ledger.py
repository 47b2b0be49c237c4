"""`./amends drill ledger`: thousands of random ledgers, written by several at once, against an independent model.

Each sequence is a case of its own with one to three who were harmed and one or two who owe: payments, receipts that are
shared out, hours, reversals, instalments, and changed agreements, a third of it by two or three writers at the same
moment with connections of their own. After each step every balance, what is overdue and what is marked as done are
compared to the model (`tests/programs/ledger`); at the end of each sequence the books are verified. Then mistakes are
planted past the actions, and each has to be found. Half of the sequences share in proportion, half people first.

`--sequences N` asks for another number than 10,000; `--seed N` repeats a run.
"""

import argparse
import random
import sys
import time
from typing import Any

from infra.drills.lifecycle.servers import Servers
from infra.report import Report

LONGEST = 7
EVERY = 100


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = argparse.ArgumentParser("./amends drill ledger")
    parser.add_argument("--sequences", type=int, default=10_000, help="how many to run")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), help="repeat the run of this seed"
    )
    options = parser.parse_args(argv)
    with Servers() as tenant:
        return chosen(options.sequences, options.seed, tenant)


def chosen(sequences: int, seed: int, tenant: Any) -> Report:
    """Run them in one program, its rule for sharing changed half-way."""
    from tests.programs.cast import at, make_world
    from tests.programs.ledger.machine import Life, Rig
    from tests.programs.ledger.mistakes import MISTAKES, is_found

    with at(tenant):
        world = make_world(tenant)
    rig, begun = Rig(tenant, world.cora), time.monotonic()
    for number in range(sequences):
        if number == sequences // 2:
            share_otherwise(tenant, world)
        with at(tenant):
            life = Life(rig, seed * 1_000_000 + number)
            life.go(life.chance.randint(1, LONGEST))
        if number % EVERY == 0:
            print(f"ledger: {number} of {sequences}, seed {seed}", file=sys.stderr, flush=True)
    found = {name: is_found(tenant, world, plant) for name, plant in MISTAKES.items()}
    figures = {
        "sequences": sequences,
        "seed": seed,
        "seconds": round(time.monotonic() - begun),
        "mistakes planted": len(found),
        "mistakes found": sum(found.values()),
        **dict(sorted(rig.seen.items())),
    }
    return Report(ok=all(found.values()), figures=figures)


def share_otherwise(tenant: Any, world: Any) -> None:
    """Publish the other rule for sharing."""
    from programs.actions.policy import change_settings, publish_policy
    from tests.programs.cast import NOW, at

    with at(tenant):
        mark = change_settings(actor=world.alice, now=NOW, values={"sharing": "people_first"}).mark
        publish_policy(actor=world.alice, now=NOW, note="drill", mark=mark)
