"""`./amends journey [--fresh] [--via api]`: the main job over HTTP in each kind of program, without the ORM.

Four programs are signed up, one of each kind, confirmed, verified by the operator, and staffed by invitation. In each a
case goes from its referral to its closure, with refusals and their remedies on the way: by the pages, as people do it,
or by the API, as their software does. Each step prints what it proved. With `--fresh` an instance of its own is started
and stopped.
"""

import argparse
import time
from collections.abc import Callable

from infra.journey.by_api import ByApi
from infra.journey.by_pages import ByPages
from infra.journey.founding import KINDS, Founding
from infra.journey.instance import Instance, fresh_instance, running
from infra.journey.proving import NotProved, Proof
from infra.journey.walk import Walk
from infra.report import Report

REFUSALS = 8
WAYS = {"pages": ByPages, "api": ByApi}


def main(argv: list[str], say: Callable[[str], None] = print) -> Report:
    """Walk through a program of each kind; the report holds when each of them closed a case."""
    parser = argparse.ArgumentParser("./amends journey")
    parser.add_argument("--fresh", action="store_true", help="start an instance of its own and stop it after")
    parser.add_argument("--via", choices=WAYS, default="pages", help="take the case by pages or by the API")
    options = parser.parse_args(argv)
    if options.fresh:
        with fresh_instance() as instance:
            return journey(instance, options.via, say)
    return journey(running(), options.via, say)


def journey(instance: Instance, via: str, say: Callable[[str], None]) -> Report:
    """Return what a walk through four new programs of this instance proved."""
    started = time.monotonic()
    walks = []
    for kind in KINDS:
        say(f"\n{kind.type.replace('_', ' ')}")
        program = Founding(kind, instance, Proof(kind.type, say)).go()
        walk = Walk(program, WAYS[via](program))
        walk.go()
        walks.append(walk)
    refusals = [rule for walk in walks for rule in walk.proof.refusals]
    figures = {
        "via": via,
        "programs": len(walks),
        "closed_cases": sum(walk.closed for walk in walks),
        "refusals_explained": len(refusals),
        "refusing_rules": sorted(set(refusals)),
        "steps": sum(walk.proof.steps for walk in walks),
        "receipts_live_max_s": max(walk.slowest_receipt for walk in walks),
        **of_tokens([walk.way for walk in walks if isinstance(walk.way, ByApi)], instance, say),
        "seconds": round(time.monotonic() - started, 1),
    }
    ok = figures["closed_cases"] == len(KINDS) and figures["refusals_explained"] >= REFUSALS
    return Report(ok, figures)


def of_tokens(ways: list[ByApi], instance: Instance, say: Callable[[str], None]) -> dict[str, int]:
    """Show each token at the hosts of the others and of the platform; return what is known of them all, if any."""
    if not ways:
        return {}
    hosts = {instance.url, *(way.address for way in ways)}
    pairs = [(way, host) for way in ways for host in hosts - {way.address}]
    if not all(way.is_refused_at(host) for way, host in pairs):
        raise NotProved("A token is worth something at another host than its program's.")
    say(f"\n{len(ways)} tokens are nothing at the hosts of the others and of the platform")
    return {"tokens_refused_elsewhere": len(pairs), "sent_twice_done_once": sum(way.replayed for way in ways)}
