"""`./amends drill lifecycle`: thousands of random steps of a case by anybody, each foretold by rules of its own.

The machine is that of the tests (`tests/programs/lifecycle`), on a PostgreSQL of its own. The run holds when no step
was taken or refused against the rules, every step was taken from each of its states and every guard refused at least
20 times, each guard is missed when it is taken away in this process, and the longest of the ways that were kept come
out the same by the pages and by the API. `./amends drill invariants` is the same run.

`--steps N` asks for another length than 5,000; `--seed N` repeats a run. `--without GUARD` takes one guard away and
searches from the beginning until that is seen; `--each-guard` does so for all of them, one after the other.
"""

import argparse
import contextlib
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from infra.drills.lifecycle.servers import Servers
from infra.report import Report, asked

OFTEN = 20
MOST = 6
"""How many times the steps that were asked for are made at most, while something was not seen often enough."""


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill lifecycle", __doc__)
    parser.add_argument("--steps", type=int, default=5000, help="how many steps to try at least")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), help="repeat the run of this seed"
    )
    parser.add_argument("--without", metavar="GUARD", help="take this guard away; holds when that is seen")
    parser.add_argument("--each-guard", action="store_true", help="take each guard away, one after the other")
    options = parser.parse_args(argv)
    say(f"seed {options.seed}")
    begun = time.monotonic()
    servers = Servers()
    with servers as tenant:
        report = chosen(options, tenant, servers.make_neighbour())
    report.figures.update(seed=options.seed, seconds=round(time.monotonic() - begun))
    return report


def chosen(options: argparse.Namespace, tenant: Any, other: Any) -> Report:
    """Do what was asked for, inside a program that can hand on to another one."""
    from infra.drills.lifecycle import searching
    from tenants.context import inside
    from tests.programs.lifecycle.ground import Ground
    from tests.programs.lifecycle.removal import REMOVABLE

    with held(tenant), inside(tenant):
        ground = Ground(tenant, other)
        if options.without or options.each_guard:
            if options.without and options.without not in REMOVABLE:
                raise ValueError(f"There is no guard {options.without!r}. There are: {', '.join(REMOVABLE)}.")
            guards = REMOVABLE if options.each_guard else [options.without]
            return searching.without_each(ground, guards, options.steps, options.seed)
        return searching.whole(ground, options.steps, options.seed)


@contextlib.contextmanager
def held(tenant: Any) -> Iterator[None]:
    """Let requests of this thread see what its open transaction wrote, and tests read what templates were given."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tenants import connections as pool
    from tenants.place import Place, current

    place = Place(tenant.schema_name, "app")
    pool.hold(place)
    setup_test_environment()
    try:
        yield
    finally:
        teardown_test_environment()
        token = current.set(place)
        pool.release(place)
        current.reset(token)


def say(text: str) -> None:
    """Show how far it is; the report is on standard output."""
    print(f"lifecycle: {text}", file=sys.stderr, flush=True)
