"""Where the drill kills, and one run at each point: order, kill, start again, wait, count."""

import random
import sys
import threading
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

django.setup()

from django.db import DatabaseError, transaction  # noqa: E402

from infra.drills.kill import tally  # noqa: E402
from infra.drills.kill.fleet_points import FleetDrill  # noqa: E402
from infra.drills.kill.orders.tasks import place  # noqa: E402
from infra.drills.kill.rig import Rig, until  # noqa: E402
from infra.report import Report  # noqa: E402
from tenants import actions, provisioning  # noqa: E402
from tenants.context import as_owner, inside  # noqa: E402

TENANTS = 4
LIMIT = 10.0

WEB = ("before_insert", "after_insert", "after_commit", "before_publish", "after_publish")
WORKER = (
    "before_claim", "before_count_commit", "after_count_commit", "after_lock", "before_effect", "after_read",
    "after_public_effect", "before_effect_commit", "after_effect_commit", "after_effect", "before_removal",
    "after_removal", "after_removal_commit", "after_failure", "after_failure_commit",
    "before_schedule_commit", "after_schedule_commit",
)  # fmt: skip
# Passed once or twice in a whole run, so the first pass is the one to be killed at.
SELDOM = (
    "before_schedule_commit",
    "after_schedule_commit",
    "after_failure",
    "after_failure_commit",
    "after_read",
)


