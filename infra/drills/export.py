"""`./amends drill export`: a whole program goes out and into an empty one, while the worker is killed on the way.

A program of `--cases N` (and one with a row of everything, a sealed case and a destroyed one among them) is packed by
real workers, which are killed with SIGKILL at points of gathering, settling and packing; people work on meanwhile. The
archive is taken into an empty program, whose worker is killed while it checks, writes and compares. Every row has to be
there with the same digest, no other, and the two programs' own digests have to agree. A tenth of the cases goes the
same way without kills: the peak of the worker's memory may not grow with the program.
"""

import io
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from amends.embedded.environment import Environment
from infra.drills._workers import Workers
from infra.drills.lifecycle.servers import Servers
from infra.report import Report, asked

PATIENCE = 3_600
MORE_MEMORY_MB = 60
MOST_MEMORY_MB = 400
OUT_POINTS = ("gather", "settle", "pack")
IN_POINTS = ("check", "enter", "prove")
KILLS_AT = {"gather": 3, "settle": 1, "pack": 3, "check": 3, "enter": 4, "prove": 2}
"""How often the worker is killed at each stage, where that lasts long enough to be met."""


def main(argv: list[str]) -> Report:
    """Run the drill on servers of its own."""
    parser = asked("drill export", __doc__)
    parser.add_argument("--cases", type=int, default=2_000, help="how many cases the program has")
    options = parser.parse_args(argv)
    servers = Servers()
    with servers:
        from django.test.utils import override_settings

        environment = Environment(servers.folder, servers.postgres.owner_url(), servers.redis.url(1))
        with override_settings(AMENDS_REQUIRE_SECOND_FACTOR=False):
            return run(environment, servers.folder, options.cases)


def run(environment: Environment, folder: Path, cases: int) -> Report:
    """Move a small program calmly and the large one with kills, and compare."""
    moves = {}
    for name, count, kills in (("small", max(cases // 10, 10), False), ("large", cases, True)):
        workers = Workers(environment, folder / f"{name}.log")
        try:
            moves[name] = Move(name, workers, kills=kills).go(count)
        finally:
            workers.end()
    large, small = moves["large"], moves["small"]
    growth = max(large[side]["peak_megabytes"] - small[side]["peak_megabytes"] for side in ("out", "in"))
    figures = {"cases": cases, "peak_grows_by_megabytes": growth, **moves}
    ok = (
        all(each["same"] and each["rows_lost"] == each["rows_more"] == 0 for each in moves.values())
        and growth <= MORE_MEMORY_MB
        and all(large[side]["peak_megabytes"] <= MOST_MEMORY_MB for side in ("out", "in"))
        and large["out"]["kills"] > 1
        and large["in"]["kills"] > 1
    )
    return Report(ok=bool(ok), figures=figures)


class Move:
    """One program, and the empty one that it goes into."""

    def __init__(self, name: str, workers: Workers, *, kills: bool):
        self.name, self.workers, self.kills = name, workers, kills

    def go(self, cases: int) -> dict[str, Any]:
        """Fill a program, pack it, take it in, and return what was found."""
        from tests.programs.moving import large

        source, target = (large.program(f"{self.name}-{side}") for side in ("from", "to"))
        begun = time.monotonic()
        actor = large.fill(source, cases, self._until_imported)
        self._say(f"{cases} cases made in {time.monotonic() - begun:.0f} s")
        out, told_out = self._out(source, actor)
        content = large.archive(source, actor, out)
        came, told_in = self._in(target, content, out.found["passphrase"])
        before, after = large.digests(source), large.digests(target)
        return {
            "cases": cases,
            "rows": out.rows,
            "archive_megabytes": round(len(content) / 1e6, 1),
            "shut_rows": sum(each["shut"] for each in out.progress["tables"].values()),
            "rows_lost": len(set(before) - set(after)),
            "rows_more": len(set(after) - set(before)),
            "rows_changed": sum(after.get(key) != digest for key, digest in before.items()),
            "same": bool(came.progress["same"])
            and came.progress["digest"] == out.progress["digest"]
            and before == after,
            "out": told_out,
            "in": told_in,
        }

    def _until_imported(self, tenant: Any, batch: Any) -> None:
        """Let a worker work on a spreadsheet until none does any more."""
        from tests.programs.moving import large

        self.workers.start()
        while large.fresh(tenant, batch).is_at_work:
            self.workers.look()
            time.sleep(0.2)

    def _out(self, source: Any, actor: Any) -> tuple[Any, dict[str, Any]]:
        from django.utils import timezone

        from programs.actions.moving import ask_move_out
        from tests.programs.cast import at

        with at(source):
            batch = ask_move_out(actor=actor, now=timezone.now(), form_key=uuid.uuid4())
        return self._through(source, batch, "packed", OUT_POINTS, meanwhile=actor)

    def _in(self, target: Any, content: bytes, passphrase: str) -> tuple[Any, dict[str, Any]]:
        from django.utils import timezone

        from programs.actions.moving import bring_program_in
        from tests.programs.cast import at
        from tests.programs.moving import large

        founder = large.founder_of(target)
        with at(target):
            batch = bring_program_in(
                actor=founder,
                now=timezone.now(),
                form_key=uuid.uuid4(),
                content=io.BytesIO(content),
                passphrase=passphrase,
            )
        return self._through(target, batch, "imported", IN_POINTS)

    def _through(
        self, tenant: Any, batch: Any, state: str, points: tuple[str, ...], meanwhile: Any = None
    ) -> tuple[Any, dict[str, Any]]:
        """Wait until a move has ended, and kill the worker on the way; `meanwhile` somebody works once."""
        from tests.programs.moving import large

        killed: dict[str, int] = dict.fromkeys(points, 0)
        seen = self.workers.kills
        # A fresh one: its peak is that of this move alone.
        self.workers.end()
        self.workers.peak_mb = 0
        begun, last = time.monotonic(), ("", -1)
        while time.monotonic() - begun < PATIENCE:
            self.workers.start()
            self.workers.look()
            now = large.fresh(tenant, batch)
            if now.state == state:
                told = {
                    "seconds": round(time.monotonic() - begun, 1),
                    "rows_a_second": round(now.rows / (time.monotonic() - begun)),
                    "peak_megabytes": self.workers.peak_mb,
                    "kills": self.workers.kills - seen,
                    "killed_while": {point: count for point, count in killed.items() if count},
                }
                self.workers.end()
                return now, told
            if now.state in ("stopped", "discarded"):
                raise RuntimeError(f"{now.state}: {now.progress.get('trouble')} {now.progress.get('proved')}")
            stage = now.progress["stage"]
            if meanwhile is not None and stage == "gather" and now.done > now.rows // 3:
                large.work_on(tenant, meanwhile)
                meanwhile = None
            reached = (stage, now.progress.get("next", 0) + now.done)
            if self.kills and killed.get(stage, 0) < KILLS_AT.get(stage, 0) and reached != last:
                self.workers.kill()
                killed[stage] += 1
            if reached != last and stage != last[0]:
                self._say(f"{stage} {now.percent} %")
            last = reached
            time.sleep(0.05)
        raise TimeoutError(f"{state} was not reached within {PATIENCE} seconds.")

    def _say(self, text: str) -> None:
        print(f"export: {self.name}: {text}", file=sys.stderr, flush=True)
