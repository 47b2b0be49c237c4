"""`./amends journey [--fresh] [--via api] [--preset NAME]`: the main job over HTTP in a program of each preset.

Six programs are signed up, one of each preset, confirmed, verified by the operator, and staffed by invitation. In each
a case goes from its referral to its closure by a road of its own (`roads`): an agreement paid in installments, a breach
that is returned, a dialogue without an agreement, letters and a film, somebody in their place, a withdrawal. On the way
are refusals and their remedies, among them those that this preset is there for; surveys before and after; the report;
and at the end the program's figures, which have to show that road and nothing else.

The way is by the pages, as people do it, or by the API, as their software does. What the API does not have (surveys,
messages, reports of payments, people who are added, figures) is done on the pages then too. Parties come by the link
in the mail that was sent. Two programs walk at a time; each step prints what it proved, and nothing uses the ORM. With
`--fresh` an instance of its own is started and stopped.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from infra.journey.by_api import ByApi
from infra.journey.by_pages import ByPages
from infra.journey.founding import Founding
from infra.journey.instance import Instance, fresh_instance, running
from infra.journey.kinds import KINDS, Kind
from infra.journey.post import Post
from infra.journey.presets import walk_of
from infra.journey.proving import NotProved, Proof
from infra.journey.surveyed import Surveyed
from infra.report import Report, asked

WAYS = {"pages": ByPages, "api": ByApi}
AT_A_TIME = 2
FORBIDDEN = {"no_appeal_pending", "agreement_allowed", "mode_as_chosen", "fits_choices"}
"""What the track after severe violence has to refuse: work during an appeal, an agreement and a session that the person
harmed did not ask for or choose."""


@dataclass(frozen=True)
class Walked:
    """A way that was taken to its end, and what it said."""

    walk: Surveyed
    lines: list[str]
    seconds: float


def main(argv: list[str], say: Callable[[str], None] = print) -> Report:
    """Walk through a program of each preset; the report holds when each of them closed a case."""
    parser = asked("journey", __doc__)
    parser.add_argument("--fresh", action="store_true", help="start an instance of its own and stop it after")
    parser.add_argument("--via", choices=WAYS, default="pages", help="take the case by pages or by the API")
    names = [kind.preset for kind in KINDS]
    parser.add_argument("--preset", choices=names, action="append", help="only this one; can be given again")
    options = parser.parse_args(argv)
    kinds = [kind for kind in KINDS if kind.preset in (options.preset or names)]
    if options.fresh:
        with fresh_instance() as instance:
            return journey(instance, options.via, say, kinds)
    return journey(running(), options.via, say, kinds)


def journey(
    instance: Instance, via: str, say: Callable[[str], None], kinds: Sequence[Kind] = KINDS
) -> Report:
    """Return what a walk through a new program of each of these presets of this instance proved."""
    started, walked, post = time.monotonic(), [], Post(instance.mail_url)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for each in [pool.submit(_walk, kind, instance, via, post, say) for kind in kinds]:
            walked.append(each.result())
            say("\n".join(["", *walked[-1].lines]))
    walks = [each.walk for each in walked]
    refusals = [rule for walk in walks for rule in walk.proof.refusals]
    figures = {
        "via": via,
        "programs": len(walks),
        "types": len({walk.kind.type for walk in walks}),
        "closed_cases": sum(walk.closed for walk in walks),
        "refusals_explained": len(refusals),
        "refusing_rules": sorted(set(refusals)),
        "presets": {each.walk.kind.preset: _of_preset(each) for each in walked},
        "steps": sum(walk.proof.steps for walk in walks),
        "receipts_live_max_s": max(walk.slowest_receipt for walk in walks),
        **of_tokens([walk.way for walk in walks if isinstance(walk.way, ByApi)], instance, say),
        "seconds": round(time.monotonic() - started, 1),
    }
    return Report(all(map(_holds, walks)) and figures["closed_cases"] == len(kinds), figures)


def _walk(kind: Kind, instance: Instance, via: str, post: Post, say: Callable[[str], None]) -> Walked:
    """Take a program of one preset all the way; what it says is kept until its turn, or said at once if it fails."""
    lines, started = [kind.title], time.monotonic()
    try:
        program = Founding(kind, instance, Proof(kind.title, lines.append), post).go()
        walk = walk_of(program, WAYS[via](program))
        walk.go()
    except Exception:
        say("\n".join(["", *lines]))
        raise
    return Walked(walk, lines, round(time.monotonic() - started, 1))


def _of_preset(walked: Walked) -> dict[str, Any]:
    proof = walked.walk.proof
    return {
        "road": walked.walk.road,
        "closed_cases": int(walked.walk.closed),
        "steps": proof.steps,
        "refusals_explained": len(proof.refusals),
        "refused_and_remedied": sorted(rule for rule, is_met in proof.own.items() if is_met),
        "seconds": walked.seconds,
    }


def _holds(walk: Surveyed) -> bool:
    """Return whether each refusal that is typical of a preset was met, and which those have to be."""
    wanted = FORBIDDEN if walk.kind.track == "severe_violence" else {walk.kind.rule}
    return wanted <= walk.proof.own.keys() and all(walk.proof.own.values())


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
