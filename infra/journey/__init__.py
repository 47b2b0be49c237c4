"""`./amends journey [--fresh]`: the main job over HTTP in each kind of program, as people do it, without the ORM.

Four programs are signed up, one of each kind, confirmed, verified by the operator, and staffed by invitation. In each a
case goes from the public referral form to its closure, with refusals and their remedies on the way. Each step prints
what it proved. With `--fresh` an instance of its own is started and stopped.
"""

import argparse
import time
from collections.abc import Callable

from infra.journey.founding import KINDS, Founding
from infra.journey.instance import Instance, fresh_instance, running
from infra.journey.proving import Proof
from infra.journey.walk import Walk
from infra.report import Report

REFUSALS = 8


def main(argv: list[str], say: Callable[[str], None] = print) -> Report:
    """Walk through a program of each kind; the report holds when each of them closed a case."""
    parser = argparse.ArgumentParser("./amends journey")
    parser.add_argument("--fresh", action="store_true", help="start an instance of its own and stop it after")
    options = parser.parse_args(argv)
    if options.fresh:
        with fresh_instance() as instance:
            return journey(instance, say)
    return journey(running(), say)


def journey(instance: Instance, say: Callable[[str], None]) -> Report:
    """Return what a walk through four new programs of this instance proved."""
    started = time.monotonic()
    walks = []
    for kind in KINDS:
        say(f"\n{kind.type.replace('_', ' ')}")
        walk = Walk(Founding(kind, instance, Proof(kind.type, say)).go())
        walk.go()
        walks.append(walk)
    refusals = [rule for walk in walks for rule in walk.proof.refusals]
    figures = {
        "programs": len(walks),
        "closed_cases": sum(walk.closed for walk in walks),
        "refusals_explained": len(refusals),
        "refusing_rules": sorted(set(refusals)),
        "steps": sum(walk.proof.steps for walk in walks),
        "receipts_live_max_s": max(walk.slowest_receipt for walk in walks),
        "seconds": round(time.monotonic() - started, 1),
    }
    ok = figures["closed_cases"] == len(KINDS) and figures["refusals_explained"] >= REFUSALS
    return Report(ok, figures)
