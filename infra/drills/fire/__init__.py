"""`./amends drill fire`: SIGKILL web, worker, PostgreSQL and Redis at named points while cases are taken by pages.

One journey goes through four programs in peace, a second one through four others under fire. Traps are laid before
steps: the next process that passes a point (before or after a commit, before or after a letter is sent) kills itself
or a server. Whoever waits for a page sends the same form again, as people do. Holds when every trap has sprung, all
cases are closed, and the programs of both journeys have the same rows and letters, one for one: nothing lost, nothing
twice.
"""

import json
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from infra.drills.fire.siege import PATIENCE, SCENES, Siege, UnderFire
from infra.journey.browser import Browser
from infra.journey.by_pages import ByPages
from infra.journey.founding import Founding
from infra.journey.instance import Instance, amends, free_port, own_environment, running
from infra.journey.kinds import PROVIDERS
from infra.journey.proving import Proof
from infra.journey.walk import Walk
from infra.report import Report, asked

QUIET_WITHIN = 60.0
"""Seconds until the outbox has to be empty when nobody kills any more."""


def main(argv: list[str]) -> Report:
    """Run both journeys on an instance of its own."""
    parser = asked("drill fire", __doc__)
    parser.add_argument("--say", action="store_true", help="print each step")
    say = print if parser.parse_args(argv).say else _silent
    folder = Path(tempfile.mkdtemp(prefix="amends-fire-"))
    environment = own_environment(folder) | {
        "DJANGO_SETTINGS_MODULE": "infra.drills.fire.settings",
        "DRILL_TRAPS": str(folder / "traps"),
    }
    try:
        (folder / "traps").mkdir()
        amends("up", "--detach", "--port", str(free_port()), environment=environment)
        return _compare(running(environment), folder, say)
    finally:
        amends("down", environment=environment, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _silent(_line: str) -> None:
    return


def _compare(instance: Instance, folder: Path, say: Any) -> Report:
    started = time.monotonic()
    siege = Siege(folder)
    in_peace = [_walked(kind, instance, say, None) for kind in PROVIDERS]
    under_fire = [_walked(kind, instance, say, siege) for kind in PROVIDERS]
    siege.lift()
    told = _tally(instance)
    differences = {
        kind.type: found
        for kind, one, other in zip(PROVIDERS, in_peace, under_fire, strict=True)
        if (found := _differences(told["programs"][one[0]], told["programs"][other[0]]))
    }
    closed = sum(walk.closed for _slug, walk in under_fire)
    figures = {
        "closed_cases": closed,
        "kills": sum(siege.sprung.values()),
        "kills_by_scene": dict(sorted(siege.sprung.items())),
        "scenes_without_a_kill": sorted(set(map(str, SCENES)) - siege.sprung.keys()),
        "forms_sent_again": siege.sent_again,
        "answers_taken_on_trust": siege.on_trust,
        "rows_compared": sum(sum(each.values()) for each in told["programs"].values()) // 2,
        "letters_sent_again_under_their_id": told["copies"],
        "differences": differences,
        "jobs_left": told["jobs_left"],
        "seconds": round(time.monotonic() - started, 1),
    }
    is_whole = not (differences or figures["scenes_without_a_kill"] or told["jobs_left"])
    return Report(is_whole and closed == len(PROVIDERS), figures)


def _walked(kind: Any, instance: Instance, say: Any, siege: Siege | None) -> tuple[str, Walk]:
    say(f"\n{kind.type} {'under fire' if siege else 'in peace'}")
    founding = Founding(
        kind, instance, Proof(kind.type, say) if siege is None else siege.proof(kind.type, say)
    )
    if siege:
        siege.lift()
        founding.open_within = QUIET_WITHIN
        # Nobody fires at a sign-up, but the last shots at the program before may still be felt.
        Browser(instance.url, PATIENCE).get("healthz")
        _tally(instance)
    program = founding.go()
    way = (
        ByPages(program) if siege is None else UnderFire(program, siege, lambda: _told_of_referral(founding))
    )
    walk = Walk(program, way)
    if siege is not None:
        walk.receipt_within = QUIET_WITHIN
    walk.go()
    return founding.slug, walk


def _told_of_referral(founding: Founding) -> None:
    """Wait for the letter to the coordinator that a referral came; raise NoLetter without one."""
    founding.post.link_for(founding.mail_of("coordinator"), "/referrals/")


def _tally(instance: Instance) -> dict[str, Any]:
    """Return the rows and letters of each program, once the outbox is empty or time is up."""
    deadline = time.monotonic() + QUIET_WITHIN
    while True:
        told = amends(
            "manage", "shell", "-c", "from infra.drills.fire.tally import told; told()",
            environment=instance.environment,
        ).stdout  # fmt: skip
        found: dict[str, Any] = json.loads(told.splitlines()[-1])
        if not found["jobs_left"] or time.monotonic() > deadline:
            return found
        time.sleep(1)


def _differences(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """Return how many rows more (or fewer, below zero) the second has of each kind."""
    difference = Counter(other)
    difference.subtract(one)
    return {name: count for name, count in difference.items() if count}
