"""`./amends drill ledger`: thousands of random ledgers, written by several at once, against an independent model.

Each sequence is a case of its own with one to three who were harmed and one or two who owe: payments, receipts that are
shared out, hours, reversals, instalments, and changed agreements, a third of it by two or three writers at the same
moment with connections of their own. After each step every balance, what is overdue and what is marked as done are
compared to the model (`tests/programs/ledger`); after each 50 sequences their books are verified. Then mistakes are
planted past the actions, and each has to be found. Half of the sequences share in proportion, half people first.

`--sequences N` asks for another number than 10,000; `--seed N` repeats a run; `--workers N` has so many processes, each
with servers of its own, take a part of the sequences.
"""

import gc
import multiprocessing
import random
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import Any

from infra.drills.lifecycle.servers import Servers
from infra.report import Report, asked

LONGEST = 7
EVERY = 50
"""Sequences whose books are verified together."""
WORKERS = 2


class Failed(Exception):
    """A ledger does not hold, or a step failed otherwise."""


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill ledger", __doc__)
    parser.add_argument("--sequences", type=int, default=10_000, help="how many to run")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), help="repeat the run of this seed"
    )
    parser.add_argument("--workers", type=int, default=WORKERS, help="how many processes share them")
    options = parser.parse_args(argv)
    begun, workers = time.monotonic(), min(options.workers, options.sequences)
    cuts = [options.sequences * number // workers for number in range(workers + 1)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(part, options.seed, first, last) for first, last in pairwise(cuts)]
        done = [each.result() for each in parts]
    seen = sum((Counter(each["seen"]) for each in done), Counter())
    planted = sum((Counter(each["found"].keys()) for each in done), Counter())
    found = Counter(name for each in done for name, is_found in each["found"].items() if is_found)
    figures = {
        "sequences": options.sequences,
        "seed": options.seed,
        "workers": workers,
        "seconds": round(time.monotonic() - begun),
        "mistakes planted": len(planted),
        "mistakes found": sum(found[name] == planted[name] for name in planted),
        **dict(sorted(seen.items())),
    }
    return Report(ok=found == planted, figures=figures)


def part(seed: int, first: int, last: int) -> dict[str, Any]:
    """Run the sequences from `first` on and before `last`, and plant the mistakes, on servers of their own."""
    with Servers() as tenant:
        return chosen(tenant, seed, first, last)


def chosen(tenant: Any, seed: int, first: int, last: int) -> dict[str, Any]:
    """Run them in one program, its rule for sharing changed half-way; return what was met, and which mistakes found."""
    from tests.programs.cast import at, make_world
    from tests.programs.ledger.machine import Rig, books_hold
    from tests.programs.ledger.mistakes import MISTAKES, is_found

    with at(tenant):
        world = make_world(tenant)
    rig, half = Rig(tenant, world.cora), (first + last) // 2
    # What was loaded stays: the collector need not look through it again and again.
    gc.freeze()
    for start in range(first, last, EVERY):
        lives = []
        for number in range(start, min(start + EVERY, last)):
            if number == half:
                share_otherwise(tenant, world)
            life = lived(tenant, rig, seed, number)
            lives.append(life)
        with at(tenant):
            books_hold(lives)
        print(
            f"ledger: {start - first + len(lives)} of {last - first}, seed {seed}",
            file=sys.stderr,
            flush=True,
        )
    found = {name: is_found(tenant, world, plant) for name, plant in MISTAKES.items()}
    return {"seen": dict(rig.seen), "found": found}


def lived(tenant: Any, rig: Any, seed: int, number: int) -> Any:
    """Return one sequence that was gone through; raises Failed with its number and all that was said."""
    from tests.programs.cast import at
    from tests.programs.ledger.machine import Life

    try:
        with at(tenant):
            life = Life(rig, seed * 1_000_000 + number)
            life.go(life.chance.randint(1, LONGEST))
    except Exception as error:
        # As text: what was raised here may need models to be read, which the parent has not loaded.
        raise Failed(f"sequence {number} of seed {seed}:\n{traceback.format_exc()}") from error
    return life


def share_otherwise(tenant: Any, world: Any) -> None:
    """Publish the other rule for sharing."""
    from programs.actions.policy import change_settings, publish_policy
    from tests.programs.cast import NOW, at

    with at(tenant):
        mark = change_settings(actor=world.alice, now=NOW, values={"sharing": "people_first"}).mark
        publish_policy(actor=world.alice, now=NOW, note="drill", mark=mark)
