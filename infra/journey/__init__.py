"""`./amends journey [--fresh]`: the main job over HTTP in each kind of program, as people do it, without the ORM.

A referral by the public form (a bad one first), then as coordinator: accept, acknowledgement, a mediator (a
conflicted one first), consent, a session (without consent first), withdrawal, the session held, an agreement,
payments, the end. Each step prints what it proved. With `--fresh` an instance of its own is started and stopped.
"""

import argparse
import time
from collections.abc import Callable

from infra.journey.instance import addresses, fresh_instance
from infra.journey.walk import Walk
from infra.report import Report
from programs.demo import PROGRAMS

CASES = REFUSALS = 4


def main(argv: list[str], say: Callable[[str], None] = print) -> Report:
    """Walk through every demonstration program; the report holds when each of them closed a case."""
    parser = argparse.ArgumentParser("./amends journey")
    parser.add_argument("--fresh", action="store_true", help="start an instance of its own and stop it after")
    options = parser.parse_args(argv)
    if options.fresh:
        with fresh_instance() as found:
            return journey(found, say)
    return journey(addresses(), say)


def journey(found: dict[str, str], say: Callable[[str], None]) -> Report:
    """Return what a walk through the programs at these addresses (by type) proved."""
    started = time.monotonic()
    walks = [Walk(demo, found[demo.type], say) for demo in PROGRAMS]
    for walk in walks:
        walk.go()
    figures = {
        "programs": len(walks),
        "closed_cases": sum(walk.closed for walk in walks),
        "refusals_explained": sum(len(walk.refusals) for walk in walks),
        "refusing_rules": sorted({rule for walk in walks for rule in walk.refusals}),
        "steps": sum(walk.steps for walk in walks),
        "receipts_live_max_s": max(walk.slowest_receipt for walk in walks),
        "seconds": round(time.monotonic() - started, 1),
    }
    ok = figures["closed_cases"] == CASES and figures["refusals_explained"] >= REFUSALS
    return Report(ok, figures)