class Drill:
    """All points, `runs` times each."""

    def __init__(self, rig: Rig, *, runs: int, only: str, jobs: int) -> None:
        self.rig, self.runs, self.only, self.jobs = rig, runs, only, jobs
        self.dice = random.Random(2)
        self.number = 0
        self.points: dict[str, int] = {}
        self.restarts: list[float] = []
        self.cold_restarts: list[float] = []
        self.late: list[str] = []
        self.unreached: list[str] = []
        provisioning.refill_pool(TENANTS)
        with as_owner():
            self.tenants = [
                actions.claim(slug=f"drill-{number}", name="Drill", host=f"drill-{number}.localhost")
                for number in range(TENANTS)
            ]
        self.schemas = [tenant.schema_name for tenant in self.tenants]
        self.acknowledged: dict[str, set[int]] = {schema: set() for schema in self.schemas}

    def run(self) -> Report:
        """Kill at every point and return what was counted."""
        begun = time.monotonic()
        for name in WORKER:
            self._repeat(f"outbox.{name}", self._kill_worker)
        for name in WEB:
            self._repeat(f"outbox.{name}", self._kill_web)
        self._repeat("postgres.while_queued", self._kill_postgres_while_queued)
        self._repeat("postgres.while_run", self._kill_postgres_while_run)
        self._repeat("redis.while_queued", self._kill_redis)
        self._repeat("redis.away_at_start", self._start_without_redis)
        rate = self._interleave() if self.jobs else {}
        with FleetDrill(self.rig.folder / "fleet", runs=self.runs, only=self.only, say=self._tell) as fleet:
            rate |= fleet.run()
        self.points |= fleet.points
        self.unreached += fleet.unreached
        return self._judged(time.monotonic() - begun, rate, fleet.is_clean)

    def _judged(self, seconds: float, rate: dict[str, Any], fleet_is_clean: bool) -> Report:
        counted = tally.count(self.schemas, self.acknowledged)
        slowest = max(self.restarts, default=0.0)
        kills = sum(self.points.values())
        figures = {
            "points": len(self.points),
            "kills": kills,
            "kills_by_point": self.points,
            "orders": counted.orders,
            "lost": counted.lost + counted.forgotten,
            "doubled": counted.doubled,
            "stuck": counted.stuck + len(self.late),
            "crossed": counted.crossed,
            "ticks": counted.ticks,
            "drained_seconds_max": round(slowest, 2),
            "drained_seconds_median": round(median(self.restarts or [0.0]), 2),
            "drained_seconds_cold_start_max": round(max(self.cold_restarts, default=0.0), 2),
            "unreached": self.unreached,
            "late": self.late,
            "left": counted.details,
            **rate,
            "seconds": round(seconds),
        }
        enough = bool(self.only) or (len(self.points) >= 20 and min(self.points.values()) >= self.runs)
        ok = (
            counted.is_clean
            and fleet_is_clean
            and not self.late
            and not self.unreached
            and slowest <= LIMIT
            and enough
        )
        return Report(ok=ok, figures=figures)

    def _repeat(self, name: str, run_once: Callable[[str, int], bool]) -> None:
        if self.only not in name:
            return
        for number in range(self.runs):
            if run_once(name, number):
                self.points[name] = self.points.get(name, 0) + 1
            else:
                self.unreached.append(f"{name} run {number}")
        self._say(name)

    # Orders

    def _order(self, count: int, kinds: tuple[str, ...] = ("effect", "effect", "cross")) -> None:
        """Place orders in turn, as a request would; what breaks meanwhile is not acknowledged."""
        for _ in range(count):
            self.number += 1
            schema = self.schemas[self.number % TENANTS]
            try:
                with inside(schema):
                    place(number=self.number, kind=kinds[self.number % len(kinds)])
            except DatabaseError:
                time.sleep(0.05)
            else:
                self.acknowledged[schema].add(self.number)

    def _wait_drained(self, name: str, *, cold: bool = False) -> None:
        took = until(tally.is_drained, 3 * LIMIT)
        if took is None or took > LIMIT:
            self.late.append(f"{name}: {took}")
        self.restarts.append(took if took is not None else 3 * LIMIT)
        if cold:
            self.cold_restarts.append(self.restarts[-1])

    # One run at a point

    def _kill_worker(self, name: str, number: int) -> bool:
        seldom = name.removeprefix("outbox.") in SELDOM
        fault = f"{name}:{1 if seldom else self.dice.randint(1, 5)}"
        pid = self.rig.start_worker(fault)
        kinds = ("flaky", "effect", "cross") if "failure" in name else ("effect", "effect", "cross")
        self._order(9, kinds)
        died = self.rig.wait_for_death(pid, 8)
        if not died:
            self.rig.kill(pid)
        # The first run's restart is a whole new process, as a supervisor's would be.
        restarted = self.rig.start_worker_from_nothing() if number == 0 else self.rig.start_worker()
        self._wait_drained(name, cold=number == 0)
        self.rig.kill(restarted)
        return died

    def _kill_web(self, name: str, number: int) -> bool:
        worker = self.rig.start_worker()
        self.rig.start_web(f"{name}:{self.dice.randint(1, 4)}")
        died = until(lambda: self._order_by_request() or self.rig.web_is_gone(), 30) is not None
        self.rig.stop_web()
        self._wait_drained(name)
        self.rig.kill(worker)
        return died

    def _order_by_request(self) -> None:
        self.number += 1
        tenant = self.tenants[self.number % TENANTS]
        kind = ("effect", "effect", "cross")[self.number % 3]
        status = self.rig.post(f"{tenant.slug}.localhost", f"/order/{self.number}/{kind}")
        if status == 201:
            self.acknowledged[tenant.schema_name].add(self.number)
        else:
            time.sleep(0.05)

    def _kill_postgres_while_queued(self, name: str, number: int) -> bool:
        self._while_ordering(self.rig.kill_postgres, orders=40)
        self.rig.postgres.start()
        worker = self.rig.start_worker()
        self._wait_drained(name)
        self.rig.kill(worker)
        return True

    def _kill_postgres_while_run(self, name: str, number: int) -> bool:
        """The worker lives on, without its connections, and has to find back by itself."""
        worker = self.rig.start_worker()
        self._while_ordering(self.rig.kill_postgres, orders=60)
        self.rig.postgres.start()
        self._order(3)
        self._wait_drained(name)
        survived = not self.rig.wait_for_death(worker, 0)
        self.rig.kill(worker)
        return survived

    def _kill_redis(self, name: str, number: int) -> bool:
        worker = self.rig.start_worker()
        self._while_ordering(self.rig.kill_redis, orders=30)
        self._wait_drained(name)
        self.rig.redis.start()
        self._order(3)
        self._wait_drained(name)
        survived = not self.rig.wait_for_death(worker, 0)
        self.rig.kill(worker)
        return survived

    def _start_without_redis(self, name: str, number: int) -> bool:
        self.rig.kill_redis()
        self._order(6)
        worker = self.rig.start_worker()
        self._wait_drained(name)
        self.rig.redis.start()
        self._order(3)
        self._wait_drained(name)
        self.rig.kill(worker)
        return True

    def _while_ordering(self, kill: Callable[[], None], *, orders: int) -> None:
        thread = threading.Thread(target=self._order, args=(orders,))
        thread.start()
        time.sleep(self.dice.uniform(0.02, 0.3))
        kill()
        # Orders that meet a dead server wait 50 ms each and are not acknowledged.
        thread.join()

    def _interleave(self) -> dict[str, Any]:
        """Run many jobs of all tenants at once through two workers, and see that none crossed."""
        for schema in self.schemas:
            first, self.number = self.number + 1, self.number + self.jobs // TENANTS
            with inside(schema), transaction.atomic():
                for number in range(first, self.number + 1):
                    place(number=number, kind="effect")
        begun = time.monotonic()
        workers = [self.rig.start_worker() for _ in range(2)]
        took = until(tally.is_drained, 300)
        for worker in workers:
            self.rig.kill(worker)
        if took is None:
            self.late.append("interleaved jobs")
        seconds = time.monotonic() - begun
        return {"interleaved_jobs": self.jobs, "interleaved_jobs_per_second": round(self.jobs / seconds)}

    def _say(self, name: str) -> None:
        counted = tally.count(self.schemas, self.acknowledged)
        words = "clean" if counted.is_clean else f"NOT CLEAN {counted}"
        self._tell(
            f"{name}: {self.points.get(name, 0)} kills, {counted.orders} orders so far, {words},"
            f" slowest {max(self.restarts, default=0):.1f} s"
        )

    def _tell(self, words: str) -> None:
        print(f"kill: {words}", file=sys.stderr, flush=True)
