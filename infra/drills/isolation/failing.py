"""A thousand failures, by threads that use several programs at once; every answer is looked at."""

import threading
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import connections

from infra.drills.isolation.asking import Visit, make
from infra.drills.isolation.failures import Failures
from infra.drills.isolation.ground import Ground
from infra.drills.isolation.proxy import Proxy
from tenants import bootstrappers
from tenants.connections import HELD, IDLE
from tenants.place import current

THREADS = 4
CRASHES = 3
# Smaller than what the threads hold, so that connections are also evicted.
POOL_SIZE = 5


class Run:
    """The threads and what they counted."""

    def __init__(self, ground: Ground, proxy: Proxy, wanted: int):
        self.ground, self.proxy, self.wanted = ground, proxy, wanted
        self.lock = threading.Lock()
        self.injected: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.visits = self.looks = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        """Inject until enough, with crashes of the server in between."""
        threads = [threading.Thread(target=self._work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for number in range(1, CRASHES + 1):
            while self.total < self.wanted * number / (CRASHES + 1) and any(
                each.is_alive() for each in threads
            ):
                time.sleep(0.05)
            Failures(self.ground, self.proxy, 0).crash()
            self.injected["server crashed"] += 1
        for thread in threads:
            thread.join()

    @property
    def total(self) -> int:
        """Return how many failures were injected so far."""
        return sum(self.injected.values())

    def _work(self, number: int) -> None:
        failures = Failures(self.ground, self.proxy, number)
        kinds = failures.all()
        turn = number
        while self.total < self.wanted:
            turn += 1
            name = list(kinds)[turn % len(kinds)]
            visit = Visit(failures.random.choice(self.ground.programs))
            try:
                with kinds[name](visit):  # type: ignore[attr-defined]
                    make(visit)
            except Exception:  # noqa: BLE001 - the superuser's own session fell in a crash; what was seen still counts
                time.sleep(0.2)
            self._count(name, visit)
            # Straight afterwards somebody else comes, on the same thread, and nothing is wrong for them.
            self._count("", make(Visit(failures.random.choice(self.ground.programs))))

    def _count(self, name: str, visit: Visit) -> None:
        with self.lock:
            self.visits += 1
            self.looks += len(visit.seen)
            if name:
                self.injected[name] += 1
                self.errors[name] += bool(visit.error)
            if visit.wrong:
                self.wrong.append(f"{name or 'after a failure'}: {visit.wrong}")
            left = [place for place in HELD.depth if HELD.depth[place]]
            if left or current.get() is not None:
                self.wrong.append(f"{name}: something stayed entered: {left}")


def inject(ground: Ground, wanted: int) -> dict[str, Any]:
    """Inject at least `wanted` failures and return what came of them."""
    begun = time.monotonic()
    proxy = Proxy(ground.folder / "p", ground.postgres.sockets)
    before = (
        connections.settings["default"]["HOST"],
        settings.TENANCY_BOOTSTRAPPERS,
        settings.TENANCY_POOL_SIZE,
    )
    _settle(str(proxy.folder), (*before[1], "infra.drills.isolation.failures.refuses_to_enter"), POOL_SIZE)
    run = Run(ground, proxy, wanted)
    try:
        run.run()
    finally:
        proxy.close()
        _settle(*before)
    troubles = [
        visit.wrong or visit.error for visit in map(make, map(Visit, ground.programs)) if visit.status != 200
    ]
    return {
        "injected": run.total,
        "kinds": dict(sorted(run.injected.items())),
        "answered_by_an_error": dict(sorted(run.errors.items())),
        "visits": run.visits,
        "answers_looked_at": run.looks,
        "lines_cut_by_the_proxy": proxy.cut,
        "wrong_answers": len(run.wrong) + len(troubles),
        "wrong": (run.wrong + troubles)[:20],
        "lent_connections_left": IDLE.lent,
        "seconds": round(time.monotonic() - begun, 1),
    }


def _settle(host: str, entered: tuple[str, ...], pool_size: int) -> None:
    """Point the engine at `host` with these bootstrappers; what is open is closed."""
    connections.settings["default"]["HOST"] = settings.DATABASES["default"]["HOST"] = host
    settings.TENANCY_BOOTSTRAPPERS, settings.TENANCY_POOL_SIZE = entered, pool_size
    bootstrappers.installed.cache_clear()
    IDLE.forget_idle()
